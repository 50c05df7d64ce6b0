"""Where results are kept: a folder of the user's own, or none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lanmu import cache

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def made(root: Path) -> Path:
    found = cache.folder(root)
    assert found is not None
    return found


def test_one_folder_a_root(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = made(tmp_path / "a"), made(tmp_path / "b")
    assert one != other
    assert one.parent == other.parent == home / "lanmu"
    monkeypatch.chdir(tmp_path)
    assert made(Path("a")) == made(Path("./a/../a")) == one
    made(Path(os.fsdecode(b"\xff\n")))


def test_the_folder_is_for_the_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = made(tmp_path / "portal")
    finally:
        os.umask(before)
    assert [place.stat().st_mode & 0o777 for place in (folder, folder.parent)] == [0o700, 0o700]


@pytest.mark.parametrize("which", ["its own", "the common one"])
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_none_where_others_may_write(which: str, mode: int, tmp_path: Path) -> None:
    folder = made(tmp_path / "portal")
    (folder if which == "its own" else folder.parent).chmod(mode)
    assert cache.folder(tmp_path / "portal") is None


@pytest.mark.parametrize("which", ["its own", "the common one"])
def test_none_that_is_somebody_elses(which: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(tmp_path / "portal")
    place = folder if which == "its own" else folder.parent
    if os.getuid() == 0:
        os.chown(place, 1, 1)
    else:  # only root may give a folder away
        monkeypatch.setattr(os, "getuid", lambda: place.stat().st_uid + 1)
    assert cache.folder(tmp_path / "portal") is None


@pytest.mark.parametrize("which", ["its own", "the common one"])
def test_none_behind_a_link(which: str, tmp_path: Path) -> None:
    """A link may lead to a checkout of somebody else's work, which is the user's own folder."""
    folder = made(tmp_path / "portal")
    place = folder if which == "its own" else folder.parent
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    assert cache.folder(tmp_path / "portal") is None


@pytest.mark.parametrize("place", ["", "lanmu"])
def test_none_where_a_file_is_in_the_way(place: str, home: Path, tmp_path: Path) -> None:
    file = home / place if place else home
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("文件\n", "utf-8")
    assert cache.folder(tmp_path / "portal") is None


def test_a_relative_place_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    assert cache.folder(tmp_path / "portal") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("inside", [".cache", "portal/.cache", "."])
def test_none_within_the_repository(inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change could bring one along."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "portal").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / inside))
    assert cache.folder(tmp_path / "portal") is None


def test_without_a_setting_it_is_below_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert made(tmp_path / "portal").parent == tmp_path / ".cache/lanmu"


def test_the_name_of_the_program(tmp_path: Path) -> None:
    """It changes with every module and list, and with nothing else."""
    package = tmp_path / "own/lanmu"
    shutil.copytree(REPOSITORY / "lanmu", package, ignore=shutil.ignore_patterns("__pycache__"))

    def name() -> str:
        command = [sys.executable, "-B", "-c", "from lanmu import cache; print(cache.__file__, cache.code())"]
        surroundings = os.environ | {"PYTHONPATH": str(tmp_path / "own")}
        where, found = subprocess.run(
            command, env=surroundings, cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout.split()
        assert where == str(package / "cache.py")
        return found

    names = [name()]
    assert name() == names[0]
    (package / "__pycache__").mkdir()
    (package / "__pycache__/x.pyc").write_bytes(b"x")
    assert name() == names[0]
    for change in ("types.yaml", "rules/engine.py", "rules/lists/banned.yaml", "rules/lists/one-more.yaml"):
        with open(package / change, "a", encoding="utf-8") as file:
            file.write("\n")
        names.append(name())
    assert len(set(names)) == len(names)


def test_folders_that_belong_to_the_program_besides(tmp_path: Path) -> None:
    def name(*folders: Path) -> str:
        cache.code.cache_clear()
        return cache.code(*folders)

    own = tmp_path / "plugins"
    (own / "__pycache__").mkdir(parents=True)
    (own / "a.py").write_text("1", "utf-8")
    try:
        names = [name(), name(own)]
        (own / "__pycache__/a.pyc").write_text("1", "utf-8")
        assert name(own) == names[1]
        (own / "a.py").write_text("12", "utf-8")
        names.append(name(own))
        (own / "b.py").touch()
        names.append(name(own))
        assert len(set(names)) == len(names)
        assert name() == names[0]
    finally:
        cache.code.cache_clear()

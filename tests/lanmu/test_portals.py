"""A table understood once; the pickle is read from a folder of the user's own, and nowhere else."""

import os
import pickle
import random
from pathlib import Path

import pytest

from lanmu import cache, portals, structure
from lanmu.rules import examples
from lanmu.rules.rule import Example
from lanmu.rules.sample import COLUMNS, FILES, edited
from lanmu.tree import Disk
from tests.hang import no_hang

TRACE = "unpickled"


class Evil:
    """What leaves a trace when it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / TRACE

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os.mkdir, (str(self._place),)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    examples.write(tmp_path / "portal", Example({}))
    return tmp_path / "portal"


def load(root: Path) -> portals.Loaded:
    return portals.load(Disk(root), root, portals.table(Disk(root)))


def kept(root: Path) -> Path:
    folder = cache.folder(root)
    assert folder is not None
    return folder / "portal.pickle"


def true(root: Path) -> portals.Loaded:
    return portals.Loaded(*structure.of(Disk(root)))


def test_what_is_kept_is_what_was_understood(root: Path) -> None:
    assert load(root) == true(root)
    assert kept(root).is_file()
    assert load(root) == true(root)
    assert portals.load(Disk(root), None, portals.table(Disk(root))) == true(root)


def test_it_is_believed_while_the_table_stands(root: Path) -> None:
    portal = load(root).portal
    assert portal is not None
    data = kept(root).read_bytes()
    marked = portal._replace(office="marked")
    kept(root).write_bytes(data[:20] + pickle.dumps(marked))
    assert load(root).portal == marked
    with open(root / COLUMNS, "a", encoding="utf-8") as file:
        file.write("# 备注\n")
    assert load(root) == true(root)
    (root / COLUMNS).write_text(FILES[COLUMNS], "utf-8")
    assert load(root) == true(root)


def test_a_table_with_faults_is_read_each_time(root: Path) -> None:
    examples.write(root, Example(edited(COLUMNS, ("office: bgt\nroles", "office: bgt\nfoo: 1\nroles"))))
    for _ in range(2):
        assert [finding.rule for finding in load(root).findings] == ["C705"]
    assert not kept(root).exists()


@pytest.mark.parametrize("content", [None, b"", b"[\n", b"\xff\xfe"])
def test_without_a_table(content: bytes | None, root: Path) -> None:
    (root / COLUMNS).unlink()
    if content is not None:
        (root / COLUMNS).write_bytes(content)
    for _ in range(2):
        assert load(root) == true(root)
        assert load(root).findings


def test_a_table_that_is_a_link_is_not_read(root: Path, tmp_path: Path) -> None:
    (root / COLUMNS).rename(tmp_path / "table")
    (root / COLUMNS).symlink_to(tmp_path / "table")
    assert portals.table(Disk(root)) == b""


def test_an_emblem_is_looked_for_each_time(root: Path) -> None:
    emblem = edited(COLUMNS, ("  filing: {icp", "  emblem: theme/biao-zhi.png\n  filing: {icp"))
    examples.write(root, Example({**emblem, "theme/biao-zhi.png": b"\x89PNG"}))
    for findings in ([], ["C719"]):
        assert load(root) == true(root)
        assert [finding.rule for finding in load(root).findings] == findings
        assert not kept(root).exists()
        (root / "theme/biao-zhi.png").unlink(missing_ok=True)


@pytest.mark.parametrize("seed", range(30))
def test_any_damage(seed: int, root: Path) -> None:
    load(root)
    rng, data = random.Random(seed), bytearray(kept(root).read_bytes())
    for _ in range(rng.choice((0, 1, 5))):
        data[rng.randrange(20)] = rng.randrange(256)
    kept(root).write_bytes(data[: rng.randrange(len(data))])
    with no_hang():
        assert load(root) == true(root)


@pytest.mark.parametrize("value", [None, 1, "portal", ("a",)])
def test_another_value(value: object, root: Path) -> None:
    load(root)
    kept(root).write_bytes(kept(root).read_bytes()[:20] + pickle.dumps(value))
    assert load(root) == true(root)


def evil(root: Path, folder: Path) -> bytes:
    """A pickle under the right key that must not be read."""
    load(root)
    return kept(root).read_bytes()[:20] + pickle.dumps(Evil(folder))


def test_the_trap_works(root: Path, tmp_path: Path) -> None:
    """Else the tests below would prove nothing."""
    kept(root).write_bytes(evil(root, tmp_path))
    assert load(root) == true(root)
    assert (tmp_path / TRACE).exists()


def test_nothing_is_unpickled_from_a_folder_of_others(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(root).write_bytes(evil(root, tmp_path))
    folder = kept(root).parent
    folder.chmod(0o777)
    assert load(root) == true(root)
    folder.chmod(0o700)
    if os.getuid() == 0:
        os.chown(folder, 1, 1)
    else:  # only root may give a folder away
        monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    assert load(root) == true(root)
    assert not (tmp_path / TRACE).exists()


def test_nothing_is_unpickled_under_another_key(root: Path, tmp_path: Path) -> None:
    kept(root).write_bytes(bytes(20) + evil(root, tmp_path)[20:])
    assert load(root) == true(root)
    assert not (tmp_path / TRACE).exists()


@pytest.mark.parametrize("below", ["", ".cache/lanmu", ".lanmu", "content"])
def test_nothing_is_unpickled_that_the_tree_brings_along(below: str, root: Path, tmp_path: Path) -> None:
    data = evil(root, tmp_path)
    place = root / below / kept(root).parent.name
    place.mkdir(parents=True)
    for folder in (place, place.parent):
        (folder / "portal.pickle").write_bytes(data)
    kept(root).unlink()
    assert load(root) == true(root)
    assert not (tmp_path / TRACE).exists()

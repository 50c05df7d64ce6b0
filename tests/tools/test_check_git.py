"""``lanmu check --staged`` and ``--range`` as commands: what they print, and how they end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lanmu.rules.sample import COLUMNS, DOCUMENT, FILES, NEWS
from tests.repository import ENVIRONMENT, ROOT, Repository, portal

OTHER = "content/kjt/bmdt/2026-03-21-other.md"
TEXT = FILES[NEWS].replace("推进会", "座谈会").replace("date: 2026-03-20", "date: 2026-03-21")
SECRET = TEXT + "密级：机密★5年\n"
Done = subprocess.CompletedProcess[str]


def check(folder: Path, *arguments: str, root: str = ".", **more: str) -> Done:
    """``lanmu --root ROOT check …`` in a folder, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tools", "--root", root, "check", *arguments],
        cwd=folder,
        env=ENVIRONMENT | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]} | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def errors(done: Done) -> list[tuple[str, str]]:
    """Rule and path of every error of ``--format json``."""
    assert done.stderr == ""
    return [(found["rule"], found["path"]) for found in json.loads(done.stdout) if found["severity"] == "error"]


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    """A branch on which a secret came and went, and another secret is staged."""
    found = portal(tmp_path / "portal")
    found.git("checkout", "--quiet", "-b", "work")
    found.commit({OTHER: SECRET})
    found.commit({OTHER: TEXT})
    found.stage({NEWS: FILES[NEWS] + "密级：机密★5年\n"})
    return found


def test_each_way_judges_its_own(made: Repository) -> None:
    for arguments, expected in (
        (("--staged",), [("B201", NEWS)]),
        (("--range", "main..work"), [("B201", OTHER)]),
        (("--range", "work~1..work"), []),
        ((), [("B201", NEWS)]),
        ((OTHER,), []),
    ):
        done = check(made.path, *arguments, "--format", "json")
        assert (errors(done), done.returncode) == (expected, int(bool(expected))), arguments


def test_what_staff_read_about_a_secret_in_an_earlier_commit(made: Repository) -> None:
    done = check(made.path, "--range", "main..work")
    commit = made.git("rev-parse", "--short=8", "work~1")
    assert done.returncode == 1
    for part in (OTHER, f"提交 {commit} 里：", "改法", "重写这个分支的提交", "依据", "B201"):
        assert part in done.stdout


@pytest.mark.parametrize("form", ["human", "json", "sarif", "gitlab", "junit", "github"])
def test_every_format(form: str, made: Repository) -> None:
    for arguments in (("--staged",), ("--range", "main..work")):
        done = check(made.path, *arguments, "--format", form)
        assert (done.returncode, "B201" in done.stdout, done.stderr) == (1, True, "")
    done = check(made.path, "--range", "main..main", "--format", form)
    assert (done.returncode, "B201" in done.stdout) == (0, False)


WRONG = (
    ("--range", "main"),
    ("--range", ""),
    ("--range", "main...work"),
    ("--range", "main..nobody"),
    ("--range", "nobody..work"),
    ("--range", "--upload-pack=touch x..HEAD"),
    ("--range", "HEAD..--output=x"),
    ("--staged", "--range", "main..work"),
    ("--staged", NEWS),
    ("--range", "main..work", NEWS),
    ("--staged", "--fix"),
    ("--range", "main..work", "--fix"),
    ("--range",),
    ("--format", "xml"),
)


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_what_cannot_be_asked_ends_with_2(arguments: tuple[str, ...], made: Repository) -> None:
    before = made.git("status", "--porcelain", "--ignored")
    done = check(made.path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert made.git("status", "--porcelain", "--ignored") == before


@pytest.mark.parametrize("arguments", [("--staged",), ("--range", "main..work")])
def test_outside_a_repository(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / COLUMNS).write_text(FILES[COLUMNS], "utf-8")
    done = check(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "不在 git 仓库里" in done.stderr
    assert "改法" in done.stderr
    assert check(tmp_path).returncode == 0


@pytest.mark.parametrize("arguments", [("--staged",), ("--range", "main..work")])
def test_a_root_that_is_not_there(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = check(tmp_path, *arguments, root="none")
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)


def test_a_bare_repository(made: Repository, tmp_path: Path) -> None:
    made.git("clone", "--quiet", "--bare", str(made.path), str(tmp_path / "bare.git"))
    for folder, root in ((tmp_path, "bare.git"), (tmp_path / "bare.git", ".")):
        done = check(folder, "--range", "main..work", "--format", "json", root=root)
        assert (errors(done), done.returncode) == ([("B201", OTHER)], 1)
    assert check(tmp_path, "--staged", root="bare.git").returncode != 0


def test_as_a_server_hook_is_started(made: Repository, tmp_path: Path) -> None:
    """git names the repository in the surroundings, relative to where the hook runs."""
    made.git("clone", "--quiet", "--bare", str(made.path), str(tmp_path / "bare.git"))
    done = check(tmp_path / "bare.git", "--range", "main..work", "--format", "json", GIT_DIR=".")
    assert errors(done) == [("B201", OTHER)]


def test_a_portal_of_a_larger_repository(tmp_path: Path) -> None:
    """As the portals below tests/portals lie in ours."""
    made = Repository(tmp_path)
    for name in ("shaanxi", "xiangtan"):
        made.commit({f"tests/portals/{name}/columns.yaml": (ROOT / f"tests/portals/{name}/columns.yaml").read_bytes()})
    base = made.git("rev-parse", "HEAD")
    made.stage(
        {f"tests/portals/{name}/content/nobody/none/2026-03-20-a.md": SECRET for name in ("shaanxi", "xiangtan")}
    )
    article = "content/nobody/none/2026-03-20-a.md"
    for name in ("shaanxi", "xiangtan"):
        done = check(tmp_path, "--staged", "--format", "json", root=f"tests/portals/{name}")
        assert ("B201", article) in errors(done)
        assert {path for _, path in errors(done)} == {article}
    made.git("commit", "--quiet", "-m", "更新内容")
    done = check(tmp_path / "tests/portals/shaanxi", "--range", f"{base}..HEAD", "--format", "json")
    assert {path for _, path in errors(done)} == {article}


def test_a_deletion_and_a_table(made: Repository) -> None:
    made.git("reset", "--quiet", "--hard", "main")
    made.git("rm", "--quiet", "-r", DOCUMENT)
    assert errors(check(made.path, "--staged", "--format", "json")) == [("L501", NEWS)]
    made.git("reset", "--quiet", "--hard", "main")
    made.stage({COLUMNS: "[\n"})
    done = check(made.path, "--staged", "--format", "json")
    assert {path for _, path in errors(done)} == {COLUMNS}

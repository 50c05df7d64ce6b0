"""The hooks as staff meet them: a real ``git commit`` through pre-commit and the repository's own settings."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lanmu.rules.sample import DOCUMENT, FILES, NEWS
from tests.repository import ENVIRONMENT, ROOT, Repository, portal

OTHER = "content/kjt/bmdt/2026-03-21-other.md"
TEXT = FILES[NEWS].replace("推进会", "座谈会").replace("date: 2026-03-20", "date: 2026-03-21").replace(
    "author: 省科技厅信息员\n", "author: 省科技厅信息员\narchive_note: 3月21日在原网站发布，改版时补录\n"
)  # fmt: skip
SECRET = TEXT + "密级：机密★5年\n"
ANOTHER = "# 备注\n"


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portal with our settings and pre-commit installed; each test works on a copy."""
    made = portal(tmp_path_factory.mktemp("hooked") / "portal")
    shutil.copy(ROOT / ".pre-commit-config.yaml", made.path)
    (made.path / ".venv").symlink_to(sys.prefix)
    for package in ("lanmu", "tools"):  # the hooks run from the root and find them there
        (made.path / package).symlink_to(ROOT / package)
    made.write({".gitignore": "/.venv\n/lanmu\n/tools\n"})
    made.commit(
        {
            ".gitignore": "/.venv\n/lanmu\n/tools\n",
            ".pre-commit-config.yaml": (ROOT / ".pre-commit-config.yaml").read_text("utf-8"),
        }
    )
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=made.path,
        env=surroundings(made.path),
        check=True,
        capture_output=True,
    )
    return made.path


def surroundings(path: Path) -> dict[str, str]:
    return ENVIRONMENT | {
        "PRE_COMMIT_HOME": str(path.parent / "pre-commit"),
        "XDG_CACHE_HOME": str(path.parent / "cache"),
    }


@pytest.fixture
def made(hooked: Path, tmp_path: Path) -> Repository:
    shutil.copytree(hooked, tmp_path / "portal", symlinks=True)
    copy = object.__new__(Repository)
    copy.path = tmp_path / "portal"
    return copy


def commit(made: Repository, *arguments: str) -> tuple[int, str]:
    """Status and words of ``git commit``."""
    done = made.run("commit", "-m", "发布", *arguments, **surroundings(made.path))
    return done.returncode, (done.stdout + done.stderr).decode()


def changed(made: Repository) -> list[str]:
    """What the last commit changed."""
    return made.git("-c", "core.quotePath=off", "show", "--format=", "--name-only", "--no-renames").split("\n")


def test_a_clean_article_is_committed(made: Repository) -> None:
    made.stage({OTHER: TEXT})
    status, said = commit(made)
    assert (status, changed(made)) == (0, [OTHER]), said
    assert said.count("Passed") == 2


def test_a_leak_is_refused_with_place_reason_and_cure(made: Repository) -> None:
    made.stage({OTHER: SECRET})
    status, said = commit(made)
    assert status == 1
    for part in (OTHER, "B201", f"{SECRET.count(chr(10))}:", "改法", "依据"):
        assert part in said
    assert made.git("log", "--format=%s", "-1") == "更新内容"


def test_what_is_not_staged_is_not_judged(made: Repository) -> None:
    made.stage({OTHER: TEXT})
    made.write({OTHER: SECRET, NEWS: SECRET})
    status, said = commit(made)
    assert (status, changed(made)) == (0, [OTHER]), said
    assert (made.path / OTHER).read_text("utf-8") == SECRET


def test_commit_all(made: Repository) -> None:
    made.write({NEWS: FILES[NEWS] + "密级：机密★5年\n"})
    status, said = commit(made, "-a")
    assert (status, "B201" in said) == (1, True)


def test_commit_of_one_file(made: Repository) -> None:
    made.stage({OTHER: SECRET})
    made.write({NEWS: FILES[NEWS] + "\n补充一句。\n"})
    status, said = commit(made, NEWS)
    assert (status, changed(made)) == (0, [NEWS]), said
    made.write({NEWS: FILES[NEWS] + "密级：机密★5年\n"})
    assert commit(made, NEWS)[0] == 1


def test_a_deletion_alone_is_judged(made: Repository) -> None:
    made.git("rm", "--quiet", "-r", DOCUMENT)
    status, said = commit(made)
    assert (status, "L501" in said, NEWS in said) == (1, True, True)


def test_an_untidy_file_is_tidied_and_has_to_be_added_again(made: Repository) -> None:
    made.stage({OTHER: "\ufeff" + SECRET.replace("\n", "\r\n")})
    status, said = commit(made)
    assert (status, "git add" in said, "B201" in said) == (1, True, False)
    made.git("add", OTHER)
    status, said = commit(made)
    assert (status, "B201" in said) == (1, True)


def test_what_does_not_concern_the_portal_is_committed(made: Repository) -> None:
    made.stage({"docs/x.md": SECRET})
    status, said = commit(made)
    assert (status, changed(made)) == (0, ["docs/x.md"]), said


def test_a_file_beside_the_portal_is_read(made: Repository) -> None:
    made.stage({"notes/x.md": SECRET})
    status, said = commit(made)
    assert (status, "notes/x.md" in said, "B201" in said) == (1, True, True)


def test_from_a_folder_below(made: Repository) -> None:
    made.stage({OTHER: SECRET})
    command = ["git", "commit", "-m", "发布"]
    done = subprocess.run(
        command, cwd=made.path / "content/kjt", env=surroundings(made.path), capture_output=True, check=False
    )
    assert (done.returncode, b"B201" in done.stdout + done.stderr) == (1, True)


def test_in_a_second_working_tree(made: Repository, tmp_path: Path) -> None:
    made.git("worktree", "add", "--quiet", "-b", "work", str(tmp_path / "second"))
    second = object.__new__(Repository)
    second.path = tmp_path / "second"
    for name in (".venv", "lanmu", "tools"):
        (second.path / name).symlink_to(os.readlink(made.path / name))
    second.stage({OTHER: SECRET})
    made.stage({OTHER: TEXT})
    status, said = commit(second)
    assert (status, "B201" in said) == (1, True), said
    assert commit(made)[0] == 0


def test_a_merge_that_needed_hands_is_judged(made: Repository) -> None:
    made.git("checkout", "--quiet", "-b", "work")
    made.commit({NEWS: FILES[NEWS] + "\n一。\n"})
    made.git("checkout", "--quiet", "main")
    made.commit({NEWS: FILES[NEWS] + "\n二。\n"})
    assert made.run("merge", "work", **surroundings(made.path)).returncode == 1
    made.stage({NEWS: FILES[NEWS] + "\n密级：机密★5年\n"})
    status, said = commit(made)
    assert (status, "B201" in said) == (1, True)
    made.stage({NEWS: FILES[NEWS] + "\n一、二。\n"})
    status, said = commit(made)
    assert status == 0, said


def gate(folder: Path, **more: str) -> "subprocess.CompletedProcess[bytes]":
    """``python -m tools.hooks.gate`` in a folder."""
    command = [sys.executable, "-m", "tools.hooks.gate"]
    env = ENVIRONMENT | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder.parent / "cache")} | more
    return subprocess.run(
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60
    )


def test_the_gate_alone(tmp_path: Path) -> None:
    made = portal(tmp_path / "portal")
    done = gate(made.path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    made.stage({OTHER: TEXT.replace("会议", "布署会议")})
    done = gate(made.path)
    assert (done.returncode, "W301" in done.stdout.decode()) == (0, True), done.stdout.decode()
    made.stage({OTHER: SECRET})
    done = gate(made.path, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, "B201" in done.stdout.decode()) == (1, True)
    assert b"\x1b" not in done.stdout


def test_without_a_repository_the_gate_says_so(tmp_path: Path) -> None:
    done = gate(tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "不在 git 仓库里" in done.stderr.decode() and "改法" in done.stderr.decode()


@pytest.mark.parametrize("path", [OTHER, OTHER.replace(".md", "/a.txt"), "content/loose.txt"])
def test_an_object_that_is_lost_is_said_without_a_traceback(path: str, tmp_path: Path) -> None:
    made = portal(tmp_path / "portal")
    made.stage({OTHER: TEXT, path: SECRET})
    id = made.git("rev-parse", f":{path}")
    (made.path / ".git/objects" / id[:2] / id[2:]).unlink()
    done = gate(made.path)
    assert done.returncode == 2
    assert "没有运行" in done.stderr.decode() and "Traceback" not in done.stderr.decode()


def test_the_gate_loads_nothing_heavy() -> None:
    heavy = "pelican markdown click pypinyin jinja2 nh3 git pypdf docx openpyxl importlib.resources html"
    code = f"import sys, tools.hooks.gate; sys.exit(' '.join(m for m in '{heavy}'.split() if m in sys.modules) or 0)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_other_portals_get_the_same_hooks() -> None:
    """Both files name the same hooks for the same files; the entries are our console scripts."""
    own = {
        hook["id"]: hook
        for hook in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    }
    others = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert list(own) == list(others) == ["lanmu-tidy", "lanmu-check"]
    scripts = (ROOT / "pyproject.toml").read_text("utf-8")
    for name, hook in others.items():
        module = own[name]["entry"].removeprefix(".venv/bin/python -m ")
        assert f'{hook["entry"]} = "{module}:run"' in scripts
        assert hook["name"] == own[name]["name"]
    assert others["lanmu-check"]["always_run"] and own["lanmu-check"]["always_run"]


def test_where_nothing_can_be_written_the_verdict_is_not_known(made: Repository) -> None:
    made.stage({OTHER: SECRET})
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tools.hooks.gate"],
            cwd=made.path,
            env=surroundings(made.path),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "没有运行" in done.stderr

"""Whom a git server asks: the two languages of CODEOWNERS, read as the servers read them."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from lanmu import codeowners, structure
from lanmu.model import Portal
from lanmu.rules.sample import COLUMNS, FILES, edited

ROOT = Path(__file__).parents[2]
HEAD = 2  # lines of comment


def portal(*changes: tuple[str, str]) -> Portal:
    found = structure.read(edited(COLUMNS, *changes)[COLUMNS].encode()).portal
    assert found is not None
    return found


def asked_by_gitlab(text: str, path: str) -> list[str]:
    """The owners of ``path``: those of the last pattern that fits."""
    found: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        pattern, *owners = line.split(" ")
        if pattern == "*" or (pattern.endswith("/") and f"/{path}".startswith(pattern)) or fnmatchcase(path, pattern):
            found = owners
    return found


def asked_by_gitea(text: str, path: str) -> list[str]:
    """The owners of ``path``: those of every expression that fits."""
    found: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        pattern, *owners = line.split(" ")
        if bool(re.fullmatch(pattern.removeprefix("!"), path)) != pattern.startswith("!"):
            found += owners
    return found


def test_the_whole_file() -> None:
    assert codeowners.gitlab(portal()).splitlines()[HEAD:] == [
        "* @bgt-head @bgt-liaison",
        "/content/bgt/zcwj/ @bgt-head @bgt-liaison",
        "/content/kjt/bmdt/ @kjt-head @kjt-liaison",
        "/content/kjt/zcwj/ @kjt-head @kjt-liaison",
        "/content/lyj/bmdt/ @lyj-head @lyj-liaison",
        "/content/lyj/zxzx/ @lyj-head @lyj-liaison",
    ]
    assert codeowners.gitea(portal()).splitlines()[HEAD:] == [
        "!content/.* @bgt-head @bgt-liaison",
        "content/bgt/zcwj/.* @bgt-head @bgt-liaison",
        "content/kjt/bmdt/.* @kjt-head @kjt-liaison",
        "content/kjt/zcwj/.* @kjt-head @kjt-liaison",
        "content/lyj/bmdt/.* @lyj-head @lyj-liaison",
        "content/lyj/zxzx/.* @lyj-head @lyj-liaison",
    ]


@pytest.mark.parametrize(
    ("path", "department"),
    [
        ("columns.yaml", "bgt"),
        ("themes/lanmu/templates/base.html", "bgt"),
        ("plugins/build.py", "bgt"),
        ("tools/content/kjt/bmdt/x.md", "bgt"),
        (".gitlab/CODEOWNERS", "bgt"),
        ("content/kjt/bmdt/2026-03-20-a.md", "kjt"),
        ("content/kjt/bmdt/2026-03-20-a/b/c.pdf", "kjt"),
        ("content/lyj/zxzx/2026-03-20-a.md", "lyj"),
    ],
)
def test_who_is_asked(path: str, department: str) -> None:
    wanted = [f"@{department}-head", f"@{department}-liaison"]
    assert asked_by_gitlab(codeowners.gitlab(portal()), path) == wanted
    assert asked_by_gitea(codeowners.gitea(portal()), path) == wanted


def test_a_folder_of_no_column_is_the_office_s_on_gitlab_and_nobody_s_on_gitea() -> None:
    assert asked_by_gitlab(codeowners.gitlab(portal()), "content/kjt/zxzx/a.md") == ["@bgt-head", "@bgt-liaison"]
    assert asked_by_gitea(codeowners.gitea(portal()), "content/kjt/zxzx/a.md") == []


def test_several_liaisons_and_one_who_is_also_responsible() -> None:
    found = portal(("liaisons: [kjt-liaison]", "liaisons: [kjt-liaison, kjt-head, kjt-leader]"))
    assert codeowners.accounts(found, "kjt") == ("kjt-head", "kjt-liaison", "kjt-leader")


def test_an_account_stands_for_itself() -> None:
    assert codeowners.accounts(portal(), "bgt-webmaster") == ("bgt-webmaster",)
    assert codeowners.accounts(portal(), "") == ()


@pytest.mark.parametrize("root", [ROOT, *sorted((ROOT / "tests" / "portals").glob("*/"))], ids=lambda root: root.name)
def test_every_portal_gives_sorted_lines_that_need_no_escaping(root: Path) -> None:
    found = structure.load(root).portal
    assert found is not None
    for text in (codeowners.gitlab(found), codeowners.gitea(found)):
        head, lines = text.splitlines()[:HEAD], text.splitlines()[HEAD:]
        assert all(line.startswith("#") and "@" not in line for line in head)
        folders = [line for line in lines if line.lstrip("/").startswith("content/")]
        assert folders == sorted(folders)
        assert len(folders) == len(set(folders)) > 0
        assert all(re.fullmatch(r"/?content/[a-z0-9-]+/[a-z0-9-]+/(\.\*)?( @[a-z0-9._-]+)+", line) for line in folders)


def test_ids_that_would_need_escaping_are_refused_by_the_table() -> None:
    text = FILES[COLUMNS].replace("  bmdt:", "  b*dt:")
    assert [finding.rule for finding in structure.read(text.encode()).findings] == ["C708"]

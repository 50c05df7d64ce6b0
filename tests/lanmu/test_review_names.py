"""Paths that are not what they look like, and commits that are not by whom they say: O404 and O405."""

import os

import pytest

from lanmu.git import LINK, SUBMODULE
from lanmu.review import rights
from lanmu.review.change import MAIN
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS
from tests.lanmu.review_sample import change, codes, commit, places, portal, table, touched, understood

THERE = tuple(FILES)
FOLDER = DOCUMENT.removesuffix(".md")
OF_LYJ = "content/lyj/bmdt/2026-03-21-lv-you.md"


@pytest.mark.parametrize("mode", [LINK, SUBMODULE])
@pytest.mark.parametrize("actor", ["kjt-liaison", "kjt-head"])
@pytest.mark.parametrize("old", ["", "a" * 40])
def test_links_and_submodules(mode: str, actor: str, old: str) -> None:
    found = list(rights.findings(portal(), change(actor, touched(f"{FOLDER}/a.pdf", old, mode=mode)), THERE))
    assert places(found) == [("O404", "error", f"{FOLDER}/a.pdf")]


@pytest.mark.parametrize("mode", [LINK, SUBMODULE])
@pytest.mark.parametrize("ref", [MAIN, "refs/heads/a"])
def test_not_even_the_office_brings_links(mode: str, ref: str) -> None:
    found = rights.findings(portal(), change("bgt-liaison", touched("docs/a", mode=mode), ref=ref), THERE)
    assert codes(found) == ["O404"]


def test_a_link_may_go() -> None:
    assert codes(rights.findings(portal(), change("kjt-liaison", touched(f"{FOLDER}/a.pdf", new="")), THERE)) == []


@pytest.mark.parametrize(
    "name",
    [
        *("a\nb.csv", "a\x1b[2Jb.csv", "a\x00b.csv", "a\x7fb.csv", "a\x85b.csv", "a\u200bb.csv", "a\u202eb.csv"),
        *(
            "a\u2028b.csv",
            "a\u2066b.csv",
            "\ufeffa.csv",
            os.fsdecode(b"a\xffb.csv"),
            os.fsdecode("申报".encode("gb18030")),
        ),
        *(
            "a\u00adb.csv",
            "a\u034fb.csv",
            "a\u180eb.csv",
            "a\u3164b.csv",
            "a\ufe0fb.csv",
            "a\U000e0041b.csv",
            "a\u061cb.csv",
        ),
    ],
    ids=ascii,
)
def test_names_that_cannot_be_seen(name: str) -> None:
    found = list(rights.findings(portal(), change("kjt-liaison", f"{FOLDER}/{name}"), THERE))
    assert codes(found) == ["O404"]
    for one in found:  # a finding goes to terminals and into reports
        shown = one.path + one.message + one.cure
        assert shown.encode("utf-8").decode("utf-8") == shown
        assert name not in shown


@pytest.mark.parametrize(
    "path",
    [
        ATTACHMENT.replace("shen-bao", "Shen-Bao"),
        ATTACHMENT.replace("shen-bao-biao", "shen-bао-biao"),  # Cyrillic а, о
        ATTACHMENT.replace("shen", "ѕhen"),  # Cyrillic ѕ
        ATTACHMENT.replace("shen", "sһen"),  # Cyrillic һ
        ATTACHMENT.replace("biao", "biαο"),  # Greek α, ο
        ATTACHMENT.replace("shen", "ｓｈｅｎ"),
        ATTACHMENT.replace("shen", "\u017fhen"),  # the long s
        ATTACHMENT.replace("csv", "CSV"),
        ATTACHMENT.replace("ke-ji", "Ke-ji") + "/a.csv",  # a folder's twin
        f"{FOLDER.replace('ke-ji', 'ke-Ji')}/b.csv",
        f"{ATTACHMENT} ",
        f"{ATTACHMENT}.",
        f"{FOLDER} /b.csv",
    ],
    ids=ascii,
)
def test_twins_of_what_is_there(path: str) -> None:
    found = list(rights.findings(portal(), change("kjt-liaison", path), THERE))
    assert codes(found) == ["O404"]


def test_twins_within_one_change() -> None:
    two = (f"{FOLDER}/fu-biao.csv", f"{FOLDER}/Fu-Biao.csv")
    assert codes(rights.findings(portal(), change("kjt-liaison", *two), THERE)) == ["O404"]


@pytest.mark.parametrize("path", ["Columns.yaml", "cоlumns.yaml", "CONTENT/kjt/bmdt/2026-03-21-a.md", "соntent/a.md"])
def test_twins_at_the_root_are_refused_to_the_office_too(path: str) -> None:
    assert codes(rights.findings(portal(), change("bgt-liaison", path, ref=MAIN), THERE)) == ["O404"]
    assert codes(rights.findings(portal(), change("kjt-liaison", path), THERE)) == ["O402", "O404"]


@pytest.mark.parametrize(
    "name", ["申报表.csv", "申報表.csv", "é.csv", "shen-bao-biao-2.csv", "a b.csv", "附件（一）.pdf"]
)
def test_plain_names(name: str) -> None:
    assert codes(rights.findings(portal(), change("kjt-liaison", f"{FOLDER}/{name}"), THERE)) == []


@pytest.mark.parametrize("name", [".gitattributes", ".GITIGNORE", ".gitmodules", ".mailmap"])
def test_what_changes_how_git_sees_files(name: str) -> None:
    assert codes(rights.findings(portal(), change("kjt-liaison", f"content/kjt/bmdt/{name}"), THERE)) == ["O404"]
    assert codes(rights.findings(portal(), change("bgt-head", name), THERE)) == []


# Who commits.
def of(actor: str, *commits: tuple[str, ...], fresh: bool = True, ref: str = "refs/heads/a") -> list[str]:
    """Codes of a change of NEWS by its actor in commits of (author, committer)."""
    made = tuple(commit(author, NEWS, committer=by, id=f"{n:040}") for n, (author, by) in enumerate(commits, 1))
    new = frozenset(one.id for one in made) if fresh else frozenset()
    return codes(rights.findings(portal(), change(actor, NEWS, commits=made, ref=ref), THERE, new))


def test_ones_own_commits() -> None:
    assert of("kjt-liaison", ("kjt-liaison", "kjt-liaison")) == []
    assert of("kjt-liaison", ("KJT-Liaison@shifan.gov.cn", "kjt-liaison")) == []


def test_strange_mails() -> None:
    assert of("kjt-liaison", ("kjt@example.com", "kjt-liaison")) == ["O405"]
    assert of("kjt-liaison", ("kjt-liaison", "kjt@example.com")) == ["O405"]
    assert of("kjt-liaison", ("kjt-liaison\x1b[2J@example.com", "kjt-liaison")) == ["O405"]


def test_another_account_in_ones_name() -> None:
    """Signed by the head, pushed by the liaison: who approves her own text would hide behind it."""
    assert of("kjt-liaison", ("kjt-head", "kjt-head")) == ["O405"]
    assert of("kjt-liaison", ("kjt-head", "kjt-liaison")) == []  # rebased by the liaison: both names stand there
    assert of("kjt-liaison", ("kjt-head", "kjt-head"), fresh=False) == []  # the server took it from its author
    assert of("bgt-liaison", ("kjt-liaison", "kjt-liaison"), ref=MAIN) == []  # who lands it is not who wrote it


def test_an_author_who_may_not_write_there() -> None:
    assert of("kjt-liaison", ("lyj-liaison", "kjt-liaison")) == ["O405"]
    assert of("bgt-liaison", ("jszc-gcs", "bgt-liaison"), ref=MAIN) == ["O405"]


def test_every_commit_is_looked_at() -> None:
    good, bad = ("kjt-liaison", "kjt-liaison"), ("a@example.com", "kjt-liaison")
    assert of("kjt-liaison", good, bad, good) == ["O405"]


def test_a_webmaster_takes_down_by_a_commit_of_his_own() -> None:
    made = (commit("bgt-webmaster", NEWS),)
    found = rights.findings(portal(), change("bgt-webmaster", touched(NEWS, new=""), ref=MAIN, commits=made), THERE)
    assert codes(found) == []


def test_a_merge_brings_what_others_wrote() -> None:
    made = (commit("kjt-liaison", OF_LYJ, parents=("a" * 40, "b" * 40)),)
    assert codes(rights.findings(portal(), change("kjt-liaison", NEWS, commits=made), THERE)) == []


def test_mails_mean_nothing_where_none_is_known() -> None:
    made = (commit("a@example.com", NEWS),)
    assert codes(rights.findings(understood(table()), change("kjt-liaison", NEWS, commits=made), THERE)) == []


def test_an_empty_commit_of_a_stranger() -> None:
    found = rights.findings(portal(), change("kjt-liaison", commits=(commit("a@example.com"),)), THERE)
    assert places(found) == [("O405", "error", COLUMNS)]

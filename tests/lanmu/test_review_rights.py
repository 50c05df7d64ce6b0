"""Who may change which path: every kind of account, every kind of path, on a branch and on main."""

import pytest

from lanmu.review import rights
from lanmu.review.change import MAIN
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS
from tests.lanmu.review_sample import BRANCH, Edit, change, codes, places, portal, touched

THERE = tuple(FILES)
OF_LYJ = "content/lyj/bmdt/2026-03-21-lv-you.md"
OF_BGT = "content/bgt/zcwj/2026-03-21-tong-zhi.md"
ALONE = (("    co_building: {basis: 栏目共建方案, date: 2026-01-05, kind: 合作}\n", ""),)  # the basis gone
EVERYBODY = (
    *("kjt-liaison", "kjt-head", "kjt-leader", "lyj-liaison", "bgt-liaison", "bgt-head"),
    *("bgt-webmaster", "bgt-bmy", "bgt-fcr", "shifan-ldxz", "shifan-dcs", "jszc-gcs"),
)
KJT = ("kjt-liaison", "kjt-head", "kjt-leader")
BGT = ("bgt-liaison", "bgt-head")  # the office, whose liaison is also the editor
# A path, its rule, and the accounts that may change it on a branch; everybody else may not.
TABLE: list[tuple[str, str, tuple[str, ...]]] = [
    (NEWS, "O401", KJT),
    (DOCUMENT, "O401", KJT),
    (ATTACHMENT, "O401", KJT),
    ("content/kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui/a/b/c.csv", "O401", KJT),
    (OF_LYJ, "O401", ("lyj-liaison",)),
    (OF_BGT, "O401", BGT),
    ("content/bgt/bmdt/2026-03-21-a.md", "O401", ()),  # the office guarantees no such column
    ("content/kjt/zxzx/2026-03-21-a.md", "O401", ()),  # the column is another department's
    ("content/kjt/2026-03-21-a.md", "O401", BGT),
    ("content/a.md", "O401", BGT),
    ("content/kjt/nowhere/2026-03-21-a.md", "O401", BGT),
    ("content/nobody/bmdt/2026-03-21-a.md", "O401", BGT),
    ("content/kjt/bmdt", "O401", BGT),
    (COLUMNS, "O402", BGT),
    ("withdrawn.yaml", "O402", (*BGT, "bgt-webmaster")),
    ("pelicanconf.py", "O402", (*BGT, "jszc-gcs")),
    ("themes/lanmu/templates/home.html", "O402", (*BGT, "jszc-gcs")),
    ("lanmu/rules/engine.py", "O402", (*BGT, "jszc-gcs")),
    (".gitattributes", "O402", (*BGT, "jszc-gcs")),
    ("columns.yaml/x", "O402", (*BGT, "jszc-gcs")),
    ("content", "O402", (*BGT, "jszc-gcs")),
    ("Content/kjt/bmdt/2026-03-21-a.md", "O402", (*BGT, "jszc-gcs")),
]


@pytest.mark.parametrize(("path", "rule", "allowed"), TABLE, ids=[row[0] for row in TABLE])
@pytest.mark.parametrize("account", EVERYBODY)
def test_who_may_change_what_on_a_branch(path: str, rule: str, allowed: tuple[str, ...], account: str) -> None:
    found = list(rights.findings(portal(), change(account, path), ()))
    of_path = [one for one in found if one.rule in ("O401", "O402")]
    expected = () if account in allowed else ((rule, "warning" if path == COLUMNS else "error"),)
    assert tuple((one.rule, one.severity) for one in of_path) == expected
    assert all(one.path == path and one.cure for one in of_path)
    found = rights.findings(portal(), change(account, path), ())
    assert (codes(found) == []) == (account in allowed)


@pytest.mark.parametrize("account", EVERYBODY)
def test_who_lands_the_table_on_main(account: str) -> None:
    """On main the approvals decide about content; all else only the office may land."""
    found = rights.findings(portal(), change(account, COLUMNS, NEWS, "Makefile", ref=MAIN, commits=()), ())
    refused = [("O402", "error", "Makefile"), ("O402", "error", COLUMNS)]
    assert places(found) == ([] if account in BGT else refused)


@pytest.mark.parametrize("actor", ["", "nobody", "KJT-liaison", "kjt-liaison ", "技术"])
def test_an_account_that_nobody_registered(actor: str) -> None:
    for found in (
        list(rights.findings(portal(), change(actor, NEWS), THERE)),
        list(rights.of_ref(portal(), actor, BRANCH, gone=False, forced=False)),
    ):
        assert places(found) == [("O403", "error", COLUMNS)]
        assert "columns.yaml" in found[0].cure or "登录" in found[0].cure


def test_a_misspelt_account_is_told_which_was_meant() -> None:
    (found,) = rights.of_ref(portal(), "kjt-liasion", BRANCH, gone=False, forced=False)
    assert "kjt-liaison" in found.cure


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        (NEWS, OF_LYJ, [OF_LYJ]),  # carried away into another's folder
        (OF_LYJ, NEWS, [OF_LYJ]),  # taken from another's
        (OF_LYJ, OF_BGT, [OF_BGT, OF_LYJ]),
        (DOCUMENT, "docs/a.md", ["docs/a.md"]),
        (NEWS, NEWS.replace("20-", "21-"), []),
    ],
)
def test_a_rename_needs_both_ends(old: str, new: str, refused: list[str]) -> None:
    found = rights.findings(portal(), change("kjt-liaison", touched(old, new=""), touched(new, old="")), THERE)
    assert sorted(one.path for one in found) == refused


@pytest.mark.parametrize("path", [OF_LYJ, COLUMNS, "Makefile", "withdrawn.yaml"])
def test_a_deletion_is_a_change(path: str) -> None:
    gone = list(rights.findings(portal(), change("kjt-liaison", touched(path, new="")), THERE))
    changed = list(rights.findings(portal(), change("kjt-liaison", touched(path)), THERE))
    assert gone == changed != []


def test_a_co_built_column_needs_its_basis() -> None:
    found = list(rights.findings(portal(*ALONE), change("kjt-liaison", DOCUMENT), THERE))
    assert places(found) == [("O401", "error", DOCUMENT)]
    assert "共建" in found[0].message and "co_building" in found[0].cure
    assert codes(rights.findings(portal(*ALONE), change("kjt-liaison", NEWS), THERE)) == []


def test_a_column_that_is_reported_to_as_well_needs_none() -> None:
    both: Edit = ("modes: [栏目共建]", "modes: [栏目共建, 信息报送]")
    assert codes(rights.findings(portal(*ALONE, both), change("kjt-liaison", DOCUMENT), THERE)) == []


def test_rights_are_those_of_the_base() -> None:
    """A change that grants itself a department is judged by what was there."""
    grab: Edit = ("    liaisons: [lyj-liaison]\n", "    liaisons: [lyj-liaison, kjt-liaison]\n")
    made = change("kjt-liaison", COLUMNS, OF_LYJ)
    assert places(rights.findings(portal(), made, THERE)) == [("O401", "error", OF_LYJ), ("O402", "warning", COLUMNS)]
    assert codes(rights.findings(portal(grab), made, THERE)) == ["O402"]


@pytest.mark.parametrize("count", [rights.MOST, rights.MOST + 1])
def test_how_many_files_one_push_may_touch(count: int) -> None:
    paths = [f"content/kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui/{number}.csv" for number in range(count)]
    found = list(rights.findings(portal(), change("kjt-liaison", *paths), THERE))
    assert codes(found) == (["O407"] if count > rights.MOST else [])
    assert all(str(count) in one.message for one in found)


@pytest.mark.parametrize(
    ("ref", "actor", "gone", "forced", "refused"),
    [
        (MAIN, "bgt-liaison", False, False, False),
        (MAIN, "bgt-liaison", True, False, True),
        (MAIN, "bgt-liaison", False, True, True),
        (MAIN, "bgt-webmaster", False, True, True),
        (BRANCH, "kjt-liaison", False, False, False),
        (BRANCH, "kjt-liaison", True, False, False),
        (BRANCH, "kjt-liaison", False, True, False),
        ("refs/heads/科技厅/三月", "kjt-liaison", False, False, False),
        ("refs/tags/v1", "kjt-liaison", False, False, True),
        ("refs/tags/v1", "jszc-gcs", False, False, True),
        ("refs/tags/v1", "bgt-liaison", False, False, False),
        ("refs/tags/v1", "bgt-head", False, False, False),
        ("refs/notes/lanmu-approvals", "bgt-liaison", False, False, True),
        ("refs/notes/commits", "bgt-liaison", False, False, True),
        ("refs/replace/" + "a" * 40, "bgt-head", False, False, True),
        ("refs/for/main", "kjt-liaison", False, False, True),
        ("refs/heads/-x", "kjt-liaison", False, False, True),
        ("refs/heads/", "kjt-liaison", False, False, True),
        ("refs/heads/a//b", "kjt-liaison", False, False, True),
        ("refs/heads/a/../main", "kjt-liaison", False, False, True),
        ("refs/heads/main.lock", "kjt-liaison", False, False, True),
        ("refs/heads/a.lock/b", "kjt-liaison", False, False, True),
        ("refs/heads/mаin", "kjt-liaison", False, False, True),  # a Cyrillic а
        ("refs/heads/a\u202eb", "kjt-liaison", False, False, True),
        ("refs/heads/a\x1b[31m", "kjt-liaison", False, False, True),
        ("refs/heads/" + "a" * 200, "kjt-liaison", False, False, True),
        ("HEAD", "bgt-liaison", False, False, True),
    ],
)
def test_refs(ref: str, actor: str, gone: bool, forced: bool, refused: bool) -> None:
    found = list(rights.of_ref(portal(), actor, ref, gone, forced))
    assert codes(found) == (["O406"] if refused else [])
    assert all("\x1b" not in one.message and "\u202e" not in one.message for one in found)

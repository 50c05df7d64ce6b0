"""Who lands what on main (R906), and what the webmaster takes down at once (R909)."""

from collections.abc import Iterable

import pytest

from lanmu.finding import ERROR, WARNING, Finding
from lanmu.model import Portal
from lanmu.review import judge
from lanmu.review.change import MAIN, Change
from lanmu.review.record import Approval, File
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, NEWS
from tests.lanmu.review_sample import PUBLISHES, A, B, Edit, Same, approval, change, codes, landing, portal, touched

OF_LYJ = "content/lyj/bmdt/2026-03-21-lv-you.md"
EVERYBODY = (
    *("kjt-liaison", "kjt-head", "kjt-leader", "lyj-liaison", "bgt-liaison", "bgt-head", "bgt-leader"),
    *("bgt-webmaster", "bgt-bmy", "bgt-fcr", "shifan-ldxz", "shifan-dcs", "jszc-gcs", "nobody", ""),
)
OFFICE = ("bgt-liaison", "bgt-head", "bgt-leader")
EDITOR: Edit = ("  editor: bgt-liaison\n", "  editor: bgt-fcr\n")  # an editor who is no one else


def said(of: Portal, made: Change, approvals: Iterable[Approval] = ()) -> list[Finding]:
    return list(judge.findings(of, made, approvals, Same(), lambda _: frozenset(), ()))


def approved(made: Change) -> list[Approval]:
    """By everybody who could be asked."""
    files = tuple(File(one.path, one.old, one.new) for one in made.touched)
    return [approval(account)._replace(files=files) for account in ("kjt-head", "lyj-head", "bgt-head")]


@pytest.mark.parametrize(
    ("path", "edits", "publishers"),
    [
        (NEWS, (), ("bgt-liaison",)),
        (NEWS, (EDITOR,), ("bgt-fcr",)),
        (DOCUMENT, (EDITOR,), ("bgt-fcr",)),  # not even the department that co-builds it, unless it says so
        (NEWS, (PUBLISHES, EDITOR), ("bgt-fcr", "kjt-liaison")),
        (OF_LYJ, (PUBLISHES, EDITOR), ("bgt-fcr", "kjt-liaison")),  # the whole column
        (DOCUMENT, (PUBLISHES, EDITOR), ("bgt-fcr",)),  # no other column
        ("content/kjt/a.md", (PUBLISHES, EDITOR), ("bgt-fcr",)),
        (COLUMNS, (EDITOR,), (*OFFICE, "bgt-fcr")),  # O402 keeps the editor from it
        ("Makefile", (EDITOR,), (*OFFICE, "bgt-fcr")),
    ],
)
@pytest.mark.parametrize("account", EVERYBODY)
def test_who_publishes(path: str, edits: tuple[Edit, ...], publishers: tuple[str, ...], account: str) -> None:
    made = landing(account, path)
    found = said(portal(*edits), made, approved(made))
    assert codes(found) == ([] if account in publishers else ["R906"])
    assert all(one.path == path and one.severity == ERROR for one in found)


def test_a_department_that_publishes() -> None:
    whole: Edit = (PUBLISHES[0], PUBLISHES[1].replace("kjt-liaison", "kjt"))
    for account in ("kjt-liaison", "kjt-head", "kjt-leader"):
        assert judge.may_publish(portal(whole, EDITOR), account, [touched(NEWS)])
    assert not judge.may_publish(portal(whole, EDITOR), "lyj-liaison", [touched(NEWS)])


def test_publishing_is_no_approving() -> None:
    found = said(portal(PUBLISHES), landing("kjt-liaison", NEWS))
    assert codes(found) == ["R901"]


def test_one_file_too_many() -> None:
    made = landing("kjt-liaison", NEWS, DOCUMENT)
    assert codes(said(portal(PUBLISHES), made, approved(made))) == ["R906"]
    made = landing("kjt-liaison", NEWS, "Makefile")
    assert codes(said(portal(PUBLISHES), made, approved(made))) == ["R906"]
    made = landing("bgt-head", NEWS, COLUMNS)
    assert codes(said(portal(), made, approved(made))) == ["R906"]


def test_support_publishes_nothing_not_even_what_it_wrote() -> None:
    slipped: Edit = (PUBLISHES[0], PUBLISHES[1].replace("kjt-liaison", "jszc-gcs"))
    for path in (NEWS, "Makefile", COLUMNS):
        assert not judge.may_publish(portal(slipped), "jszc-gcs", [touched(path)])


def test_a_change_without_a_change() -> None:
    """An empty commit with a signature, say, wants no approval; but it moves main, which not everybody may."""
    assert codes(said(portal(), landing("kjt-liaison"))) == ["R906"]
    assert said(portal(), landing("bgt-liaison")) == []
    assert said(portal(), change("kjt-liaison", ref=MAIN)) == []


# Takedown.
GONE = (touched(DOCUMENT, A, ""), touched(ATTACHMENT, A, ""))


@pytest.mark.parametrize("account", EVERYBODY)
def test_only_the_webmaster_takes_down_without_the_chain(account: str) -> None:
    found = said(portal(), landing(account, *GONE))
    if account == "bgt-webmaster":
        assert [(one.rule, one.severity, one.path) for one in found] == [("R909", WARNING, DOCUMENT)]
        assert "bgt-webmaster" in found[0].message and "2 个文件" in found[0].message and "报告" in found[0].cure
    else:
        assert "R901" in codes(found) and "R909" not in codes(found)


@pytest.mark.parametrize(
    "others",
    [
        (touched(NEWS, A, B),),
        (touched(NEWS, "", B),),
        (touched("Makefile", A, ""),),
        (touched("Makefile", A, B),),
        (touched(COLUMNS, A, B),),
        (touched(COLUMNS, A, ""),),
        (touched("withdrawn.yaml", A, ""),),
        (touched("Content/kjt/bmdt/2026-03-21-a.md", A, ""),),
    ],
)
def test_a_takedown_takes_down_and_no_more(others: tuple[object, ...]) -> None:
    found = codes(said(portal(), landing("bgt-webmaster", *GONE, *others)))  # type: ignore[arg-type]
    assert "R909" not in found and {"R901", "R906"} <= set(found)


@pytest.mark.parametrize("old", ["", A])
def test_a_takedown_says_so_on_the_site(old: str) -> None:
    assert codes(said(portal(), landing("bgt-webmaster", *GONE, touched("withdrawn.yaml", old, B)))) == ["R909"]
    assert "R909" not in codes(said(portal(), landing("bgt-webmaster", touched("withdrawn.yaml", old, B))))


def test_a_webmaster_of_the_support_unit_takes_nothing_down() -> None:
    found = portal()
    roles = found.site.roles._replace(webmaster="jszc-gcs")
    slipped = found._replace(site=found.site._replace(roles=roles))
    assert "R909" not in codes(said(slipped, landing("jszc-gcs", *GONE)))


def test_on_a_branch_nothing_is_a_takedown_by_somebody_unknown() -> None:
    assert not judge.is_takedown(portal(), landing("", *GONE), Same())
    assert not judge.is_takedown(portal(), landing("bgt-webmaster"), Same())

"""Approvals weighed: R901 to R905 and R910, each file by what its level asks for."""

import pytest

from lanmu.finding import ERROR, WARNING, Finding
from lanmu.model import Portal
from lanmu.review import judge
from lanmu.review.change import Change, Touched
from lanmu.review.record import Approval
from lanmu.rules.sample import COLUMNS, NEWS
from tests.lanmu.review_sample import (
    BASE,
    LAST_ONLY,
    TWO_STAGE,
    A,
    B,
    C,
    D,
    Edit,
    Same,
    approval,
    codes,
    commit,
    landing,
    portal,
    touched,
)

OTHER = "content/kjt/bmdt/2026-03-21-other.md"
WHOLE = (NEWS, A, B)
OLD = "e" * 40  # an earlier commit of main


def column(level: str) -> Edit:
    return ("    lead: kjt\n", f"    lead: kjt\n    review: {level}\n")


def weigh(
    approvals: list[Approval],
    *edits: Edit,
    hands: tuple[str, ...] = ("kjt-liaison",),
    file: Touched | None = None,
    since: dict[str, frozenset[str] | None] | None = None,
) -> list[Finding]:
    """What is said about NEWS, whose commits are by ``hands``, when the editor lands it."""
    one = file or touched(NEWS)
    by = tuple(commit(account, one.path) for account in hands)
    made = landing("bgt-liaison", one, commits=by)
    return judged(portal(*edits), made, approvals, since=since)


def judged(
    of: Portal,
    made: Change,
    approvals: list[Approval],
    found: tuple[Finding, ...] = (),
    since: dict[str, frozenset[str] | None] | None = None,
) -> list[Finding]:
    moved = since or {}
    return list(judge.findings(of, made, approvals, Same(b"---\ntitle: x\n---\n"), lambda base: moved.get(base), found))


def given(*accounts: str, level: str = "一般") -> list[Approval]:
    return [approval(account, WHOLE, level=level) for account in accounts]


@pytest.mark.parametrize(
    ("signers", "expected"),
    [
        ((), ["R901"]),
        (("kjt-head",), []),
        (("kjt-leader",), ["R901", "R903"]),  # below nobody is skipped
        (("kjt-liaison",), ["R901", "R902"]),
        (("lyj-head",), ["R901", "R903"]),
        (("bgt-head",), ["R901", "R903"]),
        (("bgt-liaison",), ["R901", "R903"]),
        (("jszc-gcs",), ["R901", "R903"]),
        (("bgt-webmaster",), ["R901", "R903"]),
    ],
)
def test_an_ordinary_item_wants_its_responsible_person(signers: tuple[str, ...], expected: list[str]) -> None:
    found = weigh(given(*signers))
    assert codes(found) == expected
    assert all(one.path == NEWS and one.severity == ERROR for one in found)
    assert all("kjt-head" in one.message for one in found if one.rule == "R901")


ALL = ("kjt-head", "kjt-leader", "shifan-ldxz")


@pytest.mark.parametrize(("level", "wants"), [("重要", 2), ("特殊", 3), ("重大", 3)])
@pytest.mark.parametrize("signed", [(), ALL[:1], ALL[1:2], ALL[2:], ALL[:2], ALL[1:], ALL[::2], ALL])
def test_all_levels_sign_or_only_the_last(level: str, wants: int, signed: tuple[str, ...]) -> None:
    needed = ALL[:wants]
    assert ("R901" in codes(weigh(given(*signed), column(level)))) == bool(set(needed) - set(signed))
    assert ("R901" in codes(weigh(given(*signed), column(level), LAST_ONLY))) == (needed[-1] not in signed)


def test_too_low_says_who_signed_and_who_is_missing() -> None:
    found = weigh(given("kjt-head"), column("重大"))
    assert codes(found) == ["R901", "R903"]
    missing = next(one for one in found if one.rule == "R901").message
    assert "kjt-leader" in missing and "shifan-ldxz" in missing and "kjt-head" not in missing
    assert "kjt-head" in next(one for one in found if one.rule == "R903").message


def test_two_stages() -> None:
    assert codes(weigh(given("kjt-head"), TWO_STAGE)) == ["R901", "R903"]
    assert codes(weigh(given("bgt-liaison"), TWO_STAGE)) == ["R901", "R903"]
    assert codes(weigh(given("kjt-head", "bgt-liaison"), TWO_STAGE)) == []


def test_the_responsible_person_passes_it_on() -> None:
    passed_on = given("kjt-head", level="重要")
    assert codes(weigh(passed_on)) == ["R901", "R903"]
    assert codes(weigh([*passed_on, *given("kjt-leader", level="重要")])) == []
    assert codes(weigh([*given("kjt-head", level="重大"), *given("kjt-leader")])) == ["R901", "R903"]
    # Nobody else does, and nobody lowers.
    assert (
        codes(weigh([*given("kjt-head"), *given("kjt-leader", level="重大"), *given("lyj-head", level="重大")])) == []
    )
    assert codes(weigh(given("kjt-head", level="一般"), column("重要"))) == ["R901", "R903"]


def test_nobody_approves_what_they_wrote() -> None:
    own = weigh(given("kjt-head"), hands=("kjt-liaison", "kjt-head"))
    assert codes(own) == ["R901", "R902"]
    assert codes(weigh(given("kjt-leader"), hands=("kjt-head",))) == []  # the next level signs instead
    assert codes(weigh(given("kjt-head", "kjt-leader"), hands=("kjt-head",))) == []
    assert codes(weigh(given("bgt-head"), hands=("kjt-head",))) == ["R901", "R903"]


def test_what_the_head_wrote_does_not_skip_the_department_where_the_portal_looks_again() -> None:
    """The editor's second look is no approval of the department's (R902: 由分管领导审批)."""
    assert "R901" in codes(weigh(given("bgt-liaison"), TWO_STAGE, hands=("kjt-head",)))
    assert codes(weigh(given("kjt-leader", "bgt-liaison"), TWO_STAGE, hands=("kjt-head",))) == []
    assert "R901" in codes(weigh(given("kjt-leader"), TWO_STAGE, hands=("kjt-head",)))


def test_what_the_editor_wrote_another_level_looks_at_again() -> None:
    by = ("kjt-liaison", "bgt-liaison")
    assert "R901" in codes(weigh(given("kjt-head", "bgt-liaison"), TWO_STAGE, hands=by))
    assert codes(weigh(given("kjt-head", "kjt-leader"), TWO_STAGE, hands=by)) == []


def test_where_head_and_leader_wrote_the_leading_group_signs_for_both() -> None:
    by = ("kjt-head", "kjt-leader")
    assert codes(weigh(given("shifan-ldxz"), column("重要"), hands=by)) == []
    assert "R901" in codes(weigh(given(*by), column("重要"), hands=by))
    assert "R901" in codes(weigh(given("bgt-leader"), column("重要"), hands=by))


def test_a_department_without_a_leader_is_not_skipped() -> None:
    of = portal(column("重要"))
    kjt = of.departments["kjt"]._replace(leader="")
    bare = of._replace(departments={**of.departments, "kjt": kjt})
    made = landing("bgt-liaison", NEWS)
    found = judged(bare, made, given("kjt-head", "shifan-ldxz"))
    assert codes(found) == ["R901", "R903"]
    assert "没有登记账号" in found[0].message


# What was approved is compared by content.
def test_an_edit_voids_an_approval() -> None:
    found = weigh([approval("kjt-head", (NEWS, A, C))])
    assert codes(found) == ["R901", "R904"]
    assert "kjt-head" in next(one for one in found if one.rule == "R904").message
    assert codes(weigh([approval("kjt-head", (NEWS, C, B))])) == ["R901", "R904"]
    assert codes(weigh([approval("kjt-head", (NEWS, B, A))])) == ["R901", "R904"]


def test_an_approval_of_another_file_says_nothing() -> None:
    assert codes(weigh([approval("kjt-head", (OTHER, A, B))])) == ["R901"]
    assert codes(weigh([approval("kjt-head", (NEWS.upper(), A, B))])) == ["R901"]


def test_a_new_text_and_a_gone_one() -> None:
    new, gone = touched(NEWS, "", B), touched(NEWS, A, "")
    assert codes(weigh([approval("kjt-head", (NEWS, "", B))], file=new)) == []
    assert codes(weigh([approval("kjt-head", (NEWS, A, B))], file=new)) == ["R901", "R904"]
    assert codes(weigh([approval("kjt-head", (NEWS, A, ""))], file=gone)) == []
    assert codes(weigh([approval("kjt-head", (NEWS, "", B))], file=gone)) == ["R901", "R904"]
    assert codes(weigh([], file=gone)) == ["R901"]


def test_two_approvals_one_after_the_other() -> None:
    first, second = (NEWS, A, C), (NEWS, C, B)
    assert codes(weigh([approval("kjt-head", first), approval("kjt-head", second)])) == []
    assert codes(weigh([approval("kjt-head", first, second)])) == []
    assert codes(weigh([approval("kjt-head", first)])) == ["R901", "R904"]
    assert codes(weigh([approval("kjt-head", second)])) == ["R901", "R904"]
    three = [approval("kjt-head", (NEWS, A, C)), approval("kjt-head", (NEWS, C, D)), approval("kjt-head", (NEWS, D, B))]
    assert codes(weigh(three)) == []
    assert "R901" in codes(weigh(three[::2]))
    there_and_back = [approval("kjt-head", (NEWS, A, C)), approval("kjt-head", (NEWS, C, A))]
    assert "R901" in codes(weigh(there_and_back))


def test_each_level_signs_the_whole_way() -> None:
    """A way of which the head signed the first half and the leader the second is signed by neither."""
    first, second = approval("kjt-head", (NEWS, A, C)), approval("kjt-leader", (NEWS, C, B))
    assert "R901" in codes(weigh([first, second]))
    assert "R901" in codes(weigh([first, second], column("重要")))
    assert "R901" in codes(weigh([first, second, approval("kjt-head", (NEWS, C, B))], column("重要")))
    assert (
        codes(
            weigh(
                [first, second, approval("kjt-head", (NEWS, C, B)), approval("kjt-leader", (NEWS, A, C))],
                column("重要"),
            )
        )
        == []
    )


def test_an_escalation_of_half_the_way_counts() -> None:
    first, second = approval("kjt-head", (NEWS, A, C), level="重要"), approval("kjt-head", (NEWS, C, B))
    assert "R901" in codes(weigh([first, second]))


def test_a_file_of_which_only_the_mode_changed_has_the_content_that_was_approved() -> None:
    assert codes(weigh([], file=touched(NEWS, A, A, "100755"))) == []


# What main did meanwhile.
@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        (frozenset(), []),
        (frozenset([OTHER, COLUMNS]), []),
        (frozenset([NEWS]), ["R901", "R904"]),  # withdrawn and brought back: no replay
        (None, ["R901", "R904"]),  # nobody knows that commit
    ],
)
def test_an_approval_from_before(moved: frozenset[str] | None, expected: list[str]) -> None:
    old = approval("kjt-head", WHOLE, base=OLD)
    found = weigh([old], since={OLD: moved})
    assert codes(found) == expected
    assert all("作废" in one.message for one in found if one.rule == "R904")
    assert codes(weigh([old, *given("kjt-head")], since={OLD: moved})) == []  # approved again


def test_an_approval_of_the_base_is_not_asked_about() -> None:
    assert codes(weigh(given("kjt-head"), since={BASE: None})) == []


def test_an_old_half_and_a_new_half() -> None:
    halves = [approval("kjt-head", (NEWS, A, C), base=OLD), approval("kjt-head", (NEWS, C, B))]
    assert "R901" in codes(weigh(halves, since={OLD: frozenset([NEWS])}))
    assert codes(weigh(halves, since={OLD: frozenset()})) == []


def test_each_file_for_itself() -> None:
    made = landing("bgt-liaison", NEWS, OTHER, COLUMNS)
    found = judged(portal(), made, [*given("kjt-head"), approval("bgt-head", (COLUMNS, A, B))])
    assert [(one.rule, one.path) for one in found] == [("R901", OTHER)]


# What the check only reminds of.
def note(rule: str, severity: str = WARNING, path: str = NEWS) -> Finding:
    return Finding(rule, "x", severity, path, 11, 2, None, "出访名单", "改掉", "依据")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (note("H201"), ["R905"]),
        (note("H209"), ["R905"]),
        (note("F112"), ["R910"]),
        (note("F112", ERROR), []),  # the check refuses it by itself
        (note("H201", ERROR), []),
        (note("W301"), []),
        (note("H201", path=OTHER), []),  # not of this change
    ],
)
def test_what_is_left_open(found: Finding, expected: list[str]) -> None:
    said = judged(portal(), landing("bgt-liaison", NEWS), given("kjt-head"), (found,))
    assert codes(said) == expected
    assert all((one.path, one.line, one.column, one.severity) == (NEWS, 11, 2, ERROR) for one in said)


def test_a_file_that_goes_leaves_nothing_open() -> None:
    made = landing("bgt-liaison", touched(NEWS, A, ""))
    assert codes(judged(portal(), made, [approval("kjt-head", (NEWS, A, ""))], (note("H201"),))) == []


def test_where_everybody_who_could_sign_wrote_it_nobody_can() -> None:
    by = ("kjt-head", "kjt-leader")
    assert "R901" in codes(weigh(given("kjt-head", "kjt-leader", "shifan-ldxz", "bgt-head"), hands=by))


def test_a_department_that_nobody_knows_approves_nothing() -> None:
    path = "content/nobody/nowhere/2026-03-21-a.md"
    found = judged(
        portal(), landing("bgt-liaison", path), [approval("kjt-head", (path, A, B)), approval("", (path, A, B))]
    )
    assert codes(found) == ["R901", "R903"]

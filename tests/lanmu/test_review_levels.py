"""Who must approve what (陕西工信厅第十四条): 一般 负责人, 重要 分管领导, 特殊 and 重大 领导小组; 谁牵头、谁负责."""

import pytest

from lanmu.model import LEVELS
from lanmu.review import levels
from lanmu.review.change import Touched
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS
from tests.lanmu.review_sample import LAST_ONLY, TWO_STAGE, A, B, Edit, portal, touched

OF_LYJ = "content/lyj/bmdt/2026-03-21-lv-you.md"
OF_BGT = "content/bgt/zcwj/2026-03-21-tong-zhi.md"
EDITOR = ("bgt-liaison",)


def column(level: str) -> Edit:
    return ("    lead: kjt\n", f"    lead: kjt\n    review: {level}\n")


def text(level: str) -> bytes:
    return FILES[NEWS].replace("source:", f"level: {level}\nsource:", 1).encode() if level else FILES[NEWS].encode()


def wanted(of_column: str, old: str | None, new: str | None) -> str:
    """The level of an article whose front matter said ``old`` and says ``new``; None where it is not there."""
    blobs = {A: text(old or ""), B: text(new or "")}
    one = Touched(NEWS, A if old is not None else "", B if new is not None else "", "100644" if new is not None else "")
    return levels.wanted(portal(column(of_column)), one, blobs.__getitem__, {NEWS: one})


@pytest.mark.parametrize("of_column", LEVELS)
@pytest.mark.parametrize("old", [None, "", *LEVELS])
@pytest.mark.parametrize("new", [None, "", *LEVELS])
def test_the_higher_of_column_and_item_and_nobody_lowers_it(of_column: str, old: str | None, new: str | None) -> None:
    if old is new is None:
        return
    said = [level for level in (of_column, old, new) if level]
    assert wanted(of_column, old, new) == max(said, key=LEVELS.index)


@pytest.mark.parametrize("said", ["最高", "重要的", "[重要]", "''", "待填", "一般"])
def test_what_is_no_level_raises_nothing(said: str) -> None:
    assert wanted("一般", None, said) == "一般"
    assert wanted("重要", None, said) == "重要"


def test_what_cannot_be_understood_has_the_columns_level() -> None:
    one = touched(NEWS, "", B)
    for data in (b"", b"\xff\xfe", b"---\nlevel: [\n---\n", b"level: \xe9\x87\x8d"):
        assert levels.wanted(portal(column("重要")), one, {B: data}.__getitem__, {}) == "重要"


def test_files_of_the_office_are_ordinary() -> None:
    for path in (COLUMNS, "Makefile", "content/a.md", "content/kjt/a.md"):
        assert levels.wanted(portal(column("重大")), touched(path), {}.__getitem__, {}) == "一般"


def test_an_attachment_has_the_level_of_its_article() -> None:
    attached = touched(ATTACHMENT)
    blobs = {A: text("重大"), B: text("")}
    for old, new in ((A, B), (B, A), ("", A), (A, "")):
        article = touched(DOCUMENT, old, new)
        assert levels.wanted(portal(), attached, blobs.__getitem__, {DOCUMENT: article}) == "重大"


def chain(path: str, level: str, *edits: Edit) -> list[tuple[str, tuple[str, ...]]]:
    return [(step.level, step.who) for step in levels.steps(portal(*edits), path, level)]


HEAD, LEADER, GROUP = ("一般", ("kjt-head",)), ("重要", ("kjt-leader",)), ("shifan-ldxz",)


@pytest.mark.parametrize(
    ("level", "steps"),
    [
        ("一般", [HEAD]),
        ("重要", [HEAD, LEADER]),
        ("特殊", [HEAD, LEADER, ("特殊", GROUP)]),
        ("重大", [HEAD, LEADER, ("重大", GROUP)]),
    ],
)
def test_the_ladder(level: str, steps: list[tuple[str, tuple[str, ...]]]) -> None:
    assert chain(NEWS, level) == steps
    assert chain(NEWS, level, LAST_ONLY) == steps[-1:]  # the lower levels need not sign where so configured
    again = ("复审", EDITOR)  # the department's office, then the portal's editor
    assert chain(NEWS, level, TWO_STAGE) == [*steps, again]
    assert chain(NEWS, level, TWO_STAGE, LAST_ONLY) == [steps[-1], again]


@pytest.mark.parametrize(
    ("path", "head"),
    [
        (OF_LYJ, "kjt-head"),  # several departments: the lead one's
        (OF_BGT, "bgt-head"),
        (DOCUMENT, "bgt-head"),  # the first of the column's departments leads where none is named
        (ATTACHMENT, "bgt-head"),
        ("content/lyj/zxzx/2026-03-21-a.md", "lyj-head"),
        ("content/lyj/nowhere/2026-03-21-a.md", "lyj-head"),
        (COLUMNS, "bgt-head"),
        ("themes/lanmu/templates/home.html", "bgt-head"),
        ("content/kjt/a.md", "bgt-head"),
    ],
)
def test_who_answers_for_a_path(path: str, head: str) -> None:
    assert chain(path, "一般") == [("一般", (head,))]
    assert chain(path, "重要")[1] == ("重要", (head.replace("head", "leader"),))


def test_a_department_nobody_knows_has_nobody_to_sign() -> None:
    assert chain("content/nobody/nowhere/2026-03-21-a.md", "重要") == [("一般", ()), ("重要", ())]


def test_an_account_of_the_leading_group_each_may_sign() -> None:
    whole: Edit = ("  leading_group: shifan-ldxz\n", "  leading_group: lyj\n")
    assert chain(NEWS, "重大", whole)[-1] == ("重大", ("lyj-head", "lyj-leader", "lyj-liaison"))


def test_support_never_signs() -> None:
    """陕西工信厅第四条: even where the table lets it slip in, whatever else its accounts are."""
    found = portal()
    kjt = found.departments["kjt"]
    roles = found.site.roles._replace(leading_group="jszc-gcs", editor="jszc")
    slipped = found._replace(
        site=found.site._replace(roles=roles),
        departments={**found.departments, "kjt": kjt._replace(responsible="jszc-gcs", leader="jszc-gcs")},
        columns={**found.columns, "bmdt": found.columns["bmdt"]._replace(two_stage=True)},
    )
    assert [step.who for step in levels.steps(slipped, NEWS, "重大")] == [(), (), (), ()]
    assert levels.instead(slipped, NEWS, "一般") == ()


@pytest.mark.parametrize("edits", [(), (TWO_STAGE,), (LAST_ONLY,), (TWO_STAGE, LAST_ONLY)])
@pytest.mark.parametrize(
    ("level", "who"), [("一般", ("kjt-leader",)), ("重要", GROUP), ("特殊", GROUP), ("重大", GROUP)]
)
def test_the_level_above_signs_instead(level: str, who: tuple[str, ...], edits: tuple[Edit, ...]) -> None:
    assert levels.instead(portal(*edits), NEWS, level) == who


def test_higher() -> None:
    assert levels.higher() == levels.higher("", "最高") == "一般"
    assert levels.higher("重要", "特殊", "一般") == "特殊"

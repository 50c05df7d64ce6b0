"""Numbered lists, and where things stand on a day."""

import pytest

from lanmu import structure
from lanmu.card import Card
from lanmu.rules.sample import COLUMNS, edited
from plugins.listing import pager, state, style

PORTAL = structure.read(
    edited(COLUMNS, ("columns:\n", "types:\n  专栏: {extends: 专题}\n  厅发文件: {extends: 文件}\ncolumns:\n"))[
        COLUMNS
    ].encode()
).portal
assert PORTAL is not None
EMPTY = Card("2026-01-01 00:00", "", "", "", ("a",), "新闻", *[""] * 17)


def names(last: int, number: int) -> list[str]:
    found = pager(last, number, lambda page: f"{page}.html")
    return [label for label, _, _ in found.pages] if found else []


def test_pager_is_newest_first_with_gaps() -> None:
    found = pager(12, 0, lambda page: f"{page}.html")
    assert found is not None
    assert [(label, here) for label, _, here in found.pages] == [
        ("最新", True),
        ("12", False),
        ("11", False),
        ("…", False),
        ("1", False),
    ]
    assert (found.newer, found.older) == ("", "12.html")
    middle = pager(12, 6, lambda page: f"{page}.html")
    assert middle is not None
    assert names(12, 6) == ["最新", "…", "8", "7", "6", "5", "4", "…", "1"]
    assert (middle.newer, middle.older) == ("7.html", "5.html")
    assert pager(0, 0, str) is None


def test_an_old_page_looks_three_pages_ahead_and_no_further() -> None:
    for last in range(1, 20):
        for number in range(1, last + 1):
            near = min(last, number + 3)
            assert pager(last, number, str) == pager(near, number, str), (last, number)


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        ({"type": "信件", "state": "办理中"}, "办理中"),
        ({"type": "调查", "starts": "2026-04-01", "ends": "2026-05-01"}, "即将开始"),
        ({"type": "调查", "starts": "2026-03-01", "ends": "2026-03-31"}, "进行中"),
        ({"type": "调查", "starts": "2026-03-01", "ends": "2026-03-30"}, "已结束"),
        ({"type": "专题", "ends": "2026-03-31"}, "已归档"),
        ({"type": "专题", "ends": "2026-04-01"}, ""),
        ({"type": "专栏", "ends": "2026-03-31"}, "已归档"),
        ({"type": "通知公告", "ends": "2026-03-01"}, "已结束"),
        ({"type": "新闻"}, ""),
    ],
)
def test_state_on_a_day(facts: dict[str, str], stands: str) -> None:
    assert state(PORTAL, EMPTY._replace(**facts), "2026-03-31") == stands


def test_a_type_of_the_portal_is_listed_as_the_one_it_extends() -> None:
    assert PORTAL is not None
    column = PORTAL.columns["zcwj"]
    assert style(PORTAL, column) == style(PORTAL, column._replace(types=("厅发文件",))) == "table"
    assert style(PORTAL, PORTAL.columns["bmdt"]) == "list"

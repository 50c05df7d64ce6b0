"""Numbered lists, and where things stand on a day."""

import pytest

from lanmu import structure
from lanmu.card import Card
from lanmu.rules.sample import COLUMNS, edited
from lanmu.shelf import old_pages, slice_of
from plugins.listing import pager, state, style

PORTAL = structure.read(
    edited(COLUMNS, ("columns:\n", "types:\n  专栏: {extends: 专题}\n  厅发文件: {extends: 文件}\ncolumns:\n"))[
        COLUMNS
    ].encode()
).portal
assert PORTAL is not None
EMPTY = Card("2026-01-01 00:00", "", "", "", ("a",), "新闻", *[""] * 17)


@pytest.mark.parametrize(
    ("count", "behind", "newest"),
    [(0, 0, 0), (1, 0, 1), (39, 0, 39), (40, 1, 20), (59, 1, 39), (60, 2, 20), (100, 4, 20)],
)
def test_the_newest_page_holds_20_to_39(count: int, behind: int, newest: int) -> None:
    cards = [EMPTY._replace(path=str(number)) for number in range(count)]
    assert old_pages(count) == behind
    assert len(slice_of(cards, 0)) == newest
    shown = [card for number in range(behind + 1) for card in slice_of(cards, number)]
    assert sorted(shown) == sorted(cards)
    if behind:
        assert [card.path for card in slice_of(cards, 1)][-1] == "0"


def test_pager_is_newest_first_with_gaps() -> None:
    paths = tuple(f"{number}.html" for number in range(13))
    found = pager(13 * 20, 0, paths)
    assert found is not None
    assert [(label, here) for label, _, here in found.pages] == [
        ("最新", True),
        ("12", False),
        ("11", False),
        ("…", False),
        ("1", False),
    ]
    assert (found.newer, found.older) == ("", "12.html")
    middle = pager(13 * 20, 6, paths)
    assert middle is not None
    assert [label for label, _, _ in middle.pages] == ["最新", "…", "8", "7", "6", "5", "4", "…", "1"]
    assert (middle.newer, middle.older) == ("7.html", "5.html")
    assert pager(39, 0, paths) is None


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

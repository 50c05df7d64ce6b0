"""Questions to the shelf: the answers, and the facts that are noted for them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lanmu import facts
from lanmu.card import Card
from lanmu.facts import PAGE_SIZE
from lanmu.index import Index
from lanmu.shelf import Shelf, old_pages
from tests.cards import card, cards

ON = "2026-03-31"


class Asked:
    """A shelf with cards on it, and what it noted since it was last looked at."""

    def __init__(self, index: Index, on: str) -> None:
        self._noted: set[str] = set()
        self.shelf = Shelf(index, on, self._noted.add)

    def noted(self) -> set[str]:
        found = set(self._noted)
        self._noted.clear()
        return found


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Callable[..., Asked]]:
    """A shelf with some cards; they are put anew each time."""
    made: list[Index] = []

    def put(*some: Card, on: str = ON) -> Asked:
        index = Index(tmp_path / f"{len(made)}.sqlite", fresh=True)
        made.append(index)
        for one in some:
            index.put_card(one)
        return Asked(index, on)

    yield put
    for index in made:
        index.close()


def titles(some: object) -> list[str]:
    return [one.title.removeprefix("第").removesuffix("篇") for one in some]  # type: ignore[attr-defined]


def test_a_card_the_public_sees(stand: Callable[..., Asked]) -> None:
    today, tomorrow = card(1, date=f"{ON} 23:59"), card(2, date="2026-04-01 00:00")
    asked = stand(today, tomorrow)
    assert asked.shelf.card(today.path) == today
    assert asked.noted() == {facts.card(today.path)}
    assert asked.shelf.card(tomorrow.path) is None
    assert asked.shelf.card("content/none.md") is None
    assert asked.noted() == {facts.card(tomorrow.path), "card/content/none.md"}  # that there is none is a fact, too
    assert (asked.shelf.seen(today), asked.shelf.seen(tomorrow), asked.shelf.seen(None)) == (today, None, None)
    assert asked.noted() == set()


def test_lists_hold_what_the_public_sees_in_order(stand: Callable[..., Asked]) -> None:
    late = card(9, date="2026-04-01 00:00")
    asked = stand(late, *reversed(cards(3)))
    assert titles(asked.shelf.all("column", "bmdt")) == ["0", "1", "2"]
    assert asked.noted() == {"list/column/bmdt"}
    assert titles(asked.shelf.last("column", "bmdt", 2)) == ["2", "1"]
    assert asked.noted() == {"top/column/bmdt"}
    assert [date for date, _ in asked.shelf.rows("column", "bmdt")] == [one.date for one in cards(3)]
    assert asked.shelf.pages("column", "bmdt") == 0
    assert asked.noted() == set()
    assert asked.shelf.all("column", "none") == asked.shelf.last("column", "none", 5) == []


def test_equal_dates_are_ordered_by_path(stand: Callable[..., Asked]) -> None:
    same = [card(number, date=f"{ON} 10:00", columns=(id,)) for number, id in enumerate("cab")]
    asked = stand(*same)
    assert titles(asked.shelf.all("department", "kjt")) == ["1", "2", "0"]
    assert titles(asked.shelf.last("department", "kjt", 3)) == ["0", "2", "1"]


def test_pinned_ones_come_first_as_long_as_they_are(stand: Callable[..., Asked]) -> None:
    some = cards(8)
    some[0] = some[0]._replace(pinned=ON)
    some[2] = some[2]._replace(pinned="2026-05-01")
    some[3] = some[3]._replace(pinned="2026-03-30")  # over
    asked = stand(*some)
    assert titles(asked.shelf.pinned("column", "bmdt")) == ["2", "0"]
    assert asked.noted() == {"top/column/bmdt"}
    assert titles(asked.shelf.newest("column", "bmdt", 4)) == ["2", "0", "7", "6"]
    assert titles(asked.shelf.newest("column", "bmdt", 1)) == ["2"]
    assert asked.noted() == {"top/column/bmdt"}
    assert len(asked.shelf.newest("column", "bmdt", 99)) == 8


@pytest.mark.parametrize(("count", "pages"), [(0, 0), (1, 0), (20, 0), (39, 0), (40, 1), (59, 1), (60, 2), (1000, 49)])
def test_how_many_pages_lie_behind_the_newest(count: int, pages: int) -> None:
    assert old_pages(count) == pages


@pytest.mark.parametrize("count", [0, 5, 39, 40, 41, 100])
def test_pages_hold_every_row_once_newest_first(stand: Callable[..., Asked], count: int) -> None:
    asked = stand(*cards(count))
    last = asked.shelf.pages("column", "bmdt")
    shown = [one for number in (0, *range(last, 0, -1)) for one in asked.shelf.page("column", "bmdt", number)[0]]
    assert shown == cards(count)[::-1]


def test_the_newest_page_asks_for_the_top_and_the_length(stand: Callable[..., Asked]) -> None:
    asked = stand(*cards(100))
    some, last = asked.shelf.page("column", "bmdt", 0)
    assert (len(some), last) == (20, 4)
    assert asked.noted() == {"top/column/bmdt", "count/column/bmdt"}


def test_an_old_page_asks_for_near_blocks_alone(stand: Callable[..., Asked]) -> None:
    asked = stand(*cards(300))
    some, last = asked.shelf.page("column", "bmdt", 3)
    assert titles(some) == [str(number) for number in range(59, 39, -1)]
    assert last == 6  # of 14
    assert asked.noted() == {facts.block("column", "bmdt", number) for number in range(2, 8)}


def test_an_old_page_is_the_same_however_the_list_grows_beyond(stand: Callable[..., Asked]) -> None:
    """It must not be made anew, so it may not tell how long the list is."""
    long, longer = stand(*cards(200)), stand(*cards(500))
    for number in range(1, 5):
        assert long.shelf.page("column", "bmdt", number) == longer.shelf.page("column", "bmdt", number)
        noted = long.noted()
        assert noted == longer.noted()
        grown = {facts.block("column", "bmdt", block) for block in range(200 // PAGE_SIZE, 500 // PAGE_SIZE + 1)}
        assert not noted & grown


@pytest.mark.parametrize("count", range(60, 200))
def test_where_the_pager_of_an_old_page_ends_its_facts_reach(stand: Callable[..., Asked], count: int) -> None:
    """One row more: either the page asked for a block that it touches, or the page is the same."""
    before, after = stand(*cards(count)), stand(*cards(count + 1))
    touched = {
        facts.block("column", "bmdt", block) for block in range(count // PAGE_SIZE, (count + 1) // PAGE_SIZE + 1)
    }
    for number in range(1, before.shelf.pages("column", "bmdt") + 1):
        same = before.shelf.page("column", "bmdt", number) == after.shelf.page("column", "bmdt", number)
        assert same or before.noted() & touched
        before.noted()


def test_neighbours(stand: Callable[..., Asked]) -> None:
    own = [card(number, topic="content/t.md") for number in range(3)]
    asked = stand(*own, card(4, topic="content/t.md", date="2026-04-01 00:00"))
    found = [asked.shelf.neighbours("topic", "content/t.md", one) for one in own]
    assert found == [(own[1], None), (own[2], own[0]), (None, own[1])]
    assert asked.noted() == {"list/topic/content/t.md"}


def test_years_and_months_newest_first(stand: Callable[..., Asked]) -> None:
    days = ["2024-12-31", "2025-01-01", "2025-01-31", "2026-03-01", "2026-04-02"]
    asked = stand(*(card(number, date=f"{day} 10:00") for number, day in enumerate(days)))
    assert asked.shelf.years("department", "kjt") == ("2026", "2025", "2024")
    assert asked.noted() == {"years/department/kjt"}
    assert asked.shelf.months() == ("2026-03", "2025-01", "2024-12")  # nobody sees April yet
    assert asked.shelf.months("2025") == ("2025-01",)
    assert asked.shelf.months("2023") == ()
    assert asked.noted() == {"months/", "months/2025", "months/2023"}
    assert stand().shelf.months() == ()


def test_a_month_has_pages_where_an_article_does_not_lead_away(stand: Callable[..., Asked]) -> None:
    away = card(1, link="https://www.a.cn/")
    asked = stand(away)
    assert not asked.shelf.has_pages("2026-03")
    assert asked.noted() == {"list/month/2026-03"}
    assert stand(away, card(2)).shelf.has_pages("2026-03")
    assert not stand(card(1, date="2026-04-01 00:00")).shelf.has_pages("2026-04")


def test_more_lists_than_are_kept_are_asked_for_again(stand: Callable[..., Asked]) -> None:
    some = [card(number, columns=(f"c{number}",)) for number in range(100)]
    asked = stand(*some)
    for _ in range(2):
        assert all(len(asked.shelf.rows("column", f"c{number}")) == 1 for number in range(100))

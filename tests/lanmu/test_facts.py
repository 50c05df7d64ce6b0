"""Which facts a change touches: every edge, before and after."""

from collections.abc import Iterable, Sequence

import pytest

from lanmu import facts
from lanmu.card import Card
from lanmu.facts import EDGES, PAGE_SIZE, TOP, Change, Move, Row
from tests.cards import card, cards

NUMBER = {"column": "bmdt", "department": "kjt", "month": "2026-03"}
ONE = card(5)


def rows(all: Iterable[Card], kind: str, key: str) -> Sequence[Row]:
    return sorted((one.date, one.path) for one in all if (kind, key) in facts.lists(one))


def change(old: Sequence[Card], new: Sequence[Card], **more: Iterable[str]) -> Change:
    """What happened between two sets of cards, the same as a build would find it."""
    before, after = {one.path: one for one in old}, {one.path: one for one in new}
    moves = [
        Move(path, before.get(path), after.get(path))
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    ]
    empty: dict[str, Iterable[str]] = dict.fromkeys(("files", "parts", "pages", "templates"), ())
    return Change(moves, lambda kind, key: rows(old, kind, key), lambda kind, key: rows(new, kind, key), **empty | more)


def by(name: str, of: Change) -> set[str]:
    """The facts that one edge gives."""
    return set(next(edge for edge in EDGES if edge.name == name).facts(of))


def blocks(kind: str, of: Change) -> list[int]:
    """Numbers of the blocks of the lists of a kind."""
    return sorted(int(fact.rpartition("/")[2]) for fact in by("block", of) if fact.startswith(f"block/{kind}/"))


def test_every_edge_has_a_name_and_every_kind_of_fact_an_edge() -> None:
    names = [edge.name for edge in EDGES]
    assert len(set(names)) == len(names)
    makers = {
        facts.card("p"): "card",
        facts.block("k", "i", 3): "block",
        facts.count("k", "i"): "count",
        facts.top("k", "i"): "top",
        facts.whole("k", "i"): "list",
        facts.years("k", "i"): "years",
        facts.months("2026"): "months",
        facts.file("p"): "file",
        facts.page("p"): "page",
        facts.table("p"): "table",
        facts.template("n"): "template",
    }
    assert sorted(makers.values()) == sorted(names)
    assert all(fact.startswith(f"{name}/") for fact, name in makers.items())


def test_nothing_happened() -> None:
    assert facts.of(change(cards(50), cards(50))) == set()


def test_all_lists_of_a_card() -> None:
    own = card(1, columns=("bmdt", "zcwj"), link="https://a.cn/", interprets="content/d.md", topic="content/t.md")
    assert list(facts.lists(own)) == [
        ("all", ""),
        ("department", "kjt"),
        ("month", "2026-03"),
        ("column", "bmdt"),
        ("share", "kjt/bmdt"),
        ("column", "zcwj"),
        ("share", "kjt/zcwj"),
        ("away", "2026-03"),
        ("interprets", "content/d.md"),
        ("topic", "content/t.md"),
    ]
    assert len(list(facts.lists(card()))) == 5


@pytest.mark.parametrize(("old", "new"), [([], [ONE]), ([ONE], []), ([ONE], [ONE._replace(title="别的")])])
def test_card_came_went_or_changed(old: list[Card], new: list[Card]) -> None:
    assert by("card", change(old, new)) == {f"card/{ONE.path}"}


@pytest.mark.parametrize("kind", NUMBER)
def test_a_changed_row_touches_its_own_block_alone(kind: str) -> None:
    old = cards(100)
    new = [one._replace(summary="别的") if one == old[45] else one for one in old]
    assert blocks(kind, change(old, new)) == [45 // PAGE_SIZE]


@pytest.mark.parametrize("kind", NUMBER)
def test_a_new_newest_row_touches_the_last_block(kind: str) -> None:
    assert blocks(kind, change(cards(45), cards(46))) == [2]
    # The row that fills a block is the last of that one; the next block is touched, too, for it may begin.
    assert blocks(kind, change(cards(59), cards(60))) == [2, 3]
    assert blocks(kind, change(cards(60), cards(61))) == [3]


@pytest.mark.parametrize("kind", NUMBER)
@pytest.mark.parametrize("way", ["comes", "goes"])
def test_a_row_that_comes_or_goes_shifts_all_above_it(kind: str, way: str) -> None:
    more = cards(100)
    less = [one for one in more if one != more[45]]
    old, new = (less, more) if way == "comes" else (more, less)
    assert blocks(kind, change(old, new)) == [2, 3, 4, 5]


def test_rows_that_come_and_go_together_touch_from_the_lowest_on() -> None:
    old = cards(100)
    new = [one for one in old if one not in (old[85], old[25])] + [card(200)]
    assert blocks("column", change(old, new)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("hour", "touched"), [(10, [2, 3, 4, 5]), (0, [0, 1, 2, 3, 4, 5])])
def test_another_date_shifts_all_between(hour: int, touched: list[int]) -> None:
    old = cards(100)
    moved = old[45]._replace(date=f"2026-03-01 {hour:02}:00")
    assert blocks("column", change(old, [moved if one == old[45] else one for one in old])) == touched


def test_another_column_is_a_row_less_here_and_one_more_there() -> None:
    old = [*cards(30), *(card(number, columns=("zcwj",)) for number in range(100, 130))]
    moved = old[25]._replace(columns=("zcwj",))
    found = change(old, [moved if one == old[25] else one for one in old])
    assert {fact for fact in by("block", found) if "/column/" in fact} == {
        *(f"block/column/bmdt/{number}" for number in (1,)),
        *(f"block/column/zcwj/{number}" for number in (0, 1)),
    }
    assert {f for f in by("count", found) if "/column/" in f} == {"count/column/bmdt", "count/column/zcwj"}
    assert "count/department/kjt" not in by("count", found)  # the number of its rows stands


def test_count_of_what_came_or_went_and_not_of_what_changed() -> None:
    added = by("count", change([], [ONE]))
    assert added == {facts.count(*key) for key in facts.lists(ONE)}
    assert by("count", change([ONE], [])) == added
    assert by("count", change([ONE], [ONE._replace(title="别的")])) == set()


@pytest.mark.parametrize("kind", NUMBER)
def test_the_top_ends_somewhere(kind: str) -> None:
    old = cards(TOP + 40)

    def touches(place: int, **more: str) -> bool:
        new = [one._replace(**{"summary": "别的"} | more) if one == old[place] else one for one in old]  # type: ignore[arg-type]
        return facts.top(kind, NUMBER[kind]) in by("top", change(old, new))

    assert touches(len(old) - 1)
    assert touches(len(old) - TOP)
    assert not touches(len(old) - TOP - 1)
    assert touches(3, pinned="2026-04-01")


def test_an_old_row_that_goes_leaves_the_top_alone_unless_it_was_pinned() -> None:
    old = cards(TOP + 40)
    assert facts.top("column", "bmdt") not in by("top", change(old, old[1:]))
    pinned = [old[0]._replace(pinned="2026-04-01"), *old[1:]]
    assert facts.top("column", "bmdt") in by("top", change(pinned, pinned[1:]))


def test_lists_that_are_not_cut_into_pages_have_no_old_rows() -> None:
    old = cards(TOP + 40)
    found = by("top", change(old, [old[0]._replace(summary="别的"), *old[1:]]))
    assert found == {facts.top("all", ""), facts.top("share", "kjt/bmdt")}


def test_a_whole_list_is_touched_by_any_of_its_rows() -> None:
    reading = card(7, interprets="content/a.md")
    assert facts.whole("interprets", "content/a.md") in by("list", change([], [reading]))
    turned = change([reading], [reading._replace(interprets="content/b.md")])
    assert by("list", turned) >= {facts.whole("interprets", f"content/{name}.md") for name in "ab"}
    changed = by("list", change([reading], [reading._replace(title="别的")]))
    assert changed == {facts.whole(*key) for key in facts.lists(reading)}


def test_years_of_a_department() -> None:
    assert by("years", change([], [ONE])) == {"years/department/kjt"}
    assert by("years", change([ONE], [ONE._replace(title="别的")])) == set()
    old = card(3, date="2025-12-31 10:00")
    assert by("years", change([old], [old._replace(date="2026-01-01 10:00")])) == {"years/department/kjt"}


def test_months_with_their_first_article_or_without_their_last() -> None:
    february = card(3, date="2026-02-01 10:00")
    assert by("months", change([ONE], [ONE, february])) == {"months/2026", "months/"}
    assert by("months", change([ONE, february], [ONE])) == {"months/2026", "months/"}
    assert by("months", change([ONE], [ONE, card(6)])) == set()
    older = february._replace(date="2025-02-01 10:00")
    assert by("months", change([ONE, february], [ONE, older])) == {"months/2026", "months/2025", "months/"}


@pytest.mark.parametrize(
    ("edge", "given", "fact"),
    [
        ("file", {"files": ["content/kjt/a.png"]}, "file/content/kjt/a.png"),
        ("page", {"pages": ["sections/xinwen/index.html"]}, "page/sections/xinwen/index.html"),
        ("table", {"parts": ["columns/bmdt"]}, "table/columns/bmdt"),
        ("template", {"templates": ["base.html"]}, "template/base.html"),
    ],
)
def test_what_is_named_is_touched(edge: str, given: dict[str, list[str]], fact: str) -> None:
    found = change([], [], **given)
    assert by(edge, found) == facts.of(found) == {fact}


def test_a_change_touches_what_all_edges_say() -> None:
    found = change(cards(10), cards(11), files=[card(10).path])
    assert facts.of(found) == set().union(*(edge.facts(found) for edge in EDGES))


def test_lists_are_touched_on_both_sides() -> None:
    moved = ONE._replace(columns=("zcwj",))
    keys = {key for key, _ in facts.touched(change([ONE], [moved]))}
    assert keys == set(facts.lists(ONE)) | set(facts.lists(moved))

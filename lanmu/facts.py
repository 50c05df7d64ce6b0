"""Which facts a page asked for, and which facts a change touches (docs/decisions/0010).

A fact has a name. While a page is made, whoever answers it notes the names of what it asked; a change gives
the names of what it touched; the pages that asked for one of them are made anew. The edges below are all the ways in
which a change reaches a page.

    card/<path>                  an article on the site: its facts, its text, or that there is none
    block/<kind>/<key>/<n>       the rows n*20 … n*20+19 of a list, counted from the oldest
    count/<kind>/<key>           how many rows a list has
    top/<kind>/<key>             the newest rows of a list, and those pinned to its top
    list/<kind>/<key>            any row of a list
    years/<kind>/<key>           the years in which a list has rows
    months/<year>, months/       the months of a year, or of all years, in which there are articles
    file/<path>                  a file below content/: its bytes, or that there is none
    page/<path>                  whether there is a page that exists whatever the articles are
    table/<part>                 a part of columns.yaml, see ``lanmu.parts``
    template/<name>              a template, with all that it includes
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from lanmu.card import Card

PAGE_SIZE = 20
TOP = 60  # rows from the newest that count as the top; nobody asks for more than two thirds of them
NUMBERED = ("column", "department", "month")  # kinds of lists that are cut into pages

Key = tuple[str, str]  # kind and key of a list
Row = tuple[str, str]  # date and path of a card: its place in a list


class Move(NamedTuple):
    """An article before and after: its card where the public saw it or sees it, else None."""

    path: str
    old: Card | None
    new: Card | None


class Change(NamedTuple):
    """Everything that happened since the last build; ``before`` and ``after`` give the rows of a list."""

    moves: Sequence[Move]
    before: Callable[[str, str], Sequence[Row]]
    after: Callable[[str, str], Sequence[Row]]
    files: Iterable[str]  # paths that came, went or have other bytes
    parts: Iterable[str]  # of columns.yaml
    pages: Iterable[str]  # fixed pages that came or went
    templates: Iterable[str]


class Edge(NamedTuple):
    """One way from a change to the pages: the facts that the change touches."""

    name: str
    facts: Callable[[Change], Iterable[str]]


def card(path: str) -> str:
    """The fact of an article."""
    return f"card/{path}"


def block(kind: str, key: str, number: int) -> str:
    """The fact of a list's rows ``number * 20`` to ``number * 20 + 19``."""
    return f"block/{kind}/{key}/{number}"


def count(kind: str, key: str) -> str:
    """The fact of a list's length."""
    return f"count/{kind}/{key}"


def top(kind: str, key: str) -> str:
    """The fact of a list's newest rows."""
    return f"top/{kind}/{key}"


def whole(kind: str, key: str) -> str:
    """The fact of a whole list."""
    return f"list/{kind}/{key}"


def years(kind: str, key: str) -> str:
    """The fact of the years in which a list has rows."""
    return f"years/{kind}/{key}"


def months(year: str) -> str:
    """The fact of the months of a year; ``""`` for all years."""
    return f"months/{year}"


def file(path: str) -> str:
    """The fact of a file below content/."""
    return f"file/{path}"


def page(path: str) -> str:
    """The fact of a page that exists whatever the articles are."""
    return f"page/{path}"


def table(part: str) -> str:
    """The fact of a part of columns.yaml."""
    return f"table/{part}"


def template(name: str) -> str:
    """The fact of a template."""
    return f"template/{name}"


def lists(card: Card) -> Iterator[Key]:
    """Every list in which a card stands."""
    yield "all", ""
    yield "department", card.department
    yield "month", card.month
    for column in card.columns:
        yield "column", column
        yield "share", f"{card.department}/{column}"  # a department's part of a column
    if card.link:
        yield "away", card.month  # what leads to another site
    if card.interprets:
        yield "interprets", card.interprets
    if card.topic:
        yield "topic", card.topic


def _row(card: Card | None) -> Row | None:
    return (card.date, card.path) if card else None


def _keys(card: Card | None) -> set[Key]:
    return set(lists(card)) if card else set()


def touched(change: Change) -> Iterator[tuple[Key, Move]]:
    """Every list that a move touches."""
    for move in change.moves:
        for key in _keys(move.old) | _keys(move.new):
            yield key, move


def _stays(key: Key, move: Move) -> bool:
    """Whether the article keeps its place in the list."""
    return _row(move.old) == _row(move.new) and key in _keys(move.old) and key in _keys(move.new)


def _places(rows: Sequence[Row], key: Key, card: Card | None) -> Iterator[int]:
    if card and key in _keys(card):
        yield bisect_left(rows, (card.date, card.path))


def _cards(change: Change) -> Iterator[str]:
    return (card(move.path) for move in change.moves)


def _blocks(change: Change) -> Iterator[str]:
    """The block of each row that changed; where rows came or went, all blocks from there on, for they shift."""
    shifted: dict[Key, int] = {}
    for key, move in touched(change):
        if key[0] not in NUMBERED:
            continue
        before, after = change.before(*key), change.after(*key)
        places = [*_places(before, key, move.old), *_places(after, key, move.new)]
        if _stays(key, move):
            yield from (block(*key, place // PAGE_SIZE) for place in places)
        else:
            shifted[key] = min(shifted.get(key, places[0]), *places)
    for key, place in shifted.items():
        longest = max(len(change.before(*key)), len(change.after(*key)))
        yield from (block(*key, number) for number in range(place // PAGE_SIZE, longest // PAGE_SIZE + 1))


def _counts(change: Change) -> Iterator[str]:
    return (count(*key) for key, move in touched(change) if not _stays(key, move))


def _tops(change: Change) -> Iterator[str]:
    for key, move in touched(change):
        if key[0] not in NUMBERED or _is_top(change, key, move):
            yield top(*key)


def _is_top(change: Change, key: Key, move: Move) -> bool:
    if any(seen and seen.pinned for seen in (move.old, move.new)):
        return True
    before, after = change.before(*key), change.after(*key)
    return any(place >= len(before) - TOP for place in _places(before, key, move.old)) or any(
        place >= len(after) - TOP for place in _places(after, key, move.new)
    )


def _wholes(change: Change) -> Iterator[str]:
    return (whole(*key) for key, _ in touched(change))


def _years(change: Change) -> Iterator[str]:
    return (years(*key) for key, move in touched(change) if key[0] == "department" and not _stays(key, move))


def _months(change: Change) -> Iterator[str]:
    """Of the months that have their first article now, or their last no more."""
    for kind, key in {key for key, _ in touched(change)}:
        if kind == "month" and bool(change.before(kind, key)) != bool(change.after(kind, key)):
            yield months(key[:4])
            yield months("")


EDGES = (
    Edge("card", _cards),
    Edge("block", _blocks),
    Edge("count", _counts),
    Edge("top", _tops),
    Edge("list", _wholes),
    Edge("years", _years),
    Edge("months", _months),
    Edge("file", lambda change: map(file, change.files)),
    Edge("page", lambda change: map(page, change.pages)),
    Edge("table", lambda change: map(table, change.parts)),
    Edge("template", lambda change: map(template, change.templates)),
)


def of(change: Change) -> set[str]:
    """Names of all facts that a change touches."""
    return {fact for edge in EDGES for fact in edge.facts(change)}

"""The shelf on which the cards of all articles stand in order, and how lists are cut into pages."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from lanmu import facts
from lanmu.card import Card
from lanmu.facts import PAGE_SIZE, Row
from lanmu.index import Index, read_card

_NEAR = 3  # a pager looks so many pages ahead
_KEPT = 64  # lists whose rows are kept at a time


class Shelf:
    """What the public may see on a day, and the questions pages ask of it; each answer is noted by its fact."""

    def __init__(self, index: Index, on: str, note: Callable[[str], None]) -> None:
        """``on`` is the day, YYYY-MM-DD; later articles stay away. ``note`` takes the name of each fact."""
        self.on = on
        self._index = index
        self._end = f"{on}~"  # after every moment of the day
        self._note = note
        self._rows: dict[tuple[str, str], Sequence[Row]] = {}

    def rows(self, kind: str, key: str) -> Sequence[Row]:
        """(date, path) of a list, oldest first; notes nothing."""
        found = self._rows.get((kind, key))
        if found is None:
            question = "SELECT date, path FROM lists WHERE kind = ? AND key = ? AND date < ? ORDER BY date, path"
            found = list(self._index.rows(question, kind, key, self._end))
            if len(self._rows) >= _KEPT:
                self._rows.pop(next(iter(self._rows)))
            self._rows[kind, key] = found
        return found

    def seen(self, card: Card | None) -> Card | None:
        """The card, if the public sees it on the day; notes nothing."""
        return card if card and card.date < self._end else None

    def card(self, path: str) -> Card | None:
        """The card of the article at ``path``, None where the public does not see it."""
        self._note(facts.card(path))
        return self.seen(self._index.card(path))

    def all(self, kind: str, key: str) -> list[Card]:
        """Every card of a list, oldest first. Kinds are those of ``facts.lists``."""
        self._note(facts.whole(kind, key))
        return self._cards("ORDER BY lists.date, lists.path", kind, key)

    def last(self, kind: str, key: str, count: int) -> list[Card]:
        """The newest cards of a list, newest first."""
        self._note(facts.top(kind, key))
        return self._cards(f"ORDER BY lists.date DESC, lists.path DESC LIMIT {count}", kind, key)

    def pinned(self, kind: str, key: str) -> list[Card]:
        """Cards of a list that are pinned to its top, newest first."""
        self._note(facts.top(kind, key))
        order = f"AND lists.pinned <> '' AND lists.pinned >= '{self.on}' ORDER BY lists.date DESC, lists.path DESC"
        return self._cards(order, kind, key)

    def newest(self, kind: str, key: str, count: int) -> tuple[Card, ...]:
        """The newest cards of a list, newest first, those pinned to the top before them."""
        others = [card for card in self.last(kind, key, count) if card.pinned < self.on]
        return (*self.pinned(kind, key), *others)[:count]

    def _cards(self, rest: str, kind: str, key: str) -> list[Card]:
        question = "SELECT card FROM lists JOIN cards USING (path) WHERE kind = ? AND key = ? AND date < ?"
        return [read_card(text) for (text,) in self._index.rows(f"{question} {rest}", kind, key, self._end)]

    def pages(self, kind: str, key: str) -> int:
        """How many full pages lie behind the newest one; notes nothing."""
        return old_pages(len(self.rows(kind, key)))

    def page(self, kind: str, key: str, number: int) -> tuple[list[Card], int]:
        """Cards of list page ``number`` (0 is the newest), newest first; and the last page as far as its pager sees.

        An old page asks no further than it can show, so that it need not be made anew whenever the list grows.
        """
        rows = self.rows(kind, key)
        last = old_pages(len(rows))
        if not number:
            self._note(facts.top(kind, key))
            self._note(facts.count(kind, key))
            return self.last(kind, key, len(rows) - last * PAGE_SIZE), last
        for block in range(number - 1, number + _NEAR + 2):
            self._note(facts.block(kind, key, block))
        first, end = (number - 1) * PAGE_SIZE, min(number * PAGE_SIZE, len(rows)) - 1
        between = "AND (date, lists.path) BETWEEN (?, ?) AND (?, ?) ORDER BY lists.date DESC, lists.path DESC"
        question = f"SELECT card FROM lists JOIN cards USING (path) WHERE kind = ? AND key = ? {between}"
        found = self._index.rows(question, kind, key, *rows[first], *rows[end])
        return [read_card(text) for (text,) in found], min(last, number + _NEAR)

    def neighbours(self, kind: str, key: str, card: Card) -> tuple[Card | None, Card | None]:
        """The next newer and the next older card in a list."""
        self._note(facts.whole(kind, key))
        rows = self.rows(kind, key)
        place = bisect_left(rows, (card.date, card.path))
        newer = self._index.card(rows[place + 1][1]) if place + 1 < len(rows) else None
        older = self._index.card(rows[place - 1][1]) if place else None
        return newer, older

    def years(self, kind: str, key: str) -> tuple[str, ...]:
        """Years in which a list has rows, newest first."""
        self._note(facts.years(kind, key))
        return tuple(dict.fromkeys(date[:4] for date, _ in reversed(self.rows(kind, key))))

    def months(self, year: str = "") -> tuple[str, ...]:
        """Months with articles, of one year or of all, newest first."""
        self._note(facts.months(year))
        # One step an existing month, however many articles it has.
        question = (
            "WITH RECURSIVE month(key) AS (SELECT min(key) FROM lists WHERE kind = 'month' AND key >= ? UNION ALL "
            "SELECT (SELECT min(key) FROM lists WHERE kind = 'month' AND key > month.key) FROM month "
            "WHERE month.key IS NOT NULL) SELECT key FROM month WHERE key IS NOT NULL"
        )
        found = (key for (key,) in self._index.rows(question, year) if key.startswith(year))
        return tuple(sorted((key for key in found if self._has(key)), reverse=True))

    def has_pages(self, month: str) -> bool:
        """Whether an article of the month has a page of its own, as those that lead away have not."""
        self._note(facts.whole("month", month))
        away = "SELECT path FROM lists AS away WHERE away.kind = 'away' AND away.key = lists.key"
        return self._has(month, f"AND path NOT IN ({away})")

    def _has(self, month: str, besides: str = "") -> bool:
        question = f"SELECT 1 FROM lists WHERE kind = 'month' AND key = ? AND date < ? {besides} LIMIT 1"
        return any(True for _ in self._index.rows(question, month, self._end))


def old_pages(count: int) -> int:
    """How many full pages lie behind the newest one, which holds 20 to 39 of ``count`` rows."""
    return max(0, count // PAGE_SIZE - 1)

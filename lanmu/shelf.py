"""The shelf on which the cards of all articles stand in order, and how lists are cut into pages."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from lanmu.card import Card
from lanmu.model import Portal

PAGE_SIZE = 20


class Shelf:
    """Cards the public may see on a day, oldest first, with the questions pages ask of them."""

    def __init__(self, portal: Portal, cards: Iterable[Card], on: str) -> None:
        """``on`` is the day, YYYY-MM-DD; later articles and those of hidden columns stay away."""
        self.on = on
        self.cards = tuple(sorted(card for card in cards if card.day <= on and portal.columns[card.columns[0]].public))

    @cached_property
    def by_path(self) -> dict[str, Card]:
        """Cards by source path."""
        return {card.path: card for card in self.cards}

    @cached_property
    def by_stem(self) -> dict[str, Card]:
        """Cards by the stem of their pages."""
        return {card.stem: card for card in self.cards}

    @cached_property
    def _lists(self) -> dict[tuple[str, str], list[Card]]:
        lists: dict[tuple[str, str], list[Card]] = defaultdict(list)
        for card in self.cards:
            lists["department", card.department].append(card)
            lists["month", card.month].append(card)
            for column in card.columns:
                lists["column", column].append(card)
                lists["column", f"{card.department}/{column}"].append(card)
            if card.interprets:
                lists["interprets", card.interprets].append(card)
            if card.topic:
                lists["topic", card.topic].append(card)
        return dict(lists)

    def all(self, kind: str, key: str) -> list[Card]:
        """Every card of a list, oldest first. Kinds: department month column interprets topic."""
        return self._lists.get((kind, key), [])

    def newest(self, kind: str, key: str, count: int) -> tuple[Card, ...]:
        """The newest cards of a list, newest first, those pinned to the top before them."""
        cards = self.all(kind, key)
        pinned = [card for card in reversed(cards) if card.pinned >= self.on]
        return tuple([*pinned, *(card for card in cards[: -count - 1 : -1] if card.pinned < self.on)][:count])

    def months(self) -> tuple[str, ...]:
        """Months with articles, newest first."""
        return tuple(sorted((key for kind, key in self._lists if kind == "month"), reverse=True))


def old_pages(count: int) -> int:
    """How many full pages lie behind the newest one, which holds 20 to 39 of ``count`` rows."""
    return max(0, count // PAGE_SIZE - 1)


def slice_of(cards: list[Card], number: int) -> list[Card]:
    """Cards of list page ``number`` (0 is the newest), newest first."""
    if number:
        return cards[(number - 1) * PAGE_SIZE : number * PAGE_SIZE][::-1]
    return cards[old_pages(len(cards)) * PAGE_SIZE :][::-1]

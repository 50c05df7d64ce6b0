"""What a list needs to know of an article, and the shelf on which these cards stand in order."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from lanmu import urls
from lanmu.article import Article
from lanmu.model import Portal
from lanmu.place import CONTENT

PAGE_SIZE = 20


class Card(NamedTuple):
    """An article's facts as lists show them; sorts by date, then by path."""

    date: str  # YYYY-MM-DD HH:MM
    path: str  # of the source
    stem: str
    department: str
    columns: tuple[str, ...]  # its home first, then the public columns that show it too
    type: str
    title: str
    summary: str
    pinned: str  # last day at the top, or ""
    link: str  # address of an external item, or ""
    image: str  # path relative to the output root, or ""
    image_alt: str
    number: str
    validity: str
    state: str
    replied: str
    due: str
    starts: str
    ends: str
    interprets: str  # source path of the document
    topic: str  # source path of the topic
    order: str

    @property
    def day(self) -> str:
        """Day of publication."""
        return self.date[:10]

    @property
    def month(self) -> str:
        """Month of publication, ``2026-03``."""
        return self.date[:7]

    @property
    def url(self) -> str:
        """Where its title leads."""
        return self.link or urls.article(self.stem)


def resolve(path: str, relative: str) -> str:
    """Source path that ``relative`` means in the file ``path``; "" where it leaves content/."""
    parts = path.split("/")[:-1]
    for step in relative.split("#")[0].split("/"):
        if step == "..":
            if not parts:
                return ""
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts) if parts[:1] == [CONTENT] else ""


def _date(text: str) -> str:
    """A valid ``YYYY-MM-DD HH:MM`` for a written date, "" where there is none."""
    text = text if len(text) > 10 else f"{text} 00:00"
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M").strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return ""


def card(portal: Portal, article: Article) -> Card | None:
    """The card of an article, None where it lacks what a list cannot do without."""
    place, title, date = article.place, article.text("title"), _date(article.text("date"))
    if place is None or not title or not date:
        return None
    home = portal.columns.get(place.column)
    if home is None or place.department not in portal.departments:
        return None
    shown = [portal.columns[id] for id in article.list("columns") if id in portal.columns]
    image = article.text("image")
    return Card(
        date=date,
        path=article.path,
        stem=place.stem,
        department=place.department,
        columns=tuple(dict.fromkeys([home.id, *(column.id for column in shown if column.public)])),
        type=article.text("type") or home.types[0],
        title=title,
        summary=article.text("summary"),
        pinned=article.text("pinned"),
        link=article.text("link"),
        image=resolve(article.path, image).removeprefix(f"{CONTENT}/") if image else "",
        image_alt=article.text("image_alt"),
        number=article.text("doc_number"),
        validity=article.text("validity"),
        state=article.text("state"),
        replied=article.text("replied"),
        due=article.text("due"),
        starts=article.text("starts"),
        ends=article.text("ends") or article.text("archived") or article.text("expires"),
        interprets=_source(article, "interprets"),
        topic=_source(article, "topic"),
        order=article.text("order"),
    )


def _source(article: Article, name: str) -> str:
    written = article.text(name)
    return resolve(article.path, written) if written else ""


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

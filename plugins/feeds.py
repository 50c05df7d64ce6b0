"""Atom and JSON feeds: of the portal, of each column, of each department."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any

from feedgenerator import Atom1Feed

from lanmu import urls
from lanmu.card import Card
from lanmu.clock import SHANGHAI
from lanmu.model import Portal
from lanmu.page import Page
from plugins.articles import excerpt
from plugins.family import Edition, Family, Output, page_families

_ENTRIES = 20
_JSON_FEED = "https://jsonfeed.org/version/1.1"


class _Feed(Atom1Feed):
    """Atom whose date comes from its entries alone; feedgenerator would ask the clock for an empty feed."""

    def latest_post_date(self) -> datetime:
        dates = [item["pubdate"] for item in self.items]
        return max(dates, default=datetime.fromtimestamp(0, UTC))


def _moment(date: str) -> datetime:
    return datetime.strptime(date, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def atom(title: str, home: str, address: str, author: str, entries: tuple[dict[str, str], ...]) -> str:
    """An Atom feed."""
    feed = _Feed(title=title, link=home, description=title, feed_url=address, language="zh-CN", author_name=author)
    for entry in entries:
        feed.add_item(
            title=entry["title"],
            link=entry["url"],
            unique_id=entry["id"],
            description=escape(entry["summary"], quote=False),  # feedgenerator calls a summary HTML
            author_name=entry["department"],
            categories=(entry["column"],),
            pubdate=_moment(entry["date"]),
            updateddate=_moment(entry["date"]),
        )
    return str(feed.writeString("utf-8"))


def json_feed(title: str, home: str, address: str, author: str, entries: tuple[dict[str, str], ...]) -> str:
    """A JSON Feed, version 1.1."""
    feed: dict[str, Any] = {
        "version": _JSON_FEED,
        "title": title,
        "home_page_url": home,
        "feed_url": address,
        "language": "zh-CN",
        "authors": [{"name": author}],
        "items": [
            {
                "id": entry["id"],
                "url": entry["url"],
                "title": entry["title"],
                "content_text": entry["summary"] or entry["title"],
                "date_published": _moment(entry["date"]).isoformat(),
                "authors": [{"name": entry["department"]}],
                "tags": [entry["column"]],
            }
            for entry in entries
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _entries(edition: Edition, cards: Iterable[Card]) -> tuple[dict[str, str], ...]:
    portal = edition.portal
    domain = portal.site.domain
    return tuple(
        {
            "id": urls.absolute(domain, urls.article(card.stem)),
            "url": urls.absolute(domain, card.url),
            "title": card.title,
            "summary": excerpt(edition, card),
            "date": card.date,
            "department": portal.departments[card.department].name,
            "column": portal.columns[card.columns[0]].name,
        }
        for card in cards
    )


def _pages(
    portal: Portal, kind: str, id: str, title: str, home: str, entries: tuple[dict[str, str], ...]
) -> Iterator[Output]:
    for ending, maker in (("xml", "atom"), ("json", "json_feed")):
        path = urls.feed(kind, id, ending=ending)
        context = {
            "title": title,
            "home": urls.absolute(portal.site.domain, home),
            "address": urls.absolute(portal.site.domain, path),
            "author": portal.site.settings.organiser or portal.site.name,
            "entries": entries,
        }
        yield Page(path, f"plugins.feeds:{maker}", context)


def _feed(edition: Edition, key: str) -> Iterator[Output]:
    portal, shelf = edition.portal, edition.shelf
    kind, _, id = key.partition("/")
    site = portal.site.name
    if kind == "columns":
        cards = shelf.all("column", id)[: -_ENTRIES - 1 : -1]
        column = portal.columns[id]
        yield from _pages(portal, kind, id, f"{column.name} - {site}", urls.column(id), _entries(edition, cards))
    elif kind == "departments":
        cards = shelf.all("department", id)[: -_ENTRIES - 1 : -1]
        name = portal.departments[id].name
        yield from _pages(portal, kind, id, f"{name} - {site}", urls.department(id), _entries(edition, cards))
    else:
        cards = list(shelf.cards[: -_ENTRIES - 1 : -1])
        yield from _pages(portal, "", "", site, urls.HOME, _entries(edition, cards))


def _fixed(portal: Portal) -> Iterator[str]:
    yield "portal"
    yield from (f"columns/{column.id}" for column in portal.public_columns())
    yield from (f"departments/{d.id}" for d in portal.departments.values() if not d.external)


def _touched(_: Portal, card: Card) -> Iterator[str]:
    yield "portal"
    yield f"departments/{card.department}"
    yield from (f"columns/{id}" for id in card.columns)


FEEDS = Family("feeds", _fixed, _touched, _feed)


def _families(_: object) -> tuple[Family, ...]:
    return (FEEDS,)


def register() -> None:
    """Pelican calls this once."""
    page_families.connect(_families)

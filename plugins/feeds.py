"""Atom and JSON feeds: of the portal, of each column, of each department."""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from lanmu import clock, urls
from lanmu.card import Card
from lanmu.model import Portal
from lanmu.page import Page
from plugins.articles import excerpt
from plugins.edition import Edition
from plugins.family import Draft, Family, page_families

_ENTRIES = 20
_JSON_FEED = "https://jsonfeed.org/version/1.1"


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
                "date_published": clock.moment(entry["date"]).isoformat(),
                "authors": [{"name": entry["department"]}],
                "tags": [entry["column"]],
            }
            for entry in entries
        ],
    }
    return json.dumps(feed, ensure_ascii=False) + "\n"


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


class _About(NamedTuple):
    """Whose feed it is: its title, the page it belongs to, the list it shows."""

    title: str
    home: str
    list: tuple[str, str]


def _about(edition: Edition, kind: str, id: str) -> _About:
    portal = edition.portal
    site = portal.site.name
    if kind == "columns":
        return _About(f"{portal.columns[id].name} - {site}", urls.column(id), ("column", id))
    if kind == "departments":
        return _About(f"{portal.departments[id].name} - {site}", urls.department(id), ("department", id))
    return _About(site, urls.HOME, ("all", ""))


def _page(edition: Edition, path: str, maker: str, kind: str, id: str) -> Page:
    site = edition.portal.site
    about = _about(edition, kind, id)
    context = {
        "title": about.title,
        "home": urls.absolute(site.domain, about.home),
        "address": urls.absolute(site.domain, path),
        "author": site.settings.organiser or site.name,
        "entries": _entries(edition, edition.shelf.last(*about.list, _ENTRIES)),
    }
    return Page(path, maker, context)


def _feed(edition: Edition, key: str) -> Iterator[Draft]:
    kind, _, id = key.partition("/")
    if (kind == "columns" and not edition.has_column(id)) or (kind == "departments" and not edition.has_department(id)):
        return
    kind = kind if id else ""
    for ending, maker in (("xml", "plugins.atom:atom"), ("json", "plugins.feeds:json_feed")):
        path = urls.feed(kind, id, ending=ending)
        yield Draft(path, partial(_page, edition, path, maker, kind, id))


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

"""For machines and the lost: sitemap in monthly shards, robots.txt, the site map page, 404."""

from collections.abc import Iterator
from functools import partial
from html import escape

from lanmu import urls
from lanmu.card import Card
from lanmu.model import Portal
from lanmu.page import Page
from lanmu.views import Link
from plugins import frame, listing, subsites
from plugins.edition import Edition
from plugins.family import Draft, Family, no_keys, page_families

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_ROBOTS = "robots.txt"
_INDEX = "sitemap.xml"


def shard(entries: tuple[tuple[str, str], ...]) -> str:
    """A sitemap: (address, day or "") of each page."""
    rows = [
        f"<url><loc>{escape(address, quote=False)}</loc>" + (f"<lastmod>{day}</lastmod>" if day else "") + "</url>\n"
        for address, day in entries
    ]
    return f"{_HEAD}<urlset {_XMLNS}>\n{''.join(rows)}</urlset>\n"


def index(shards: tuple[str, ...]) -> str:
    """The sitemap index, from the addresses of its shards."""
    rows = [f"<sitemap><loc>{escape(address, quote=False)}</loc></sitemap>\n" for address in shards]
    return f"{_HEAD}<sitemapindex {_XMLNS}>\n{''.join(rows)}</sitemapindex>\n"


def robots(sitemap: str) -> str:
    """Everything may be read; the sitemap is there."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"


def _shard_path(name: str) -> str:
    return f"sitemap/{name}.xml"


def _month(edition: Edition, month: str) -> Iterator[Draft]:
    if _linked(edition, month):
        yield Draft(_shard_path(month), partial(_shard, edition, month))


def _linked(edition: Edition, month: str) -> list[Card]:
    """Articles of a month that have a page of their own."""
    return [card for card in edition.shelf.all("month", month) if not card.link]


def _shard(edition: Edition, month: str) -> Page:
    domain = edition.portal.site.domain
    cards = _linked(edition, month)
    entries = tuple((urls.absolute(domain, urls.article(card.stem)), card.day) for card in cards)
    return Page(_shard_path(month), "plugins.sitemap:shard", {"entries": entries})


def _index(edition: Edition, _: str) -> Iterator[Draft]:
    yield Draft(_shard_path("pages"), partial(_fixed_shard, edition))
    yield Draft(_INDEX, partial(_index_page, edition))
    yield Draft(_ROBOTS, partial(_robots, edition))


def _fixed_shard(edition: Edition) -> Page:
    portal = edition.portal
    entries = tuple((urls.absolute(portal.site.domain, path), "") for path in frame.fixed_pages(portal))
    return Page(_shard_path("pages"), "plugins.sitemap:shard", {"entries": entries})


def _index_page(edition: Edition) -> Page:
    domain = edition.portal.site.domain
    months = [m for m in edition.shelf.months() if edition.shelf.has_pages(m)]
    shards = tuple(urls.absolute(domain, _shard_path(name)) for name in ("pages", *months))
    return Page(_INDEX, "plugins.sitemap:index", {"shards": shards})


def _robots(edition: Edition) -> Page:
    return Page(_ROBOTS, "plugins.sitemap:robots", {"sitemap": urls.absolute(edition.portal.site.domain, _INDEX)})


def _map(edition: Edition, _: str) -> Iterator[Draft]:
    yield Draft(urls.MAP, partial(_map_page, edition))
    yield Draft(urls.NOT_FOUND, partial(_not_found, edition))


def _map_page(edition: Edition) -> Page:
    portal = edition.portal
    pages = (
        Link("子网站链接", urls.SITES),
        Link("保障部门", urls.DEPARTMENTS),
        Link("责任分解表", urls.DUTIES),
        Link("责任分解表（按部门）", urls.DUTIES_BY_DEPARTMENT),
        Link("归档", urls.ARCHIVE),
        Link("Atom 订阅", urls.feed("", ending="xml")),
        Link("JSON 订阅", urls.feed("", ending="json")),
    )
    return frame.make(
        edition,
        urls.MAP,
        "map.html",
        title="站点地图",
        sections=tuple(
            listing.section_card(portal, edition.shelf, s, 0) for s in portal.sections if frame.shown(portal, s)
        ),
        sites=subsites.groups(portal),
        pages=pages,
    )


def _not_found(edition: Edition) -> Page:
    # A page that is shown at any address can lead on from the root only.
    return frame.make(
        edition, urls.NOT_FOUND, "404.html", title="没有找到这个页面", meta=(), root="/", description="没有找到这个页面"
    )


def _one(_: Portal) -> tuple[str, ...]:
    return ("one",)


def _touched_index(_: Portal, card: Card) -> tuple[str, ...]:
    return ("one",)


def _touched_month(_: Portal, card: Card) -> tuple[str, ...]:
    return (card.month,)


FAMILIES = (
    Family("sitemap", _one, _touched_index, _index),
    Family("sitemap-months", no_keys, _touched_month, _month),
    Family("map", _one, no_keys, _map),
)


def _families(_: object) -> tuple[Family, ...]:
    return FAMILIES


def register() -> None:
    """Pelican calls this once."""
    page_families.connect(_families)

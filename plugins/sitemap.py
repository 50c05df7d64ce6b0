"""For machines and the lost: sitemap in monthly shards, robots.txt, the site map page, 404."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from lanmu import urls
from lanmu.card import Card
from lanmu.model import Portal
from lanmu.page import Page
from lanmu.views import Link
from plugins import frame, listing, subsites
from plugins.family import Edition, Family, Output, no_keys, page_families

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_ROBOTS = "robots.txt"
_INDEX = "sitemap.xml"


def shard(entries: tuple[tuple[str, str], ...]) -> str:
    """A sitemap: (address, day or "") of each page."""
    rows = [
        f"<url><loc>{escape(address)}</loc>" + (f"<lastmod>{day}</lastmod>" if day else "") + "</url>\n"
        for address, day in entries
    ]
    return f"{_HEAD}<urlset {_XMLNS}>\n{''.join(rows)}</urlset>\n"


def index(shards: tuple[str, ...]) -> str:
    """The sitemap index, from the addresses of its shards."""
    rows = [f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in shards]
    return f"{_HEAD}<sitemapindex {_XMLNS}>\n{''.join(rows)}</sitemapindex>\n"


def robots(sitemap: str) -> str:
    """Everything may be read; the sitemap is there."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"


def _shard_path(name: str) -> str:
    return f"sitemap/{name}.xml"


def _month(edition: Edition, month: str) -> Iterator[Output]:
    domain = edition.portal.site.domain
    cards = [card for card in edition.shelf.all("month", month) if not card.link]
    if cards:
        entries = tuple((urls.absolute(domain, urls.article(card.stem)), card.day) for card in cards)
        yield Page(_shard_path(month), "plugins.sitemap:shard", {"entries": entries})


def _index(edition: Edition, _: str) -> Iterator[Output]:
    portal, domain = edition.portal, edition.portal.site.domain
    entries = tuple((urls.absolute(domain, path), "") for path in frame.fixed_pages(portal))
    yield Page(_shard_path("pages"), "plugins.sitemap:shard", {"entries": entries})
    months = [m for m in edition.shelf.months() if any(not c.link for c in edition.shelf.all("month", m))]
    shards = tuple(urls.absolute(domain, _shard_path(name)) for name in ("pages", *months))
    yield Page(_INDEX, "plugins.sitemap:index", {"shards": shards})
    yield Page(_ROBOTS, "plugins.sitemap:robots", {"sitemap": urls.absolute(domain, _INDEX)})


def _map(edition: Edition, _: str) -> Iterator[Output]:
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
    yield frame.make(
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
    # A page that is shown at any address can lead on from the root only.
    yield frame.make(
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

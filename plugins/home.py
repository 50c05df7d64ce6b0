"""The portal's home page."""

from collections.abc import Iterator
from functools import partial

from lanmu import urls
from lanmu.card import Card
from lanmu.model import Portal
from lanmu.page import Page
from lanmu.views import ColumnCard, Link, SectionCard
from plugins import frame, listing, subsites
from plugins.articles import picture
from plugins.edition import Edition
from plugins.family import Draft, Family, page_families

_ROWS = 10  # of each column; the theme shows as many as it has room for
_UPDATES = 8


def _headline(edition: Edition) -> Card | None:
    """The newest pinned item of the home page's first list section, else its newest with a summary."""
    cards = _news(edition)
    pinned = [card for card in cards if card.pinned >= edition.on]
    summarised = [card for card in cards if card.summary]
    return next(iter([*pinned, *summarised, *cards]), None)


def _news(edition: Edition) -> list[Card]:
    portal, shelf = edition.portal, edition.shelf
    tops = [s for s in portal.sections if s.show == "列表" and frame.shown(portal, s)][:1]
    columns = [c for top in tops for s in top.walk() for c in listing.columns_of(portal, s.id)]
    found = {card for c in columns for card in shelf.newest("column", c.id, _ROWS)}
    return sorted(found, reverse=True)


def _without(headline: Card | None, sections: tuple[SectionCard, ...]) -> tuple[SectionCard, ...]:
    """Leave the headline out of the lists right below it, unless a list would look empty then."""
    news = next((place for place, section in enumerate(sections) if section.show == "列表"), -1)
    if headline is None or news < 0:
        return sections

    def column(card: ColumnCard) -> ColumnCard:
        others = tuple(row for row in card.rows if row.path != headline.url)
        return card._replace(rows=others or card.rows)

    def section(card: SectionCard) -> SectionCard:
        below = tuple(section(part) for part in card.sections)
        return card._replace(columns=tuple(column(one) for one in card.columns), sections=below)

    return (*sections[:news], section(sections[news]), *sections[news + 1 :])


def _updates(edition: Edition) -> tuple[tuple[Link, str, str], ...]:
    """Columns with the newest items: who answers, and when they last changed."""
    portal, shelf = edition.portal, edition.shelf
    newest = []
    for column in portal.public_columns():
        newest += [(card.day, column) for card in shelf.last("column", column.id, 1)]
    newest.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(
        (Link(column.name, urls.column(column.id)), _who(portal, column.written), day)
        for day, column in newest[:_UPDATES]
    )


def _who(portal: Portal, written: tuple[str, ...]) -> str:
    names = [name if name in portal.groups else portal.department(name).name for name in written]
    return "、".join(names) if len(names) <= 2 else f"{names[0]}等{len(names)}家"


def _home(edition: Edition, _: str) -> Iterator[Draft]:
    yield Draft(urls.HOME, partial(_page, edition))


def _page(edition: Edition) -> Page:
    portal, shelf = edition.portal, edition.shelf
    site = portal.site
    headline = _headline(edition)
    focus = next((card for card in _news(edition) if card.image and card != headline), None)
    sections = [s for s in portal.sections if frame.shown(portal, s) and s.show != "不显示"]
    return frame.make(
        edition,
        urls.HOME,
        "home.html",
        title=site.name,
        crumbs=(Link("首页", ""),),
        meta=(),
        description=site.settings.description or site.name,
        feeds=(
            Link(f"{site.name}（Atom）", urls.feed("", ending="xml")),
            Link(f"{site.name}（JSON）", urls.feed("", ending="json")),
        ),
        data={
            "@type": "WebSite",
            "name": site.name,
            "inLanguage": "zh-CN",
            "publisher": {"@type": "GovernmentOrganization", "name": site.settings.organiser},
        },
        headline=listing.row(portal, shelf, headline) if headline else None,
        focus=listing.row(portal, shelf, focus) if focus else None,
        focus_picture=picture(edition, focus) if focus else None,
        sections=_without(headline, tuple(listing.section_card(portal, shelf, s, _ROWS) for s in sections)),
        updates=_updates(edition),
        sites=subsites.groups(portal),
    )


def _fixed(_: Portal) -> tuple[str, ...]:
    return ("home",)


def _touched(_: Portal, card: Card) -> tuple[str, ...]:
    return ("home",)


HOME = Family("home", _fixed, _touched, _home)


def _families(_: object) -> tuple[Family, ...]:
    return (HOME,)


def register() -> None:
    """Pelican calls this once."""
    page_families.connect(_families)

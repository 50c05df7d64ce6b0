"""Section and column pages."""

from collections.abc import Iterator
from functools import partial

from lanmu import urls
from lanmu.card import Card
from lanmu.model import Column, Portal
from lanmu.page import Page
from lanmu.views import ColumnFacts, Link
from plugins import frame, listing
from plugins.edition import Edition
from plugins.family import Draft, Family, page_families

_PREVIEW = 6  # rows of each column on its section's page


def facts(portal: Portal, column: Column) -> ColumnFacts:
    """Who answers for a column, in which mode, how often (陕西工信厅第九条三、衢州四之一)."""
    basis = column.co_building
    return ColumnFacts(
        description=column.description or column.content_source,
        modes=column.modes,
        departments=tuple(written(portal, column)),
        lead=portal.departments[column.lead].name if column.lead and len(column.departments) > 1 else "",
        providers=column.providers,
        due=column.due.text if column.due else "",
        review=column.review,
        basis=f"{basis.kind}共建，{basis.basis}（{basis.date}）" if basis else "",
        governed_by=tuple(f"《{rule.title}》（{rule.number}）" for rule in column.governed_by),
        types=column.types,
    )


def written(portal: Portal, column: Column) -> Iterator[Link]:
    """The departments as the table names them: a group stays one name and leads to the directory."""
    for name in column.written:
        if name in portal.groups:
            yield Link(name, f"{urls.DEPARTMENTS}#{anchor(portal, name)}")
        else:
            department = portal.department(name)
            yield Link(department.name, urls.department(department.id))


def anchor(portal: Portal, group: str) -> str:
    """Id of a group's heading in the directory."""
    return f"group-{list(portal.groups).index(group) + 1}"


def _column(edition: Edition, id: str) -> Iterator[Draft]:
    if edition.has_column(id):
        make = partial(_column_page, edition, id)
        yield from listing.numbered(edition.shelf, "column", id, partial(urls.column, id), make)


def _column_page(edition: Edition, id: str, number: int) -> Page:
    portal, shelf = edition.portal, edition.shelf
    column = portal.columns[id]
    siblings = listing.columns_of(portal, column.section) if not column.site else (column,)
    crumbs = frame.trail(portal, "" if column.site else column.section)
    owner = frame.owner(portal, column)
    cards, last = shelf.page("column", id, number)
    if not number:
        cards = [*shelf.pinned("column", id), *(card for card in cards if card.pinned < shelf.on)]
    card = listing.column_card(portal, shelf, column, 0, here=True)
    return frame.make(
        edition,
        urls.column(id, number),
        "column.html",
        title=column.name if not number else f"{column.name}（第{number}页）",
        crumbs=(*crumbs, *((frame.band(owner),) if owner else ()), Link(column.name, "")),
        meta=frame.meta_of(portal, column),
        description=column.description or column.content_source,
        here=column.section.split("/")[0],
        sub_site=owner,
        feeds=(
            Link(f"{column.name}（Atom）", urls.feed("columns", id, ending="xml")),
            Link(f"{column.name}（JSON）", urls.feed("columns", id, ending="json")),
        ),
        column=card._replace(rows=listing.rows(portal, shelf, cards)),
        facts=facts(portal, column),
        pager=listing.pager(last, number, partial(urls.column, id)),
        staff=frame.writing(edition, column),
        number=number,
        siblings=tuple(listing.column_card(portal, shelf, c, 0, here=c.id == id) for c in siblings),
    )


def _public(portal: Portal) -> tuple[str, ...]:
    return tuple(column.id for column in portal.public_columns())


def _touched_columns(portal: Portal, card: Card) -> tuple[str, ...]:
    return card.columns


def _section(edition: Edition, id: str) -> Iterator[Draft]:
    if id in _sections(edition.site.portal):
        yield Draft(urls.section(id), partial(_section_page, edition, id))


def _section_page(edition: Edition, id: str) -> Page:
    portal = edition.portal
    section = portal.section(id)
    above = id.rpartition("/")[0]
    siblings = portal.section(above).sections if above else portal.sections
    return frame.make(
        edition,
        urls.section(id),
        "section.html",
        title=section.name,
        crumbs=(*frame.trail(portal, above), Link(section.name, "")),
        description=section.description,
        here=id.split("/")[0],
        section=listing.section_card(portal, edition.shelf, section, _PREVIEW),
        siblings=tuple(Link(s.name, urls.section(s.id)) for s in siblings if frame.shown(portal, s)),
    )


def _sections(portal: Portal) -> tuple[str, ...]:
    return tuple(s.id for top in portal.sections for s in top.walk() if frame.shown(portal, s))


def _touched_sections(portal: Portal, card: Card) -> Iterator[str]:
    for id in card.columns:
        steps = portal.columns[id].section.split("/") if not portal.columns[id].site else []
        for depth in range(1, len(steps) + 1):
            yield "/".join(steps[:depth])


COLUMNS = Family("columns", _public, _touched_columns, _column)
SECTIONS = Family("sections", _sections, _touched_sections, _section)


def _families(_: object) -> tuple[Family, ...]:
    return (SECTIONS, COLUMNS)


def register() -> None:
    """Pelican calls this once."""
    page_families.connect(_families)

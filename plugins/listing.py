"""Cards as the rows, column cards and pagers that lists show."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from lanmu import urls
from lanmu.card import Card
from lanmu.model import Column, Portal, Section
from lanmu.page import Page
from lanmu.shelf import Shelf
from lanmu.views import ColumnCard, Link, Pager, Row, SectionCard
from plugins.family import Draft

# By template, not by name: a portal's own type looks like the one it extends.
_TABLES = {"document": "table", "letter": "letters", "guide": "guides", "survey": "surveys"}
_NEAR = 2  # page numbers shown beside the present one


def state(portal: Portal, card: Card, on: str) -> str:
    """Where a letter, survey, notice or topic stands on the day."""
    if card.state:
        return card.state
    if card.starts and card.starts > on:
        return "即将开始"
    if portal.types[card.type].template == "topic":
        return "已归档" if card.ends and card.ends <= on else ""
    if card.ends:
        return "已结束" if card.ends < on else "进行中"
    return ""


def row(portal: Portal, shelf: Shelf, card: Card) -> Row:
    """A card as a list shows it."""
    readings = [Link(c.title, c.url) for c in shelf.all("interprets", card.path)]
    template = portal.types[card.type].template
    return Row(
        title=card.title,
        path=card.url,
        date=card.day,
        external=bool(card.link),
        pinned=card.pinned >= shelf.on,
        type=card.type,
        template=template,
        department=(card.office if template == "letter" else "") or portal.departments[card.department].name,
        summary=card.summary,
        number=card.number,
        validity=card.validity,
        state=state(portal, card, shelf.on),
        reply=card.replied or card.due,
        children=tuple(readings),
    )


def rows(portal: Portal, shelf: Shelf, cards: Iterable[Card]) -> tuple[Row, ...]:
    """Cards as rows, in their order."""
    return tuple(row(portal, shelf, card) for card in cards)


def style(portal: Portal, column: Column) -> str:
    """How a column's list looks, from its first type and its modes."""
    if column.links and column.modes == ("网站链接",):
        return "links"
    return _TABLES.get(portal.types[column.types[0]].template, "list")


def links(portal: Portal, column: Column) -> tuple[Link, ...]:
    """The links of a link column, each with its department where its own text does not say so."""
    return tuple(Link(target.text, target.url) for target in column.links)


def column_card(portal: Portal, shelf: Shelf, column: Column, count: int, here: bool = False) -> ColumnCard:
    """A column with its newest ``count`` rows."""
    return ColumnCard(
        id=column.id,
        name=column.name,
        path=urls.column(column.id),
        description=column.description or column.content_source,
        modes=column.modes,
        rows=rows(portal, shelf, shelf.newest("column", column.id, count) if count else ()),
        links=links(portal, column),
        style=style(portal, column),
        here=here,
    )


def columns_of(portal: Portal, section_id: str) -> tuple[Column, ...]:
    """Public columns of a section, in the order of the file."""
    return tuple(c for c in portal.public_columns() if c.section == section_id and not c.site)


def section_card(portal: Portal, shelf: Shelf, section: Section, count: int) -> SectionCard:
    """A section, its columns with ``count`` rows each, and the sections below it."""
    return SectionCard(
        id=section.id,
        name=section.name,
        path=urls.section(section.id),
        show=section.show,
        description=section.description,
        columns=tuple(column_card(portal, shelf, c, count) for c in columns_of(portal, section.id)),
        sections=tuple(section_card(portal, shelf, s, count) for s in section.sections),
    )


def pager(last: int, number: int, address: Callable[[int], str]) -> Pager | None:
    """Page numbers for a list whose old pages are 1 to ``last``; None for one page.

    ``address`` gives the path of a page. An old page looks three pages ahead and no further.
    """
    if not last:
        return None
    order = [0, *range(last, 0, -1)]
    here = order.index(number)
    near = {0, len(order) - 1, *range(here - _NEAR, here + _NEAR + 1)}
    pages: list[tuple[str, str, bool]] = []
    for place, page in enumerate(order):
        if place in near:
            pages.append((str(page) if page else "最新", address(page), place == here))
        elif pages and pages[-1][1]:
            pages.append(("…", "", False))
    newer = address(order[here - 1]) if here else ""
    older = address(order[here + 1]) if here + 1 < len(order) else ""
    return Pager(tuple(pages), newer, older)


def numbered(
    shelf: Shelf, kind: str, key: str, address: Callable[[int], str], make: Callable[[int], Page]
) -> Iterator[Draft]:
    """Drafts of every page of a list that is cut into pages; ``make`` takes a page's number."""
    for number in range(shelf.pages(kind, key) + 1):
        yield Draft(address(number), partial(make, number))

"""Archives: by year and month, by department; the columns' own pages are the archive by column."""

from collections.abc import Iterator
from functools import partial

from lanmu import urls
from lanmu.card import Card
from lanmu.model import Portal
from lanmu.page import Page
from lanmu.views import Link
from plugins import frame, listing
from plugins.edition import Edition
from plugins.family import Draft, Family, no_keys, page_families


def _month_name(month: str) -> str:
    return f"{int(month[5:])}月"


def _year(edition: Edition, year: str) -> Iterator[Draft]:
    if edition.shelf.months(year):
        yield Draft(urls.year(year), partial(_year_page, edition, year))


def _year_page(edition: Edition, year: str) -> Page:
    months = edition.shelf.months(year)
    years = sorted({m[:4] for m in edition.shelf.months()}, reverse=True)
    return frame.make(
        edition,
        urls.year(year),
        "archive-year.html",
        title=f"{year}年归档",
        crumbs=(Link("首页", urls.HOME), Link("归档", urls.ARCHIVE), Link(f"{year}年", "")),
        kind="归档",
        year=year,
        months=tuple(Link(_month_name(m), urls.month(m)) for m in months),
        siblings=tuple(Link(f"{y}年", urls.year(y)) for y in years),
    )


def _month(edition: Edition, month: str) -> Iterator[Draft]:
    if edition.shelf.rows("month", month):
        make = partial(_month_page, edition, month)
        yield from listing.numbered(edition.shelf, "month", month, partial(urls.month, month), make)


def _month_page(edition: Edition, month: str, number: int) -> Page:
    portal, shelf = edition.portal, edition.shelf
    cards, last = shelf.page("month", month, number)
    year = month[:4]
    name = f"{year}年{_month_name(month)}"
    return frame.make(
        edition,
        urls.month(month, number),
        "list.html",
        title=f"{name}归档" if not number else f"{name}归档（第{number}页）",
        crumbs=(
            Link("首页", urls.HOME),
            Link("归档", urls.ARCHIVE),
            Link(f"{year}年", urls.year(year)),
            Link(_month_name(month), ""),
        ),
        kind="归档",
        heading=name,
        intro="本月发布的全部信息，新的在前。",
        rows=listing.rows(portal, shelf, cards),
        pager=listing.pager(last, number, partial(urls.month, month)),
        # The month leads to this very page, so that it is marked as the one that is shown.
        side=tuple(Link(_month_name(m), urls.month(m, number if m == month else 0)) for m in shelf.months(year)),
    )


def _index(edition: Edition, _: str) -> Iterator[Draft]:
    yield Draft(urls.ARCHIVE, partial(_index_page, edition))


def _index_page(edition: Edition) -> Page:
    portal, shelf = edition.portal, edition.shelf
    years: dict[str, list[str]] = {}
    for month in shelf.months():
        years.setdefault(month[:4], []).append(month)
    return frame.make(
        edition,
        urls.ARCHIVE,
        "archive.html",
        title="归档",
        description=f"{portal.site.name}按年月、栏目和部门归档的信息",
        years=tuple(
            (Link(f"{year}年", urls.year(year)), tuple(Link(_month_name(m), urls.month(m)) for m in months))
            for year, months in years.items()
        ),
        sections=tuple(listing.section_card(portal, shelf, s, 0) for s in portal.sections if frame.shown(portal, s)),
        departments=tuple(
            Link(d.name, urls.department_archive(d.id)) for d in portal.departments.values() if not d.external
        ),
    )


def _department(edition: Edition, id: str) -> Iterator[Draft]:
    if edition.has_department(id):
        make = partial(_department_page, edition, id)
        yield from listing.numbered(edition.shelf, "department", id, partial(urls.department_archive, id), make)


def _department_page(edition: Edition, id: str, number: int) -> Page:
    portal, shelf = edition.portal, edition.shelf
    department = portal.departments[id]
    cards, last = shelf.page("department", id, number)
    return frame.make(
        edition,
        urls.department_archive(id, number),
        "list.html",
        title=f"{department.name}发布的信息" if not number else f"{department.name}发布的信息（第{number}页）",
        crumbs=(
            Link("首页", urls.HOME),
            Link(department.name, urls.department(id)),
            Link("全部信息", ""),
        ),
        kind="归档",
        heading=f"{department.name}发布的信息",
        intro="按发布时间排列，新的在前。",
        rows=listing.rows(portal, shelf, cards),
        pager=listing.pager(last, number, partial(urls.department_archive, id)),
        side=tuple(Link(f"{year}年", urls.year(year)) for year in shelf.years("department", id)),
    )


def _departments(portal: Portal) -> tuple[str, ...]:
    return tuple(d.id for d in portal.departments.values() if not d.external)


def _one(_: Portal) -> tuple[str, ...]:
    return ("archive",)


def _touched_month(_: Portal, card: Card) -> tuple[str, ...]:
    return (card.month,)


def _touched_year(_: Portal, card: Card) -> tuple[str, ...]:
    return (card.date[:4],)


def _touched_department(_: Portal, card: Card) -> tuple[str, ...]:
    return (card.department,)


def _touched_index(_: Portal, card: Card) -> tuple[str, ...]:
    return ("archive",)


FAMILIES = (
    Family("archive", _one, _touched_index, _index),
    Family("archive-years", no_keys, _touched_year, _year),
    Family("archive-months", no_keys, _touched_month, _month),
    Family("archive-departments", _departments, _touched_department, _department),
)


def _families(_: object) -> tuple[Family, ...]:
    return FAMILIES


def register() -> None:
    """Pelican calls this once."""
    page_families.connect(_families)

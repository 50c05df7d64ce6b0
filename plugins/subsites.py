"""Sub-site homes, department pages and the page of sub-site links (辽宁第七条：主站与子网站做好链接)."""

from collections.abc import Iterator
from functools import partial

from lanmu import urls
from lanmu.card import Card
from lanmu.model import Column, Contact, Department, Portal, Site
from lanmu.page import Page
from lanmu.views import ColumnCard, DepartmentCard, Link, SiteCard, SiteGroup
from plugins import frame, listing
from plugins.edition import Edition
from plugins.family import Draft, Family, no_keys, page_families

_ROWS = 10
_COLUMN_ROWS = 5
_NAMED = 10  # columns in a description
_OTHERS = "其他单位"


def contact_lines(contact: Contact) -> tuple[tuple[str, str], ...]:
    """A contact as labelled lines, without the empty ones."""
    lines = (
        ("联系部门", contact.office),
        ("电话", "、".join(contact.phones)),
        ("邮箱", contact.email),
        ("地址", contact.address),
        ("办公时间", contact.hours),
    )
    return tuple((label, text) for label, text in lines if text)


def answered(portal: Portal, department: Department) -> tuple[Column, ...]:
    """Public columns of the portal for which a department answers."""
    return tuple(c for c in portal.public_columns() if department.id in c.departments and not c.site)


def special(portal: Portal, department: Department) -> tuple[Column, ...]:
    """Special columns of a department's own sub-site (湘潭第九条)."""
    return tuple(c for c in portal.public_columns() if c.site == department.id)


def department_card(portal: Portal, department: Department) -> DepartmentCard:
    """A department as the directory shows it."""
    site = department.site
    ours = answered(portal, department)
    names = {column.name for column in ours}
    theirs = [
        Link(f"{c.name}（本网站）" if c.name in names else c.name, urls.column(c.id))
        for c in special(portal, department)
    ]
    return DepartmentCard(
        id=department.id,
        name=department.name,
        full_name=department.full_name,
        path=urls.department(department.id),
        site=Link(frame.site_name(department), home_of(department)) if site else None,
        kind=site.kind if site else "",
        contact=contact_lines(department.contact),
        columns=(*(Link(c.name, urls.column(c.id)) for c in ours), *theirs),
    )


def home_of(department: Department) -> str:
    """Where a department's sub-site is: its own address, or the page we host; "" where none is known."""
    if department.site is None:
        return ""
    return urls.department(department.id) if department.site.kind == "分站" else department.site.url


def groups(portal: Portal) -> tuple[SiteGroup, ...]:
    """Every sub-site, under the first group that names its department."""
    names = dict.fromkeys([*portal.groups, _OTHERS])
    found = []
    for name in names:
        members = [d for d in portal.departments.values() if d.site and (d.group or _OTHERS) == name]
        if members:
            found.append(SiteGroup(name, tuple(_site_card(d.site, home_of(d)) for d in members if d.site)))
    return tuple(found)


def _site_card(site: Site, path: str) -> SiteCard:
    return SiteCard(
        name=site.short_name or site.name,
        path=path,
        kind=site.kind,
        note="、".join(site.services),
        column_links=tuple(Link(link.text, link.url) for link in site.links),
        sites=tuple(_site_card(below, below.url) for below in site.sites),
    )


def _missing(cards: tuple[SiteCard, ...]) -> Iterator[str]:
    for card in cards:
        if not card.path:
            yield card.name
        yield from _missing(card.sites)


def _links(edition: Edition, _: str) -> Iterator[Draft]:
    yield Draft(urls.SITES, partial(_links_page, edition))


def _links_page(edition: Edition) -> Page:
    portal = edition.portal
    found = groups(portal)
    return frame.make(
        edition,
        urls.SITES,
        "sites.html",
        title="子网站链接",
        description=f"{portal.site.name}各子网站的主页链接和栏目链接",
        kind="网站链接",
        groups=found,
        missing=tuple(name for group in found for name in _missing(group.sites)),
    )


def _column(edition: Edition, department: Department, column: Column) -> ColumnCard:
    """A column with what this department published in it."""
    portal, shelf = edition.portal, edition.shelf
    cards = shelf.newest("share", f"{department.id}/{column.id}", _COLUMN_ROWS)
    card = listing.column_card(portal, shelf, column, 0)
    return card._replace(rows=listing.rows(portal, shelf, cards))


def _description(portal: Portal, department: Department, name: str) -> str:
    """What a sub-site says of itself, else what it holds; never what it inherits, for that describes the portal."""
    own = department.site.settings.description if department.site else ""
    if own and own != portal.site.settings.description:
        return own
    names = dict.fromkeys(c.name for c in (*answered(portal, department), *special(portal, department)))
    if len(names) > _NAMED:
        return f"{name}：{'、'.join([*names][:_NAMED])}等{len(names)}个栏目"
    return f"{name}：{'、'.join(names)}" if names else name


def _department(edition: Edition, id: str) -> Iterator[Draft]:
    if edition.has_department(id):
        yield Draft(urls.department(id), partial(_page, edition, id))


def _page(edition: Edition, id: str) -> Page:
    portal, shelf = edition.portal, edition.shelf
    department = portal.departments[id]
    hosted = bool(department.site and department.site.kind == "分站")
    name = frame.site_name(department) if hosted else department.full_name
    return frame.make(
        edition,
        urls.department(id),
        "subsite.html",
        title=name,
        crumbs=(Link("首页", urls.HOME), Link("保障部门", urls.DEPARTMENTS), Link(name, "")),
        description=_description(portal, department, name),
        kind="子网站",
        sub_site=department if hosted else None,
        feeds=(
            Link(f"{name}（Atom）", urls.feed("departments", id, ending="xml")),
            Link(f"{name}（JSON）", urls.feed("departments", id, ending="json")),
        ),
        department=department_card(portal, department),
        rows=listing.rows(portal, shelf, shelf.newest("department", id, _ROWS)),
        columns=tuple(_column(edition, department, c) for c in answered(portal, department)),
        special=tuple(_column(edition, department, c) for c in special(portal, department)),
        hosted=hosted,
        archive=Link("全部信息", urls.department_archive(id)),
    )


def _every(portal: Portal) -> tuple[str, ...]:
    return tuple(d.id for d in portal.departments.values() if not d.external)


def _touched(_: Portal, card: Card) -> tuple[str, ...]:
    return (card.department,)


def _one(_: Portal) -> tuple[str, ...]:
    return ("sites",)


DEPARTMENTS = Family("departments", _every, _touched, _department)
SITES = Family("sites", _one, no_keys, _links)


def _families(_: object) -> tuple[Family, ...]:
    return (DEPARTMENTS, SITES)


def register() -> None:
    """Pelican calls this once."""
    page_families.connect(_families)

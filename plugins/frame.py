"""What every page carries: header, navigation, footer, official tags, structured data."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from lanmu import forge, urls
from lanmu.model import Column, Department, Portal, Section, Settings
from lanmu.page import Page
from lanmu.place import CONTENT
from lanmu.views import Footer, Frame, Link, Meta
from plugins.edition import Edition

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
_HOME = Link("首页", urls.HOME)
_TOP = (
    Link("子网站", urls.SITES),
    Link("保障部门", urls.DEPARTMENTS),
    Link("责任分解表", urls.DUTIES),
    Link("归档", urls.ARCHIVE),
)


def shown(portal: Portal, section: Section) -> bool:
    """Whether the public finds anything under a section."""
    ids = {part.id for part in section.walk()}
    return any(column.section in ids and not column.site for column in portal.public_columns())


def fixed_pages(portal: Portal) -> Iterator[str]:
    """Pages for readers that exist whatever the articles are."""
    yield from (urls.HOME, urls.SITES, urls.DEPARTMENTS, urls.DUTIES, urls.DUTIES_BY_DEPARTMENT, urls.ARCHIVE, urls.MAP)
    yield from (urls.section(s.id) for top in portal.sections for s in top.walk() if shown(portal, s))
    yield from (urls.column(column.id) for column in portal.public_columns())
    yield from (urls.department(d.id) for d in portal.departments.values() if not d.external)


def frame(portal: Portal, emblem: str) -> Frame:
    """Header, navigation and footer of the portal's pages; ``emblem`` is the path of its picture, or ""."""
    site = portal.site
    nav = [Link(s.name, urls.section(s.id)) for s in portal.sections if shown(portal, s) and s.show != "不显示"]
    return Frame(
        name=site.name,
        organiser=site.settings.organiser,
        domain=site.domain,
        emblem=emblem,
        search=site.settings.search,
        nav=(_HOME, *nav),
        top=_TOP,
        footer=_footer(site.settings, site.identifier),
        band=None,
    )


def _footer(settings: Settings, identifier: str) -> Footer:
    return Footer(
        party_mark=settings.party_mark,
        find_error=settings.find_error,
        identifier=identifier,
        organiser=settings.organiser,
        operator=settings.operator,
        phones=settings.contact.phones,
        email=settings.contact.email,
        icp=settings.filing.icp,
        police=settings.filing.police,
    )


def of_sub_site(base: Frame, department: Department) -> Frame:
    """The frame on a hosted sub-site: its name under the portal's, its own settings in the footer (山西第五条)."""
    if department.site is None:
        return base
    footer = _footer(department.site.settings, department.site.identifier or base.footer.identifier)
    return base._replace(band=band(department), footer=footer)


def band(department: Department) -> Link:
    """The sub-site's name, leading to its home."""
    return Link(site_name(department), urls.department(department.id))


def site_meta(portal: Portal) -> tuple[Meta, ...]:
    """The three tags of every page (政府网站标签规范)."""
    site = portal.site
    return (
        Meta("SiteName", site.name),
        Meta("SiteDomain", site.domain),
        Meta("SiteIDCode", site.identifier),
    )


def column_meta(name: str, description: str, keywords: tuple[str, ...], kind: str) -> tuple[Meta, ...]:
    """The four tags of a column page; none is ever empty."""
    return (
        Meta("ColumnName", name),
        Meta("ColumnDescription", description or name),
        Meta("ColumnKeywords", "，".join(keywords) or name),
        Meta("ColumnType", kind or name),
    )


def meta_of(portal: Portal, column: Column) -> tuple[Meta, ...]:
    """The column tags of a column of the portal."""
    description = column.description or column.content_source or f"{portal.site.name}{column.name}栏目"
    return column_meta(column.name, description, column.keywords, column.category)


def structured(data: Mapping[str, Any]) -> Markup:
    """JSON-LD that cannot end its script element."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, sort_keys=True)
    for character, escape in _UNSAFE.items():
        text = text.replace(character, escape)
    return Markup(text)


def trail(portal: Portal, section_id: str) -> tuple[Link, ...]:
    """Breadcrumbs from the home page down to a section."""
    crumbs = [_HOME]
    steps = section_id.split("/") if section_id else []
    for depth in range(1, len(steps) + 1):
        id = "/".join(steps[:depth])
        crumbs.append(Link(portal.section(id).name, urls.section(id)))
    return tuple(crumbs)


def owner(portal: Portal, column: Column) -> Department | None:
    """The department to whose sub-site a special column belongs."""
    return portal.departments[column.site] if column.site else None


def site_name(department: Department) -> str:
    """What a department's sub-site is called."""
    return department.site.name if department.site and department.site.name else department.full_name


def make(
    edition: Edition,
    path: str,
    template: str,
    *,
    title: str,
    crumbs: tuple[Link, ...] = (),
    meta: tuple[Meta, ...] | None = None,
    description: str = "",
    keywords: tuple[str, ...] = (),
    kind: str = "",
    here: str = "",
    sub_site: Department | None = None,
    feeds: tuple[Link, ...] = (),
    data: Mapping[str, Any] | None = None,
    root: str | None = None,
    staff: tuple[Link, ...] = (),
    **context: Any,
) -> Page:
    """A page of the site: ``context`` plus what every page carries.

    Without ``meta`` the page counts as a column page named ``title``. ``sub_site`` is the department
    whose hosted site the page belongs to; ``staff`` is what ``editing`` or ``writing`` gave.
    """
    portal = edition.portal
    site = portal.site
    path_up = urls.root(path) if root is None else root
    description = description or f"{site.name}{title}"
    crumbs = crumbs or (_HOME, Link(title, ""))
    if meta is None:
        meta = column_meta(title, description, keywords, kind)
    canonical = urls.absolute(site.domain, path)
    if any(tag.name.lower() == "description" for tag in meta):  # two would be invalid HTML
        description = ""
    return Page(
        path,
        template,
        {
            "path": path,
            "root": path_up,
            "frame": of_sub_site(edition.frame, sub_site) if sub_site else edition.frame,
            "title": title if title == site.name else f"{title} - {site.name}",
            "description": description,
            "canonical": canonical,
            "meta": site_meta(portal) + meta,
            "jsonld": structured({"url": canonical, **(data or _collection(site.domain, title, crumbs))}),
            "crumbs": crumbs,
            "here": here,
            "feeds": feeds,
            "staff": staff,
            **context,
        },
    )


def editing(edition: Edition, source: str) -> tuple[Link, ...]:
    """Where staff edit the article at ``source``; nothing on pages for the public."""
    place = edition.site.staff
    return (Link("编辑本页", forge.edit(place, source)),) if place else ()


def writing(edition: Edition, column: Column) -> tuple[Link, ...]:
    """Where staff begin an article of a column, one link a department; nothing on pages for the public."""
    place = edition.site.staff
    if place is None:
        return ()
    offices = (edition.portal.departments[id] for id in column.departments)
    return tuple(
        Link(f"新建（{office.name}）", forge.new(place, f"{CONTENT}/{office.id}/{column.id}")) for office in offices
    )


def breadcrumbs(domain: str, crumbs: tuple[Link, ...]) -> dict[str, Any]:
    """The trail as schema.org BreadcrumbList."""
    steps = [crumb for crumb in crumbs if crumb.path]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": step.text, "item": urls.absolute(domain, step.path)}
            for place, step in enumerate(steps, 1)
        ],
    }


def _collection(domain: str, title: str, crumbs: tuple[Link, ...]) -> dict[str, Any]:
    return {"@type": "CollectionPage", "name": title, "inLanguage": "zh-CN", "breadcrumb": breadcrumbs(domain, crumbs)}

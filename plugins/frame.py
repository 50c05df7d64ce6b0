"""What every page carries: header, navigation, footer, official tags, structured data."""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from lanmu import urls
from lanmu.model import Column, Department, Portal, Section
from lanmu.page import Page
from lanmu.views import Footer, Frame, Link, Meta
from plugins.family import Edition

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


def frame(portal: Portal) -> Frame:
    """Header, navigation and footer of the portal's pages."""
    site = portal.site
    settings = site.settings
    nav = [Link(s.name, urls.section(s.id)) for s in portal.sections if shown(portal, s) and s.show != "不显示"]
    footer = Footer(
        party_mark=settings.party_mark,
        find_error=settings.find_error,
        identifier=site.identifier,
        organiser=settings.organiser,
        operator=settings.operator,
        phones=settings.contact.phones,
        email=settings.contact.email,
        icp=settings.filing.icp,
        police=settings.filing.police,
    )
    return Frame(
        name=site.name,
        organiser=settings.organiser,
        domain=site.domain,
        emblem=settings.emblem,
        search=settings.search,
        nav=(_HOME, *nav),
        top=_TOP,
        footer=footer,
        band=None,
    )


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


def band_of(portal: Portal, column: Column) -> Link | None:
    """The sub-site to which a special column belongs."""
    if not column.site:
        return None
    department = portal.departments[column.site]
    return Link(site_name(department), urls.department(department.id))


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
    band: Link | None = None,
    feeds: tuple[Link, ...] = (),
    data: Mapping[str, Any] | None = None,
    root: str | None = None,
    **context: Any,
) -> Page:
    """A page of the site: ``context`` plus what every page carries.

    Without ``meta`` the page counts as a column page named ``title``.
    """
    portal = edition.portal
    site = portal.site
    path_up = urls.root(path) if root is None else root
    description = description or f"{site.name}{title}"
    crumbs = crumbs or (_HOME, Link(title, ""))
    if meta is None:
        meta = column_meta(title, description, keywords, kind)
    canonical = urls.absolute(site.domain, path)
    return Page(
        path,
        template,
        {
            "path": path,
            "root": path_up,
            "frame": edition.frame._replace(band=band),
            "title": title if title == site.name else f"{title} - {site.name}",
            "description": description,
            "canonical": canonical,
            "meta": site_meta(portal) + meta,
            "jsonld": structured({"url": canonical, **(data or _collection(site.domain, title, crumbs))}),
            "crumbs": crumbs,
            "here": here,
            "feeds": feeds,
            **context,
        },
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

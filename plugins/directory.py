"""The department directory and the responsibility table (衢州四之一：栏目内容保障责任分解表)."""

from collections.abc import Iterator
from functools import partial

from lanmu import urls
from lanmu.model import Column, Portal
from lanmu.page import Page
from lanmu.views import DepartmentCard, Duty, Link
from plugins import columns, frame, subsites
from plugins.edition import Edition
from plugins.family import Draft, Family, no_keys, page_families

_OTHERS = "其他单位"


def duty(portal: Portal, column: Column) -> Duty:
    """A column's row in the table."""
    facts = columns.facts(portal, column)
    if column.site:
        section = frame.site_name(portal.departments[column.site])
    else:
        section = " › ".join(crumb.text for crumb in frame.trail(portal, column.section)[1:])
    return Duty(
        section=section,
        column=Link(column.name, urls.column(column.id)),
        content_source=column.content_source or column.description,
        modes=column.modes,
        departments=facts.departments,
        lead=facts.lead,
        providers=column.providers,
        due=facts.due,
        review=column.review,
        first=0,
    )


def duties(portal: Portal) -> tuple[Duty, ...]:
    """The table by column, in the order of the sections, special columns last."""
    order = [s.id for top in portal.sections for s in top.walk()]
    ours = [c for c in portal.public_columns() if not c.site]
    found = sorted(ours, key=lambda c: order.index(c.section))
    rows = [duty(portal, c) for c in (*found, *(c for c in portal.public_columns() if c.site))]
    names = [row.section for row in rows]
    return tuple(
        row._replace(first=names.count(row.section) if names.index(row.section) == place else 0)
        for place, row in enumerate(rows)
    )


def _by_department(portal: Portal) -> tuple[tuple[DepartmentCard, tuple[Duty, ...]], ...]:
    return tuple(
        (
            subsites.department_card(portal, department),
            tuple(duty(portal, c) for c in portal.public_columns() if department.id in c.departments),
        )
        for department in portal.departments.values()
        if not department.external
    )


def _directory_groups(portal: Portal) -> tuple[tuple[str, tuple[DepartmentCard, ...]], ...]:
    """Departments under their first group; groups that name nobody first stay as a heading to link to."""
    names = dict.fromkeys([*portal.groups, _OTHERS])
    members = {name: [d for d in portal.departments.values() if (d.group or _OTHERS) == name] for name in names}
    for name, group in portal.groups.items():
        members[name] = members[name] or [portal.departments[id] for id in group.members]
    return tuple(
        (name, tuple(subsites.department_card(portal, d) for d in found if not d.external))
        for name, found in members.items()
        if found or name in portal.groups
    )


def _directory(edition: Edition, _: str) -> Iterator[Draft]:
    yield Draft(urls.DEPARTMENTS, partial(_departments, edition))
    yield Draft(urls.DUTIES, partial(_duties, edition))
    yield Draft(urls.DUTIES_BY_DEPARTMENT, partial(_duties_by_department, edition))


def _departments(edition: Edition) -> Page:
    portal = edition.portal
    return frame.make(
        edition,
        urls.DEPARTMENTS,
        "departments.html",
        title="保障部门",
        description=f"为{portal.site.name}各栏目提供内容保障的部门及联系方式",
        kind="机构设置",
        groups=_directory_groups(portal),
    )


def _duties(edition: Edition) -> Page:
    return frame.make(
        edition,
        urls.DUTIES,
        "duties.html",
        title="栏目内容保障责任分解表",
        crumbs=(Link("首页", urls.HOME), Link("责任分解表", "")),
        kind="责任分解表",
        rows=duties(edition.portal),
    )


def _duties_by_department(edition: Edition) -> Page:
    return frame.make(
        edition,
        urls.DUTIES_BY_DEPARTMENT,
        "duties-departments.html",
        title="栏目内容保障责任分解表（按部门）",
        crumbs=(Link("首页", urls.HOME), Link("责任分解表", urls.DUTIES), Link("按部门", "")),
        kind="责任分解表",
        rows=_by_department(edition.portal),
    )


def _one(_: Portal) -> tuple[str, ...]:
    return ("directory",)


DIRECTORY = Family("directory", _one, no_keys, _directory)


def _families(_: object) -> tuple[Family, ...]:
    return (DIRECTORY,)


def register() -> None:
    """Pelican calls this once."""
    page_families.connect(_families)

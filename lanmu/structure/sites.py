"""The main site and its sub-sites, with what they inherit (山西办法第五条：统一规划、分级管理)."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lanmu.marked import Map, Text
from lanmu.model import Column, Parties, Settings, Site, Target
from lanmu.structure import pick
from lanmu.structure.columns import COLUMN_LINK


class Plot(NamedTuple):
    """A site as written. ``at`` is where it begins, ``department`` answers for it, ``deep`` is below a sub-site."""

    id: Text
    at: Text
    body: Map
    department: str
    deep: bool

    @property
    def where(self) -> str:
        """Path of keys for messages."""
        return f"departments.{self.department}.site{f' 的下级网站 {self.id}' if self.deep else ''}"


def plots(departments: Map) -> Iterator[Plot]:
    """Every sub-site as written, top down."""
    for id, body in departments.items():
        if "site" in body:
            top = Plot(id, body.key("site"), pick.part(body, "site"), str(id), False)
            yield top
            yield from _below(top)


def _below(plot: Plot) -> Iterator[Plot]:
    for lower in lower_plots(plot):
        yield lower
        yield from _below(lower)


def lower_plots(plot: Plot) -> Iterator[Plot]:
    """The sites directly below one."""
    for id, body in pick.part(plot.body, "sites").items():
        yield Plot(id, id, body, plot.department, True)


def parties(tree: Map, base: Parties) -> Parties:
    """``roles:``; those not named are those of ``base``."""
    given: dict[str, Any] = {
        name: pick.texts(tree, name) if isinstance(getattr(base, name), tuple) else pick.text(tree, name)
        for name in Parties._fields
        if name in tree
    }
    return base._replace(**given)


def main(root: Map, columns: Mapping[str, Column], subs: tuple[Site, ...]) -> Site:
    """The main site. Special columns belong to their sub-sites, not to it."""
    body = pick.part(root, "site")
    domain = pick.text(body, "domain")
    return Site(
        id=pick.text(body, "id"),
        name=pick.text(body, "name"),
        short_name=pick.text(body, "short_name", pick.text(body, "name")),
        department="",
        kind="独立",
        type=pick.text(body, "type", "政府"),
        url=f"https://{domain}/" if domain else "",
        domain=domain,
        chinese_domain=pick.text(body, "chinese_domain"),
        own_domains=pick.texts(body, "own_domains"),
        identifier=pick.text(body, "identifier"),
        legacy=pick.flag(body, "legacy"),
        services=(),
        founding=pick.founding(body),
        settings=pick.settings(body),
        roles=parties(pick.part(root, "roles"), Parties()),
        links=(),
        columns=tuple(column.id for column in columns.values() if not column.site),
        sites=subs,
    )


class Above(NamedTuple):
    """What a sub-site inherits, and which settings it may change."""

    settings: Settings
    roles: Parties
    local: tuple[str, ...]


def above(root: Map) -> Above:
    """What the main site hands down."""
    body = pick.part(root, "site")
    return Above(pick.settings(body), parties(pick.part(root, "roles"), Parties()), pick.texts(body, "local"))


Held = Mapping[str, tuple[str, ...]]


def held(columns: Mapping[str, Column]) -> Held:
    """Ids of the columns that each department answers for, a special column only by its own sub-site."""
    found: dict[str, list[str]] = {}
    for column in columns.values():
        for department in column.departments if not column.site else (column.site,):
            found.setdefault(department, []).append(column.id)
    return {department: tuple(ids) for department, ids in found.items()}


def sub(plot: Plot, department: Map, held: Held, upper: Above) -> Site:
    """A sub-site and all below it."""
    body = plot.body
    name = pick.text(body, "name", pick.text(department, "name", plot.id))
    own = pick.settings(pick.part(body, "settings"))
    given = {key: getattr(own, key) for key in pick.part(body, "settings") if key in upper.local}
    here = Above(upper.settings._replace(**given), parties(pick.part(body, "roles"), upper.roles), upper.local)
    return Site(
        id=str(plot.id),
        name=name,
        short_name=pick.text(body, "short_name", name if plot.deep else pick.text(department, "name", name)),
        department=plot.department,
        kind=pick.text(body, "kind", "独立"),
        type=pick.text(body, "type", "部门"),
        url=pick.text(body, "url"),
        domain=pick.text(body, "domain"),
        chinese_domain=pick.text(body, "chinese_domain"),
        own_domains=pick.texts(body, "own_domains"),
        identifier=pick.text(body, "identifier"),
        legacy=pick.flag(body, "legacy"),
        services=pick.texts(body, "services"),
        founding=pick.founding(body),
        settings=here.settings,
        roles=here.roles,
        links=tuple(_link(link, plot.department) for link in pick.items(body, "links")),
        columns=() if plot.deep else held.get(plot.department, ()),
        sites=tuple(sub(below, department, held, here) for below in lower_plots(plot)),
    )


def _link(link: Map, department: str) -> Target:
    return Target(pick.text(link, "name"), pick.text(link, "url"), COLUMN_LINK, department, pick.text(link, "column"))

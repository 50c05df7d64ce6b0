"""From the checked tree to the ``Portal``."""

from collections.abc import Iterator, Mapping

from lanmu import types
from lanmu.marked import Map, Text
from lanmu.model import Account, Department, Portal, Reviewing, Section, Site
from lanmu.schema import Report
from lanmu.structure import columns, pick, sites
from lanmu.structure.names import Names


def build(root: Map, names: Names, report: Report) -> Portal:
    """The portal as far as ``root`` tells of one; names that lead nowhere are reported and left out."""
    departments = pick.part(root, "departments")
    sections = tuple(_section(id, body, "") for id, body in pick.part(root, "sections").items())
    kinds = types.declared(pick.part(root, "types"), report)
    by_id = {section.id: section.name for top in sections for section in top.walk()}
    known = columns.Known(names, by_id, kinds, departments, report)
    found = columns.build(columns.rows(root), known)
    held = sites.held(found)
    upper = sites.above(root)
    subs = {
        plot.department: sites.sub(plot, departments[plot.id], held, upper)
        for plot in sites.plots(departments)
        if not plot.deep
    }
    office = root.get(Text("office"))
    return Portal(
        site=sites.main(root, found, tuple(subs.values())),
        office=names.department(office, "office") if office is not None else "",
        groups=names.groups,
        departments={str(id): _department(id, body, subs.get(id), names) for id, body in departments.items()},
        sections=sections,
        columns=found,
        types=kinds,
        accounts=_accounts(root),
        categories=pick.texts(pick.part(root, "site"), "categories"),
        archive=pick.archive(pick.part(root, "site")),
        reviewing=_reviewing(pick.part(root, "review")),
        forge=pick.forge(pick.part(root, "site")),
    )


def _reviewing(body: Map) -> Reviewing:
    usual = Reviewing()
    return Reviewing(
        pick.text(body, "evidence", usual.evidence),
        pick.flag(body, "every_level", usual.every_level),
        pick.keys(body),
        pick.text(body, "since"),
    )


def _section(id: str, body: Map, above: str) -> Section:
    path = f"{above}/{id}" if above else str(id)
    return Section(
        path,
        pick.text(body, "name", id),
        pick.text(body, "show", "列表"),
        pick.text(body, "description"),
        tuple(_section(lower, part, path) for lower, part in pick.part(body, "sections").items()),
    )


def _department(id: str, body: Map, site: Site | None, names: Names) -> Department:
    name = pick.text(body, "name", id)
    return Department(
        id=str(id),
        name=name,
        full_name=pick.text(body, "full_name", name),
        aliases=pick.texts(body, "aliases"),
        responsible=pick.person(body, "responsible"),
        leader=pick.person(body, "leader"),
        liaisons=tuple(pick.text(person, "account") for person in pick.items(body, "liaisons")),
        contact=pick.contact(pick.part(body, "contact")),
        group=names.group_of(id),
        site=site,
        external=pick.flag(body, "external"),
    )


def _accounts(root: Map) -> Mapping[str, Account]:
    """Accounts listed, then those that departments name; what is written first stands."""
    found = {str(id): _listed(id, body) for id, body in pick.part(root, "accounts").items()}
    for body in pick.part(root, "departments").values():
        for account, post in _people(body):
            listed = found.get(account.id, account)
            title = listed.title or account.title or f"{pick.text(body, 'name')}{post}"
            contact = account.contact if any(account.contact) else listed.contact
            found[account.id] = listed._replace(title=title, contact=contact)
    return found


def _people(body: Map) -> Iterator[tuple[Account, str]]:
    for key, post in (("responsible", "负责人"), ("leader", "分管领导")):
        if pick.person(body, key):
            yield pick.account(pick.part(body, key)), post
    for person in pick.items(body, "liaisons"):
        if pick.text(person, "account"):
            yield pick.account(person), "信息员"


def _listed(id: str, body: Map) -> Account:
    return Account(str(id), pick.text(body, "title"), pick.texts(body, "emails"), pick.keys(body))

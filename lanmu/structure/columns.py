"""Columns: what a row of the responsibility table means once its names are resolved."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lanmu.marked import Map, Seq, Text
from lanmu.model import ArticleType, CoBuilding, Column, Governed, Publishing, Source, Target
from lanmu.near import did_you_mean, listed
from lanmu.schema import Report
from lanmu.structure import pick
from lanmu.structure.names import Names

COLUMN_LINK, HOME_LINK = "栏目链接", "主页链接"
DEFAULT_WEIGHT = 50  # the middle: a column counts like any other unless the table says so


class Known(NamedTuple):
    """What a column may refer to."""

    names: Names
    sections: Mapping[str, str]  # names by path of ids
    types: Mapping[str, ArticleType]
    departments: Map
    report: Report


class Row(NamedTuple):
    """A column as written. ``owner`` is the department whose special column it is, or ""."""

    id: Text
    body: Map
    owner: str

    @property
    def where(self) -> str:
        """Path of keys for messages."""
        return f"departments.{self.owner}.site.columns.{self.id}" if self.owner else f"columns.{self.id}"


def rows(root: Map) -> Iterator[Row]:
    """The portal's columns, then the special columns of its sub-sites."""
    for id, body in pick.part(root, "columns").items():
        yield Row(id, body, "")
    for department, body in pick.part(root, "departments").items():
        for id, column in pick.part(pick.part(body, "site"), "columns").items():
            yield Row(id, column, str(department))


def build(written: Iterable[Row], known: Known) -> dict[str, Column]:
    """Columns by id. One whose id is taken is left out."""
    found: dict[str, Column] = {}
    feeds = _feeds(known.departments, known.names)
    for row in written:
        if row.id in found:
            holder = found[row.id].site or "主网站"
            message = f"{row.where}：编号 {row.id} 已由{holder}的栏目“{found[row.id].name}”使用"
            known.report.say("column-id-twice", row.id, message, "给专业栏目另取一个编号，如前面加上部门编号")
        else:
            found[str(row.id)] = _column(row, feeds.get(row.id, ()), known)
    return found


def _feeds(departments: Map, names: Names) -> dict[str, tuple[Target, ...]]:
    """Links of sub-sites by the portal column they lead from."""
    feeds: dict[str, tuple[Target, ...]] = {}
    for id, body in departments.items():
        for link in pick.items(pick.part(body, "site"), "links"):
            column = pick.text(link, "column")
            target = Target(
                pick.text(link, "name"), pick.text(link, "url"), COLUMN_LINK, str(id), pick.text(link, "name")
            )
            if column and target.url:
                feeds[column] = (*feeds.get(column, ()), target)
    return feeds


def _column(row: Row, feeds: tuple[Target, ...], known: Known) -> Column:
    body = row.body
    written = pick.items(body, "departments")
    departments = known.names.expand(written, f"{row.where}.departments")
    section = _section(row, known)
    links = _links(row, known)
    urls = {link.url for link in links}
    return Column(
        id=str(row.id),
        name=pick.text(body, "name", row.id),
        section=section,
        category=pick.text(body, "category", known.sections.get(section.partition("/")[0], "")),
        description=pick.text(body, "description"),
        content_source=pick.text(body, "content_source"),
        keywords=pick.texts(body, "keywords"),
        modes=tuple(dict.fromkeys(pick.texts(body, "modes"))) or ("信息报送",),
        written=pick.texts(body, "departments") or ((row.owner,) if row.owner else ()),
        departments=departments or ((row.owner,) if row.owner else ()),
        lead=_lead(row, written, departments, known),
        providers=pick.texts(body, "providers"),
        types=_types(row, known),
        review=pick.text(body, "review", "一般"),
        two_stage=pick.flag(body, "two_stage"),
        due=pick.due(body),
        links=(*links, *(link for link in feeds if link.url not in urls)),
        harvest=_harvest(row, known),
        co_building=_co_building(body),
        publishes=_publishes(body),
        governed_by=tuple(
            Governed(pick.text(rule, "title"), pick.text(rule, "number")) for rule in pick.items(body, "governed_by")
        ),
        public=pick.flag(body, "public", default=True),
        weight=pick.number(body, "weight", DEFAULT_WEIGHT),
        site=row.owner,
        note=pick.text(body, "note"),
    )


def _section(row: Row, known: Known) -> str:
    written = row.body.get(Text("section"))
    ids = known.sections
    if written is None or written in ids:
        return str(written or "")
    if not ids:  # sections: itself is missing, and that has been said
        return ""
    message = f"{row.where}.section：没有编号是“{written}”的区"
    known.report.say("unknown-section", written, message, f"{_near_id(written, ids)}可用的区：{listed(ids)}")
    return ""


def _near_id(word: str, names: Mapping[str, str]) -> str:
    """Did you mean, by id or by name; always answers with ids."""
    by_name = next((id for id, name in names.items() if name == word), "")
    last = next((id for id in names if id.rpartition("/")[2] == word), "")
    return f"是不是“{by_name or last}”？" if by_name or last else did_you_mean(word, names)


def _lead(row: Row, written: Seq, departments: tuple[str, ...], known: Known) -> str:
    given = row.body.get(Text("lead"))
    first = departments[0] if departments else row.owner
    if given is None:
        if written and known.names.is_group(written[0]):
            message = f"{row.where}：保障部门第一项“{written[0]}”是组，看不出由谁牵头"
            known.report.say("column-without-lead", written[0], message, "补上 lead: 牵头部门，或把牵头部门写在第一项")
        return first
    lead = known.names.department(given, f"{row.where}.lead")
    if lead and departments and lead not in departments:
        message = f"{row.where}.lead：“{given}”不在本栏目的保障部门里"
        known.report.say("column-without-lead", given, message, "改成保障部门之一，或把它加进 departments")
    return lead if lead in departments else first


def _types(row: Row, known: Known) -> tuple[str, ...]:
    found = []
    for name in pick.items(row.body, "types"):
        if name in known.types:
            found.append(str(name))
        else:
            message = f"{row.where}.types：没有叫“{name}”的文章类型"
            cure = f"{did_you_mean(name, known.types)}可用的类型：{listed(known.types)}"
            known.report.say("unknown-type", name, message, cure)
    return tuple(dict.fromkeys(found)) or ("新闻",)


def _links(row: Row, known: Known) -> tuple[Target, ...]:
    links = (_link(link, f"{row.where}.links", known) for link in pick.items(row.body, "links"))
    return tuple(link for link in links if link.url)


def _link(link: Map, where: str, known: Known) -> Target:
    """A link; without an address of its own it takes that of the sub-site or of its column."""
    written = link.get(Text("department"))
    department = known.names.department(written, f"{where}.department") if written is not None else ""
    site = pick.part(known.departments.get(Text(department), Map()), "site")
    column = pick.text(link, "column")
    url = pick.text(link, "url") or _target(link, site, where, known)
    kind = pick.text(link, "kind", COLUMN_LINK if column else HOME_LINK)
    return Target(pick.text(link, "name"), url, kind, department, column)


def _target(link: Map, site: Map, where: str, known: Known) -> str:
    column = link.get(Text("column"))
    if column is None:
        url = pick.text(site, "url")
        if not url:
            cure = "补上 url，或写明有网址的子网站的 department"
            known.report.say("missing-key", link, f"{where}：链接“{pick.text(link, 'name')}”没有网址", cure)
        return url
    offered = {pick.text(item, "name"): pick.text(item, "url") for item in pick.items(site, "links")}
    if column not in offered:
        cure = f"{did_you_mean(column, offered)}补上 url，或在该部门 site.links 里写上这个栏目"
        known.report.say("unknown-target", column, f"{where}：子网站没有叫“{column}”的栏目", cure)
    return offered.get(str(column), "")


def _harvest(row: Row, known: Known) -> tuple[Source, ...]:
    found = []
    for source in pick.items(row.body, "harvest"):
        written = source.get(Text("department"))
        department = known.names.department(written, f"{row.where}.harvest") if written is not None else ""
        if pick.text(source, "url"):
            found.append(
                Source(
                    pick.text(source, "url"), department, pick.text(source, "every", "1天"), pick.text(source, "list")
                )
            )
    return tuple(found)


def _publishes(body: Map) -> Publishing | None:
    given = pick.part(body, "publishes")
    if not given:
        return None
    return Publishing(pick.texts(given, "who"), pick.text(given, "by"), pick.text(given, "date"))


def _co_building(body: Map) -> CoBuilding | None:
    basis = pick.part(body, "co_building")
    if not basis:
        return None
    return CoBuilding(pick.text(basis, "basis"), pick.text(basis, "date"), pick.text(basis, "kind"))

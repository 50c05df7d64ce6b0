"""What only shows once the whole portal is known: columns that clash, idle departments, roles in one hand."""

from collections.abc import Iterator

from lanmu.marked import Map, Node, Text
from lanmu.model import Parties, Portal
from lanmu.schema import Report
from lanmu.schema.report import key_of
from lanmu.structure import accounts, columns, pick, review_sites

# Who only keeps the machines running has no part in these (陕西工信厅第四、十条).
DECIDING = (
    *("leading_group", "office", "supervisor", "publisher", "editor", "inspector"),
    *("webmaster", "secrecy_reviewer", "rechecker", "approvers"),
)


def review(root: Map, portal: Portal, report: Report) -> None:
    """Report every fault of ``portal`` as a whole; ``root`` is the checked tree it was built from."""
    for row in columns.rows(root):
        _ways(row, portal, report)
    _names(root, portal, report)
    _departments(root, portal, report)
    for where, tree, held in _hands(root, portal):
        _apart(where, tree, held, portal, report)
        _unsupported(where, tree, held, portal, report)
    _support(root, portal, report)
    accounts.review(root, portal, report)
    _keys(root, report)
    review_sites.review(root, portal, report)


def _ways(row: columns.Row, portal: Portal, report: Report) -> None:
    """Each mode has what it needs, and a column kept off the site has nothing that leads to it."""
    column = portal.columns[str(row.id)]
    at = key_of(row.body, "modes")
    if "网站链接" in column.modes and not column.links and not pick.items(row.body, "links"):
        message = f"{row.where}：保障方式有网站链接，却没有链接"
        report.say("link-column-without-links", at, message, "补上 links，或在子网站的 links 里写 column: " + row.id)
    if "网上抓取" in column.modes and not pick.items(row.body, "harvest"):
        message = f"{row.where}：保障方式有网上抓取，却没有写来源"
        report.say("harvest-without-source", at, message, "补上 harvest: [{department: 部门, url: 列表页网址}]")
    open_modes = [mode for mode in column.modes if mode in ("网站链接", "网上抓取")]
    if not column.public and (open_modes or column.links or column.harvest):
        kept = key_of(row.body, "public")
        message = f"{row.where}：不上网的栏目（public: false）不能有链接或抓取来源"
        report.say("exposed-digest", kept, message, "改用信息报送或栏目共建，删去 links、harvest 和对应它的子网站栏目")


def _names(root: Map, portal: Portal, report: Report) -> None:
    seen: dict[tuple[str, str, str], columns.Row] = {}
    for row in columns.rows(root):
        column = portal.columns[str(row.id)]
        if "name" not in row.body:
            continue
        first = seen.setdefault((row.owner, column.section, column.name), row)
        if first is not row:
            place = f"分站 {row.owner} " if row.owner else f"区 {column.section} "
            message = f"{row.where}.name：{place}里已有叫“{column.name}”的栏目（{first.id}，第{first.id.line}行）"
            report.say("column-name-twice", row.body[Text("name")], message, "改一个名称，或两个栏目合成一个")


def _departments(root: Map, portal: Portal, report: Report) -> None:
    busy = {id for column in portal.columns.values() for id in column.departments}
    for id in pick.part(root, "departments"):
        department = portal.departments[str(id)]
        if department.external:
            continue
        people = {
            "负责人": (department.responsible, f"responsible: {id}-head"),
            "分管领导": (department.leader, f"leader: {id}-leader"),
            "信息员": (department.liaisons, f"liaisons: [{id}-liaison]"),
        }
        missing = {post: example for post, (account, example) in people.items() if not account}
        if missing:
            message = f"departments.{id}：{department.name}缺少{'、'.join(missing)}"
            cure = f"补上账号，如 {'，'.join(missing.values())}；不承担保障的单位写 external: true"
            report.say("unattended-department", id, message, cure)
        if id not in busy:
            message = f"departments.{id}：{department.name}没有保障任何栏目"
            report.say(
                "idle-department", id, message, "把它写进栏目的 departments 或某个组；不承担保障的写 external: true"
            )
    _externals(root, portal, report)


def _externals(root: Map, portal: Portal, report: Report) -> None:
    external = {department.id for department in portal.departments.values() if department.external}
    for row in columns.rows(root):
        wrong = [id for id in portal.columns[str(row.id)].departments if id in external]
        if wrong:
            names = "、".join(portal.departments[id].name for id in wrong)
            message = f"{row.where}.departments：{names}写了 external: true，不承担栏目保障"
            report.say(
                "external-guarantor", key_of(row.body, "departments"), message, "从保障部门里去掉，或删去 external"
            )


def _hands(root: Map, portal: Portal) -> Iterator[tuple[str, Map, Parties]]:
    """Every place where roles are given, with the roles that hold there."""
    yield "roles", pick.part(root, "roles"), portal.site.roles
    for plot, site in review_sites.pairs(root, portal):
        if "roles" in plot.body:
            yield f"{plot.where}.roles", pick.part(plot.body, "roles"), site.roles


def _bodies(party: str, portal: Portal) -> set[str]:
    """The departments behind a role: itself, or those that name the account as theirs."""
    if party in portal.departments:
        return {party}
    named = {
        department.id
        for department in portal.departments.values()
        if party == department.responsible or party in department.liaisons
    }
    return named or {party}


def _apart(where: str, tree: Map, held: Parties, portal: Portal, report: Report) -> None:
    if not tree.keys() & {"inspector", "editor", "collectors"}:
        return  # inherited as it is: said once, where it is written
    inspecting = _bodies(held.inspector, portal) if held.inspector else set()
    # A collector is often a liaison of the inspecting office: only the very same party is too much there.
    editing = _bodies(held.editor, portal) if held.editor else set()
    both = (editing & inspecting) | ({held.inspector} & set(held.collectors))
    if both:
        names = "、".join(_title(body, portal) for body in sorted(both))
        message = f"{where}.inspector：{names}既督查又编辑"
        report.say(
            "inspector-who-edits",
            key_of(tree, "inspector"),
            message,
            "督查（inspector）与编辑（editor、collectors）由两个单位承担",
        )


def _unsupported(where: str, tree: Map, held: Parties, portal: Portal, report: Report) -> None:
    """The support unit decides nothing."""
    if not held.support:
        return
    helpers = _helpers(held.support, portal)
    for role in DECIDING:
        value = getattr(held, role)
        parties = set(value) if isinstance(value, tuple) else {value}
        if helpers & parties and tree.keys() & {role, "support"}:
            message = f"{where}.{role}：技术支持单位（{_title(held.support, portal)}）不能担任"
            report.say("supporter-who-approves", key_of(tree, role), message, "改为主办、承办单位的部门或账号")


def _title(body: str, portal: Portal) -> str:
    return portal.departments[body].name if body in portal.departments else body


def _helpers(support: str, portal: Portal) -> set[str]:
    """The support unit and its accounts."""
    department = portal.departments.get(support)
    people = (department.responsible, *department.liaisons) if department else ()
    return {support, *people} - {""}


def _support(root: Map, portal: Portal, report: Report) -> None:
    """The support unit heads no department that guarantees columns."""
    if not portal.site.roles.support:
        return
    helpers = _helpers(portal.site.roles.support, portal)
    for id, body in pick.part(root, "departments").items():
        if portal.departments[str(id)].external:
            continue
        for key, post in (("responsible", "负责人"), ("leader", "分管领导")):
            if pick.person(body, key) in helpers:
                message = f"departments.{id}.{key}：技术支持单位的账号不能当{post}"
                report.say("supporter-who-approves", body[Text(key)], message, "改为本部门的账号")


def _keys(root: Map, report: Report) -> None:
    for id, body in pick.part(root, "accounts").items():
        for key in pick.items(body, "keys"):
            until: Node | None = key.get(Text("until"))
            if until is not None and pick.text(key, "until") < pick.text(key, "from"):
                message = f"accounts.{id}.keys：失效日期 {until} 早于生效日期 {pick.text(key, 'from')}"
                report.say("impossible-date", until, message, "核对两个日期")

"""Accounts that ``columns.yaml`` names must lead to somebody: a mistyped one approves nothing, and nobody notices."""

from collections.abc import Iterable, Iterator

from lanmu.marked import Map, Node, Seq, Text
from lanmu.model import Portal
from lanmu.near import did_you_mean
from lanmu.schema import Report
from lanmu.structure import pick
from lanmu.structure.columns import rows
from lanmu.structure.sites import plots

_PEOPLE = ("responsible", "leader", "liaisons")


def review(root: Map, portal: Portal, report: Report) -> None:
    """Every role is a department or an account somebody has; departments name listed accounts where any are listed."""
    listed = pick.part(root, "accounts")
    if listed:
        _departments(root, listed, report)
    if portal.departments:  # without them nothing can be looked up, and that has been said
        _roles(root, portal, report)
    _apart(listed, report)


def _departments(root: Map, listed: Map, report: Report) -> None:
    for id, body in pick.part(root, "departments").items():
        for key in _PEOPLE:
            for person in _persons(body.get(Text(key))):
                account = person.get(Text("account"))
                if account is not None and account not in listed and "title" not in person:
                    message = f"departments.{id}.{key}：accounts 里没有账号“{account}”"
                    add = f"补上 {account}: {{title: 岗位名称}}，或在这里写 {{account: {account}, title: 岗位名称}}"
                    report.say("unknown-account", account, message, did_you_mean(account, listed) + add)


def _persons(node: Map | Seq | None) -> Iterable[Map]:
    return node if isinstance(node, Seq) else [node] if isinstance(node, Map) else []


def _roles(root: Map, portal: Portal, report: Report) -> None:
    known = (*portal.departments, *portal.accounts)
    for where, tree in _places(root):
        for role, node in tree.items():
            for party in node if isinstance(node, Seq) else [node]:
                if party in portal.departments or party in portal.accounts:
                    continue
                message = f"{where}.{role}：“{party}”不是部门，也不是账号"
                add = f"写部门编号，或在 accounts 里补上 {party}: {{title: 岗位名称}}"
                report.say("unknown-account", party, message, did_you_mean(party, known) + add)


def _apart(listed: Map, report: Report) -> None:
    """Whoever signs for two accounts could approve their own text: no mail address and no key belongs to two."""
    for what, key in (("邮箱", "emails"), ("公钥", "keys")):
        owners: dict[str, str] = {}
        for id, body in listed.items():
            for item in pick.items(body, key):
                written: Node = item.get(Text("key"), item) if isinstance(item, Map) else item
                same = " ".join(str(written).split()[:2])  # of a key not its comment
                same = same.casefold() if key == "emails" else same
                owner = owners.setdefault(same, str(id))
                if owner != id:
                    message = f"accounts.{id}.{key}：这个{what} {owner} 也登记了"
                    report.say(
                        "shared-identity", written, message, f"每个账号用自己的{what}；一个人有两个账号，也各用各的"
                    )


def _places(root: Map) -> Iterator[tuple[str, Map]]:
    yield "roles", pick.part(root, "roles")
    for row in rows(root):
        if given := pick.part(row.body, "publishes"):
            yield f"{row.where}.publishes", Map({Text("who"): given.get(Text("who"), Seq())})
    for plot in plots(pick.part(root, "departments")):
        yield f"{plot.where}.roles", pick.part(plot.body, "roles")

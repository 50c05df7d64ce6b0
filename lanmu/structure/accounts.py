"""Accounts that ``columns.yaml`` names must lead to somebody: a mistyped one approves nothing, and nobody notices."""

from collections.abc import Iterable, Iterator

from lanmu.marked import Map, Seq, Text
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
    _shared(root, listed, report)
    if portal.departments:  # without them nothing can be looked up, and that has been said
        _roles(root, portal, report)


def _departments(root: Map, listed: Map, report: Report) -> None:
    for id, body in pick.part(root, "departments").items():
        for key in _PEOPLE:
            for person in _persons(body.get(Text(key))):
                account = person.get(Text("account"))
                if account is not None and account not in listed and "title" not in person:
                    message = f"departments.{id}.{key}：accounts 里没有账号“{account}”"
                    add = f"补上 {account}: {{title: 岗位名称}}，或在这里写 {{account: {account}, title: 岗位名称}}"
                    report.say("unknown-account", account, message, did_you_mean(account, listed) + add)


def _shared(root: Map, listed: Map, report: Report) -> None:
    """A mail address or a key tells one account, and the server's keys nobody's; one account may repeat its own."""
    owners = {_body(key): "git 服务器" for key in pick.items(pick.part(root, "review"), "keys")}
    for id, body in listed.items():
        told = [(mail, mail.casefold()) for mail in pick.items(body, "emails")]
        told += [(key, _body(key)) for key in pick.items(body, "keys")]
        for node, identity in told:
            if (owner := owners.setdefault(identity, str(id))) != id:
                what = "邮箱" if "@" in identity else "签名公钥"
                message = f"accounts.{id}：这个{what}已经属于 {owner}"
                report.say("identity-shared", node, message, "各用各的：删去一处；一人担任两个职务的，只登记一个账号")


def _body(key: Map) -> str:
    """A key without its comment, which says nothing."""
    return " ".join(pick.text(key, "key").split(" ")[:2])


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


def _places(root: Map) -> Iterator[tuple[str, Map]]:
    yield "roles", pick.part(root, "roles")
    for row in rows(root):
        if given := pick.part(row.body, "publishes"):
            yield f"{row.where}.publishes", Map({Text("who"): given.get(Text("who"), Seq())})
    for plot in plots(pick.part(root, "departments")):
        yield f"{plot.where}.roles", pick.part(plot.body, "roles")

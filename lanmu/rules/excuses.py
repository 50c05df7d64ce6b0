"""Waivers and confirmations: F117 unused-excuse, F120 invalid-excuse; and what they excuse.

A reviewer may let one rule pass for one article (``waive``), and says so of what only a person can
judge (``confirm``). Both stand in the article's front matter, with a reason and who decided.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from lanmu.article import PLACEHOLDER, Article
from lanmu.finding import Finding, Spot
from lanmu.marked import Map, Seq, Text
from lanmu.model import Portal
from lanmu.near import listed
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import NEWS, edited
from lanmu.rules.subject import Subject

_JUDGED = Basis("陕西工信厅办法第十四条（负责人审批）", "R131")
_SECRET = Basis("湘潭办法第二十三条（明确审查的程序和责任）", "R206")
_AUTHOR = "author: 省科技厅信息员\n"
_HALFWIDTH = ("推进会，部署", "推进会,部署")


def _entry(kind: str, rule: str, by: str) -> str:
    return f"{_AUTHOR}{kind}:\n  - {{rule: {rule}, by: {by}, reason: 原件如此}}\n"


F117 = error(
    "F117",
    "unused-excuse",
    "豁免（waive）和人工确认（confirm）只为这篇文章里真有的问题而写；问题改好了，就删去那一项。",
    (_JUDGED,),
    Example(edited(NEWS, (_AUTHOR, _entry("waive", "W303", "kjt-head"))), (("F117", NEWS, 7),)),
    Example(edited(NEWS, (_AUTHOR, _entry("waive", "W303", "kjt-head")), _HALFWIDTH)),
)

F120 = error(
    "F120",
    "invalid-excuse",
    "豁免和确认写明规则编号、批准人的账号和理由；批准人是本部门的负责人、分管领导，或者办公室、保密审查人等有权审核的账号；"
    "密级标志、证件号码和文章的基本格式不能豁免，只有由人判断的规则可以确认。",
    (_JUDGED, _SECRET),
    Example(
        edited(NEWS, (_AUTHOR, _entry("waive", "W303", "kjt-liaison")), _HALFWIDTH),
        (("F120", NEWS, 7), ("W303", NEWS, 11)),
    ),
    Example(edited(NEWS, (_AUTHOR, _entry("waive", "W303", "kjt-head")), _HALFWIDTH)),
)

RULES = (F117, F120)

_NEVER = ("B201", "B205", "B212", "B213")  # secrets, identity, what is hidden
_WAIVED_FORMATS = ("F104", "F105", "F106", "F109", "F111", "F118")
_WAIVED_FAMILIES = "BWTA"
_UNREAD = ("A604", "A605", "A608")  # nobody has seen what is inside
_OF_HISTORY = "T802"  # said only where the history is known, so that its waiver may seem unused
_CONFIRMED = ("A606",)  # a scan that somebody has looked at


_CODE = re.compile("[A-Z][0-9]{3}")


class Excuse(NamedTuple):
    """One entry of ``waive`` or ``confirm``."""

    kind: str
    rule: str
    by: str
    reason: str
    line: int
    column: int


def excuses(article: Article | None) -> tuple[Excuse, ...]:
    """Every whole entry; what lacks something is said where fields are judged."""
    return tuple(_written(article)) if article is not None else ()


def _written(article: Article) -> Iterator[Excuse]:
    for kind in ("waive", "confirm"):
        rows = article.fields.get(Text(kind))
        for row in rows if isinstance(rows, Seq) else ():
            parts = [row.get(Text(name)) for name in ("rule", "by", "reason")] if isinstance(row, Map) else []
            if parts and all(isinstance(part, Text) and part.strip() not in ("", PLACEHOLDER) for part in parts):
                rule, by, reason = (str(part).strip() for part in parts)
                yield Excuse(kind, _code(rule), by, reason, row.line, row.column)


def _code(written: str) -> str:
    """A rule's code, whether its code or its name was written, in whatever case."""
    if written.upper() == written:
        return written
    from lanmu.rules.registry import RULES  # with every rule of the table: only where it is needed

    return next((rule.code for rule in RULES if written.lower() in (rule.code.lower(), rule.name)), written)


def may_waive(rule: str) -> bool:
    """Whether a reviewer may let this rule pass."""
    return rule not in (*_NEVER, *_UNREAD) and (rule[:1] in _WAIVED_FAMILIES or rule in _WAIVED_FORMATS)


def may_confirm(rule: str) -> bool:
    """Whether this rule asks a person to look."""
    return rule[:1] == "H" or rule in _CONFIRMED


def approvers(portal: Portal, department: str) -> tuple[str, ...]:
    """Accounts that may excuse something in an article of ``department``, its own first."""
    roles = portal.site.roles
    named = (roles.office, roles.leading_group, roles.secrecy_reviewer, *roles.approvers)
    found: list[str] = []
    for party in (department, portal.office, *named):
        own = portal.departments.get(party)
        found += (own.responsible, own.leader) if own else (party,)
    liaisons = portal.departments[department].liaisons if department in portal.departments else ()
    return tuple(dict.fromkeys(account for account in found if account and account not in liaisons))


def check(subject: Subject) -> Iterator[Finding]:
    """Entries that excuse nothing because they may not."""
    for excuse in excuses(subject.source.article):
        spot = subject.spot(excuse.line, excuse.column)
        if fault := _fault(excuse):
            yield F120.at(spot, *fault)
        allowed = approvers(subject.portal, _department(subject.path))
        if excuse.by not in allowed:
            yield F120.at(
                spot, f"“{excuse.by[:40]}”不能批准{_KINDS[excuse.kind]}", f"由这些账号批准：{listed(allowed, 8)}"
            )


_KINDS = {"waive": "豁免", "confirm": "确认"}


def _fault(excuse: Excuse) -> tuple[str, str] | None:
    if not _CODE.fullmatch(excuse.rule):
        return f"没有规则“{excuse.rule[:20]}”", "写规则的编号，如 W303；编号见 lanmu rules"
    if excuse.kind == "waive" and not may_waive(excuse.rule):
        what = "由人判断，用 confirm 确认" if may_confirm(excuse.rule) else "不能豁免"
        return f"{excuse.rule[:20]} {what}", "改正文章本身，删去这一项；规则的编号见 lanmu rules"
    if excuse.kind == "confirm" and not may_confirm(excuse.rule):
        what = "可以豁免，用 waive" if may_waive(excuse.rule) else "不是由人判断的规则"
        return f"{excuse.rule[:20]} {what}", "改正文章本身，或改用 waive；规则的编号见 lanmu rules"
    return None


def excused(portal: Portal, path: str, entries: Iterable[Excuse], found: Iterable[Finding]) -> Iterator[Finding]:
    """``found`` about the article at ``path`` without what is excused, and with every entry that excuses nothing."""
    allowed = approvers(portal, _department(path)) if entries else ()
    sound = [item for item in entries if item.by in allowed and not _fault(item) and item.rule != _OF_HISTORY]
    late = [item for item in entries if item.by in allowed and item.kind == "waive" and item.rule == _OF_HISTORY]
    rules, used = {item.rule for item in (*sound, *late)}, set()
    for finding in found:
        if finding.rule in rules:
            used.add(finding.rule)
        else:
            yield finding
    for item in sound:
        if item.rule not in used:
            message = f"没有 {item.rule[:20]} 的问题可{_KINDS[item.kind]}"
            yield F117.at(Spot(path, item.line, item.column), message, "删去这一项；要豁免别的规则，改正编号")
    for first, again in pairwise(sorted(sound, key=lambda item: (item.kind, item.rule, item.line))):
        if (first.kind, first.rule) == (again.kind, again.rule):
            message = f"{again.rule} 的{_KINDS[again.kind]}写了两次，第{first.line}行已有"
            yield F117.at(Spot(path, again.line, again.column), message, "两项留一项")


def _department(path: str) -> str:
    steps = path.split("/")
    return steps[1] if len(steps) > 1 else ""

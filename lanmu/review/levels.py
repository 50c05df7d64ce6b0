"""Which approvals a change needs (陕西工信厅第十四条): 一般 the responsible person, 重要 the leader in charge, 特殊 and
重大 the leading group; of several departments the lead one's (第十四条：谁牵头、谁负责)."""

from typing import NamedTuple

from lanmu import article, attachments
from lanmu.model import LEVELS, Column, Department, Portal
from lanmu.place import CONTENT
from lanmu.review import people
from lanmu.review.change import TABLE, Touched
from lanmu.review.contents import Contents

SECOND = "复审"  # the portal's look at what a department has approved


class Step(NamedTuple):
    """One signature that is needed. Any of ``who`` may give it."""

    level: str
    title: str  # of who must sign, for people to read
    who: tuple[str, ...]


class Item(NamedTuple):
    """What one touched file needs."""

    touched: Touched
    level: str
    steps: tuple[Step, ...]
    instead: tuple[str, ...]  # who signs for the last step where all who could have written the file


def higher(*levels: str) -> str:
    """The highest of some levels; what is none counts as the lowest."""
    return max(("一般", *(level for level in levels if level in LEVELS)), key=LEVELS.index)


def wanted(portal: Portal, one: Touched, contents: Contents) -> str:
    """The level of a file: of its column, or what its article says, before or after the change (nobody may lower it).

    An attachment has the level of its article.
    """
    column = _column(portal, one.path)
    owner = attachments.owner(one.path)
    blobs = contents.at(owner) if owner else (one.old, one.new) if one.path.endswith(".md") else ()
    return higher(column.review if column else "", *(_said(contents.read(blob)) for blob in blobs if blob))


def _said(data: bytes) -> str:
    found, _ = article.read("", data)
    return found.text("level") if found else ""


def steps(portal: Portal, path: str, level: str) -> tuple[Step, ...]:
    """Who must sign for a file at a level, in order."""
    department = answering(portal, path)
    found = [Step("一般", f"{_name(department)}负责人", _one(department.responsible if department else ""))]
    if LEVELS.index(level) > 0:
        found.append(Step("重要", f"{_name(department)}分管领导", _one(department.leader if department else "")))
    if LEVELS.index(level) > 1:
        found.append(Step(level, "领导小组", tuple(sorted(people.leading_group(portal)))))
    if not portal.reviewing.every_level:
        found = found[-1:]
    column = _column(portal, path)
    if column and column.two_stage:
        found.append(Step(SECOND, "编辑发布机构", tuple(sorted(people.editors(portal)))))
    never = people.support(portal)
    return tuple(step._replace(who=tuple(one for one in step.who if one not in never)) for step in found)


def instead(portal: Portal, path: str, level: str) -> tuple[str, ...]:
    """Who signs where whoever should wrote the file: the level above."""
    above = LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]
    last = [step for step in steps(portal, path, above) if step.level != SECOND]
    return last[-1].who


def answering(portal: Portal, path: str) -> Department | None:
    """The department whose people approve a file: the column's lead, else that of the folder; the office its table."""
    if path == TABLE:
        return portal.departments.get(portal.office)
    column = _column(portal, path)
    return portal.departments.get(column.lead if column else path.split("/")[1])


def _column(portal: Portal, path: str) -> Column | None:
    parts = path.split("/")
    return portal.columns.get(parts[2]) if len(parts) > 3 else None


def is_item(path: str) -> bool:
    """Whether a file is for readers, or beside what is, or says who answers for it."""
    return path.startswith(f"{CONTENT}/") or path == TABLE


def _name(department: Department | None) -> str:
    return department.name if department else "保障部门"


def _one(account: str) -> tuple[str, ...]:
    return (account,) if account else ()

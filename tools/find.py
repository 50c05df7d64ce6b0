"""The portal of a command, and the column or department that its user named."""

from pathlib import Path

from lanmu import structure
from lanmu.finding import ERROR
from lanmu.model import Column, Department, Portal
from lanmu.near import did_you_mean
from lanmu.refusal import Refused, Unable
from tools import console
from tools.help import quoted


def portal(root: Path) -> Portal:
    """The portal at ``root``; refused where its columns.yaml has errors."""
    loaded = structure.load(console.require(root))
    errors = tuple(finding for finding in loaded.findings if finding.severity == ERROR)
    if loaded.portal is None or errors:
        raise Refused(errors)
    return loaded.portal


def department(portal: Portal, text: str) -> Department:
    """The department whose id, name, full name or alias is ``text``."""
    for item in portal.departments.values():
        if text in _department_names(item):
            return item
    names = (name for item in portal.departments.values() for name in _department_names(item))
    raise Unable(f"没有部门“{text}”", did_you_mean(text, names) + "全部部门见 lanmu columns --by department")


def column(portal: Portal, text: str, department: Department) -> Column:
    """The column whose id or name is ``text`` and for which ``department`` answers."""
    found = [column for column in portal.columns.values() if text in (column.id, column.name)]
    own = [column for column in found if department.id in column.departments]
    if len(own) == 1:
        return own[0]
    if own:
        raise Unable(f"叫“{text}”的栏目不止一个", f"改写编号：{quoted(column.id for column in own)}")
    if found:
        raise _not_yours(portal, found[0], department)
    for section in (part for top in portal.sections for part in top.walk()):
        if text in (section.id, section.name):
            inside = quoted(c.name for c in portal.columns.values() if f"{c.section}/".startswith(f"{section.id}/"))
            raise Unable(f"“{text}”是板块，不是栏目", f"改写其中的一个栏目：{inside}")
    names = (name for column in portal.columns.values() for name in (column.id, column.name))
    raise Unable(f"没有栏目“{text}”", did_you_mean(text, names) + "全部栏目见 lanmu columns")


def _not_yours(portal: Portal, column: Column, department: Department) -> Unable:
    offices = quoted(portal.departments[id].name for id in column.departments)
    yours = quoted(other.name for other in portal.columns.values() if department.id in other.departments)
    cure = f"保障“{column.name}”的是：{offices}。{department.name}的栏目：{yours or '无'}"
    return Unable(f"{department.name}不保障栏目“{column.name}”（陕西工信厅办法第九条）", cure)


def _department_names(item: Department) -> tuple[str, ...]:
    return tuple(name for name in (item.id, item.name, item.full_name, *item.aliases) if name)

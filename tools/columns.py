"""``lanmu columns``: the responsibility table (责任分解表)."""

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from lanmu.model import Column, Department, Portal
from tools import console, table
from tools.help import Command, quoted

Row = dict[str, Any]

# The keys of a row in JSON, and its headings in CSV.
LABELS = {
    "id": "栏目编号",
    "name": "栏目",
    "section": "板块",
    "content_source": "内容来源",
    "modes": "保障方式",
    "written": "保障部门",
    "departments": "保障部门编号",
    "lead": "牵头部门编号",
    "providers": "资料提供单位",
    "due": "更新要求",
    "review": "审核级别",
    "public": "公开",
    "department": "部门编号",
    "department_name": "部门",
    "responsible": "负责人",
    "leader": "分管领导",
    "liaisons": "信息员",
    "leads": "牵头",
}


@click.command(cls=Command)
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help="默认 table")
@click.option("--by", type=click.Choice(["column", "department"]), default="column", help="按栏目或按部门，默认 column")
@click.pass_obj
def command(root: Path, form: str, by: str) -> int:
    """列出责任分解表：哪个栏目由谁保障、怎样保障、多久更新
    Print the responsibility table.

    含不对公众开放的栏目，供工作人员使用。
    """
    from tools import find

    portal = find.portal(root)
    if form == "table":
        click.echo("\n".join(_by_department(portal) if by == "department" else _by_column(portal)))
        return console.CLEAN
    rows = department_rows(portal) if by == "department" else column_rows(portal)
    click.echo(_json(rows) if form == "json" else _csv(rows), nl=False)
    return console.CLEAN


def column_rows(portal: Portal) -> list[Row]:
    """A row for each column, in the order of columns.yaml; keys and labels in ``LABELS``."""
    return [_column_row(portal, column) for column in portal.columns.values()]


def department_rows(portal: Portal) -> list[Row]:
    """A row for each department and each column that it answers for."""
    return [
        {
            "department": department.id,
            "department_name": department.name,
            "responsible": department.responsible,
            "leader": department.leader,
            "liaisons": list(department.liaisons),
            "id": column.id,
            "name": column.name,
            "modes": list(column.modes),
            "leads": column.lead == department.id,
            "due": _due(column),
        }
        for department in portal.departments.values()
        for column in _columns_of(portal, department)
    ]


def _column_row(portal: Portal, column: Column) -> Row:
    return {
        "id": column.id,
        "name": column.name,
        "section": _section(portal, column),
        "content_source": column.content_source,
        "modes": list(column.modes),
        "written": list(_written(portal, column)),
        "departments": list(column.departments),
        "lead": column.lead,
        "providers": list(column.providers),
        "due": _due(column),
        "review": column.review,
        "public": column.public,
    }


def _by_column(portal: Portal) -> list[str]:
    """The table for people: columns under their section, the lead department first."""
    columns = portal.columns.values()
    rows = [
        (column.id, _shown(column), quoted(column.modes), _every(column), _answering(portal, column))
        for column in columns
    ]
    headings = [_section(portal, column) or _site(portal, column) for column in columns]
    return [*_grouped(headings, rows), f"{len(rows)} 个栏目。"]


def _by_department(portal: Portal) -> list[str]:
    """The table for people: under each department the columns that it answers for."""
    pairs = [(item, column) for item in portal.departments.values() for column in _columns_of(portal, item)]
    rows = [
        (column.id, _shown(column), quoted(column.modes), _every(column), "牵头" if column.lead == item.id else "")
        for item, column in pairs
    ]
    headings = [f"{item.name}（{item.id}）" for item, _ in pairs]
    return [*_grouped(headings, rows), f"{len(set(headings))} 个部门。"]


def _grouped(headings: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    size = console.columns(sys.stdout)
    groups: dict[str, list[tuple[str, ...]]] = {}
    for heading, row in zip(headings, rows, strict=True):
        groups.setdefault(heading, []).append(row)
    for heading, group in groups.items():
        yield from table.rows([[heading]])
        yield from table.rows(group, indent="  ", columns=size)
        yield ""


def _columns_of(portal: Portal, department: Department) -> list[Column]:
    return [column for column in portal.columns.values() if department.id in column.departments]


def _shown(column: Column) -> str:
    return column.name if column.public else f"{column.name}（不公开）"


def _due(column: Column) -> str:
    return column.due.text if column.due else ""


def _every(column: Column) -> str:
    """The same, short enough for a line."""
    if column.due is None:
        return ""
    return f"{column.due.days}天1次" if column.due.days else f"{column.due.workdays}个工作日{column.due.at_least}次"


def _written(portal: Portal, column: Column) -> list[str]:
    return [portal.departments[name].name if name in portal.departments else name for name in column.written]


def _answering(portal: Portal, column: Column) -> str:
    lead = portal.departments[column.lead].name
    others = [name for name in _written(portal, column) if name != lead]
    return quoted([f"{lead}（牵头）" if len(column.departments) > 1 else lead, *others])


def _section(portal: Portal, column: Column) -> str:
    parts = column.section.split("/") if column.section else []
    paths = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    return " / ".join(portal.section(path).name for path in paths)


def _site(portal: Portal, column: Column) -> str:
    site = portal.departments[column.site].site if column.site in portal.departments else None
    return f"{site.name}的专有栏目" if site else ""


def _json(rows: list[Row]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _csv(rows: list[Row]) -> str:
    # The mark at the front tells Excel that this is UTF-8.
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow([LABELS[key] for key in rows[0]] if rows else [])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = quoted(value) if isinstance(value, list) else str(value)
    # A spreadsheet runs what begins like a formula; the apostrophe keeps it a text.
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text

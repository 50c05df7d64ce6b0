"""``lanmu register``: what was registered, item by item."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from lanmu import clock, register
from lanmu.disclosure import OPEN
from lanmu.model import Portal
from lanmu.refusal import Unable
from lanmu.register import Row
from lanmu.report.terminal import seen
from tools import console, table
from tools.help import Command

# The keys of an item in JSON, and its headings in CSV.
LABELS = {
    "date": "发布日期",
    "department": "部门编号",
    "department_name": "部门",
    "column": "栏目编号",
    "column_name": "栏目",
    "type": "类型",
    "title": "标题",
    "path": "文件",
    "source": "信息来源",
    "author": "作者",
    "disclosure": "公开方式",
    "disclosure_basis": "不主动公开的依据",
    "disclosure_reason": "不主动公开的理由",
    "decision": "议决依据",
    "waivers": "豁免",
    "confirmations": "人工确认",
}


@click.command(cls=Command)
@click.option("--since", metavar="DATE", help="从哪一天起，如 2026-01-01；默认从头")
@click.option("--until", metavar="DATE", help="到哪一天止，含这一天；默认到最后")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help="默认 table")
@click.pass_obj
def command(root: Path, since: str | None, until: str | None, form: str) -> int:
    """列出登记册：每篇信息的日期、部门、栏目、公开方式、豁免和确认
    Print the register of every item.

    不上网的信息和不对公众开放的栏目也在内，供工作人员使用。日期是发布日期。
    """
    from tools import find

    portal = find.portal(root)
    found = register.register(portal, root, _day("--since", since), _day("--until", until) or "\uffff")
    items = [_item(portal, row) for row in found.rows]
    if form == "json":
        click.echo(json.dumps(items, ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(_csv(items), nl=False)
    else:
        click.echo("\n".join(_table(items)))
    for path in found.unread:
        console.note(f"没有列入：{seen(path)}（读不了或放错了位置，用 lanmu check 查看原因）")
    return console.FOUND if found.unread else console.CLEAN


def _day(option: str, text: str | None) -> str:
    if text is not None and clock.parse_day(text) is None:
        raise Unable(f"{option} 的日期不对：{text}", "写成 2026-11-20 这样")
    return text or ""


def _item(portal: Portal, row: Row) -> dict[str, Any]:
    """A row with the names of its department and column, its marks as objects."""
    department, column = portal.departments.get(row.department), portal.columns.get(row.column)
    item = row._asdict() | {
        "department_name": department.name if department else "",
        "column_name": column.name if column else "",
        "waivers": [mark._asdict() for mark in row.waivers],
        "confirmations": [mark._asdict() for mark in row.confirmations],
    }
    return {key: item[key] for key in LABELS}


def _csv(items: Iterable[dict[str, Any]]) -> str:
    from tools import sheet

    return sheet.text(list(LABELS.values()), ([_text(value) for value in item.values()] for item in items))


def _text(value: Any) -> str:
    """A cell; of marks one line each."""
    if isinstance(value, str):
        return value
    return "\n".join("，".join(part for part in mark.values() if part) for mark in value)


def _table(items: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A line for each item; below it what else must be known: why it is withheld, what was waived and confirmed."""
    lines = table.rows([_line(item) for item in items])
    for item, line in zip(items, lines, strict=True):
        yield line
        yield from (f"    {seen(remark)}" for remark in _remarks(item))
    held = sum(item["disclosure"] != OPEN for item in items)
    yield f"{len(items)} 篇" + (f"，其中 {held} 篇不上网。" if held else "。")


def _line(item: dict[str, Any]) -> tuple[str, ...]:
    department = item["department_name"] or item["department"]
    column = item["column_name"] or item["column"]
    held = "" if item["disclosure"] == OPEN else item["disclosure"]
    return item["date"][:10], department, column, item["type"], held, item["title"]


def _remarks(item: dict[str, Any]) -> Iterator[str]:
    if item["disclosure"] != OPEN:
        yield f"不主动公开：{item['disclosure_basis'] or '没有写依据'}；{item['disclosure_reason'] or '没有写理由'}"
    if item["decision"]:
        yield f"议决依据：{item['decision']}"
    for key in ("waivers", "confirmations"):
        for mark in item[key]:
            yield f"{LABELS[key]} {mark['rule']}（{mark['by']}）：{mark['reason']}"

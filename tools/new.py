"""``lanmu new``: an article in its place, ready to be written."""

import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import click

from lanmu import clock
from lanmu.model import ArticleType, Column, Portal
from lanmu.place import CONTENT
from lanmu.refusal import Unable
from tools import console, table
from tools.help import Command, quoted

MAX_TITLE = 200  # characters; no real title comes near it
MAX_SLUG = 60  # lanmu.place
UNSPEAKABLE = "wen-zhang"  # slug of a title without a letter, figure or Chinese character


@click.command(cls=Command)
@click.argument("column", metavar="COLUMN")
@click.option("--department", required=True, metavar="D", help="由哪个部门发布：编号、名称或别名")
@click.option("--title", required=True, metavar="T", help="标题")
@click.option("--type", "kind", metavar="TYPE", help="类型，默认为栏目的第一种")
@click.pass_obj
def command(root: Path, column: str, department: str, title: str, kind: str | None) -> int:
    """新建一篇文章，放在规定的位置
    Scaffold an article where it belongs.

    COLUMN 是栏目的编号或名称。输出文章的路径；已有的文件从不覆盖。
    不能代填的必填项写作“待填”：检查时提醒，审核前必须填好。
    """
    from tools import find

    portal = find.portal(root)
    office = find.department(portal, department)
    place = find.column(portal, column, office)
    kind = _type(portal, place, kind)
    known = {"title": _title(title), "date": f"{clock.now():%Y-%m-%d %H:%M}", "source": office.name, "type": kind}
    click.echo(write(root, f"{CONTENT}/{office.id}/{place.id}", portal.types[kind], known))
    _say_more(portal.types[kind], known)
    return console.CLEAN


def write(root: Path, folder: str, kind: ArticleType, known: Mapping[str, str]) -> str:
    """Write the article into ``folder`` under a name that is free; its path relative to ``root``."""
    from lanmu import whole
    from lanmu.slug import slug
    from tools import scaffold

    _stays_inside(root, root / folder)
    text, day = scaffold.article(kind, known), known["date"][:10]
    name = slug(known["title"]) or UNSPEAKABLE
    for number in count(1):
        stem = f"{folder}/{day}-{_numbered(name, number)}"
        # A folder of that name holds the attachments of an article that was there before.
        if not (root / stem).exists() and whole.create(root / f"{stem}.md", text):
            break
    return f"{stem}.md"


def _numbered(slug: str, number: int) -> str:
    if number == 1:
        return slug
    ending = f"-{number}"
    return slug[: MAX_SLUG - len(ending)].rstrip("-") + ending


def _stays_inside(root: Path, folder: Path) -> None:
    if not folder.resolve().is_relative_to(root.resolve()):
        raise Unable(f"{folder} 经符号链接指向门户之外", "删除这个符号链接，改成普通文件夹")


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title or not title.isprintable() or len(title) > MAX_TITLE:
        raise Unable(f"标题不能为空，不能有看不见的字符，不能超过 {MAX_TITLE} 字", "用 --title 写一行普通文字")
    return title


def _type(portal: Portal, column: Column, text: str | None) -> str:
    if text is None:
        return column.types[0]
    if text in column.types:
        return text
    raise Unable(f"栏目“{column.name}”不收“{text}”", f"可用的类型：{quoted(column.types)}")


def _say_more(kind: ArticleType, known: Mapping[str, str]) -> None:
    from tools import scaffold

    fields = [f"{field.name} {field.label}" for field in scaffold.optional(kind, known)]
    lines = table.rows([["还可以写", quoted(fields)]], columns=console.columns(sys.stderr))
    console.note("\n".join(["“待填”各项写好后运行 lanmu check。", *lines]))

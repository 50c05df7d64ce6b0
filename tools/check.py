"""``lanmu check``: the findings of the whole portal, or of some paths."""

import os
import sys
from pathlib import Path

import click

from lanmu.finding import ERROR
from lanmu.refusal import Unable
from tools import console
from tools.help import Command


@click.command(cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", help="输出格式，默认 human")
@click.pass_obj
def command(root: Path, paths: tuple[str, ...], form: str) -> int:
    """检查栏目表和文章：错在哪里、依据什么、怎样改
    Check columns.yaml and articles: where, why and the cure.

    PATH 是文件或文件夹；不写则检查整个门户。只有提醒、没有错误时退出码为 0。
    """
    console.require(root)
    from lanmu import report
    from lanmu.rules import engine

    findings = engine.check(root, [inside(root, path) for path in paths] or None)
    if form == "json":
        click.echo(report.json(findings))
    else:
        click.echo(report.human(findings, colour=console.coloured(sys.stdout)))
    return console.FOUND if any(finding.severity == ERROR for finding in findings) else console.CLEAN


def inside(root: Path, path: str) -> str:
    """``path``, given from here or from the root, as a path relative to the root."""
    here, below = Path(os.path.abspath(path)), Path(os.path.abspath(root / path))
    place = here if here.is_relative_to(root) and here.exists() else below
    if not place.is_relative_to(root):
        raise Unable(f"{path} 不在门户的根文件夹里", f"写 {root} 里的路径，或用 --root 指明另一个门户")
    if not place.exists():
        raise Unable(f"没有 {path}", "核对路径；不写路径则检查整个门户")
    return place.relative_to(root).as_posix()

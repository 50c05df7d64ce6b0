"""``lanmu rules``: every rule in a line, or its page in docs/rules."""

from pathlib import Path

import click

from lanmu import whole
from tools import console, table
from tools.help import Command

FOLDER = "docs/rules"


@click.command(cls=Command)
@click.option("--write", is_flag=True, help=f"写成 {FOLDER} 里的页面，而不是列出")
@click.pass_obj
def command(root: Path, write: bool) -> int:
    """列出全部规则
    List every rule.

    每条规则的依据、错例和正例见 lanmu explain RULE。
    """
    from lanmu.finding import ERROR
    from lanmu.rules.registry import RULES

    if write:
        pages(root / FOLDER)
        console.note(f"已写入 {FOLDER}")
        return console.CLEAN
    lines = [(rule.code, "错误" if rule.severity == ERROR else "提醒", rule.name, rule.what) for rule in RULES]
    click.echo("\n".join(table.rows(lines)))
    return console.CLEAN


def pages(folder: Path) -> None:
    """Make ``folder`` hold exactly the pages of today's rules."""
    from lanmu.rules.pages import pages as made
    from lanmu.rules.registry import RULES

    wanted = made(RULES)
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        whole.replace(folder / name, text)

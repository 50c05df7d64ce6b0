"""``lanmu rules``: every rule in a line."""

import click

from tools import table
from tools.help import Command


@click.command(cls=Command)
def command() -> int:
    """列出全部规则
    List every rule.

    每条规则的依据、错例和正例见 lanmu explain RULE。
    """
    from lanmu.finding import ERROR
    from lanmu.rules import RULES

    lines = [(rule.code, "错误" if rule.severity == ERROR else "提醒", rule.name, rule.what) for rule in RULES]
    click.echo("\n".join(table.rows(lines)))
    return 0

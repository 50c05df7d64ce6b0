"""``lanmu explain``: what a rule wants, why, and how it looks right and wrong."""

import click

from lanmu.near import did_you_mean
from lanmu.refusal import Unable
from tools.help import Command


@click.command(cls=Command)
@click.argument("rule", metavar="RULE")
def command(rule: str) -> int:
    """讲解一条规则：管什么、依据、错例和正例
    Explain a rule.

    RULE 是规则的编号或名称，如 F101 或 missing-field。
    """
    from lanmu.rules.pages import render
    from lanmu.rules.registry import RULES

    names = {name: item for item in RULES for name in (item.code, item.name)}
    found = names.get(rule.upper()) or names.get(rule.lower())
    if found is None:
        raise Unable(f"没有规则“{rule}”", did_you_mean(rule, names) + "全部规则见 lanmu rules")
    click.echo(render(found).rstrip("\n"))
    return 0

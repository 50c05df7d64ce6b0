"""``lanmu review``: the approvals of a range of commits, weighed against what each file needs."""

from pathlib import Path

import click

from lanmu.finding import ERROR
from lanmu.report import FORMS
from tools import console
from tools.help import Command


@click.command(cls=Command)
@click.option("--range", "commits", metavar="A..B", required=True, help="哪一段提交，如 origin/main..HEAD")
@click.option("--actor", metavar="ACCOUNT", default="", help="由谁合并到 main；不写则不问谁来发布")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="human", help="输出格式，默认 human")
@click.pass_obj
def command(root: Path, commits: str, actor: str, form: str) -> int:
    """核对审批：每个改动的文件由谁批过，还缺谁
    Weigh approvals against the levels: who approved each file, who is missing.

    职责和密钥以 A 一端的 columns.yaml 为准，改动本身不能给自己授权。
    """
    from lanmu.review import push

    findings = push.review(root, commits, actor)
    console.report(findings, form)
    return console.FOUND if any(finding.severity == ERROR for finding in findings) else console.CLEAN

"""``lanmu review``: the approvals of a range of commits, weighed against what each file needs."""

from pathlib import Path

import click

from lanmu.finding import ERROR, Finding
from lanmu.refusal import Unable
from lanmu.report import FORMS
from tools import console
from tools.help import Command


@click.command(cls=Command)
@click.option("--range", "commits", metavar="A..B", help="哪一段提交，默认 origin/main..HEAD")
@click.option("--released", is_flag=True, help="上次发布以来 main 上的全部提交")
@click.option("--mark", is_flag=True, help="记下：当前提交已经发布")
@click.option("--actor", metavar="ACCOUNT", default="", help="由谁合并到 main；不写则不问谁来发布")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="human", help="输出格式，默认 human")
@click.pass_obj
def command(root: Path, commits: str | None, released: bool, mark: bool, actor: str, form: str) -> int:
    """核对审批：每个改动的文件由谁批过，还缺谁
    Weigh approvals against the levels: who approved each file, who is missing.

    职责和密钥以 A 一端的 columns.yaml 为准，改动本身不能给自己授权。
    """
    if (commits is not None) + released + mark > 1:
        raise Unable("--range、--released、--mark 只能用一种", "一次核对一种范围")
    from lanmu.review import released as since_release

    if mark:
        console.note(f"已记下：发布到 {since_release.mark(root)[:8]}")
        return console.CLEAN
    findings = since_release.findings(root) if released else _between(root, commits or "origin/main..HEAD", actor)
    console.report(findings, form)
    return console.FOUND if any(finding.severity == ERROR for finding in findings) else console.CLEAN


def _between(root: Path, commits: str, actor: str) -> tuple[Finding, ...]:
    from lanmu import ranges
    from lanmu.review import push

    return push.review(root, ranges.resolve(root, commits), actor)

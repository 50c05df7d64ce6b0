"""``lanmu check``: the findings of the whole portal, of some paths, of what is staged, of a range of commits."""

import os
from pathlib import Path

import click

from lanmu.finding import ERROR, Finding
from lanmu.refusal import Unable
from lanmu.report import FORMS
from lanmu.report.terminal import seen
from lanmu.rules.engine import Examined
from tools import console
from tools.help import Command

# Where git servers and CI say who pushes.
_ACTORS = ("GL_USERNAME", "GITEA_PUSHER_NAME", "REMOTE_USER", "GITLAB_USER_LOGIN", "GITHUB_ACTOR")


@click.command(cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--staged", is_flag=True, help="只检查准备提交的内容（git add 过的）")
@click.option("--range", "commits", metavar="A..B", help="检查一段提交，连同中间的每一个")
@click.option("--actor", metavar="ACCOUNT", help="由谁推送：和 --range 一起，看他有没有权")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="human", help="输出格式，默认 human")
@click.option("--fix", is_flag=True, help="先改正能自动改正的，再检查")
@click.pass_obj
def command(
    root: Path, paths: tuple[str, ...], staged: bool, commits: str | None, actor: str | None, form: str, fix: bool
) -> int:
    """检查栏目表和文章：错在哪里、依据什么、怎样改
    Check columns.yaml and articles: where, why and the cure.

    PATH 是文件或文件夹；不写则检查整个门户。只有提醒、没有错误时退出码为 0。
    """
    if bool(paths) + staged + (commits is not None) > 1:
        raise Unable("PATH、--staged、--range 只能用一种", "一次检查一种范围")
    if fix and (staged or commits is not None):
        raise Unable("--fix 改的是工作文件夹里的文件", "不写 --staged 和 --range，改完再 git add")
    if actor and commits is None:
        raise Unable("--actor 和 --range 一起用", "写 lanmu check --range origin/main..HEAD --actor 账号")
    from lanmu import gate

    if commits is not None:
        findings = between(root, commits, actor)
    elif staged:
        findings = gate.staged(root)
    else:
        findings = _on_disk(root, paths, fix)
    console.report(findings, form)
    return console.FOUND if any(finding.severity == ERROR for finding in findings) else console.CLEAN


def between(root: Path, commits: str, actor: str | None) -> tuple[Finding, ...]:
    """Findings about a range of commits, with those about who made it where somebody says who that is."""
    from lanmu import gate
    from lanmu.rules import engine

    named = actor or next(filter(None, map(os.environ.get, _ACTORS)), "")
    found = gate.between(root, commits)
    if not named:
        return found
    from lanmu.review import push

    return engine.in_order((*found, *push.owned(root, commits, named)))


def _on_disk(root: Path, paths: tuple[str, ...], fix: bool) -> tuple[Finding, ...]:
    """Findings about files as they lie there, mended first where that is asked for."""
    from lanmu import gate

    console.require(root)
    wanted = [inside(root, path) for path in paths] or None
    found = gate.on_disk(root, wanted)
    if fix and any(finding.fix for finding in found.findings):
        _mend(root, found)
        found = gate.on_disk(root, wanted)
    return found.findings


def _mend(root: Path, found: Examined) -> None:
    """Carry out what a program can, and say what was done; what is left the next check says."""
    from lanmu import fix

    for fixed in fix.apply(root, found.findings, found.digests):
        why = f"没有改：{fixed.why}" if fixed.why else f"自动修复 {fixed.done} 项"
        left = f"，{fixed.left} 项要再运行一次" if fixed.left and not fixed.why else ""
        console.note(f"{seen(fixed.path)}：{why}{left}")


def inside(root: Path, path: str) -> str:
    """``path``, given from here or from the root, as a path relative to the root."""
    here, below = Path(os.path.abspath(path)), Path(os.path.abspath(root / path))
    place = here if here.is_relative_to(root) and here.exists() else below
    if not place.is_relative_to(root):
        raise Unable(f"{path} 不在门户的根文件夹里", f"写 {root} 里的路径，或用 --root 指明另一个门户")
    if not place.exists():
        raise Unable(f"没有 {path}", "核对路径；不写路径则检查整个门户")
    return place.relative_to(root).as_posix()

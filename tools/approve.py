"""``lanmu approve``: sign what is to be published, by one's own SSH key."""

import sys
from pathlib import Path

import click

from lanmu import clock
from lanmu.model import LEVELS
from lanmu.refusal import Unable
from lanmu.review import approve, people
from lanmu.review.approve import Tasks
from lanmu.review.record import DUTIES, QUESTIONS
from tools import console, table
from tools.help import Command

_KEYS = ("id_ed25519", "id_ecdsa", "id_rsa")


@click.command(cls=Command)
@click.argument("commits", metavar="[A..B]", default="origin/main..HEAD")
@click.option("--as", "account", metavar="ACCOUNT", default="", help="用哪个账号签批，默认按 git 的邮箱认定")
@click.option("--key", type=click.Path(path_type=Path), help="签名的 SSH 密钥，默认 ~/.ssh/id_ed25519")
@click.option("--level", type=click.Choice(LEVELS), default=None, help="上报：要求更高一级审批")
@click.option("--secrecy", metavar="ACCOUNT", default="", help="保密审查人的账号；只有一名时不必写")
@click.option("--yes", is_flag=True, help="四问都已审查、四项责任都已确认，不再逐项询问")
@click.pass_obj
def command(
    root: Path, commits: str, account: str, key: Path | None, level: str | None, secrecy: str, yes: bool
) -> int:
    """签批：审查四问、确认四项责任，用自己的密钥签名
    Approve: answer the four questions and sign with your own SSH key.

    签批记在分支末尾的一个空提交里，随分支推送。签批的是内容：之后改动一个字，就要重新签批。
    """
    some = approve.tasks(root, commits, account)
    _refuse(some)
    approve.refuse_without_key(some)
    named = _secrecy(some, secrecy)
    _show(some)
    if not yes and not _answered():
        console.note("没有签批。请退回信息员修改，改好后再审。")
        return console.FOUND
    given = approve.approvals(some, level or "", named, clock.now())
    approve.commit(root, some.change.head, approve.message(some, given, key or _own_key()))
    console.note(f"已签批 {len(some.files)} 个文件。推送这个分支：git push")
    return console.CLEAN


def _refuse(some: Tasks) -> None:
    if some.files:
        return
    who = people.titled(some.portal, [some.account])
    if some.own:
        raise Unable(f"{who}改过 {some.own[0]}，不能自己审批", "由上一级审批，或者由别人来改")
    raise Unable(f"这段提交里没有要{who}签批的文件", "运行 lanmu review --range origin/main..HEAD 看还缺谁")


def _secrecy(some: Tasks, given: str) -> str:
    known = sorted(people.members(some.portal, some.portal.site.roles.secrecy_reviewer))
    if given and given not in known:
        raise Unable(f"“{given}”不是保密审查人", f"可以写：{'、'.join(known)}")
    if not given and len(known) > 1:
        raise Unable("保密审查人不止一名", f"用 --secrecy 写明是谁审查的：{'、'.join(known)}")
    return given or "".join(known)


def _show(some: Tasks) -> None:
    """What is about to be signed."""
    lines = [
        (task.touched.path, task.level, "删除" if not task.touched.new else "修改" if task.touched.old else "新增")
        for task in some.files
    ]
    console.note(f"{people.titled(some.portal, [some.account])}要签批的文件：")
    console.note("\n".join(table.rows(lines, indent="  ", columns=console.columns(sys.stderr))))
    if some.own:
        console.note(f"你自己改过的不在内，要由别人签批：{'、'.join(some.own)}")


def _answered() -> bool:
    """Whether the four questions and the four duties were all answered as they must be."""
    for _, question, right in QUESTIONS:
        if not click.confirm(f"{question}：答“{right}”吗？", err=True):
            return False
    return click.confirm(f"我对{'、'.join(DUTIES)}负责，同意发布", err=True)


def _own_key() -> Path:
    places = [Path.home() / ".ssh" / name for name in _KEYS]
    return next((place for place in places if place.is_file()), places[0])

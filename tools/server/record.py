"""``lanmu server record``: the approvals of a merge request, written into git and signed by the server."""

import os
from datetime import datetime
from pathlib import Path

import click

from lanmu import clock, ranges
from lanmu.refusal import Unable
from lanmu.review import forge as forges
from lanmu.review.forge import Standing
from tools import console, forge
from tools.forge import Given
from tools.help import Command


@click.command("record", cls=Command)
@click.option("--forge", "kind", type=click.Choice(list(forge.KINDS)), required=True, help="git 服务器的种类")
@click.option("--merge", "number", type=click.IntRange(1, 10**9), required=True, metavar="N", help="合并请求的编号")
@click.option("--range", "commits", required=True, metavar="A..B", help="合并请求的提交")
@click.option("--server", required=True, metavar="URL", help="服务器地址")
@click.option("--project", required=True, metavar="组/项目", help="项目路径")
@click.option(
    "--key", required=True, type=click.Path(path_type=Path), help="服务器的签名密钥，如 REPO.git/lanmu/server_key"
)
@click.pass_obj
def command(root: Path, kind: str, number: int, commits: str, server: str, project: str, key: Path) -> int:
    """把合并请求上的批准写进仓库，用服务器的密钥签名
    Copy a merge request's approvals into git, signed by the server's key.

    在服务器的仓库里运行，令牌放在环境变量 LANMU_TOKEN 里。推送后不撤销批准的服务器不认。
    """
    there = forge.open(kind, server, project, os.environ.get("LANMU_TOKEN", ""))
    if not there.resets_on_push():
        cure = "先用 lanmu server protect 设好；做不到的版本，改用 lanmu approve 签批"
        raise Unable("这个 git 服务器在推送以后不撤销批准，它的批准不能当作审批", cure)
    head = ranges.resolve(root, commits).head
    standing = [_standing(one) for one in there.approvals(number) if one.commit == head]
    commit, given = forges.approvals(root, commits, standing)
    forges.write(root, commit, given, key)
    console.note(f"已写下 {len(given)} 份批准：{commit[:8]}（git notes --ref=lanmu-approvals show {commit[:8]}）")
    return console.CLEAN


def _standing(one: Given) -> Standing:
    try:
        time = datetime.fromisoformat(one.time).astimezone(clock.SHANGHAI) if one.time else clock.now()
    except ValueError as error:
        raise Unable(f"git 服务器给的时间“{one.time[:40]}”看不懂", "请网站管理员查看服务器的版本") from error
    return Standing(one.account, time)

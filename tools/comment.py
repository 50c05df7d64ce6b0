"""``lanmu comment``: what the check says of a merge request, as one comment there that updates itself."""

import os
from pathlib import Path

import click

from lanmu import ranges
from lanmu.finding import Finding
from lanmu.ranges import Range
from tools import check, console, forge
from tools.forge import comment
from tools.help import Command

# What the runners of each server tell a job: the server's address and the project.
_TOLD = {
    "gitlab": ("CI_SERVER_URL", "CI_PROJECT_PATH"),
    "gitea": ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"),
    "forgejo": ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"),
}


@click.command(cls=Command)
@click.option("--forge", "kind", type=click.Choice(list(forge.KINDS)), required=True, help="git 服务器的种类")
@click.option("--merge", "number", type=click.IntRange(1, 10**9), required=True, metavar="N", help="合并请求的编号")
@click.option("--range", "commits", required=True, metavar="A..B", help="合并请求的提交")
@click.option("--preview", default="", metavar="URL", help="预览的地址")
@click.option("--server", default="", metavar="URL", help="服务器地址，默认用流水线给的")
@click.option("--project", default="", metavar="组/项目", help="项目路径，默认用流水线给的")
@click.pass_obj
def command(root: Path, kind: str, number: int, commits: str, preview: str, server: str, project: str) -> int:
    """在合并请求里发表或更新检查结果的评论
    Post the findings to a merge request, or update the comment there.

    令牌放在环境变量 LANMU_TOKEN 里，它的账号只需要能评论。有没有错误都算完成：拦不拦由检查决定。
    """
    url, path = (os.environ.get(name, "") for name in _TOLD[kind])
    there = forge.open(kind, server or url, project or path, os.environ.get("LANMU_TOKEN", ""))
    console.note(f"评论{there.comment(number, comment.compose(_facts(root, commits, preview)))}")
    return console.CLEAN


def _facts(root: Path, commits: str, preview: str) -> comment.Facts:
    limits = ranges.resolve(root, commits)
    return comment.Facts(_findings(root, commits, limits), _size(root, limits), limits.head, preview)


def _findings(root: Path, commits: str, limits: Range) -> tuple[Finding, ...]:
    """What the check says, of whom the runner names, and what the review says; each thing once."""
    from lanmu.review import push
    from lanmu.rules import engine

    return engine.in_order((*check.between(root, commits, None), *push.review(root, limits, "")))


def _size(root: Path, limits: Range) -> comment.Size:
    from lanmu import git

    listed = git.run(root, "diff-tree", "-r", "--numstat", "--no-renames", "-z", *limits)
    counts = [line.split(b"\t")[:2] for line in listed.split(b"\0") if line]
    added, removed = (sum(int(row[side]) for row in counts if row[side] != b"-") for side in (0, 1))
    return comment.Size(len(counts), added, removed)

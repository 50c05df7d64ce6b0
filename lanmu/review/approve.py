"""An approval made: what an account has to sign in a range of commits, and the commit that carries its signature."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lanmu import git, ranges
from lanmu.model import Portal
from lanmu.refusal import Unable
from lanmu.review import change, contents, levels, people, record, signed
from lanmu.review.change import MAIN, Change, Touched
from lanmu.review.contents import Contents
from lanmu.review.evidence import hands
from lanmu.review.push import portal_of
from lanmu.review.record import DUTIES, QUESTIONS, Approval, File, Signed


class Task(NamedTuple):
    """A file that waits for somebody's signature."""

    touched: Touched
    level: str  # that the file has
    step: str  # level of the signature, or 复审


class Tasks(NamedTuple):
    """What an account can sign in a change."""

    portal: Portal
    change: Change
    account: str
    files: tuple[Task, ...]
    own: tuple[str, ...]  # paths that it changed itself


def tasks(root: Path, written: str, account: str) -> Tasks:
    """The files of the range that wait for the signature of ``account``, "" for whoever commits here."""
    limits = ranges.resolve(root, written)
    portal = portal_of(root, limits.base)
    account = account or people.of_mail(portal, _mail(root))
    if account not in portal.accounts:
        cure = "用 --as 写明账号；或者 git config user.email 写办公室登记的邮箱"
        raise Unable(f"账号“{account}”没有登记" if account else "不知道你是哪个账号", cure)
    made = change.of(root, limits, account, MAIN)
    with contents.of(root, made) as files:
        found = list(_tasks(portal, made, account, files))
    own = tuple(task.touched.path for task in found if account in hands(portal, made.commits, task.touched))
    return Tasks(portal, made, account, tuple(task for task in found if task.touched.path not in own), own)


def _mail(root: Path) -> str:
    return git.run(root, "config", "--default", "", "--get", "user.email").decode("utf-8", "replace").strip()


def _tasks(portal: Portal, made: Change, account: str, files: Contents) -> Iterator[Task]:
    for one in (one for one in made.touched if levels.is_item(one.path)):
        level = levels.wanted(portal, one, files)
        for step in levels.steps(portal, one.path, level):
            if account in step.who:
                yield Task(one, level, step.level)
                break
        else:
            if account in levels.instead(portal, one.path, level):
                yield Task(one, level, level)


def approvals(some: Tasks, level: str, secrecy: str, now: datetime) -> list[Approval]:
    """What is to be signed, one for each level; ``level``: to pass on to those above, "" for what each file has."""
    by_level: dict[str, list[File]] = {}
    for task in some.files:
        one = task.touched
        by_level.setdefault(level or task.step, []).append(File(one.path, one.old, one.new))
    right = tuple(answer for *_, answer in QUESTIONS)
    base, portal, time = some.change.base, some.portal.site.id, now.isoformat(timespec="seconds")
    return [
        Approval(portal, some.account, step, base, time, right, DUTIES, secrecy, tuple(files))
        for step, files in by_level.items()
    ]


def message(some: Tasks, given: Sequence[Approval], key: Path) -> str:
    """The message of the commit that carries the signatures."""
    texts = [record.write(approval) for approval in given]
    proofs = [record.armour(Signed(text, signed.sign(text, key))) for text in texts]
    count = sum(len(approval.files) for approval in given)
    kinds = "、".join(approval.level for approval in given)
    first = f"签批：{people.titled(some.portal, [some.account])}同意 {count} 个文件（{kinds}）"
    return "\n".join([first, "", *proofs])


def commit(root: Path, head: str, text: str) -> str:
    """Put an empty commit with the message on top of ``head``, where the branch stands; its id."""
    if git.run(root, "rev-parse", "HEAD").decode().strip() != head:
        raise Unable("签批要放在分支的最后：当前分支不在这段提交的末尾", "先 git switch 到要审批的分支")
    words = ("-c", "i18n.commitEncoding=UTF-8", "commit-tree", "-p", head, "-F", "-", f"{head}^{{tree}}")
    made = git.run(root, *words, given=text.encode()).decode().strip()
    git.run(root, "update-ref", "-m", "lanmu approve", "HEAD", made, head)
    return made

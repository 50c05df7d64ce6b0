"""An approval made: what an account has to sign in a range of commits, and the commit that carries its signature."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lanmu import clock, git, ranges
from lanmu.model import Portal
from lanmu.refusal import Unable
from lanmu.review import change, contents, evidence, judge, people, record, signed
from lanmu.review.change import MAIN, Change, Touched
from lanmu.review.evidence import Verifier
from lanmu.review.judge import Weighed
from lanmu.review.push import portal_of, since
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
    given = evidence.gather(root, portal, made, Verifier(portal, clock.now(), live=False)).approvals
    with contents.of(root, made) as files:
        weighed = list(judge.weigh(portal, made, given, files, since(root, made)))
    waiting = [(one, step) for one in weighed if (step := _step(one, account))]
    own = tuple(one.item.touched.path for one, _ in waiting if account in one.hands)
    found = (Task(one.item.touched, one.item.level, step) for one, step in waiting if account not in one.hands)
    return Tasks(portal, made, account, tuple(found), own)


def _mail(root: Path) -> str:
    return git.run(root, "config", "--default", "", "--get", "user.email").decode("utf-8", "replace").strip()


def _step(weighed: Weighed, account: str) -> str:
    """The level at which ``account`` has to sign, or 复审; "" where it has not."""
    item = weighed.item
    own = next((step.level for step in item.steps if account in step.who), "")
    return own or (item.level if account in item.instead else "")


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


def refuse_without_key(some: Tasks) -> None:
    """Raises ``Unable`` where no signature of the account could count."""
    if not signed.lines_of(some.account, some.portal.accounts[some.account].keys):
        cure = f"ssh-keygen -t ed25519 生成一个，请办公室把公钥写进 columns.yaml 的 accounts.{some.account}.keys"
        raise Unable(f"{people.titled(some.portal, [some.account])}没有登记签名公钥，签批不算", cure)


def message(some: Tasks, given: Sequence[Approval], key: Path) -> str:
    """The message of the commit that carries the signatures."""
    proofs = [_proof(some, approval, key) for approval in given]
    count = sum(len(approval.files) for approval in given)
    kinds = "、".join(approval.level for approval in given)
    first = f"签批：{people.titled(some.portal, [some.account])}同意 {count} 个文件（{kinds}）"
    return "\n".join([first, "", *proofs])


def _proof(some: Tasks, given: Approval, key: Path) -> str:
    """The approval signed; Unable where it would not count, because the key is nobody's or another's."""
    text = record.write(given)
    proof = signed.sign(text, key)
    moment = "".join(filter(str.isdigit, given.time))[:14]
    if not signed.verify(text, proof, some.account, signed.allowed_signers(some.portal), moment):
        who = people.titled(some.portal, [some.account])
        cure = f"请办公室把公钥写进 columns.yaml 的 accounts.{some.account}.keys；登记过另一把的，用 --key 指明"
        raise Unable(f"签名用的密钥 {key} 不是{who}登记的，或者不在有效期", cure)
    return record.armour(Signed(text, proof))


def commit(root: Path, head: str, text: str) -> str:
    """Put an empty commit with the message on top of ``head``, where the branch stands; its id."""
    if git.run(root, "rev-parse", "HEAD").decode().strip() != head:
        raise Unable("签批要放在分支的最后：当前分支不在这段提交的末尾", "先 git switch 到要审批的分支")
    words = ("-c", "i18n.commitEncoding=UTF-8", "commit-tree", "-p", head, "-F", "-", f"{head}^{{tree}}")
    made = git.run(root, *words, given=text.encode()).decode().strip()
    git.run(root, "update-ref", "-m", "lanmu approve", "HEAD", made, head)
    return made

"""What a forge's own approvals say, copied into git: as records in a note, signed by the server's key."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lanmu.refusal import Unable
from lanmu.review import approve, notes, people, record, signed
from lanmu.review.approve import Tasks
from lanmu.review.evidence import FORGES, NOTES
from lanmu.review.record import Approval, Signed


class Standing(NamedTuple):
    """An approval that stands on the forge, for the last commit of the change."""

    account: str
    time: datetime


def approvals(root: Path, written: str, standing: Sequence[Standing]) -> tuple[str, list[Approval]]:
    """The last commit of a range, and the records of all who approved it and have to.

    Raises ``Unable`` where the portal does not go by the forge, or its 保密审查人 has not approved.
    """
    some = [(approve.tasks(root, written, one.account), one.time) for one in standing if one.account]
    if not some:
        raise Unable("git 服务器上还没有有效的审批", "请应当审批的人在合并请求里批准")
    portal = some[0][0].portal
    if portal.reviewing.evidence not in FORGES:
        raise Unable(
            f"columns.yaml 的 review.evidence 是{portal.reviewing.evidence}，不认 git 服务器上的批准",
            "用 lanmu approve 签批",
        )
    reviewers = people.members(portal, portal.site.roles.secrecy_reviewer)
    named = sorted(reviewers & {one.account for one in standing})
    if reviewers and not named:
        raise Unable("保密审查人还没有批准", f"请 {people.titled(portal, sorted(reviewers))} 在合并请求里批准")
    secrecy = named[0] if named else ""
    return some[0][0].change.head, [one for tasks, time in some for one in _of(tasks, secrecy, time)]


def _of(tasks: Tasks, secrecy: str, time: datetime) -> list[Approval]:
    return approve.approvals(tasks, "", secrecy, time)


def write(root: Path, commit: str, given: Sequence[Approval], key: Path) -> None:
    """Note the records, signed, about a commit; what was noted before gives way."""
    texts = [record.write(one) for one in given]
    note = "\n".join(record.armour(Signed(text, signed.sign(text, key))) for text in texts)
    notes.write(root, NOTES, commit, note)

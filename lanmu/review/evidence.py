"""What shows that somebody approved: signed records in the messages of commits, and what the git server wrote down,
signed by its key, of a forge's own approvals. Nothing is believed that is not verified."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from lanmu.finding import Finding, Spot
from lanmu.model import Portal
from lanmu.review import notes, people, record, signed
from lanmu.review.change import TABLE, Change, Commit, Touched
from lanmu.review.record import DUTIES, QUESTIONS, Approval, Bad, Signed
from lanmu.review.rights import shown
from lanmu.rules.review.approvals import R907

NOTES = "refs/notes/lanmu-approvals"  # written by the server alone
SERVER = "lanmu-server"  # as whom the server signs
FORGES = ("GitLab", "Gitea")
_TRAILER = re.compile(
    r"^(?:Approved-by|Reviewed-by): *[^\n<]{0,200}<([^<>\s]{1,200})>\s*$", re.MULTILINE | re.IGNORECASE
)
_MOST = 300  # records that a push may bring: each costs a process
_AHEAD = timedelta(minutes=10)  # by so much clocks may differ


class Evidence(NamedTuple):
    """Approvals that hold as such, and what is wrong with the others."""

    approvals: tuple[Approval, ...]
    faults: tuple[Finding, ...]


class Verifier:
    """Decides which records count, by the keys of the portal as it was before the change."""

    def __init__(self, portal: Portal, now: datetime, live: bool) -> None:
        """``live``: a key must count now, too, and not only at the time that its owner wrote down."""
        self._portal = portal
        self._now = now
        self.live = live
        self._people = signed.allowed_signers(portal)
        self._server = "".join(signed.lines_of(SERVER, portal.reviewing.keys))

    def approval(self, one: Signed, by_server: bool) -> Approval:
        """The approval, if it is one. Raises ``Bad``."""
        found = record.read(one.text)
        if found.portal != self._portal.site.id:
            raise Bad(f"签批是给另一个门户（{found.portal[:40]}）的")
        if found.account not in self._portal.accounts:
            raise Bad(f"签批人 {found.account[:60]} 没有登记")
        self._signature(one, found, by_server)
        self._answers(found)
        return found

    def _signature(self, one: Signed, found: Approval, by_server: bool) -> None:
        who, allowed = (SERVER, self._server) if by_server else (found.account, self._people)
        named = people.titled(self._portal, [found.account])
        if f"\n{who} " not in f"\n{allowed}":
            raise Bad(f"{'git 服务器' if by_server else named}没有登记签名公钥（只有指纹不够）")
        moment = _moment(found.time)
        if moment > self._now + _AHEAD:
            raise Bad(f"签批的时间 {found.time} 还没有到")
        if not signed.verify(one.text, one.signature, who, allowed, f"{moment:%Y%m%d%H%M%S}"):
            raise Bad(f"不是{named}登记的密钥签的，或者内容签后改过，或者密钥当时不在有效期")
        if self.live and not signed.verify(one.text, one.signature, who, allowed, f"{self._now:%Y%m%d%H%M%S}"):
            raise Bad(f"{named}签批用的密钥现在已经失效")

    def _answers(self, found: Approval) -> None:
        wrong = [
            f"{name}（{said}）"
            for (name, _, right), said in zip(QUESTIONS, found.answers, strict=True)
            if said != right
        ]
        if wrong:
            raise Bad(f"审查四问没有都通过：{'、'.join(wrong)}"[:200])
        if set(found.duties) != set(DUTIES):
            raise Bad(f"没有确认四项责任：{'、'.join(DUTIES)}")
        reviewers = people.members(self._portal, self._portal.site.roles.secrecy_reviewer)
        if reviewers and found.secrecy not in reviewers:
            raise Bad(f"没有写明保密审查人（{'、'.join(sorted(reviewers))}）")


def _moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise Bad("没有这样的时间") from None


def gather(root: Path, portal: Portal, change: Change, verifier: Verifier) -> Evidence:
    """All approvals that the commits of a change carry."""
    approvals: list[Approval] = []
    faults: list[Finding] = []
    seen: set[Signed] = set()
    for one, noted in _records(root, portal, change):
        if one in seen:
            continue
        seen.add(one)
        if verifier.live and len(seen) > _MOST:
            faults.append(R907.at(Spot(TABLE), f"签批记录超过 {_MOST} 份", "分几次推送"))
            break
        try:
            approvals.append(verifier.approval(one, noted))
        except Bad as why:
            spot = Spot(shown(_path(one)))
            faults.append(R907.at(spot, f"一份签批不算：{why}", "由应当签批的人重新运行 lanmu approve"))
    forged = trailers(portal, change, frozenset(approval.account for approval in approvals))
    return Evidence(tuple(approvals), (*faults, *forged))


def _records(root: Path, portal: Portal, change: Change) -> Iterator[tuple[Signed, bool]]:
    """Signed texts, and whether the server wrote them."""
    for commit in change.commits:
        yield from ((one, False) for one in record.found(commit.message))
    if portal.reviewing.evidence in FORGES:
        for commit in change.commits:
            yield from ((one, True) for one in record.found(notes.show(root, NOTES, commit.id)))


def _path(one: Signed) -> str:
    try:
        return record.read(one.text).files[0].path
    except Bad:
        return TABLE


def trailers(portal: Portal, change: Change, proven: frozenset[str]) -> Iterator[Finding]:
    """What commits say of approvals (Approved-by, Reviewed-by) that nobody of the ``proven`` accounts gave.

    Forges write such lines into merges, but whoever merges may edit them: they prove nothing, and need not be false.
    """
    for commit in change.commits:
        for mail in _TRAILER.findall(commit.message):
            if people.of_mail(portal, mail) not in proven:
                message = f"提交 {commit.id[:8]} 的说明里自称有人审批过（{mail}）：谁都能这样写，不算审批"
                cure = "删去 Approved-by、Reviewed-by；由应当签批的人运行 lanmu approve"
                yield R907.at(Spot(min(commit.paths, default=TABLE)), message, cure)
                break


def hands(portal: Portal, commits: tuple[Commit, ...], one: Touched) -> frozenset[str]:
    """Accounts that had a hand in what a file has become, under whatever name: who wrote, committed or pushed it."""
    names = {one.path}
    for commit in reversed(commits):
        names |= {old for old, new in commit.moves if new in names}
    own = [commit for commit in commits if commit.paths & names or (one.new and one.new in commit.blobs)]
    if not any(commit.paths & names if not one.new else one.new in commit.blobs for commit in commits):
        # Nobody wrote what it has become: a merge took it from one of its sides, by the choice of whoever made it.
        own += [commit for commit in commits if len(commit.parents) > 1]
    mails = {mail for commit in own for mail in (commit.author, commit.committer)}
    return frozenset((*(people.of_mail(portal, mail) for mail in mails), *(commit.pusher for commit in own))) - {""}

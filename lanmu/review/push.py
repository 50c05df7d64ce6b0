"""A push to a git server judged: who may, what comes in, and on main who has approved it."""

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lanmu import clock, commits, gate, git, portals, ranges
from lanmu.finding import ERROR, WARNING, Finding, Spot
from lanmu.model import Portal
from lanmu.ranges import Range
from lanmu.refusal import Unable
from lanmu.review import change, contents, evidence, judge, people, rights
from lanmu.review.change import MAIN, TABLE, Change
from lanmu.review.evidence import Verifier
from lanmu.review.judge import Since
from lanmu.rules import engine
from lanmu.rules.review.ownership import O406, O407

_HEADS = "refs/heads/"
_IMPORT = "第一次导入由网站管理员在服务器上进行（git clone --bare），不经过推送"


class Update(NamedTuple):
    """What a push asks for: a ref moved from one commit to another; zeros where there is none."""

    old: str
    new: str
    ref: str

    @property
    def gone(self) -> bool:
        """Whether the ref is to be deleted."""
        return not self.new.strip("0")

    @property
    def made(self) -> bool:
        """Whether the ref is new."""
        return not self.old.strip("0")


def findings(root: Path, account: str, updates: Sequence[Update]) -> tuple[Finding, ...]:
    """All that is said about a push of ``account`` to the bare repository ``root``; one error refuses it.

    Rights, roles and keys are those of main as it is. Raises ``Unable`` where it has no sound ``columns.yaml``.
    """
    portal = portal_of(root, MAIN)
    found: list[Finding] = []
    for update in updates:
        found += _of_update(root, portal, account, update)
    return engine.in_order(found)


def _of_update(root: Path, portal: Portal, account: str, update: Update) -> Iterator[Finding]:
    moved = not update.made and not update.gone and update.ref.startswith(_HEADS)
    forced = moved and bool(git.run(root, "rev-list", "-n", "1", update.old, f"^{update.new}").strip())
    of_ref = [*rights.of_ref(portal, account, update.ref, update.gone, forced)]
    if not of_ref and (forced or update.gone):
        of_ref += _others_branch(root, portal, account, update)
    yield from of_ref
    if of_ref or update.gone:
        return
    if not update.ref.startswith(_HEADS):
        yield from _of_tag(root, update)
        return
    if git.run(root, "cat-file", "-t", update.new).strip() != b"commit":
        yield O406.at(Spot(TABLE), f"{rights.shown(update.ref)} 指向的不是提交", "推送提交")
        return
    yield from _of_commits(root, portal, account, update, forced)


def _others_branch(root: Path, portal: Portal, account: str, update: Update) -> Iterator[Finding]:
    """What somebody else has written, or approved, nobody throws away."""
    if not update.ref.startswith(_HEADS) or account in people.editors(portal) | people.office(portal):
        return
    lost = (update.old, f"^{_commit(root, MAIN)}") if update.gone else (update.old, f"^{update.new}")
    # Whoever began it: one more commit on top of a branch makes it nobody else's.
    first = git.run(root, "rev-list", "--reverse", "--topo-order", *lost).decode().split()[:1]
    form = ("--format=%ae%n%ce%n%N", "--encoding=UTF-8", f"--notes={change.PUSHES}")
    said = git.run(root, "log", "-n", "1", *form, *first, "--").decode("utf-8", "replace").split() if first else []
    hands = {people.of_mail(portal, word) or word for word in said}
    if hands and account not in hands:
        message = f"{update.ref.removeprefix(_HEADS)} 是别人的分支，不能删除或改写"
        yield O406.at(Spot(TABLE), message, "推送到自己的分支；要删除，请原来的人或办公室")


def _of_tag(root: Path, update: Update) -> Iterator[Finding]:
    """A tag names what main has, and brings nothing along."""
    commit = _peeled(root, update.new)
    if not commit or git.run(root, "rev-list", "-n", "1", commit, f"^{_commit(root, MAIN)}").strip():
        message = f"{update.ref} 指向的不是 main 上的提交"
        yield O406.at(Spot(TABLE), message, "先把内容审批合并到 main，再打标签")


def _peeled(root: Path, name: str) -> str:
    try:
        return _commit(root, name)
    except Unable:
        return ""


def _of_commits(root: Path, portal: Portal, account: str, update: Update, forced: bool) -> Iterator[Finding]:
    main = _commit(root, MAIN)
    if not git.run(root, "rev-list", "-n", "1", update.new, f"^{main}").strip():
        return  # main has it all
    if update.ref != MAIN and not git.run(root, "merge-base", main, update.new, fine=(0, 1)).strip():
        message = f"{update.ref.removeprefix(_HEADS)} 和 main 没有共同的历史"
        yield O406.at(Spot(TABLE), message, "从 main 建分支：git switch -c 分支名 origin/main")
        return
    start = update.old if update.ref == MAIN or not (update.made or forced) else ""
    limits = ranges.resolve(root, f"{start}..{update.new}")
    known = () if update.ref == MAIN else (main, _common(root, main, update.new))
    fresh = frozenset(git.run(root, "rev-list", update.new, "--not", "--all").decode().split())
    if too_much := list(_too_much(root, fresh)):
        yield from too_much
        return
    made = change.of(root, limits, account, update.ref, known, fresh)
    of_rights = list(rights.findings(portal, made, _paths(root, main), fresh))
    yield from of_rights
    if any(one.rule in ("O403", "O404", "O407") for one in of_rights):
        return  # what cannot come in need not be read
    found = gate.of_range(root, limits)
    if made.on_main and _is_takedown(root, portal, made):
        # What leads to the article is mended afterwards: it cannot stay until then.
        found = tuple(one._replace(severity=WARNING) if one.rule in gate.LINKS else one for one in found)
    yield from found
    if made.on_main:
        yield from _of_review(root, portal, made, found, live=True)


def _too_much(root: Path, fresh: frozenset[str]) -> Iterator[Finding]:
    """More commits, or longer ones, than anybody reads: known before they are read."""
    if len(fresh) > rights.MOST_COMMITS:
        yield rights.too_many(len(fresh))
        return
    for id, size in commits.sizes(root, sorted(fresh)).items():
        if size > rights.MOST_SAID:
            message = f"提交 {id[:8]} 的说明有 {size / (1 << 20):.1f} MB，最多 {rights.MOST_SAID >> 20} MB"
            yield O407.at(Spot(TABLE), message, "git commit --amend 把说明写短，材料作为附件放进文章的文件夹")


def _is_takedown(root: Path, portal: Portal, made: Change) -> bool:
    with contents.of(root, made) as files:
        return judge.is_takedown(portal, made, files)


def _of_review(root: Path, portal: Portal, made: Change, found: Sequence[Finding], live: bool) -> Iterator[Finding]:
    given = evidence.gather(root, portal, made, Verifier(portal, clock.now(), live))
    with contents.of(root, made) as files:
        yield from judge.findings(portal, made, given.approvals, files, since(root, made), found)
    yield from given.faults


def review(root: Path, limits: Range, actor: str) -> tuple[Finding, ...]:
    """What keeps a range of commits from main; without ``actor`` nobody asks who lands it."""
    portal = portal_of(root, limits.head if limits.base in git.NO_FILES.values() else limits.base)
    made = change.of(root, limits, actor, MAIN)
    said = _of_review(root, portal, made, gate.of_range(root, limits), live=False)
    return engine.in_order(one for one in said if actor or one.rule != "R906")


def owned(root: Path, written: str, actor: str) -> tuple[Finding, ...]:
    """What ``actor`` may not do of a range of commits, on a branch."""
    limits = ranges.resolve(root, written)
    portal = portal_of(root, limits.base)
    made = change.of(root, limits, actor, "refs/heads/-")
    return engine.in_order(rights.findings(portal, made, _paths(root, limits.base)))


def since(root: Path, made: Change) -> Since:
    """What main changed between a commit and the base of a change; None where that commit is not of main's past.

    An approval may have begun within the change itself, where several landings are looked at together.
    """
    now = made.base

    @cache
    def moved(base: str) -> frozenset[str] | None:
        try:
            if git.run(root, "rev-list", "-n", "1", base, f"^{now}").strip():
                within = not git.run(root, "rev-list", "-n", "1", base, f"^{made.head}").strip()
                return frozenset() if within and not _since_before(root, now, base) else None
            # All commits, and not only those that were landed one after another: main may have been moved to a branch.
            options = ("--diff-merges=combined", "--name-only", "--no-renames", "--relative", "-z", "--format=")
            names = git.run(root, "log", *options, f"{base}..{now}", "--")
        except Unable:  # nobody knows that commit
            return None
        return frozenset(os.fsdecode(name).lstrip("\n") for name in names.split(b"\0")) - {""}

    return moved


def _since_before(root: Path, now: str, base: str) -> bool:
    """Whether ``base`` does not come after ``now``."""
    return bool(git.run(root, "rev-list", "-n", "1", now, f"^{base}").strip())


def portal_of(root: Path, revision: str) -> Portal:
    """The portal as a commit has it. Raises ``Unable`` where it is none."""
    if revision == MAIN and not git.run(root, "rev-parse", "--verify", "--quiet", MAIN, fine=(0, 1)):
        raise Unable("仓库里还没有 main，空仓库不收推送", _IMPORT)
    with git.commit(root, revision) as tree:
        loaded = portals.load(tree, root, portals.table(tree))
    if loaded.portal is None or any(one.severity == ERROR for one in loaded.findings):
        raise Unable(
            f"服务器的 main 上没有可用的 {TABLE}，不知道谁有权推送", f"{_IMPORT}；写坏了的，用 lanmu check 检查"
        )
    return loaded.portal


def _commit(root: Path, name: str) -> str:
    return git.run(root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}").decode().strip()


def _common(root: Path, one: str, other: str) -> str:
    return git.run(root, "merge-base", one, other, fine=(0, 1)).decode().strip() or one


def _paths(root: Path, revision: str) -> list[str]:
    return os.fsdecode(git.run(root, "ls-tree", "-r", "--name-only", "-z", revision)).split("\0")[:-1]

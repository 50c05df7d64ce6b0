"""A push to a git server judged: who may, what comes in, and on main who has approved it."""

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lanmu import clock, gate, git, portals, ranges
from lanmu.finding import ERROR, WARNING, Finding, Spot
from lanmu.model import Portal
from lanmu.refusal import Unable
from lanmu.review import change, evidence, judge, rights
from lanmu.review.change import MAIN, Change
from lanmu.review.evidence import Verifier
from lanmu.review.judge import Since
from lanmu.rules import engine
from lanmu.rules.review.ownership import O406

_BLOB = 1 << 20  # bytes of an article that are read for its level


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


class Pusher(NamedTuple):
    """Who pushes: the account, and whether it is the forge itself that carries out a merge."""

    account: str
    by_server: bool = False


def findings(root: Path, pusher: Pusher, updates: Sequence[Update]) -> tuple[Finding, ...]:
    """All that is said about a push to the bare repository ``root``; it is refused where one is an error.

    Rights, roles and keys are those of main as it is. Raises ``Unable`` where it has no sound ``columns.yaml``.
    """
    portal = portal_of(root, MAIN)
    found: list[Finding] = []
    for update in updates:
        found += _of_update(root, portal, pusher, update)
    return engine.in_order(found)


def _of_update(root: Path, portal: Portal, pusher: Pusher, update: Update) -> Iterator[Finding]:
    tag = update.ref.startswith(rights.TAG)
    moved = not update.made and not update.gone and not tag
    forced = moved and bool(git.run(root, "rev-list", "-n", "1", update.old, f"^{update.new}").strip())
    of_ref = list(rights.of_ref(portal, pusher.account, update.ref, update.gone, forced))
    yield from of_ref
    if of_ref or update.gone:
        return
    what = f"{update.new}^{{}}" if tag else update.new
    if git.run(root, "cat-file", "-t", what).strip() != b"commit":
        yield O406.at(Spot(rights.TABLE), f"{rights.shown(update.ref)} 指向的不是提交", "推送提交")
        return
    # A tag brings commits along as a new branch does.
    yield from _of_commits(root, portal, pusher, update, forced or tag)


def _of_commits(root: Path, portal: Portal, pusher: Pusher, update: Update, forced: bool) -> Iterator[Finding]:
    main = _commit(root, MAIN)
    if not git.run(root, "rev-list", "-n", "1", update.new, f"^{main}").strip():
        return  # main has it all
    start = update.old if update.ref == MAIN or not (update.made or forced) else ""
    limits = ranges.resolve(root, f"{start}..{update.new}")
    known = () if update.ref == MAIN else (main, _common(root, main, update.new))
    made = change.of(root, limits, pusher.account, update.ref, known)
    fresh = git.run(root, "rev-list", update.new, "--not", "--all").decode().split()
    of_rights = list(rights.findings(portal, made, _paths(root, main), frozenset(fresh)))
    yield from of_rights
    if any(one.rule in ("O403", "O404", "O407") for one in of_rights):
        return  # what cannot come in need not be read
    found = gate.between(root, f"{limits.base}..{limits.head}")
    if made.on_main and judge.is_takedown(portal, made):
        # What leads to the article is mended afterwards: it cannot stay until then.
        found = tuple(one._replace(severity=WARNING) if one.rule in gate.LINKS else one for one in found)
    yield from found
    if made.on_main:
        # Fast-forward, a forge lands a commit that somebody pushed before: that is not the forge's own.
        yield from _of_review(root, portal, made, found, pusher.by_server and limits.head in fresh, live=True)


def _of_review(
    root: Path, portal: Portal, made: Change, found: Sequence[Finding], by_server: bool, live: bool
) -> Iterator[Finding]:
    verifier = Verifier(portal, clock.now(), live)
    given = evidence.gather(root, portal, made, verifier, by_server)
    reader = git.Reader(root)
    try:
        said = judge.findings(
            portal, made, given.approvals, lambda blob: reader.read(blob, _BLOB), since(root, made.base), found
        )
        yield from said
    finally:
        reader.close()
    yield from given.faults


def review(root: Path, written: str, actor: str) -> tuple[Finding, ...]:
    """What keeps a range of commits ``A..B`` from main; without ``actor`` nobody asks who lands it."""
    limits = ranges.resolve(root, written)
    portal = portal_of(root, limits.base)
    made = change.of(root, limits, actor, MAIN)
    said = _of_review(root, portal, made, gate.between(root, f"{limits.base}..{limits.head}"), False, live=False)
    return engine.in_order(one for one in said if actor or one.rule != "R906")


def owned(root: Path, written: str, actor: str) -> tuple[Finding, ...]:
    """What ``actor`` may not do of a range of commits, on a branch."""
    limits = ranges.resolve(root, written)
    portal = portal_of(root, limits.base)
    made = change.of(root, limits, actor, "refs/heads/-")
    return engine.in_order(rights.findings(portal, made, _paths(root, limits.base)))


def since(root: Path, now: str) -> Since:
    """What main changed between a commit and ``now``; None where that commit is not of main's past."""

    @cache
    def moved(base: str) -> frozenset[str] | None:
        try:
            if git.run(root, "rev-list", "-n", "1", base, f"^{now}").strip():
                return None
            options = ("--first-parent", "-m", "--name-only", "--no-renames", "--relative", "-z", "--format=")
            names = git.run(root, "log", *options, f"{base}..{now}", "--")
        except Unable:  # nobody knows that commit
            return None
        return frozenset(os.fsdecode(name).lstrip("\n") for name in names.split(b"\0")) - {""}

    return moved


def portal_of(root: Path, revision: str) -> Portal:
    """The portal as a commit has it. Raises ``Unable`` where it is none."""
    with git.commit(root, revision) as tree:
        loaded = portals.load(tree, root, portals.table(tree))
    if loaded.portal is None or any(one.severity == ERROR for one in loaded.findings):
        cure = "第一次导入由网站管理员在服务器上进行（git clone --bare），不经过推送；写坏了的，用 lanmu check 检查"
        raise Unable(f"服务器的 main 上没有可用的 {rights.TABLE}，不知道谁有权推送", cure)
    return loaded.portal


def _commit(root: Path, name: str) -> str:
    return git.run(root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}").decode().strip()


def _common(root: Path, one: str, other: str) -> str:
    return git.run(root, "merge-base", one, other, fine=(0, 1)).decode().strip() or one


def _paths(root: Path, revision: str) -> list[str]:
    return os.fsdecode(git.run(root, "ls-tree", "-r", "--name-only", "-z", revision)).split("\0")[:-1]

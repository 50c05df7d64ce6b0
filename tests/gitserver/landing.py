"""How work comes to main: written, approved, merged by the editor; and what a forger does differently at each step."""

import os
from collections.abc import Callable
from pathlib import Path

from lanmu import clock
from lanmu.review import record, signed
from lanmu.review.record import Approval, File
from lanmu.rules.sample import COLUMNS
from tests.gitserver import ground
from tests.gitserver.clone import Clone
from tests.repository import Files

Step = Callable[[Clone], object]
TIME = f"{clock.now():%Y-%m-%dT%H:%M:%S}+08:00"
_ANSWERS = tuple(good for *_, good in record.QUESTIONS)


class Desk:
    """Where approvals are made: it holds everybody's keys, so that it can sign in anybody's name."""

    def __init__(self, keys: Path) -> None:
        self.keys = keys

    def paper(self, clone: Clone, account: str, level: str = "一般", key: str = "", **forged: object) -> str:
        """A signed approval, by ``account``, of what the checked-out branch changes against main.

        ``key`` is another one than the account's; ``forged`` are fields that an honest hand would not write so.
        """
        base = clone.git("merge-base", "origin/main", "HEAD")
        honest = Approval("shifan", account, level, base, TIME, _ANSWERS, record.DUTIES, "bgt-bmy", files(clone, base))
        text = record.write(honest._replace(**forged))
        return record.armour(record.Signed(text, signed.sign(text, self.keys / (key or account))))

    def approved(self, account: str, level: str = "一般", **forged: object) -> Step:
        """Somebody approves the branch, in an empty commit."""

        def step(clone: Clone) -> None:
            say(clone.acting(account), self.paper(clone, account, level, **forged))

        return step


def files(clone: Clone, base: str, head: str = "HEAD") -> tuple[File, ...]:
    """What differs between two commits, as an approval lists it."""
    parts = os.fsdecode(clone.tried("diff-tree", "-r", "-z", "--no-renames", base, head).stdout).split("\0")
    named = ((path, *about.split(" ")[2:4]) for about, path in zip(parts[::2], parts[1::2], strict=False))
    return tuple(File(path, *(id if id.strip("0") else "" for id in ids)) for path, *ids in named)


def say(clone: Clone, message: str) -> None:
    """An empty commit with a message."""
    clone.git("commit", "--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-m", message)


def wrote(files: Files, account: str = ground.LIAISON, **who: str) -> Step:
    """Somebody commits files to the branch; ``who`` says otherwise in the environment."""

    def step(clone: Clone) -> None:
        hand = clone.acting(account)
        hand.stage(files)
        hand.git("commit", "--quiet", "-m", "更新内容", **who)

    return step


def tabled(*changes: tuple[str, object], account: str = ground.OFFICE) -> Step:
    """Somebody changes columns.yaml."""

    def step(clone: Clone) -> None:
        table = (clone.path / COLUMNS).read_text("utf-8")
        wrote({COLUMNS: ground.edited(table, *changes)}, account)(clone)

    return step


def merged(message: str = "合并", also: Files | None = None) -> Step:
    """The work branch is merged into main; ``also`` is what the merge brings in by itself."""

    def step(clone: Clone) -> None:
        clone.git("checkout", "--quiet", "-B", "main", "origin/main")
        clone.git("merge", "--no-ff", "--no-commit", "--quiet", "work")
        clone.stage(also or {})
        clone.git("commit", "--quiet", "--allow-empty", "-m", message)

    return step


def squashed(also: Files | None = None) -> Step:
    """The work branch becomes one commit of main, which keeps what its commits said and who wrote them."""

    def step(clone: Clone) -> None:
        said = clone.git("log", "--reverse", "--format=%B", "origin/main..work")
        clone.git("checkout", "--quiet", "-B", "main", "origin/main")
        clone.git("merge", "--squash", "--quiet", "work")
        clone.stage(also or {})
        author = f"{ground.LIAISON} <{ground.mail(ground.LIAISON)}>"
        clone.git("commit", "--quiet", "--cleanup=verbatim", "--author", author, "-m", said)

    return step


def lands(*steps: Step, known: bool = True) -> Callable[[Clone], tuple[str, ...]]:
    """Take the steps on a branch that the server has, unless it is not ``known`` there; main is pushed.

    Where no step brings the branch to main, it is merged at last.
    """

    def make(clone: Clone) -> tuple[str, ...]:
        clone.git("checkout", "--quiet", "--no-track", "-B", "work", "origin/main")
        for step in steps:
            step(clone)
        if known:
            clone.put("work")
        if clone.git("branch", "--show-current") == "work":
            merged()(clone)
        return ("main",)

    return make

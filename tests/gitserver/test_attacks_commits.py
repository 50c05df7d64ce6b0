"""Commits under another's name, commits that hide something, and more than anybody can look at."""

import random
from collections.abc import Callable

import pytest

from lanmu.rules.sample import NEWS
from tests.gitserver import ground
from tests.gitserver.attack import WORK, Attack, refused, writes
from tests.gitserver.bare import Bare
from tests.gitserver.clone import Clone
from tests.gitserver.ground import article, mail
from tests.leaks.payloads import identity

MINE = "content/kjt/bmdt/2026-03-20-ke-ji-zhou.md"
TEXT = article("举办科技周活动")
NUMBER = identity(random.Random(5))
LEAK = article("举办科技周活动", f"联系人身份证号码：{NUMBER}。")


def signed(**who: str) -> Callable[[Clone], tuple[str, ...]]:
    """A commit whose author or committer is somebody else."""

    def make(clone: Clone) -> tuple[str, ...]:
        clone.branch("work")
        clone.stage({MINE: TEXT})
        clone.git("commit", "-q", "-m", "更新内容", **who)
        return WORK

    return make


def removed(clone: Clone) -> tuple[str, ...]:
    clone.branch("work")
    clone.commit({MINE: LEAK})
    clone.commit({MINE: TEXT})
    return WORK


def deleted(clone: Clone) -> tuple[str, ...]:
    clone.branch("work")
    clone.commit({MINE: TEXT, MINE.replace(".md", "/ming-dan.csv"): f"身份证号码\n{NUMBER}\n"})
    clone.commit({MINE.replace(".md", "/ming-dan.csv"): None})
    return WORK


def merged(clone: Clone) -> tuple[str, ...]:
    """Each parent is clean; the merge itself is not."""
    clone.branch("side")
    clone.commit({MINE: TEXT})
    clone.branch("work")
    clone.commit({NEWS: clone_text(clone).replace("全年", "今年")})
    clone.git("merge", "--no-ff", "--no-commit", "-q", "side")
    clone.commit({MINE: LEAK}, message="合并")
    return WORK


def merged_away(clone: Clone) -> tuple[str, ...]:
    """The leak is on a side that the merge does not take."""
    clone.branch("side")
    clone.commit({MINE: LEAK})
    clone.branch("work")
    clone.commit({MINE: TEXT})
    clone.git("merge", "--no-ff", "-q", "-s", "ours", "side", "-m", "合并")
    return WORK


def clone_text(clone: Clone) -> str:
    return (clone.path / NEWS).read_text("utf-8")


def replaced_here(clone: Clone) -> tuple[str, ...]:
    """The clone shows another commit in its place; the server must look at the real one."""
    clone.branch("clean")
    clone.commit({MINE: TEXT})
    clone.branch("work")
    clone.commit({MINE: LEAK})
    clone.git("replace", "work", "clean")
    return WORK


def replaced_there(bare: Bare) -> Callable[[Clone], tuple[str, ...]]:
    """The server holds a replacement from before the gate was there."""

    def make(clone: Clone) -> tuple[str, ...]:
        clone.branch("clean")
        clone.commit({MINE: TEXT})
        clone.branch("work")
        clone.commit({MINE: LEAK})
        clone.put("clean")
        bare.git("update-ref", "-d", "refs/heads/clean")
        leak, clean = (clone.git("rev-parse", f"{name}:{MINE}") for name in ("work", "clean"))
        bare.git("update-ref", f"refs/replace/{leak}", clean)
        return WORK

    return make


def many(count: int) -> Callable[[Clone], tuple[str, ...]]:
    def make(clone: Clone) -> tuple[str, ...]:
        clone.branch("work")
        clone.commit({MINE.replace(".md", f"/{number}.csv"): f"{number}\n" for number in range(count)} | {MINE: TEXT})
        return WORK

    return make


def said(size: int) -> Callable[[Clone], tuple[str, ...]]:
    """A message that takes the server's memory, and the time of everybody who looks at the history."""

    def make(clone: Clone) -> tuple[str, ...]:
        clone.branch("work")
        clone.stage({MINE: TEXT})
        (clone.path / ".git/said").write_text("更新内容\n" * (size // 13), "utf-8")
        clone.git("commit", "-q", "-F", ".git/said")
        return WORK

    return make


OTHER, EDITOR = mail(ground.OTHER), mail(ground.EDITOR)
ATTACKS = [
    Attack("another's name as author", signed(GIT_AUTHOR_EMAIL=OTHER), "O405", ground.OTHER),
    Attack("the editor's name as author", signed(GIT_AUTHOR_EMAIL=EDITOR.upper()), "O405", ground.EDITOR),
    Attack("the editor's name as committer", signed(GIT_COMMITTER_EMAIL=EDITOR), "O405", ground.EDITOR),
    Attack("nobody's name", signed(GIT_AUTHOR_EMAIL="a@b.cn", GIT_COMMITTER_EMAIL="a@b.cn"), "O405", "a@b.cn"),
    Attack("an account that left", writes(MINE, TEXT), "O403", ground.FORMER, ground.FORMER),
    Attack("a leak", writes(MINE, LEAK), "B205", MINE),
    Attack("a leak in an earlier commit", removed, "B205", MINE),
    Attack("a leak in an attachment that went again", deleted, "B205", "ming-dan.csv"),
    Attack("a leak in the merge itself", merged, "B205", MINE),
    Attack("a leak on the side that a merge drops", merged_away, "B205", MINE),
    Attack("a leak that the clone replaces", replaced_here, "B205", MINE),
    Attack("ten thousand files", many(10_000), "O407", "10001"),
    Attack("a message of twenty megabytes", said(20 << 20), "O407", "20.0 MB"),
    Attack("a file that is too large", writes(MINE, TEXT, (MINE.replace(".md", "/a.csv"), b"0" * (60 << 20))), "A603", "a.csv"),
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_refused(attack: Attack, gated: Bare) -> None:
    refused(gated, attack)


def test_a_replacement_on_the_server_is_not_believed(gated: Bare) -> None:
    refused(gated, Attack("", replaced_there(gated), "B205", MINE))


def test_a_graft_on_the_server_is_not_believed(gated: Bare) -> None:
    """It would make main look like a descendant of the leak, so that nothing seems new."""

    def make(clone: Clone) -> tuple[str, ...]:
        removed(clone)
        bare_main = gated.refs()["refs/heads/main"]
        (gated.path / "info/grafts").write_text(f"{clone.git('rev-parse', 'work')} {bare_main}\n")
        return WORK

    refused(gated, Attack("", make, "B205", MINE))


@pytest.mark.parametrize(
    "header", [(), ("-c", "http.extraHeader=Remote-User: kjt-liaison")], ids=["silent", "with a header"]
)
def test_nobody(header: tuple[str, ...], gated: Bare) -> None:
    """Where the web server asks for no account, nobody is known, whatever the client says."""
    clone = gated.clone(ground.LIAISON)
    writes(MINE, TEXT)(clone)
    before = gated.state()
    pushed = clone.push("work", url=clone.open, options=header)
    assert not pushed.ok and "O403" in pushed.said, pushed.heard
    assert gated.state() == before

"""What the check costs whoever commits one article: pre-commit over a bare commit, and our process alone."""

from collections.abc import Iterator
from itertools import count

from tests.bench.measure import Run, in_turn, more
from tests.bench.portal import Portal
from tests.bench.table import Line


def lines(portal: Portal, rounds: int) -> Iterator[Line]:
    """Each run edits the newest article and stages it, so that none finds its own result in the cache."""
    number = count(1)

    def edit() -> None:
        with open(portal.root / portal.newest, "a", encoding="utf-8") as file:
            file.write(f"\n本文已作第{next(number)}次更新。\n")
        portal.run("git", "add", portal.newest)

    def alone() -> Run:
        edit()
        return portal.python("tools.hooks.gate")

    def bare() -> Run:
        edit()
        return portal.run("git", "commit", "--quiet", "--no-verify", "--message=更新")

    def hooked() -> Run:
        edit()
        return portal.run("git", "commit", "--quiet", "--message=更新")

    in_turn(1, alone, bare, hooked)  # what is slow only the first time counts for none
    by_itself, without, with_hooks = in_turn(rounds, alone, bare, hooked)
    over = f"{more(with_hooks, without) * 1000:.0f} ms more CPU"
    yield Line("git commit of one article, with the hooks", with_hooks, over, "≤ 400 ms", "≤ 300 ms")
    yield Line("git commit of one article, without", without)
    own = f"{Run.middle(by_itself).cpu * 1000:.0f} ms CPU"
    yield Line("the hook that checks it, alone", by_itself, own, "≤ 200 ms", "≤ 120 ms")

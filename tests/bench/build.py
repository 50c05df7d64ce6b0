"""``lanmu build`` with the real theme: cold, and after one change; against Hugo, which builds its whole site each time."""

from collections.abc import Callable, Iterator
from functools import partial

from tests.bench import built, peers
from tests.bench.built import CHANGES, COLD, COMMIT, HUGO, PART, STAT
from tests.bench.changes import Changes
from tests.bench.measure import Run, in_turn
from tests.bench.peers import Peer
from tests.bench.portal import Portal, generate
from tests.bench.table import Line

Kinds = dict[str, Callable[[], Run]]


def lines(portal: Portal, rounds: int, with_peers: bool) -> Iterator[Line]:
    """A round builds everything cold, then makes one change after another, each built by all before the next."""
    hugo = peers.hugo(portal.folder / "hugo", portal.size) if with_peers else None
    kinds = _cold(portal, hugo) | _changed(portal, hugo)
    _by_stat(portal)  # so that the first change finds a site
    _by_commit(portal)
    runs = in_turn(rounds, *kinds.values())
    return built.lines(portal.size, dict(zip(kinds, runs, strict=True)))


def _cold(portal: Portal, hugo: Peer | None) -> Kinds:
    part = portal.folder / "part"
    generate(part, max(1, portal.size // built.PARTS))
    kinds: Kinds = {STAT + COLD: partial(portal.cold, portal.root), STAT + PART: partial(portal.cold, part)}
    return kinds | ({HUGO + COLD: hugo.cold} if hugo else {})


def _changed(portal: Portal, hugo: Peer | None) -> Kinds:
    changes = Changes(portal, (hugo,) if hugo else ())
    kinds: Kinds = {}
    for change, make in zip(CHANGES, (changes.edit, changes.add, changes.delete), strict=True):
        kinds |= {STAT + change: partial(_by_stat, portal, make), COMMIT + change: partial(_by_commit, portal)}
        kinds |= {HUGO + change: hugo.build} if hugo else {}
    return kinds


def _by_stat(portal: Portal, change: Callable[[], None] = lambda: None) -> Run:
    """The first to build a change, so it makes it."""
    change()
    return portal.build(portal.root, portal.folder / "by-stat")


def _by_commit(portal: Portal) -> Run:
    """Into a folder of its own, to which the change is still new."""
    return portal.build(portal.root, portal.folder / "by-commit", "--commit", "HEAD")

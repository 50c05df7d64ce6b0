"""``lanmu build`` against stock Pelican, both cold, with equal minimal themes and no pages that the other has not."""

import shutil
from collections.abc import Iterator

from tests.bench import peers
from tests.bench.measure import in_turn, ratio
from tests.bench.portal import Portal, generate
from tests.bench.table import Line, goal


def lines(portal: Portal, rounds: int) -> Iterator[Line]:
    """Ours in a portal with settings of its own. After any change Pelican builds everything again, so cold is all."""
    pelican = peers.stock(portal.folder / "stock", portal.size)
    minimal = portal.folder / "minimal"
    generate(minimal, portal.size)
    shutil.copytree(peers.SITES / "minimal", minimal, dirs_exist_ok=True)
    ours, theirs = in_turn(rounds, lambda: portal.cold(minimal), pelican.cold)
    result = f"{ratio(ours, theirs):.2f} of Pelican"
    yield Line("build, cold, minimal theme", ours, result, *goal(portal.size, 10_000, "≤ 0.7", "≤ 0.55"))
    yield Line("Pelican 4.12, cold, minimal theme", theirs)

"""Internal links: those of all articles and pages as the build checks them, against lychee on the same pages."""

import sysconfig
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Failed, in_turn, ratio
from tests.bench.portal import Portal
from tests.bench.table import Line, goal

LYCHEE = Path(sysconfig.get_path("scripts"), "lychee")


def lines(portal: Portal, rounds: int) -> Iterator[Line]:
    """Both as processes of their own, by the wall clock: lychee uses all cores."""
    if not LYCHEE.exists():
        raise Failed("lychee is missing: pip install --require-hashes -r requirements-dev.txt")
    site = portal.folder / "linked"
    portal.build(portal.root, site)
    lychee = (LYCHEE, "--offline", "--no-progress", "--root-dir", site, f"{site}/**/*.html")
    ours, theirs = in_turn(
        rounds,
        lambda: portal.python("tests.bench.all_links", str(portal.root), str(site)),
        lambda: portal.run(*lychee),
    )
    result = f"wall {ratio(ours, theirs, 'wall'):.2f} of lychee"
    yield Line("links of all articles and pages", ours, result, *goal(portal.size, 10_000, "≤ 1.5", "≤ 0.5"))
    yield Line("lychee --offline", theirs)

"""Internal links of the built site: what lychee takes for them. Ours are checked within the build."""

import sysconfig
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Failed, in_turn
from tests.bench.portal import Portal
from tests.bench.table import Line

LYCHEE = Path(sysconfig.get_path("scripts"), "lychee")


def lines(portal: Portal, rounds: int) -> Iterator[Line]:
    """lychee from the folder of a site with the real theme."""
    if not LYCHEE.exists():
        raise Failed("lychee is missing: pip install --require-hashes -r requirements-dev.txt")
    site = portal.folder / "by-stat"
    portal.build(portal.root, site)
    command = (LYCHEE, "--offline", "--no-progress", "--root-dir", site, f"{site}/**/*.html")
    (runs,) = in_turn(rounds, lambda: portal.run(*command))
    yield Line("lychee --offline", runs)

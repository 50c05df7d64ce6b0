"""Every link of a built portal, followed as the build does: ``python -m tests.bench.all_links ROOT SITE``.

A build finds where links lead while it makes pages; this is the same work for all pages at once, alone, so that it can
be timed: the links of all articles in their sources, and those of all finished pages with their anchors.
"""

import sys
from pathlib import Path

from lanmu import library, portals
from lanmu.report import human
from lanmu.rules.broken import broken
from lanmu.tree import Disk
from plugins.building import linked


def main(argv: list[str]) -> int:
    """Print what L501 and L502 find in the portal whose root is named, and in its site."""
    root, site = map(Path, argv)
    tree = Disk(root)
    portal = portals.load(tree, None, portals.table(tree)).portal
    assert portal is not None
    found = (*broken(portal, tree, library.scan(root)), *linked.findings(_missing(site), lambda _: ""))
    sys.stdout.write(human(found))
    return 1 if found else 0


def _missing(site: Path) -> dict[linked.Target, str]:
    targets = linked.Targets()
    for page in sorted(site.rglob("*.html")):
        targets.collect(page.relative_to(site).as_posix(), page.read_text("utf-8"))
    missing = linked.missing(
        targets.found, lambda path: (site / path).exists(), lambda path: (site / path).read_bytes()
    )
    return {target: targets.found[target] for target in missing}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

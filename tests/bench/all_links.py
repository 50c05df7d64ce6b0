"""The links of every article, followed as the build follows those that it doubts: ``python -m tests.bench.all_links DIR``.

A build finds where links lead while it makes pages, so that there is no check to be timed; this one alone can be.
"""

import sys
from pathlib import Path

from lanmu import library, portals
from lanmu.report import human
from lanmu.rules.broken import broken
from lanmu.tree import Disk


def main(argv: list[str]) -> int:
    """Print what L501 and L502 find in the portal whose root is named."""
    root = Path(argv[0])
    tree = Disk(root)
    portal = portals.load(tree, None, portals.table(tree)).portal
    assert portal is not None
    found = broken(portal, tree, library.scan(root))
    sys.stdout.write(human(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

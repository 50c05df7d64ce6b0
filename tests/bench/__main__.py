"""The benchmarks: ``python -m tests.bench [--articles N] [--rounds R]`` prints one table. docs/benchmarks.md tells more.

A row is a module with ``lines``: it measures, and gives the lines that it adds to the table.
"""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from tests.bench import hook, portal, tree
from tests.bench.corpus import SEED
from tests.bench.measure import Failed
from tests.bench.table import table
from tests.bench.titles import MOST


def main(argv: list[str] | None = None) -> int:
    """Measure all rows on a portal made for it, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Print the table of benchmarks.")
    parser.add_argument("--articles", metavar="N", type=_number, default=10_000, help="default 10000")
    parser.add_argument("--rounds", metavar="R", type=_number, default=5, help="runs of each kind, default 5")
    given = parser.parse_args(argv)
    try:
        with tempfile.TemporaryDirectory(prefix="lanmu-bench-") as folder:
            print(report(Path(folder), given.articles, given.rounds))
    except Failed as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def report(folder: Path, size: int, rounds: int) -> str:
    """The table for a portal of ``size`` articles that is made in ``folder``."""
    _say(f"a portal of {size} articles …")
    made = portal.make(folder, size)
    _say("the whole tree …")
    lines = list(tree.lines(made, rounds))
    _say("the hooks …")
    lines += hook.lines(made, rounds)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{size} articles, seed {SEED}, {rounds} rounds, {machine}\n\n{table(lines)}"


def _say(doing: str) -> None:
    print(doing, file=sys.stderr, flush=True)


def _number(text: str) -> int:
    """A number of articles or rounds."""
    number = int(text)
    if not 0 < number <= MOST:
        raise ValueError
    return number


if __name__ == "__main__":
    sys.exit(main())

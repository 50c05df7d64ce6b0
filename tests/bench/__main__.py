"""The benchmarks: ``python -m tests.bench [--articles N] [--rounds R] [--only ROWS]`` prints one table.

docs/benchmarks.md tells more.

A row is a module with ``lines``: it measures, and gives the lines that it adds to the table.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from tests.bench import build, hook, links, portal, stock, tree
from tests.bench.corpus import SEED
from tests.bench.measure import Failed
from tests.bench.table import Line, table
from tests.bench.titles import MOST

ROWS = ("check", "hooks", "build", "stock", "links")


def main(argv: list[str] | None = None) -> int:
    """Measure the rows that are asked for on a portal made for it, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Print the table of benchmarks.")
    parser.add_argument("--articles", metavar="N", type=_number, default=10_000, help="default 10000")
    parser.add_argument("--rounds", metavar="R", type=_number, default=5, help="default 5; for whole sites half of it")
    parser.add_argument("--only", metavar="ROWS", nargs="+", choices=ROWS, default=ROWS, help=f"of {', '.join(ROWS)}")
    parser.add_argument(
        "--peers", metavar="N", type=int, default=50_000, help="largest portal for Hugo and Pelican, too"
    )
    given = parser.parse_args(argv)
    try:
        with tempfile.TemporaryDirectory(prefix="lanmu-bench-") as folder:
            print(report(Path(folder), given.articles, given.rounds, given.only, given.articles <= given.peers))
    except Failed as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def report(folder: Path, size: int, rounds: int, only: Collection[str], with_peers: bool) -> str:
    """The table for a portal of ``size`` articles that is made in ``folder``."""
    _say(f"a portal of {size} articles …")
    made = portal.make(folder, size)
    lines: list[Line] = []
    for name in ROWS:
        if name in only:
            _say(f"{name} …")
            lines += _rows(name, made, rounds, with_peers)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{size} articles, seed {SEED}, {rounds} rounds, {machine}\n\n{table(lines)}"


def _rows(name: str, made: portal.Portal, rounds: int, with_peers: bool) -> Iterator[Line]:
    """The lines of one kind of rows; whole sites take long, so that there half of the rounds must do."""
    fewer = (rounds + 1) // 2
    if name == "check":
        yield from tree.lines(made, rounds)
    elif name == "hooks":
        yield from hook.lines(made, rounds)
    elif name == "build":
        yield from build.lines(made, fewer, with_peers)
    elif name == "stock" and with_peers:
        yield from stock.lines(made, fewer)
    elif name == "links":
        yield from links.lines(made, fewer)


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

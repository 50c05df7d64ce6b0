"""The table that the benchmarks print: Markdown, so that it can be put into docs/benchmarks.md as it is."""

from collections.abc import Sequence
from typing import NamedTuple

from tests.bench.measure import Run

_HEAD = ("", "CPU s", "least", "wall s", "peak MiB", "result", "must", "aim")


class Line(NamedTuple):
    """What was run, how often and with which figures; where it has a goal, the result beside that.

    A further result of the line above has no runs of its own.
    """

    what: str
    runs: Sequence[Run]
    result: str = ""
    must: str = ""
    aim: str = ""


def goal(size: int, at: int, must: str, aim: str = "") -> tuple[str, str]:
    """A goal for portals of ``at`` articles is none for those of another size."""
    return (must, aim) if size == at else ("", "")


def table(lines: Sequence[Line]) -> str:
    """Medians of all runs, and the least CPU of any."""
    rows = [_HEAD, *map(_cells, lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    written = ["| " + " | ".join(map(_pad, row, widths, range(len(row)))) + " |" for row in rows]
    rule = "|" + "|".join("-" * (width + 1) + (":" if place else "-") for place, width in enumerate(widths)) + "|"
    return "\n".join([written[0], rule, *written[1:]])


def _cells(line: Line) -> tuple[str, ...]:
    if not line.runs:
        return line.what, "", "", "", "", line.result, line.must, line.aim
    middle, least = Run.middle(line.runs), min(run.cpu for run in line.runs)
    figures = (f"{middle.cpu:.2f}", f"{least:.2f}", f"{middle.wall:.2f}", f"{middle.peak:.0f}")
    return line.what, *figures, line.result, line.must, line.aim


def _pad(cell: str, width: int, place: int) -> str:
    return cell.rjust(width) if place else cell.ljust(width)

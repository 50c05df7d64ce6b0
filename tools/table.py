"""Text tables for a terminal."""

from collections.abc import Sequence

from lanmu.report.terminal import seen
from lanmu.report.width import pad, width

GAP = "  "
COMMA = "、"
_NARROWEST = 24  # a last cell with less room goes below its row


def rows(table: Sequence[Sequence[str]], indent: str = "", columns: int | None = None) -> list[str]:
    """Lines with aligned cells; the last cell is folded at its commas where a line would pass ``columns``."""
    cells = [[seen(cell) for cell in row] for row in table]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    return [line for row in cells for line in _lines(row, widths, indent, columns)]


def _lines(row: Sequence[str], widths: Sequence[int], indent: str, columns: int | None) -> list[str]:
    head = indent + "".join(pad(cell, size) + GAP for cell, size in zip(row[:-1], widths, strict=False))
    if columns is None:
        return [(head + row[-1]).rstrip()]
    room = columns - width(head)
    if room >= _NARROWEST:
        first, *rest = _fold(row[-1], room)
        return [(head + first).rstrip(), *(" " * width(head) + line for line in rest)]
    below = " " * len(indent + pad(row[0], widths[0]) + GAP)
    return [head.rstrip(), *(below + line for line in _fold(row[-1], columns - len(below)) if line)]


def _fold(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns``, each ending with a comma but the last."""
    lines = [""]
    for part in text.replace(COMMA, COMMA + "\0").split("\0"):
        if lines[-1] and width(lines[-1] + part) > columns:
            lines.append("")
        lines[-1] += part
    return lines

"""Bounds on Markdown that no article needs, but beyond which converting it takes very long or fails.

The converter is quadratic in unclosed brackets and headings of one block and recursive in lists.
The bounds are far above what real articles hold, and low enough that converting ends in seconds.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

MAX_LEVELS = 20  # of lists and quotations, on one line or by indentation of four
MAX_BLOCKS = 20_000
MAX_LINES = 40_000
# In the whole body: how often a sign stands there, and how many brackets stay open.
MAX_IN_ALL = {"[": 20_000, "<": 20_000, "<!": 200}
MAX_OPEN = {"[]": 1000, "()": 1000, "<>": 300}
# In one block, that is between blank lines.
MAX_IN_BLOCK = {"[": 1000, "<": 5000, "#": 1000, "&": 5000, "\\": 5000, "`": 5000, "*": 5000, "_": 20_000}
MAX_UNDERLINES = 1000  # lines of = or - that make the line above a heading

# Of every sign the lowest bound: who has no more of any keeps all of them.
_MODEST: dict[bytes, int] = {}
for _sign, _most in chain(MAX_IN_ALL.items(), MAX_IN_BLOCK.items(), ((pair[0], n) for pair, n in MAX_OPEN.items())):
    _MODEST[_sign.encode()] = min(_most, _MODEST.get(_sign.encode(), _most))
_MODEST_LINES = min(MAX_BLOCKS, MAX_UNDERLINES)

_PILE = re.compile(rb"[ \t*+>0-9.)-]{%d}" % MAX_LEVELS)  # in every line of so many levels

_UNDERLINE = re.compile(r"^[ ]*(?:=+|-+)[ ]*$", re.MULTILINE)
_MARKERS = re.compile(r"(?:[ \t]*(?:[-*+>]|[0-9]{1,9}[.)])(?=[ \t>-]|$))+")
_OPENING = frozenset(" \t-*+>0123456789")
_MARKER = re.compile(r"[-*+>]|[0-9]{1,9}[.)]")


class Excess(NamedTuple):
    """What there is too much of, and the line of the body (from 1) where it is."""

    line: int
    what: str
    most: int


def excess(body: str) -> Excess | None:
    """The first thing in a body that goes beyond the bounds; None in every sound article."""
    return None if _is_modest(body) else _excess(body)


def _is_modest(body: str) -> bool:
    """Whether nothing in it comes near a bound; so it is with most bodies.

    All that is counted is ASCII: counting in what is left when the rest is dropped costs a tenth.
    """
    signs = body.encode("ascii", "ignore")
    few = signs.count(b"\n") < _MODEST_LINES and not _PILE.search(signs)
    return few and all(signs.count(sign) <= most for sign, most in _MODEST.items())


def _excess(body: str) -> Excess | None:
    lines = body.split("\n")
    if len(lines) > MAX_LINES:
        return Excess(MAX_LINES, "正文的行数", MAX_LINES)
    for number, line in enumerate(lines, 1):
        if line[:1] in _OPENING and _levels(line) > MAX_LEVELS:
            return Excess(number, "列表或引用的层数", MAX_LEVELS)
    return _in_all(body) or _in_blocks(lines)


def _in_all(body: str) -> Excess | None:
    for sign, most in MAX_IN_ALL.items():
        if body.count(sign) > most:
            return Excess(1, f"正文里的“{sign}”", most)
    for pair, most in MAX_OPEN.items():
        if body.count(pair[0]) - body.count(pair[1]) > most:
            return Excess(1, f"没有配对的“{pair[0]}”", most)
    return None


def _in_blocks(lines: list[str]) -> Excess | None:
    for count, (number, block) in enumerate(_blocks(lines), 1):
        if count > MAX_BLOCKS:
            return Excess(number, "正文的段数", MAX_BLOCKS)
        if len(block) <= min(MAX_IN_BLOCK.values()):
            continue
        for sign, most in MAX_IN_BLOCK.items():
            if block.count(sign) > most:
                return Excess(number, f"同一段里的“{sign}”", most)
        if len(_UNDERLINE.findall(block)) > MAX_UNDERLINES:
            return Excess(number, "同一段里由下划线作的标题", MAX_UNDERLINES)
    return None


def _levels(line: str) -> int:
    indent = len(line) - len(line.lstrip(" \t"))
    markers = _MARKERS.match(line) if indent < len(line) else None
    written = len(_MARKER.findall(markers.group())) if markers else 0
    # Deep indentation without a marker is code.
    return max(written, indent // 4 if written else 0)


def _blocks(lines: list[str]) -> Iterator[tuple[int, str]]:
    start: int | None = None
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            start = start or number
        elif start is not None:
            yield start, "\n".join(lines[start - 1 : number - 1])
            start = None

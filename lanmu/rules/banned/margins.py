"""Where a stretch of folded text stands in its line.

Folding takes blanks and single line breaks out of Chinese text, so that a line of its own can only be
told by what was written. Positions are those of ``prose.folded.text``.
"""

import re
from bisect import bisect_left

from lanmu.repair import later
from lanmu.rules.prose import Prose

_STEPS = 40  # characters without meaning that are passed over at most
_NEUTRAL = frozenset(" \u3000\"'“”‘’#>+-—–=_*[](){}【】〖〗〔〕〈〉《》「」『』⟦⟧⟨⟩«»<★☆※•■◆●")
_BOUNDS = "\n\t|"
_OPEN, _CLOSE = "([{【〖〔〈「『⟦⟨«", ")]}】〗〕〉」』⟧⟩»"
_TARGET = re.compile(r"\]\([^()\n]{0,200}\)")
_HEAD_LINES, _HEAD_CHARS = 8, 600
_LINE = 200
_WITHIN = " › "  # between the names of a file and of the place in it
# Not the straight ones: they enclose the values of tables and tags.
_QUOTES = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"))
_TAUGHT = later("标[注明识志有示]|字样|例如|印有|盖有|写[作明上有成为]|注明|格式|形式|带有|加盖|如$")


def begins(prose: Prose, start: int, stops: str = "") -> bool:
    """Whether nothing but marks stands before ``start`` in its line, cell, field or after one of ``stops``."""
    text, later = prose.folded.text, _written(prose, start)[0]
    for _ in range(_STEPS):
        if start == 0:
            return True
        first, last = prose.folded.origin(start - 1, start)
        char, gap = text[start - 1], prose.text[last:later]
        if "\n" in gap or "\t" in gap or char in _BOUNDS or char in stops:
            return True
        if char == ":" and first < prose.body and text[start - 2 : start - 1].isascii():
            return True  # the value of a key
        start, later = _before_tag(text, start) if char == ">" else start - 1, first
        if char not in _NEUTRAL:
            return False
    return False


def ends(prose: Prose, end: int, stops: str = "") -> bool:
    """Whether nothing but marks stands behind ``end`` in its line, cell, field or before one of ``stops``."""
    text, earlier = prose.folded.text, _written(prose, end - 1)[1]
    for _ in range(_STEPS):
        if end >= len(text):
            return True
        char, gap = text[end], prose.text[earlier : _written(prose, end)[0]]
        if "\n" in gap or "\t" in gap or char in _BOUNDS or char in stops:
            return True
        if char not in _NEUTRAL:
            return False
        target = _TARGET.match(text, end) if char == "]" else None
        end = target.end() if target else _after_tag(text, end) if char == "<" else end + 1
        earlier = prose.folded.origin(end - 1, end)[1]
    return False


def alone(prose: Prose, start: int, end: int, stops: str = "") -> bool:
    """Whether a stretch has its line, cell or field to itself."""
    return begins(prose, start, stops) and ends(prose, end, stops)


def bracketed(text: str, start: int, end: int, kinds: str = _OPEN) -> bool:
    """Whether a stretch of ``text`` fills a pair of brackets."""
    before, after = text[max(0, start - 3) : start].rstrip(), text[end : end + 3].lstrip()
    return bool(before and after) and before[-1] in kinds and after[0] == _CLOSE[_OPEN.index(before[-1])]


def quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation marks enclose a stretch of ``text``, a few characters around it at most."""
    before, after = text[max(0, start - 6) : start], text[end : end + 6]
    return any(left in before and right in after for left, right in _QUOTES)


def taught(text: str, start: int, end: int) -> bool:
    """Whether ``text`` speaks about a mark rather than bearing it: it is quoted, and the sentence says so."""
    if not quoted(text, start, end):
        return False
    before = text[max(0, start - 40) : start].rstrip("“‘「『")
    return bool(_TAUGHT().search(before) or _TAUGHT().search(text[end : end + 20]))


def in_head(prose: Prose, start: int) -> bool:
    """Whether a position lies in the front matter or in the first lines of the text, or of a file of an archive."""
    at = _written(prose, start)[0]
    first, file = prose.body, _file(prose, at)
    if file:  # its text is of one piece
        low = max(0, at - _HEAD_CHARS - 1)
        first = low + bisect_left(range(low, at), True, key=lambda position: _file(prose, position) == file)
    if at - first > _HEAD_CHARS:
        return False
    above = prose.text[first:at].split("\n")
    return sum(1 for line in above if line.strip()) <= _HEAD_LINES


def _file(prose: Prose, at: int) -> str:
    """The file of an archive in which a position lies; "" outside of archives."""
    return (prose.spot(at).where or "").rpartition(_WITHIN)[0] if prose.attached else ""


def line_of(prose: Prose, start: int) -> str:
    """The written line around a position, so much of it as a title may have."""
    at = _written(prose, start)[0]
    before, after = prose.text[max(0, at - _LINE) : at], prose.text[at : at + _LINE]
    return before.rpartition("\n")[2] + after.partition("\n")[0]


def apart(prose: Prose, start: int, end: int) -> bool:
    """Whether blank lines, or the ends of the text, stand before and behind the lines of a stretch."""
    first, last = _written(prose, start)[0], _written(prose, max(start, end - 1))[1]
    above = prose.text[max(0, first - 200) : first].rpartition("\n")
    below = prose.text[last : last + 200].partition("\n")
    before = above[0].rpartition("\n")[2].strip(" \t\u3000")
    after = below[2].partition("\n")[0].strip(" \t\u3000")
    return before in ("", "---") and not after


def _written(prose: Prose, position: int) -> tuple[int, int]:
    return prose.folded.origin(position, position + 1)


def _before_tag(text: str, end: int) -> int:
    """Where the tag begins that ends before ``end``; the sign alone where it is none."""
    start = text.rfind("<", max(0, end - 400), end)
    return start if start >= 0 and (text[start + 1].isalpha() or text[start + 1] == "/") else end - 1


def _after_tag(text: str, start: int) -> int:
    end = text.find(">", start, start + 400)
    return end + 1 if end >= 0 else start + 1

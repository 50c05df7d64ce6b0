"""An article's body as source: what is prose, what is code, and where it leads.

Everything here is linear in the length of the text: repeats are possessive, and no two
matches scan the same stretch.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from lanmu.article import Article

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})([^\n]*)")
_TICKS = re.compile("`+")
# Where a block may begin: `code` does not reach over it, whatever is on the other side.
_BLOCK = re.compile(r"\n[ \t]*+(?:\n|[-*+>#|<]|[0-9]{1,9}[.)])")
_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|[0-9]{1,9}[.)])[ \t]")
_INDENTED = re.compile(r"(?: {4}|\t)")
_NOT_NEWLINE = re.compile("[^\n]")
# What stands in [text](here): up to the closing bracket of the same line, one pair of brackets inside.
_INLINE = re.compile(r"\]\([ \t]*+((?:<[^<>\n]*+>)?+[^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+)\)")
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]*+(<[^<>\n]*+>|[^\s<>]++)", re.MULTILINE)
_TAG = re.compile(r"<(?:a|img|source|video|audio)\s[^<>]*+>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(?:href|src)\s*+=\s*+(?:\"([^\"<>]*+)\"|'([^'<>]*+)'|([^\s\"'<>]++))", re.IGNORECASE
)
_TITLE = re.compile(r"(?<![ \t])[ \t]++[\"']")


class Link(NamedTuple):
    """Where something leads, as written; line and column of the file, from 1."""

    target: str
    line: int
    column: int
    picture: bool
    tag: bool  # whether it stands in an HTML tag


class Body:
    """A body with its code blanked out (``prose`` has the same length and lines)."""

    def __init__(self, article: Article) -> None:
        self.first_line = article.body_line
        # What begins code, comments and links is ASCII: looked for in the few signs that are, it is found not to be
        # there twenty times as fast.
        self._signs = signs = article.body.encode("ascii", "ignore")
        prose = article.body
        if _may_hold_blocks(signs):
            prose = _without_blocks(prose)
        if b"`" in signs:
            prose = _without_spans(prose)
        self.prose = _without_comments(prose) if b"<!--" in signs else prose

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.prose))]

    def place(self, position: int) -> tuple[int, int]:
        """Line and column of the file, from 1, of a position in the body."""
        line = bisect_right(self._starts, position)
        return self.first_line + line - 1, position - self._starts[line - 1] + 1

    def links(self) -> Iterator[Link]:
        """Every link and picture: inline, by reference, as HTML."""
        if b"](" in self._signs:
            for match in _INLINE.finditer(self.prose):
                yield self._link(_bare(match.group(1)), match.start(1), self._is_picture(match.start()))
        if b"]:" in self._signs:
            for match in _DEFINITION.finditer(self.prose):
                target = match.group(1).strip("<>")
                if "." in target or "/" in target:  # “[注]: 文字” is prose, whatever Markdown makes of it
                    yield self._link(target, match.start(1), False)
        if b"<" in self._signs:
            yield from self._in_tags()

    def _in_tags(self) -> Iterator[Link]:
        for tag in _TAG.finditer(self.prose):
            for match in _ATTRIBUTE.finditer(tag.group()):
                target = next((group for group in match.groups() if group is not None), "")
                picture = tag.group()[1:2].lower() != "a"
                yield self._link(target.strip(), tag.start() + match.start(match.lastindex or 0), picture, True)

    def _link(self, target: str, position: int, picture: bool, tag: bool = False) -> Link:
        return Link(target, *self.place(position), picture, tag)

    def _is_picture(self, close: int) -> bool:
        """Whether the bracket closed at ``close`` was opened as ``![``, not too far before it."""
        opened = self.prose.rfind("[", max(0, close - 300), close)
        return opened > 0 and self.prose[opened - 1] == "!"


def _bare(written: str) -> str:
    """The target alone: without its title and angle brackets."""
    if written.startswith("<"):
        return written[1:].partition(">")[0].strip()
    return _TITLE.split(written.strip()[:2000], maxsplit=1)[0]


def _blank(text: str) -> str:
    return _NOT_NEWLINE.sub(" ", text)


def _may_hold_blocks(signs: bytes) -> bool:
    """Whether there is a fence or an indented line: of neighbours in the text, signs are neighbours, too."""
    return b"```" in signs or b"~~~" in signs or b"\n    " in signs or b"\n\t" in signs or signs[:1] in b" \t"


def _without_blocks(text: str) -> str:
    """Fenced and indented code as blanks. In a list, indented lines are its text, so they stay."""
    lines = text.split("\n")
    fence, in_list, after_blank, in_code = "", False, True, False
    for number, line in enumerate(lines):
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            lines[number] = _blank(line)
            continue
        opened = _FENCE.match(line)
        if opened and "`" not in opened.group(2):
            fence, lines[number] = opened.group(1), _blank(line)
            continue
        indented = bool(_INDENTED.match(line))
        in_code = indented and not in_list and (after_blank or in_code)
        after_blank = not line.strip()
        if in_code and not after_blank:
            lines[number] = _blank(line)
        elif not after_blank and not indented:
            in_list = bool(_ITEM.match(line))
    return "\n".join(lines)


def _without_spans(text: str) -> str:
    """``code`` in a block of text as blanks: from a run of backticks to the next of the same length."""
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(text)]
    blocks = [match.start() for match in _BLOCK.finditer(text)]
    kinds = [(bisect_right(blocks, start), end - start) for start, end in runs]  # the block and the length
    later: dict[tuple[int, int], list[int]] = defaultdict(list)  # kind → its positions in ``runs``, last first
    for index in range(len(runs) - 1, -1, -1):
        later[kinds[index]].append(index)
    parts, done, index = [], 0, 0
    while index < len(runs):
        start = runs[index][0]
        same = later[kinds[index]]
        while same and same[-1] <= index:
            same.pop()
        if same:
            index = same[-1]
            parts += [text[done:start], _blank(text[start : runs[index][1]])]
            done = runs[index][1]
        index += 1
    return "".join([*parts, text[done:]])


def _without_comments(text: str) -> str:
    parts, done = [], 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[done:start], _blank(text[start : end + 3])]
        done = end + 3
    return "".join([*parts, text[done:]])

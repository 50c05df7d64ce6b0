"""Links and HTML tags that part a word or number in the source and not on the page: ``机[密](…)``, ``<b title="…">``.

A text is read with them, since what they hold may give something away; where they part what belongs together it is
read a second time as it looks without them.
"""

import re
from collections.abc import Iterator

Edit = tuple[int, int, str]  # from, to, what stands there instead

# [text](there), [text][name], [name]; one pair of brackets inside what leads there.
_LINK = re.compile(
    r"\[(?<!!\[)([^\[\]]{0,300})\](?:\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)?\)|\[[^\[\]\n]{0,200}\]|(?![(\[:]))"
)
_DEFINED = re.compile(r"^[ ]{0,3}\[([^\[\]\n]{1,200})\]:", re.MULTILINE)
# To the closing sign outside quotes, or to the first one; no two of them scan the same stretch.
_TAG = re.compile(
    r"</?([A-Za-z][A-Za-z0-9-]*+)(?=[\s/>])"
    r"(?:[^<>\"']*+(?:\"[^\"<]*+\"[^<>\"']*+|'[^'<]*+'[^<>\"']*+)*>|[^<>]*+>)"
)
# Tags inside a line; any other parts what stands on its sides.
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label")
) | frozenset(
    ("mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr")
)
# What the words and numbers that are looked for hold, and what may stand for it or beside it.
_PARTS = frozenset("0123456789０１２３４５６７８９绝絕机機秘祕密商业業内內部工作件开開启啟啓用前★☆*_~`&;\\")


def edits(text: str) -> tuple[Edit, ...]:
    """What to take out of ``text`` so that it reads as on the page; nothing where no word or number is parted."""
    found = sorted((*_links(text), *_tags(text)))
    merged: list[tuple[int, int]] = []
    for start, end, _ in found:
        if merged and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    parts = any(start and text[start - 1] in _PARTS and text[end : end + 1] in _PARTS for start, end in merged)
    return tuple(found) if parts else ()


def _links(text: str) -> Iterator[Edit]:
    if "]" not in text:
        return
    defined = {match.group(1).lower() for match in _DEFINED.finditer(text)} if "]:" in text else frozenset()
    for match in _LINK.finditer(text):
        end = match.end(1)
        if end + 1 < match.end() or match.group(1).lower() in defined:
            yield match.start(), match.start() + 1, ""
            yield end, match.end(), ""


def _tags(text: str) -> Iterator[Edit]:
    if "<" not in text:
        return
    done = 0
    for match in _TAG.finditer(text):
        if match.start() >= done:
            done = match.end()
            yield match.start(), done, "" if match.group(1).lower() in _INLINE else "\n\n"

"""HTML in an article as its author wrote it, each tag with its place.

A parser for pages would mend what is written and forget where it stood; a rule must see both. So tags are read one by
one as the HTML standard reads them, also those that never end, and those within the value of another's attribute.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lanmu.article import Article
from lanmu.complexity import MAX_IN_ALL
from lanmu.fold import unescaped
from lanmu.marked import Map
from lanmu.repair import later
from lanmu.rules.form.body import Body
from lanmu.rules.prose import Prose

MOST = MAX_IN_ALL["<"]
_START = re.compile("<[A-Za-z/]")
_NAME = r"<(/?)([A-Za-z][^\s/<>]{0,60})"
# To the closing sign outside quotes. No way to match one text twice: what fails, fails at once.
_WHOLE = later(_NAME + r"([^<>=]*+(?:=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"']))[^<>=]*+){0,60})>")
_LOOSE = later(_NAME + r"([^<>]{0,4000}+)>")
_OPEN = later(_NAME + r"()")
_ATTRIBUTE = later(r"([^\s/>=\"'<][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]*+)))?")


class Attribute(NamedTuple):
    """``name`` in lower case, ``value`` with its entities resolved; offsets of ``prose.text``."""

    name: str
    value: str
    start: int
    end: int


class Tag(NamedTuple):
    """``name`` in lower case; offsets of ``prose.text``; ``whole`` tells whether it ends with ``>``."""

    name: str
    closing: bool
    start: int
    end: int
    written: str  # what stands between the name and ``>``
    whole: bool

    def attributes(self) -> Iterator[Attribute]:
        """Its attributes in order."""
        base = self.end - len(self.written) - self.whole
        for match in _ATTRIBUTE().finditer(self.written):
            value = next((group for group in match.groups()[1:] if group is not None), "")
            start, end = base + match.start(), base + match.end()
            yield Attribute(match.group(1).lower(), unescaped(value), start, end)


@lru_cache(maxsize=1)  # every rule asks about one text before the next text comes
def source(prose: Prose) -> str:
    """The text with code and comments of the body blanked, every position kept."""
    body = prose.text[prose.body :]
    shown = Body(_of(prose, body)).prose
    return prose.text if shown is body else prose.text[: prose.body] + shown


def _of(prose: Prose, body: str) -> Article:
    return Article(prose.path, None, Map(), body, 1)


@lru_cache(maxsize=1)
def tags(prose: Prose) -> tuple[Tag, ...]:
    """Every tag of an article, by place, as far as F116 lets it have; an attachment's text has none."""
    if prose.attached or "<" not in prose.text or not _START.search(prose.text):
        return ()
    text = source(prose)
    starts = (match.start() for match in _START.finditer(text) if _OPEN().match(text, match.start()))
    return tuple(_read(text, start) for start in islice(starts, MOST))


def _read(text: str, start: int) -> Tag:
    for pattern in (_WHOLE, _LOOSE, _OPEN):
        if match := pattern().match(text, start):
            break
    else:
        raise ValueError("no tag begins here")
    closing, name, written = match.groups()
    return Tag(name.lower(), bool(closing), start, match.end(), written, pattern is not _OPEN)


def comments(prose: Prose) -> Iterator[tuple[int, int]]:
    """Where HTML comments of the body stand that no code holds; one without an end reaches to the end."""
    if prose.attached or "<!--" not in prose.text:
        return
    body = prose.text[prose.body :]
    marked = Body(_of(prose, body.replace("<!--", "\ue000!--"))).prose  # so that only code is blanked
    at = 0
    while (start := marked.find("\ue000!--", at)) >= 0:
        close = body.find("-->", start + 4)
        at = close + 3 if close >= 0 else len(body)
        yield prose.body + start, prose.body + at

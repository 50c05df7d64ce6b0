"""What the text rules read: an article's whole file, or the text of one of its attachments."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from lanmu.article import MAX_BYTES, Article, decode
from lanmu.finding import Finding, Fix, Spot
from lanmu.fold import Folded
from lanmu.joined import Edit, edits
from lanmu.rules.rule import Rule
from lanmu.rules.subject import Subject

_WIDE = (b"\xff\xfe", b"\xfe\xff")  # how UTF-16 begins
_FEW = 20  # of so many characters one may be unreadable
_RANKS = "ABFHW"  # on one span of text the first of these speaks alone


class Prose:
    """A text under the rules. Offsets count characters of ``text``, which is what was written."""

    def __init__(
        self,
        subject: Subject,
        path: str,
        text: str,
        *,
        body: int = 0,
        attached: bool = False,
        places: Sequence[tuple[int, str]] = (),
        comments: bool = True,
        cut: Sequence[Edit] = (),
    ) -> None:
        """``places``: where in ``text`` each named place of an attachment begins, ascending.

        ``comments``: whether what stands in HTML comments is read, too. ``cut``: what is not read.
        """
        self.subject = subject  # the article; of an attachment the one it belongs to
        self.path = path
        self.text = text
        self.body = body  # offset of the body; what is before is front matter
        self.attached = attached
        self._places = places
        self._comments = comments
        self._cut = cut

    @cached_property
    def folded(self) -> Folded:
        """The text as its reader takes it; ``folded.origin`` leads back."""
        return Folded(self.text, markup=not self.attached, comments=self._comments, cut=self._cut)

    @cached_property
    def signs(self) -> bytes:
        """The ASCII of the text and no more. Neighbours stay neighbours: what is not in it is not in the text.

        Made in 1 µs, it says in 0.05 µs that two signs are nowhere together; the text itself takes 1.6 µs to say so.
        """
        return self.text.encode("ascii", "ignore")

    @cached_property
    def title(self) -> str:
        """The article's title; of an attachment its first line that says something, unless that is a sentence."""
        article = self.subject.source.article
        if not self.attached and article is not None:
            return article.text("title")
        start = next((match.group() for match in re.finditer(r"[^\s][^\n]{0,199}", self.text)), "")
        return "" if "。" in start else start.strip()

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line(self, position: int) -> str:
        """The written line around a position."""
        start = self.text.rfind("\n", 0, position) + 1
        end = self.text.find("\n", position)
        return self.text[start : end if end >= 0 else len(self.text)]

    def spot(self, position: int) -> Spot:
        """Line and column of a position; inside an attachment the name of the place."""
        if self.attached:
            index = bisect_right(self._places, position, key=lambda place: place[0]) - 1
            return Spot(self.path, None, None, self._places[index][1] if index >= 0 else None)
        line = bisect_right(self._lines, position)
        return Spot(self.path, line, position - self._lines[line - 1] + 1)


class Hit(NamedTuple):
    """What a rule says about ``text[start:end]`` of a prose; ``new`` would mend it.

    ``stretch``: what ``new`` stands for, where that reaches further than the place that is spoken of.
    """

    rule: Rule
    start: int
    end: int
    message: str
    cure: str
    new: str | None = None
    stretch: tuple[int, int] | None = None


TextCheck = Callable[[Prose], Iterator[Hit]]


def hit(prose: Prose, rule: Rule, start: int, end: int, message: str, cure: str, new: str | None = None) -> Hit:
    """A hit at ``prose.folded.text[start:end]``, led back to what was written."""
    return Hit(rule, *prose.folded.origin(start, end), message, cure, new)


def of_article(subject: Subject) -> Prose:
    """The article's file, read as far as it can be: what is refused for its form may still give something away."""
    source = subject.source
    text, _ = decode(source.data)
    if not text and source.data:
        text = _guessed(source.data).replace("\r\n", "\n").replace("\r", "\n")
    return Prose(subject, source.path, text, body=_body(text, source.article))


def _guessed(data: bytes) -> str:
    """What is no sound UTF-8 as the text that it most likely is."""
    if data.startswith(_WIDE):
        return data.decode("utf-16", "replace")
    text = data.decode("utf-8", "replace")
    return text if text.count("\ufffd") * _FEW < len(text) else data.decode("gb18030", "replace")


def is_legible(data: bytes) -> bool:
    """Whether all of an article's bytes are text to us: what is longer is not read, what holds NULs is no text."""
    return len(data) <= MAX_BYTES and (b"\0" not in data or data.startswith(_WIDE))


def _body(text: str, article: Article | None) -> int:
    return len(text) - len(article.body) if article is not None else 0


def findings(prose: Prose, checks: Sequence[TextCheck]) -> Iterator[Finding]:
    """What the checks find, on one span of text only what ranks highest."""
    hits = [found for view in _views(prose) for check in checks for found in check(view)]
    for found in _ranked(hits) if hits else ():
        start, end = found.stretch or (found.start, found.end)
        fix = Fix(start, end, found.new) if found.new is not None and not prose.attached else None
        yield found.rule.at(prose.spot(found.start), found.message, found.cure, fix)


def _views(prose: Prose) -> Iterator[Prose]:
    """The text with what its comments, links and tags say, and, where they part something, as it reads without them."""
    yield prose
    if prose.attached or not (b"<" in prose.signs or b"]" in prose.signs):
        return
    cut = edits(prose.text)
    if cut or "<!--" in prose.text:
        yield Prose(prose.subject, prose.path, prose.text, body=prose.body, comments=False, cut=cut)


def _ranked(hits: list[Hit]) -> list[Hit]:
    """Hits, each once, without those that overlap one of a higher rank; sorted by place."""
    once = {(found.rule.code, found.start, found.end, found.message): found for found in reversed(hits)}
    kept: list[Hit] = []
    covered: list[tuple[int, int]] = []  # what higher ranks speak about: disjoint stretches, sorted
    for _, group in groupby(sorted(once.values(), key=_rank), key=_rank):
        speaking = [found for found in group if not _within(covered, found)]
        kept += speaking
        covered = _merged([*covered, *((found.start, found.end) for found in speaking)])
    return sorted(kept, key=lambda found: (found.start, found.rule.code))


def _rank(found: Hit) -> int:
    return _RANKS.find(found.rule.code[0])


def _within(covered: list[tuple[int, int]], found: Hit) -> bool:
    index = bisect_left(covered, (max(found.end, found.start + 1), 0)) - 1
    return index >= 0 and covered[index][1] > found.start


def _merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged

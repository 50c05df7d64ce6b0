"""Text as its reader takes it: every disguise that does not stop an eye undone, every position kept.

Full-width and compatibility forms become plain ones, traditional characters simplified ones; what
cannot be seen (zero-width, combining, tags, comments, emphasis, escapes) goes, as do blanks and single
line breaks between Chinese characters. ``Folded.origin`` leads back to what was written.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from lanmu.joined import Edit

HAN = "〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# What no eye sees: soft hyphen, joiners, direction marks, fillers, variation selectors, tags, combining marks: the
# usual ones. The marks of every script are met in ``_Plain``.
INVISIBLE = (
    "\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_BLANK = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NOTHING = "\u200b"  # what stands for any other unseen character, until it goes

_UNSEEN = re.compile(f"[{INVISIBLE}]+")
# Markup that leaves nothing on the page. A tag with words or many digits in it is kept: an attribute may be read.
# A set of characters is found ten times as fast as the alternatives that begin with them.
_BEGINNING = re.compile(rf"[{INVISIBLE}&<\\*~`_]")
_MARKUP = re.compile(
    rf"[{INVISIBLE}]+"
    r"|&(?:#(?=[0-9])0*+[0-9]{0,8}|#[xX](?=[0-9a-fA-F])0*+[0-9a-fA-F]{0,8}|[A-Za-z][A-Za-z0-9]{1,31});?"
    r"|<(?:!--[^<\u0080-\U0010ffff]{0,500}?--|/?[A-Za-z](?:(?![0-9]{6})[\x00-\x25\x27-\x3b\x3d\x3f-\x7f]){0,400})>"
    r"|\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|(?![a-zA-Z]))"
    r"|[*~`]+|_+"
)
_NUMBER = re.compile(r"&#(?:([0-9]{9,}+)|[xX]([0-9a-fA-F]{9,}+))")  # of a character; no more than 8 digits count
_MARKS = tuple(zip("，：；！？（）％～\u3000", ",:;!?()%~ ", strict=True))
# Of GB 2312 what has a plainer form: numerals, wide forms, characters replaced in most words.
_COMPATIBLE = re.compile(
    "[\u2160-\u217f\u2460-\u249b\u3220-\u3229\uff01-\uff5e\uffe0-\uffe5乾吒夥後徵捱摺於榘甯菸薹醣麴麽]"
)
_UNSEEN_KINDS = ("Mn", "Me", "Cf")  # marks of any script, and what only steers the writing
_PLAINER = {"\u2028": "\n", "\u2029": "\n", "\u2800": " "}  # separators of lines; Braille without a dot
_BEGINS_MARKUP = ("<", "&", "\\")
_DEEP = 3  # how often what an escape stood for is looked at again
# A line break counts once: two part paragraphs.
_IN_RUN = re.compile(
    rf"[{_BLANK}\n](?<=[{HAN}★☆].)(?:(?<=\n)[{_BLANK}]*+|(?<!\n)[{_BLANK}]*+(?:\n[{_BLANK}]*+)?)(?=[{HAN}★☆])",
    re.DOTALL,
)


class _Layer(NamedTuple):
    """Where stretches begin: in the new text, and in the old one; of what was replaced also where it ended there."""

    new: list[int]
    old: list[int]
    until: list[int]  # 0 of a stretch that was kept


class Folded:
    """``text`` for rules to search, and the way back from it."""

    __slots__ = ("_layers", "_uncovered", "text")

    def __init__(self, written: str, markup: bool = True, comments: bool = True, cut: Sequence[Edit] = ()) -> None:
        """``markup``: Markdown with HTML; else the plain text of an attachment. ``comments``: keep those with words.

        ``cut``: what is taken out first, ascending.
        """
        self._layers: list[_Layer] = []
        text = self._edit(written, cut)
        text = self._edit(text, _markup(text, comments) if markup else _unseen(text))
        for _ in range(_DEEP if markup else 0):  # an escape may stand for markup, as in "\\u003cb\\u003e"
            if not self._uncovered:
                break
            text = self._edit(text, _markup(text, comments))
        text = _plain(text)
        if _NOTHING in text:
            text = self._edit(text, _unseen(text))
        self.text = self._edit(text, ((match.start(), match.end(), "") for match in _IN_RUN.finditer(text)))

    def _edit(self, text: str, edits: Iterable[Edit]) -> str:
        parts: list[str] = []
        new, old, until, length, done = [0], [0], [0], 0, 0
        self._uncovered = False
        for start, end, put in edits:
            self._uncovered = self._uncovered or put in _BEGINS_MARKUP
            parts += (text[done:start], put)
            length += start - done
            done = end
            if put:
                new.append(length)
                old.append(start)
                until.append(end)
                length += len(put)
            new.append(length)
            old.append(end)
            until.append(0)
        if not done:
            return text
        self._layers.append(_Layer(new, old, until))
        return "".join([*parts, text[done:]])

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the written text that ``text[start:end]`` stands for."""
        some, last = end > start, max(start, end - 1)
        for layer in reversed(self._layers):
            start, last = _back(layer, start)[0], _back(layer, last)[1] - 1
        return (start, last + 1) if some else (start, start)


def fold(text: str) -> str:
    """A word or name as rules search for it."""
    return _plain(_UNSEEN.sub("", text)).replace(_NOTHING, "")


def unescaped(text: str) -> str:
    """``text`` with its entities resolved as a browser does it, whatever number of digits they have."""
    if "&" not in text:
        return text
    from html import unescape  # 2 ms that few articles need

    return unescape(_NUMBER.sub(_shortened, text))


def _shortened(match: re.Match[str]) -> str:
    """The same number without its zeros, as int() refuses thousands of digits; or one that no character has."""
    decimal, hexadecimal = match.groups()
    digits = (decimal or hexadecimal).lstrip("0") or "0"
    return f"&#{'' if decimal else 'x'}{digits if len(digits) < 9 else '99999999'}"


def _back(layer: _Layer, position: int) -> tuple[int, int]:
    """What the character at ``position`` stands for: itself, or all of what was replaced."""
    index = bisect_right(layer.new, position) - 1
    if layer.until[index]:
        return layer.old[index], layer.until[index]
    found = layer.old[index] + position - layer.new[index]
    return found, found + 1


def _unseen(text: str) -> Iterator[Edit]:
    """Invisible characters as nothing."""
    for match in _UNSEEN.finditer(text):
        yield match.start(), match.end(), ""


def _markup(text: str, comments: bool) -> Iterator[Edit]:
    done = 0
    unclosed = comments  # or: none is closed from here on
    for found in _BEGINNING.finditer(text):
        if found.start() < done:
            continue
        if not unclosed and text.startswith("<!--", found.start()):
            end = text.find("-->", found.start()) + 3
            if end > 2:
                yield found.start(), end, ""
                done = end
                continue
            unclosed = True
        match = _MARKUP.match(text, found.start())
        if match is not None:
            start, done = match.span()
            if text[start] != "_" or not _in_name(text, start, done):
                yield start, done, _shown(match.group())


def _in_name(text: str, start: int, end: int) -> bool:
    """Whether an underscore joins Latin letters and digits, as in a key, and is no emphasis."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def _shown(markup: str) -> str:
    """What a reader sees of it."""
    if markup[0] == "&":
        return _UNSEEN.sub("", unescaped(markup))
    if markup[0] == "\\" and len(markup) > 1:
        code = int(markup[2:], 16)
        return _UNSEEN.sub("", chr(code)) if code < 0xD800 or 0xDFFF < code < 0x110000 else ""
    return ""


def _plain(text: str) -> str:
    """``text`` in plain characters, one for one. Most texts need but a few marks replaced: 15 µs instead of 80."""
    for wide, narrow in _MARKS:
        text = text.replace(wide, narrow)
    return text if _is_plain(text) else text.translate(_PLAIN)


def _is_plain(text: str) -> bool:
    """Whether all of it is in GB 2312, which has hardly a traditional character, and nothing in it a plainer form."""
    try:
        text.replace("—", "").replace("·", "").encode("gb2312")  # two that its codec maps otherwise
    except UnicodeEncodeError:
        return False
    return _COMPATIBLE.search(text) is None


class _Plain(dict[int, int | str]):
    """Code point → plain one, worked out when first met: few of the many occur."""

    def __missing__(self, code: int) -> int | str:
        char = chr(code)
        self[code] = self._of(char)
        return self[code]

    def _of(self, char: str) -> int | str:
        if unicodedata.category(char) in _UNSEEN_KINDS:
            return _NOTHING
        if char in _PLAINER:
            return _PLAINER[char]
        plain = unicodedata.normalize("NFKC", char)
        # Only one for one: expansions (… → ...) would move what follows. What is combined stays, too.
        plain = plain if len(plain) == 1 else char
        digit = unicodedata.decimal(plain, None)
        found = _simplified().get(plain, plain) if digit is None else str(digit)
        return found if found != char else ord(char)


_PLAIN = _Plain()


@cache
def _simplified() -> dict[str, str]:
    """Traditional character → simplified one, by OpenCC's table; of several the first."""
    package = find_spec("opencc")  # importing it, or importlib.resources, would cost ten times what is read
    folder = package.submodule_search_locations[0] if package and package.submodule_search_locations else ""
    table = Path(folder, "dictionary", "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split() for line in table.splitlines())
    return {traditional: simplified for traditional, simplified, *_ in pairs} | {"陜": "陕"}

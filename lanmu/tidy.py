"""The bytes that nobody sees and every comparison shows: BOM, line ends, trailing blanks, the last newline.

Nothing that a page shows changes. In Markdown two blanks at the end of a line break it, and so they stay,
exactly two, where another line of the same paragraph follows: neither line is empty or a heading. One stays
behind the mark of an item without text, which would be no item without it. In front matter and YAML such
lines stand only in the text after ``key: |``; elsewhere no blank stays.
What is no text is returned as it came: bytes that are not UTF-8, control characters, more than ``MAX_BYTES``.
"""

import re
from typing import NamedTuple

MAX_BYTES = 8 * 1024 * 1024
SUFFIXES = (".md", ".yaml", ".yml", ".txt")
_YAML = (".yaml", ".yml")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAK = "  "
_BULLET = re.compile(r"(?:[ \t>*+\-0-9.)]*[ \t>])?(?:[-*+]|[0-9]{1,9}[.)])")  # the last mark, alone
_BLOCK = re.compile(r"[:-][ ]+[|>][0-9+-]{0,2}[ ]*(?:#.*)?$")  # what opens such a text, as lanmu.marked knows it


class Mended(NamedTuple):
    """The bytes as they should be, and what was done to them, in words for staff."""

    data: bytes
    done: tuple[str, ...]


def is_text(path: str) -> bool:
    """Whether a file of this name is one that we tidy."""
    return path.lower().endswith(SUFFIXES)


def is_yaml(path: str) -> bool:
    """Whether a file of this name is YAML from its first line to its last."""
    return path.lower().endswith(_YAML)


def tidy(data: bytes, yaml: bool = False) -> bytes:
    """``data`` as it should be; ``yaml`` where it is YAML throughout, not Markdown under front matter."""
    return mend(data, yaml).data


def mend(data: bytes, yaml: bool = False) -> Mended:
    """As ``tidy``, and tells what was done."""
    text = _text(data)
    if text is None:
        return Mended(data, ())
    plain = text.lstrip("\ufeff")
    lines = plain.replace("\r\n", "\n").replace("\r", "\n")
    clean = _without_blanks(lines, yaml)
    whole = clean + "\n" if clean and not clean.endswith("\n") else clean
    steps = (
        ("去掉了字节序标记（BOM）", plain != text),
        ("换行统一为 LF", lines != plain),
        ("去掉了行尾空格", clean != lines),
        ("补上了文件末尾的换行", whole != clean),
    )
    return Mended(whole.encode("utf-8"), tuple(name for name, happened in steps if happened))


def _text(data: bytes) -> str | None:
    if len(data) > MAX_BYTES:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _without_blanks(text: str, yaml: bool) -> str:
    lines = text.split("\n")
    prose = _prose(lines, yaml)
    for number, line in enumerate(lines):
        kept = line.rstrip(" \t")
        if kept != line:
            following = lines[number + 1] if number + 1 < len(lines) else ""
            lines[number] = kept + _needed(line, kept, following) if prose[number] else kept
    return "\n".join(lines)


def _prose(lines: list[str], yaml: bool) -> list[bool]:
    """For each line whether it is Markdown, or may be: the text after ``key: |`` is, in front matter and YAML."""
    edge = len(lines) if yaml else _front_matter(lines)
    prose = [True] * len(lines)
    within = -1  # indent of the key whose text we are in
    for number, line in enumerate(lines[:edge]):
        indent = len(line) - len(line.lstrip(" "))
        if within >= 0 and (indent > within or not line.strip()):
            continue
        within = indent if _BLOCK.search(line) else -1
        prose[number] = False
    return prose


def _front_matter(lines: list[str]) -> int:
    """How many lines the front matter takes with both its fences, none where there is none."""
    fences = (number for number, line in enumerate(lines, 1) if line.rstrip(" \t") == "---")
    return next(fences, 0) if next(fences, 0) == 1 else 0


def _needed(line: str, kept: str, following: str) -> str:
    """The blanks at the end of a line of Markdown that mean something; ``kept`` is the line without them.

    A tab is as many blanks as Markdown takes it for.
    """
    if line.expandtabs(4).endswith(_BREAK) and _goes_on(kept, following):
        return _BREAK
    return " " if _BULLET.fullmatch(kept) else ""


def _goes_on(line: str, following: str) -> bool:
    """Whether ``following`` belongs to the paragraph of ``line``."""
    return bool(line and following.strip(" \t")) and not line.startswith("#") and not following.startswith("#")

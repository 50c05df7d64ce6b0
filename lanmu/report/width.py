"""How wide text stands in a terminal: a Chinese character takes two columns."""

import re
import unicodedata

# What stays together on a line: a word, a character with the marks that must not begin a line.
_PIECE = re.compile(r"[（“《〔【]*(?:[\x21-\x7e]+|.)[，。；：、！？）”》〕】…—]*", re.DOTALL)


def width(text: str) -> int:
    """Terminal columns that ``text`` takes."""
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int) -> str:
    """``text`` filled with blanks to ``columns`` terminal columns."""
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns`` terminal columns; a longer word keeps a line of its own."""
    lines, room = [""], columns
    for piece in _PIECE.findall(text):
        if width(piece) > room and lines[-1]:
            lines.append("")
            room = columns
        lines[-1] += piece if lines[-1] else piece.lstrip(" ")
        room = columns - width(lines[-1])
    return [line.rstrip(" ") for line in lines]

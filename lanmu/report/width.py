"""How wide text stands in a terminal: a Chinese character takes two columns."""

import unicodedata


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

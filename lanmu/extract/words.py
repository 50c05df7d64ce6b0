"""Whether decoded bytes are words: the measure for text that is found without knowing how it is written."""

import unicodedata
from collections.abc import Sequence
from contextlib import suppress

# Hanzi of GB 2312 take 6763 of the 65536 values of two bytes, so that noise seldom looks like a run of them.
HANZI = frozenset(
    bytes((high, low)).decode("gb2312")
    for high in range(0xB0, 0xF8)
    for low in range(0xA1, 0xFF)
    if not (high == 0xD7 and low > 0xF9)
)
# Not the daggers: two blanks of ASCII, read as UTF-16, look like one.
_SIGNS = frozenset((*map(chr, range(0x3000, 0x3040)), *"‐–—―‖‘’“”…•·×★☆○●◎□■◇◆△▲※→"))
_SAMPLE = 2000  # characters that decide
_UNSEEN = frozenset(("Mn", "Me", "Cf"))


def common(text: str) -> tuple[int, int]:
    """How many characters are in daily use, and of how many; variants count as what they stand for."""
    plain = unicodedata.normalize("NFKC", text[:_SAMPLE])
    seen = [char for char in plain if unicodedata.category(char) not in _UNSEEN]
    return sum(char in HANZI or char in _SIGNS or " " <= char <= "~" for char in seen), len(seen)


def share(text: str) -> float:
    """Part of the characters that are in daily use, 0 to 1."""
    used, number = common(text)
    return used / number if number else 0.0


def best(data: bytes, encodings: Sequence[str]) -> str:
    """``data`` in whichever of the encodings makes most of it words; the earlier where two do."""
    texts = []
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            texts.append(data.decode(encoding))
    return max(texts, key=share, default=data.decode("latin-1"))

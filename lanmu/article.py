"""One Markdown file, read with its line numbers kept."""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lanmu import marked
from lanmu.marked import Fault, Map, Text
from lanmu.place import Place, locate

MAX_BYTES = 1024 * 1024
PLACEHOLDER = "待填"  # what `lanmu new` writes where it cannot know
_CLOSE = re.compile(r"^---[ ]*$", re.MULTILINE)
# Controls, their C1 kin and code points that are no characters: no page may hold them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class Article(NamedTuple):
    """An article as written. ``fields`` are ``Text`` values that know their line and column."""

    path: str
    place: Place | None
    fields: Map
    body: str
    body_line: int  # line of the file on which ``body`` begins

    def text(self, name: str) -> str:
        """A scalar field, "" where absent, no scalar, or still to be filled in."""
        value = self.fields.find(name)
        text = str(value).strip() if isinstance(value, Text) else ""
        return "" if text == PLACEHOLDER else text

    def list(self, name: str) -> tuple[str, ...]:
        """A list field; a single scalar counts as one entry."""
        value = self.fields.find(name)
        if isinstance(value, Text):
            return (self.text(name),) if self.text(name) else ()
        entries = value if isinstance(value, marked.Seq) else ()
        return tuple(str(item) for item in entries if isinstance(item, Text) and item not in ("", PLACEHOLDER))


def fetch(path: Path) -> bytes:
    """The bytes of a file, of a huge one only so many that ``decode`` will refuse it."""
    with open(path, "rb") as file:
        return file.read(MAX_BYTES + 1)


@lru_cache(maxsize=1)  # an article's bytes are read for its fields, and again for its text
def decode(data: bytes) -> tuple[str, tuple[Fault, ...]]:
    """Bytes as text with ``\\n`` line ends, and what is wrong with them (kinds large, bytes, bom, control)."""
    if len(data) > MAX_BYTES:
        return "", (Fault("large", 1, 1, f"{MAX_BYTES // 1024} KB"),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return "", (Fault("bytes", line, column, f"0x{data[error.start]:02X}"),)
    faults = []
    if text.startswith("\ufeff"):
        text = text[1:]
        faults.append(Fault("bom", 1, 1, ""))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for match in _CONTROL.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        faults.append(Fault("control", line, column, f"U+{ord(match.group()):04X}"))
        return "", tuple(faults)
    return text, tuple(faults)


def read(path: str, data: bytes) -> tuple[Article | None, tuple[Fault, ...]]:
    """The article in ``data`` and every fault met; no article where it cannot be understood.

    Kinds of fault: those of ``decode`` and of ``lanmu.marked``, and front-matter, unclosed.
    """
    text, faults = decode(data)
    if not text and data:
        return None, faults
    if not text.startswith("---\n"):
        return None, (*faults, Fault("front-matter", 1, 1, ""))
    close = _CLOSE.search(text, 4)
    if close is None:
        return None, (*faults, Fault("unclosed", 1, 1, ""))
    parsed = marked.read(text[4 : close.start()], first_line=2)
    faults += parsed.faults
    root = Map() if parsed.root is None and not parsed.faults else parsed.root
    if not isinstance(root, Map):
        found = () if parsed.faults else (Fault("front-matter", 2, 1, ""),)
        return None, faults + found
    body = text[close.end() + 1 :]
    body_line = text.count("\n", 0, close.end()) + 2
    return Article(path, locate(path), root, body, body_line), faults

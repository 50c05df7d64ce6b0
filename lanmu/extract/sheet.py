"""Sheets of an xlsx workbook: the text of each cell, numbers with all their digits."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from lanmu.extract import markup

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_CODES = re.compile('&(?:[LCR]|"[^"]{0,100}"|K[0-9A-F]{6}|[0-9]{1,3}|[A-Z])')  # layout of headers and footers
_MOST_DIGITS = 40
_MANY = 50_000
# Cells and rows of which nothing is written but how they look; attributes may not hold a bracket.
_EMPTY = re.compile(rb"<((?:[A-Za-z]{1,20}:)?c)(?:\s[^<>]{0,500})?(?:/>|></\1>)")
_BARE = re.compile(rb"<((?:[A-Za-z]{1,20}:)?row)(?:\s[^<>]{0,500})?(?:/>|>\s{0,20}</\1>)")
Add = Callable[[str, str, bool], None]  # place, text, whether readers see it


def number(written: str) -> str:
    """A number of a cell with all its digits: ``1.38E+10`` is a telephone number, too."""
    if written.isdecimal():
        return written
    try:
        value = Decimal(written)
    except InvalidOperation:
        return written
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
        return written
    return str(int(value)) if value == value.to_integral_value() else format(value, "f")


def unescaped(text: str) -> str:
    """Text as Excel shows it: ``_x7EDD_`` stands for a character."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


def lean(part: bytes) -> bytes:
    """A sheet without its empty cells and rows where it has very many: formatted down to the last row, or to tire us.

    Cells that do not say their own reference are then counted without them.
    """
    return _BARE.sub(b"", _EMPTY.sub(b"", part)) if part.count(b"/>") + part.count(b"></") > _MANY else part


class Shared:
    """Parser target: the strings that cells refer to by number; furigana apart, their rich runs joined."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._used: set[int] = set()
        self._blocks = markup.Blocks(self._take)
        self._open: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._blocks.start(name, attributes)

    def end(self, name: str) -> None:
        """An element ends; each ``si`` is one string, even where empty."""
        self._blocks.end(name)
        if name == "si":
            self._texts.append(unescaped("\n".join(self._open)))
            self._open = []

    def data(self, text: str) -> None:
        """Text of a run."""
        self._blocks.data(text)

    def _take(self, text: str, blocks: Sequence[str], hidden: bool) -> None:
        self._open.append(text)

    def text(self, written: str) -> str:
        """The string that a cell names by ``written``."""
        index = int(written) if written.isdecimal() and len(written) < 10 else -1
        if not 0 <= index < len(self._texts):
            return ""
        self._used.add(index)
        return self._texts[index]

    def unused(self) -> list[str]:
        """Strings that no cell names: what Excel left behind."""
        return [text for index, text in enumerate(self._texts) if index not in self._used]


class Cells:
    """Parser target: one sheet, told cell by cell."""

    def __init__(self, sheet: str, shared: Shared, add: Add) -> None:
        self._sheet = sheet
        self._shared = shared
        self._add = add
        self._cell = self._type = self._value = self._formula = ""
        self._inside = ""  # v or f of a cell
        self._rest = markup.Blocks(self._tell)
        self._row = self._column = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._column += 1
            self._cell = attributes.get("r") or f"R{self._row}C{self._column}"
            self._type = attributes.get("t", "n")
            self._value = self._formula = ""
        elif name in ("v", "f"):
            self._inside = name
        elif name == "row":
            self._row, self._column = self._row + 1, 0
        else:
            self._rest.start(name, attributes)

    def end(self, name: str) -> None:
        """An element ends; a cell is told."""
        if name == "c":
            self._told()
            self._cell = ""
        elif name in ("v", "f"):
            self._inside = ""
        elif name != "row":
            self._rest.end(name)

    def data(self, text: str) -> None:
        """Text of a value, a formula, or of what else a sheet holds."""
        if self._inside == "v":
            self._value += text
        elif self._inside == "f":
            self._formula += text
        else:
            self._rest.data(text)

    def _told(self) -> None:
        place = f"{self._sheet}!{self._cell}"
        text = self._value
        if self._type == "s":
            text = self._shared.text(text)
        elif self._type == "n":
            text = number(text)
        elif self._type == "str":
            text = unescaped(text)
        if text:
            self._add(place, text, True)
        if '"' in self._formula:  # a formula can hold words that it does not show today
            self._add(f"{place} 的公式", self._formula, False)

    def _tell(self, text: str, blocks: Sequence[str], hidden: bool) -> None:
        """An inline string belongs to its cell; anything else to the sheet."""
        if self._cell:
            self._add(f"{self._sheet}!{self._cell}", unescaped(text), True)
        elif blocks[-1].endswith(("Header", "Footer")):
            self._add(f"{self._sheet} 的页眉页脚", _CODES.sub("", text), False)
        else:
            self._add(self._sheet, text, False)


class Comments(markup.Blocks):
    """Parser target: notes on cells, told with the cell's reference."""

    def __init__(self, label: str, add: Add) -> None:
        super().__init__(self._told)
        self._label = label
        self._add = add
        self._cell = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name in ("comment", "threadedComment"):
            self._cell = attributes.get("ref", "")
        super().start(name, attributes)

    def _told(self, text: str, blocks: Sequence[str], hidden: bool) -> None:
        self._add(f"{self._label} {self._cell}".strip(), unescaped(text), False)

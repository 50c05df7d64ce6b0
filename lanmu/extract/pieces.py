"""The text of Word 97 and WPS documents as their piece table gives it ([MS-DOC] 2.4.1).

A document is written in pieces, some of two bytes a character, some of one, in any order; only the table tells
which bytes are which. What the pieces leave out (text that was deleted before a fast save) is given back as bytes.
"""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from lanmu.extract.gather import MAX_TEXT

_WORD_97 = 0xA5EC
_SECOND_TABLE, _NARROW = 0x0200, 0x40000000
_FLAGS, _COUNTS, _CLX, _HEADER = 0x0A, 0x4C, 0x01A2, 0x01AA  # offsets in the document stream
_PROPERTIES, _PIECES = 1, 2  # what the parts of a Clx begin with
_MOST_PIECES = 200_000
_STORIES = ("正文", "脚注", "页眉页脚", "", "批注", "尾注", "文本框", "页眉页脚里的文本框")
_PARAGRAPH = re.compile("[\r\x07\x0c]")
_SIGNS = str.maketrans(dict.fromkeys(range(32)) | {0x0B: "\n", 0x0E: "\n", 0x09: "\t", 0x13: " ", 0x14: " ", 0x1E: "-"})


class Document(NamedTuple):
    """``stories`` are (name, text of its paragraphs); ``rest`` is what lies in the stream besides the pieces."""

    stories: tuple[tuple[str, tuple[str, ...]], ...]
    rest: bytes


class _Piece(NamedTuple):
    start: int  # in bytes
    end: int
    narrow: bool


def table_name(document: bytes) -> str:
    """The stream in which the piece table of this document stream lies."""
    (flags,) = struct.unpack_from("<H", document.ljust(_HEADER, b"\x00"), _FLAGS)
    return "1Table" if flags & _SECOND_TABLE else "0Table"


def read(document: bytes, table: bytes) -> Document | None:
    """The text of the stream ``document``; None where the table is not sound, or of an older Word."""
    if len(document) < _HEADER or struct.unpack_from("<H", document)[0] != _WORD_97:
        return None
    start, length = struct.unpack_from("<II", document, _CLX)
    pieces = list(_pieces(_plan(table[start : start + length])))
    if not pieces or any(piece.end > len(document) or piece.end < piece.start for piece in pieces):
        return None
    return Document(tuple(_stories(_text(document, pieces), document)), _rest(document, pieces))


def _plan(clx: bytes) -> bytes:
    """The table of pieces, behind properties that it may be preceded by; empty where there is none."""
    position = 0
    while position + 5 <= len(clx):
        if clx[position] == _PIECES:
            (length,) = struct.unpack_from("<I", clx, position + 1)
            plan = clx[position + 5 : position + 5 + length]
            return plan if len(plan) == length else b""
        if clx[position] != _PROPERTIES:
            return b""
        position += 3 + int(struct.unpack_from("<H", clx, position + 1)[0])
    return b""


def _pieces(plan: bytes) -> Iterator[_Piece]:
    """The pieces in the order of the text: n + 1 positions of 4 bytes, then n descriptions of 8."""
    number = (len(plan) - 4) // 12
    if not 1 <= number <= _MOST_PIECES:
        return
    positions = struct.unpack_from(f"<{number + 1}I", plan)
    size = 0
    for index in range(number):
        (place,) = struct.unpack_from("<I", plan, 4 * (number + 1) + 8 * index + 2)
        length = positions[index + 1] - positions[index]
        narrow = bool(place & _NARROW)
        start = (place & (_NARROW - 1)) // (2 if narrow else 1)
        yield _Piece(start, start + length * (1 if narrow else 2), narrow)
        size += length
        if size > MAX_TEXT:  # pieces may overlap: a small file could hold text without end
            return


def _text(document: bytes, pieces: list[_Piece]) -> str:
    return "".join(
        document[piece.start : piece.end].decode("cp1252" if piece.narrow else "utf-16-le", "replace")
        for piece in pieces
    )


def _stories(text: str, document: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Body, notes, headers … one behind another, as long as the header says."""
    start = 0
    for name, count in zip(_STORIES, struct.unpack_from("<8I", document, _COUNTS), strict=True):
        if name and count:
            yield name, _paragraphs(text[start : start + count])
        start += count
    if start < len(text):
        yield "正文之外", _paragraphs(text[start:])


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(paragraph.translate(_SIGNS) for paragraph in _PARAGRAPH.split(text))


def _rest(document: bytes, pieces: list[_Piece]) -> bytes:
    parts, position = [], 0
    for piece in sorted(pieces):
        parts.append(document[position : piece.start])
        position = max(position, piece.end)
    return b"\x00\x00".join((*parts, document[position:]))

"""xls and et: cells through xlrd, what xlrd passes over (comments, text boxes, headers) as text runs."""

import os
import struct
from collections.abc import Iterator

import xlrd

from lanmu.extract import compound
from lanmu.extract.gather import Cannot, Gather

_DRAWINGS, _CONTINUED, _PASSWORD = 0x00EB, 0x003C, 0x002F
# Records whose text xlrd gives, or that hold names of fonts and styles: SST, LABEL, BOUNDSHEET, STRING, FONT, STYLE.
_GIVEN = frozenset((0x00FC, 0x0204, 0x0085, 0x0207, 0x0031, 0x0293, _DRAWINGS))
# Numbers and layout alone, which by chance look like words: XF, MULRK, RK, NUMBER, LABELSST, ROW, DIMENSIONS, DBCELL,
# INDEX, MULBLANK, BLANK, EXTSST; DELTA, the four margins, WINDOW1, PANE, COLINFO, GUTS, PALETTE, SETUP, WINDOW2, XFEXT,
# XFCRC, DXF, TABLESTYLES, THEME.
_NUMBERS = frozenset(
    (
        *(0xE0, 0xBD, 0x27E, 0x203, 0xFD, 0x208, 0x200, 0xD7, 0x20B, 0xBE, 0x201, 0xFF),
        *(0x10, 0x26, 0x27, 0x28, 0x29, 0x3D, 0x41, 0x7D, 0x80, 0x92, 0xA1, 0x23E, 0x87D),
        *(0x87C, 0x88D, 0x88E, 0x896),
    )
)
_NAMES = ("Workbook", "Book")
_HIDDEN = "（隐藏的工作表）"


def read(data: bytes, gather: Gather) -> None:
    """Every cell, then every other record that can hold text."""
    container = compound.opened(data)
    paths = container.listdir(streams=True, storages=True)
    compound.surroundings(paths, gather)
    name = next(name for name in _NAMES if container.exists(name))
    stream = container.openstream(name).read()
    records = list(_records(stream))
    if any(kind == _PASSWORD for kind, _ in records):
        raise Cannot("encrypted", "")
    given = _cells(data, gather)
    rest = (content for kind, content in records if kind not in _NUMBERS and not (given and kind in _GIVEN))
    with gather.aside():
        for content in rest:
            for text in compound.runs(content):
                gather.add("批注、文本框或页眉页脚", text)
    for path in container.listdir():
        if path != [name]:
            compound.stream(container, path, gather, beside=True)


def _cells(data: bytes, gather: Gather) -> bool:
    """Tell the cells; False where xlrd cannot read the workbook."""
    try:
        with open(os.devnull, "w") as nowhere:
            book = xlrd.open_workbook(file_contents=data, logfile=nowhere, ragged_rows=True)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # xlrd fails in every way on damaged files
        gather.trouble("unreadable", "内容有损坏")
        return False
    for sheet in book.sheets():
        label = f"{sheet.name}{_HIDDEN if sheet.visibility else ''}"
        with gather.aside():
            gather.add("工作表名", sheet.name)
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                _cell(f"{label}!{xlrd.cellname(row, column)}", sheet.cell(row, column), gather)
    return True


def _cell(place: str, cell: xlrd.sheet.Cell, gather: Gather) -> None:
    value = cell.value
    if isinstance(value, float):
        gather.add(place, str(int(value)) if value.is_integer() else repr(value))
    elif cell.ctype == xlrd.XL_CELL_TEXT:
        gather.add(place, str(value))


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Records of the workbook (type, content); one that continues another is part of it."""
    position, last, parts = 0, 0, list[bytes]()
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind != _CONTINUED and parts:
            yield last, b"".join(parts)
            parts = []
        last = last if kind == _CONTINUED else kind
        parts.append(stream[position + 4 : position + 4 + length])
        position += 4 + length
    if parts:
        yield last, b"".join(parts)

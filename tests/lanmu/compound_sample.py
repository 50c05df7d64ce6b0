"""Compound files (MS-CFB version 3) written stream by stream, and the streams of Office 97 that lie in them."""

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_ROOT, _STORAGE, _STREAM = 5, 1, 2


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A file of these streams; their names are paths. Each is padded to 4096 bytes, so that none is a mini stream."""
    sectors: list[bytes] = []
    fat: list[int] = []
    starts: dict[str, tuple[int, int]] = {}
    for path, content in streams.items():
        padded = content.ljust(4096, b"\x00")
        starts[path] = (_chained(padded, sectors, fat), len(padded))
    directory = _chained(_directory(starts), sectors, fat)
    tables = 1
    while (len(fat) + tables) * 4 > tables * _SECTOR:
        tables += 1
    first = len(fat)
    fat += [_FAT] * tables
    fat += [_FREE] * (-len(fat) % (_SECTOR // 4))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, directory, 0, 4096, _END, 0, _END, 0),
        first,
    )
    more = [*range(first + 1, first + tables), *[_FREE] * (109 - tables)]
    return header + struct.pack("<108I", *more) + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _chained(content: bytes, sectors: list[bytes], fat: list[int]) -> int:
    """Lay ``content`` into sectors; the number of the first."""
    start = len(fat)
    for position in range(0, len(content), _SECTOR):
        sectors.append(content[position : position + _SECTOR].ljust(_SECTOR, b"\x00"))
        fat.append(len(fat) + 1)
    fat[-1] = _END
    return start


def _directory(starts: Mapping[str, tuple[int, int]]) -> bytes:
    """The entries of all storages and streams; siblings hang to the right of each other, in the order demanded."""
    paths = sorted({"/".join(path.split("/")[:depth]) for path in starts for depth in range(1, path.count("/") + 2)})
    numbers = {path: number for number, path in enumerate(paths, 1)}
    entries = [_entry("Root Entry", _ROOT, _first("", numbers), _FREE, _END, 0)]
    for path in paths:
        name = path.rpartition("/")[2]
        kind = _STREAM if path in starts else _STORAGE
        start, size = starts.get(path, (0, 0))
        entries.append(_entry(name, kind, _first(path, numbers), _next(path, numbers), start, size))
    return b"".join(entries)


def _members(folder: str, numbers: Mapping[str, int]) -> list[str]:
    found = [path for path in numbers if path.rpartition("/")[0] == folder]
    return sorted(found, key=lambda path: (len(path), path.upper()))


def _first(folder: str, numbers: Mapping[str, int]) -> int:
    return next((numbers[path] for path in _members(folder, numbers)), _FREE)


def _next(path: str, numbers: Mapping[str, int]) -> int:
    members = _members(path.rpartition("/")[0], numbers)
    after = members[members.index(path) + 1 :]
    return numbers[after[0]] if after else _FREE


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\x00\x00"
    head = struct.pack("<64sHBBIII", written, len(written), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


TEXT_AT = 0x0400  # where the pieces of a Word document begin here


def word(
    pieces: Sequence[tuple[str, str]], stories: Sequence[int] = (), flags: int = 0x0200, rest: bytes = b""
) -> dict[str, bytes]:
    """The streams of a Word 97 document of these pieces (text, encoding); ``stories`` are the lengths of its parts."""
    text, table, positions, size = b"", b"", [0], 0
    for piece, encoding in pieces:
        narrow = encoding == "cp1252"
        at = TEXT_AT + len(text)
        table += struct.pack("<HIH", 0, (at * 2) | 0x40000000 if narrow else at, 0)
        text += piece.encode(encoding)
        size += len(piece.encode("utf-16-le")) // 2
        positions.append(size)
    plan = struct.pack(f"<{len(positions)}I", *positions) + table
    clx = b"\x01" + struct.pack("<H", 3) + b"abc" + b"\x02" + struct.pack("<I", len(plan)) + plan
    head = bytearray(TEXT_AT)
    struct.pack_into("<HH", head, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", head, 0x0A, flags)
    struct.pack_into("<8I", head, 0x4C, *(*stories, *[0] * 8)[:8] if stories else (size, *[0] * 7))
    struct.pack_into("<II", head, 0x01A2, 4, len(clx))
    return {"WordDocument": bytes(head) + text + rest, "1Table": b"\x00" * 4 + clx}


def record(kind: int, content: bytes, container: bool = False) -> bytes:
    """A record of PowerPoint."""
    return struct.pack("<HHI", 0xF if container else 0, kind, len(content)) + content


def slides(*records: bytes, user: int = 0xE391C05F) -> dict[str, bytes]:
    """The streams of a PowerPoint 97 presentation of one slide that holds these records."""
    return {
        "PowerPoint Document": record(0x03E8, record(0x03EE, b"".join(records), container=True), container=True),
        "Current User": struct.pack("<HHIII", 0, 0x0FF6, 20, 20, user),
    }

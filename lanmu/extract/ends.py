"""Where pictures end by their own account, so that what hangs behind them is seen."""

import re
import struct
from collections.abc import Callable, Mapping

_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # neither a stuffed byte nor a restart
_PNG_HEAD, _GIF_HEAD = 8, 13


def end(kind: str, data: bytes) -> int:
    """The offset behind the last byte of a picture; all of it where it is damaged."""
    try:
        return min(_ENDS[kind](data), len(data))
    except (IndexError, struct.error):
        return len(data)


def _png(data: bytes) -> int:
    """Chunks of length, kind, content and checksum, the last called IEND."""
    position = _PNG_HEAD
    while True:
        length, kind = struct.unpack_from(">I4s", data, position)
        position += int(length) + 12
        if kind == b"IEND":
            return position


def _jpg(data: bytes) -> int:
    """Segments with their length, pixels between them, up to the marker of the end."""
    position = 2
    while found := _MARKER.search(data, position):
        code = data[found.start() + 1]
        if code == 0xD9:
            return found.end()
        position = found.end()
        if code not in (0x01, 0xD8):
            position += max(2, struct.unpack_from(">H", data, position)[0])
    return len(data)


def _gif(data: bytes) -> int:
    """Extensions and images, each of blocks up to one of no length, up to a semicolon."""
    position = _GIF_HEAD + _colours(data[10])
    while True:
        sort = data[position]
        if sort == 0x21:
            position = _blocks(data, position + 2)
        elif sort == 0x2C:
            position = _blocks(data, position + 11 + _colours(data[position + 9]))
        else:
            return position + 1 if sort == 0x3B else len(data)


def _colours(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, position: int) -> int:
    while length := data[position]:
        position += length + 1
    return position + 1


def _webp(data: bytes) -> int:
    length = int(struct.unpack_from("<I", data, 4)[0])
    return 8 + length + length % 2


_ENDS: Mapping[str, Callable[[bytes], int]] = {"png": _png, "jpg": _jpg, "gif": _gif, "webp": _webp}

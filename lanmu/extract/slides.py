"""The text of PowerPoint 97 and WPS presentations: records of text, wherever in the stream they lie ([MS-PPT] 2.3)."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_WIDE, _NARROW, _STRING = 0x0FA0, 0x0FA8, 0x0FBA  # UTF-16; its low bytes alone; names, notes and comments
_OBJECT, _ENCRYPTED = 0x1011, 0x2F14
_CONTAINER = 0xF
_MOST_RECORDS = 1_000_000
_TOKEN_AT, _ENCRYPTED_TOKEN = 12, 0xF3D1C4DF  # in the stream "Current User"
_SIGNS = str.maketrans({"\r": "\n", "\x0b": "\n"})


class Deck(NamedTuple):
    """``rest`` is what lies in the stream besides the text."""

    texts: tuple[str, ...]
    embedded: bool
    encrypted: bool
    rest: bytes


def read(stream: bytes) -> Deck:
    """What the stream ``PowerPoint Document`` holds; damaged records end the reading, the rest is given back."""
    texts, rest, kinds, position = [], [], set(), 0
    for kind, start, end in _records(stream):
        kinds.add(kind)
        if kind in (_WIDE, _STRING, _NARROW):
            encoding = "latin-1" if kind == _NARROW else "utf-16-le"
            texts.append(stream[start:end].decode(encoding, "replace").translate(_SIGNS))
            rest.append(stream[position:start])
            position = end
    rest.append(stream[position:])
    return Deck(tuple(texts), _OBJECT in kinds, _ENCRYPTED in kinds, b"\x00\x00".join(rest))


def locked(user: bytes) -> bool:
    """Whether the stream ``Current User`` says that the presentation has a password."""
    token = user[_TOKEN_AT : _TOKEN_AT + 4]
    return len(token) == 4 and struct.unpack("<I", token)[0] == _ENCRYPTED_TOKEN


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Type, start and end of the content of each record, those within containers too."""
    position = number = 0
    while position + 8 <= len(stream) and number < _MOST_RECORDS:
        options, kind, length = struct.unpack_from("<HHI", stream, position)
        position += 8
        yield kind, position, min(position + length, len(stream))
        if options & _CONTAINER != _CONTAINER:
            position += length
        number += 1

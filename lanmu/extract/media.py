"""Sound and film: what they say of themselves. Tags are read with tinytag, boxes of MP4 (ISO/IEC 14496-12) walked."""

import io
import re
import struct
from collections.abc import Iterator

import tinytag

from lanmu.extract import behind, kinds
from lanmu.extract.gather import Gather

_PLACE = "音频或视频的信息"
_LOCATED = re.compile(rb"\xa9xyz.{4}[+-][0-9]|location\.ISO6709", re.S)  # as telephones write where they were
_NOTED = re.compile(rb"\xa9[A-Za-z]{3}(..)..", re.S)  # QuickTime: kind, length, language, then the text
_KIND = re.compile(rb"[\x20-\x7e\xa9]{4}")
_FILM = frozenset((b"mdat", b"moov", b"moof", b"ftyp", b"sidx", b"mfra"))
_MOST = 10_000  # boxes


def film(data: bytes, gather: Gather) -> None:
    """An MP4: tags, notes, the place where it was taken, what lies behind its last box."""
    _tags("a.mp4", data, gather)
    position = 0
    for kind, start, position in _boxes(data):
        content = data[start:position]
        if kind == b"moov":
            if _LOCATED.search(content):
                gather.trouble("gps", "视频里有拍摄地点的经纬度")
            for note in _NOTED.finditer(content):
                _note(content[note.end() : note.end() + int.from_bytes(note.group(1), "big")], gather)
        elif kind not in _FILM:
            _note(content, gather)
    behind.read(data[position:], gather, "视频", common=True)


def sound(data: bytes, gather: Gather) -> None:
    """An MP3: its tags, and an archive among its frames."""
    _tags("a.mp3", data, gather)
    start = data.find(b"PK\x03\x04")
    if start >= 0 and data.find(b"PK\x05\x06", start) >= 0:
        behind.read(data[start:], gather, "音频", common=True)


def _tags(name: str, data: bytes, gather: Gather) -> None:
    try:
        tags = tinytag.TinyTag.get(name, io.BytesIO(data), duration=False).as_dict()
    except tinytag.TinyTagException:
        return  # players play it all the same; the rest is read without
    for value in tags.values():
        if isinstance(value, list):  # the rest are properties of the sound
            for text in value:
                gather.add(_PLACE, text)


def _note(content: bytes, gather: Gather) -> None:
    text = kinds.decoded(content.strip(b"\x00"))
    if text:
        gather.add(_PLACE, text)


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of the content of each outer box, as long as they are sound."""
    position = 0
    for _ in range(_MOST):
        if position + 8 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, position)
        start = position + 8
        if length == 1 and position + 16 <= len(data):
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = position + length if length else len(data)
        if end < start or end > len(data) or not _KIND.fullmatch(kind):
            return
        yield kind, start, end
        position = end

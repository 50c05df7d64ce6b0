"""Compound files (OLE): doc, ppt, wps, dps and what is embedded in others. Text is found as runs in the streams.

No maintained library reads the text of doc and ppt; olefile opens the container, and runs of Chinese or ASCII
in UTF-16 and GB18030 are what text looks like there. Streams that hold pictures alone are left out: by chance
compressed pixels look like a word here and there.
"""

import io
import re
import struct
from collections.abc import Iterator

import olefile

from lanmu.extract.gather import Cannot, Gather

_PICTURES = frozenset(("Data", "Pictures"))
_MACROS = frozenset(("macros", "_vba_project_cur", "vba", "_vba_project"))
_OBJECTS = frozenset(("\x01Ole10Native", "Package", "\x01Ole"))
_LABELS = {
    "WordDocument": "正文、页眉、批注",
    "PowerPoint Document": "幻灯片",
    "\x05SummaryInformation": "文档属性",
    "\x05DocumentSummaryInformation": "文档属性",
}
_MOST_STREAMS = 2000
# Hanzi of GB 2312 take 6763 of the 65536 values of two bytes, so that noise seldom looks like a run of them.
_HANZI = frozenset(
    bytes((high, low)).decode("gb2312")
    for high in range(0xB0, 0xF8)
    for low in range(0xA1, 0xFF)
    if not (high == 0xD7 and low > 0xF9)
)
_SIGNS = "\t\n\x0b\x0c\r\x07\u2000-\u206f\u2605\u2606\u25a0-\u25ff\u3000-\u303f\uff01-\uff5e·×—"
_WIDE = re.compile(f"[{_SIGNS}\x13-\x15 -~\u3400-\u4dbf\u4e00-\u9fff\u200b-\u200f\ufeff]{{2,}}+")
_NARROW = re.compile(rb"(?:[\x20-\x7e\t\r\n]|[\xa1-\xf7][\xa1-\xfe]){4,}")
_BREAKS = str.maketrans({"\x07": "\n", "\x0b": "\n", "\x0c": "\n", "\r": "\n", "\x13": "", "\x14": "", "\x15": ""})
_SURE = 6  # characters of a run that is no chance
_EX_OLE = 0x1011  # record of PowerPoint: an embedded object, or the macros
_PPT_ENCRYPTED = 0x2F14
_MOST_RECORDS = 1_000_000


def streams(data: bytes) -> list[str]:
    """Names of all streams and storages, each step of a path by itself."""
    with opened(data) as container:
        return [step for path in container.listdir(streams=True, storages=True) for step in path]


def read(data: bytes, gather: Gather) -> None:
    """Text runs of every stream; macros, embedded objects, passwords."""
    with opened(data) as container:
        paths = container.listdir(streams=True, storages=True)
        if len(paths) > _MOST_STREAMS:
            raise Cannot("ratio", f"里面的数据流多于 {_MOST_STREAMS} 个")
        surroundings(paths, gather)
        for path in container.listdir():
            if path[-1] in _PICTURES:
                continue
            content = container.openstream(path).read()
            gather.unpacked(len(content))
            _checked(path[-1], content, gather)
            place = _LABELS.get(path[-1], "内部数据")
            for text in runs(content):
                gather.add(place, text)
            _packaged(path[-1], content, gather)


def surroundings(paths: list[list[str]], gather: Gather) -> None:
    """Macros and embedded objects, which storages and streams tell by their names."""
    for path in paths:
        if any(step.lower() in _MACROS for step in path):
            gather.trouble("macro", "宏（VBA）")
        elif path[-1] in _OBJECTS and len(path) > 1:
            gather.trouble("embedded", path[-2].strip("\x01"))


def runs(content: bytes) -> Iterator[str]:
    """What looks like text in ``content``: UTF-16LE at even and odd positions, then GB18030 and ASCII."""
    for offset in (0, 1):
        wide = content[offset : offset + (len(content) - offset) // 2 * 2].decode("utf-16-le", "replace")
        for match in _WIDE.finditer(wide):
            text = match.group().translate(_BREAKS).strip()
            if _likely(text):
                yield text
    for narrow in _NARROW.finditer(content):
        text = narrow.group().decode("gb18030", "replace").translate(_BREAKS).strip()
        if _likely(text) and (any(char in _HANZI for char in text) or len(text) >= _SURE):
            yield text


def _likely(text: str) -> bool:
    """Whether a run is words rather than noise: its characters are in daily use, nearly all where it is long."""
    common = sum(char in _HANZI or char.isascii() for char in text)
    return common >= 2 and common * 10 >= len(text) * (7 if len(text) >= _SURE else 5)


def _checked(name: str, content: bytes, gather: Gather) -> None:
    """Passwords, and what PowerPoint embeds."""
    if name == "WordDocument" and len(content) > 12 and struct.unpack_from("<H", content, 10)[0] & 0x0100:
        raise Cannot("encrypted", "")
    if name == "PowerPoint Document":
        kinds = set(_records(content))
        if _PPT_ENCRYPTED in kinds:
            raise Cannot("encrypted", "")
        if _EX_OLE in kinds:
            gather.trouble("embedded", "演示文稿里的对象或宏")


def _records(content: bytes) -> Iterator[int]:
    """Types of PowerPoint's records, those within containers too."""
    position = number = 0
    while position + 8 <= len(content) and number < _MOST_RECORDS:
        options, kind, length = struct.unpack_from("<HHI", content, position)
        yield kind
        position += 8 if options & 0xF == 0xF else 8 + length
        number += 1


def _packaged(name: str, content: bytes, gather: Gather) -> None:
    """A whole document kept in a stream."""
    start = content.find(b"PK\x03\x04") if name in _OBJECTS else -1
    if start >= 0:
        from lanmu.extract.reading import nested

        nested("嵌入的文件", content[start:], gather)


def opened(data: bytes) -> "olefile.OleFileIO[str]":
    """The container; raises Cannot where it is damaged."""
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise Cannot("unreadable", "内容有损坏") from error

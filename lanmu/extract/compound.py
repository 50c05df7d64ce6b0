"""Compound files (OLE): doc, ppt, wps, dps and what is embedded in others.

No maintained library reads the text of doc and ppt; olefile opens the container. Where a document tells how its
text lies, that is followed; everywhere else runs of Chinese or ASCII in UTF-16 and GB18030 are what text looks
like. Streams that hold pictures alone are left out: by chance compressed pixels look like a word here and there.
"""

import io
import re
import struct
from collections.abc import Iterator
from contextlib import nullcontext
from typing import TypeAlias

import olefile

from lanmu.extract import pieces, slides, words
from lanmu.extract.gather import Cannot, Gather

Container: TypeAlias = "olefile.OleFileIO[str]"  # generic in its types alone

_PICTURES = frozenset(("Data", "Pictures"))
_MACROS = frozenset(("macros", "_vba_project_cur", "vba", "_vba_project"))
_OBJECTS = frozenset(("\x01Ole10Native", "Package", "\x01Ole"))
_POOLS = ("ObjectPool", "MBD")  # storages in which Word and Excel keep what is embedded
_MAIN = (["WordDocument"], ["PowerPoint Document"])
_LABELS = {
    "WordDocument": "正文、页眉、批注",
    "PowerPoint Document": "幻灯片",
    "\x05SummaryInformation": "文档属性",
    "\x05DocumentSummaryInformation": "文档属性",
}
_MOST_STREAMS = 2000
_SIGNS = "\t\n\x0b\x0c\r\x07\u2000-\u206f\u2605\u2606\u25a0-\u25ff\u3000-\u303f\uff01-\uff5e·×—"
# Signs that stand over, around or for another character; they join a run, but are no reason to take it for words.
_DRESS = (
    "\u00ad\u0300-\u036f\u20d0-\u20ff\u2070-\u209f\u2460-\u24ff\u2f00-\u2fdf\u3200-\u33ff\uf900-\ufaff\ufe00-\ufe0f"
)
_WIDE = re.compile(
    f"[{_SIGNS}{_DRESS}\x13-\x15 -~\u3400-\u4dbf\u4e00-\u9fff\u200b-\u200f\ufeff\U0001d400-\U0001d7ff]{{2,}}+"
)
_NARROW = re.compile(rb"(?:[\x20-\x7e\t\r\n]|[\xa1-\xf7][\xa1-\xfe]){4,}")
_BREAKS = str.maketrans({"\x07": "\n", "\x0b": "\n", "\x0c": "\n", "\r": "\n", "\x13": "", "\x14": "", "\x15": ""})
_SURE = 6  # characters of a run that is no chance
_ENCRYPTED = 0x0100  # of the flags of a Word document


def streams(data: bytes) -> list[str]:
    """Names of the streams that lie in no storage: what is embedded does not make the kind of a document."""
    with opened(data) as container:
        return [path[0] for path in container.listdir() if len(path) == 1]


def read(data: bytes, gather: Gather) -> None:
    """All text of every stream; macros, embedded objects, passwords."""
    with opened(data) as container:
        paths = container.listdir(streams=True, storages=True)
        if len(paths) > _MOST_STREAMS:
            raise Cannot("ratio", f"里面的数据流多于 {_MOST_STREAMS} 个")
        surroundings(paths, gather)
        for path in container.listdir():
            stream(container, path, gather, beside=path not in _MAIN)


def stream(container: Container, path: list[str], gather: Gather, beside: bool) -> None:
    """All text of one stream, ``beside`` the text where it is not the document's own."""
    if path[-1] in _PICTURES:
        return
    with gather.aside() if beside else nullcontext():
        _stream(container, path, gather)


def _stream(container: Container, path: list[str], gather: Gather) -> None:
    content = container.openstream(path).read()
    gather.unpacked(len(content))
    rest = _told(container, path, content, gather)
    place = _LABELS.get(path[-1], "内部数据") if rest == content else "残留的内部数据"
    for text in runs(rest):
        gather.add(place, text)
    _packaged(path[-1], content, gather)


def surroundings(paths: list[list[str]], gather: Gather) -> None:
    """Macros and embedded objects, which storages and streams tell by their names."""
    for path in paths:
        if any(step.lower() in _MACROS for step in path):
            gather.trouble("macro", "宏（VBA）")
        elif path[0].startswith(_POOLS) and len(path) > 1:
            gather.trouble("embedded", path[1] if path[0] == _POOLS[0] else path[0])
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
        if _likely(text) and (any(char in words.HANZI for char in text) or len(text) >= _SURE):
            yield text


def _likely(text: str) -> bool:
    """Whether a run is words rather than noise: its characters are in daily use, nearly all where it is long."""
    common, number = words.common(text)
    return common >= 2 and common * 10 >= number * (7 if number >= _SURE else 5)


def _told(container: Container, path: list[str], content: bytes, gather: Gather) -> bytes:
    """Tell the text whose form is known, and a password; what is left of the stream."""
    name = path[-1]
    if name == "WordDocument":
        return _document(container, path, content, gather)
    if name == "PowerPoint Document":
        deck = slides.read(content)
        if deck.encrypted:
            raise Cannot("encrypted", "")
        if deck.embedded:
            gather.trouble("embedded", "演示文稿里的对象或宏")
        for text in deck.texts:
            gather.add("幻灯片", text)
        return deck.rest
    if name == "Current User" and slides.locked(content):
        raise Cannot("encrypted", "")
    return content


def _document(container: Container, path: list[str], content: bytes, gather: Gather) -> bytes:
    """Tell a Word document, paragraph by paragraph where its piece table is sound."""
    if len(content) > 12 and struct.unpack_from("<H", content, 10)[0] & _ENCRYPTED:
        raise Cannot("encrypted", "")
    beside = [*path[:-1], pieces.table_name(content)]
    table = container.openstream(beside).read() if container.exists(beside) else b""
    document = pieces.read(content, table)
    if document is None:
        return content
    for story, paragraphs in document.stories:
        number = 0
        for paragraph in paragraphs:
            number += bool(paragraph.strip())
            gather.add(f"第{number}段" if story == "正文" else story, paragraph)
    return document.rest


def _packaged(name: str, content: bytes, gather: Gather) -> None:
    """A whole document kept in a stream."""
    start = content.find(b"PK\x03\x04") if name in _OBJECTS else -1
    if start >= 0:
        from lanmu.extract.reading import nested

        nested("嵌入的文件", content[start:], gather)


def opened(data: bytes) -> Container:
    """The container; raises Cannot where it is damaged."""
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise Cannot("unreadable", "内容有损坏") from error

"""Archives of the ZIP format, opened with bounds: nothing is unpacked to disk, no entry's name is used as a path."""

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

from lanmu.extract import kinds, words
from lanmu.extract.gather import Cannot, Exhausted, Gather

MAX_ENTRY = 64 * 1024 * 1024  # bytes of one entry, unpacked
_PLAUSIBLE = 0.9  # part of the characters in daily use
_RATIO = 200  # entries of more than ``_RATIO_FROM`` bytes that pack better than this are bombs
_RATIO_FROM = 20 * 1024 * 1024
_END = b"PK\x05\x06"
_PATH, _COMMENT = 0x7075, 0x6375  # extra fields that give name and comment in UTF-8, behind five bytes
_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError, IndexError)


class Package:
    """The entries of an archive."""

    def __init__(self, data: bytes, gather: Gather) -> None:
        self._gather = gather
        self._whole = True
        try:
            self._data = data
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (*_FAULTS, NotImplementedError) as error:  # zipfile knows no such feature: it cannot be read either
            raise Cannot("unreadable", "压缩的内容有损坏") from error
        # A folder of some bytes is a file to whoever looks.
        self.infos = [info for info in self._archive.infolist() if not info.is_dir() or info.file_size]
        gather.entries(len(self.infos))
        self.names = {info.filename: info for info in self.infos}

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """An entry's bytes; raises Cannot where it is encrypted, damaged or unpacks to too much."""
        if info.flag_bits & 1:
            raise Cannot("encrypted", "")
        try:
            with self._archive.open(info) as entry:
                data = entry.read(MAX_ENTRY + 1)
        except NotImplementedError as error:  # how zipfile says that it does not know a compression
            raise Cannot("unreadable", "压缩的方法不常见") from error
        except (*_FAULTS, RuntimeError) as error:
            raise Cannot("unreadable", "压缩的内容有损坏") from error
        if len(data) > MAX_ENTRY or (len(data) > _RATIO_FROM and len(data) > _RATIO * info.compress_size):
            raise Exhausted("ratio", "压缩得异常紧，解开后大得多")
        self._gather.unpacked(len(data))
        return data

    def beside(self) -> Iterator[tuple[str, str]]:
        """What is written besides the entries, each with its place: comments, folders (also those without files)."""
        yield "压缩包的注释", _decoded(self._archive.comment)
        for info in self._archive.infolist():
            if info.is_dir():
                yield "压缩包里的文件夹", written(info)
            yield "压缩包的注释", _decoded(info.comment)
            for text in _extra(info.extra):
                yield "压缩包的注释", text

    def outside(self) -> tuple[bytes, bytes]:
        """The bytes before the first entry and those behind the archive's end."""
        first = min((info.header_offset for info in self._archive.infolist()), default=0)
        record = self._data.rfind(_END)
        comment = int.from_bytes(self._data[record + 20 : record + 22], "little")
        return self._data[:first], self._data[record + 22 + comment :]

    def part(self, name: str) -> bytes | None:
        """The bytes of the part called ``name``; None where it is missing or cannot be read, which is told."""
        info = self.names.get(name)
        if info is None:
            return None
        try:
            return self.read(info)
        except Exhausted:
            raise
        except Cannot as error:
            # One word for a damaged document is enough; the first part that fails gives it.
            if self._whole or error.kind == "encrypted":
                self._gather.trouble(error.kind, error.detail)
            self._whole = False
            return None

    def parts(self, *endings: str) -> Iterator[tuple[str, bytes]]:
        """Every part whose name ends so, or all; each entry is read, also where two have one name."""
        for info in self.infos:
            if not endings or info.filename.lower().endswith(endings):
                self.names[info.filename] = info
                data = self.part(info.filename)
                if data is not None:
                    yield info.filename, data


def written(info: zipfile.ZipInfo) -> str:
    """The entry's name as its author wrote it: archives of Chinese systems give it in GBK without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    with suppress(UnicodeEncodeError):
        return _decoded(info.filename.encode("cp437"))
    return info.filename


def _extra(fields: bytes) -> Iterator[str]:
    """Words in the extra fields of an entry (number and length of two bytes each)."""
    position = 0
    while position + 4 <= len(fields):
        kind, length = struct.unpack_from("<HH", fields, position)
        content = fields[position + 4 : position + 4 + length]
        text = kinds.decoded(content[5:] if kind in (_PATH, _COMMENT) else content)
        if text and words.share(text) > _PLAUSIBLE:
            yield text
        position += 4 + length


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("cp437")


def unsafe(info: zipfile.ZipInfo) -> bool:
    """Whether unpacking the entry could write outside the folder: ``..``, an absolute path, a drive, a link."""
    name = written(info).replace("\\", "/")
    steps = name.split("/")
    return ".." in steps or name.startswith("/") or ":" in steps[0] or stat.S_ISLNK(info.external_attr >> 16)

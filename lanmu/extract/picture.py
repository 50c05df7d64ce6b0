"""Pictures: what they say about themselves, above all where they were taken. Pixels are never decoded."""

import codecs
import io
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence

from PIL import ExifTags, Image, IptcImagePlugin

from lanmu.extract import behind, ends, markup, words
from lanmu.extract.gather import Cannot, Exhausted, Gather
from lanmu.extract.kinds import decoded, sniff

Image.MAX_IMAGE_PIXELS = None  # Pillow warns of sizes that matter only to whoever decodes
_MAX_TEXT = 1024 * 1024  # bytes of one text chunk, unpacked
_TEXTS = frozenset((b"tEXt", b"zTXt", b"iTXt"))
_PIXELS = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"fdAT", b"iCCP", b"sPLT"))
_PNG = b"\x89PNG\r\n\x1a\n"
_WINDOWS_TAGS = range(0x9C9B, 0x9CA0)  # XPTitle … XPSubject: UTF-16
_LATITUDE, _LONGITUDE = 2, 4
_WORD_TAGS = frozenset(
    (
        *(ExifTags.Base.UserComment, ExifTags.Base.ImageDescription, ExifTags.Base.Artist, ExifTags.Base.Copyright),
        *(ExifTags.GPS.GPSProcessingMethod, ExifTags.GPS.GPSAreaInformation),
    )
)
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_SETS = {
    b"ASCII\0\0\0": _ENCODINGS,
    b"UNICODE\0": ("utf-8", "utf-16-le", "utf-16-be"),  # EXIF 3 means UTF-8, cameras before it wrote UTF-16
    b"JIS\0\0\0\0\0": ("iso2022_jp", "cp932", "euc_jp", "utf-8"),
    bytes(8): _ENCODINGS,
}
_POSITION = (b"GPSLatitude", b"GPSLongitude")


def read(data: bytes, gather: Gather) -> None:
    """A picture's own words, its place on earth, and what hides behind it; one nobody can open is told, no more."""
    kind = sniff(data)
    try:
        if kind == "png":
            _png(data, gather)
        elif kind in ("jpg", "gif", "webp"):
            _other(data, gather)
    except Exhausted:
        raise
    except Cannot as error:
        gather.trouble(error.kind, error.detail)
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, TypeError, KeyError):
        gather.trouble("unreadable", "图片有损坏")
    behind.read(data[ends.end(kind, data) :], gather, "图片", common=kind == "jpg")


def _other(data: bytes, gather: Gather) -> None:
    with Image.open(io.BytesIO(data), formats=("JPEG", "GIF", "WEBP", "MPO")) as image:
        _exif(image.getexif(), gather)
        for key in ("comment", "xmp"):
            value = image.info.get(key)
            if isinstance(value, bytes | str):
                _words(value.encode() if isinstance(value, str) else value, gather)
        for value in (IptcImagePlugin.getiptcinfo(image) or {}).values():
            for item in value if isinstance(value, list) else [value]:
                _words(item, gather)


def _exif(exif: Image.Exif, gather: Gather) -> None:
    position = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if _LATITUDE in position or _LONGITUDE in position:
        gather.trouble("gps", "照片里有拍摄地点的经纬度")
    for tags in (exif, exif.get_ifd(ExifTags.IFD.Exif), position, exif.get_ifd(ExifTags.IFD.IFD1)):
        for tag, value in tags.items():
            if isinstance(value, bytes | tuple) and tag in _WINDOWS_TAGS:
                gather.add("图片信息", bytes(value).decode("utf-16-le", "replace"))
            elif isinstance(value, str):
                gather.add("图片信息", _written(value))
            elif isinstance(value, bytes) and tag in _WORD_TAGS:
                gather.add("图片信息", _comment(value))


def _written(value: str) -> str:
    """A string as its author wrote it: Pillow takes for Latin-1 what Chinese programs write in UTF-8 or GBK."""
    try:
        return words.best(value.encode("latin-1"), _ENCODINGS)
    except UnicodeEncodeError:
        return value


def _comment(value: bytes) -> str:
    """A comment; its first 8 bytes name a character set, which does not say in which order its bytes come."""
    mark, rest = value[:8], value[8:]
    if mark not in _SETS:
        return words.best(value, _ENCODINGS)
    if rest.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return rest.decode("utf-16", "replace")
    return words.best(rest, _SETS[mark])


def _png(data: bytes, gather: Gather) -> None:
    """Chunk by chunk, since Pillow gives those behind the pixels only to whoever decodes the pixels."""
    for kind, content in _chunks(data):
        if kind == b"eXIf":
            exif = Image.Exif()
            exif.load(content)
            _exif(exif, gather)
        elif kind in _TEXTS:
            keyword, _, rest = content.partition(b"\x00")
            _words(keyword, gather)
            _words(
                _inflated(rest[1:]) if kind == b"zTXt" else rest if kind == b"tEXt" else _international(rest), gather
            )
        elif kind not in _PIXELS and len(content) <= _MAX_TEXT and (text := decoded(content)):
            gather.add("图片信息", text)  # a chunk that only its author knows


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(_PNG)
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        yield kind, data[position + 8 : position + 8 + length]
        position += length + 12
        if kind == b"IEND":
            return
    raise Cannot("unreadable", "图片不完整")


def _international(content: bytes) -> bytes:
    """The text of an iTXt chunk behind its keyword: two flags, language, translated keyword, then the text."""
    packed, rest = content[:1] == b"\x01", content[2:]
    text = rest.split(b"\x00", 2)[-1]
    return _inflated(text) if packed else text


def _inflated(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _MAX_TEXT)


def _words(value: object, gather: Gather) -> None:
    """Words written by a camera or a program; XMP is XML and can hold a position, too."""
    if not isinstance(value, bytes):
        return
    if b"<x:xmpmeta" in value or b"<rdf:RDF" in value:
        start, end = value.find(b"<"), value.rfind(b">") + 1
        _metadata(value[start:end], gather)
        return
    text = decoded(value)
    gather.add("图片信息", text if text is not None else value.decode("latin-1"))


class _Metadata(markup.Blocks):
    """Parser target for XMP, which writes values as text or as attributes, as it likes."""

    def __init__(self, gather: Gather) -> None:
        self._gather = gather
        super().__init__(self._told)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; its attributes are told."""
        for value in attributes.values():
            self._gather.add("图片信息", value)
        super().start(name, attributes)

    def _told(self, text: str, blocks: Sequence[str], hidden: bool) -> None:
        self._gather.add("图片信息", text)


def _metadata(data: bytes, gather: Gather) -> None:
    if any(word in data for word in _POSITION):
        gather.trouble("gps", "照片里有拍摄地点的经纬度")
    try:
        markup.parse(data, _Metadata(gather))
    except Exhausted:
        raise
    except Cannot:
        return  # the picture shows all the same; what was read before has been told

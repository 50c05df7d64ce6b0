"""doc, xls, pdf, pictures, texts and archives with a leak in them."""

import io
import struct
from collections.abc import Mapping, Sequence

import xlwt  # type: ignore[import-untyped]
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests.leaks.ooxml import pack

_SECTOR = 512
_END, _FAT, _FREE, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF, 0xFFFFFFFF


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (MS-CFB version 3) of these streams, each long enough to need no mini stream."""
    ordered = sorted(streams.items(), key=lambda item: (len(item[0]), item[0]))  # as the directory's tree demands
    padded = {name: data.ljust(-(-max(len(data), 4096) // _SECTOR) * _SECTOR, b"\0") for name, data in ordered}
    fat: list[int] = [_FAT]
    starts = {}
    for name, data in padded.items():
        starts[name] = len(fat)
        count = len(data) // _SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
    directory = len(fat)
    fat.append(_END)
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    names = list(padded)
    for index, name in enumerate(names, 1):
        entries.append(
            _entry(name, 2, starts[name], len(padded[name]), right=index + 1 if index < len(names) else _NONE)
        )
    if len(fat) > _SECTOR // 4 or len(entries) > 4:
        raise ValueError("one FAT sector and one directory sector are all this writer knows")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6)),
        *(0, 1, directory, 0, 4096, _END, 0, _END, 0, 0),
    ) + struct.pack("<108I", *[_FREE] * 108)
    table = struct.pack(f"<{_SECTOR // 4}I", *fat, *[_FREE] * (_SECTOR // 4 - len(fat)))
    return header + table + b"".join(padded.values()) + b"".join(entries).ljust(_SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = _NONE, right: int = _NONE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", written, len(written), kind, 1, _NONE, right, child, bytes(16), 0, 0, 0, start, size
    )


_TEXT_AT = 0x0800


def doc(carriers: Sequence[str], lines: Sequence[str], pieces: bool = False) -> bytes:
    """A Word 97 document; with ``pieces``, what is ASCII lies in pieces of one byte a character, as Word writes it."""
    text = "\r".join((carriers[0], *lines, *carriers[1:])) + "\r"
    runs: list[tuple[str, bool]] = []  # text and whether it takes one byte a character
    for char in text:
        narrow = pieces and char < "\x80"
        if runs and runs[-1][1] == narrow:
            runs[-1] = (runs[-1][0] + char, narrow)
        else:
            runs.append((char, narrow))
    data, ends, places, written = b"", [0], b"", 0
    for run, narrow in runs:
        at = _TEXT_AT + len(data)
        data += run.encode("cp1252" if narrow else "utf-16-le")
        written += len(run.encode("utf-16-le")) // 2  # Word counts code units
        ends.append(written)
        places += struct.pack("<HIH", 0, (at * 2) | 0x40000000 if narrow else at, 0)
    plan = struct.pack(f"<{len(ends)}I", *ends) + places
    clx = b"\x02" + struct.pack("<I", len(plan)) + plan
    head = bytearray(_TEXT_AT)
    struct.pack_into("<HHHHHH", head, 0, 0xA5EC, 0x00C1, 0, 0x0804, 0, 0x0200)
    struct.pack_into("<H", head, 0x20, 0x000E)
    struct.pack_into("<H", head, 0x3E, 0x0016)
    struct.pack_into("<II", head, 0x18, _TEXT_AT, _TEXT_AT + len(data))
    struct.pack_into("<I", head, 0x4C, written)
    struct.pack_into("<H", head, 0x98, 0x005D)
    struct.pack_into("<II", head, 0x01A2, 0, len(clx))
    return compound({"WordDocument": bytes(head) + data, "1Table": clx})


def xls(carriers: Sequence[str], lines: Sequence[str]) -> bytes:
    """A BIFF8 workbook; the first line of the leak is C7 of 汇总表."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("汇总表")
    for row, line in enumerate(carriers[:3]):
        sheet.write(row, 0, line)
    for row, line in enumerate(lines):
        sheet.write(6 + row, 2, line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


PDF = ("first-page", "last-page", "letters-apart", "chinese-codes", "annotation", "title")
_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
%d beginbfrange
%s
endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _font(writer: PdfWriter, chinese: bool) -> DictionaryObject:
    """A composite font whose codes are UTF-16: by a table that says so, or by the standard's own Chinese coding."""
    ranges = [
        b"<%02X00> <%02XFF> <%02X00>" % (high, high, high) for high in (0, *range(0x20, 0x34), *range(0x4E, 0xA0), 0xFF)
    ]
    blocks = [ranges[at : at + 90] for at in range(0, len(ranges), 90)]
    head, tail = _UNICODE.split(b"%d beginbfrange\n%s\nendbfrange\n")
    middle = b"".join(b"%d beginbfrange\n%s\nendbfrange\n" % (len(block), b"\n".join(block)) for block in blocks)
    system = {"/Registry": TextStringObject("Adobe"), "/Ordering": TextStringObject("GB1" if chinese else "Identity")}
    metrics = {"/Flags": 4, "/ItalicAngle": 0, "/Ascent": 859, "/Descent": -141, "/CapHeight": 683, "/StemV": 80}
    descriptor = {
        "/Type": NameObject("/FontDescriptor"),
        "/FontName": NameObject("/SimSun"),
        "/FontBBox": ArrayObject([NumberObject(value) for value in (-8, -145, 1000, 859)]),
        **{name: NumberObject(value) for name, value in metrics.items()},
    }
    descendant = {
        "/Type": NameObject("/Font"),
        "/Subtype": NameObject("/CIDFontType2"),
        "/BaseFont": NameObject("/SimSun"),
        "/DW": NumberObject(1000),
        "/FontDescriptor": writer._add_object(_dictionary(descriptor)),
        "/CIDSystemInfo": _dictionary({**system, "/Supplement": NumberObject(0)}),
    }
    font: dict[str, object] = {
        "/Type": NameObject("/Font"),
        "/Subtype": NameObject("/Type0"),
        "/BaseFont": NameObject("/SimSun"),
        "/Encoding": NameObject("/UniGB-UCS2-H" if chinese else "/Identity-H"),
        "/DescendantFonts": ArrayObject([writer._add_object(_dictionary(descendant))]),
    }
    if not chinese:
        font["/ToUnicode"] = writer._add_object(_stream(head + middle + tail).flate_encode())
    return _dictionary(font)


def _dictionary(values: Mapping[str, object]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in values.items()})


def _shown(lines: Sequence[str], apart: bool) -> bytes:
    parts = [b"BT /F1 12 Tf 72 760 Td 20 TL"]
    for line in lines:
        if apart:
            for char in line:
                parts.append(b"<%s> Tj 12 0 Td" % char.encode("utf-16-be").hex().encode())
            parts.append(b"%d -20 Td" % (-12 * len(line)))
        else:
            parts.append(b"<%s> Tj T*" % line.encode("utf-16-be").hex().encode())
    return b"\n".join([*parts, b"ET"])


def pdf(place: str, carriers: Sequence[str], lines: Sequence[str]) -> bytes:
    """Three pages of text; the leak lies where ``place`` says."""
    writer = PdfWriter()
    font = writer._add_object(_font(writer, place == "chinese-codes"))
    holder = 3 if place == "last-page" else 1
    for number in range(1, 4):
        page = writer.add_blank_page(595, 842)
        text = [carriers[(number - 1) % len(carriers)]]
        if number == holder and place not in ("annotation", "title"):
            text += lines
        page[NameObject("/Resources")] = _dictionary({"/Font": _dictionary({"/F1": font})})
        page[NameObject("/Contents")] = writer._add_object(
            _stream(_shown(text, place == "letters-apart")).flate_encode()
        )
        if number == 1 and place == "annotation":
            note = {
                "/Type": NameObject("/Annot"),
                "/Subtype": NameObject("/Text"),
                "/Rect": ArrayObject([FloatObject(value) for value in (10, 10, 30, 30)]),
                "/Contents": TextStringObject("\n".join(lines)),
            }
            page[NameObject("/Annots")] = ArrayObject([writer._add_object(_dictionary(note))])
    if place == "title":
        writer.add_metadata({"/Title": " ".join(lines)})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


PICTURES = ("png-text", "png-exif", "jpg-description", "jpg-comment", "jpg-xp-comment")


def picture(place: str, text: str = "", gps: bool = False) -> bytes:
    """A small picture with ``text`` in its metadata (in an EXIF description: ASCII), or with where it was taken."""
    image, out, exif = Image.new("RGB", (8, 8), (200, 30, 30)), io.BytesIO(), Image.Exif()
    exif[0x010F] = "camera"
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 52.0, 10.0), 3: "E", 4: (112.0, 33.0, 5.0)})
    elif place in ("jpg-description", "png-exif"):
        exif[0x010E] = text
    elif place == "jpg-comment":
        exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + text.encode("utf-16-le")
    elif place == "jpg-xp-comment":
        exif[0x9C9C] = text.encode("utf-16-le") + b"\0\0"
    if place.startswith("png"):
        info = PngInfo()
        if place == "png-text":
            info.add_itxt("Comment", text)
        image.save(out, "PNG", pnginfo=info, exif=exif)
    else:
        image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def plain(carriers: Sequence[str], lines: Sequence[str], encoding: str) -> bytes:
    """A text file as Notepad and its like write it."""
    return "\r\n".join((carriers[0], *lines, *carriers[1:])).encode(encoding)


def table(carriers: Sequence[str], lines: Sequence[str], encoding: str) -> bytes:
    """A csv of three columns, the leak in the third of a row each."""
    rows = [
        "序号,事项,说明",
        f'0,"{carriers[0]}",无',
        *(f'{number},材料,"{line}"' for number, line in enumerate(lines, 1)),
    ]
    return "\r\n".join(rows).encode(encoding)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of files."""
    return pack(files)

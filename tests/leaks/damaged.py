"""Damaged and malicious documents: whoever opens them must come back, soon, with little memory used."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from tests.leaks import attachments, carriers, legacy, ooxml


class Damaged(NamedTuple):
    """``refused``: nobody can vouch for such a file, so the check must name it in an A6xx error."""

    name: str
    ending: str
    data: bytes
    refused: bool = False


def corpus(seed: int) -> Iterator[Damaged]:
    """Every damaged document of a seed."""
    rng = Random(seed)
    sound = [
        (item, item.build(carriers.sentences(rng, 3), ["工作安排" if not item.exact else "7"]))
        for item in attachments.RECIPES
    ]
    for item, data in sound:
        for name, damage in _DAMAGES.items():
            yield Damaged(f"{name}-{item.name}", item.ending, damage(data, rng))
        other = rng.choice(sound)[1]
        yield Damaged(f"spliced-{item.name}", item.ending, data[: len(data) // 2] + other[len(other) // 2 :])
    for ending in sorted(attachments.TYPES):
        yield Damaged(f"empty-{ending}", ending, b"")
        yield Damaged(f"noise-{ending}", ending, rng.randbytes(5000))
    for crafted in (_zips, _packages, _pdfs, _compounds, _pictures, _texts):
        yield from crafted(rng)


def _truncated(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(1, len(data))]


def _flipped(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(8):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _zeroed(data: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + bytes(len(data[start : start + 64])) + data[start + 64 :]


_DAMAGES = {"truncated": _truncated, "flipped": _flipped, "zeroed": _zeroed}


def _patched(data: bytes, mark: bytes, offset: int, value: bytes) -> bytes:
    """``value`` written ``offset`` bytes behind every ``mark``."""
    changed, at = bytearray(data), data.find(mark)
    while at >= 0:
        changed[at + offset : at + offset + len(value)] = value
        at = data.find(mark, at + 4)
    return bytes(changed)


_LOCAL, _CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def _zips(rng: Random) -> Iterator[Damaged]:
    sound = legacy.zipped({"a.txt": "工作安排。".encode() * 50, "b.txt": b"b" * 5000})
    huge = struct.pack("<I", 0xFFFFFFF0)
    yield Damaged("zip-huge-size-in-directory", "zip", _patched(sound, _CENTRAL, 24, huge))
    yield Damaged("zip-huge-size-in-header", "zip", _patched(sound, _LOCAL, 22, huge))
    yield Damaged("zip-small-size-in-directory", "zip", _patched(sound, _CENTRAL, 24, struct.pack("<I", 1)), True)
    yield Damaged("zip-offset-outside", "zip", _patched(sound, _CENTRAL, 42, huge), True)
    encrypted = _patched(_patched(sound, _LOCAL, 6, b"\x01\x00"), _CENTRAL, 8, b"\x01\x00")
    yield Damaged("zip-encrypted", "zip", encrypted, True)
    yield Damaged(
        "zip-unknown-method", "zip", _patched(_patched(sound, _LOCAL, 8, b"\x63\0"), _CENTRAL, 10, b"\x63\0"), True
    )
    yield Damaged("zip-overlap", "zip", _patched(sound, _CENTRAL, 42, bytes(4)), True)
    yield Damaged("zip-bomb", "zip", legacy.zipped({"a.txt": bytes(200_000_000)}), True)
    yield Damaged("zip-many-files", "zip", legacy.zipped({f"{number}.txt": b"" for number in range(20_000)}), True)
    nested = legacy.zipped({"a.txt": b"a"})
    for _ in range(40):
        nested = legacy.zipped({"a.zip": nested})
    yield Damaged("zip-nested", "zip", nested, True)
    wide = legacy.zipped({f"{number}.txt": bytes(1_000_000) for number in range(60)})
    yield Damaged("zip-nested-bomb", "zip", legacy.zipped({f"{number}.zip": wide for number in range(60)}), True)
    for number, name in enumerate(
        ("../../../../climbed.txt", "/climbed.txt", "C:\\climbed.txt", "a\\..\\..\\b.txt", "x" * 60_000)
    ):
        yield Damaged(f"zip-path-{number}", "zip", legacy.zipped({name: b"climbed"}))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "a")
    yield Damaged("zip-link", "zip", out.getvalue())
    yield Damaged("zip-behind-noise", "zip", rng.randbytes(400) + sound)
    yield Damaged("zip-comment", "zip", sound[:-2] + b"\xff\xff" + rng.randbytes(65_535))


def _renewed(data: bytes, part: str, content: bytes) -> bytes:
    """A package with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return ooxml.pack(parts | {part: content})


_LAUGHS = b'<!DOCTYPE a [<!ENTITY a0 "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 12)
)


def _packages(rng: Random) -> Iterator[Damaged]:
    around = carriers.sentences(rng, 3)
    sound = ooxml.docx("body", around, ["工作安排"])
    book = ooxml.xlsx("cell", around, ["工作安排"])
    slides = ooxml.pptx("slide", around, ["工作安排"])
    part = "word/document.xml"
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        document = archive.read(part)
    opened, _, rest = document.partition(b"<w:body>")
    depth = 200_000
    deep = opened + b"<w:body>" + b"<w:p>" * depth + b"</w:p>" * depth + b"</w:body></w:document>"
    yield Damaged("docx-deep", "docx", _renewed(sound, part, deep), True)
    yield Damaged("docx-unclosed", "docx", _renewed(sound, part, opened + b"<w:body>" + b"<w:p>" * depth), True)
    laughs = document.replace(b"<w:document", _LAUGHS + b"]><w:document", 1).replace(
        b"<w:t ", b"<w:t>&a11;</w:t><w:t ", 1
    )
    yield Damaged("docx-entities", "docx", _renewed(sound, part, laughs), True)
    outside = document.replace(b"<w:document", b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document', 1)
    yield Damaged(
        "docx-outside-entity", "docx", _renewed(sound, part, outside.replace(b"<w:t ", b"<w:t>&e;</w:t><w:t ", 1)), True
    )
    yield Damaged("docx-bomb", "docx", _renewed(sound, part, opened + b"<w:body>" + b" " * 200_000_000 + rest), True)
    empty = b"<w:p/>" * 400_000
    yield Damaged("docx-many-paragraphs", "docx", _renewed(sound, part, opened + b"<w:body>" + empty + rest))
    attributes = b" ".join(b'a%d="1"' % number for number in range(100_000))
    yield Damaged(
        "docx-attributes", "docx", _renewed(sound, part, document.replace(b"<w:body", b"<w:body " + attributes, 1))
    )
    yield Damaged("docx-no-main-part", "docx", _renewed(sound, part, b""), True)
    yield Damaged("docx-utf-7", "docx", _renewed(sound, part, document.replace(b"UTF-8", b"UTF-7", 1)))
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>').replace(
        b"</sheetData>", cell + b"</sheetData>"
    )
    yield Damaged("xlsx-far-cell", "xlsx", _renewed(book, "xl/worksheets/sheet1.xml", far))
    strings = sheet.replace(b"<v>1</v>", b"<v>99999999999999999999</v>")
    yield Damaged("xlsx-no-such-string", "xlsx", _renewed(book, "xl/worksheets/sheet1.xml", strings))
    ranges = b"".join(b'<mergeCell ref="A1:XFD1048576"/>' for _ in range(1000))
    merged = sheet.replace(b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>")
    yield Damaged("xlsx-merged", "xlsx", _renewed(book, "xl/worksheets/sheet1.xml", merged))
    cycle = b"ppt/_rels/presentation.xml.rels"
    with zipfile.ZipFile(io.BytesIO(slides)) as archive:
        looped = archive.read(cycle.decode()).replace(b"slides/slide2.xml", b"presentation.xml")
    yield Damaged("pptx-cycle", "pptx", _renewed(slides, cycle.decode(), looped))


def _document(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, rows, size, trailer)
    return out + table + b"startxref\n%d\n%%%%EOF\n" % len(out)


def _filled(data: bytes, filters: bytes) -> bytes:
    return b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(data), filters, data)


def _pdfs(rng: Random) -> Iterator[Damaged]:
    catalogue = b"<< /Type /Catalog /Pages 2 0 R >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>"
    yield Damaged(
        "pdf-kids-cycle", "pdf", _document(catalogue, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"), True
    )
    parent = b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>"
    yield Damaged(
        "pdf-parent-cycle", "pdf", _document(catalogue, parent, page.replace(b"/Parent 2", b"/Parent 3"), b"null")
    )
    yield Damaged("pdf-xref-loop", "pdf", _document(catalogue, pages, page, b"null", trailer=b"/Prev 9"))
    yield Damaged("pdf-self-reference", "pdf", _document(catalogue, pages, page, b"4 0 R"))
    yield Damaged(
        "pdf-huge-count", "pdf", _document(catalogue, pages.replace(b"/Count 1", b"/Count 2147483647"), page, b"null")
    )
    yield Damaged("pdf-deep-array", "pdf", _document(catalogue, pages, page, b"[" * 200_000 + b"]" * 200_000))
    bomb = zlib.compress(bytes(300_000_000), 9)
    yield Damaged("pdf-bomb", "pdf", _document(catalogue, pages, page, _filled(bomb, b"/FlateDecode")), True)
    twice = _filled(zlib.compress(bomb, 9), b"[/FlateDecode /FlateDecode]")
    yield Damaged("pdf-double-bomb", "pdf", _document(catalogue, pages, page, twice), True)
    chain = b"[" + b"/ASCIIHexDecode " * 3000 + b"]"
    yield Damaged("pdf-filter-chain", "pdf", _document(catalogue, pages, page, _filled(b"41>", chain)))
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 4 0 R /B 5 0 R >> >> /Length 14 >>\nstream\n/A Do /B Do /A Do\nendstream"
    looped = page.replace(b"/Resources << >>", b"/Resources << /XObject << /A 4 0 R /B 5 0 R >> >>")
    yield Damaged("pdf-form-cycle", "pdf", _document(catalogue, pages, looped, form, form))
    operators = zlib.compress(b"q " * 3_000_000, 9)
    yield Damaged("pdf-many-operators", "pdf", _document(catalogue, pages, page, _filled(operators, b"/FlateDecode")))
    kids = b" ".join(b"3 0 R" for _ in range(60_000))
    yield Damaged(
        "pdf-many-pages",
        "pdf",
        _document(catalogue, b"<< /Type /Pages /Kids [%s] /Count 60000 >>" % kids, page, b"null"),
    )
    yield Damaged("pdf-only-header", "pdf", b"%PDF-1.7\n" + rng.randbytes(2000), True)
    yield Damaged(
        "pdf-start-outside",
        "pdf",
        _document(catalogue, pages, page, b"null").replace(b"startxref\n", b"startxref\n99999999"),
    )
    sound = legacy.pdf("first-page", carriers.sentences(rng, 3), ["工作安排"])
    yield Damaged("pdf-digits", "pdf", sound.replace(b"/DW 1000", b"/DW " + b"9" * 100_000))
    locked = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"00" * 32,
        b"11" * 32,
    )
    yield Damaged(
        "pdf-encrypted",
        "pdf",
        _document(catalogue, pages, page, b"<< /Length 0 >>\nstream\n\nendstream", trailer=locked),
        True,
    )


def _compounds(rng: Random) -> Iterator[Damaged]:
    sound = legacy.doc(carriers.sentences(rng, 3), ["工作安排"])
    for ending in ("doc", "xls", "wps", "et"):
        yield Damaged(f"{ending}-fat-cycle", ending, sound[:516] + struct.pack("<I", 1) * 12 + sound[564:])
        yield Damaged(f"{ending}-sector-shift", ending, sound[:30] + b"\x1f\0" + sound[32:])
        yield Damaged(f"{ending}-fat-count", ending, sound[:44] + b"\xff\xff\xff\x7f" + sound[48:])
        yield Damaged(f"{ending}-directory-cycle", ending, sound[:48] + b"\0\0\0\0" + sound[52:])
        yield Damaged(f"{ending}-difat-cycle", ending, sound[:68] + b"\x01\0\0\0\xff\xff\xff\x7f" + sound[76:])
        named = sound.replace(
            "WordDocument".encode("utf-16-le"), "WordDocumen\ud800".encode("utf-16-le", "surrogatepass")
        )
        yield Damaged(f"{ending}-odd-name", ending, named)
    large = _patched(sound, "1Table".encode("utf-16-le"), 120, b"\xff\xff\xff\xff\x7f")
    yield Damaged("doc-huge-stream", "doc", large)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pictures(rng: Random) -> Iterator[Damaged]:
    start = b"\x89PNG\r\n\x1a\n"
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 6, 0, 0, 0))
    yield Damaged("png-huge", "png", start + header + _chunk(b"IDAT", zlib.compress(bytes(9))) + _chunk(b"IEND", b""))
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    small = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    yield Damaged(
        "png-text-bomb", "png", start + small + text + _chunk(b"IDAT", zlib.compress(bytes(2))) + _chunk(b"IEND", b"")
    )
    many = b"".join(_chunk(b"tEXt", b"Comment\0" + rng.randbytes(20).hex().encode()) for _ in range(50_000))
    yield Damaged("png-many-chunks", "png", start + small + many + _chunk(b"IEND", b""))
    jpg = legacy.picture("jpg", gps=True)
    exif = jpg.index(b"Exif\0\0") + 6
    yield Damaged("jpg-exif-cycle", "jpg", jpg[: exif + 4] + b"\0\0\0\4" + jpg[exif + 8 :])
    yield Damaged("jpg-exif-count", "jpg", jpg.replace(b"\x01\x0f\0\x02\0\0\0\x07", b"\x01\x0f\0\x02\xff\xff\xff\xff"))
    yield Damaged("jpg-huge", "jpg", jpg.replace(b"\0\x08\0\x08\x03", b"\xff\xff\xff\xff\x03"))


def _texts(rng: Random) -> Iterator[Damaged]:
    yield Damaged("txt-odd-utf-16", "txt", b"\xff\xfe" + "工作安排".encode("utf-16-le") + b"\x00")
    yield Damaged("txt-surrogates", "txt", b"\xff\xfe" + b"\x00\xd8" * 1000)
    yield Damaged("txt-nul", "txt", bytes(100_000))
    yield Damaged("txt-one-line", "txt", "工作安排".encode() * 300_000)
    yield Damaged("csv-one-quote", "csv", b'"' + "工作,安排\n".encode() * 100_000)
    yield Damaged("csv-many-columns", "csv", b"," * 1_000_000)
    yield Damaged("csv-quotes", "csv", b'""' * 500_000)
    yield Damaged("txt-mixed", "txt", "工作安排".encode("gb18030") * 100 + "工作安排".encode() + rng.randbytes(50))

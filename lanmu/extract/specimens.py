"""Small real documents for the examples of rules, made byte by byte where they are asked for."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

from lanmu.attachments import MAX_BYTES


class Made(Mapping[str, bytes]):
    """Files by path, made when read, so that naming an example costs nothing."""

    def __init__(self, makers: Mapping[str, Callable[[], bytes]]) -> None:
        self._makers = makers

    def __getitem__(self, path: str) -> bytes:
        return self._makers[path]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


_TEXT = b"BT /F1 12 Tf 72 700 Td (Application form for research projects) Tj ET"
_PICTURE = b"q 400 0 0 600 72 72 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


def pdf(content: bytes = _TEXT, catalogue: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one page that draws ``content``; ``more`` are objects from number 6 on."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalogue,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    )
    parts, places, size = [b"%PDF-1.4\n"], [], 9
    for number, body in enumerate(objects, 1):
        places.append(size)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        size += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table))
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, size))
    return b"".join(parts)


def scan() -> bytes:
    """A PDF whose only page is a picture."""
    return pdf(_PICTURE)


def scripted() -> bytes:
    """A PDF that runs a script when it is opened."""
    return pdf(catalogue=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")


def packed() -> bytes:
    """A PDF with a text file inside."""
    names = b"/Names << /EmbeddedFiles << /Names [(form.txt) 6 0 R] >> >>"
    file = b"<< /Type /Filespec /F (form.txt) /EF << /F 7 0 R >> >>"
    return pdf(catalogue=names, more=(file, b"<< /Type /EmbeddedFile /Length 4 >>\nstream\nform\nendstream"))


def large() -> bytes:
    """A file one byte over the limit."""
    return bytes(MAX_BYTES + 1)


def word(text: str) -> bytes:
    """A docx of one paragraph."""
    import zipfile  # takes as long to load as all the rules

    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{main}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>'
        "</w:document>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return buffer.getvalue()


def cut() -> bytes:
    """A docx of which only the first half arrived."""
    whole = word("项目申报表")
    return whole[: len(whole) // 2]


def old_word(text: str) -> bytes:
    """A compound file with a stream WordDocument, as Word 97 and WPS write; one sector each for table and folder."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    stream = (bytes(64) + text.encode("utf-16-le")).ljust(4096, b"\x00")  # shorter ones go to another table
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, end, 0, end, 0, 0),
    ) + struct.pack("<108I", *(free,) * 108)
    chain = [table, end, *(sector + 1 for sector in range(2, 9)), end]

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        written = name.encode("utf-16-le") + b"\x00\x00"
        head = struct.pack("<64sHBBIII", written, len(written), kind, 1, free, free, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, end, 0) + entry("WordDocument", 2, free, 2, len(stream))
    return header + struct.pack("<128I", *chain, *(free,) * (128 - len(chain))) + folder.ljust(512, b"\x00") + stream


def photograph(located: bool) -> bytes:
    """A PNG of one pixel whose EXIF says, where ``located``, at which latitude and longitude it was taken."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))]
    if located:
        tiff = b"MM\x00*" + struct.pack(">IHHHIII", 8, 1, 0x8825, 4, 1, 26, 0)
        degrees = struct.pack(">6I", 37, 1, 52, 1, 0, 1) + struct.pack(">6I", 112, 1, 33, 1, 0, 1)
        position = struct.pack(">H", 4) + b"".join(
            struct.pack(">HHI4s", tag, kind, count, value)
            for tag, kind, count, value in (
                (1, 2, 2, b"N\x00\x00\x00"),
                (2, 5, 3, struct.pack(">I", 80)),
                (3, 2, 2, b"E\x00\x00\x00"),
                (4, 5, 3, struct.pack(">I", 104)),
            )
        )
        chunks.append((b"eXIf", tiff + position + bytes(4) + degrees))
    chunks += [(b"IDAT", zlib.compress(b"\x00\x80")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )

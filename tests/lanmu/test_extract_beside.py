"""What lies beside, behind and before the text of a file: it is read like the rest, and comes behind the text."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import docx
import pikepdf
import pptx
import pytest
import xlwt
from PIL import Image, PngImagePlugin

from lanmu.extract import Extracted, Extractor, specimens
from tests.lanmu.test_extract import PHONE, archive, kinds, pages, places, saved, slides, with_parts, workbook

WORDS = "机密★3年"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor


def plain() -> bytes:
    document = docx.Document()
    document.add_paragraph("第一段的字")
    return saved(document.save)


def sheets() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("汇总").write(0, 0, "首格的字")
    return saved(book.save)


@pytest.mark.parametrize(
    ("name", "data", "first"),
    [
        ("文.docx", plain(), "第一段的字"),
        ("表.xlsx", workbook(), "140102199001011"),
        ("片.pptx", slides(), "次页的字"),
        ("表.xls", sheets(), "首格的字"),
        ("文.pdf", pages("第一页的字"), "第一页的字"),
        ("包.zip", archive({"名单.txt": "首行的字".encode()}), "首行的字"),
    ],
)
def test_the_text_begins_with_what_readers_see(extractor: Extractor, name: str, data: bytes, first: str) -> None:
    assert extractor.read(name, data).text.startswith(first)


def related(kind: str, part: str, content: bytes, external: str = "") -> bytes:
    """A docx whose main part refers to one more part, or to something outside."""
    with zipfile.ZipFile(io.BytesIO(plain())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    target = f'Target="{external}" TargetMode="External"' if external else f'Target="{part}"'
    relation = f'<Relationship Id="rId77" Type="{_RELATIONS}/{kind}" {target}/></Relationships>'.encode()
    links = "word/_rels/document.xml.rels"
    parts[links] = parts[links].replace(b"</Relationships>", relation)
    return archive(parts if external else parts | {f"word/{part}": content})


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (related("oleObject", "media/a.bin", workbook()), "embedded"),
        (related("package", "objects/a.docx", workbook()), "embedded"),
        (related("vbaProject", "foo.bin", b"x"), "macro"),
        (related("attachedTemplate", "", b"", r"\\example\t.dotm"), "macro"),
        (with_parts(plain(), word__a_docx=workbook()), "embedded"),
        (with_parts(plain(), word__a_rtf=b"{\\rtf1 words}"), "embedded"),
    ],
)
def test_parts_are_judged_by_their_relations(extractor: Extractor, data: bytes, kind: str) -> None:
    read = extractor.read("文.docx", data)
    assert kind in kinds(read)
    if len(data) > len(plain()) + 3000:  # a whole workbook is in it
        assert "机密" in read.text


def test_a_template_of_ones_own_is_no_macro(extractor: Extractor) -> None:
    data = related("attachedTemplate", "", b"", r"file:///C:\Templates\report.dotm")
    assert extractor.read("文.docx", data).troubles == ()


@pytest.mark.parametrize("part", ["word__a_txt", "word__a_dat", "word__media__image1_png"])
def test_text_in_parts_nothing_leads_to(extractor: Extractor, part: str) -> None:
    assert WORDS in extractor.read("文.docx", with_parts(plain(), **{part: WORDS.encode()})).text


@pytest.mark.parametrize(
    "xml",
    [
        '<w:fldSimple w:instr=" QUOTE {} "/>',
        '<w:sdt><w:sdtPr><w:alias w:val="{}"/></w:sdtPr></w:sdt>',
        '<w:sdt><w:sdtPr><w:tag w:val="{}"/></w:sdtPr></w:sdt>',
        '<w:bookmarkStart w:id="1" w:name="{}"/>',
        '<w:ins w:id="1" w:author="{}"/>',
        "<w:r><!--{}--></w:r>",
        "<w:r><?note {}?></w:r>",
    ],
)
def test_attributes_and_comments_of_xml(extractor: Extractor, xml: str) -> None:
    with zipfile.ZipFile(io.BytesIO(plain())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = parts["word/document.xml"].decode()
    for words in (WORDS, PHONE):
        parts["word/document.xml"] = main.replace("<w:p>", f"<w:p>{xml.format(words)}", 1).encode()
        read = extractor.read("文.docx", archive(parts))
        assert words in read.text
        assert read.text.startswith("第一段的字")


def test_names_of_fonts_and_styles_are_no_text(extractor: Extractor) -> None:
    with zipfile.ZipFile(io.BytesIO(plain())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    look = '<w:p><w:pPr><w:rPr><w:rFonts w:eastAsia="新細明體"/></w:rPr></w:pPr>'
    parts["word/document.xml"] = parts["word/document.xml"].decode().replace("<w:p>", look, 1).encode()
    assert "新細明體" not in extractor.read("文.docx", archive(parts)).text


def pdf(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(specimens.pdf())) as document:
        change(document)
        document.save(buffer)
    return buffer.getvalue()


def noted(document: pikepdf.Pdf, **entries: object) -> None:
    document.Root.Lanmu = document.make_indirect(pikepdf.Dictionary(**entries))


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.docinfo.__setitem__("/MyKey", WORDS),
        lambda document: document.docinfo.__setitem__("/Creator", WORDS),
        lambda document: noted(document, T=WORDS),
        lambda document: noted(document, Type=pikepdf.Name.OCG, Name=WORDS),
        lambda document: noted(document, Names=[WORDS, document.pages[0].obj]),
        lambda document: noted(document, XFA=document.make_stream(f"<a><b>{WORDS}</b></a>".encode())),
        lambda document: noted(document, Data=document.make_stream(WORDS.encode())),
    ],
    ids=["info", "creator", "field", "layer", "destination", "xfa", "stream"],
)
def test_strings_and_streams_of_pdf(extractor: Extractor, change: Callable[[pikepdf.Pdf], object]) -> None:
    read = extractor.read("文.pdf", pdf(change))
    assert WORDS in read.text
    assert read.troubles == ()


def test_text_behind_what_a_pdf_draws(extractor: Extractor) -> None:
    drawn = b"/Span <</ActualText <FEFF%b>>> BDC BT /F1 12 Tf 72 700 Td (Words shown on this page) Tj ET EMC"
    data = specimens.pdf(drawn % WORDS.encode("utf-16-be").hex().encode())
    assert WORDS in extractor.read("文.pdf", data).text


def test_an_earlier_revision_of_a_pdf(extractor: Extractor) -> None:
    old = specimens.pdf(b"BT /F1 12 Tf 72 700 Td (Call 13800000000 for the form) Tj ET")
    content = b"BT /F1 12 Tf 72 700 Td (Call the office for the form) Tj ET"
    body = b"4 0 obj\n<< /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (len(content), content)
    start = int(old.rpartition(b"startxref\n")[2].split()[0])
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n" % (len(old), start)
    data = old + body + table + b"startxref\n%d\n%%%%EOF\n" % (len(old) + len(body))
    read = extractor.read("文.pdf", data)
    assert read.troubles == ()
    assert places(read, "Call the office") == ["第1页"]
    assert places(read, PHONE) == ["早先版本的第1页"]


def picture(kind: str, **more: object) -> bytes:
    return saved(lambda file: Image.new("RGB", (4, 4)).save(file, kind, **more))


HOSTS = {
    "图.png": picture("PNG"),
    "图.jpg": picture("JPEG"),
    "图.gif": picture("GIF"),
    "图.webp": picture("WEBP"),
    "文.pdf": specimens.pdf(),
    "片.mp4": struct.pack(">I4s", 16, b"ftyp") + b"isom\x00\x00\x00\x00" + struct.pack(">I4s", 12, b"free") + bytes(4),
}


@pytest.mark.parametrize("name", HOSTS)
def test_what_hangs_behind_a_file(extractor: Extractor, name: str) -> None:
    host = HOSTS[name]
    assert extractor.read(name, host).troubles == ()
    assert extractor.read(name, host + bytes(20)).troubles == ()  # what programs fill up with
    hidden = archive({"名单.txt": WORDS.encode()})
    for behind in (hidden, bytes(70_000) + hidden + bytes(70_000)):
        read = extractor.read(name, host + behind)
        assert "embedded" in kinds(read)
    assert WORDS in extractor.read(name, host + hidden).text
    assert "embedded" in kinds(extractor.read(name, host + b"Rar!\x1a\x07\x01\x00" + bytes(40)))
    assert WORDS in extractor.read(name, host + WORDS.encode()).text


def test_a_picture_behind_a_photo_is_read(extractor: Extractor) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 52.0, 0.0), 3: "E", 4: (112.0, 33.0, 0.0)})
    read = extractor.read("图.jpg", HOSTS["图.jpg"] + picture("JPEG", exif=exif))
    assert kinds(read) == ["gps"]
    assert extractor.read("图.jpg", HOSTS["图.jpg"] + bytes(range(1, 200))).troubles == ()


def test_chunks_of_png(extractor: Extractor) -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text(PHONE, "x")
    words.add(b"prVt", WORDS.encode())
    read = extractor.read("图.png", picture("PNG", pnginfo=words))
    assert WORDS in read.text
    assert PHONE in read.text


def frame(text: str) -> bytes:
    """An ID3 tag (version 2.3) with a title."""
    content = b"\x01" + text.encode("utf-16")
    body = b"TIT2" + struct.pack(">IH", len(content), 0) + content
    return (
        b"ID3\x03\x00\x00" + bytes((0, 0, len(body) >> 7, len(body) & 0x7F)) + body + b"\xff\xfb\x90\x00" + bytes(400)
    )


def box(kind: bytes, *content: bytes) -> bytes:
    inner = b"".join(content)
    return struct.pack(">I4s", len(inner) + 8, kind) + inner


def test_sound_and_film(extractor: Extractor) -> None:
    assert WORDS in extractor.read("听.mp3", frame(WORDS)).text
    assert kinds(extractor.read("听.mp3", frame("曲") + archive({"a.txt": b"x"}))) == ["embedded"]
    head = box(b"ftyp", b"isom\x00\x00\x00\x00")
    title = box(b"\xa9nam", box(b"data", struct.pack(">II", 1, 0), WORDS.encode()))
    handler = box(b"hdlr", bytes(8), b"mdirappl", bytes(9))
    read = extractor.read(
        "看.mp4", head + box(b"moov", box(b"udta", box(b"meta", bytes(4), handler, box(b"ilst", title))))
    )
    assert WORDS in read.text
    where = b"+37.8700+112.5500/"
    located = box(b"\xa9xyz", struct.pack(">HH", len(where), 0x15C7), where)
    noted = box(b"\xa9cmt", struct.pack(">HH", len(WORDS.encode()), 0x15C7), WORDS.encode())
    read = extractor.read("看.mp4", head + box(b"moov", box(b"udta", located, noted)))
    assert kinds(read) == ["gps"]
    assert WORDS in read.text


def test_what_an_archive_carries_besides(extractor: Extractor) -> None:
    inner = archive({"a.txt": b"x"})
    assert kinds(extractor.read("包.zip", archive({"b.txt": WORDS.encode()}) + inner)) == ["embedded"]
    assert kinds(extractor.read("文.docx", inner + plain())) == ["embedded"]
    assert WORDS in extractor.read("包.zip", inner + WORDS.encode()).text
    folder = archive({"里/": WORDS.encode()})
    assert WORDS in extractor.read("包.zip", folder).text
    extra = zipfile.ZipInfo("a.txt")
    name = WORDS.encode()
    extra.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"a.txt")) + name
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(extra, b"x")
    assert WORDS in extractor.read("包.zip", buffer.getvalue()).text


def test_warnings_leave_room_for_errors(extractor: Extractor) -> None:
    old = specimens.old_word("项目申报表")
    crowd = {f"{number}.doc": old for number in range(60)}
    assert kinds(extractor.read("包.zip", archive(crowd | {"z.rar": b"Rar!\x1a\x07\x00"}))) == ["legacy", "unreadable"]


def test_tags_in_text(extractor: Extractor) -> None:
    read: Extracted = extractor.read("说明.md.txt", "机<b>密</b>★3年".encode())
    assert WORDS in read.text
    assert "<b>" in read.text


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"])
def test_wide_encodings(extractor: Extractor, encoding: str) -> None:
    read = extractor.read("名单.txt", f"contact {PHONE}\n{WORDS}\n".encode(encoding))
    assert read.troubles == ()
    assert WORDS in read.text


def test_records_of_numbers_are_no_words(extractor: Extractor) -> None:
    lines = extractor.read("表.xls", sheets()).text.split("\n")
    assert lines == ["首格的字", "汇总", "General", ""]


def test_empty_cells_are_passed_over(extractor: Extractor) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = "xl/worksheets/sheet2.xml"
    empty = b'<c r="A1" s="1"/><c/>' * 600_000 + b"</row>" + b'<row r="9"></row>' * 200_000 + b"<row>"
    parts[main] = parts[main].replace(b"<sheetData>", b"<sheetData><row>" + empty + b"</row>")
    read = extractor.read("表.xlsx", archive(parts))
    assert read.troubles == ()
    assert places(read, "藏起来的字") == ["底稿（隐藏的工作表）!B2"]


def test_notes_of_slides_come_behind_all_slides(extractor: Extractor) -> None:
    show = pptx.Presentation()
    for number in (1, 2):
        slide = show.slides.add_slide(show.slide_layouts[0])
        slide.shapes.title.text = f"第{number}页的题"
        slide.notes_slide.notes_text_frame.text = f"第{number}页的备注"
    read = extractor.read("片.pptx", saved(show.save))
    order = [read.text.index(words) for words in ("第1页的题", "第2页的题", "第1页的备注", "第2页的备注")]
    assert order == sorted(order)

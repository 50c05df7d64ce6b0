"""PDF files that show letter by letter in Chinese fonts which they only name: every letter comes out, or it is told."""

import io
from collections.abc import Iterator

import pikepdf
import pytest

from lanmu.extract import Extractor
from tests.hang import no_hang
from tests.lanmu.test_extract import PHONE, kinds, places

_MAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
%d beginbfchar
%b
endbfchar
endcmap CMapName currentdict /CMap defineresource pop end end"""
WORDS = f"绝密★启用前 联系人{PHONE}"


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor


def letters(
    *pages: str,
    encoding: str = "Identity-H",
    codec: str = "utf-16-be",
    ordering: str = "Identity",
    mapped: bool = True,
    shift: int = 0,
) -> bytes:
    """A PDF of these pages, a piece of text for each letter; ``shift`` makes the codes other than Unicode."""
    document = pikepdf.new()
    system = pikepdf.Dictionary(Registry="Adobe", Ordering=ordering, Supplement=0)
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name.SimSun,
        Flags=4,
        FontBBox=[-8, -145, 1000, 859],
        ItalicAngle=0,
        Ascent=859,
        Descent=-141,
        CapHeight=683,
        StemV=80,
    )
    below = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name.SimSun,
        DW=1000,
        CIDSystemInfo=system,
        FontDescriptor=document.make_indirect(descriptor),
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name.SimSun,
        Encoding=pikepdf.Name(f"/{encoding}"),
        DescendantFonts=[document.make_indirect(below)],
    )
    if mapped:
        chars = sorted(set("".join(pages)))
        rows = b"\n".join(b"<%04X> <%04X>" % (ord(char) + shift, ord(char)) for char in chars)
        font.ToUnicode = document.make_stream(_MAP % (len(chars), rows))
    fonts = pikepdf.Dictionary(F1=document.make_indirect(font))
    for text in pages:
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=fonts)
        codes = ["".join(chr(ord(char) + shift)).encode(codec).hex() for char in text]
        shown = "".join(f"<{code}> Tj 10 0 Td\n" for code in codes)
        page.Contents = document.make_stream(f"BT /F1 10 Tf 20 700 Td {shown} ET".encode())
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        letters("第一页", WORDS),
        letters("第一页", WORDS, shift=7),
        letters("第一页", WORDS, encoding="GBK-EUC-H", codec="gbk", ordering="GB1", mapped=False),
        letters("第一页", WORDS, encoding="UniGB-UCS2-H", ordering="GB1", mapped=False),
        letters("第一页", WORDS, encoding="UniGB-UTF16-H", ordering="GB1", mapped=False),
    ],
    ids=["identity", "codes of its own", "gbk", "ucs2", "utf16"],
)
def test_letters_of_fonts_that_are_not_there(extractor: Extractor, data: bytes) -> None:
    read = extractor.read("文.pdf", data)
    assert read.troubles == ()
    text = read.text.replace(" ", "")
    assert WORDS.replace(" ", "") in text
    assert text.count("绝密") == 1
    assert places(read, "第一页") == ["第1页"]


def test_codes_that_nobody_can_read_are_told(extractor: Extractor) -> None:
    read = extractor.read("文.pdf", letters(WORDS, mapped=False, shift=0x1234))
    assert [(trouble.kind, trouble.detail) for trouble in read.troubles] == [("scan", "第1页")]


def test_more_letters_than_there_is_time_for_are_told(extractor: Extractor) -> None:
    with no_hang():
        read = extractor.read("文.pdf", letters(*["科技项目申报情况" * 100] * 60))
    if kinds(read) != ["timeout"]:  # a machine that is busy besides may need longer than a file is given
        assert kinds(read) == ["scan"]
        assert places(read, "科技项目申报情况")[0] == "第1页"


def test_blank_pages_are_no_scans(extractor: Extractor) -> None:
    read = extractor.read("文.pdf", letters(" ", "第二页"))
    assert read.troubles == ()

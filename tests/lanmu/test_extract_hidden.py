"""What an office document holds and does not show: it is read like the rest, and a document of nothing is told."""

import io
import zipfile
from collections.abc import Iterator

import docx
import openpyxl
import pptx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from odf import presentation
from odf.draw import Frame, Page, TextBox
from odf.opendocument import OpenDocumentPresentation
from odf.style import MasterPage, PageLayout
from odf.text import P

from lanmu.extract import Extractor
from tests.lanmu.test_extract import PHONE, archive, kinds, places, saved, slides, word, workbook


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor


def renewed(document: bytes, part: str, content: bytes | None) -> bytes:
    """A package with a part replaced, or without it."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = {name: package.read(name) for name in package.namelist() if name != part}
    return archive(parts if content is None else parts | {part: content})


@pytest.mark.parametrize(
    "content", [b"", b"  \r\n", b"\x00\x01\x02", None], ids=["empty", "blank", "binary", "missing"]
)
def test_a_document_without_its_main_part(extractor: Extractor, content: bytes | None) -> None:
    for name, document, part, what in (
        ("表.docx", word(), "word/document.xml", "正文"),
        ("表.xlsx", workbook(), "xl/workbook.xml", "工作簿"),
        ("表.xlsx", workbook(), "xl/worksheets/sheet2.xml", "工作表“底稿（隐藏的工作表）”"),
        ("片.pptx", slides(), "ppt/presentation.xml", "演示文稿"),
        ("片.pptx", slides(), "ppt/slides/slide1.xml", "第2张幻灯片"),
    ):
        read = extractor.read(name, renewed(document, part, content))
        assert ("unreadable", f"内容不完整：{what}是空的") in [(item.kind, item.detail) for item in read.troubles], part


def test_text_that_a_style_hides(extractor: Extractor) -> None:
    document = docx.Document()
    hidden = document.styles.add_style("暗", WD_STYLE_TYPE.PARAGRAPH)
    hidden.font.hidden = True
    document.add_paragraph("公开的字")
    document.add_paragraph("样式藏起来的字", style=hidden)
    assert places(extractor.read("表.docx", saved(document.save)), "样式藏起来的字") == ["第2段"]


def test_rows_columns_and_sheets_that_excel_hides(extractor: Extractor) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"], sheet["C3"], sheet["D4"] = "隐藏行的字", "隐藏列的字", "分组的字"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions.group(4, 4, hidden=True)
    deep = book.create_sheet("底")
    deep.sheet_state = "veryHidden"
    deep["A1"] = "深藏的字"
    read = extractor.read("表.xlsx", saved(book.save))
    assert places(read, "隐藏行的字") == ["Sheet!B2"]
    assert places(read, "隐藏列的字") == ["Sheet!C3"]
    assert places(read, "分组的字") == ["Sheet!D4"]
    assert places(read, "深藏的字") == ["底（隐藏的工作表）!A1"]


def test_numbers_in_formats_of_their_own(extractor: Extractor) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for cell, form in (("A1", "000 0000 0000"), ("A2", "0.0E+00"), ("A3", ";;;"), ("A4", '"机密★"0')):
        sheet[cell] = int(PHONE)
        sheet[cell].number_format = form
    read = extractor.read("表.xlsx", saved(book.save))
    assert places(read, PHONE) == ["Sheet!A1", "Sheet!A2", "Sheet!A3", "Sheet!A4"]
    assert "机密★" in read.text  # a format shows words, too


def test_slides_and_notes_that_are_not_shown(extractor: Extractor) -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[0])
    slide.shapes.title.text = "不放映的字"
    slide.notes_slide.notes_text_frame.text = "备注里的字"
    slide._element.set("show", "0")
    slide.notes_slide.shapes[0]._element.nvSpPr.cNvPr.set("hidden", "1")
    read = extractor.read("片.pptx", saved(show.save))
    assert places(read, "不放映的字") == ["第1张幻灯片"]
    assert places(read, "备注里的字") == ["第1张幻灯片的备注"]


def test_odp(extractor: Extractor) -> None:
    show = OpenDocumentPresentation()
    layout = PageLayout(name="layout")
    show.automaticstyles.addElement(layout)
    master = MasterPage(name="master", pagelayoutname=layout)
    show.masterstyles.addElement(master)
    for words in ("首页的字", "次页的字"):
        page = Page(masterpagename=master)
        frame, box = Frame(width="9cm", height="9cm"), TextBox()
        box.addElement(P(text=words))
        frame.addElement(box)
        page.addElement(frame)
        notes = presentation.Notes()
        noted, noted_box = Frame(width="9cm", height="9cm"), TextBox()
        noted_box.addElement(P(text=f"{words}的备注"))
        noted.addElement(noted_box)
        notes.addElement(noted)
        page.addElement(notes)
        show.presentation.addElement(page)
    read = extractor.read("片.odp", saved(show.write))
    assert (read.kind, read.troubles) == ("odp", ())
    assert places(read, "次页的字\n") == ["第2张幻灯片"]
    assert places(read, "次页的字的备注") == ["第2张幻灯片的备注"]
    empty = renewed(saved(show.write), "content.xml", None)
    assert kinds(extractor.read("片.odp", empty)) == ["unreadable"]

"""Real documents, made by real writers: all their text comes out, each piece with its place."""

import io
import zipfile
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

import docx
import openpyxl
import pikepdf
import pptx
import pytest
import xlwt
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.comments import Comment
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from lanmu.extract import Extracted, Extractor, specimens

ID = "140102199001011234"
PHONE = "13800000000"


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor


def saved(save: Callable[[Any], object]) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()


def places(read: Extracted, words: str) -> list[str]:
    """Where ``words`` stand, in the order of the text."""
    found, start = [], read.text.find(words)
    while start >= 0:
        index = bisect_right(read.places, start, key=lambda place: place[0]) - 1
        found.append(read.places[index][1])
        start = read.text.find(words, start + 1)
    return found


def kinds(read: Extracted) -> list[str]:
    return sorted({trouble.kind for trouble in read.troubles})


def archive(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return buffer.getvalue()


def with_parts(document: bytes, **parts: bytes) -> bytes:
    """A package with more parts; ``__`` stands for a slash, the last ``_`` for the dot."""
    buffer = io.BytesIO(document)
    with zipfile.ZipFile(buffer, "a") as file:
        for name, content in parts.items():
            folder, _, ending = name.replace("__", "/").rpartition("_")
            file.writestr(f"{folder}.{ending}", content)
    return buffer.getvalue()


def word() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("绝")
    paragraph.add_run("密★").bold = True
    grid = document.add_table(1, 2)
    grid.cell(0, 0).text, grid.cell(0, 1).text = "电话", PHONE
    document.sections[0].header.paragraphs[0].text = "页眉里的字"
    document.sections[0].footer.paragraphs[0].text = "页脚里的字"
    document.add_comment(paragraph.runs[0], text="批注里的字", author="科技处")
    document.core_properties.title = "属性里的字"
    document.add_paragraph("公开").add_run("暗藏的字").font.hidden = True
    changed = document.add_paragraph("机")
    changed._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="9" w:author="a"><w:r><w:delText>删去的字</w:delText></w:r></w:del>')
    )
    changed.add_run("密文")
    framed = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape>'
        '<v:textpath string="水印里的字"/><v:textbox><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r>'
        "<w:r><w:t>的字</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    outer = document.add_paragraph("前")
    outer._p.append(parse_xml(framed))
    outer.add_run("后")
    return saved(document.save)


def test_docx(extractor: Extractor) -> None:
    read = extractor.read("表.docx", word())
    assert (read.kind, read.troubles) == ("docx", ())
    assert places(read, "绝密★") == ["第1段"]
    assert places(read, PHONE) == ["第3段"]
    assert places(read, "页眉里的字") == ["页眉"]
    assert places(read, "页脚里的字") == ["页脚"]
    assert places(read, "批注里的字") == ["批注"]
    assert places(read, "属性里的字") == ["文档属性"]
    assert places(read, "公开暗藏的字") == ["第4段（含隐藏或已删除的文字）"]
    assert places(read, "机密文") == ["第5段"]  # as it reads once the deletion is gone
    assert places(read, "机删去的字密文") == ["第5段（含隐藏或已删除的文字）"]
    assert "水印里的字" in read.text
    assert places(read, "框里的字") == ["第5段附近的文本框或图形"]
    assert places(read, "前后") == ["第6段"]
    assert [start for start, _ in read.places] == sorted(start for start, _ in read.places)


def test_a_main_part_of_any_name_is_read(extractor: Extractor) -> None:
    with zipfile.ZipFile(io.BytesIO(word())) as package:
        parts = {
            name.replace("word/document.xml", "word/document.dat"): package.read(name) for name in package.namelist()
        }
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", b"word/document.dat")
    parts["word/_rels/document.dat.rels"] = parts.pop("word/_rels/document.xml.rels")
    assert places(extractor.read("表.docx", archive(parts)), "绝密★") == ["第1段"]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "汇总"
    sheet["C7"], sheet["A1"], sheet["A2"], sheet["A3"] = "机密", int(ID), float(PHONE), 1.5
    sheet["B1"] = '=IF(A3>2,"公式里的字","")'
    sheet["A1"].comment = Comment("格子的批注", "科技处")
    sheet.oddHeader.center.text = "表的页眉"
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden["B2"] = "藏起来的字"
    return saved(book.save)


def test_xlsx(extractor: Extractor) -> None:
    read = extractor.read("表.xlsx", workbook())
    assert (read.kind, read.troubles) == ("xlsx", ())
    assert places(read, "机密") == ["汇总!C7"]
    assert places(read, ID[:15]) == ["汇总!A1"]  # a number keeps 15 digits, and shows as digits
    assert "E+" not in read.text
    assert places(read, PHONE) == ["汇总!A2"]
    assert places(read, "公式里的字") == ["汇总!B1 的公式"]
    assert places(read, "格子的批注") == ["汇总的批注 A1"]
    assert places(read, "表的页眉") == ["汇总 的页眉页脚"]
    assert places(read, "藏起来的字") == ["底稿（隐藏的工作表）!B2"]
    assert "底稿" in read.text


def test_strings_of_xlsx_in_every_form(extractor: Extractor) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = (
        b"<sst %b><si><r><t>\xe7\xbb\x9d</t></r><r><t>\xe5\xaf\x86</t></r></si><si><t>left behind</t></si></sst>"
        % space
    )
    parts["xl/worksheets/sheet2.xml"] = (
        b'<worksheet %b><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>in</t></is></c>'
        b'<c t="str"><v>_x7EDD__x5BC6_</v></c><c r="D1"><v>1.38E+10</v></c></row></sheetData></worksheet>' % space
    )
    read = extractor.read("表.xlsx", archive(parts))
    assert places(read, "绝密") == ["底稿（隐藏的工作表）!A1", "底稿（隐藏的工作表）!R1C3"]
    assert places(read, "in\n") == ["底稿（隐藏的工作表）!B1"]
    assert places(read, "13800000000") == ["汇总!A2", "底稿（隐藏的工作表）!D1"]
    assert places(read, "left behind") == ["没有单元格用到的文字"]


def slides() -> bytes:
    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text = "首页的字"
    first.notes_slide.notes_text_frame.text = "备注里的字"
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "次页的字"
    chart = CategoryChartData()
    chart.categories = ["图表里的字"]
    chart.add_series("系列", (1,))
    second.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, 10_000, 10_000, chart)
    moved = show.slides._sldIdLst
    moved.insert(0, moved[1])  # shown first, whatever its file is called
    return saved(show.save)


def test_pptx(extractor: Extractor) -> None:
    read = extractor.read("片.pptx", slides())
    assert (read.kind, read.troubles) == ("pptx", ())  # the workbook behind a chart is no embedded file
    assert places(read, "首页的字") == ["第2张幻灯片"]
    assert places(read, "备注里的字") == ["第2张幻灯片的备注"]
    assert places(read, "次页的字") == ["第1张幻灯片"]
    assert places(read, "图表里的字") == ["第1张幻灯片的图表", "Microsoft_Excel_Sheet1.xlsx › Sheet1!A2"]


def pages(*texts: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))  # a Chinese font that the file only names
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setTitle("属性里的字")
    for words in texts:
        canvas.setFont("STSong-Light", 16)
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def changed_pdf(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages("第一页的字", "第二页的字"))) as document:
        change(document)
        document.save(buffer)
    return buffer.getvalue()


def test_pdf(extractor: Extractor) -> None:
    read = extractor.read("文.pdf", pages("第一页的字", "绝密★启用前"))
    assert (read.kind, read.troubles) == ("pdf", ())
    assert places(read, "第一页的字") == ["第1页"]
    assert places(read, "绝密★启用前") == ["第2页"]
    assert places(read, "属性里的字") == ["文档属性、书签或表单"]


def test_notes_and_fields_of_pdf(extractor: Extractor) -> None:
    def change(document: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="批注里的字"
        )
        document.pages[1].Annots = pikepdf.Array([note])
        field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="phone", V=PHONE)
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[document.make_indirect(field)])
        document.docinfo["/Subject"] = pikepdf.String("主题里的字".encode("gb18030").decode("latin-1"))

    read = extractor.read("文.pdf", changed_pdf(change))
    assert places(read, "批注里的字") == ["第2页的批注或表单"]
    assert places(read, PHONE) == ["文档属性、书签或表单"]
    assert "主题里的字" in read.text


def test_a_stamp_on_a_page_of_pdf(extractor: Extractor) -> None:
    drawn = b"BT /F1 12 Tf 5 5 Td (STAMPED WORDS) Tj ET"
    look = b"<< /Type /XObject /Subtype /Form /BBox [0 0 300 50] /Resources << /Font << /F1 5 0 R >> >> /Length %d >>"
    stamp = b"<< /Type /Annot /Subtype /Stamp /Rect [100 100 400 150] /F 4 /AP << /N 7 0 R >> >>"
    form = look % len(drawn) + b"\nstream\n" + drawn + b"\nendstream"
    data = specimens.pdf(more=(stamp, form)).replace(b"/Contents 4 0 R", b"/Annots [6 0 R] /Contents 4 0 R")
    assert places(extractor.read("文.pdf", data), "STAMPED WORDS") == ["第1页"]


def test_what_pdf_hides(extractor: Extractor) -> None:
    def embed(document: pikepdf.Pdf) -> None:
        document.attachments["名单.txt"] = pikepdf.AttachedFileSpec(document, f"号码 {PHONE}".encode())

    def script(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    def launch(document: pikepdf.Pdf) -> None:
        document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="a.exe"))

    read = extractor.read("文.pdf", changed_pdf(embed))
    assert kinds(read) == ["embedded"]
    assert places(read, PHONE) == ["名单.txt › 第1行"]
    assert kinds(extractor.read("文.pdf", changed_pdf(script))) == ["macro"]
    assert kinds(extractor.read("文.pdf", changed_pdf(launch))) == ["macro"]


def test_scanned_pages(extractor: Extractor) -> None:
    picture = Image.effect_noise((200, 280), 50).convert("RGB")
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 700, "A page with words enough to be read by a program")
    canvas.showPage()
    canvas.drawInlineImage(picture, 0, 0, 595, 842)
    canvas.showPage()
    canvas.drawInlineImage(picture, 0, 0, 595, 842)
    canvas.drawString(300, 20, "- 3 -")  # a page number makes no text
    canvas.showPage()
    canvas.save()
    read = extractor.read("扫描.pdf", buffer.getvalue())
    assert [(trouble.kind, trouble.detail) for trouble in read.troubles] == [("scan", "第2页、第3页")]
    document = docx.Document()
    document.add_picture(io.BytesIO(saved(lambda file: picture.save(file, "PNG"))))
    assert kinds(extractor.read("扫描.docx", saved(document.save))) == ["scan"]


def test_xls(extractor: Extractor) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("汇总")
    sheet.write(6, 2, "机密")
    sheet.write(0, 0, int(PHONE))
    sheet.header_str = b"words of the header"
    read = extractor.read("表.xls", saved(book.save))
    assert read.kind == "xls"
    assert kinds(read) == ["legacy"]
    assert places(read, "机密") == ["汇总!C7"]
    assert places(read, PHONE) == ["汇总!A1"]
    assert places(read, "words of the header") == ["批注、文本框或页眉页脚"]

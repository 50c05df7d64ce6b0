"""Open formats, plain text, pictures, archives, passwords and what hides in documents."""

import io
import json
import zipfile
from collections.abc import Iterator

import docx
import pikepdf
import pytest
import pyzipper
from msoffcrypto.format.ooxml import OOXMLFile
from odf import dc, office, table, text
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from PIL import Image, PngImagePlugin

from lanmu.extract import Extracted, Extractor
from tests.lanmu.test_extract import PHONE, archive, kinds, pages, places, saved, with_parts, word, workbook


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor


def test_odf(extractor: Extractor) -> None:
    document = OpenDocumentText()
    paragraph = text.P(text="绝")
    paragraph.addElement(text.Span(text="密"))
    note = office.Annotation()
    note.addElement(dc.Creator(text="科技处"))
    note.addElement(text.P(text="批注里的字"))
    paragraph.addElement(note)
    paragraph.addText("★")
    document.text.addElement(paragraph)
    read = extractor.read("文.odt", saved(document.write))
    assert (read.kind, read.troubles) == ("odt", ())
    assert places(read, "绝密★") == ["第2段"]
    assert places(read, "批注里的字") == ["第1段的批注"]

    book = OpenDocumentSpreadsheet()
    sheet = table.Table(name="汇总")
    row = table.TableRow(numberrowsrepeated=3)
    row.addElement(table.TableCell(numbercolumnsrepeated=2))
    cell = table.TableCell(valuetype="float", value=PHONE)
    cell.addElement(text.P(text="1.38E+10"))
    row.addElement(cell)
    sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    read = extractor.read("表.ods", saved(book.write))
    assert (read.kind, read.troubles) == ("ods", ())
    assert places(read, PHONE) == ["汇总!C3"]


def test_ofd(extractor: Extractor) -> None:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    line = '<ofd:TextObject Boundary="10 {} 5 5"><ofd:TextCode>{}</ofd:TextCode></ofd:TextObject>'
    page = f"<ofd:Page {space}>{line.format(20, '绝')}{line.format(20.5, '密')}{line.format(40, '另一行')}</ofd:Page>"
    picture = f'<ofd:Page {space}><ofd:ImageObject Boundary="0 0 210 297" ResourceID="1"/></ofd:Page>'
    data = archive(
        {
            "OFD.xml": f"<ofd:OFD {space}><ofd:DocInfo><ofd:Title>属性里的字</ofd:Title></ofd:DocInfo></ofd:OFD>".encode(),
            "Doc_0/Pages/Page_0/Content.xml": page.encode(),
            "Doc_0/Pages/Page_1/Content.xml": picture.encode(),
        }
    )
    read = extractor.read("文.ofd", data)
    assert read.kind == "ofd"
    assert places(read, "绝密\n另一行") == ["第1页"]
    assert "属性里的字" in read.text
    assert [(trouble.kind, trouble.detail) for trouble in read.troubles] == [("scan", "第2页")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_in_every_encoding(extractor: Extractor, encoding: str) -> None:
    read = extractor.read("文.csv", f"项目,电话\n甲,{PHONE}\n绝密★启用前\n".encode(encoding))
    assert (read.kind, read.troubles) == ("txt", ())
    assert places(read, PHONE) == ["第2行"]
    assert places(read, "绝密★") == ["第3行"]


def test_json_escapes_are_read(extractor: Extractor) -> None:
    read = extractor.read("数据.json", json.dumps({"密级": "绝密★", "图": "😀"}).encode())
    assert read.troubles == ()
    assert "绝密★" in read.text
    assert "😀" in read.text


def test_pictures(extractor: Extractor) -> None:
    picture = Image.new("RGB", (4, 4))
    exif = Image.Exif()
    exif[0x010E] = "description"
    exif[0x9C9B] = "标题里的字".encode("utf-16-le")
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 52.0, 0.0), 3: "E", 4: (112.0, 33.0, 0.0)})
    read = extractor.read("照.jpg", saved(lambda file: picture.save(file, "JPEG", exif=exif)))
    assert (read.kind, kinds(read)) == ("jpg", ["gps"])
    assert "description" in read.text
    assert "标题里的字" in read.text
    words = PngImagePlugin.PngInfo()
    words.add_itxt("Comment", "图里的字", zip=True)
    read = extractor.read("照.png", saved(lambda file: picture.save(file, "PNG", pnginfo=words)))
    assert (read.kind, read.troubles, places(read, "图里的字")) == ("png", (), ["图片信息"])
    for kind in ("GIF", "WEBP"):
        data = saved(lambda file, kind=kind: picture.save(file, kind, comment=b"spoken"))
        assert extractor.read(f"照.{kind}", data).troubles == ()
    document = docx.Document()
    document.add_paragraph("现场照片")
    document.add_picture(io.BytesIO(saved(lambda file: picture.save(file, "JPEG", exif=exif))))
    assert kinds(extractor.read("照.docx", saved(document.save))) == ["gps"]


def test_zip(extractor: Extractor) -> None:
    inner = archive({"表.xlsx": workbook()})
    data = archive({"说明.docx": word(), "里.zip": inner, "xxxx.txt": PHONE.encode()})
    read = extractor.read("包.zip", data.replace(b"xxxx.txt", "名单.txt".encode("gbk")))
    assert (read.kind, read.troubles) == ("zip", ())
    assert places(read, PHONE)[-1] == "名单.txt › 第1行"
    assert places(read, "绝密★") == ["说明.docx › 第1段"]
    assert places(read, "机密\n") == ["里.zip › 表.xlsx › 汇总!C7"]


def test_names_in_an_archive_are_text(extractor: Extractor) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(f"名单/联系人{PHONE}.txt", "字")
        file.writestr("空的文件夹-机密★/", "")
        noted = zipfile.ZipInfo("b.txt")
        noted.comment = "注释里的字".encode("gbk")
        file.writestr(noted, "字")
        file.writestr("里.zip", archive({"内部资料.txt": b"x"}))
        file.comment = "总的注释".encode("gbk")
    read = extractor.read("包.zip", buffer.getvalue())
    assert read.troubles == ()
    assert places(read, PHONE) == [f"名单/联系人{PHONE}.txt › 文件名"]
    assert places(read, "机密★") == ["压缩包里的文件夹"]
    assert places(read, "注释里的字") == ["压缩包的注释"]
    assert places(read, "总的注释") == ["压缩包的注释"]
    assert places(read, "内部资料") == ["里.zip › 内部资料.txt › 文件名"]
    locked = io.BytesIO()
    with pyzipper.AESZipFile(locked, "w", encryption=pyzipper.WZ_AES) as secret:
        secret.setpassword(b"secret")
        secret.writestr("绝密★.txt", "字")
    read = extractor.read("包.zip", locked.getvalue())
    assert places(read, "绝密★") == ["绝密★.txt › 文件名"]


def test_passwords(extractor: Extractor) -> None:
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(word())).encrypt("secret", locked)
    assert kinds(extractor.read("表.docx", locked.getvalue())) == ["encrypted"]

    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages("字"))) as document:
        document.save(buffer, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert kinds(extractor.read("文.pdf", buffer.getvalue())) == ["encrypted"]

    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", encryption=pyzipper.WZ_AES) as file:
        file.setpassword(b"secret")
        file.writestr("a.txt", "字")
    read = extractor.read("包.zip", buffer.getvalue())
    assert [(trouble.kind, trouble.where) for trouble in read.troubles] == [("encrypted", "a.txt")]


def test_macros_and_embedded_files(extractor: Extractor) -> None:
    assert kinds(extractor.read("表.docx", with_parts(word(), word__vbaProject_bin=b"x"))) == ["macro"]
    read = extractor.read("表.docx", with_parts(word(), word__embeddings__book_xlsx=workbook()))
    assert kinds(read) == ["embedded"]
    assert places(read, "机密\n") == ["book.xlsx › 汇总!C7"]
    assert places(read, "book.xlsx") == ["book.xlsx › 文件名"]


def test_type_by_content(extractor: Extractor) -> None:
    for name, data in (
        ("表.docx", pages("字")),
        ("图.jpg", word()),
        ("文.pdf", b"plain words"),
        ("表.xls", workbook()),
    ):
        assert "mismatch" in kinds(extractor.read(name, data)), name
    rtf = extractor.read("文.doc", b"{\\rtf1 text}")
    assert kinds(rtf) == ["legacy", "mismatch", "unreadable"]
    assert extractor.read("听.mp3", b"\xff\xfb\x90\x00" + bytes(400)) == Extracted("mp3", "", (), ())
    assert extractor.read("看.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(400)) == Extracted("mp4", "", (), ())
    assert kinds(extractor.read("包.rar", b"Rar!\x1a\x07\x01\x00" + bytes(40))) == ["unreadable"]

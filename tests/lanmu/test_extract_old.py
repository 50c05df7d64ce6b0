"""Office 97 and WPS documents, byte by byte as the formats prescribe: text, passwords, macros, what is embedded."""

import io
import struct
from collections.abc import Iterator, Mapping

import olefile
import pytest
import xlwt  # type: ignore[import-untyped]

from lanmu.extract import Extracted, Extractor
from tests.hang import no_hang
from tests.lanmu.compound_sample import TEXT_AT, compound, record, slides, word
from tests.lanmu.test_extract import ID, PHONE, kinds, places, saved

PLAIN = [("项目申报表\r", "utf-16-le")]


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor


def test_pieces_of_one_and_two_bytes_are_one_text(extractor: Extractor) -> None:
    pieces = [("第一段。\r联系人", "utf-16-le"), (PHONE[:5], "cp1252"), (PHONE[5:], "utf-16-le"), ("A\r", "cp1252")]
    mark = ("绝\u0301密\u20dd★𝟏年\x07格", "utf-16-le")
    for name in ("表.doc", "表.wps"):
        read = extractor.read(name, compound(word([*pieces, mark])))
        assert (read.kind, kinds(read)) == ("doc", ["legacy"])
        assert places(read, f"联系人{PHONE}A") == ["第2段"]
        assert places(read, "绝\u0301密\u20dd★𝟏年\n") == ["第3段"]
        assert places(read, "格") == ["第4段"]


def test_stories_of_a_document(extractor: Extractor) -> None:
    texts = ["正文的字\r", "脚注的字\r", "页眉的字\r", "", "批注的字\r", "尾注的字\r", "框里的字\r"]
    read = extractor.read("表.doc", compound(word([("".join(texts), "utf-16-le")], [len(text) for text in texts])))
    assert [
        places(read, words) for words in ("正文的字", "脚注的字", "页眉的字", "批注的字", "尾注的字", "框里的字")
    ] == [
        ["第1段"],
        ["脚注"],
        ["页眉页脚"],
        ["批注"],
        ["尾注"],
        ["文本框"],
    ]
    short = extractor.read("表.doc", compound(word([("".join(texts), "utf-16-le")], [4])))
    assert "框里的字" in short.text  # lengths that leave text out hide nothing


def test_what_the_pieces_leave_out_is_read_too(extractor: Extractor) -> None:
    rest = b"\x00\x00" + f"删去的联系人{PHONE}".encode("utf-16-le") + b"\x00\x00"
    read = extractor.read("表.doc", compound(word(PLAIN, rest=rest)))
    assert places(read, "项目申报表") == ["第1段"]
    assert places(read, f"删去的联系人{PHONE}") == ["残留的内部数据"]


def broken(change: int, value: int) -> dict[str, bytes]:
    """A document with a number of its header changed."""
    parts = word(PLAIN)
    head = bytearray(parts["WordDocument"])
    struct.pack_into("<I", head, change, value)
    return parts | {"WordDocument": bytes(head)}


@pytest.mark.parametrize(
    "parts",
    [
        broken(0x01A2, 0xFFFFFFF0),
        broken(0x01A6, 7),
        broken(0x0000, 0x0000A5DC),
        word(PLAIN) | {"1Table": b""},
        {"WordDocument": word(PLAIN)["WordDocument"]},
        word(PLAIN) | {"1Table": b"\x00" * 4 + b"\x01" + b"\xff" * 40},
    ],
)
def test_a_document_without_a_sound_table_is_read_as_runs(extractor: Extractor, parts: Mapping[str, bytes]) -> None:
    read = extractor.read("表.doc", compound(parts))
    assert places(read, "项目申报表") == ["正文、页眉、批注"]


def test_pieces_that_overlap_without_end(extractor: Extractor) -> None:
    number, size = 100_000, 30_000
    positions = struct.pack(f"<{number + 1}I", *range(0, (number + 1) * size, size)[: number + 1])
    plan = positions + struct.pack("<HIH", 0, TEXT_AT, 0) * number
    parts = word([("字" * size, "utf-16-le")])
    head = bytearray(parts["WordDocument"])
    struct.pack_into("<I", head, 0x01A6, len(plan) + 5)
    bomb = {"WordDocument": bytes(head), "1Table": b"\x00" * 4 + b"\x02" + struct.pack("<I", len(plan)) + plan}
    with no_hang():
        assert kinds(extractor.read("表.doc", compound(bomb))) == ["legacy", "long"]


def test_ppt(extractor: Extractor) -> None:
    data = compound(
        slides(
            record(0x0FA0, "绝\u0301密\r次行".encode("utf-16-le")),
            record(0x0FA8, f"ID {ID}".encode("latin-1")),
            record(0x0FBA, "备注里的字".encode("utf-16-le")),
            record(0x1234, b"\x00" + "别处的文字".encode("utf-16-le")),
        )
    )
    for name in ("片.ppt", "片.dps"):
        read = extractor.read(name, data)
        assert (read.kind, kinds(read)) == ("ppt", ["legacy"])
        for words in ("绝\u0301密\n次行", ID, "备注里的字"):
            assert places(read, words) == ["幻灯片"], words
        assert places(read, "别处的文字") == ["残留的内部数据"]


def sheets(**sheet: str) -> bytes:
    """The stream of a workbook, as a real writer writes it."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, value in sheet.items():
        book.add_sheet(name).write(0, 0, value)
    with olefile.OleFileIO(io.BytesIO(saved(book.save))) as container:
        return bytes(container.openstream("Workbook").read())


def test_et(extractor: Extractor) -> None:
    read = extractor.read("表.et", compound({"Workbook": sheets(汇总="绝密★")}))
    assert (read.kind, kinds(read)) == ("xls", ["legacy"])
    assert places(read, "绝密★") == ["汇总!A1"]


def locked_sheets() -> bytes:
    plain = sheets(汇总="字")
    behind = 4 + struct.unpack_from("<H", plain, 2)[0]  # the first record
    return plain[:behind] + struct.pack("<HHHHH", 0x2F, 6, 0, 1, 2) + plain[behind:]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("表.doc", word(PLAIN, flags=0x0300)),
        ("表.wps", word(PLAIN, flags=0x0300)),
        ("表.xls", {"Workbook": locked_sheets()}),
        ("表.et", {"Workbook": locked_sheets()}),
        ("片.ppt", slides(record(0x0FA8, b"words"), user=0xF3D1C4DF)),
        ("片.dps", slides(record(0x2F14, b"", container=True))),
    ],
)
def test_passwords(extractor: Extractor, name: str, parts: Mapping[str, bytes]) -> None:
    assert kinds(extractor.read(name, compound(parts))) == ["encrypted", "legacy"]


WORKBOOK = {"Workbook": sheets(汇总="字")}


@pytest.mark.parametrize(
    ("name", "parts", "kind"),
    [
        ("表.doc", word(PLAIN) | {"Macros/VBA/dir": b"x", "Macros/PROJECT": b"x"}, "macro"),
        ("表.xls", WORKBOOK | {"_VBA_PROJECT_CUR/VBA/_VBA_PROJECT": b"x"}, "macro"),
        ("表.doc", word(PLAIN) | {"ObjectPool/_1042/Workbook": WORKBOOK["Workbook"]}, "embedded"),
        ("表.xls", WORKBOOK | {"MBD0012/WordDocument": word(PLAIN)["WordDocument"]}, "embedded"),
        ("表.doc", word(PLAIN) | {"ObjectPool/_1042/\x01Ole10Native": b"x"}, "embedded"),
        ("片.ppt", slides(record(0x1011, b"x")), "embedded"),
    ],
)
def test_macros_and_embedded_objects(extractor: Extractor, name: str, parts: Mapping[str, bytes], kind: str) -> None:
    read: Extracted = extractor.read(name, compound(parts))
    assert kinds(read) == sorted([kind, "legacy"])


def test_a_document_within_a_document_is_read(extractor: Extractor) -> None:
    inner = {
        f"ObjectPool/_1042/{name}": part for name, part in word([("联系人", "utf-16-le"), (PHONE, "cp1252")]).items()
    }
    read = extractor.read("表.doc", compound(word(PLAIN) | inner))
    assert places(read, f"联系人{PHONE}") == ["第1段"]

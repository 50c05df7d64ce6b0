"""Documents made to harm: none crashes, hangs, fills memory, writes a file or reads one that is not its own."""

import io
import os
import random
import signal
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from lanmu import extract
from lanmu.extract import MAX_BYTES, Extracted, Extractor, specimens
from lanmu.extract.child import MEMORY
from tests.hang import no_hang
from tests.lanmu.compound_sample import compound, record
from tests.lanmu.compound_sample import slides as show
from tests.lanmu.compound_sample import word as piecewise
from tests.lanmu.test_extract import archive, kinds, pages, places, slides, word, workbook
from tests.lanmu.test_extract_letters import letters

PACKAGE = Path(extract.__file__).parents[2]
KINDS = {
    *("mismatch", "large", "unreadable", "encrypted", "macro", "embedded", "scan", "legacy", "gps"),
    *("timeout", "memory", "long", "deep", "ratio", "unsafe-name"),
}


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor


def sound(read: Extracted) -> None:
    """What holds of every answer."""
    assert {trouble.kind for trouble in read.troubles} <= KINDS
    starts = [start for start, _ in read.places]
    assert starts == sorted(starts)
    assert all(start < len(read.text) for start in starts)


def child(extractor: Extractor) -> int:
    process = extractor._child
    assert process is not None
    return process.pid


def document(main: bytes) -> bytes:
    """A docx whose main part is ``main``."""
    with zipfile.ZipFile(io.BytesIO(word())) as package:
        return archive({name: package.read(name) for name in package.namelist()} | {"word/document.xml": main})


def test_a_child_is_confined(extractor: Extractor) -> None:
    extractor.read("a.txt", b"text")
    limits = Path(f"/proc/{child(extractor)}/limits")
    found = {line[:25].strip(): line[25:].split()[0] for line in limits.read_text().splitlines()}
    assert found["Max address space"] == str(MEMORY)
    assert found["Max file size"] == "0"
    assert found["Max core file size"] == "0"
    assert found["Max cpu time"].isdecimal()
    assert os.readlink(f"/proc/{child(extractor)}/cwd") == "/"
    assert os.getsid(child(extractor)) == child(extractor)


def test_the_parent_imports_no_parser() -> None:
    code = "import sys, lanmu.extract, lanmu.rules.attached.documents; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "lanmu.extract" in loaded
    assert not loaded & {"lxml", "PIL", "pikepdf", "pypdfium2", "olefile", "xlrd", "zipfile"}


def test_a_child_serves_many_files_and_is_then_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "FILES", 3)
    with Extractor() as extractor:
        children = []
        for _ in range(7):
            assert extractor.read("a.txt", b"text").text == "text\n"
            children.append(child(extractor))
        assert [children.count(pid) for pid in dict.fromkeys(children)] == [3, 3, 1]
        last = children[-1]
    with pytest.raises(ProcessLookupError):
        os.kill(last, 0)


def test_a_folder_cannot_lend_the_child_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lanmu").mkdir()
    (tmp_path / "json.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Extractor() as extractor:
        assert extractor.read("a.txt", b"text").text == "text\n"


@pytest.mark.parametrize(
    ("number", "kind"), [(signal.SIGSEGV, "unreadable"), (signal.SIGABRT, "memory"), (signal.SIGXCPU, "timeout")]
)
def test_a_child_that_dies_is_a_trouble(monkeypatch: pytest.MonkeyPatch, number: int, kind: str) -> None:
    dying = f"import os, sys; sys.stdin.buffer.read(8); os.kill(os.getpid(), {int(number)})"

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", dying], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )

    with Extractor() as extractor:
        with monkeypatch.context() as patched:
            patched.setattr(extract, "_start", start)
            assert kinds(extractor.read("a.txt", b"text")) == [kind]
        assert extractor.read("a.txt", b"text").troubles == ()
        os.kill(child(extractor), signal.SIGKILL)  # between two files: no fault of the next
        os.waitid(os.P_PID, child(extractor), os.WEXITED | os.WNOWAIT)
        assert extractor.read("a.txt", b"text").troubles == ()


def test_a_child_that_does_not_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "SECONDS", 0.2)
    with Extractor() as extractor, no_hang():
        extractor._child = extract._start()
        stopped = child(extractor)
        os.kill(stopped, signal.SIGSTOP)
        assert kinds(extractor.read("a.bin", bytes(10_000_000))) == ["timeout"]
        with pytest.raises(ProcessLookupError):
            os.kill(stopped, 0)


def test_an_interrupt_ends_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    with Extractor() as extractor:
        extractor.read("a.txt", b"text")
        running = child(extractor)

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(extract, "_exchange", interrupted)
        with pytest.raises(KeyboardInterrupt):
            extractor.read("a.txt", b"text")
        with pytest.raises(ProcessLookupError):
            os.kill(running, 0)


def test_too_large(extractor: Extractor) -> None:
    assert kinds(extractor.read("a.pdf", bytes(MAX_BYTES + 1))) == ["large"]
    sound(extractor.read("a.pdf", b"%PDF-1.4" + bytes(MAX_BYTES - 8)))  # the largest that is read


ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%b">' % (97 + level, b"&%c;" % (96 + level) * 10) for level in range(1, 10)
)


def test_entities_are_refused(extractor: Extractor, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for you")
    for declared, used in (
        (ENTITIES + b"]>", b"&j;"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file://%b">]>' % str(secret).encode(), b"&x;"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">', b"x"),
    ):
        read = extractor.read("a.docx", document(declared + b"<w><p><r><t>" + used + b"</t></r></p></w>"))
        assert kinds(read) == ["unreadable"]
        assert "not for you" not in read.text
        assert "aaaaaaaaaa" not in read.text


def test_bombs(extractor: Extractor) -> None:
    with no_hang(120):
        assert kinds(extractor.read("a.zip", archive({"a.txt": bytes(100_000_000)}))) == ["ratio"]
        assert kinds(extractor.read("a.zip", archive({f"{n}.txt": b"" for n in range(6000)}))) == ["ratio"]
        inner = archive({"a.txt": b"x"})
        for _ in range(5):
            inner = archive({"a.zip": inner})
        assert kinds(extractor.read("a.zip", inner)) == ["deep"]
        assert kinds(extractor.read("a.docx", document(b"<a>" * 100_000))) == ["deep"]
        bomb = b"<w><p>" + b"<t>" + b"x" * 60_000_000 + b"</t></p></w>"
        assert set(kinds(extractor.read("a.docx", document(bomb)))) & {"ratio", "unreadable", "long"}
        assert extractor.read("a.json", b"[" * 1_000_000).kind == "txt"


def test_text_is_bounded(extractor: Extractor) -> None:
    read = extractor.read("a.txt", "公文内容\n".encode() * 600_000)
    assert kinds(read) == ["long"]
    assert len(read.text) <= 2_000_000
    read = extractor.read("a.txt", ("字" * 3_000_000).encode())
    assert kinds(read) == ["long"]
    assert len(read.text) == 2_000_000


def test_a_png_of_endless_pixels(extractor: Extractor) -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 6, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(20_000_000)))
    words = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"a" * 50_000_000))
    late = chunk(b"tEXt", b"Comment\x00behind the pixels")
    read = extractor.read("a.png", b"\x89PNG\r\n\x1a\n" + header + words + pixels + late + chunk(b"IEND", b""))
    assert read.troubles == ()
    assert "behind the pixels" in read.text
    assert len(read.text) < 1_100_000


def test_a_pdf_of_ten_thousand_pages(extractor: Extractor) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number in range(10_000):
        canvas.drawString(72, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    read = extractor.read("a.pdf", buffer.getvalue())
    if kinds(read) != ["timeout"]:  # a machine that is busy besides may need longer than a file is given
        assert places(read, "page 9999") == ["第10000页"]


def test_a_pdf_bomb(extractor: Extractor) -> None:
    content = bytes(1_000_000_000 // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(content) for _ in range(8)) + packer.flush()
    stream = b"<< /Length %d /Filter /FlateDecode /Type /Metadata >>\nstream\n%b\nendstream" % (len(packed), packed)
    with no_hang(60):
        read = extractor.read("a.pdf", specimens.pdf(catalogue=b"/Metadata 6 0 R", more=(stream,)))
    assert set(kinds(read)) <= {"memory", "timeout", "unreadable"}
    assert extractor.read("a.txt", b"text").text == "text\n"


def test_loops_in_a_pdf(extractor: Extractor) -> None:
    loops = (
        b"<< /Title (loop) /Next 6 0 R /Prev 6 0 R /Kids [6 0 R] >>",
        b"[" * 3000 + b"]" * 3000,
    )
    with no_hang():
        for loop in loops:
            sound(extractor.read("a.pdf", specimens.pdf(catalogue=b"/Outlines 6 0 R", more=(loop,))))
        sound(extractor.read("a.pdf", specimens.pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")))


def test_names_in_archives(extractor: Extractor) -> None:
    for name in ("../a.txt", "/etc/a.txt", "C:\\a.txt", "a\\..\\..\\b.txt"):
        read = extractor.read("a.zip", archive({name: b"words"}))
        assert kinds(read) == ["unsafe-name"]
        assert "words" in read.text
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(link, "/etc/passwd")
    assert kinds(extractor.read("a.zip", buffer.getvalue())) == ["unsafe-name"]


def test_an_archive_behind_a_picture(extractor: Extractor) -> None:
    assert kinds(extractor.read("a.png", specimens.photograph(False) + archive({"a.txt": b"x"}))) == ["embedded"]


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with Extractor() as fresh:
        for name, data in SAMPLES.items():
            fresh.read(name, data)
    assert list(tmp_path.iterdir()) == []


SAMPLES = {
    "a.docx": word(),
    "a.xlsx": workbook(),
    "a.pptx": slides(),
    "a.pdf": pages("第一页的字"),
    "b.pdf": specimens.packed(),
    "c.pdf": letters("第一页的字", "第二页的字"),
    "a.doc": specimens.old_word("项目申报表"),
    "b.doc": compound(piecewise([("项目", "utf-16-le"), ("A4", "cp1252"), ("申报表\r", "utf-16-le")])),
    "a.ppt": compound(show(record(0x0FA0, "首页的字".encode("utf-16-le")))),
    "a.png": specimens.photograph(True),
    "a.zip": archive({"a.docx": word(), "b.txt": b"words"}),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_files(extractor: Extractor, name: str) -> None:
    """Cut anywhere, bits flipped, stretches zeroed or doubled: always an answer."""
    chance, whole = random.Random(20260320), SAMPLES[name]
    with no_hang(300):
        for _ in range(40):
            data = bytearray(whole)
            for _ in range(chance.randint(1, 30)):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            start = chance.randrange(len(data))
            damaged = (
                bytes(data),
                bytes(whole[:start]),
                bytes(whole[:start]) + bytes(50) + whole[start + 50 :],
                bytes(whole[:start]) + whole[start // 2 :],
            )
            for each in damaged:
                sound(extractor.read(name, each))
    status = Path(f"/proc/{child(extractor)}/status") if extractor._child else None
    if status and status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        assert int(peak.split()[1]) * 1024 < MEMORY


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["a.docx", "a.pdf", "a.xls", "a.txt", "a.png", "a.zip", "x", "a\ud800.doc"]), data=st.data()
)
def test_any_bytes(extractor: Extractor, name: str, data: st.DataObject) -> None:
    start = data.draw(
        st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
    )
    sound(extractor.read(name, start + data.draw(st.binary(max_size=3000))))


def test_readers_are_linear(extractor: Extractor) -> None:
    """A million of one character, as every text reader meets it."""
    with no_hang(120):
        for char in ("\\u0041", "_x0041_", "&L", "<", " ", "\u200b"):
            text = char * (1_000_000 // len(char))
            sound(extractor.read("a.txt", text.encode()))
            escaped = text.replace("&", "&amp;").replace("<", "&lt;").encode()
            sound(extractor.read("a.docx", document(b"<w><p><r><t>" + escaped + b"</t></r></p></w>")))

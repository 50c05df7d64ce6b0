"""Reading one file: its facts, its line numbers, and every way it can be broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanmu import article
from lanmu.place import Place

PATH = "content/kjt/tzzn/2026-03-21-zhinan.md"
GOOD = "---\ntitle: 投资指南\ndate: 2026-03-21 09:00\nkeywords: [投资, 指南]\n---\n\n第一段。\n"


def test_fields_know_their_lines() -> None:
    found, faults = article.read(PATH, GOOD.encode())
    assert not faults
    assert found is not None
    assert found.place == Place("kjt", "tzzn", "2026-03-21", "zhinan")
    assert found.text("title") == "投资指南"
    assert found.list("keywords") == ("投资", "指南")
    assert found.fields["date"].line == 3
    assert found.fields["date"].column == 7
    assert (found.body, found.body_line) == ("\n第一段。\n", 6)


@pytest.mark.parametrize(
    ("data", "kind", "line", "column"),
    [
        (b"", "front-matter", 1, 1),
        ("没有表头".encode(), "front-matter", 1, 1),
        (b"---\ntitle: a\n", "unclosed", 1, 1),
        (b"---\n- a\n- b\n---\n", "front-matter", 2, 1),
        (b"---\ntitle: a\ntitle: b\n---\n", "duplicate", 3, 1),
        (b"---\na: &x b\n---\n", "anchor", 2, 4),
        (b"---\na:\n\tb: c\n---\n", "tab", 3, 1),
        (b"---\na: [b\n---\n", "syntax", 2, 4),
        ("---\ntitle: 投资\n---\n".encode("utf-16"), "bytes", 1, 1),
        ("---\ntitle: 投资\n---\n".encode("gb18030"), "bytes", 2, 9),
        (b"\xef\xbb\xbf---\ntitle: a\n---\n", "bom", 1, 1),
        (b"---\ntitle: a\n---\nx\x00y", "control", 4, 2),
        (b"x" * (article.MAX_BYTES + 1), "large", 1, 1),
    ],
)
def test_broken_files_are_named(data: bytes, kind: str, line: int, column: int) -> None:
    _, faults = article.read(PATH, data)
    assert [(fault.kind, fault.line, fault.column) for fault in faults] == [(kind, line, column)]


def test_line_ends_of_other_systems_are_read() -> None:
    found, faults = article.read(PATH, GOOD.replace("\n", "\r\n").encode())
    assert not faults
    assert found is not None
    assert found.body_line == 6


def test_a_scalar_where_a_list_is_expected_counts_as_one() -> None:
    found, _ = article.read(PATH, b"---\nkeywords: a\nempty:\n---\n")
    assert found is not None
    assert found.list("keywords") == ("a",)
    assert found.list("empty") == found.list("absent") == ()
    assert found.text("absent") == ""


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda data: b"---\n" + data + b"\n---\n"))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    found, faults = article.read(PATH, data)
    assert found is not None or faults

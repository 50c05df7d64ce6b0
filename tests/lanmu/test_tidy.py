"""Bytes put in order, and nothing that a page shows changed."""

import re

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lanmu import article
from lanmu.tidy import MAX_BYTES, is_text, is_yaml, mend, tidy
from tests.hang import no_hang

CASES = {
    "tidy": ("甲\n\n乙\n", "甲\n\n乙\n"),
    "empty": ("", ""),
    "BOM": ("\ufeff甲\n", "甲\n"),
    "two BOMs": ("\ufeff\ufeff甲\n", "甲\n"),
    "BOM alone": ("\ufeff", ""),
    "CRLF": ("甲\r\n乙\r\n", "甲\n乙\n"),
    "CR": ("甲\r乙\r", "甲\n乙\n"),
    "CR CR LF": ("甲\r\r\n", "甲\n\n"),
    "no newline": ("甲", "甲\n"),
    "blanks alone": (" \t ", ""),
    "blank lines": ("甲\n \t\n\n乙\n", "甲\n\n\n乙\n"),
    "one blank": ("甲 \n乙\n", "甲\n乙\n"),
    "tab": ("甲乙丙\t\n丁\n", "甲乙丙\n丁\n"),
    "tab that breaks": ("甲\t\n乙\n", "甲  \n乙\n"),
    "break": ("甲  \n乙\n", "甲  \n乙\n"),
    "long break": ("甲 \t    \n乙\n", "甲  \n乙\n"),
    "break before CRLF": ("甲  \r\n乙\r\n", "甲  \n乙\n"),
    "break at the end of a paragraph": ("甲  \n \n乙\n", "甲\n\n乙\n"),
    "break at the end of the file": ("甲  ", "甲\n"),
    "item without text": ("-   \n\n> 1. \n甲- \n", "- \n\n> 1. \n甲-\n"),
    "after a heading": ("# 甲  \n乙\n", "# 甲\n乙\n"),
    "before a heading": ("甲  \n# 乙\n", "甲\n# 乙\n"),
    "front matter": ("--- \ntitle: 甲  \ndate: 乙 \n---  \n丙  \n丁\n", "---\ntitle: 甲\ndate: 乙\n---\n丙  \n丁\n"),
    "nested front matter": ("---\na:  \n  b: 甲  \n  c: 乙\n---\n", "---\na:\n  b: 甲\n  c: 乙\n---\n"),
    "text in front matter": (
        "---\nreply: |  \n  甲   \n  乙  \n\n  丙 \ndate: 丁  \nx: 1\n---\n",
        "---\nreply: |\n  甲  \n  乙\n\n  丙\ndate: 丁\nx: 1\n---\n",
    ),
    "front matter without end": ("---\n甲  \n乙\n", "---\n甲  \n乙\n"),
    "full-width blank": ("甲\u3000\n", "甲\u3000\n"),
}


@pytest.mark.parametrize(("given_", "wanted"), CASES.values(), ids=CASES)
def test_tidy(given_: str, wanted: str) -> None:
    assert tidy(given_.encode()).decode() == wanted


def test_yaml_has_no_line_breaks_but_in_texts() -> None:
    assert tidy("甲: 乙  \n丙:\n  - 丁  \n  - 戊\n".encode(), yaml=True).decode() == "甲: 乙\n丙:\n  - 丁\n  - 戊\n"
    text = "甲: |\n  乙  \n  丙\n丁: 戊\n".encode()
    assert tidy(text, yaml=True) == text


@pytest.mark.parametrize(
    "data",
    [
        "甲 \r\n".encode("gb18030"),
        "甲 \r\n".encode("utf-16"),
        b"%PDF\r\n\x00 \n",
        b"\x1b[2J \n",
        b"a \n" * (MAX_BYTES // 2),
    ],
)
def test_what_is_no_text_stays(data: bytes) -> None:
    assert mend(data) == (data, ())


def test_it_tells_what_it_did() -> None:
    assert mend("\ufeff甲 \r\n乙".encode()).done == (
        "去掉了字节序标记（BOM）", "换行统一为 LF", "去掉了行尾空格", "补上了文件末尾的换行",
    )  # fmt: skip
    assert mend("甲\n乙".encode()).done == ("补上了文件末尾的换行",)


def test_names() -> None:
    assert all(map(is_text, ("a.md", "a.MD", "columns.yaml", "a.yml", "a.txt")))
    assert not any(map(is_text, ("a.pdf", "a.docx", "a.csv", "md", "a.md.zip", "a.md~")))
    assert [is_yaml(name) for name in ("a.yaml", "a.YML", "a.md", "a.txt")] == [True, True, False, False]


TEXTS = st.text(st.sampled_from(" \t\n\r\ufeff#-a1.甲:|>*`<"), max_size=60)


@given(st.binary(max_size=80) | TEXTS.map(str.encode), st.booleans())
def test_what_is_tidy_stays_so(data: bytes, yaml_: bool) -> None:
    once = tidy(data, yaml_)
    assert tidy(once, yaml_) == once
    assert mend(once, yaml_).done == ()


@given(TEXTS)
def test_no_character_but_blanks_and_line_ends_changes(text: str) -> None:
    def bare(value: str) -> str:
        return re.sub("[ \t\r\n\ufeff]", "", value)

    after = tidy(text.encode()).decode()
    assert bare(after) == bare(text)
    assert len(after.split("\n")) <= len(re.split("\r\n|\r|\n", text)) + 1


LINES = st.tuples(
    st.sampled_from(["", "- ", "1. ", "> ", "> - ", "# ", "    ", "\t", "```"]),
    st.text(st.sampled_from("甲a "), max_size=5),
    st.text(st.sampled_from(" \t"), max_size=4),
).map("".join)


# Blanks at the end of a line of code nobody sees. A body follows something, be it an empty line: at the very
# start of a text, Markdown takes a line of blanks and a dash for a heading.
@given(st.lists(LINES, max_size=8).map("\n".join))
def test_no_page_shows_a_difference(text: str) -> None:
    def shown(value: str) -> str:
        html = re.sub(r"[ \t]*<br />", "<br />", markdown.markdown(f"甲\n\n{value}"))
        return re.sub(r"[ \t]+(?=\n|<)", "", html).strip()

    assert shown(tidy(text.encode()).decode()) == shown(text)


VALUES = st.text(st.sampled_from("甲a \t#-"), max_size=12)


@given(st.lists(st.tuples(st.booleans(), VALUES, VALUES), min_size=1, max_size=4))
def test_yaml_means_the_same(rows: list[tuple[bool, str, str]]) -> None:
    blocks = [
        f"k{number}: |\n  x{first}\n  x{second}\n" if block else f"k{number}: 'x{first}'{' ' * len(second)}\n"
        for number, (block, first, second) in enumerate(rows)
    ]

    def meant(text: str) -> dict[str, str]:
        return {key: re.sub(r"[ \t]+(?=\n|$)", "", value) for key, value in yaml.safe_load(text).items()}

    text = "".join(blocks)
    assert meant(tidy(text.encode(), yaml=True).decode()) == meant(text)
    matter, _ = article.read("a.md", tidy(f"---\n{text}---\n".encode()))
    assert matter is not None


@pytest.mark.parametrize(
    "piece", [" ", "\t", "\r", "\r\n", "\n", "a  \n", "- ", ": ", ":  |  ", "# ", "---\n", "k: |\n  "]
)
@pytest.mark.parametrize("yaml_", [False, True])
def test_long_lines_take_no_longer_than_their_length(piece: str, yaml_: bool) -> None:
    with no_hang():
        once = tidy(("---\n" + piece * (2**20 // len(piece)) + "x").encode(), yaml_)
        assert tidy(once, yaml_) == once

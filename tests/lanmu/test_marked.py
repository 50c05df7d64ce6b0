"""YAML whose every value knows where it stands, and what is refused on the way."""

import pytest

from lanmu import marked
from lanmu.marked import Fault, Map, Seq, Text
from tests.hang import no_hang

TEXT = "名称: 省科技厅\naliases: [科技厅, '12']\nsite:\n  url: http://a.cn/   # 说明\n  flag: no\n"


def test_every_value_has_its_place():
    root = marked.read(TEXT).root
    assert root == {"名称": "省科技厅", "aliases": ["科技厅", "12"], "site": {"url": "http://a.cn/", "flag": "no"}}
    name = root[Text("名称")]
    assert (name.line, name.column, name.plain) == (1, 5, True)
    aliases = root[Text("aliases")]
    assert isinstance(aliases, Seq)
    assert (aliases.line, aliases.column) == (2, 10)
    assert (aliases[1].line, aliases[1].column, aliases[1].plain) == (2, 16, False)
    site = root[Text("site")]
    assert isinstance(site, Map)
    assert (site.key("flag").line, site.key("flag").column) == (5, 3)


def test_lines_count_from_where_the_text_begins():
    assert marked.read("a: 1\n", first_line=7).root.key("a").line == 7
    assert marked.read("a: [1\n", first_line=7).faults[0].line == 7


def test_scalars_stay_as_written():
    root = marked.read("a: no\nb: 08:30\nc: 2026-03-21\nd: 1e3\ne: ~\nf:\n").root
    assert list(root.values()) == ["no", "08:30", "2026-03-21", "1e3", "~", ""]


@pytest.mark.parametrize(
    ("text", "kind", "line", "column"),
    [
        ("a: &x 1", "anchor", 1, 4),
        ("a: *x", "anchor", 1, 4),
        ("&x a: 1", "anchor", 1, 1),
        ("a: !!int 1", "tag", 1, 4),
        ("a: !!map {b: 1}", "tag", 1, 4),
        ("a: 1\na: 2", "duplicate", 2, 1),
        ("a:\n\tb: 1", "tab", 2, 1),
        ("a: [1", "syntax", 1, 4),
        ("a: 1\n---\nb: 2", "syntax", 2, 1),
        ("[a]: 1", "syntax", 1, 1),
        ("a: b: c", "syntax", 1, 5),
        ("a: \x01", "syntax", 1, 1),
        ("a:\n  b: 1\n c: 2", "syntax", 3, 2),
    ],
)
def test_faults_have_a_kind_and_a_place(text, kind, line, column):
    fault = marked.read(text).faults[0]
    assert (fault.kind, fault.line, fault.column) == (kind, line, column)


def test_a_tag_does_not_hide_what_follows():
    read = marked.read("a: !x 1\nb: !y 2\nb: 3\n")
    assert [fault.kind for fault in read.faults] == ["tag", "tag", "duplicate"]
    assert read.root == {"a": "1", "b": "3"}


def test_depth_is_bounded():
    deep = "[" * marked.MAX_DEPTH + "]" * marked.MAX_DEPTH
    assert marked.read(deep).faults == ()
    assert [fault.kind for fault in marked.read(f"[{deep}]").faults] == ["deep"]


def test_number_of_values_is_bounded():
    assert [fault.kind for fault in marked.read("[" + "a," * marked.MAX_NODES + "]").faults] == ["large"]


def test_length_is_bounded():
    assert [fault.kind for fault in marked.read("#" * (marked.MAX_BYTES + 1)).faults] == ["large"]


def test_number_of_faults_is_bounded():
    faults = marked.read("a: 1\n" * 1000).faults
    assert len(faults) == marked.MAX_FAULTS + 2
    assert faults[-1].kind == "large"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title:标题\ndate: 2026", [("space", 1, 6, "title")]),
        ("title:标题\nsource：省厅\ndate: 1", [("space", 1, 6, "title"), ("colon", 2, 7, "source")]),
        (
            "a: 1\nb: 2\ntitle：标题\nc: 3\nd: 4\ne: 5\nsource:省厅\nf: 6",
            [("colon", 3, 6, "title"), ("space", 7, 7, "source")],
        ),
        ("a: 1\n标题：甲\nb: 2", [("colon", 2, 3, "标题")]),
        ("title:标题", [("space", 1, 6, "title")]),
        ("title:标题\nsource:省厅", [("space", 1, 6, "title"), ("space", 2, 7, "source")]),
        ("a:\n  b:甲\n  c: 2", [("space", 2, 4, "b")]),
        ("a:\n  - b:甲\n    c: 2", [("space", 2, 6, "b")]),
        ("t: |\n  b:甲\n  http://a.cn\n\n  c:乙\ntitle:标题\nd: 1", [("space", 6, 6, "title")]),
        ("title:标题\r", [("space", 1, 6, "title")]),
    ],
)
def test_every_colon_written_wrong_is_told_where_it_stands(text, expected):
    assert list(marked.read(text).faults) == [Fault(*fault) for fault in expected]


@pytest.mark.parametrize(
    "text",
    ["a: 1\nb: [甲\nc: 2\nd: 3\ne: 4\nx:甲", "a: 见\n  b：甲\nc: 3\nd: 1\ne: 2\nf: g: h"],
)
def test_a_fault_elsewhere_is_not_laid_at_a_colon(text):
    assert "syntax" in [fault.kind for fault in marked.read(text).faults]


@pytest.mark.parametrize(
    "text",
    [" " * 500_000 + ":", "a:甲\n" * 100_000 + "b: c: d", ("- " * 300_000) + "a:", "a: " + " -" * 300_000 + "|x: y: z"],
)
def test_looking_for_colons_takes_little_time(text):
    with no_hang():
        assert len(marked.read(text).faults) <= marked.MAX_FAULTS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b: c", "冒号"),
        ("a: 'b", "引号"),
        ("a: [b", "右方括号"),
        ("a: {b: 1", "右花括号"),
        ("a: @b", "加引号"),
        ("a: %b", "加引号"),
        ('a: "\\q"', "反斜杠"),
        ("- a\nb: 1", "列表"),
    ],
)
def test_the_parser_speaks_chinese(text, said):
    assert said in marked.read(text).faults[0].detail

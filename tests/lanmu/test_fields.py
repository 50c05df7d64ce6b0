"""The kinds of fields, one by one, and the walk over what was given."""

import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanmu import fields, marked, types
from lanmu.fields import KINDS, Problem
from lanmu.marked import Map, Text
from lanmu.model import Field


def field(kind: str, **more: object) -> Field:
    values = {
        "name": "key", "label": "名称", "kind": kind, "required": False,
        "hint": "", "choices": (), "fields": (), "show": True, **more,
    }  # fmt: skip
    return Field(**values)  # type: ignore[arg-type]


ROWS = field("rows", fields=(field("line", name="name", label="材料", required=True), field("number", name="count")))


def value(text: str) -> marked.Node:
    root = marked.read(f"key: {text}\n").root
    assert isinstance(root, Map)
    return root[Text("key")]


def problems(kind: Field, text: str) -> list[Problem]:
    return list(KINDS[kind.kind](kind, value(text)))


GOOD = [
    (field("text"), "|\n  甲\n  乙"),
    (field("line"), "甲"),
    (field("list"), "[甲, 乙]"),
    (field("list"), "甲"),
    (field("list"), '["甲、乙"]'),
    (field("list", choices=("甲", "乙")), "[乙]"),
    (field("date"), "2026-03-01"),
    (field("day"), "2028-02-29"),
    (field("datetime"), "2026-03-01 09:00"),
    (field("datetime"), "2026-03-01"),
    (field("flag"), "true"),
    (field("flag"), "否"),
    (field("choice", choices=("甲", "乙")), "甲"),
    (field("number"), "-12.5"),
    (field("url"), "https://www.shifan.gov.cn/"),
    (field("email"), "bgt@shifan.gov.cn"),
    (field("phone"), "0351-0000001"),
    (field("doc_number"), "示科发〔2026〕8号"),
    (field("index_number"), "000014348/2026-00012"),
    (field("article"), "../zcwj/2026-03-01-a.md"),
    (field("file"), "2026-03-01-a/甲 1.pdf"),
    (field("picture"), "2026-03-01-a/a.PNG"),
    (field("columns"), "[zcwj, bmdt]"),
    (field("steps"), "[甲，然后乙, 丙]"),
    (field("steps"), "甲，然后乙"),
    (ROWS, "[{name: 甲, count: 2}, {name: 乙}]"),
]

# A field, what is written, kind and column of the problem, part of its cure.
BAD = [
    (field("line"), "|\n  甲\n  乙", "value", 6, "key: 甲 乙"),
    (field("line"), "[甲]", "value", 6, "加引号"),
    (field("line"), "{a: b}", "value", 6, "加引号"),
    (field("list"), "甲、乙", "value", 6, "key: [甲, 乙]"),
    (field("list"), "{a: b}", "value", 6, "[甲, 乙]"),
    (field("list", choices=("公众", "企业")), "[公众, 企业家]", "value", 11, "是不是“企业”？"),
    (field("date"), "2026-03-01 09:00", "date", 6, "改成 2026-03-01"),
    (field("date"), "2026-02-30", "date", 6, "有28天"),
    (field("day"), "昨天", "date", 6, "YYYY-MM-DD"),
    (field("datetime"), "2026-03-01T09:00Z", "date", 6, "改成 2026-03-01 09:00"),
    (field("flag"), "yes", "value", 6, "true（是）"),
    (field("choice", choices=("甲", "乙")), "丙", "value", 6, "只能写：甲、乙"),
    (field("number"), "1,234", "value", 6, "改成 1234"),
    (field("number"), "12%", "value", 6, "单位"),
    (field("url"), "www.shifan.gov.cn", "value", 6, "改成 https://www.shifan.gov.cn"),
    (field("email"), "无", "contact", 6, "名称@域名"),
    (field("phone"), "无", "contact", 6, "区号"),
    (field("doc_number"), "示科发[2026]第08号", "document", 6, "改成 示科发〔2026〕8号"),
    (field("index_number"), "无", "value", 6, "5位序号"),
    (field("article"), "../zcwj/a.html", "value", 6, ".md"),
    (field("article"), "/zcwj/a.md", "value", 6, "同名的文件夹"),
    (field("file"), "a\\b.pdf", "value", 6, "改成 a/b.pdf"),
    (field("file"), "~/b.pdf", "value", 6, "同名的文件夹"),
    (field("file"), "https://a.cn/b.pdf", "value", 6, "同名的文件夹"),
    (field("picture"), "a.pdf", "value", 6, ".png"),
    (field("columns"), "zcwj,bmdt", "value", 6, "[zcwj, bmdt]"),
    (field("steps"), "[[甲]]", "value", 7, "加引号"),
    (field("line"), "待填", "placeholder", 6, "补上名称"),
    (field("date"), "待填", "placeholder", 6, "补上名称"),
    (field("text"), "电话：待填。", "placeholder", 6, "换成真实内容"),
    (ROWS, "甲", "value", 6, "- name: …”，下面与 name 对齐写 count"),
    (ROWS, "[甲]", "value", 7, "name: …"),
    (ROWS, "[{count: 2}]", "missing", 7, "name: …"),
    (ROWS, "[{name: 甲, cuont: 2}]", "unknown", 17, "改成 count"),
    (ROWS, "[{name: 甲, count: 二}]", "value", 24, "只写数字"),
]


@pytest.mark.parametrize(("kind", "text"), GOOD)
def test_good_value(kind: Field, text: str) -> None:
    assert problems(kind, text) == []


@pytest.mark.parametrize(("kind", "text", "sort", "column", "cure"), BAD)
def test_bad_value(kind: Field, text: str, sort: str, column: int, cure: str) -> None:
    [problem] = problems(kind, text)
    assert (problem.kind, problem.line, problem.column) == (sort, 1, column)
    assert cure in problem.cure
    assert "名称" in problem.message or "材料" in problem.message or "cuont" in problem.message


def test_every_kind_of_the_types_can_be_checked() -> None:
    declared = [kind for article in types.builtin().values() for kind in article.fields.values()]
    kinds = {part.kind for one in declared for part in (one, *one.fields)}
    assert kinds <= set(KINDS)


def given_fields(text: str) -> tuple[Mapping[str, Field], Map]:
    root = marked.read(text).root
    assert isinstance(root, Map)
    return {"title": field("line", name="title", label="标题", required=True), "rows": ROWS._replace(name="rows")}, root


def test_a_missing_key_is_missed_where_the_caller_says() -> None:
    declared, values = given_fields("rows: []\n")
    [problem] = fields.check(declared, values, line=7, column=3)
    assert problem == Problem("missing", 7, 3, "缺少“标题”（title）", "写上“title: …”")


def test_an_empty_required_value_is_missed_where_it_stands() -> None:
    declared, values = given_fields("rows: []\ntitle: ' '\n")
    [problem] = fields.check(declared, values)
    assert (problem.kind, problem.line, problem.message) == ("missing", 2, "“标题”（title）是空的")


def test_a_problem_in_a_row_names_the_row() -> None:
    declared, values = given_fields("title: 甲\nrows:\n  - {name: 乙}\n  - {name: [丙]}\n")
    [problem] = fields.check(declared, values)
    assert problem.message == "“名称第2项的材料”（name）应当是一行文字，这里是列表"


def test_leaves_are_every_text_given() -> None:
    declared, values = given_fields("title: 甲\nrows: [{name: 乙, other: 丁}, 戊]\nunknown: 己\n")
    assert [(kind.name, str(text)) for kind, text in fields.leaves(declared, values)] == [
        ("title", "甲"),
        ("name", "乙"),
    ]
    listed = {"key": field("list")}
    values = marked.read("key: [甲, [乙], 丙]\n").root
    assert isinstance(values, Map)
    assert [str(text) for _, text in fields.leaves(listed, values)] == ["甲", "丙"]


@pytest.mark.parametrize(
    ("text", "position"),
    [("待填", 0), ("电话：待填", 3), ("【待填】", 1), ("待填写的表格", -1), ("等待填报", -1), ("", -1)],
)
def test_placeholder(text: str, position: int) -> None:
    assert fields.placeholder_at(text) == position


def test_what_cannot_be_seen_is_found() -> None:
    unseen = [char for char in map(chr, range(0x10000)) if re.fullmatch(f"[{marked.UNSEEN}]", char)]
    assert len(unseen) > 100
    assert [char for char in unseen if fields.hidden(f"甲{char}乙") != char] == ["\t", "\n"]
    assert fields.hidden("甲 乙\u3000，a") == ""


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_problems_or_none(kind: str, text: str) -> None:
    for problem in KINDS[kind](field(kind, choices=("甲",)), Text(text, 3, 5)):
        assert problem.message
        assert problem.cure
        assert (problem.line, problem.column) == (3, 5)
        assert len(problem.message) < 200
        assert "\n" not in problem.message

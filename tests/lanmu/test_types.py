"""Article types as data: those that come with the software and those a portal declares."""

from pathlib import Path

import pytest

from lanmu import marked, types
from lanmu.model import FIELD_KINDS
from lanmu.schema import Report
from lanmu.schema.check import check
from lanmu.schema.declared import TYPES
from lanmu.structure import load

ROOT = Path(__file__).parents[2]


def declared(text: str):
    """The types and the findings of a ``types:`` block."""
    report = Report("columns.yaml")
    tree = check(TYPES, marked.read(text).root, report)
    return types.declared(tree, report), report.findings


def test_all_types_that_a_portal_needs_come_with_the_software():
    expected = "新闻 通知公告 文件 解读 办事指南 信件 访谈 调查 领导 机构 统计 专题 资料"
    assert tuple(types.builtin()) == tuple(expected.split())


def test_common_fields_come_first_in_every_type():
    common = tuple(types.common())
    assert common[:3] == ("title", "date", "source")
    for kind in types.builtin().values():
        assert tuple(kind.fields)[: len(common)] == common


def test_fields_are_whole():
    document = types.builtin()["文件"]
    assert (document.template, document.schema) == ("document", "Legislation")
    assert document.fields["validity"].choices == ("有效", "已修改", "失效", "废止")
    assert document.fields["doc_number"].required
    assert not document.fields["effective"].required
    assert not document.fields["replaced_by"].show
    materials = types.builtin()["办事指南"].fields["materials"]
    assert [field.name for field in materials.fields] == ["name", "copies", "form", "note"]
    assert materials.fields[0].required


def test_every_kind_of_field_is_known():
    for kind in types.builtin().values():
        for field in kind.fields.values():
            assert {field.kind, *(inner.kind for inner in field.fields)} <= set(FIELD_KINDS)


def test_a_portal_adds_a_type():
    found, findings = declared(
        "领导讲话: {extends: 新闻, fields: {occasion: {label: 场合, kind: line, required: true}}}"
    )
    assert findings == []
    speech = found["领导讲话"]
    assert (speech.template, speech.schema) == ("article", "NewsArticle")
    assert tuple(speech.fields) == (*types.common(), "occasion")
    assert found["新闻"] == types.builtin()["新闻"]


def test_a_type_may_extend_one_that_comes_later_and_change_a_field():
    found, findings = declared(
        "急件: {extends: 厅发文件}\n"
        "厅发文件: {extends: 文件, description: 厅发的文件, fields: {subject: {label: 主题, kind: line}}}"
    )
    assert findings == []
    assert found["急件"].template == "document"
    assert found["急件"].description == "厅发的文件"
    assert not found["急件"].fields["subject"].required
    assert tuple(found) == (*types.builtin(), "急件", "厅发文件")


def test_a_type_that_extends_none_has_the_common_fields():
    found, _ = declared("公报: {description: 公报}")
    assert found["公报"].fields == types.common()
    assert found["公报"].template == "article"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("新闻: {template: article}", "C718", "已有叫“新闻”的类型"),
        ("甲: {extends: 乙}\n乙: {extends: 甲}", "C718", "成了圈"),
        ("甲: {extends: 甲}", "C718", "成了圈"),
        ("甲: {extends: 新文}", "C716", "没有叫“新文”的类型"),
        ("甲: {template: news}", "C718", "没有叫“news”的模板"),
        ("甲: {template: letter}", "C718", "模板 letter 要用的"),
        ("甲: {extends: 新闻, template: survey}", "C718", "模板 survey 要用的"),
        ("甲: {extends: 信件, fields: {reply: {label: 答复, kind: list}}}", "C718", "模板 letter 要用的 reply"),
        (
            "甲: {extends: 调查, fields: {results: {label: 结果, kind: rows, fields: {a: {label: 甲, kind: line}}}}}",
            "C718",
            "types.甲.fields.results",
        ),
        ("甲: {fields: {title: {label: 标题, kind: text, required: true}}}", "C718", "每种类型要用的 title"),
        ("甲: {fields: {title: {label: 标题, kind: line}}}", "C718", "每种类型要用的 title"),
        ("甲: {fields: {topic: {label: 专题, kind: line}}}", "C718", "每种类型要用的 topic"),
        (
            "甲: {fields: {attachments: {label: 附件, kind: rows, fields: {file: {label: 文件, kind: line}}}}}",
            "C718",
            "每种类型要用的 attachments",
        ),
        (
            "甲: {extends: 信件, fields: {}}\n"
            "丙: {extends: 乙, template: organisation}\n"
            "乙: {extends: 机构, template: article, fields: {hours: {label: 时间, kind: list}}}",
            "C718",
            "types.丙：模板 organisation 要用的 hours",
        ),
        (
            "甲: {fields: {attachments: {label: 附件, kind: rows, "
            "fields: {file: {label: 文件, kind: file}, title: {label: 名称, kind: line}}}}}",
            "C718",
            "每种类型要用的 attachments",
        ),
        ("甲: {fields: {a: {label: 甲, kind: rows}}}", "C718", "rows 没有写 fields"),
        ("甲: {fields: {a: {label: 甲, kind: choice}}}", "C718", "choice 没有写 choices"),
        (
            "甲: {fields: {a: {label: 甲, kind: rows, fields: {b: {label: 乙, kind: choice}}}}}",
            "C718",
            "types.甲.fields.a.b：choice",
        ),
    ],
)
def test_faults(text, code, said):
    found, findings = declared(text)
    assert [finding.rule for finding in findings] == [code]
    assert said in findings[0].message
    assert found.keys() >= types.builtin().keys()


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("甲: {template: letter}", "写 extends: 信件"),
        ("甲: {template: guide}", "写 extends: 办事指南"),
        ("甲: {extends: 信件, fields: {reply: {label: 答复, kind: list}}}", "kind 写 text"),
        ("甲: {fields: {title: {label: 标题, kind: line}}}", "写 required: true"),
    ],
)
def test_the_cure_of_a_field_that_is_not_what_pages_expect(text, cure):
    _, [finding] = declared(text)
    assert cure in finding.cure


@pytest.mark.parametrize(
    "text",
    [
        "甲: {extends: 信件, fields: {reply: {label: 回复, kind: text, required: true}}}",
        "乙: {extends: 甲, template: letter}\n甲: {extends: 信件}",
        "甲: {fields: {event_date: {label: 会议日期, kind: date, required: true}}}",
        "甲: {fields: {reply: {label: 答复, kind: list}}}",
    ],
)
def test_what_a_type_may_change(text):
    assert declared(text)[1] == []


def test_shaanxi_declares_its_seven_content_types():
    """陕西工信厅办法第十三条."""
    expected = {"厅发文件", "日常工作", "重大事项", "重要会议", "重要活动", "公共服务信息", "领导讲话"}
    assert expected <= load(ROOT / "tests" / "portals" / "shaanxi").portal.types.keys()


def test_a_damaged_types_file_is_named(monkeypatch, tmp_path):
    broken = tmp_path / "types.yaml"
    broken.write_text("common: {}\ntypes: {新闻: {fields: {a: {kind: nothing}}}}\n", encoding="utf-8")
    monkeypatch.setattr(types, "_FILE", broken)
    types._file.cache_clear()
    try:
        with pytest.raises(types.BrokenTypes, match=r"types\.yaml"):
            types._file()
    finally:
        types._file.cache_clear()

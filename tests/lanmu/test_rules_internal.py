"""B202: marks of what is not for the public, and texts that speak of such things."""

import pytest

from lanmu.rules.banned.internal import check, mark_in_name
from tests.hang import no_hang
from tests.lanmu.marks_sample import an_article, an_attachment, codes, findings

MARKS = [
    *(
        "内部资料　注意保存",
        "内部资料，请勿外传",
        "内部使用　不得翻印",
        "内部文件，严禁外传。",
        "工作秘密 妥善保管",
        "内部资料",
        "内部秘密",
        "内部传阅",
    ),
    *(
        "【内部资料】",
        "【内部使用】",
        "（内部资料）",
        "(內部資料)",
        "（此件不予公开）",
        "（此件依申请公开）",
        "此件不公开",
        "（依申请公开）",
    ),
    *(
        "公开属性：依申请公开",
        "公开方式：不予公开",
        "公开方式：\n不予公开",
        "密级：内部",
        "仅供内部参考",
        "仅限内部使用",
        "供领导参阅",
        "阅后即焚",
    ),
    *("工作秘密★3年", "内部★1年", "此件发至县团级", "（此件发至县团级）", "第26期 内部参考", "内部参考（第26期）"),
    *("涉密文件 限内部传阅", "此稿仅供内部讨论，未经批准不得外传。", "本资料仅供内部使用，未经许可不得外传。"),
    *("不得外传", "请勿转发", "注意保存", "工作秘密", "内部资\n料 注意保存", "内\u200b部资料", "内 部 资 料"),
]
MARKED_UP = ["\\(此件不予公开\\)", "<p>内部资料</p>", "**内部资料**，请勿外传", "内&shy;部资料"]
CLEAN = [
    "对依申请公开的信息，应当在二十个工作日内答复。",
    *(
        "内部资料性出版物管理办法",
        "内部控制",
        "内部审计",
        "加强内部信息交流",
        "不得泄露内部资料。",
        "工作人员不得外传会议材料。",
    ),
    *(
        "不予公开的政府信息包括：国家秘密。",
        "不得公开的信息",
        "## 依申请公开",
        "依申请公开",
        "| 处罚结果 | 依申请公开 |",
        "政府信息公开（依申请公开）申请表",
    ),
    *(
        "（此件公开发布）",
        "（此件主动公开）",
        "公开方式：主动公开",
        "公开方式：主动公开、依申请公开",
        "公开方式：□主动公开 □依申请公开 □不予公开",
    ),
    *(
        "公开属性：主动公开/依申请公开/不予公开",
        "文件属性：公开",
        "公开方式：主动公开\n\n公开方式：依申请公开",
        "公开方式：依申请公开。\n\n" * 3,
        "公文标明“此件不予公开”的，不得上网。",
    ),
    *(
        "准考证请妥善保管",
        "请注意保存好票据",
        "严禁复印",
        "版权所有，不得转载",
        "停车场（内部使用）",
        "| 用途 | 内部使用 |",
    ),
    *(
        "此件发至县团级，公开发布",
        "本办法所称此件发至县团级，是指",
        "内部参考价格如下",
        "本资料仅供参考。",
        "## 涉密文件",
    ),
    *("泄露国家秘密、工作秘密（敏感信息）的", "涉密材料一律\n不得外传。", "【内部控制】制度"),
]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_found_once(mark: str) -> None:
    assert codes(an_article(f"第一段。\n\n{mark}\n\n各有关单位：\n\n做好工作。"), check) == ["B202"]
    assert codes(an_attachment(f"有关文件\n{mark}\n各有关单位：\n"), check) == ["B202"]


@pytest.mark.parametrize("mark", MARKED_UP)
def test_markup_hides_no_mark(mark: str) -> None:
    assert codes(an_article(f"第一段。\n\n{mark}\n\n各有关单位："), check) == ["B202"]


@pytest.mark.parametrize("mark", ["【内部资料】", "（此件不予公开）", "公开属性：依申请公开", "（内部资料，请勿外传）"])
def test_a_mark_in_brackets_or_with_a_label_is_found_within_a_text(mark: str) -> None:
    sentence = "会议研究了有关事项。" * 20
    assert codes(an_article(f"{sentence}{mark}{sentence}"), check) == ["B202"]


@pytest.mark.parametrize("text", CLEAN)
def test_a_text_about_such_things_is_clean(text: str) -> None:
    lines = "\n\n".join("各单位要做好工作。" for _ in range(12))
    assert codes(an_article(f"{lines}\n\n{text}\n\n做好工作。"), check) == []
    assert codes(an_attachment(f"{lines}\n{text}\n做好工作。\n"), check) == []


def test_line_and_column_and_cure() -> None:
    found = findings(an_article("第一段。\n\n会议纪要**（此件\u200b不予公开）**"), check)
    assert [(finding.line, finding.column, finding.message) for finding in found] == [
        (9, 8, "有内部标志“此件不予公开”")
    ]
    assert "disclosure: 依申请公开" in found[0].cure


@pytest.mark.parametrize("way", ["依申请公开", "不予公开"])
def test_what_stays_off_the_site_may_bear_its_mark(way: str) -> None:
    keys = f"disclosure: {way}\n"
    assert codes(an_article("（此件不予公开）", keys=keys), check) == []
    assert codes(an_attachment("内部资料\n", name="内部资料.docx", keys=keys), check) == []
    assert codes(an_article("（此件不予公开）", keys="disclosure: 主动公开\n"), check) == ["B202"]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        *(
            ("内部资料.docx", "内部资料"),
            ("方案（内部资料，不得外传）.pdf", "内部资料"),
            ("方案(不予公开).doc", "不予公开"),
        ),
        *(("内部控制.pdf", ""), ("依申请公开申请表.docx", ""), ("a.docx", "")),
    ],
)
def test_the_name_of_an_attachment(name: str, mark: str) -> None:
    assert mark_in_name(f"content/kjt/bmdt/2026-03-20-a/{name}") == mark
    assert codes(an_attachment("名称\n数量\n", name=name), check) == (["B202"] if mark else [])


def test_so_many_marks_teach_nobody_anything() -> None:
    assert len(codes(an_article("【内部资料】\n\n" * 80), check)) == 50


@pytest.mark.parametrize(
    "unit",
    ["内部资料", "内部资料，", "内部资料 ", "(此件", "公开方式：依申请公开，", "不得外传 ", "注意保存\n", "请勿外传<"],
)
def test_a_long_text_of_one_piece_ends(unit: str) -> None:
    with no_hang():
        assert len(codes(an_article(unit * (400_000 // len(unit))), check)) <= 50

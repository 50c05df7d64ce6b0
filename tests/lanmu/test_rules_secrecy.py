"""B201: secrecy marks in every written form, and texts about secrecy that bear none."""

import pytest

from lanmu.rules.banned.margins import apart
from lanmu.rules.banned.secrecy import check, mark_in_name
from tests.hang import no_hang
from tests.lanmu.marks_sample import an_article, an_attachment, codes, findings

MARKS = [
    *(
        "机密★1年",
        "绝密★",
        "秘密★启用前",
        "机密☆",
        "绝密★★",
        "秘密★会议开始前",
        "秘密 ★ 5 年",
        "机密级★长期",
        "机密⭐10年",
    ),
    *("【机密】", "[秘密]", "(绝密)", "〔机密〕", "〖绝密〗", "（机密）", "［机密］", "机密（10年）", "【商业秘密】"),
    *(
        "密级：机密",
        "密级：机密　保密期限：10年",
        "密级：秘密；此件不公开",
        "涉密等级：秘密",
        "密级：机密\n会议通知",
        "保密期限：长期",
        "密级：商业秘密",
    ),
    *("机密·10年", "秘密长期", "绝密启用前", "机密", "机密文件", "特急 机密", "机密 特急", "㊙", "000012 绝密"),
    *("机密※3年", "机密🌟3年", "机密✱3年", "秘密■1年", "⟦机密⟧", "«机密»", "《机密》", "⟨机密⟩", "密★3年", "JM★10年"),
    *("机密。", "机密！", "——机密——", "密件", "机密件", "绝密件", "密级→机密", "密级为机密，保密期限3年"),
    *("本件系机密文件", "本件系机密文件，请妥善保管。", "本文件为涉密文件。"),
    *("商业秘密★", "商业秘密 注意保密", "核心商密▲", "普通商密▲3年", "密级：核心商密"),
]
DISGUISED = [
    *(
        "絕密★",
        "機密★長期",
        "机\n密★",
        "机\u200b密★",
        "机\u00ad密★1年",
        "密 级 ： 机 密",
        "机 密 ★ 1 0 年",
        "【 机 密 】",
        "【\n机密】",
    ),
    *("密级：\n机密", "机密★\n10年", "［秘密］", "绝密\u3000★\u3000启用前"),
]
MARKED_UP = [
    "<b>机密</b>★",
    "**机密**★",
    "&#26426;密★",
    "\\[机密\\]",
    "机<!-- -->密★",
    "<p align=center>机密</p>",
    "# 机密",
    "> 机密",
    "| 密级 | 机密 |",
    "| 机密 | 10年 |",
    "[机密](a.md)",
    "| 编号 | 密级 |\n|---|---|\n| 3 | 机密 |",
]
CLEAN = [
    "国家秘密的密级分为绝密、机密、秘密三级。",
    "保密期限，绝密级不超过三十年，机密级不超过二十年，秘密级不超过十年。",
    *(
        "（绝密、机密、秘密）",
        "密级：□绝密 □机密 □秘密",
        "密级：绝密/机密/秘密/公开",
        "- 绝密\n- 机密\n- 秘密",
        "【绝密】【机密】【秘密】三种",
    ),
    *("保证信息的机密性、完整性、可用性。", "机密性：信息不被泄露", "采购机密文件柜10个。", "绝密级试卷由专人保管。"),
    *(
        "加强涉密人员管理，保守国家秘密。",
        "不得泄露国家秘密",
        "守住秘密10年的老人",
        "国家\n秘密\n一词的含义",
        "属于国家秘密的，密级为机密。",
    ),
    *(
        "保密等级：秘密级以上资质",
        "7. 保密期限：3年。",
        "甲方、乙方约定如下：\n\n保密期限：3年",
        "揭㊙夏粮丰收",
        "探㊙地下管廊",
    ),
    *(
        "影片《机密》上映。",
        "本文件不属于涉密文件。",
        "如本文件为涉密文件，按规定办理。",
        "## 密件管理",
        "工作秘密★3年",
    ),
    *("密级为机密级的，保密期限不超过二十年。", "密级为机密，保密期限10年以上的文件另行保管。"),
    *("应当标注“机密★1年”字样。", "标有“绝密★启用前”的试卷。", "密级一栏写作“密级：机密”。"),
    *(
        "商业秘密",
        "## 商业秘密",
        "【商业秘密】是指不为公众所知悉的信息。",
        "[秘密](../a.md)一节见后",
        "侵犯商业秘密的，依法处理。",
    ),
    "| 事项 | 密级 |\n|---|---|\n| 甲 | 秘密 |\n| 乙 | 机密 |",
    "| 密级 | 数量 |\n|---|---|\n| 机密 | 3 |\n| 机密 | 5 |",
    "| 绝密 | 30年 |\n|---|---|\n| 机密 | 20年 |\n| 秘密 | 10年 |",
]


@pytest.mark.parametrize("mark", MARKS + DISGUISED)
def test_a_mark_on_its_own_is_found_once(mark: str) -> None:
    assert codes(an_article(f"{mark}\n\n各有关单位：\n\n做好工作。"), check) == ["B201"]
    assert codes(an_attachment(f"省科技厅文件\n{mark}\n各有关单位：\n"), check) == ["B201"]


@pytest.mark.parametrize("mark", MARKED_UP)
def test_markup_hides_no_mark(mark: str) -> None:
    assert codes(an_article(f"{mark}\n\n各有关单位："), check) == ["B201"]


@pytest.mark.parametrize("mark", ["机密★1年", "【机密】", "[秘密]", "密级：机密", "商业秘密★", "机密·10年"])
def test_a_mark_with_a_sign_is_found_within_a_text(mark: str) -> None:
    sentence = "会议研究了有关事项。" * 20
    assert codes(an_article(f"{sentence}{mark}。{sentence}"), check) == ["B201"]


@pytest.mark.parametrize("text", CLEAN)
def test_a_text_about_secrecy_is_clean(text: str) -> None:
    assert codes(an_article(f"{'各单位要做好工作。' * 3}\n\n{text}\n\n做好工作。"), check) == []
    assert codes(an_attachment(f"有关文件\n{text}\n各有关单位：\n"), check) == []


def test_line_and_column() -> None:
    found = findings(an_article("第一段。\n\n文件夹上印着　机\u200b密★ 3 年　字样。"), check)
    assert [(finding.line, finding.column) for finding in found] == [(9, 8)]
    assert found[0].message == "有国家秘密标志“机密★ 3 年”"
    assert "保密审查员" in found[0].cure


@pytest.mark.parametrize(
    ("title", "column"),
    [("（机密）关于某项工作的方案", 9), ("关于某项工作的方案（秘密）", 18), ("机密★5年 关于方案", 8)],
)
def test_a_mark_in_the_title(title: str, column: int) -> None:
    found = findings(an_article("正文。", title=title), check)
    assert [(finding.rule, finding.line, finding.column) for finding in found] == [("B201", 2, column)]


@pytest.mark.parametrize(
    "next_line",
    ["3月19日，会议召开。", "材料一式两份。", "长期坚持开放办网。", "5年来，成效明显。", "特急件办理流程如下。"],
)
def test_the_next_line_is_no_part_of_a_mark(next_line: str) -> None:
    assert codes(an_article(f"机密\n\n\n{next_line}"), check) == ["B201"]
    assert codes(an_attachment(f"省科技厅文件\n机密\n{next_line}\n"), check) == ["B201"]


def test_a_bare_level_far_from_the_head_needs_blank_lines_or_a_page_header() -> None:
    lines = [f"第{number}行说明有关情况。" for number in range(40)]
    below = "\n".join([*lines, "机密", *lines])
    assert codes(an_attachment(below), check) == []
    places = ((0, "正文"), (below.index("机密"), "页眉"), (below.index("机密") + 3, "正文"))
    found = findings(an_attachment(below, places=places), check)
    assert [(finding.rule, finding.where) for finding in found] == [("B201", "页眉")]
    assert codes(an_attachment("\n".join([*lines, "", "机密", "", *lines])), check) == ["B201"]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        *(
            ("机密-方案.docx", "机密"),
            ("关于方案(秘密).pdf", "秘密"),
            ("绝密★启用前 试卷.pdf", "绝密"),
            ("【商业秘密】配方.xls", "商业秘密"),
        ),
        *(
            ("機密.docx", "机密"),
            ("保密法释义.docx", ""),
            ("秘密花园.jpg", ""),
            ("机密性评估.docx", ""),
            ("a.docx", ""),
        ),
    ],
)
def test_the_name_of_an_attachment(name: str, mark: str) -> None:
    assert mark_in_name(f"content/kjt/bmdt/2026-03-20-a/{name}") == mark
    assert codes(an_attachment("名称\n数量\n", name=name), check) == (["B201"] if mark else [])


def test_words_piled_up_before_a_mark_do_not_cover_it() -> None:
    words = "秘密 " * 3001
    assert codes(an_article(f"{words}机密★3年"), check) == ["B201"]
    assert codes(an_attachment(f"{words}\n各单位：【机密】\n"), check) == ["B201"]


@pytest.mark.parametrize("number", ["13800138000", "13800 138000"])
def test_the_end_of_a_number_is_no_part_of_a_mark(number: str) -> None:
    found = findings(an_article(f"手机{number}机密★3年"), check)
    assert [(finding.column, finding.message) for finding in found] == [(3 + len(number), "有国家秘密标志“机密★3年”")]


def test_each_file_of_an_archive_has_a_head() -> None:
    first = "".join(f"第{number}行说明有关情况。\n" for number in range(40))
    text = f"{first}秘密\n各有关单位：\n{first}"
    places = ((0, "a.docx › 正文"), (len(first), "b.docx › 正文"))
    found = findings(an_attachment(text, places=places, name="a.zip"), check)
    assert [(finding.rule, finding.where) for finding in found] == [("B201", "b.docx › 正文")]
    assert codes(an_attachment(text, places=((0, "a.docx › 正文"),), name="a.zip"), check) == []


def test_no_disclosure_excuses_a_secret() -> None:
    assert codes(an_article("机密★", keys="disclosure: 不予公开\n"), check) == ["B201"]


def test_so_many_marks_teach_nobody_anything() -> None:
    assert len(codes(an_article("机密★\n\n" * 80), check)) == 50


@pytest.mark.parametrize(
    "unit",
    [
        "机密",
        "机密 ",
        "机密\n",
        "机密。",
        "(机密",
        "[机密]",
        "密级：",
        "100000",
        "保密期限：长期\n",
        "机密<b>",
        "机密&nbsp;",
    ],
)
def test_a_long_text_of_one_piece_ends(unit: str) -> None:
    with no_hang():
        assert len(codes(an_article(unit * (400_000 // len(unit))), check)) <= 50


def test_apart_looks_no_further_than_a_line() -> None:
    text = an_article("甲\n\n乙\n丙")
    assert apart(text, text.folded.text.index("甲"), text.folded.text.index("甲") + 1)
    assert not apart(text, text.folded.text.index("丙"), text.folded.text.index("丙") + 1)

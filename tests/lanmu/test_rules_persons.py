"""B205 identity numbers, B206 telephones, B207 bank cards, B213 passports, B214 licence plates. Numbers are nobody's."""

import pytest

from lanmu.rules.banned import persons
from lanmu.rules.sample import COLUMNS, FILES
from tests.hang import no_hang
from tests.lanmu.judged import LINE, attached, body, placed, whole

ID = "990000198001010012"  # no place has the code 990000
WITH_X = "99000019800101008X"
CARD = "6222000000000000004"
SHORT_CARD = "4000000000000002"

# Text → code and column.
FOUND = {
    # B205
    f"身份证号{ID}": ("B205", 5),
    f"名单：{ID}，{ID[:6]}": ("B205", 4),
    WITH_X: ("B205", 1),
    WITH_X.lower(): ("B205", 1),
    WITH_X.replace("X", "×"): ("B205", 1),
    "990000 19800101 0012": ("B205", 1),
    "990000-19800101-0012": ("B205", 1),
    "990000\\-19800101\\-0012": ("B205", 1),
    "99 00 00 19 80 01 01 00 12": ("B205", 1),
    "9 9 0 0 0 0 1 9 8 0 0 1 0 1 0 0 1 2": ("B205", 1),
    "９９００００１９８００１０１００１２": ("B205", 1),
    "990000\n198001010012": ("B205", 1),
    "990000<b>19800101</b>0012": ("B205", 1),
    "990000**19800101**0012": ("B205", 1),
    "990000\u200b19800101\u200b0012": ("B205", 1),
    "&#57;90000198001010012": ("B205", 1),
    "1 990000198001010012": ("B205", 3),
    "身份证号码：990000800101123": ("B205", 7),
    "证件号 990000 800101 123": ("B205", 5),
    "证件号：990000\n19800101\n0012": ("B205", 5),
    f"税号另附，王某身份证号：{ID}": ("B205", 13),
    f"统一社会信用代码（身份证号）：{ID}": ("B205", 16),
    f"身份证ID{ID}": ("B205", 6),
    "身份证号：140105199003071235": ("B205", 6),  # a wrong check digit
    "身份证号：14010519900307123X": ("B205", 6),
    "身份证号 1.40105199003071E+17": ("B205", 6),  # as a spreadsheet writes it
    "٩٩٠٠٠٠١٩٨٠٠١٠١٠٠١٢": ("B205", 1),
    "990000[19800101](u)0012": ("B205", 1),
    # B206
    "手机013800138000": ("B206", 3),
    "手机(138)0013-8000": ("B206", 4),
    "手机：138/0013/8000": ("B206", 4),
    "手机：138、0013、8000": ("B206", 4),
    "https://wa.me/8613800138000": ("B206", 15),
    "微信号a13800138000": ("B206", 5),
    "१३८००१३८०००": ("B206", 1),
    "手机138OO138OOO": ("B206", 3),
    "138零零138零零零": ("B206", 1),
    "138[0013](u)8000": ("B206", 1),
    "手机13800138000": ("B206", 3),
    "电话：138-0013-8000": ("B206", 4),
    "138 0013 8000": ("B206", 1),
    "138.0013.8000": ("B206", 1),
    "138–0013–8000": ("B206", 1),
    "1 3 8 0 0 1 3 8 0 0 0": ("B206", 1),
    "１３８００１３８０００": ("B206", 1),
    "+86 13800138000": ("B206", 5),
    "+8613800138000": ("B206", 2),
    "0086-138-0013-8000": ("B206", 6),
    "手机：138\n00138000": ("B206", 4),
    "手机：1380013 8000": ("B206", 4),
    "联系人电话13 80 01 38 00 0": ("B206", 6),
    "一三八零零一三八零零零": ("B206", 1),
    "[联系](tel:13800138000)": ("B206", 10),
    "[报名表](2026-03-20-a/bao-ming-13800138000.docx)": ("B206", 29),
    "13800138000@mail.example": ("B206", 1),
    "Tel13800138000": ("B206", 4),
    "0351-0000002/13800138000": ("B206", 14),
    # B207
    f"补贴发放卡号：{CARD}": ("B207", 8),
    CARD: ("B207", 1),
    "6222 0000 0000 0000 004": ("B207", 1),
    "622200 0000000000004": ("B207", 1),
    "工资卡卡号：62220000000000000\n04": ("B207", 7),
    f"收款人账号（个人）：{CARD}": ("B207", 11),
    f"银行卡{SHORT_CARD}": ("B207", 4),
    # B213
    "护照号码：E12345678": ("B213", 6),
    "护照EA1234567": ("B213", 3),
    "护照：Ｅ１２３４５６７８": ("B213", 4),
    "护照 E 1 2 3 4 5 6 7 8": ("B213", 4),
    "往来港澳通行证C12345678": ("B213", 8),
    "外交护照 DE1234567": ("B213", 6),
    # B214
    "车主：某某，车牌号：晋A·0D000": ("B214", 11),
    "号牌号码晋A·0D000，车主是\n  某某": ("B214", 5),
    "当事人王某驾驶晋A0D000号小型汽车": ("B214", 8),
    "驾驶人：某某 晋AD00000": ("B214", 8),
    "当事人王某驾驶出租车晋A0D000号": ("B214", 11),
    "教练车当事人某某，晋A0000学": ("B214", 10),
    "<p>车主：某某，晋A0D000</p>\n\n3月19日": ("B214", 10),
    "号牌号码 晋 A · 0 D 0 0 0，所有人：某某": ("B214", 6),
}


# The same, two lines further down.
BELOW = {
    "| 姓名 | 身份证号 |\n|---|---|\n| 某某 | 990000800101123 |": ("B205", 8),
    "| 姓名 | 电话 |\n|---|---|\n| 某某 | 13800138000 |": ("B206", 8),
    "| 名称 | 统一社会信用代码（身份证号） |\n|---|---|\n| 某某 | 990000198001010012 |": ("B205", 8),
    "| 姓名 | 身份证号 |\n|---|---|\n| 某某 | 140105199003071235 |": ("B205", 8),
    "| 项目 | 经办人电话 |\n|---|---|\n| 甲 | 13800138000 |": ("B206", 7),
    f"户名：某某某\n开户行：某银行\n账号：{CARD}": ("B207", 4),
}


@pytest.mark.parametrize("number", ["13800138000", "138 0013 8000", "1-3-8-0-0-1-3-8-0-0-0", "一三八〇〇一三八〇〇〇"])
def test_found_wherever_it_begins(number: str) -> None:
    """The text is gone through in steps."""
    for before in range(12):
        assert placed(body(f"{'字' * before}电话{number}字", persons.check)) == [("B206", LINE, before + 3)]


@pytest.mark.parametrize("text", [*FOUND, *BELOW])
def test_found(text: str) -> None:
    code, column = {**FOUND, **BELOW}[text]
    [finding] = body(text, persons.check)
    assert placed([finding]) == [(code, LINE + 2 * (text in BELOW), column)]
    assert finding.cure


CLEAN = (
    # identity numbers
    "990000198001010013",  # check digit
    "990000198013010015",  # no such month
    "990000********0012",
    "9900**1980****0012",
    f"{ID}5",
    f"A{ID}",
    "统一社会信用代码：990000198001010012",
    "索引号 990000198001010012/2026-00001",
    "编号 990000800101123",
    "身份证号码：990000801301123",
    # telephones
    "138****8000",
    "1380013xxxx",
    "0351-0000002",
    "0351-1380013-8000",
    "400-100-2000",
    "12345",
    "项目编号：13800138000",
    "受理号13800138000",
    "13800138000元",
    "金额：13800138000",
    "1380013800012",
    "发票号码15912345678",
    "订单号13912345678，订单13912345678",
    "| 项目 | 金额（元） |\n|---|---|\n| 甲 | 13812345678 |",
    "| 项目 | 决算数 |\n|---|---|\n| 甲 | 13812345678 |",
    "单位：元\n\n| 项目 | 2025年 |\n|---|---|\n| 甲 | 13812345678 |",
    "018012345678",
    "电话分机：130、1234、5678、9999",
    "身份证号，如 123456199003071235",
    "140105199003071235",
    "晋A·12345号出租车司机李师傅拾金不昧，将失物归还。",
    "出租车司机李师傅（晋A·D1234）拾金不昧",
    "https://a.example/?p=13800138000",
    "www.a.example/13800138000",
    "经度 113.800138000",
    "138.00138000",
    "139 2345 6789 4567",
    "139\n2345\n6789",
    "990000\n19800101\n0012",
    "车主：某某\n\n公务用车：晋A·0D000",
    "- 车主：某某\n- 公务用车：晋A·0D000",
    "| 车主 |\n| 晋A·0D000 |",
    "12800138000",
    "| 序号 | 项目编号 |\n|---|---|\n| 1 | 13800138000 |",
    "2024年 2025年 2026年",
    # cards
    "6222000000000000005",
    "项目编号6222000000000000004",
    SHORT_CARD,
    f"户名：省财政厅\n开户行：某银行\n账号：{CARD}",
    f"收款单位：某某省非税收入管理中心，账号：{CARD}",
    "6222********0004",
    # passports and plates
    "E12345678",
    "护照 E1234****",
    "型号 E12345678 的设备",
    "公开拍卖公务用车：晋A·0D000",
    "请车主遵守规定，如晋A0D000只能在双日通行",
    "车主：某某。车牌号见附件",
)


@pytest.mark.parametrize("text", CLEAN)
def test_clean(text: str) -> None:
    assert body(text, persons.check) == []


def test_a_message_does_not_repeat_the_number() -> None:
    for text, number in (("电话13800138000", "13800138000"), (ID, ID), (CARD, CARD), ("护照E12345678", "E12345678")):
        [finding] = body(text, persons.check)
        assert number not in finding.message + finding.cure


def test_telephones_of_columns_yaml_pass() -> None:
    text = "值班电话：138-0013-8000"
    registered = FILES[COLUMNS].replace("phone: 0351-0000002", 'phone: ["0351-0000002", "13800138000"]')
    assert placed(body(text, persons.check)) == [("B206", LINE, 6)]
    assert body(text, persons.check, columns=registered) == []


def test_many_registered_telephones_hide_none() -> None:
    registered = FILES[COLUMNS].replace("phone: 0351-0000002", 'phone: ["0351-0000002", "13800138000"]')
    text = "13800138000，" * 250 + "13800138001"
    [finding] = body(text, persons.check, columns=registered)
    assert finding.column == 250 * 12 + 1


def test_numbers_of_both_ways_of_writing() -> None:
    found = placed(body("手机：138、0013、8000，一三八零零一三八零零一，13800138002", persons.check))
    assert found == [("B206", LINE, 4), ("B206", LINE, 18), ("B206", LINE, 30)]


def test_front_matter_is_judged() -> None:
    assert placed(body("甲", persons.check, front="phone: 13800138000\n")) == [("B206", 5, 8)]


def test_unreadable_front_matter_hides_nothing() -> None:
    assert placed(whole(f"---\ntitle: a: b: c\n---\n{ID}\n", persons.check)) == [("B205", 4, 1)]


def test_attachments() -> None:
    text = f"姓名,手机,编号\n某某,13800138000,13800138001\n{ID}\n"
    found = attached(text, persons.check, "a.csv", [(0, "第1行"), (9, "第2行"), (text.index(ID), "第3行")])
    assert [(finding.rule, finding.where) for finding in found] == [("B206", "第2行"), ("B205", "第3行")]


@pytest.mark.parametrize(("head", "codes"), [("手机", ["B206"]), ("项目编号", [])])
def test_a_column_of_a_spreadsheet_is_what_its_head_says(head: str, codes: list[str]) -> None:
    text = f"姓名\n{head}\n某某\n13800138000\n"
    starts = [0, 3, 4 + len(head), 7 + len(head)]
    places = [*zip(starts, ("Sheet1!A1", "Sheet1!B1", "Sheet1!A2", "Sheet1!B2"), strict=True)]
    found = attached(text, persons.check, "a.xlsx", places)
    assert [(finding.rule) for finding in found] == codes
    assert all(finding.where == "Sheet1!B2" for finding in found)


def test_a_sheet_in_money_has_no_telephones() -> None:
    text = "预算表\n单位：元\n甲\n本级\n手机\n13812345678\n13812345678\n"
    names = ("A1", "B2", "A3", "B3", "C3", "B4", "C4")
    starts = [0, *(at + 1 for at, sign in enumerate(text[:-1]) if sign == "\n")]
    found = attached(text, persons.check, "a.xlsx", [*zip(starts, (f"Sheet1!{name}" for name in names), strict=True)])
    assert [finding.where for finding in found] == ["Sheet1!C4"]


def test_several_of_one_line() -> None:
    text = f"甲 {ID}，乙 13800138000，丙 {CARD}"
    assert placed(body(text, persons.check)) == [("B205", LINE, 3), ("B206", LINE, 24), ("B207", LINE, 38)]


@pytest.mark.parametrize(
    "unit", ["1 ", "1380013800 ", "编号13800138000 ", "6222 ", "E1 护照", "| 13800138000 |\n", "一", "晋A1车主"]
)
def test_no_hang(unit: str) -> None:
    with no_hang():
        body(unit * (300_000 // len(unit.encode())), persons.check)

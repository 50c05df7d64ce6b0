"""W303: each kind of slip in one finding, mended where a program can; nothing that is no prose is touched."""

from collections.abc import Iterator

import pytest

from lanmu.rules import prose
from lanmu.rules.prose import Hit, Prose
from lanmu.rules.registry import RULES
from lanmu.rules.wording import punctuation, typography
from tests.hang import no_hang
from tests.lanmu.prose_sample import FIRST_LINE, attached, find, mended, written

# Body → the body mended, and the column of the first place.
MENDED = {
    "会议召开,部署工作;要求如下:抓紧?落实!": ("会议召开，部署工作；要求如下：抓紧？落实！", 5),
    "时间: 3月19日": ("时间：3月19日", 3),
    "3月19日, 会议召开": ("3月19日，会议召开", 6),
    "增长20%,同比提高": ("增长20%，同比提高", 6),
    "见[通知](a.md),请办理": ("见[通知](a.md)，请办理", 12),
    "认真落实各项工作.": ("认真落实各项工作。", 9),
    "提高90%.\n\n各单位": ("提高90%。\n\n各单位", 6),
    "项目(以下简称项目)": ("项目（以下简称项目）", 3),
    "项目（试行)和办法(试行）": ("项目（试行）和办法（试行）", 3),
    '称为"一网通办"。': ("称为“一网通办”。", 3),
    "等等...还有": ("等等……还有", 3),
    "等等。。。还有": ("等等……还有", 3),
    "等等…还有": ("等等……还有", 3),
    "会议召开，，部署。。": ("会议召开，部署。", 5),
    "甲、乙、等单位": ("甲、乙等单位", 4),
    "共１２３项ＡＢ类": ("共123项AB类", 2),
    "定于8月1号召开": ("定于8月1日召开", 6),
    "提高10～20%": ("提高10%～20%", 5),
    "投资1～3万元": ("投资1万～3万元", 4),
    "2021-2025年规划": ("2021—2025年规划", 5),
    "形成5-10家企业": ("形成5～10家企业", 4),
    "2026年08月01日": ("2026年8月1日", 6),
    "二〇26年": ("2026年", 1),
    "二零二六年": ("二〇二六年", 1),
    "二ＯＯ七年": ("二〇〇七年", 1),
    "一.工作目标": ("一、工作目标", 2),
    "## 一．工作目标": ("## 一、工作目标", 5),
    "（一）、工作目标": ("（一）工作目标", 4),
    "第一、抓好落实": ("第一，抓好落实", 3),
}


@pytest.mark.parametrize("body", MENDED)
def test_mended(body: str) -> None:
    good, column = MENDED[body]
    finding = find(punctuation.check, written(body))[0]
    assert (finding.rule, finding.line, finding.column) == ("W303", FIRST_LINE, column)
    assert mended(punctuation.check, body) == good
    assert find(punctuation.check, written(good)) == []


TOLD = {
    "认真落实各项工作.请于": ("句号写成了英文的点", 9),
    "完成率达90%.请各单位": ("句号写成了英文的点", 8),
    "到26年底完成。": ("年份只写了两位", 2),
    "甲、乙……等。": ("省略号后面又写了“等”", 4),
    "会议召开，。部署": ("标点重复", 5),
    "学习《通知的精神。": ("不成对", 3),
    "学习通知》的精神。": ("不成对", 5),
    "会议（以下简称会议召开。": ("不成对", 3),
    "他说：“好。\n\n下一段。": ("不成对", 4),
}


@pytest.mark.parametrize("body", TOLD)
def test_told(body: str) -> None:
    part, column = TOLD[body]
    [finding] = find(punctuation.check, written(body))
    assert (finding.line, finding.column) == (FIRST_LINE, column)
    assert part in finding.message
    assert finding.fix is None


CLEAN = (
    "工作日8:00—12:00,14:30—18:00，共1,234人。",
    "见 https://www.gov.cn/a?b=1,2;c:3!d 和 www.gov.cn/(甲)。",
    "见[通知（试行）](a(1).md)和![图](b.png)。",
    "代码`甲,乙(丙)`不动。",
    "```\n甲,乙(丙)...\n```",
    "    甲,乙(丙)",
    '<!-- 甲,乙 --><span title="甲,乙">丙</span>',
    "We meet in Taiyuan, Shanxi; come (all of you)! Yes? ...",
    '[甲]: a.md "甲,乙"\n\n[^1]: 注。文字[^1]。',
    "# 标题 {: #id .class,甲}",
    "甲&#8212;乙&nbsp;丙",
    "| 甲 | 乙 |\n|:---|---:|\n| 1 | 2 |",
    "1）甲 2）乙 a）丙 一）丁",
    "“第一段。\n\n“第二段。”",
    "电话0351-1234567、0351-1234567转12，3-5号楼，GB/T 15834-2011。",
    "2021—2025年，10%～20%，1万～3万元，5～10家，2026年8月1日，二〇二六年，二○○八年。",
    "目录......1",
    "见示范.中国、示范.公益、中国.示范.cn，附件.docx，3.5万元，一.甲、二.\n",
    "太好了！！！真的吗？！",
    "8月1号楼停水。近20年末段，经过10年初步建成，15年底线思维。",
    "第一、二季度，三、四级，甲、等级。",
    "省略……",
    "",
)


@pytest.mark.parametrize("body", CLEAN)
def test_clean(body: str) -> None:
    assert find(punctuation.check, written(body)) == []


def test_one_finding_a_kind_with_the_count() -> None:
    [finding] = find(punctuation.check, written("甲乙,丙丁,戊己,庚辛。\n\n下一段,完。\n"))
    assert "共 4 处" in finding.message
    assert (
        mended(punctuation.check, "甲乙,丙丁,戊己,庚辛。\n\n下一段,完。\n")
        == "甲乙，丙丁，戊己，庚辛。\n\n下一段，完。\n"
    )


def test_what_stands_between_two_slips_is_told_too() -> None:
    """A graver finding between the first and the last slip silences neither, and the mending goes round it."""

    def between(text: Prose) -> Iterator[Hit]:
        start = text.text.index("13835112345")
        yield Hit(next(rule for rule in RULES if rule.code == "B206"), start, start + 11, "手机号码", "删去")

    text = written("会议指出,要高度重视。\n\n手机：13835112345。\n\n请大家完成!\n")
    found = list(prose.findings(text, (between, punctuation.check)))
    assert [(finding.rule, finding.line) for finding in found] == [("W303", FIRST_LINE), ("B206", FIRST_LINE + 2)]
    assert "共 2 处" in found[0].message
    fix = found[0].fix
    assert fix is not None
    assert text.text[: fix.start] + fix.new + text.text[fix.end :] == text.text.replace(",", "，").replace("!", "！")


def test_what_is_not_prose_stays_where_others_are_mended() -> None:
    body = "甲,乙`丙,丁`和 https://a.cn/?b,c 及(戊)，时间9:00。"
    assert mended(punctuation.check, body) == "甲，乙`丙,丁`和 https://a.cn/?b,c 及（戊），时间9:00。"


def test_front_matter_and_attachments_are_left() -> None:
    assert find(punctuation.check, written("", title="甲,乙(丙)")) == []
    assert find(punctuation.check, attached("甲,乙(丙)")) == []


HOSTILE = [
    piece * (900_000 // len(piece))
    for piece in (
        "(",
        "（",
        "](",
        "<a",
        "“",
        "甲,",
        "“甲",
        "…",
        "。",
        '"甲',
        "一.\n",
        "http://",
        "{:",
        "[^1",
        "&#1",
        "1-2",
        "\n \n",
    )
]


@pytest.mark.parametrize("body", HOSTILE, ids=[body[:4].encode().hex() for body in HOSTILE])
def test_no_hang(body: str) -> None:
    with no_hang():
        find(punctuation.check, written(body))


def test_every_kind_says_what_and_how() -> None:
    kinds = punctuation._KINDS
    public = {name for name, value in vars(typography).items() if callable(value) and not name.startswith("_")}
    assert {kind.find.__name__ for kind in kinds} == public - {"Place", "Callable", "Iterator", "NamedTuple", "later"}
    assert all(kind.what and kind.cure for kind in kinds)

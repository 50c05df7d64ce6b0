"""B212 hidden-text: characters, styles and comments that no reader sees."""

import pytest

from lanmu.rules.banned import hidden
from lanmu.rules.form import css
from tests.hang import no_hang
from tests.lanmu.judged import LINE, attached, body, placed, whole

# Text → column.
FOUND = {
    "零\u200b宽": 2,
    "零\u200d宽": 2,
    "\u202e反向": 1,
    "\u2066隔离\u2069": 1,
    "软\u00ad连字": 2,
    "中\ufeff间": 2,
    "标\U000e0041\U000e0042签": 2,
    "填\u3164充": 2,
    "选\ufe0e\ufe0f择": 2,
    "`代\u200b码`": 3,
    "甲&#8203;乙": 2,
    "甲&#x200B;乙": 2,
    "甲&ZeroWidthSpace;乙": 2,
    "甲&shy;乙": 2,
    "甲&rlm;乙": 2,
    "<!-- 待核 -->": 1,
    "甲<!--a": 2,
    "<!DOCTYPE a>": 1,
    "<?甲?>": 1,
    "[//]: # (待核)": 1,
    '[a]: <> "待核"': 1,
    "[^1]: 待核": 1,
    "[甲]: 待核": 1,
    "[1]: 待核": 1,
    '[x]: https://a.cn "待核"': 1,
    '[x]: https://a.cn\n  "待核"': 1,
    "甲&#0000000008203;乙": 2,
    "甲\u2800乙": 2,
    "甲\U0001d173乙": 2,
    "甲\U0001bca0乙": 2,
    '<p hidden="">甲</p>': 4,
    '<p style="display:none">甲</p>': 4,
    '<p style="DISPLAY : none !important">甲</p>': 4,
    '<p style="d\\69splay:none">甲</p>': 4,
    '<p style="dis/*a*/play:none">甲</p>': 4,
    '<p style="display&#58;none">甲</p>': 4,
    '<p style="visibility:hidden">甲</p>': 4,
    '<p style="opacity:0">甲</p>': 4,
    '<p style="opacity:5%">甲</p>': 4,
    '<p style="font-size:0">甲</p>': 4,
    '<p style="font-size:2px">甲</p>': 4,
    '<p style="font-size:.1em">甲</p>': 4,
    '<p style="font:1px/1 serif">甲</p>': 4,
    '<p style="color:white">甲</p>': 4,
    '<p style="color:#FFF">甲</p>': 4,
    '<p style="color:#fefefe">甲</p>': 4,
    '<p style="color:rgb(255, 255, 255)">甲</p>': 4,
    '<p style="color:rgb(100%,100%,100%)">甲</p>': 4,
    '<p style="color:hsl(0,0%,100%)">甲</p>': 4,
    '<p style="color:transparent">甲</p>': 4,
    '<p style="color:rgba(0,0,0,0)">甲</p>': 4,
    '<p style="color:red;background:#f00">甲</p>': 4,
    '<p bgcolor=red style="color:#ff0000">甲</p>': 16,
    '<p style="position:absolute;left:-9999px">甲</p>': 4,
    '<p style="text-indent:-99em">甲</p>': 4,
    '<p style="height:0;overflow:hidden">甲</p>': 4,
    '<p style="transform:scale(0)">甲</p>': 4,
    '<p style="mso-hide:all">甲</p>': 4,
    "<p style=display:none>甲</p>": 4,
    '<font color="white">甲</font>': 7,
    '<img src="a.png" alt=">" style="display:none">': 26,
}


@pytest.mark.parametrize("text", FOUND)
def test_found(text: str) -> None:
    assert placed(body(text, hidden.check))[:1] == [("B212", LINE, FOUND[text])]


CLEAN = (
    "平常的文字，有 A&nbsp;B 和 &lt;p&gt;、&amp;。",
    "一家人 \U0001f468\u200d\U0001f469\u200d\U0001f467，❤️",
    "旗 \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "می\u200cخواهم",
    "ᠮᠣᠩᠭᠣᠯ\u180eᠠ",
    "`<!-- 写法 -->`",
    "```\n<!-- 写法 -->\n```",
    "`&#8203;`",
    "<!-- -->",
    "<!---->",
    '<p style="color:red">甲</p>',
    '<p style="color:#fff;background:#c00">甲</p>',
    '<table bgcolor="#cc0000"><tr><td style="color:white">甲</td></tr></table>',
    '<p style="font-size:12px;opacity:1">甲</p>',
    '<p style="margin-left:-2px;text-indent:2em">甲</p>',
    '<p style="color:inherit">甲</p>',
    "[1]: 文字 说明",
    '见[x]。\n\n[x]: https://a.cn "说明"',
    "⠓⠊\u2800⠓⠊",
    '[公告]: https://www.gov.cn "公告"',
)


@pytest.mark.parametrize("text", CLEAN)
def test_clean(text: str) -> None:
    assert body(text, hidden.check) == []


def test_a_character_goes_by_itself() -> None:
    [finding] = body("零\u200b\u200b宽", hidden.check)
    assert finding.fix is not None
    assert finding.fix.new == ""
    assert finding.fix.end - finding.fix.start == 2
    assert "U+200B（零宽空格）等 2 个" in finding.message


@pytest.mark.parametrize(
    "comment",
    [
        "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->",
        "<!--[if !supportLists]-->",
        "<!--[endif]-->",
        "<!--StartFragment-->",
    ],
)
def test_a_comment_of_word_goes_by_itself(comment: str) -> None:
    [finding] = body(f"甲{comment}乙", hidden.check)
    assert finding.fix is not None
    assert (finding.fix.end - finding.fix.start, finding.fix.new) == (len(comment), "")
    assert "只粘贴文本" in finding.cure


def test_words_in_a_comment_of_word_do_not_go_unread() -> None:
    [finding] = body("<!--[if mso]>待核<![endif]-->", hidden.check)
    assert finding.fix is None


def test_a_comment_is_left_to_its_author() -> None:
    [finding] = body("<!-- 待核 -->", hidden.check)
    assert finding.fix is None


def test_values_of_the_front_matter_are_said_once() -> None:
    """F110 speaks of the characters that it knows; of the others nobody else does."""
    assert body("甲", hidden.check, front="author: 甲\u200b乙\n") == []
    assert placed(body("甲", hidden.check, front="author: 甲\u00ad乙\n")) == [("B212", 5, 10)]


def test_unreadable_front_matter_hides_nothing() -> None:
    assert placed(whole("---\ntitle: a: b: c\n---\n<!-- 甲 -->\n", hidden.check)) == [("B212", 4, 1)]


def test_an_attachment_is_said_once() -> None:
    [finding] = attached("甲\u200b乙\n丙\u202e丁\n", hidden.check, places=[(0, "第1段"), (4, "第2段")])
    assert (finding.rule, finding.where) == ("B212", "第1段")
    assert "共 2 处" in finding.message


def test_what_programs_leave_in_an_attachment_is_clean() -> None:
    assert attached("\ufeff甲\u00ad乙 <!-- 丙 -->", hidden.check) == []


@pytest.mark.parametrize(
    ("style", "loads"),
    [
        ("background:url(a.png)", True),
        ("background:u\\72l(a)", True),
        ("width:expression(a)", True),
        ("@import 'a'", True),
        ("behavior : url(a)", True),
        ("color:red", False),
        ("", False),
    ],
)
def test_what_a_style_loads(style: str, loads: bool) -> None:
    assert css.loads(style) is loads


UNITS = [
    "<!--",
    "<!-- a -->",
    "\u200b",
    "&#8203;",
    '<p style="color:#fff">',
    '<a x=\'" y="',
    "<?",
    "[a]: # (",
    '[a]: http://b.example "c"\n',
    "<!--[if a]>",
    "/*",
    "\u200d",
]


@pytest.mark.parametrize("unit", UNITS)
def test_no_hang(unit: str) -> None:
    with no_hang():
        body(unit * (300_000 // len(unit.encode())), hidden.check)
        css.hides(unit * (300_000 // len(unit)))

"""F114 unsafe-html and F105 inline-style."""

import pytest

from lanmu import fix
from lanmu.rules.form import unsafe
from plugins import reader
from tests.hang import no_hang
from tests.lanmu.judged import LINE, attached, body, placed

# Text → code and column of each finding.
FOUND = {
    "<script>alert(1)</script>": [("F114", 1)],
    "<SCRIPT SRC=//a.example></SCRIPT>": [("F114", 1)],
    "<script src=a": [("F114", 1)],
    '<script src="a': [("F114", 1)],
    "甲<iframe src=a></iframe>": [("F114", 2)],
    "<object data=a></object>": [("F114", 1)],
    "<embed src=a>": [("F114", 1)],
    "<form action=a><input></form>": [("F114", 1), ("F114", 16)],
    '<meta http-equiv="refresh" content="0;url=a">': [("F114", 1)],
    "<link rel=stylesheet href=a>": [("F114", 1)],
    "<base href=a>": [("F114", 1)],
    "<style>p{}</style>": [("F114", 1)],
    "<svg onload=a()>": [("F114", 1)],
    "<math><mtext></mtext></math>": [("F114", 1), ("F114", 7)],
    '<p onclick="a()">甲</p>': [("F114", 4)],
    "<img/onerror=a()/src=a alt=会场>": [("F114", 6)],
    '<img src="a" alt="会场" ONERROR\n=\n"a()">': [("F114", 23)],
    '<img src="a" alt=">" onerror="a()">': [("F114", 22)],
    "[甲](javascript:a())": [("F114", 5)],
    "[甲](JaVaScRiPt:a)": [("F114", 5)],
    "[甲](<javascript:a>)": [("F114", 5)],
    "[甲](java&#x0A;script:a)": [("F114", 5)],
    "[甲](&#106;avascript:a)": [("F114", 5)],
    "[甲](java\u200bscript&colon;a)": [("F114", 5)],
    "[甲]( \tjavascript:a)": [("F114", 7)],
    "[甲](vbscript:a)": [("F114", 5)],
    "[甲](data:text/html;base64,AA)": [("F114", 5)],
    "![会场](data:image/png;base64,AA)": [("F114", 7)],
    "[甲]: javascript:a": [("F114", 6)],
    "<javascript:a()>": [("F114", 1)],
    '<a href="javascript:a">甲</a>': [("F114", 4)],
    "<a href=' java\tscript:a'>甲</a>": [("F114", 4)],
    '<a href="jav&#x09;ascript:a">甲</a>': [("F114", 4)],
    '<p style="background:url(a)">甲</p>': [("F114", 4)],
    '<p style="width:exp/**/ression(a)">甲</p>': [("F114", 4)],
    "<o:p></o:p>": [("F114", 1)],
    "输入<username>登录": [("F114", 3)],
    '<video src="a.mp4"></video>': [("F114", 1)],
    "若a<b，c>d": [("F114", 3)],  # to Markdown a tag, which no page shows
    "<b>甲": [("F114", 1)],
    "甲</b>": [("F114", 2)],
    "<b><i>甲</b></i>": [("F114", 4), ("F114", 12)],
    "<li>甲</li>": [("F114", 1)],
    "<td>甲</td>": [("F114", 1)],
    "<table><tr><td>甲</td></tr>": [("F114", 1)],
    # F105
    '<p style="color:red">甲</p>': [("F105", 3)],
    '<p align="center">甲</p>': [("F105", 3)],
    "<td bgcolor=red>": [("F114", 1), ("F105", 4)],
    '<font color="red">甲</font>': [("F105", 1)],
    "<center>甲</center>": [("F105", 1)],
    '<b style="color:red">甲</b>': [("F105", 3)],
    "<big>甲</big>": [("F105", 1)],
}


@pytest.mark.parametrize("text", FOUND)
def test_found(text: str) -> None:
    found = body(text, unsafe.check)
    assert sorted((finding.rule, finding.column) for finding in found) == sorted(FOUND[text])
    assert all(finding.line == LINE and finding.cure for finding in found)


CLEAN = (
    "正文，a < b，c > d，a<b，<单位名称>。",
    "<https://www.gov.cn> <bgt@shifan.gov.cn>",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "&lt;script&gt;",
    "[甲](https://www.gov.cn/a?data:b) [乙](mailto:a@b.cn)",
    "数据 data: 2026",
    "javascript: 是一种脚本语言的写法",
    "<p>甲<br>乙<br/></p><hr>",
    "<ul><li>甲<li>乙</ul>",
    "<table><caption>甲</caption><tr><th scope=row>乙<td colspan=2>丙</table>",
    '<img src="a.png" alt="会场" width="300" class="a">',
    "<dl><dt>甲<dd>乙</dl>",
    "<figure><img src=a.png alt=会场><figcaption>甲</figcaption></figure>",
    '## <span style="font-family:KaiTi">小标题</span>',
    '<h3 style="color:red" align="center">小标题</h3>',
    '<h3><font face="KaiTi">小标题</font></h3>',
)


@pytest.mark.parametrize("text", CLEAN)
def test_clean(text: str) -> None:
    assert body(text, unsafe.check) == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ('<p style="color:red">甲</p>', "<p>甲</p>"),
        ('<p style="color:red" id="a" align=center>甲</p>', '<p id="a">甲</p>'),
        ('<p id="a" style="color:red" align=center class=b>甲</p>', '<p id="a" class=b>甲</p>'),
        ("<p\n  align=left\n>甲</p>", "<p\n>甲</p>"),
    ],
)
def test_a_style_is_taken_away(text: str, mended: str) -> None:
    [finding] = body(text, unsafe.check)
    assert finding.fix is not None
    source = body_text(text)
    assert source[: finding.fix.start] + finding.fix.new + source[finding.fix.end :] == body_text(mended)


def body_text(text: str) -> str:
    return f"---\ntitle: 省科技厅召开推进会\ndate: 2026-03-20\nsource: 省科技厅\n---\n{text}\n"


def test_styles_of_one_tag_are_one_finding() -> None:
    [finding] = body(
        '<td align="left" valign=top bgcolor="#eee">甲</td>'.join(["<table><tr>", "</table>"]), unsafe.check
    )
    assert "align、valign、bgcolor" in finding.message


@pytest.mark.parametrize("between", ["\n\n", "\n- ", "\n# ", "\n| ", "\n"])
def test_code_ends_with_its_block(between: str) -> None:
    found = body(f"1 ` 2{between}<script>a</script>{between}3 ` 4", unsafe.check)
    assert [finding.rule for finding in found] == ["F114"]


def test_code_goes_over_a_line() -> None:
    assert body("写 `<script>\n甲` 这样", unsafe.check) == []


def test_an_entity_with_thousands_of_digits() -> None:
    [finding] = body(f'<a href="&#{"0" * 5000}106;avascript:a">甲</a>', unsafe.check)
    assert "javascript" in finding.message


WORD = '<p class=MsoNormal style="color:red" align=center>一<o:p></o:p></p>\n<font face=a>二</font>\n'


def _mended(text: str) -> tuple[list[str], str]:
    found = body(text, unsafe.check)
    source = body_text(text)
    _, new = fix.edited(source, sorted(finding.fix for finding in found if finding.fix))
    return [finding.rule for finding in found], new


def test_what_came_from_word_is_said_once() -> None:
    styles, tags = body(WORD * 20, unsafe.check)
    assert (styles.rule, styles.line, styles.column) == ("F105", LINE, 19)
    assert (tags.rule, tags.line, tags.column) == ("F114", LINE, 52)
    assert "共 40 处" in styles.message
    assert "共 20 处" in tags.message
    assert all("只粘贴文本" in finding.cure for finding in (styles, tags))


def test_what_came_from_word_goes_by_itself() -> None:
    rules, once = _mended(WORD * 20)
    assert rules == ["F105", "F114"]
    clean = "<p class=MsoNormal>一</p>\n二\n" * 20
    [finding] = body(once.removeprefix(body_text("")[:-1]), unsafe.check)
    assert finding.rule == "F114"
    assert _mended(once.removeprefix(body_text("")[:-1])[:-1])[1] == body_text(clean)


@pytest.mark.parametrize("hiding", ['<font color="white">密</font>', '<p style="display:none">密</p>'])
def test_what_is_hidden_does_not_come_to_light(hiding: str) -> None:
    _, new = _mended(WORD * 4 + hiding)
    assert hiding in new


def test_fields_of_the_front_matter_are_judged() -> None:
    """Longer ones are Markdown, too."""
    assert placed(body("甲", unsafe.check, front="summary: <script>a</script>\n")) == [("F114", 5, 10)]


def test_an_attachment_is_no_html() -> None:
    assert attached("<script>a</script> [甲](javascript:a)", unsafe.check) == []


def test_what_the_build_keeps_is_what_we_let_pass() -> None:
    assert unsafe.KEPT == reader._TAGS


UNITS = [
    '<a x="',
    '<a x=\'" y="',
    "<script ",
    "<b>",
    "</b>",
    "<li>",
    "<a ",
    "<a =",
    "[a](javascript:",
    "](",
    "<javascript:",
]


@pytest.mark.parametrize("unit", UNITS)
def test_no_hang(unit: str) -> None:
    with no_hang():
        body(unit * (300_000 // len(unit)), unsafe.check)

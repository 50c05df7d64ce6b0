"""W304 document numbers in running text, W305 index numbers, W306 how an office is reached."""

import pytest

from lanmu import article, structure
from lanmu.finding import WARNING, Finding
from lanmu.rules import prose
from lanmu.rules.files import Files
from lanmu.rules.form import numbers
from lanmu.rules.prose import Prose
from lanmu.rules.sample import COLUMNS, DOCUMENT, FILES, NEWS, edited
from lanmu.rules.subject import Source, Subject
from lanmu.tree import Tree
from tests.hang import no_hang

GUIDE = "content/lyj/zxzx/2026-03-20-ban-li.md"


def subject(path: str, text: str) -> Subject:
    portal = structure.read(FILES[COLUMNS].encode()).portal
    assert portal is not None
    tree: Tree = None  # type: ignore[assignment]  # these rules read the article alone
    return Subject(portal, Files(tree), Source(path, text.encode(), *article.read(path, text.encode())))


def body(text: str) -> list[Finding]:
    given = subject(NEWS, edited(NEWS, ("3月19日，", text))[NEWS])
    return list(prose.findings(prose.of_article(given), (numbers.check,)))


# As written in the body → column of the finding and what should stand there.
WRONG = {
    "晋政发[2026]8号": (4, "〔2026〕8号"),
    "晋政发［2026］8号": (4, "〔2026〕8号"),
    "晋政发（2026）8号": (4, "〔2026〕8号"),
    "晋政发(2026)8号": (4, "〔2026〕8号"),
    "晋政发【2026】8号": (4, "〔2026〕8号"),
    "晋政发〔2026〕第8号": (4, "〔2026〕8号"),
    "晋政发〔2026〕08号": (4, "〔2026〕8号"),
    "晋政发[2026]第08号": (4, "〔2026〕8号"),
    "晋政发〔2026年〕8号": (4, "〔2026〕8号"),
    "晋政办函〔２０２６〕第１２号": (5, "〔2026〕12号"),
    "豫政办 [2012]95号": (4, "〔2012〕95号"),
    "晋政\u200b发[2026]8号": (5, "〔2026〕8号"),
    "豫政办 〔2012〕95号": (4, "〔2012〕95号"),
    "根据《通知》（晋政办发[2026]8号）": (12, "〔2026〕8号"),
    "晋政发2026年7号": (4, "〔2026〕7号"),
    "晋政办发2026第07号": (5, "〔2026〕7号"),
    "晋财教〔2026〕012号": (4, "〔2026〕12号"),
    "财会【2026】3号": (3, "〔2026〕3号"),
    "按照沪科合〔2005〕第11号": (6, "〔2005〕11号"),
    "晋政发〔26〕8号": (4, "〔2026〕8号"),
    "晋政办发〔2026〕 45 号": (5, "〔2026〕45号"),
    "国务院令711号": (5, "第711号"),
    "山西省人民政府令0256号": (9, "第256号"),
}
RIGHT = [
    "晋政发〔2026〕8号",
    "国发[1993]50号",  # before 2000 it was right
    "晋S（2026）001号",
    "GS(2019)1822号",
    "并国用（2005）第00123号",
    "房权证晋字(2010)第0123号",
    "（2026）晋01民初8号",
    "晋科计（2026）共8号楼",
    "建字第(2026)8号",
    "发(2026)8号",
    "晋政发 [ 2026 ]8号",
    "省政府令第256号",
    "公告2026年第8号",
    "关于转发（2026）年8号",
    "会议印发2026年7号材料",
    "首发2026年7号列车",
    "晋科计（2026）8号楼",
    "财会〔2026〕3号",
    "项目立项（2026）第3号",
    "豫剧项目（2026）第3号",
    "财政厅公告（2026）第3号",
    "全国大会（2026）12号",
    "国家课题（2026）第3号",
    "沪府令17号",
    "命令12号",
    "部令3号楼",
    "国发[93]50号",
]


@pytest.mark.parametrize("text", WRONG)
def test_in_the_body(text: str) -> None:
    found = body(text)
    assert [(finding.column, finding.fix and finding.fix.new) for finding in found] == [WRONG[text]]
    assert (found[0].rule, found[0].severity, found[0].line) == ("W304", WARNING, 9)
    assert found[0].cure.endswith(WRONG[text][1])


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_something_else(text: str) -> None:
    assert body(text) == []


def test_the_message_names_the_number_and_the_cure_its_form() -> None:
    (finding,) = body("根据豫政办 [2012]第095号，")
    assert finding.message == "发文字号“豫政办 [2012]第095号”写法不规范"
    assert finding.cure == "改成 豫政办〔2012〕95号"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("依照《通知》和晋政办发（2025）第08号", "晋政办发（2025）第08号"),
        ("转发晋政办发【２０２５】第08号", "晋政办发【２０２５】第08号"),
        ("山西省人民政府令256号", "山西省人民政府令256号"),
    ],
)
def test_the_message_quotes_what_was_written(text: str, written: str) -> None:
    (finding,) = body(f"{text}，")
    assert finding.message == f"发文字号“{written}”写法不规范"


def test_the_fix_puts_the_form_in_its_place() -> None:
    (finding,) = body("根据晋政发[2026]第08号，")
    text = edited(NEWS, ("3月19日，", "根据晋政发[2026]第08号，"))[NEWS]
    assert finding.fix is not None
    mended = text[: finding.fix.start] + finding.fix.new + text[finding.fix.end :]
    assert "\n根据晋政发〔2026〕8号，省科技厅召开" in mended


def test_front_matter_and_attachments_are_judged_elsewhere() -> None:
    given = subject(DOCUMENT, edited(DOCUMENT, ("示科发〔2026〕8号", "示科发[2026]8号"))[DOCUMENT])
    assert list(numbers.check(prose.of_article(given))) == []
    assert list(numbers.check(Prose(given, "a.docx", "晋政发[2026]8号", attached=True))) == []


def test_hostile_text_ends() -> None:
    with no_hang():
        body("发[" * 300_000)
        body("晋政发[2026]第" + "0" * 900_000)
        body("晋政发" * 100_000 + "[2026]8号")


def front(path: str, text: str) -> list[tuple[str, int | None, str]]:
    found = list(numbers.front(subject(path, text)))
    assert {finding.severity for finding in found} <= {WARNING}
    return [(finding.rule, finding.line, finding.message) for finding in found]


@pytest.mark.parametrize(
    ("number", "usual"),
    [
        ("11140000000000000X/2026-00001", True),
        ("000014348/2020-35147", True),
        ("MB0000101/2026-00001", True),
        ("20191202-189769", False),
        ("11140000000000000X/2026-001", False),
        ("1114000000000000IO/2026-00001", False),
        ("见附件", True),  # no index number at all: F110
        ("待填", True),
    ],
)
def test_index_numbers(number: str, usual: bool) -> None:
    found = front(DOCUMENT, edited(DOCUMENT, ("11140000000000000X/2026-00001", number))[DOCUMENT])
    assert [(rule, line) for rule, line, _ in found] == ([] if usual else [("W305", 5)])


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        ("", []),
        ("office: 省旅游局窗口\nphone: 0351-0000003\n", []),
        ("office: 省旅游局窗口\nphone: 待填\n", []),
        ("office: 省旅游局窗口\nphone: 12345\n", []),
        ("office: 省旅游局窗口\n", [(7, "没有写“咨询电话”（phone）")]),
        ("phone: 0351-0000003\n", [(7, "没有写“受理单位”（office）")]),
        ("office: 省旅游局窗口\nphone: 3046778\n", [(8, "没有区号")]),
        ("office: 省旅游局窗口\nphone: 3046778转8001\n", [(8, "没有区号")]),
        ("office: 省旅游局窗口\nphone: 0351-0000003、0000004\n", []),
        ("office: 省旅游局窗口\nphone: 无\n", []),  # no telephone at all: F110
        ("office: 张某某\nphone: 0351-0000003\n", [(7, "像是人名")]),
        ("office: 李科长\nphone: 0351-0000003\n", [(7, "像是人名")]),
        ("office: 王老师\nphone: 0351-0000003\n", [(7, "像是人名")]),
        ("office: 高新区\nphone: 0351-0000003\n", []),
        ("office: 林业站\nphone: 0351-0000003\n", []),
        ("office: 市供水服务中心\nphone: 0351-0000003\n", []),
    ],
)
def test_how_an_office_is_reached(contact: str, found: list[tuple[int, str]]) -> None:
    text = f"---\ntitle: 设立旅行社\ndate: 2026-03-20\nsource: 省旅游局\ntype: 办事指南\nitem_kind: 公共服务事项\n{contact}---\n"
    said = front(GUIDE, text)
    assert [(rule, line) for rule, line, _ in said] == [("W306", line) for line, _ in found]
    assert all(part in message for (_, part), (_, _, message) in zip(found, said, strict=True))

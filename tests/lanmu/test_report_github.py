"""Workflow commands: the whole output, and read back by the grammar of the runner."""

from lanmu import report
from tests.lanmu.report_sample import FINDINGS

COMMANDS = """\
::error file=content/kjt/a.md,line=1,col=1,title=X101 missing-field::缺少“标题”%0A改法：写上标题%0A依据：甲办法第一条
::error file=content/kjt/a.md,line=7,col=3,title=X105 style::写了颜色%0A改法：删去%0A依据：乙办法第二条
::error file=content/kjt/a.md,line=9,col=3,title=X105 style::写了颜色%0A改法：删去%0A依据：乙办法第二条
::error file=content/kjt/a.md,line=10,col=5,title=X105 style::写了字号%0A改法：照样式表写%0A依据：乙办法第二条
::warning file=content/kjt/a.md,line=112,col=23,title=X301 wrong-term::“截止”应为“截至”%0A改法：改为“截至”%0A依据：丙
::error file=content/kjt/a/5%25%2C b%3Ac.pdf,title=X201 secrecy-mark::第3页：有密级标志%0A改法：撤下%0A依据：丁
::error file=content/\\udcff\\u202e\\u000a<表>.docx,title=X401 place::不是\\u202e栏\\u000a目\\ufffe & 9%25: <b>%0A改法：移走%0A依据：戊
::warning file=content/Ａ.md,line=2,title=X113 bytes::有字节序标记%0A改法：去掉%0A依据：己
"""


def unescaped(text: str, *more: tuple[str, str]) -> str:
    """What the runner makes of a value; the percent sign comes last, as there."""
    for written, meant in (("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")):
        text = text.replace(written, meant)
    return text


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """Name, properties and text of a command, cut where the runner cuts."""
    assert line.startswith("::")
    head, _, text = line[2:].partition("::")
    name, _, properties = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in properties.strip().split(","))
    return name, {key: unescaped(value, ("%3A", ":"), ("%2C", ",")) for key, value in pairs}, unescaped(text)


def test_the_whole_output() -> None:
    assert report.github(FINDINGS) + "\n" == COMMANDS


def test_the_runner_reads_what_was_meant() -> None:
    read = [parsed(line) for line in report.github(FINDINGS).split("\n")]
    assert [name for name, _, _ in read] == [finding.severity for finding in FINDINGS]
    assert read[4][1] == {"file": "content/kjt/a.md", "line": "112", "col": "23", "title": "X301 wrong-term"}
    assert read[5] == (
        "error",
        {"file": "content/kjt/a/5%, b:c.pdf", "title": "X201 secrecy-mark"},
        "第3页：有密级标志\n改法：撤下\n依据：丁",
    )


def test_nobody_slips_a_command_of_his_own_in() -> None:
    hostile = FINDINGS[0]._replace(path="a::error::b,title=x\r\n::stop-commands::y", message="\r\n::add-mask::z%0A")
    (line,) = report.github([hostile]).split("\n")
    assert "\r" not in line
    name, properties, text = parsed(line)
    assert (name, list(properties)) == ("error", ["file", "line", "col", "title"])
    assert properties["file"] == "a::error::b,title=x\\u000d\\u000a::stop-commands::y"
    assert text.startswith("\\u000d\\u000a::add-mask::z%0A\n改法：")


def test_nothing_where_all_is_well() -> None:
    assert report.github(()) == ""

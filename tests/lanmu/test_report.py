"""The whole output of each format."""

import json
import subprocess
import sys

from lanmu import report
from lanmu.finding import ERROR, WARNING, Finding
from lanmu.report import terminal
from lanmu.report.width import pad, width

FINDINGS = (
    Finding("F101", "missing-field", ERROR, "content/kjt/a.md", 1, 1, None, "缺少“标题”", "写上标题", "甲办法第一条"),
    Finding("F112", "placeholder", WARNING, "content/kjt/a.md", 112, 23, None, "没有填写", "补上", "乙办法第二条"),
    Finding("B201", "secrecy-mark", ERROR, "content/kjt/a/b.pdf", None, None, "第3页", "有密级标志", "撤下", "丙办法"),
    Finding(
        "O401", "not-your-column", ERROR, "content/kjt/a/b.pdf", None, None, None, "不是\u202e栏\n目", "移走", "丁"
    ),
)

HUMAN = """\
content/kjt/a.md
     1:1  错误  F101  missing-field  缺少“标题”
          改法  写上标题
          依据  甲办法第一条
  112:23  提醒  F112  placeholder    没有填写
          改法  补上
          依据  乙办法第二条

content/kjt/a/b.pdf
  第3页  错误  B201  secrecy-mark     有密级标志
         改法  撤下
         依据  丙办法
      -  错误  O401  not-your-column  不是\\u202e栏\\u000a目
         改法  移走
         依据  丁

2 个文件，3 个错误，1 个提醒。
"""


def test_human() -> None:
    assert report.human(FINDINGS) + "\n" == HUMAN


def test_human_in_colour() -> None:
    bold, red, dim, off = "\x1b[1m", "\x1b[31m", "\x1b[2m", "\x1b[0m"
    assert report.human(FINDINGS[:1], colour=True).split("\n") == [
        f"{bold}content/kjt/a.md{off}",
        f"  1:1  {red}错误{off}  {dim}F101{off}  missing-field  缺少“标题”",
        "       改法  写上标题",
        f"       {dim}依据  甲办法第一条{off}",
        "",
        f"{bold}1 个文件，1 个错误。{off}",
    ]


def test_human_when_all_is_well() -> None:
    assert report.human(()) == "没有发现问题。"
    assert report.human((), colour=True) == "\x1b[32m没有发现问题。\x1b[0m"


def test_json() -> None:
    assert report.json(()) == "[]"
    assert json.loads(report.json(FINDINGS)) == [finding._asdict() for finding in FINDINGS]
    assert list(json.loads(report.json(FINDINGS))[0]) == [
        "rule", "name", "severity", "path", "line", "column", "where", "message", "cure", "basis",
    ]  # fmt: skip
    assert "缺少“标题”" in report.json(FINDINGS)


def test_json_is_text_whatever_a_file_is_called() -> None:
    strange = FINDINGS[0]._replace(path="content/\udcff.md")
    text = report.json([strange])
    assert text.encode("utf-8")
    assert json.loads(text)[0]["path"] == "content/\udcff.md"


def test_nothing_unseen_reaches_a_terminal() -> None:
    assert terminal.seen("a\x1b[2J\u200b\udcffb") == "a\\u001b[2J\\u200b\\udcffb"


def test_width() -> None:
    assert [width(text) for text in ("abc", "第3页", "“甲”", "e\u0301", "ｱ", "Ａ")] == [3, 5, 4, 1, 1, 2]
    assert pad("甲", 4) + "|" == "甲  |"
    assert pad("abcd", 2) == "abcd"


def test_a_report_needs_no_rules() -> None:
    code = "import sys, lanmu.report; sys.exit('lanmu.rules' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)

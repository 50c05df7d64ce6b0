"""The whole output of the forms for people and for our own programs; what all forms have in common."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest

from lanmu import report
from lanmu.finding import Finding
from lanmu.report import terminal
from lanmu.report.machine.fingerprint import fingerprints
from lanmu.report.width import pad, width, wrap
from tests.hang import no_hang
from tests.lanmu.report_sample import FINDINGS

KEYS = ["rule", "name", "severity", "path", "line", "column", "where", "message", "cure", "basis"]
FORMS = (report.human, report.json, report.sarif, report.gitlab, report.junit, report.github)

HUMAN = """\
content/kjt/a.md
     1:1  错误  X101  missing-field  缺少“标题”
          改法  写上标题
          依据  甲办法第一条
     7:3  错误  X105  style          写了颜色
     9:3  错误  X105  style          写了颜色
          改法  删去（以上 2 处）
    10:5  错误  X105  style          写了字号
          改法  照样式表写
          依据  乙办法第二条
  112:23  提醒  X301  wrong-term     “截止”应为“截至”
          改法  改为“截至”（可自动修复）
          依据  丙

content/kjt/a/5%, b:c.pdf
  第3页  错误  X201  secrecy-mark  有密级标志
         改法  撤下
         依据  丁

content/\\udcff\\u202e\\u000a<表>.docx
  -  错误  X401  place  不是\\u202e栏\\u000a目\\ufffe & 9%: <b>
     改法  移走
     依据  戊

content/Ａ.md
  2  提醒  X113  bytes  有字节序标记
     改法  去掉（可自动修复）
     依据  己

4 个文件，6 个错误，2 个提醒。2 项可自动修复：lanmu check --fix
"""


def test_human() -> None:
    assert report.human(FINDINGS) + "\n" == HUMAN


def test_human_in_colour() -> None:
    bold, red, dim, off = "\x1b[1m", "\x1b[31m", "\x1b[2m", "\x1b[0m"
    assert report.human(FINDINGS[:1], colour=True).split("\n") == [
        f"{bold}content/kjt/a.md{off}",
        f"  1:1  {red}错误{off}  {dim}X101{off}  missing-field  缺少“标题”",
        "       改法  写上标题",
        f"       {dim}依据  甲办法第一条{off}",
        "",
        f"{bold}1 个文件，1 个错误。{off}",
    ]


def test_human_when_all_is_well() -> None:
    assert report.human(()) == "没有发现问题。"
    assert report.human((), colour=True) == "\x1b[32m没有发现问题。\x1b[0m"


def test_what_is_said_forty_times_has_one_cure() -> None:
    many = [FINDINGS[1]._replace(line=line) for line in range(1, 41)]
    lines = report.human(many).split("\n")
    assert sum("写了颜色" in line for line in lines) == 40
    assert lines[41:] == ["        改法  删去（以上 40 处）", "        依据  乙办法第二条", "", "1 个文件，40 个错误。"]


def test_one_long_place_pushes_nothing_aside() -> None:
    long = FINDINGS[5]._replace(where="包.zip!" + "文" * 100)
    lines = report.human([long, FINDINGS[5]]).split("\n")
    assert width(lines[2]) == 2 + 24 + 2 + width("错误  X201  secrecy-mark  有密级标志")


def test_json() -> None:
    assert report.json(()) == "[]"
    rows = json.loads(report.json(FINDINGS))
    assert [list(row) for row in rows] == [KEYS] * len(FINDINGS)
    assert [tuple(row.values()) for row in rows] == [finding[:10] for finding in FINDINGS]
    assert "缺少“标题”" in report.json(FINDINGS)


@pytest.mark.parametrize("render", FORMS, ids=lambda render: render.__module__)
def test_a_form_is_text_whatever_a_file_is_called(render: Callable[[Sequence[Finding]], str]) -> None:
    strange = [FINDINGS[0]._replace(path=f"content/{char}.md", where=char) for char in "\udcff\ud800\x1b\x00\uffff"]
    text = render(strange)
    assert text.encode("utf-8")
    assert not {"\x1b", "\x00"} & set(text)


@pytest.mark.parametrize("render", FORMS, ids=lambda render: render.__module__)
def test_many_findings_take_no_more_than_their_number(render: Callable[[Sequence[Finding]], str]) -> None:
    with no_hang():
        assert len(render(FINDINGS * 2500)) > 100_000


def test_nothing_unseen_reaches_a_terminal() -> None:
    assert terminal.seen("a\x1b[2J\u200b\udcffb\ufffe") == "a\\u001b[2J\\u200b\\udcffb\\ufffe"


def test_a_fingerprint_stays_where_lines_move() -> None:
    moved = [finding._replace(line=finding.line + 9 if finding.line else None) for finding in FINDINGS]
    assert fingerprints(moved) == fingerprints(FINDINGS)
    twice = [FINDINGS[0]._replace(message=f"键重复（第{line}行已有）") for line in (3, 12)]
    assert fingerprints(twice[:1]) == fingerprints(twice[1:])


def test_no_two_fingerprints_are_alike() -> None:
    other = FINDINGS[0]
    changed = [
        other._replace(rule="X102"),
        other._replace(path="content/kjt/b.md"),
        other._replace(where="第1页"),
        other._replace(message="缺少“来源”"),
    ]
    prints = fingerprints([*FINDINGS, *FINDINGS, *changed])
    assert len(set(prints)) == 2 * len(FINDINGS) + 4
    assert fingerprints(FINDINGS) == prints[: len(FINDINGS)]


def test_width() -> None:
    assert [width(text) for text in ("abc", "第3页", "“甲”", "e\u0301", "ｱ", "Ａ")] == [3, 5, 4, 1, 1, 2]
    assert pad("甲", 4) + "|" == "甲  |"
    assert pad("abcd", 2) == "abcd"


def test_a_report_needs_no_rules() -> None:
    code = "import sys, lanmu.report; sys.exit('lanmu.rules' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_in_a_narrow_terminal_texts_go_on_below_themselves() -> None:
    lines = report.human(FINDINGS, columns=72).split("\n")
    assert max(map(width, lines)) <= 72
    assert "".join("".join(line.split()) for line in lines) == "".join(report.human(FINDINGS).split())


def test_no_line_begins_with_a_mark_that_closes() -> None:
    assert wrap("甲乙丙，丁戊（己）。庚 abc def", 6) == ["甲乙", "丙，丁", "戊", "（己）。", "庚 abc", "def"]


def test_without_room_lines_are_left_to_the_terminal() -> None:
    assert report.human(FINDINGS, columns=30) == report.human(FINDINGS)

"""Fixes of front-matter values: the proper form in the place of what is written."""

import pytest

from lanmu import article, structure
from lanmu.finding import Finding
from lanmu.rules.files import Files
from lanmu.rules.form import values
from lanmu.rules.sample import COLUMNS, DOCUMENT, FILES, NEWS, edited
from lanmu.rules.subject import Source, Subject
from lanmu.tree import Tree
from tests.hang import no_hang

GUIDE = "content/lyj/zxzx/2026-03-20-ban-li.md"
GUIDE_TEXT = """\
---
title: 设立旅行社
date: 2026-03-20
source: 省旅游局
type: 办事指南
item_kind: 公共服务事项
basis: 旅行社条例第七条
conditions: 有经营场所
materials: [{name: 申请书}]
procedure: [申请, 领证]
CHANGE
---
"""


def check(path: str, text: str | bytes) -> list[Finding]:
    data = text if isinstance(text, bytes) else text.encode()
    portal = structure.read(FILES[COLUMNS].encode()).portal
    assert portal is not None
    tree: Tree = None  # type: ignore[assignment]  # the rule reads the article alone
    return list(values.check(Subject(portal, Files(tree), Source(path, data, *article.read(path, data)))))


def mended(path: str, data: bytes) -> str:
    """The file's text after its one fix."""
    (finding,) = check(path, data)
    text, _ = article.decode(data)
    assert finding.fix is not None
    return text[: finding.fix.start] + finding.fix.new + text[finding.fix.end :]


# A line of the front matter → as it should be.
MENDED = {
    (DOCUMENT, "doc_number: 示科发〔2026〕8号"): {
        "doc_number: 示科发[2026]第08号": "doc_number: 示科发〔2026〕8号",
        "doc_number:   示科发（2026）8号   ": "doc_number:   示科发〔2026〕8号   ",
        'doc_number: "示科发[2026]8号"': 'doc_number: "示科发〔2026〕8号"',
        "doc_number: '文号：示科发[2026]8号'": "doc_number: '示科发〔2026〕8号'",
        "doc_number: 示科发[2026]8号  # 第一批": "doc_number: 示科发〔2026〕8号  # 第一批",
    },
    (DOCUMENT, "issued: 2026-02-26"): {
        "issued: 2026年2月26日": "issued: 2026-02-26",
        "issued: ２０２６-２-２６": "issued: 2026-02-26",
        "issued: 二○二六年二月二十六日": "issued: 2026-02-26",
    },
    (DOCUMENT, "date: 2026-03-01 10:00"): {
        "date: 2026/3/1 10：00": "date: 2026-03-01 10:00",
        "date: 2026年3月1日10时": "date: 2026-03-01 10:00",
    },
    (DOCUMENT, "index_number: 11140000000000000X/2026-00001"): {
        "index_number: 11140000000000000X／2026—00001": "index_number: 11140000000000000X/2026-00001",
    },
    (NEWS, "author: 省科技厅信息员"): {"link: http：//www.shifan.gov.cn/a": "link: http://www.shifan.gov.cn/a"},
}


@pytest.mark.parametrize(("place", "wrong"), [(place, wrong) for place, table in MENDED.items() for wrong in table])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_value_is_mended_in_its_place(place: tuple[str, str], wrong: str, ends: str) -> None:
    path, line = place
    bad = edited(path, (line, wrong))[path].replace("\n", ends)
    good = edited(path, (line, MENDED[place][wrong]))[path]
    assert mended(path, b"\xef\xbb\xbf" + bad.encode()) == good
    assert check(path, good) == []


@pytest.mark.parametrize(
    ("wrong", "good"),
    [
        ("phone: ０３５１－０００００００３", "phone: 0351-00000003"),
        ("apply: www.shifan.gov.cn/a", "apply: https://www.shifan.gov.cn/a"),
    ],
)
def test_how_an_office_is_reached_is_mended(wrong: str, good: str) -> None:
    assert mended(GUIDE, GUIDE_TEXT.replace("CHANGE", wrong).encode()) == GUIDE_TEXT.replace("CHANGE", good)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("doc_number: 示科发〔2026〕8号", "doc_number: 示科发2026年8号"),  # no honest form
        ("doc_number: 示科发〔2026〕8号", 'doc_number: "示科发[2026]\\u0038号"'),  # not written as it is
        ("doc_number: 示科发〔2026〕8号", "doc_number: >\n  示科发[2026]8号"),  # not on the line of its key
        ("doc_number: 示科发〔2026〕8号", "doc_number: 示科发[2026]\n  8号"),  # on two lines
        ("issued: 2026-02-26", "issued: 2026年2月30日"),  # no such day
        ("validity: 有效", "validity: 有 效"),  # a choice is the author's
    ],
)
def test_what_a_person_must_mend(line: str, wrong: str) -> None:
    (finding,) = check(DOCUMENT, edited(DOCUMENT, (line, wrong))[DOCUMENT])
    assert finding.fix is None
    assert finding.cure


def test_no_fix_ends_the_value_too_early() -> None:
    text = edited(
        NEWS, ("author: 省科技厅信息员", "attachments: [{file: a.csv, title: 甲}]\nlink: http://a.cn/＃，［a］")
    )[NEWS]
    found = [finding for finding in check(NEWS, text) if finding.fix is not None]
    assert found == []


def test_many_faults_in_a_large_file_end() -> None:
    rows = "".join(f"  - {{item: 甲{number}, value: 1，{number}}}\n" for number in range(15_000))
    text = f"---\ntitle: 甲\ndate: 2026-03-20\nsource: 省旅游局\ntype: 统计\nperiod: 三月\ndata:\n{rows}---\n"
    with no_hang():
        found = check("content/lyj/zxzx/2026-03-20-shu-ju.md", text)
    assert len(found) == 15_000
    assert found[0].fix is not None
    assert found[0].fix.new == "10"

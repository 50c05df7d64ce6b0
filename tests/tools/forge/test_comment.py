"""The review comment: what it tells, and what an author cannot make it do."""

import re

import pytest
from markdown_it import MarkdownIt

from lanmu.finding import ERROR, WARNING, Finding
from tools.forge import MARK
from tools.forge.comment import Facts, Size, compose, escaped

NEWS = "content/kjt/bmdt/2026-03-20-a.md"
SIZE = Size(2, 31, 4)
HEAD = "0123456789abcdef0123456789abcdef01234567"


def finding(
    rule: str = "B205", path: str = NEWS, line: int = 12, severity: str = ERROR, message: str = "公民身份号码"
) -> Finding:
    return Finding(rule, "name", severity, path, line, 5, None, message, "删去", "依据")


def html(text: str) -> str:
    return MarkdownIt("gfm-like", {"linkify": False}).render(text)


def words(text: str) -> str:
    return re.sub(r"<[^>]+>", "", html(text))


def test_the_whole_comment() -> None:
    found = [
        finding(),
        finding("W301", line=3, severity=WARNING, message="用语不当"),
        finding(
            "R901", path="content/kjt/zcwj/2026-03-20-b.md", line=1, message="还缺省科技厅负责人（kjt-head）的审批"
        ),
    ]
    assert compose(Facts(found, SIZE, HEAD, "https://git.shifan.gov.cn/-/jobs/7/artifacts/browse/output/")) == (
        """\
<!-- lanmu:review -->
### 有 1 个错误要改

- 改动：2 个文件，增加 31 行，删去 4 行
- 预览：<https://git.shifan.gov.cn/-/jobs/7/artifacts/browse/output/>

#### 还要由谁审批

**content/kjt/zcwj/2026-03-20-b.md**

- 错误 R901　1:5　还缺省科技厅负责人（kjt-head）的审批
  - 改法：删去

#### 检查结果

**content/kjt/bmdt/2026-03-20-a.md**

- 提醒 W301　3:5　用语不当
  - 改法：删去
- 错误 B205　12:5　公民身份号码
  - 改法：删去

检查的是提交 `0123456789ab`；再次推送后，这条评论会更新。
"""
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], "没有错误"),
        ([finding(severity=WARNING)], "没有错误"),
        ([finding("R901")], "没有错误，还缺审批"),
        ([finding(), finding(line=13), finding("R901")], "有 2 个错误要改"),
    ],
)
def test_the_headline(found: list[Finding], said: str) -> None:
    assert f"### {said}\n" in compose(Facts(found, SIZE, HEAD))


def test_a_clean_change_is_said_in_few_words() -> None:
    text = compose(Facts([], SIZE, HEAD))
    assert "####" not in text
    assert "预览" not in text


def test_of_many_findings_the_errors_are_shown_and_the_rest_counted() -> None:
    found = [finding("W301", line=line, severity=WARNING) for line in range(1, 61)]
    found += [finding(path="content/lyj/zxzx/2026-03-20-z.md", line=line) for line in range(1, 6)]
    text = compose(Facts(found, SIZE, HEAD))
    assert text.count("- 错误 B205") == 5
    assert text.count("- 提醒 W301") == 45
    assert "另有 15 项没有列出" in text


@pytest.mark.parametrize(
    "hostile",
    [
        "@kjt-head 请审批",
        "#12 !34 ~标签 $5 %6 &7 ^8",
        "<!-- lanmu:review --> -->",
        "<script>alert(1)</script><img src=x onerror=y>",
        "](https://evil.example) [链接](https://evil.example)",
        "https://evil.example www.evil.example",
        "**粗** `码` ```\n```\n~~划~~ | 表 |",
        "\n\n# 标题\n\n/approve\n/merge\n- 项\n\n    码",
        "题\u202e目\u200b",
        "\\@kjt-head \\\\@kjt-head",
        "&#64;kjt-head &commat;kjt-head",
        "a\r\n/close\x00",
    ],
)
def test_what_authors_write_stays_words(hostile: str) -> None:
    found = [finding(message=hostile, path=f"content/kjt/{hostile}")._replace(cure=hostile, where=hostile)]
    text = compose(Facts(found, SIZE, HEAD))
    plain = compose(Facts([finding(message="x", path="content/kjt/x")._replace(cure="x", where="x")], SIZE, HEAD))
    tags = re.findall(r"<[^>]+>", html(text))
    assert tags == re.findall(r"<[^>]+>", html(plain))  # the same structure, whatever is said
    assert text.count(MARK) == 1
    assert not re.search(r"^\s*/", text, re.MULTILINE)  # no order to the server
    shown = re.sub(r"<[^>]+>", "", html(text))
    assert not re.search(
        r"(?:^|[^\w\u2060])[@#!~$%&^][\w]", shown.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "&\u2060")
    )
    assert "https://" not in shown and "www." not in shown
    assert not re.search("[\u202e\u200b\x00]", text)


def test_words_come_through_as_they_were_written() -> None:
    said = "标题_a*b*（甲）[乙] <丙> 50% & 1.5 \\ `丁`"
    shown = words(escaped(said)).strip().replace("\u2060", "")
    assert shown == said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_a_long_text_is_cut() -> None:
    assert len(escaped("字" * 10_000)) == 400


def test_an_address_cannot_leave_its_brackets() -> None:
    text = compose(Facts([], SIZE, HEAD, "https://a.cn/x> @kjt-head\n/approve <b>"))
    assert "- 预览：<https://a.cn/x@kjt-head/approveb>\n" in text

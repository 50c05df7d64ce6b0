"""What authors write, as safe HTML."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from pelican.settings import DEFAULT_CONFIG

from plugins.articles import _beginning, _plain
from plugins.reader import _EXTENSIONS, ArticleReader
from tests.hang import no_hang

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000003200000019008060000000000000000")


@pytest.fixture(scope="module")
def reader() -> ArticleReader:
    return ArticleReader(dict(DEFAULT_CONFIG))


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# 一\n\n#### 二\n\n## 三", "<h2>一</h2>\n<h3>二</h3>\n<h2>三</h2>"),
        ("[甲](../x/2026-01-01-a.md)", '<p><a href="../x/2026-01-01-a.html">甲</a></p>'),
        ("[甲](../x/2026-01-01-a.md#b)", '<p><a href="../x/2026-01-01-a.html">甲</a></p>'),
        ("[甲](https://a.gov.cn/b.md)", '<p><a href="https://a.gov.cn/b.md">甲</a></p>'),
        (
            '![图](a/b.png "审图号：晋S（2026）001号")',
            '<figure><img loading="lazy" alt="图" src="a/b.png">'
            "<figcaption>审图号：晋S（2026）001号</figcaption></figure>",
        ),
        ("**重**点", "<p><strong>重</strong>点</p>"),
    ],
)
def test_markdown(reader: ArticleReader, source: str, html: str) -> None:
    assert str(reader.html(source)) == html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<p onclick='x()' style='color:red' class='a' id='b'>文</p>",
        "[甲](javascript:alert(1))",
        "[甲](  JaVaScRiPt:alert(1))",
        "[甲](data:text/html;base64,PHN2Zz4=)",
        "<iframe src='https://a.example'></iframe>",
        "<svg onload=alert(1)><script>x</script></svg>",
        "<img src=x onerror=alert(1)>",
        "<a href='vbscript:x'>甲</a>",
        "<style>body{background:url(javascript:x)}</style>",
        "<form action='https://a.example'><input name=q></form>",
        "<!-- 藏起来的话 -->",
        "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
        "<span style='font-size:0'>藏</span>",
    ],
)
def test_nothing_active_passes(reader: ArticleReader, source: str) -> None:
    html = str(reader.html(source)).lower()
    for word in (
        "script",
        "onclick",
        "onload",
        "onerror",
        "style",
        "iframe",
        "<svg",
        "<form",
        "<!--",
        "data:",
        "class",
    ):
        assert word not in html


def read(content: Path, body: str) -> str:
    """The HTML of an article at the top of a content folder, as Pelican gets it."""
    path = content / "2026-03-21-a.md"
    path.write_text(f"---\ntitle: 甲\ndate: 2026-03-21\nsource: 乙\n---\n{body}\n", encoding="utf-8")
    return ArticleReader(DEFAULT_CONFIG | {"PATH": str(content)}).read(str(path))[0]


def test_tables_scroll_and_pictures_have_sizes(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    html = read(tmp_path, "| a | b |\n|---|---|\n| 1 | 2 |\n\n![图](a.png)")
    assert '<div class="scroll" role="group"' in html
    assert 'width="800" height="400" alt="图" src="a.png"' in html


def test_one_converter_keeps_nothing_of_the_last_text(reader: ArticleReader) -> None:
    reader.html("[甲]: https://a.gov.cn/\n")
    assert str(reader.html("[甲]")) == "<p>[甲]</p>"


def test_pelican_reads_an_article_through_it(reader: ArticleReader, tmp_path: Path) -> None:
    path = tmp_path / "2026-03-21-a.md"
    path.write_text("---\ntitle: 甲\ndate: 2026-03-21 09:00\nsource: 乙\n---\n正文\n", encoding="utf-8")
    html, metadata = reader.read(str(path))
    assert html == "<p>正文</p>"
    assert metadata["title"] == "甲"
    assert metadata["date"].year == 2026


def test_only_pictures_of_the_content_are_opened(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    os.mkfifo(content / "pipe.png")
    (tmp_path / "a.png").write_bytes(PNG)
    with no_hang():
        html = read(content, "![管](pipe.png) ![外](../a.png)")
    assert "width" not in html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<table><tr><td colspan='0' rowspan='x'>甲</td></tr></table>", "<td>甲</td>"),
        ("<table><tr><th scope='foo' colspan='2'>甲</th></tr></table>", '<th colspan="2">甲</th>'),
        ("[甲](<a b.pdf>)", 'href="a%20b.pdf"'),
        ("[甲](50%.pdf)", 'href="50%25.pdf"'),
        ("[甲](a%20b.pdf)", 'href="a%20b.pdf"'),
    ],
)
def test_attributes_are_what_html_allows(reader: ArticleReader, source: str, html: str) -> None:
    assert html in str(reader.html(source))


def test_an_entity_of_thousands_of_digits_is_no_character(reader: ArticleReader) -> None:
    html = str(reader.html(f'<a href="https://a.gov.cn/&#{"0" * 5000}1;">甲</a> &#x{"0" * 5000}41;'))
    assert "甲" in html
    assert "000" not in html


PIECES = (
    *("省政府召开会议。", "一行\n又一行", "第1条", "（一）", "：", "\n", "\n\n", "  \n", "    "),
    *("- ", "1. ", "> ", "# ", "## 一、", "---", "===", "|", ":-", "~~~", "```", "> 1. "),
    *(
        "**要点**",
        "*注*",
        "`码`",
        "[链接](b.md)",
        "![图](a.png)",
        "<b>",
        "</b>",
        "&amp;",
        "\\*",
        "\\1",
        "\t",
        "\r",
        "\x02",
        "\x03",
        " \n",
    ),
)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_what_is_left_out_for_speed_changes_nothing(text: str) -> None:
    """Markdown as it comes, with the extensions that make a page what it is, gives the same."""
    ours = ArticleReader(DEFAULT_CONFIG)
    slow = ArticleReader(DEFAULT_CONFIG)
    slow.markdown = Markdown(extensions=_EXTENSIONS, output_format="html")
    assert ours.html(text) == slow.html(text)


def test_what_is_converted_ahead_is_the_same_and_is_not_kept() -> None:
    texts = ["**要点**", "", " ", "要点[甲](b.md)", "**要点**"]
    reader = ArticleReader(DEFAULT_CONFIG)
    plain = [reader.html(text) for text in texts]
    reader.ahead(texts)
    assert [reader.html(text) for text in texts] == plain
    reader.ahead(["甲"])
    reader.ahead(["乙"])
    assert reader._ahead == {"乙": "<p>乙</p>"}


def test_the_beginning_of_a_long_text_is_that_of_the_whole() -> None:
    plain = "会议强调，要把各项工作落到实处。" * 20
    html = f"<p>{plain}</p>" * 5
    assert _beginning(html) == _plain(html)[:120]
    marked = f"<p>{'<b>会</b>&amp;' * 400}</p>"
    assert _beginning(marked) == _plain(marked)[:120]
    assert _beginning("<p>短</p>") == "短"
    assert _beginning("没有标记" * 500) == ("没有标记" * 500)[:120]

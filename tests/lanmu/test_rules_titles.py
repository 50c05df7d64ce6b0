"""F104: the title once more in the body, and titles that a column has twice."""

from collections.abc import Iterator

import pytest

from lanmu import article, structure
from lanmu.finding import ERROR, WARNING, Finding
from lanmu.rules import prose
from lanmu.rules.files import Files
from lanmu.rules.form import titles
from lanmu.rules.form.titles import Title, repeated
from lanmu.rules.sample import COLUMNS, FILES, NEWS
from lanmu.rules.subject import Source, Subject
from lanmu.tree import Tree
from tests.hang import no_hang

TITLE = "省科技厅关于做好2026年科技计划项目申报工作的通知"
PORTAL = structure.read(FILES[COLUMNS].encode()).portal
assert PORTAL is not None


class Nothing:
    """A tree that is never asked: these rules read the article alone."""


def subject(body: str, title: str = TITLE) -> Subject:
    text = f"---\ntitle: {title}\ndate: 2026-03-20\nsource: 省科技厅\n---\n{body}"
    tree: Tree = Nothing()  # type: ignore[assignment]
    assert PORTAL is not None
    return Subject(PORTAL, Files(tree), Source(NEWS, text.encode(), *article.read(NEWS, text.encode())))


def find(body: str, title: str = TITLE) -> list[Finding]:
    return list(prose.findings(prose.of_article(subject(body, title)), (titles.check,)))


def fixed(body: str, title: str = TITLE) -> str:
    """The body once every fix is carried out."""
    text = subject(body, title).source.data.decode()
    for finding in reversed(find(body, title)):
        assert finding.fix is not None
        text = text[: finding.fix.start] + finding.fix.new + text[finding.fix.end :]
    return text.split("---\n", 2)[2]


# Body → line and column of what is found (the body begins in line 6).
FOUND = {
    f"\n{TITLE}\n\n各市科技局：\n": [(7, 1)],
    f"{TITLE}\n各市科技局：\n": [(6, 1)],
    f"\n\n\n{TITLE}\n": [(9, 1)],
    f"\n# {TITLE}\n\n各市科技局：\n": [(7, 1)],
    f"\n{TITLE}\n====\n\n各市科技局：\n": [(7, 1)],
    f"\n<h1>{TITLE}</h1>\n\n各市科技局：\n": [(7, 1)],
    f"\n<center><b>{TITLE}</b></center>\n\n各市科技局：\n": [(7, 1)],
    f"\n**{TITLE}**\n\n各市科技局：\n": [(7, 1)],
    f"\n　　{TITLE}\n\n各市科技局：\n": [(7, 1)],
    f"\n标题：{TITLE}\n\n各市科技局：\n": [(7, 1)],
    f"\n**标题**：{TITLE}\n\n各市科技局：\n": [(7, 1)],
    "\n省科技厅关于做好2026年科技计划\n项目申报工作的通知\n\n各市科技局：\n": [(7, 1)],
    "\n省科技厅关于做好\n\n2026年科技计划项目\n\n申报工作的通知\n\n各市科技局：\n": [(7, 1)],
    f"\n示科发〔2026〕8号\n\n{TITLE}\n\n各市科技局：\n": [(9, 1)],
    f"\n示范省科学技术厅文件\n\n示科发〔2026〕8号\n\n{TITLE}\n\n各市：\n": [(11, 1)],
    f"\n示范省人民政府办公厅\n\n{TITLE}\n\n各市：\n": [(9, 1)],
    f"\n**示范省科学技术厅 示范省财政厅**\n{TITLE}\n\n各市：\n": [(8, 1)],
    f"\n索引号： 00001/2026-1 主题分类： 科技\n文号： 示科发〔2026〕8号\n{TITLE}\n": [(9, 1)],
    f"\n发布时间：2026-03-20\n来源：省科技厅\n字号：大 中 小\n\n{TITLE}\n\n各市：\n": [(11, 1)],
    f"\n![会场](2026-03-20-gong-zuo-tui-jin-hui/a.png)\n\n{TITLE}\n": [(9, 1)],
    f"\n各市科技局：\n\n## {TITLE}\n\n一、申报\n": [(9, 1)],
    f"\n各市科技局：\n\n{TITLE}\n---\n\n一、申报\n": [(9, 1)],
    f"\n{TITLE}\n\n各市科技局：\n\n## {TITLE}\n": [(7, 1), (11, 1)],
}
DISGUISED = [
    "省科技厅关于做好2026年科技计划项目申报工作的通 知",
    "省科技廳關於做好2026年科技計劃項目申報工作的通知",
    "省科技厅关于做好２０２６年科技计划项目申报工作的通知",
    "省科技厅\u200b关于做好2026年科技计划项目申报工作的通知",
    "省科技厅关于做好2026年科技计划项目申报工作的通知。",
    "《省科技厅关于做好2026年科技计划项目申报工作的通知》",
    "省科技厅关于做好2026年科技计划项目申报工作的&#36890;知",
    "省科技厅<!-- a -->关于做好2026年科技计划项目申报工作的通知",
]
CLEAN = [
    "\n各市科技局：\n\n现将申报工作通知如下。\n",
    f"\n{TITLE}已经印发，请遵照执行。\n",
    f"\n各市科技局：\n\n{TITLE}\n\n一、申报\n",  # in running text, where an attached paper may begin
    "\n## 2026年科技计划项目申报工作\n\n一、申报\n",
    f"\n```\n# {TITLE}\n```\n",
    f"\n**示范市科学技术局：**\n\n{TITLE}\n\n一、申报\n",
    f"\n厅机关各处室\n\n现转发通知。\n\n{TITLE}\n\n一、申报\n",
    f"\n各市科技局：\n\n    # {TITLE}\n",
    f"\n<!--\n# {TITLE}\n-->\n\n各市科技局：\n",
    f"\n[{TITLE}](../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md)印发以来，各市积极申报。\n",
    "",
    "\n\n\n",
]


@pytest.mark.parametrize("body", FOUND)
def test_in_the_body(body: str) -> None:
    found = find(body)
    assert [(finding.line, finding.column) for finding in found] == FOUND[body]
    assert {(finding.rule, finding.severity) for finding in found} == {("F104", ERROR)}


@pytest.mark.parametrize("line", DISGUISED)
def test_in_disguise(line: str) -> None:
    assert [(finding.line, finding.column) for finding in find(f"\n{line}\n\n各市科技局：\n")] == [(7, 1)]


@pytest.mark.parametrize("body", CLEAN)
def test_what_is_no_repetition(body: str) -> None:
    assert find(body) == []


def test_a_document_may_name_what_it_brings() -> None:
    body = "\n各市科技局：\n\n现将办法印发给你们。\n\n# 省级科技计划项目管理办法\n\n第一条 为规范管理。\n"
    assert find(body, "关于印发省级科技计划项目管理办法的通知") == []


@pytest.mark.parametrize("title", ["待填", '""', "[甲]", "……", "！"])
def test_a_title_that_says_nothing(title: str) -> None:
    assert find(f"\n{title}\n\n待填\n", title) == []


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (f"\n{TITLE}\n\n各市科技局：\n", "\n各市科技局：\n"),
        (f"{TITLE}\n各市科技局：\n", "各市科技局：\n"),
        (f"\n# {TITLE}\n\n各市科技局：\n", "\n各市科技局：\n"),
        ("\n省科技厅关于做好2026年科技计划\n项目申报工作的通知\n\n各市：\n", "\n各市：\n"),
        (f"\n示科发〔2026〕8号\n{TITLE}\n各市：\n", "\n示科发〔2026〕8号\n\n各市：\n"),
        (f"\n各市：\n\n## {TITLE}\n\n一、申报\n", "\n各市：\n\n一、申报\n"),
        (f"\n各市：\n## {TITLE}\n一、申报\n", "\n各市：\n\n一、申报\n"),
        (f"\n{TITLE}\n\n各市：\n\n## {TITLE}\n", "\n各市：\n\n"),
    ],
)
def test_the_line_goes_and_nothing_else(body: str, left: str) -> None:
    assert fixed(body) == left
    assert find(left) == []


@pytest.mark.parametrize(
    "body",
    [
        f"\n{TITLE}\n====\n\n各市：\n",  # the underline would stand alone
        f"\n{TITLE}\n    各市：\n",  # what follows would become code
        f"\n<center>{TITLE}</center>\n\n各市：\n",
    ],
)
def test_where_something_hangs_on_the_line_a_person_mends_it(body: str) -> None:
    (finding,) = find(body)
    assert finding.fix is None
    assert finding.cure


def test_hostile_bodies_end() -> None:
    with no_hang():
        find("\n" + f"# {TITLE} x\n" * 20_000)
        find("\n" + "# " * 200_000)
        find(f"\n{TITLE}" + "=" * 500_000)
        find("\n" + "<h1 " * 100_000 + TITLE)
        find("\n" * 500_000 + TITLE)


# ── in the column ────────────────────────────────────────────────────────────────────────────────────────


def column(*given: str, home: str = "bmdt") -> Iterator[Title]:
    for day, title in enumerate(given, 1):
        yield Title(f"content/kjt/{home}/2026-03-{day:02}-a.md", 2, 8, title, home)


SAME = [
    ("关于春节放假的通知", "关于春节放假的通知"),
    ("关于春节放假的通知", "关于春节放假的通 知"),
    ("关于春节放假的通知", "關於春節放假的通知"),
    ("2026年工作要点", "２０２６年工作要点"),
    ("关于春节放假的通知", "关于春节\u200b放假的通知"),
]
NEAR = [
    ("关于做好2026年春运工作的通知", "关于做好2026年春运工作通知"),
    ("关于做好2026年春运工作的通知", "做好2026年春运工作的通知"),
    ("关于做好2026年春运工作的通知", "关于做好2026年春运工作的通知！"),
    ("关于做好2026年春运工作的通知", "关于作好2026年春运工作的通知"),
    ("关于印发《项目管理办法》的通知", "关于印发项目管理办法的通知"),
    ("关于布署全省安全生产专项检查工作的通知", "关于部署全省安全生产专项检查工作的通知"),
    ("关于开展全国安全生产专项检查工作的通知", "关于开展全国安全生产专项检查工作的的通知"),
    ("关于开展企业安全生产专项检查工作的通知", "关于开展企业安全生产专项检查工作的知"),
]
DIFFERENT = [
    ("省科技厅关于2026年春节放假的通知", "省科技厅关于2025年春节放假的通知"),
    ("关于公布第1批科技项目名单的通知", "关于公布第2批科技项目名单的通知"),
    ("关于公布第十批科技项目名单的通知", "关于公布第十一批科技项目名单的通知"),
    ("科技计划项目公示（一）", "科技计划项目公示（二）"),
    ("2026年1—4月主要经济指标", "2026年14月主要经济指标"),
    ("2026年上半年全省主要经济指标运行情况", "2026年下半年全省主要经济指标运行情况"),
    ("太原市科技局召开科技计划工作推进会议", "大同市科技局召开科技计划工作推进会议"),
    ("晋中市召开全市科技计划工作推进会议", "晋城市召开全市科技计划工作推进会议"),
    ("省教育厅关于公布获奖名单的公告通知", "市教育厅关于公布获奖名单的公告通知"),
    ("分管农业农村工作的副省长工作分工", "分管农业农村工作的省长工作分工"),
    ("省长信箱办理规定", "省长信箱办理规定（试行）"),
    ("关于召开全省科技工作会议的通知", "关于召开全省科技工作会议的补充通知"),
    ("关于做好科技计划项目申报工作的通知", "关于做好科技计划项目续申报工作的通知"),
    ("省长工作分工", "省长的分工"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_the_same_title_twice_is_said_of_the_later(first: str, second: str) -> None:
    (finding,) = repeated(column(first, second))
    assert (finding.rule, finding.severity, finding.line, finding.column) == ("F104", ERROR, 2, 8)
    assert finding.path == "content/kjt/bmdt/2026-03-02-a.md"
    assert "content/kjt/bmdt/2026-03-01-a.md" in finding.message


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(("first", "second"), NEAR)
def test_almost_the_same_is_a_warning(first: str, second: str, swap: bool) -> None:
    (finding,) = repeated(column(*((second, first) if swap else (first, second))))
    assert (finding.rule, finding.severity) == ("F104", WARNING)
    assert finding.path == "content/kjt/bmdt/2026-03-02-a.md"


@pytest.mark.parametrize("title", ["做好企业安全生产专项检查工作通知", "做好企业安全生产专项检查工作通报会"])
def test_a_character_less_anywhere(title: str) -> None:
    cuts = list(titles._cuts(title))
    assert {cut[:5] for cut in cuts} > {title[:5]}
    assert {cut[-5:] for cut in cuts} > {title[-5:]}
    for cut in cuts:
        assert [finding.severity for finding in repeated(column(title, cut))] == [WARNING]


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_other_titles(first: str, second: str) -> None:
    assert list(repeated(column(first, second))) == []


def test_each_of_three_names_the_first() -> None:
    found = list(repeated(column("春节放假通知", "春节放假通知", "春节放假通知")))
    assert [finding.path[-7:] for finding in found] == ["02-a.md", "03-a.md"]
    assert all("2026-03-01" in finding.message for finding in found)


def test_an_article_that_took_a_number_is_the_later() -> None:
    """Also where the name of the first goes on in the same letters: “-2.md” sorts before “.md”."""
    given = [Title(f"content/kjt/bmdt/2026-03-01-{name}.md", 2, 8, "春节放假通知", "bmdt") for name in ("a-2", "a")]
    (finding,) = repeated(given)
    assert finding.path == "content/kjt/bmdt/2026-03-01-a-2.md"


def test_order_of_the_titles_does_not_matter() -> None:
    given = list(column("春节放假通知", "关于春节放假通知", "春节放假通知", "春节放假的通知"))
    assert list(repeated(given)) == list(repeated(reversed(given)))


def test_other_columns_may_have_the_title_and_departments_may_not() -> None:
    assert list(repeated([*column("春节放假通知"), *column("春节放假通知", home="zcwj")])) == []
    other = Title("content/lyj/bmdt/2026-03-09-b.md", 2, 8, "春节放假通知", "bmdt")
    assert [finding.path for finding in repeated([other, *column("春节放假通知")])] == [other.path]


def test_letters_keep_their_titles() -> None:
    assert PORTAL is not None
    path = "content/lyj/zxzx/2026-03-20-a.md"
    for kind, expected in (("", None), ("type: 办事指南\n", Title(path, 2, 8, "咨询门票", "zxzx"))):
        found, _ = article.read(path, f"---\ntitle: 咨询门票\n{kind}---\n".encode())
        assert found is not None
        assert titles.title_of(PORTAL, found) == expected


@pytest.mark.parametrize("text", ["title: [甲]\n", "title: 待填\n", "date: 2026-03-20\n"])
def test_no_title(text: str) -> None:
    assert PORTAL is not None
    found, _ = article.read(NEWS, f"---\n{text}---\n".encode())
    assert found is not None
    assert titles.title_of(PORTAL, found) is None


def test_many_titles_in_one_column() -> None:
    given = [f"省科技厅关于公布第{number}批科技计划项目评审结果名单的通知" for number in range(50_000)]
    items = [Title(f"content/kjt/bmdt/2026-03-01-a{at:05}.md", 2, 8, title, "bmdt") for at, title in enumerate(given)]
    last = Title("content/kjt/bmdt/2026-03-02-b.md", 2, 8, given[7].replace("的通知", "通知"), "bmdt")
    with no_hang():
        assert [finding.path for finding in repeated([*items, last])] == [last.path]


@pytest.mark.parametrize(
    "title", ["普通的标题", "“引号”开头", "关于印发《办法》的通知", "'单引号'", '"双引号"', "甲: 乙", "甲 # 乙", "|", "甲#乙", "- 甲", "甲，乙。", " 前面有空格"]
)  # fmt: skip
def test_a_glance_says_what_reading_says_or_nothing(title: str) -> None:
    portal = structure.read(FILES["columns.yaml"].encode()).portal
    assert portal is not None
    data = FILES[NEWS].replace("title: 省科技厅召开科技计划工作推进会", f"title: {title}").encode()
    found = article.read(NEWS, data)[0]
    read = titles.title_of(portal, found) if found is not None else None
    assert titles.glance(portal, NEWS, data) in (None, read)

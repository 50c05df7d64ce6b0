"""What an attacker tried: unseen characters, files in wrong places, too much of everything."""

from collections.abc import Mapping

import pytest

from lanmu.finding import Finding
from lanmu.rules import examples
from lanmu.rules.rule import Example
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS, edited
from tests.hang import no_hang

Files = Mapping[str, str | bytes | None]
TITLE = "title: 省科技厅召开科技计划工作推进会"
BODY = "3月19日，省科技厅"
OWN = NEWS.removesuffix(".md")
HERE = OWN.rpartition("/")[2]
BESIDE = "content/kjt/bmdt/a.txt"
LETTER = "content/lyj/zxzx/2026-03-20-lai-xin.md"
LETTER_TEXT = (
    "---\ntitle: 来信\ndate: 2026-03-20\nsource: 省旅游局\nquestion: {}\nasked: 2026-03-18\nstate: 已受理\n---\n"
)
HIDDEN = edited(COLUMNS, ("    co_building: {basis", "    public: false\n    co_building: {basis"))
SECRET = ATTACHMENT.replace("shen-bao-biao.csv", "mi-mi.txt")
DEEP = "../" * 3 + "a/" * 5000


def run(files: Files) -> tuple[Finding, ...]:
    return examples.run(Example(files))


def front(line: str, **files: str) -> Files:
    return {**edited(NEWS, (TITLE, f"{TITLE}\n{line}")), **files}


def linked(target: str, **files: str) -> Files:
    return {**edited(NEWS, (BODY, f"[甲]({target})\n\n{BODY}")), **files}


def survey(count: str) -> Files:
    text = (
        "---\ntitle: 问卷\ndate: 2026-03-20\nsource: 省旅游局\ntype: 调查\nmethod: 网上调查\nstarts: 2026-03-20\n"
        f"ends: 2026-04-20\nresults:\n  - {{option: 甲, count: {count}}}\n---\n"
    )
    return {**edited(COLUMNS, ("types: [信件,", "types: [信件, 调查,")), LETTER: text}


UNSEEN = ["\\x01", "\\0", "\\x0b", "\\e", "\\N", "\\x7f", "\\uFFFE", "\\uFDD0", "\\u202E", "\\u200B", "\\u2028"]


@pytest.mark.parametrize("escape", UNSEEN)
@pytest.mark.parametrize(
    ("files", "line"),
    [
        (lambda text: edited(NEWS, (TITLE, f'title: "a{text}b"')), 2),
        (lambda text: edited(NEWS, (TITLE, f'title: "{text}"')), 2),
        (lambda text: edited(NEWS, ("author: 省科技厅信息员", f'author: "{text}"')), 5),
        (lambda text: edited(NEWS, ("[科技计划,", f'["a{text}b",')), 6),
        (lambda text: edited(DOCUMENT, ("title: 项目申报表", f'title: "a{text}b"')), 14),
        (lambda text: edited(DOCUMENT, ("2026-02-26", f'"2026-02-26{text}"')), 8),
        (lambda text: {LETTER: LETTER_TEXT.format(f'"a{text}b"')}, 5),
    ],
    ids=["title", "title of it alone", "optional field", "list", "row", "date", "text"],
)
def test_unseen_characters(files, line: int, escape: str) -> None:
    [finding] = run(files(escape))
    assert (finding.rule, finding.line) == ("F110", line)
    assert "看不见的字符 U+" in finding.message


def test_an_unseen_character_of_a_key_is_spelt_out() -> None:
    [finding] = run(front('"a\\eb": 甲'))
    assert (finding.rule, finding.line) == ("F108", 3)
    assert "a\\u001bb" in finding.message


@pytest.mark.parametrize("char", ["\x85", "\x9b", "\ufffe", "\uffff", "\ufdd0"])
def test_raw_controls_of_a_body(char: str) -> None:
    [finding] = run(edited(NEWS, (BODY, f"{BODY}{char}")))
    assert (finding.rule, finding.line) == ("F113", 9)


def test_lines_and_tabs_of_a_text_are_seen() -> None:
    assert run({LETTER: LETTER_TEXT.format('"甲\\n\\t乙"')}) == ()


CASES: dict[str, tuple[Files, list[tuple[str, str, int | None]], str, str]] = {
    "lists in lists": (edited(NEWS, (BODY, "- " * 21 + BODY)), [("F116", NEWS, 9)], "层数超过 20", "粘贴出错"),
    "a field of lists in lists": ({LETTER: LETTER_TEXT.format('"' + "> " * 21 + '"')}, [("F116", LETTER, 5)], "“来信内容”（question）：", "拆成几篇"),
    "a type left open": (front("type: 待填"), [("F107", NEWS, 3)], "还没有填写", "这个栏目收：新闻"),
    "an unseen character of a type": (front('type: "新\\x01闻"'), [("F110", NEWS, 3)], "看不见", "删去"),
    "an unseen character of a column": (front('columns: ["bm\\edt"]'), [("F110", NEWS, 3)], "看不见", "删去"),
    "half a character": (front('type: "\\uD800"'), [("F115", NEWS, 3)], "不是一个字符", "加引号"),
    "votes below zero": (survey("-1"), [("F110", LETTER, 10)], "小于零", "写 0"),
    "no votes": (survey(".nan"), [("F110", LETTER, 10)], "不是数字", "数字"),
    # where files lie
    "a file beside the article": (linked("a.txt", **{BESIDE: "甲\n"}), [("L502", NEWS, 9)], "不在这篇文章的文件夹", f"{HERE}/a.txt"),
    "an attachment of another": (front(f"attachments: [{{file: ../../../{ATTACHMENT}}}]".replace("../../../content/kjt", "..")), [("L502", NEWS, 3)], "不在", f"{HERE}/shen-bao-biao.csv"),
    "an article as attachment": (front("attachments: [{file: ../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md}]"), [("L502", NEWS, 3)], "不在", "放到"),
    "a picture that is an article": (edited(NEWS, (BODY, f"![甲]({HERE}.md)\n\n{BODY}")), [("L502", NEWS, 9)], "不在", "放到"),
    "a file of no article": (linked("../zcwj/x/a.txt", **{"content/kjt/zcwj/x/a.txt": "甲\n"}), [("L502", NEWS, 9)], "不在", "放到"),
    "a file of a hidden column": ({**HIDDEN, **edited(NEWS, ("../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md", "../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/mi-mi.txt")), SECRET: "甲\n"},
                                  [("L502", NEWS, 11)], "不在", f"写成 {HERE}/mi-mi.txt"),
    "a file that a hidden column lacks": ({**HIDDEN, **edited(NEWS, ("../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md", "../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/mi-mi.pdf"))},
                                          [("L502", NEWS, 11)], "不在", f"写成 {HERE}/mi-mi.pdf"),
    "an article of a hidden column": (HIDDEN, [("L501", NEWS, 11)], "没有", "核对路径"),
    "one that a hidden column lacks": ({**HIDDEN, **edited(NEWS, ("-ban-fa.md", "-ban-fb.md"))}, [("L501", NEWS, 11)], "没有", "核对路径"),
    "a web page to load": (linked(f"{HERE}/a.html", **{f"{OWN}/a.html": ""}), [("A601", NEWS, 9), ("A601", f"{OWN}/a.html", None)], "不能发布", "PDF"),
    "a script as picture": (front(f"image: {HERE}/a.svg\nimage_alt: 会场", **{f"{OWN}/a.svg": ""}), [("F110", NEWS, 3), ("A601", f"{OWN}/a.svg", None)], "不是图片", ".png"),
    "a program, deep": ({f"{OWN}/b/c/a.EXE": ""}, [("A601", f"{OWN}/b/c/a.EXE", None)], "不能放", "PDF"),
    "a hidden file": (linked(f"{HERE}/.a.pdf", **{f"{OWN}/.a.pdf": ""}), [("A601", NEWS, 9), ("A601", f"{OWN}/.a.pdf", None)], "不能发布", "删去"),
    "a hidden file that nothing leads to": ({f"{OWN}/.x/a.txt": "机密★3年\n"}, [("A601", f"{OWN}/.x/a.txt", None), ("B201", f"{OWN}/.x/a.txt", None)], "不能放", "删去"),
    "a hidden file of no article": ({"content/kjt/bmdt/.notes.yaml": "机密★3年\n"}, [("B201", "content/kjt/bmdt/.notes.yaml", None)], "标志", ""),
    "a secret in the table": ({"columns.yaml": FILES["columns.yaml"] + "# 机密★3年\n"}, [("B201", "columns.yaml", FILES["columns.yaml"].count("\n") + 1)], "标志", ""),
    "a secret in a folder's name": ({f"{OWN}/机密★3年/a.txt": "甲\n"}, [("B201", f"{OWN}/机密★3年/a.txt", None)], "标志", ""),
    "a question mark in a file's name": (edited(DOCUMENT, ("biao.csv\n", "biao.csv?a\n")), [("L502", DOCUMENT, 13)], "没有", "shen-bao-biao.csv"),
    # what may be linked
    "a query of an article": (linked(f"{HERE}.md?x=1#a"), [("L501", NEWS, 9)], "问号", f"写成 {HERE}.md#a"),
    "an encoded article": (linked(f"{HERE}.md".replace("-", "%2D")), [("L501", NEWS, 9)], "百分号", f"写成 {HERE}.md"),
    "an address that cannot be": (front('link: "http://a..b/%zz|{x}"'), [("F110", NEWS, 3)], "不是网址", "https://"),
    "controls in a link": (linked("a%1b.pdf"), [("L502", NEWS, 9)], "a\\u001b.pdf", "放到"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    files, expected, message, cure = CASES[name]
    found = run(files)
    assert [(finding.rule, finding.path, finding.line) for finding in found] == expected
    assert message in found[0].message
    assert cure in found[0].cure


@pytest.mark.parametrize(
    "page",
    [
        *(
            "archive/1901/index.html",
            "columns/zcwj/77.html",
            "columns/zcwj/1.html",
            "kjt/archive/1.html",
            "sitemap/nope",
        ),
        *(
            "sitemap.xml",
            "robots.txt",
            "feeds/nope.xml",
            "feeds/columns/nope.xml",
            "feeds/departments/kjt.html",
        ),
    ],
)
def test_pages_that_come_and_go_are_not_linked(page: str) -> None:
    [finding] = run(linked(f"../../{page}"))
    assert (finding.path, finding.line) == (NEWS, 9)


@pytest.mark.parametrize(
    "target",
    [
        *("../../index.html", "../../columns/bmdt/", "../../sites/index.html", "../../departments/index.html"),
        *(
            "../../archive/",
            "../../duties/index.html",
            "../../duties/departments.html",
            "../../map/index.html",
            "../../feeds/index.json",
        ),
        *("../../feeds/columns/zcwj.xml", "../../feeds/departments/kjt.json", "../../kjt/archive/index.html"),
        "../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv",
    ],
)
def test_what_may_be_linked(target: str) -> None:
    assert run(linked(target)) == ()


def test_files_below_the_articles_folder() -> None:
    assert run(linked(f"{HERE}/b/a.TXT", **{f"{OWN}/b/a.TXT": "甲\n"})) == ()


@pytest.mark.parametrize(
    "files",
    [
        front(f"image: {DEEP}a.png\nimage_alt: 会场"),
        front(f"attachments: [{{file: {DEEP}a}}]"),
        linked(f"{DEEP}a.pdf"),
        linked(f"{DEEP}a.md"),
        linked(f"/{DEEP}a.md"),
    ],
    ids=["picture", "attachment", "file", "article", "from the root"],
)
def test_a_long_path_is_refused_at_once(files: Files) -> None:
    with no_hang():
        [finding] = run(files)
    assert finding.rule == "L502"
    assert "超过 1024 个字符" in finding.message


def test_many_long_links_are_judged_in_time() -> None:
    links = "".join(f"[甲]({'a/' * 500}{number}/a.pdf)\n" for number in range(900))
    with no_hang():
        assert {finding.rule for finding in run({NEWS: FILES[NEWS] + links})} == {"L502"}

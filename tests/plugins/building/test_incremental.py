"""Builds of what changed: which outputs are made anew, and the site is that of a full build."""

import shutil
from pathlib import Path

import pytest

from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS, edited
from tests.plugins.conftest import REPOSITORY, Files, Published, write

PAGE = "kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui.html"
DOCUMENT_PAGE = "kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.html"
COPY = "kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv"
SECOND = "content/kjt/bmdt/2026-03-21-er.md"
READING = """\
---
title: 《省级科技计划项目管理办法》解读
date: 2026-03-10 10:00
source: 省科技厅
type: 解读
interprets: 2026-03-01-ke-ji-ji-hua-ban-fa.md
---

办法明确了申报条件。
"""


def changed(portal: Published, files: Files, **settings: object) -> tuple[set[str], set[str]]:
    """Outputs with other bytes or new ones, and outputs that went; the site is what a full build makes."""
    before = portal.site()
    built = portal.build(files, **settings)
    after = portal.site()
    assert built.reason == ""
    moved = {path for path, data in after.items() if before.get(path) != data}
    assert (built.changed, built.removed) == (len(moved), len(before.keys() - after.keys()))
    assert built.pages == len(after)
    assert after == portal.whole(**settings)
    return moved, before.keys() - after.keys()


def test_a_text_that_no_list_shows(portal: Published) -> None:
    portal.build()
    moved, gone = changed(portal, edited(NEWS, ("会议印发的办法见", "会上印发的办法见")))
    assert {path for path in moved if not path.startswith("feeds/")} == {PAGE}  # feeds show how it begins
    assert gone == set()


def test_a_title_is_shown_in_many_places(portal: Published) -> None:
    portal.build()
    moved, _ = changed(portal, edited(NEWS, ("召开科技计划", "召开全省科技计划")))
    assert {PAGE, "index.html", "columns/bmdt/index.html", "kjt/index.html", "archive/2026/03/index.html"} <= moved
    assert {"feeds/index.xml", "feeds/columns/bmdt.json"} <= moved
    assert not {DOCUMENT_PAGE, "columns/zcwj/index.html", "columns/zxzx/index.html", "duties/index.html"} & moved


def test_an_article_that_comes_and_goes(portal: Published) -> None:
    portal.build()
    moved, gone = changed(portal, {SECOND: FILES[NEWS].replace("03-20", "03-21")})
    assert "kjt/bmdt/2026-03-21-er.html" in moved
    assert gone == set()
    _, gone = changed(portal, {SECOND: None})
    assert gone == {"kjt/bmdt/2026-03-21-er.html"}
    assert not (portal.output / "kjt/bmdt/2026-03-21-er.html").exists()


def test_the_last_article_of_a_month_takes_its_pages_along(portal: Published) -> None:
    text = FILES[NEWS].replace("2026-03-20", "2025-11-20")
    write(portal.root, {"content/kjt/bmdt/2025-11-20-lao.md": text})
    portal.build()
    _, gone = changed(portal, {"content/kjt/bmdt/2025-11-20-lao.md": None})
    assert {"archive/2025/index.html", "archive/2025/11/index.html", "sitemap/2025-11.xml"} <= gone
    assert not (portal.output / "archive/2025").exists()


def test_an_article_that_moves_to_another_department(portal: Published) -> None:
    portal.build()
    place = NEWS.replace("/kjt/", "/lyj/")
    moved, gone = changed(portal, {NEWS: None, place: FILES[NEWS].replace("../zcwj", "../../kjt/zcwj")})
    assert gone == {PAGE}
    assert PAGE.replace("kjt", "lyj") in moved


def test_attachments_edited_added_removed(portal: Published) -> None:
    portal.build()
    assert changed(portal, {ATTACHMENT: "项目名称,申报单位\n"})[0] >= {COPY}
    moved, _ = changed(portal, {ATTACHMENT: "1" * 3000})  # another size, which the page shows
    assert {COPY, DOCUMENT_PAGE} <= moved
    added = ATTACHMENT.replace("shen-bao-biao", "b/fu-jian")
    assert changed(portal, {added: "x\n", added.replace("csv", "exe"): "no\n"})[0] == {added.removeprefix("content/")}
    assert changed(portal, {added: None}) == (set(), {added.removeprefix("content/")})


def test_one_bytes_for_another_of_the_same_size(portal: Published) -> None:
    portal.build()
    assert changed(portal, {ATTACHMENT: FILES[ATTACHMENT].replace("名称", "编号")})[0] == {COPY}


def test_attachments_go_with_their_article(portal: Published) -> None:
    portal.build()
    _, gone = changed(
        portal, {DOCUMENT: None, NEWS: FILES[NEWS].replace("../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md", "")}
    )
    assert {DOCUMENT_PAGE, COPY} <= gone
    moved, _ = changed(portal, {DOCUMENT: FILES[DOCUMENT]})
    assert {DOCUMENT_PAGE, COPY} <= moved


def test_a_reading_is_linked_from_its_document(portal: Published) -> None:
    portal.build()
    reading = DOCUMENT.replace("2026-03-01-ke-ji-ji-hua-ban-fa", "2026-03-10-jie-du")
    moved, _ = changed(portal, {reading: READING})
    assert {DOCUMENT_PAGE, "columns/zcwj/index.html"} <= moved
    assert "解读" in portal.site()[DOCUMENT_PAGE].decode()
    assert DOCUMENT_PAGE in changed(portal, {reading: READING.replace("项目管理办法》", "项目办法》")})[0]
    assert DOCUMENT_PAGE in changed(portal, {reading: None})[0]


def test_a_day_that_comes(portal: Published) -> None:
    write(portal.root, {SECOND: FILES[NEWS].replace("03-20", "03-21").replace("title:", "pinned: 2026-04-02\ntitle:")})
    portal.build(LANMU_ON="2026-03-20")
    moved, _ = changed(portal, {}, LANMU_ON="2026-03-21")
    assert "kjt/bmdt/2026-03-21-er.html" in moved
    assert changed(portal, {}, LANMU_ON="2026-03-25") == (set(), set())
    assert "columns/bmdt/index.html" in changed(portal, {}, LANMU_ON="2026-04-03")[0]  # no longer at the top
    _, gone = changed(portal, {}, LANMU_ON="2026-03-20")
    assert gone == {"kjt/bmdt/2026-03-21-er.html"}


@pytest.mark.parametrize(
    ("old", "new", "moved", "still"),
    [
        ("name: 部门动态", "name: 部门新闻", {PAGE, "columns/bmdt/index.html"}, {"columns/zxzx/index.html"}),
        ("phone: 0351-0000003", "phone: 0351-0000004", {"lyj/index.html"}, {PAGE, "kjt/index.html"}),
        ("organiser: 省政府办公厅", "organiser: 省政府", {PAGE, "404.html", "index.html"}, {COPY}),
        ("kjt-head: {title: 省科技厅负责人}", "kjt-head: {title: 负责人}", set(), {PAGE, "index.html"}),
        ("    lead: kjt\n", "    lead: kjt\n    public: false\n", {"index.html"}, {COPY}),
        ("xinwen: {name: 新闻}", "xinwen: {name: 要闻}", {PAGE, "index.html", "404.html"}, {COPY}),
    ],
)
def test_a_table_that_changes(old: str, new: str, moved: set[str], still: set[str], portal: Published) -> None:
    portal.build()
    first = portal.site()
    found, gone = changed(portal, edited(COLUMNS, (old, new)))
    assert moved - gone <= found | gone
    assert not still & found
    changed(portal, {COLUMNS: FILES[COLUMNS]})
    assert portal.site() == first


def test_a_column_that_comes_and_goes(portal: Published) -> None:
    more = "  gsgg:\n    name: 公示公告\n    section: xinwen\n    category: 公开\n    modes: [信息报送]\n"
    more += "    departments: [kjt]\n    types: [通知公告]\n"
    portal.build()
    moved, _ = changed(portal, {COLUMNS: FILES[COLUMNS] + more})
    assert {"columns/gsgg/index.html", "feeds/columns/gsgg.xml", "sections/xinwen/index.html"} <= moved
    _, gone = changed(portal, {COLUMNS: FILES[COLUMNS]})
    assert {"columns/gsgg/index.html", "feeds/columns/gsgg.xml"} <= gone


def test_an_emblem_added_edited_renamed_and_removed(portal: Published) -> None:
    def table(name: str) -> dict[str, str]:
        return edited(COLUMNS, ("site:\n", f"site:\n  emblem: pictures/{name}\n"))

    portal.build()
    plain = portal.site()
    moved, _ = changed(portal, {**table("a.png"), "pictures/a.png": b"one"})
    assert {"theme/emblem.png", "index.html"} <= moved
    assert changed(portal, {"pictures/a.png": b"two"}) == ({"theme/emblem.png"}, set())
    assert changed(portal, {**table("b.png"), "pictures/b.png": b"two"}) == (set(), set())
    moved, gone = changed(portal, {**table("c.svg"), "pictures/c.svg": b"<svg/>"})
    assert "theme/emblem.svg" in moved
    assert gone == {"theme/emblem.png"}
    _, gone = changed(portal, {COLUMNS: FILES[COLUMNS]})
    assert gone == {"theme/emblem.svg"}
    assert portal.site() == plain


@pytest.fixture
def theme(portal: Published, tmp_path: Path) -> Path:
    """A copy of the theme, which the portal has."""
    shutil.copytree(REPOSITORY / "themes/lanmu", tmp_path / "theme")
    portal.settings = {"THEME": str(tmp_path / "theme")}
    return tmp_path / "theme"


def test_static_files_of_the_theme(portal: Published, theme: Path) -> None:
    portal.build()
    write(theme, {"static/icon.svg": "<svg/>"})
    assert changed(portal, {}) == ({"theme/icon.svg"}, set())
    write(theme, {"static/more/font.woff": b"x"})
    assert changed(portal, {}) == ({"theme/more/font.woff"}, set())
    write(theme, {"static/more/font.woff": None})
    assert changed(portal, {}) == (set(), {"theme/more/font.woff"})
    assert not (portal.output / "theme/more").exists()


def test_templates_of_the_theme(portal: Published, theme: Path) -> None:
    portal.build()

    def add(name: str, before: str) -> None:
        file = theme / "templates" / name
        file.write_text(file.read_text("utf-8").replace(before, f"<!-- 改 -->{before}", 1), "utf-8")

    add("document.html", "<dl")
    assert changed(portal, {})[0] == {DOCUMENT_PAGE}
    add("_footer.html", "</footer>")  # which all pages take in
    moved, _ = changed(portal, {})
    assert moved == {path for path in portal.site() if path.endswith(".html")}


def test_a_template_that_the_portal_overrides(portal: Published, tmp_path: Path) -> None:
    portal.build()
    first = portal.site()
    write(tmp_path, {"own/404.html": "自己的", "own/unused.html": "x"})
    portal.settings = {"THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "own")]}
    assert changed(portal, {}) == ({"404.html"}, set())
    write(tmp_path, {"own/404.html": "另一个"})
    assert changed(portal, {}) == ({"404.html"}, set())
    portal.settings = {}
    assert changed(portal, {}) == ({"404.html"}, set())
    assert portal.site() == first


def test_links_of_authors_that_lead_to_nothing(portal: Published) -> None:
    """They are found when their target goes, and no more when it comes back; the site is built all the same."""
    portal.build()
    built = portal.build({DOCUMENT: None})
    assert [(finding.rule, finding.path, finding.line) for finding in built.broken] == [("L501", NEWS, 11)]
    assert "ke-ji-ji-hua-ban-fa" not in portal.site()[PAGE].decode()
    built = portal.build({DOCUMENT: FILES[DOCUMENT]})
    assert built.broken == ()
    assert "ke-ji-ji-hua-ban-fa.html" in portal.site()[PAGE].decode()
    built = portal.build({ATTACHMENT: None})
    assert {(finding.rule, finding.path) for finding in built.broken} == {("L502", DOCUMENT)}
    assert built.reason == ""


def test_links_of_templates_that_lead_to_nothing(portal: Published, theme: Path) -> None:
    """They are said again until they lead somewhere: nobody would see them else."""
    template = theme / "templates/404.html"
    text = template.read_text("utf-8")
    portal.build()
    template.write_text(text.replace("{% block main %}", '{% block main %}<a href="/help/">帮助</a>', 1), "utf-8")
    for _ in range(2):
        (finding,) = portal.build().broken
        assert (finding.rule, finding.path) == ("L501", "columns.yaml")
        assert "help/index.html" in finding.message
    (finding,) = portal.build(LANMU_FULL=True).broken
    write(theme, {"templates/404.html": text})
    assert portal.build().broken == ()


def test_a_list_that_grows_makes_its_newest_page_alone(portal: Published) -> None:
    text = FILES[NEWS].replace("2026-03-20", "2026-03-19")
    files = {f"content/kjt/bmdt/2026-03-19-a{number:03}.md": text for number in range(100)}
    portal.build(files)
    moved, _ = changed(portal, {SECOND: FILES[NEWS].replace("03-20", "03-21")})
    assert "columns/bmdt/index.html" in moved
    assert not {path for path in moved if path.startswith("columns/bmdt/")} - {"columns/bmdt/index.html"}
    moved, _ = changed(portal, dict.fromkeys(list(files)[:1]))  # the oldest: all rows shift
    assert {f"columns/bmdt/{number}.html" for number in (1, 2, 3)} <= moved

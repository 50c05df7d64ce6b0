"""Files saved under a running ``lanmu serve``: built by a real child, told to whoever listens."""

import http.client
import os
import resource
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lanmu.rules.sample import COLUMNS, DOCUMENT, NEWS
from tests.serving import REPOSITORY, TITLE, Served, serving

PAGE = NEWS.removeprefix("content/").replace(".md", ".html")
WATCHES = "文章、栏目表或模板保存后，网站和打开的页面自动更新"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "portal") as served:
        assert served.line() == WATCHES
        yield served


def test_a_saved_article_is_built_and_the_pages_are_told(served: Served) -> None:
    with served.listening() as event:
        served.edit(NEWS, TITLE, "省科技厅部署验收")
        assert event() == "changed"
    assert served.line() == f"已改 {NEWS}，网站已更新"
    assert "省科技厅部署验收" in served.shown(PAGE)
    assert served.stop() == "\n已停止\n"


def test_what_is_refused_leaves_the_site_and_is_told_until_it_is_mended(served: Served) -> None:
    before = served.shown(PAGE)
    with served.listening() as event:
        served.edit(NEWS, "title:", "titel:")
        assert event() == "refused"
        assert served.line() == f"已改 {NEWS}，网站没有更新，还是原来的样子："
        assert "F101" in served.until("已有的网站保持原样\n")
        assert served.shown(PAGE) == before
        with served.listening() as later:
            assert later() == "refused"
        served.edit(NEWS, "titel:", "title:")
        assert event() == "changed"
    assert served.line() == f"已改 {NEWS}，网站已更新"


def test_an_editor_that_puts_a_new_file_in_place_is_seen_and_its_helpers_are_not(served: Served) -> None:
    for path in (NEWS, COLUMNS):
        file = served.root / path
        text = file.read_text("utf-8").replace(TITLE, "新标题").replace("name: 部门动态", "name: 厅局动态")
        for beside in ("4913", f".{file.name}.swp", f"{file.name}~", "~$表.docx", f"#{file.name}#", ".~lock.a#"):
            (file.parent / beside).write_text("", "utf-8")
        (file.parent / ".new.tmp").write_text(text, "utf-8")
        os.replace(file.parent / ".new.tmp", file)
        assert served.line() == f"已改 {path}，网站已更新"
    assert "新标题" in served.shown(PAGE)
    assert "厅局动态" in served.shown("columns/bmdt/index.html")


def test_many_saves_are_few_builds_and_the_last_is_shown(served: Served) -> None:
    text = (served.root / NEWS).read_text("utf-8")
    for number in range(100):
        (served.root / NEWS).write_text(text.replace(TITLE, f"第{number}次"), "utf-8")
    builds = 0
    while "第99次" not in served.shown(PAGE):
        served.line()
        builds += 1
    assert builds < 100


def test_what_is_saved_during_a_build_is_built_after_it(served: Served) -> None:
    served.edit(NEWS, TITLE, "先改的标题")
    served.until(f"已改 {NEWS}，")
    served.edit(DOCUMENT, "示科发〔2026〕8号", "示科发〔2026〕9号")
    assert served.line() == "网站已更新"
    assert served.line() == f"已改 {DOCUMENT}，网站已更新"
    assert "示科发〔2026〕9号" in served.shown(DOCUMENT.removeprefix("content/").replace(".md", ".html"))


def test_a_new_folder_a_deleted_file_and_many_at_once_are_named(served: Served) -> None:
    (served.root / "content" / "lyj" / "bmdt").mkdir(parents=True)
    shutil.copy(served.root / NEWS, served.root / "content" / "lyj" / "bmdt" / "2026-03-21-lv-you.md")
    assert served.line().startswith("已改 content/lyj")
    while not (served.root / "output" / "lyj" / "bmdt" / "2026-03-21-lv-you.html").exists():
        served.line()
    (served.root / NEWS).unlink()
    served.until(f"已删 {NEWS}，")
    assert served.line() == "网站已更新"
    assert not (served.root / "output" / PAGE).exists()


def test_content_that_goes_away_and_comes_back_is_watched_again(served: Served) -> None:
    os.rename(served.root / "content", served.root / "away")
    assert served.line() == "已删 content，网站已更新"
    os.rename(served.root / "away", served.root / "content")
    assert served.line() == "已改 content，网站已更新"
    served.edit(NEWS, TITLE, "回来以后")
    assert served.line() == f"已改 {NEWS}，网站已更新"
    assert "回来以后" in served.shown(PAGE)


def test_a_theme_of_the_portal_is_watched_from_the_moment_it_comes(served: Served) -> None:
    shutil.copytree(REPOSITORY / "themes", served.root / "themes")
    conf = (REPOSITORY / "pelicanconf.py").read_text("utf-8")
    conf = conf.replace("Path(__file__).resolve().parent", f"Path({str(REPOSITORY)!r})")
    (served.root / "pelicanconf.py").write_text(f"{conf}\nTHEME = {str(served.root / 'themes' / 'lanmu')!r}\n", "utf-8")
    while "pelicanconf.py" not in (said := served.line()):
        assert "themes" in said
    served.edit("themes/lanmu/templates/404.html", "{% block main %}", "{% block main %}<p>自己的模板</p>")
    while "自己的模板" not in served.shown("404.html"):
        assert "themes" in served.line()


def test_ctrl_c_ends_streams_and_a_build_in_its_midst(served: Served) -> None:
    host = served.url.removeprefix("http://")
    streams = [http.client.HTTPConnection(host) for _ in range(20)]
    for stream in streams:
        stream.request("GET", "/-/changes?")
    answers = [stream.getresponse() for stream in streams]
    served.edit(NEWS, TITLE, "没有写完")
    served.until(f"已改 {NEWS}，")
    tasks = Path(f"/proc/{served.process.pid}/task")
    children = [child for task in tasks.glob("*/children") for child in task.read_text().split()]
    assert served.stop().endswith("\n已停止\n")
    assert [child for child in children if Path("/proc", child).exists()] == []
    assert all(answer.read().startswith(b"event: changed\n") for answer in answers)


def test_where_the_system_allows_no_watching_the_site_is_served_nonetheless(tmp_path: Path) -> None:
    def few_files() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))

    with serving(tmp_path / "portal", few_files) as served:
        assert served.line().startswith("系统不让监视文件，保存后不会自动更新：")
        assert served.line().startswith("    改法  ")
        connection = http.client.HTTPConnection(served.url.removeprefix("http://"))
        connection.request("GET", "/")
        assert connection.getresponse().status == 200


def test_what_may_not_be_published_is_shown_and_told(served: Served) -> None:
    served.edit(NEWS, "source: ", "# source: ")
    served.until("网站已更新")
    assert "F101" in served.until("个错误。\n")

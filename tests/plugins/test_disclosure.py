"""What is withheld (公开方式) is nowhere on the site."""

import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from lanmu.rules.sample import ATTACHMENT, DOCUMENT, FILES, NEWS, edited
from tests.plugins.conftest import Site

Build = Callable[..., Site]
PAGE = "kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.html"
NAME = "ke-ji-ji-hua-ban-fa"
TITLE = "关于印发省级科技计划项目管理办法的通知"
SOURCE = "source: 省科技厅\n"


def withheld(way: str = "依申请公开") -> dict[str, str]:
    return edited(DOCUMENT, (SOURCE, f"{SOURCE}disclosure: {way}\n"))


def test_the_item_stands_in_every_place_while_it_is_public(build: Build) -> None:
    """The places that the next tests find empty."""
    site = build()
    assert {path for path, text in site.items() if TITLE in text} >= {
        PAGE,
        "columns/zcwj/index.html",
        "kjt/archive/index.html",
        "archive/2026/03/index.html",
        "feeds/index.xml",
        "feeds/index.json",
        "feeds/columns/zcwj.xml",
        "feeds/departments/kjt.json",
    }
    assert ATTACHMENT.removeprefix("content/") in site
    assert NAME in site["sitemap/2026-03.xml"]
    assert f'href="../zcwj/2026-03-01-{NAME}.html"' in site[NEWS.removeprefix("content/").replace(".md", ".html")]


@pytest.mark.parametrize("way", ["依申请公开", "不予公开", "不公开", "[不予公开]", "{不予公开: 是}", "待填"])
def test_what_is_withheld_leaves_no_trace(build: Build, way: str) -> None:
    """Whatever is not plainly 主动公开 stays away: a slip of the pen shows nothing."""
    build()
    site = build(withheld(way))
    assert [path for path, text in site.items() if NAME in path or NAME in text or TITLE in text] == []
    assert "shen-bao-biao" not in "".join((*site, *site.values()))


def test_feeds_and_site_map_of_what_is_left_are_whole(build: Build) -> None:
    site = build(withheld())
    for path, text in site.items():
        if path.endswith(".xml"):
            ElementTree.fromstring(text.encode())
    assert [item["title"] for item in json.loads(site["feeds/index.json"])["items"]] == [
        "省科技厅召开科技计划工作推进会"
    ]


def test_a_link_to_what_is_withheld_is_plain_text(build: Build) -> None:
    page = build(withheld())[NEWS.removeprefix("content/").replace(".md", ".html")]
    assert "会议印发的办法见省级科技计划项目管理办法。" in page


@pytest.mark.parametrize("way", ["主动公开", '""', '" 主动公开 "'])
def test_what_is_public_stays(build: Build, way: str) -> None:
    assert PAGE in build(withheld(way))


def test_withholding_later_takes_it_down_and_back(build: Build) -> None:
    before = build()
    assert PAGE not in build(withheld())
    assert build({DOCUMENT: FILES[DOCUMENT]}) == before

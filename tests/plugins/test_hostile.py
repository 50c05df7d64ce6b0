"""Authors who mean harm, or do it without meaning to: nothing of theirs gets where it must not."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lanmu.refusal import Refused, Unable
from lanmu.rules.sample import COLUMNS, NEWS, edited
from tests.plugins.conftest import Site

Build = Callable[..., Site]
PAGE = "kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui.html"
FOLDER = NEWS.removesuffix(".md")
HIDDEN = """\
  yljd:
    name: 舆情摘编
    section: hudong
    category: 互动
    modes: [信息报送]
    departments: [lyj]
    types: [新闻]
    public: false
"""


def body(text: str) -> dict[str, str]:
    """The sample's news with another body."""
    return edited(NEWS, ("3月19日，", f"{text}\n\n3月19日，"))


def test_only_files_of_allowed_kinds_are_published(build: Build) -> None:
    names = ("e.html", "index.html", "e.svg", ".htaccess", "e.pdf", "sub/f.PDF", "x.js")
    site = build({f"{FOLDER}/{name}": "<script>alert(1)</script>" for name in names})
    stem = PAGE.removesuffix(".html")
    assert sorted(path for path in site if path.startswith(f"{stem}/")) == [f"{stem}/e.pdf", f"{stem}/sub/f.PDF"]


def test_files_of_hidden_columns_are_neither_published_nor_linked(build: Build) -> None:
    secret = "content/lyj/yljd/2026-03-02-zhai-bian"
    article = "---\ntitle: 本周批评\ndate: 2026-03-02 09:00\nsource: 省旅游局\n---\n摘编。\n"
    link = "../../lyj/yljd/2026-03-02-zhai-bian"
    text = f"[密]({link}/secret.pdf) ![图]({link}/secret.png) [文]({link}.md)"
    portal = edited(COLUMNS, ("columns:\n  bmdt:", f"columns:\n{HIDDEN}  bmdt:"))
    files = {f"{secret}.md": article, f"{secret}/secret.pdf": "x", f"{secret}/secret.png": "x"}
    site = build({**portal, **files, **body(text)})
    assert not [path for path, page in site.items() if "yljd" in path or "yljd" in page or "secret" in page]


def test_files_beside_the_article_but_not_in_its_folder_are_not_linked(build: Build) -> None:
    site = build({"content/kjt/bmdt/loose.pdf": "x", **body("[散](loose.pdf) ![散](loose.png)")})
    assert not [path for path, page in site.items() if "loose" in path or "loose" in page]


def test_pages_of_the_site_may_be_linked(build: Build) -> None:
    page = build(body("[咨询](../../columns/zxzx/index.html)，[旅游局](../../lyj/index.html)"))[PAGE]
    assert 'href="../../columns/zxzx/index.html"' in page
    assert 'href="../../lyj/index.html"' in page


def test_names_with_signs_are_escaped_in_addresses(build: Build) -> None:
    attachments = f"attachments:\n  - file: {Path(FOLDER).name}/表 50%.pdf\n---\n\n3月19日，"
    site = build({f"{FOLDER}/表 50%.pdf": "x", **edited(NEWS, ("---\n\n3月19日，", attachments))})
    assert f"{Path(FOLDER).name}/%E8%A1%A8%2050%25.pdf" in site[PAGE]
    assert "表 50%.pdf</a>" in site[PAGE]


def test_what_programs_leave_lying_about_is_no_article(build: Build) -> None:
    before = build()
    files = {
        "content/kjt/bmdt/._2026-03-20-a.md": b"\x00\x05\x16\x07",
        "content/.trash/x.md": "x",
        "content/kjt/bmdt/.obsidian/x.md": "x",
    }
    assert build(files) == before


def test_links_out_of_the_tree_are_not_followed(build: Build, tmp_path: Path) -> None:
    build()
    (tmp_path / "secret.md").write_text("---\ntitle: 密\ndate: 2026-03-02\nsource: 密\n---\n密件。\n", "utf-8")
    (tmp_path / "portal/content/kjt/bmdt/2026-03-02-mi.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "portal" / FOLDER).mkdir(exist_ok=True)
    (tmp_path / "portal" / FOLDER / "mi.pdf").symlink_to(tmp_path / "secret.md")
    os.mkfifo(tmp_path / "portal" / FOLDER / "guan.png")
    site = build()
    assert not [path for path, page in site.items() if "密件" in page or "mi.pdf" in path or "guan" in path]


def test_content_that_is_a_link_is_refused(build: Build, tmp_path: Path) -> None:
    build()
    (tmp_path / "portal/content").rename(tmp_path / "elsewhere")
    (tmp_path / "portal/content").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unable, match="content"):
        build()


@pytest.mark.parametrize(
    "text", ["- " * 1000, "* * " * 300 + "x", "\n".join("    " * depth + "- a" for depth in range(300)), "[" * 10_000]
)
def test_bodies_that_no_converter_ends_with_are_refused(build: Build, text: str) -> None:
    with pytest.raises(Refused) as refused:
        build(body(text))
    assert {finding.path for finding in refused.value.findings} == {NEWS}

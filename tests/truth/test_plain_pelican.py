"""An article's text is what Pelican itself makes of it with our reader."""

import re
from pathlib import Path

import pytest
from pelican import Pelican
from pelican.settings import read_settings

from tests.repository import ROOT
from tests.truth.portal import DOCUMENT, ROUTE
from tests.truth.world import Ground, World

# With the groups in which its tables scroll.
_BODY = re.compile(r'<div class="body">((?:(?!</?div).|<div .*?</div>)*)</div>', re.DOTALL)
_PUBLIC_ADDRESS = re.compile(r' data-url="[^"]*"')  # for paper; needs to know the whole site


def plain(root: Path, folder: Path) -> dict[str, str]:
    """Bodies by stem, from Pelican's own class, generators and writer, with the plugins of pelicanconf.py."""
    templates = folder / "theme" / "templates"
    templates.mkdir(parents=True)
    (templates / "article.html").write_text("{{ article.content }}", "utf-8")
    (templates / "page.html").touch()
    override = {
        "LANMU_ROOT": str(root),
        "PATH": str(root / "content"),
        "OUTPUT_PATH": str(folder / "output"),
        "THEME": str(folder / "theme"),
        "DIRECT_TEMPLATES": [],
        "SLUGIFY_SOURCE": "basename",
        "USE_FOLDER_AS_CATEGORY": True,
        "ARTICLE_SAVE_AS": "{category}/{slug}.html",
        "PATH_METADATA": r"(?P<category>[^/]+/[^/]+)/.*",
    } | dict.fromkeys(("AUTHOR_SAVE_AS", "CATEGORY_SAVE_AS", "TAG_SAVE_AS"), "")
    Pelican(read_settings(str(ROOT / "pelicanconf.py"), override=override)).run()
    output = folder / "output"
    return {
        path.relative_to(output).with_suffix("").as_posix(): path.read_text("utf-8") for path in output.rglob("*.html")
    }


@pytest.fixture
def world(ground: Ground) -> World:
    return World(ground)


def ours(world: World) -> dict[str, str]:
    """Bodies by stem, of the articles that have a page and a text."""
    pages = {stem: world.scratch / f"{stem}.html" for stem in world.stems}
    texts = {stem: page.read_text("utf-8") for stem, page in pages.items() if page.is_file()}
    bodies = {stem: _BODY.search(text) for stem, text in texts.items()}
    return {stem: _PUBLIC_ADDRESS.sub("", found[1]).strip() for stem, found in bodies.items() if found}


def test_bodies_are_those_of_plain_pelican(world: World, tmp_path: Path) -> None:
    world.full()
    by_pelican = plain(world.root, tmp_path)
    found = ours(world)
    # Only we know what is on the site: a link to what is not (yet) is text on our page.
    linked = {
        stem: html for stem, html in found.items() if world.portal.articles[stem].body.count("](") == html.count("<a ")
    }
    assert len(linked) >= 5
    assert {DOCUMENT, ROUTE} & linked.keys()
    for stem, html in linked.items():
        department, column, name = stem.split("/")
        assert by_pelican[f"{department}{column}/{name}"].strip() == html, stem

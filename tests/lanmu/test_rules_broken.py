"""Links of some articles, as the build asks about them."""

from pathlib import Path

import pytest

from lanmu import git, structure
from lanmu.rules.broken import broken
from lanmu.rules.sample import COLUMNS, DOCUMENT, FILES, NEWS
from lanmu.tree import Disk, Tree
from tests.repository import portal

PORTAL = structure.read(FILES[COLUMNS].encode()).portal
assert PORTAL is not None
BROKEN = FILES[NEWS].replace("ke-ji-ji-hua-ban-fa.md", "bu-cun-zai.md")


@pytest.fixture(params=["disk", "commit"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Tree:
    made = portal(tmp_path)
    made.commit({NEWS: BROKEN, DOCUMENT: FILES[DOCUMENT].replace("shen-bao-biao.csv)", "mei-you.csv)")})
    return Disk(tmp_path) if request.param == "disk" else git.commit(tmp_path, "HEAD")


def said(tree: Tree, *paths: str) -> list[tuple[str, str]]:
    assert PORTAL is not None
    return [(finding.rule, finding.path) for finding in broken(PORTAL, tree, paths)]


def test_links_that_lead_to_nothing_in_the_order_of_their_places(tree: Tree) -> None:
    assert said(tree, NEWS, DOCUMENT) == said(tree, DOCUMENT, NEWS) == [("L501", NEWS), ("L502", DOCUMENT)]
    assert PORTAL is not None
    finding = broken(PORTAL, tree, [NEWS])[0]
    assert (finding.line, "bu-cun-zai" in finding.message) == (11, True)


def test_only_the_articles_that_were_asked_about(tree: Tree) -> None:
    assert said(tree, DOCUMENT) == [("L502", DOCUMENT)]
    assert said(tree) == []


def test_one_that_is_gone_meanwhile_says_nothing(tree: Tree) -> None:
    assert said(tree, "content/kjt/bmdt/2026-03-21-gone.md", NEWS) == [("L501", NEWS)]


def test_other_faults_are_left_to_the_check(tmp_path: Path) -> None:
    text = FILES[NEWS].replace("source: 省科技厅\n", "").replace("，部署", ",部署")
    portal(tmp_path).write({NEWS: text})
    assert said(Disk(tmp_path), NEWS) == []

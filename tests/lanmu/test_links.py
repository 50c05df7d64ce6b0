"""What answers of the web mean, and how broken links become findings; tests/tools/test_links*.py try them for real."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lanmu import clock
from lanmu.links import Answer, Broken
from lanmu.links.answers import BROKEN, GOOD, UNKNOWN, meaning
from lanmu.links.findings import findings
from lanmu.links.known import Known
from lanmu.rules import sample

NOW = datetime(2026, 3, 31, 9, 0, tzinfo=clock.SHANGHAI)
NEWS = "kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui.html"


@pytest.mark.parametrize(
    ("answer", "kind", "reason"),
    [
        (Answer(True, "", "200 OK"), GOOD, ""),
        (Answer(True, "", "204 No Content"), GOOD, ""),
        (Answer(False, "", "404 Not Found"), BROKEN, "404"),
        (Answer(False, "", "410 Gone"), BROKEN, "410"),
        (Answer(False, "", "503 Service Unavailable"), BROKEN, "503"),
        (Answer(False, "", "412 Precondition Failed"), UNKNOWN, "412"),
        (Answer(True, "", "429 Too Many Requests"), UNKNOWN, "429"),
        (Answer(True, "robots", "syntax OK"), UNKNOWN, "robots.txt"),
        (Answer(False, "private", "ConnectionError: x"), UNKNOWN, "内部网络"),
        (Answer(False, "nohost", "ConnectionError: x"), BROKEN, "域名"),
        (Answer(False, "", "ConnectTimeout: HTTPConnectionPool(…)"), BROKEN, "很久"),
        (Answer(False, "", "ConnectionError: … Read timed out."), BROKEN, "很久"),
        (Answer(False, "", "SSLError: …"), BROKEN, "证书"),
        (Answer(False, "", "TooManyRedirects: Exceeded 10 redirects."), BROKEN, "转来转去"),
        (Answer(False, "", "ConnectionError: … Connection refused"), BROKEN, "连接不上"),
        (Answer(False, "", "InvalidURL: …"), BROKEN, "打不开"),
        (Answer(False, "", "URL host '%5B2001:db8::1%5D' has invalid port"), UNKNOWN, "IPv6"),
    ],
)
def test_meaning(answer: Answer, kind: str, reason: str) -> None:
    found = meaning(answer)
    assert found.kind == kind
    assert reason in found.reason
    assert bool(found.reason) == (kind != GOOD)


def test_what_is_known_lives_for_a_week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "portal"
    root.mkdir()
    Known(root, NOW).keep(["http://a/", "http://b/"], [])
    later = Known(root, NOW + timedelta(days=6))
    assert "http://a/" in later
    later.keep(["http://c/"], ["http://b/"])
    last = Known(root, NOW + timedelta(days=8))
    assert [address in last for address in ("http://a/", "http://b/", "http://c/")] == [False, False, True]


def test_without_a_place_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # inside the tree
    known = Known(tmp_path, NOW)
    known.keep(["http://a/"], [])
    assert "http://a/" in known
    assert "http://a/" not in Known(tmp_path, NOW)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    file = tmp_path / sample.NEWS
    file.parent.mkdir(parents=True)
    file.write_text(sample.FILES[sample.NEWS], "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("written", "line", "target"),
    [
        ("[a](2026-03-20-x/表 1.xlsx)", 1, "kjt/bmdt/2026-03-20-x/表 1.xlsx"),
        ("[a](2026-03-20-x/%E8%A1%A8%201.xlsx)", 1, "kjt/bmdt/2026-03-20-x/表 1.xlsx"),
        ("[a](./b.html)", 1, "kjt/bmdt/b.html"),
        ("[a](2026-03-01-b.md#c)", 1, "kjt/bmdt/2026-03-01-b.html"),
        ("见 a-b.html 和 b.html.old", None, "kjt/bmdt/b.html"),
        ("<../../lyj/index.html>", 1, "lyj/index.html"),
    ],
)
def test_the_line_in_the_source(root: Path, written: str, line: int | None, target: str) -> None:
    source = root / sample.NEWS
    text = source.read_text("utf-8")
    source.write_text(f"{text}\n{written}\n", "utf-8")
    (found,) = findings(root, root / "output", [Broken(target, "", "missing", {NEWS: f"../../{target}"})])
    assert found.path == sample.NEWS
    assert found.line == (text.count("\n") + 1 + line if line else None)


def test_each_article_that_writes_it_is_told_and_no_list(root: Path) -> None:
    other = NEWS.replace("2026-03-20", "2026-03-21")
    for page in (NEWS, other):
        (root / "content" / page).with_suffix(".md").write_text("见 https://gone.example/a\n", "utf-8")
    pages = dict.fromkeys((NEWS, other, "index.html"), "https://gone.example/a")
    found = findings(root, root / "output", [Broken("https://gone.example/a", "", "对方回答 404", pages)])
    assert [(item.rule, item.path, item.line) for item in found] == [
        ("L501", f"content/{page.removesuffix('.html')}.md", 1) for page in (NEWS, other)
    ]
    assert all("对方回答 404；还有 1 个网页也是这样" in item.message for item in found)


def test_what_cannot_be_seen_is_spelt_out_and_what_is_long_cut(root: Path) -> None:
    (found,) = findings(root, root / "output", [Broken("\u202e" + "x" * 500, "", "missing", {"a.html": "x"})])
    assert (found.path, found.line) == ("output/a.html", None)
    assert "\\u202exxx" in found.message
    assert len(found.message) < 250


def test_a_source_that_is_a_link_on_the_disk_is_not_read(root: Path, tmp_path: Path) -> None:
    source = root / sample.NEWS
    (tmp_path / "secret").write_text("x.pdf\n", "utf-8")
    source.unlink()
    source.symlink_to(tmp_path / "secret")
    (found,) = findings(root, root / "output", [Broken("kjt/bmdt/x.pdf", "", "missing", {NEWS: "x.pdf"})])
    assert (found.path, found.line) == (f"output/{NEWS}", None)

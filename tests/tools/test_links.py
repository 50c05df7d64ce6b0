"""``lanmu links`` on the small portal, built and then damaged: what is found, where it is said, what is not touched."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lanmu.refusal import Unable
from lanmu.report import FORMS
from lanmu.rules import sample
from tools import crawl
from tools.cli import cli

DOMAIN = "www.shifan.gov.cn"
NEWS = "kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui.html"
DOCUMENT = "kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small portal with its site in ``output``."""
    root = tmp_path_factory.mktemp("built") / "portal"
    for path, text in sample.FILES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    command = [sys.executable, "-m", "tools", "--root", str(root), "build", "--on", "2026-03-31"]
    subprocess.run(command, cwd=Path(__file__).parents[2], check=True, capture_output=True)
    return root


@pytest.fixture
def portal(built: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may damage."""
    shutil.copytree(built, tmp_path / "portal")
    return tmp_path / "portal"


def links(root: Path, *args: str) -> Result:
    return CliRunner().invoke(cli, ["--root", str(root), "links", *args])


def found(root: Path, *args: str) -> list[tuple[str, str, int | None, str]]:
    """Rule, path, line and message of each finding."""
    result = links(root, *args, "--format", "json")
    items = json.loads(result.stdout)
    assert result.exit_code == bool(items), result.stderr
    return [(item["rule"], item["path"], item["line"], item["message"]) for item in items]


def plant(root: Path, page: str, html: str) -> None:
    """Put ``html`` at the end of the main part of a built page."""
    file = root / "output" / page
    text = file.read_text("utf-8")
    assert "</main>" in text
    file.write_text(text.replace("</main>", f"{html}</main>", 1), "utf-8")


def test_a_sound_site_is_clean(portal: Path) -> None:
    result = links(portal)
    assert (result.exit_code, result.stdout) == (0, "没有发现问题。\n")
    assert "个网页的" in result.stderr


def test_a_missing_attachment_is_said_at_the_line_of_the_article(portal: Path) -> None:
    (portal / "output" / DOCUMENT).with_suffix("").joinpath("shen-bao-biao.csv").unlink()
    ((rule, path, line, message),) = found(portal)
    assert (rule, path, line) == ("L502", sample.DOCUMENT, 13)
    assert DOCUMENT in message
    assert "shen-bao-biao.csv" in message
    assert "没有这个文件" in message


def test_a_missing_article_is_said_at_the_article_that_leads_there(portal: Path) -> None:
    (portal / "output" / DOCUMENT).unlink()
    ((rule, path, line, message),) = found(portal)
    assert (rule, path, line) == ("L501", sample.NEWS, 11)
    assert f"“{DOCUMENT}”：网站里没有这个网页" in message
    assert "还有" in message  # lists show it, too; they are no article's


def test_what_all_pages_share_is_one_finding(portal: Path) -> None:
    (portal / "output" / "map" / "index.html").unlink()
    ((rule, path, line, message),) = found(portal)
    assert (rule, path, line) == ("L501", "output/index.html", None)
    others = len(list((portal / "output").rglob("*.html")))  # less the one that speaks for all, and the sitemap
    assert f"“map/index.html”：网站里没有这个网页；还有 {others} 个网页也是这样" in message


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<a href="gone.html">x</a>', "“kjt/bmdt/gone.html”：网站里没有这个网页"),
        ('<a href="../../lyj/nix/">x</a>', "“lyj/nix”：网站里没有这个文件"),
        ('<a href="../../theme/">x</a>', "“theme/index.html”：网站里没有这个网页"),
        ('<a href="/map/nix.html">x</a>', "“map/nix.html”：网站里没有这个网页"),
        (f'<a href="https://{DOMAIN}/nix.html">x</a>', "“nix.html”：网站里没有这个网页"),
        ('<img src="nix.png" alt="">', "“kjt/bmdt/nix.png”：网站里没有这个文件"),
        ('<img srcset="../../theme/icon.svg 1x, nix.png 2x" alt="">', "“kjt/bmdt/nix.png”：网站里没有这个文件"),
        ('<p style="background: url(nix.png)">x</p>', "“kjt/bmdt/nix.png”：网站里没有这个文件"),
        ('<a href="#nix">x</a>', f"“{NEWS}”：网页里没有“#nix”这个位置"),
        ('<a href="../../index.html#nix">x</a>', "“index.html”：网页里没有“#nix”这个位置"),
        ('<a href="../../#%E6%9C%AA">x</a>', "“index.html”：网页里没有“#未”这个位置"),
        ('<a href="../../../../etc/passwd">x</a>', "通到了网站的文件夹外面"),
        ('<a href="file:///etc/passwd">x</a>', "通到了网站的文件夹外面"),
        ('<a href="x%00y.html">x</a>', "通到了网站的文件夹外面"),
        ('<a href="http://[x">x</a>', "不是网址，也不是路径"),
        ('<a href="http://a.cn:99999/">x</a>', "不是网址，也不是路径"),
    ],
)
def test_every_kind_of_broken_link_is_found(portal: Path, html: str, said: str) -> None:
    plant(portal, NEWS, html)
    ((_, path, _, message),) = found(portal)
    assert path == sample.NEWS
    assert NEWS in message
    assert said in message


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/map/">x</a> <a href="/">x</a> <a href="../../map">x</a> <a href="../../map/">x</a>',
        '<a href="#">x</a> <a href="#top">x</a> <a href="">x</a> <a href="#:~:text=x">x</a> <a href="?a=b">x</a>',
        '<p id="未 a">x</p><a href="#%E6%9C%AA%20a">x</a> <a href="#未 a">x</a><a name="n"></a><a href="#n">x</a>',
        f'<a href="https://{DOMAIN}">x</a> <a href="//{DOMAIN}/map/">x</a> <a href="http://{DOMAIN.upper()}/map/">x</a>',
        '<a href="mailto:a@b.cn">x</a> <a href="tel:0351">x</a> <a href="javascript:x">x</a> <img src="data:," alt="">',
        '<a href="../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv#page=2">x</a>',
    ],
)
def test_what_leads_somewhere_is_passed(portal: Path, html: str) -> None:
    plant(portal, NEWS, html)
    assert found(portal) == []


def test_pages_that_nothing_leads_to_are_read_and_404_links_from_the_root(portal: Path) -> None:
    for name in ("404.html", "410.html"):
        (portal / "output" / name).write_text('<a href="/map/index.html">x</a> <a href="/nix.html">x</a>', "utf-8")
    ((_, path, _, message),) = found(portal)
    assert path == "output/404.html"
    assert "“nix.html”" in message
    assert "还有 1 个" in message


def test_style_sheets_and_sitemaps_are_read(portal: Path) -> None:
    sheet = portal / "output" / "theme" / "css" / "main.css"
    sheet.write_text(sheet.read_text("utf-8") + "\nbody { background: url(nix.woff2) }\n", "utf-8")
    pages = portal / "output" / "sitemap" / "pages.xml"
    pages.write_text(pages.read_text("utf-8").replace("/map/<", "/nix/<"), "utf-8")
    assert [(path, "nix" in message) for _, path, _, message in found(portal)] == [
        ("output/sitemap/pages.xml", True),
        ("output/theme/css/main.css", True),
    ]


def test_a_link_on_the_disk_that_leads_out_is_not_followed(portal: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text('<a href="nix.html">x</a>', "utf-8")
    (portal / "output" / "s.html").symlink_to(tmp_path / "secret.html")
    plant(portal, NEWS, '<a href="../../s.html">x</a>')
    ((_, _, _, message),) = found(portal)
    assert "“s.html”：通到了网站的文件夹外面" in message


def test_attachments_are_not_opened(portal: Path) -> None:
    attached = (portal / "output" / DOCUMENT).with_suffix("") / "shen-bao-biao.csv"
    attached.unlink()
    os.mkfifo(attached.with_suffix(".txt"))  # whoever opened it would wait for ever
    attached.with_suffix(".csv").write_text("# LinkChecker URL list\nfile:///nix\n", "utf-8")
    plant(portal, NEWS, '<a href="../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.txt">x</a>')
    ((rule, _, _, message),) = found(portal)
    assert rule == "L502"
    assert "shen-bao-biao.txt" in message


@pytest.mark.parametrize("name", ["站 点", "a (1)~", "100%41", "a;b=c&d,e", "x+y#z?", "."])
def test_the_folder_may_have_any_name(portal: Path, name: str) -> None:
    (portal / "output" / "map" / "index.html").unlink()
    shutil.move(portal / "output", portal / "elsewhere" / name / "site")
    ((_, path, _, _),) = found(portal, "--output", str(portal / "elsewhere" / name / "site"))
    assert path == os.path.normpath(f"elsewhere/{name}/site/index.html")


def test_a_page_that_cannot_be_read_at_all_is_said(portal: Path) -> None:
    (portal / "output" / "big.html").write_bytes(b"<p>")
    os.truncate(portal / "output" / "big.html", 300 * 1024 * 1024)  # a hole on the disk
    result = links(portal)
    assert result.exit_code == 2
    assert "big.html" in result.stderr


def test_no_line_of_the_source_is_guessed(portal: Path) -> None:
    """A name that is the end of another's is no hit."""
    source = portal / sample.NEWS
    source.write_text(source.read_text("utf-8") + "\n见 a-nix.pdf、nix.pdf.bak。\n\n附件 nix.pdf\n", "utf-8")
    plant(portal, NEWS, '<a href="nix.pdf">x</a>')
    ((_, path, line, _),) = found(portal)
    assert (path, line) == (sample.NEWS, len(sample.FILES[sample.NEWS].splitlines()) + 4)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_report(portal: Path, form: str) -> None:
    (portal / "output" / DOCUMENT).unlink()
    result = links(portal, "--format", form)
    assert result.exit_code == 1
    assert "broken-link" in result.stdout or "L501" in result.stdout
    assert sample.NEWS in result.stdout


def test_without_a_site_it_says_how_to_build_one(root: Path) -> None:
    result = links(root)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "lanmu build" in result.stderr


def test_no_network_without_external(portal: Path) -> None:
    """Neither a connection nor a question for a name, however it is written."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        plant(portal, NEWS, f'<a href="http://127.0.0.1:{port}/">x</a> <a href="http://0x7f000001:{port}/">x</a>')
        assert found(portal) == []
        listening.settimeout(0)
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_nothing_is_left_behind(portal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LinkChecker makes folders in the home of whoever runs it; here it does not."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    before = sorted(portal.rglob("*"))
    links(portal)
    assert (list(home.iterdir()), sorted(portal.rglob("*"))) == ([], before)


def test_time_is_bounded(portal: Path) -> None:
    with pytest.raises(Unable) as caught:
        crawl.site(portal / "output", [DOMAIN], seconds=0.01)
    assert "没有查完" in caught.value.message


def test_an_interrupt_ends_the_child(portal: Path) -> None:
    for number in range(3000):  # enough to be interrupted in
        shutil.copyfile(portal / "output" / "index.html", portal / "output" / f"{number}.html")
    command = [sys.executable, "-c", INTERRUPTED, str(portal)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60)
    assert done.returncode == 130, done.stderr
    assert done.stdout == "gone\n"


# The signal comes when the child is there; after the command the child is not.
INTERRUPTED = """
import os, signal, sys, threading
from tools import crawl
from tools.cli import cli

signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
children = []
start = crawl._start
def watched():
    children.append(start())
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    return children[-1]
crawl._start = watched
status = cli.status(["--root", sys.argv[1], "links"])
print("gone" if children[0].returncode is not None else "there")
sys.exit(status)
"""

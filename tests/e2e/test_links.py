"""No page leads to a file or a place in a page that is not there, by lychee and by LinkChecker."""

import json
import re
import subprocess
from pathlib import Path

import yaml

from tests.e2e.built import Site, run
from tests.e2e.toolbox import need, none

# 404 and 410 are shown at any address, so they alone link from the root (docs/house.md).
FROM_THE_ROOT = ("404.html", "410.html")


def broken(folder: Path, domain: str) -> list[str]:
    """``page: address: reason`` of each link below ``folder`` that leads nowhere.

    Read from disk and off line. Addresses of the site's own ``domain`` (canonical links) are read
    as files, too; those of other sites are not judged here.
    """
    done = subprocess.run(
        [
            need("lychee"),
            "--offline",
            "--no-progress",
            "--include-fragments",
            "--index-files=index.html",
            f"--root-dir={folder}",
            f"--remap=^https://{re.escape(domain)}/ file://{folder}/",
            "--format=json",
            f"{folder}/**/*.html",
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    report = json.loads(done.stdout)  # no verdict, no JSON: that raises
    assert report["total"] > 0
    return [
        f"{Path(page).relative_to(folder)}: {link['url'].removeprefix(f'file://{folder}/')}: {link['status']['text']}"
        for page, links in sorted(report["error_map"].items())
        for link in links
    ]


def from_the_root(folder: Path) -> list[str]:
    """Pages with a link such as ``/map/``: it works on a server only, and only at a domain's root."""
    link = re.compile(r"""\s(?:href|src|action|data|poster)=["']?/(?!/)""")
    pages = (page.relative_to(folder).as_posix() for page in folder.rglob("*.html"))
    return sorted(
        page for page in pages if page not in FROM_THE_ROOT and link.search((folder / page).read_text("utf-8"))
    )


def test_no_link_is_broken(each: Site) -> None:
    portal = yaml.safe_load((each.root / "columns.yaml").read_text("utf-8"))
    none(broken(each.out, portal["site"]["domain"]))


def test_linkchecker_finds_none_either(each: Site) -> None:
    done = run("tools", "--root", str(each.root), "links", "--output", str(each.out), "--format", "json")
    assert json.loads(done.stdout) == []


def test_pages_link_relatively(each: Site) -> None:
    none(from_the_root(each.out))


def test_every_kind_of_broken_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text('<p id="here"><a href="../index.html#there">x</a>', "utf-8")
    (tmp_path / "index.html").write_text(
        """<link rel="canonical" href="https://www.example.gov.cn/">
        <p id="there"><a href="a/#here">x</a> <a href="a/#gone">x</a> <a href="gone.html">x</a>
        <a href="a/附件.pdf">x</a> <img src="gone.png" alt="">
        <a href="/a/">x</a> <a href="https://www.example.gov.cn/gone.xml">x</a>
        <a href="https://elsewhere.example/">x</a>""",
        "utf-8",
    )
    reasons = broken(tmp_path, "www.example.gov.cn")
    assert sorted(reason.split(": ")[1] for reason in reasons) == [
        "a#gone",
        "a/%E9%99%84%E4%BB%B6.pdf",
        "gone.html",
        "gone.png",
        "gone.xml",
    ]
    assert from_the_root(tmp_path) == ["index.html"]

"""Building and serving the site for its judges, and finding a page of every kind in it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ON = "2026-11-20"
PORTALS = {"main": ROOT} | {
    name: ROOT / "tests" / "portals" / name for name in ("quzhou", "liaoning", "shaanxi", "xiangtan")
}
PATIENCE = 120  # seconds for a build; it takes a few


class Site(NamedTuple):
    """A built portal: ``root`` holds its columns.yaml, ``out`` its pages."""

    name: str
    root: Path
    out: Path

    def pages(self) -> list[Path]:
        """Every HTML file, sorted."""
        return sorted(self.out.rglob("*.html"))


def run(*command: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """``python -m COMMAND`` from ``cwd``; fails the test with all that was said when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(cwd)} | dict(env or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    if done.returncode:
        pytest.fail(f"python -m {' '.join(command)}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


def build(name: str, out: Path) -> Site:
    """Build the portal ``name`` into ``out`` as it stands on the day ``ON``."""
    run("tools", "--root", str(PORTALS[name]), "build", "--output", str(out), "--on", ON)
    return Site(name, PORTALS[name], out)


@contextmanager
def serve(site: Site) -> Iterator[str]:
    """Serve a built site with our own server; gives its address, without a slash at the end.

    As root it gets a folder without columns.yaml: nothing is watched, and the pages are sent as they were built.
    """
    command = [sys.executable, "-m", "tools", "--root", str(site.out), "serve", "--port", "0"]
    server = subprocess.Popen(
        [*command, "--output", str(site.out)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        said = server.stderr.readline()
        address = re.search(r"http://[\d.]+:\d+", said)
        if not address:
            pytest.fail(f"python -m tools serve: {said}{server.communicate(timeout=20)[1]}")
        yield address[0]
    finally:
        server.terminate()
        server.communicate(timeout=20)


# Pages that are not articles, by the addresses in docs/house.md. Of several the fullest is taken:
# it holds most of what can be wrong.
ADDRESSES = {
    "home": "index.html",
    "section": "sections/**/index.html",
    "column": "columns/*/index.html",
    "sites": "sites/index.html",
    "departments": "departments/index.html",
    "duties": "duties/index.html",
    "duties by department": "duties/departments.html",
    "archive": "archive/index.html",
    "year": "archive/????/index.html",
    "list": "archive/????/??/index.html",
    "department list": "*/archive/index.html",
    "map": "map/index.html",
    "404": "404.html",
}
TEMPLATES = (
    "article",
    "document",
    "interpretation",
    "guide",
    "letter",
    "interview",
    "survey",
    "leader",
    "organisation",
    "statistics",
    "topic",
)
KINDS = (*ADDRESSES, "sub-site", "department", *TEMPLATES)


@cache
def _columns(site: Site) -> dict[str, dict]:
    return yaml.safe_load((site.root / "columns.yaml").read_text("utf-8"))


def _fullest(pages: list[Path]) -> Path | None:
    return max(pages, key=lambda page: (page.stat().st_size, page.as_posix()), default=None)


@cache
def _articles(site: Site) -> tuple[tuple[str, Path], ...]:
    """The template and the page of every article, read from sources, not from the generator."""
    types = yaml.safe_load((ROOT / "lanmu" / "types.yaml").read_text("utf-8"))["types"]
    columns = _columns(site)["columns"]
    found = []
    for source in sorted((site.root / "content").glob("*/*/*.md")):
        head = re.match(r"---\n(.*?\n)---\n", source.read_text("utf-8"), re.DOTALL)
        written = yaml.safe_load(head[1]).get("type") if head else None
        column = columns.get(source.parent.name, {})
        page = site.out / source.relative_to(site.root / "content").with_suffix(".html")
        name = written or next(iter(column.get("types", [])), "")
        if name in types and page.is_file():
            found.append((types[name]["template"], page))
    return tuple(found)


def _departments(site: Site, hosted: bool) -> list[Path]:
    departments = _columns(site)["departments"].items()
    homes = [
        site.out / id / "index.html"
        for id, department in departments
        if ((department.get("site") or {}).get("kind") == "分站") == hosted
    ]
    return [page for page in homes if page.is_file()]


@cache
def page_of(site: Site, kind: str) -> Path:
    """The fullest page of a kind; a site that has none fails the test, for then nothing was judged."""
    if kind in ADDRESSES:
        page = _fullest(list(site.out.glob(ADDRESSES[kind])))
    elif kind in ("sub-site", "department"):
        page = _fullest(_departments(site, hosted=kind == "sub-site"))
    else:
        page = _fullest([page for template, page in _articles(site) if template == kind])
    if page is None:
        pytest.fail(f"{site.name}: no page of the kind {kind}")
    return page


def address_of(site: Site, kind: str) -> str:
    """Path of the fullest page of a kind, relative to the output root."""
    return page_of(site, kind).relative_to(site.out).as_posix()

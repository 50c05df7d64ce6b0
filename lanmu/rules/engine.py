"""The check: every file read once, every rule asked, all findings sorted."""

import os
import posixpath
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from lanmu import article, structure
from lanmu.finding import ERROR, Finding
from lanmu.model import Portal
from lanmu.place import CONTENT
from lanmu.refusal import Unable
from lanmu.rules import attached, bounds, encoding, links, naming, sense, values
from lanmu.rules.subject import Files, Source, Subject, linked

COLUMNS = "columns.yaml"
MOST = 300
_FOLLOWS = (naming.O401, values.F107)  # what a fault in the table may bring about by itself
_CHECKS = (naming.check, values.check, sense.check, bounds.check, links.check, attached.check)


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
        articles, odd = _articles(root, wanted)
        found += map(naming.not_plain, odd)
        for path in articles:
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


def _articles(root: Path, wanted: list[str] | None) -> tuple[list[str], set[str]]:
    """Files to check, each once: what looks like an article below content/; and what is no plain file or folder.

    A link could lead out of the tree, and a device could keep us waiting: neither is opened.
    """
    found: set[str] = set()
    odd: set[str] = set()
    for path in [CONTENT] if wanted is None else wanted:
        path = CONTENT if path == "." else path
        if path.split("/")[0] != CONTENT or not os.path.lexists(root / path):
            continue
        if link := linked(root, path):
            odd.add(link)
        elif (root / path).is_dir():
            _walk(root, path, found, odd)
        elif path == CONTENT or (_looks_like_article(path) and not (root / path).is_file()):
            odd.add(path)
        elif _looks_like_article(path):
            found.add(path)
    return sorted(found), odd


def _walk(root: Path, folder: str, found: set[str], odd: set[str]) -> None:
    """Add what lies below ``folder``, hidden files and folders left out."""
    pending = [folder]
    while pending:
        folder = pending.pop()
        for entry in _entries(root / folder):
            path = f"{folder}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(path)
            elif entry.is_symlink() or (_looks_like_article(path) and not entry.is_file()):
                odd.add(path)
            elif _looks_like_article(path):
                found.add(path)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):  # gone since it was seen
        return []


def _looks_like_article(path: str) -> bool:
    steps = path.split("/")
    return path.lower().endswith(attached.ARTICLES) and not any(step.startswith(".") for step in steps)

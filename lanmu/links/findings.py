"""Broken links as findings: at the line of the article where one is written, or once for all pages that show it."""

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from lanmu import attachments, urls
from lanmu.finding import Finding, Spot
from lanmu.links import Broken
from lanmu.marked import visible
from lanmu.place import CONTENT, locate
from lanmu.rules.form.links import L501, L502
from lanmu.rules.rule import Rule

_TABLE = "columns.yaml"
_LONGEST = 120  # characters of a target in a message
_REASONS = {
    "missing": "网站里没有这个{kind}",
    "place": "网页里没有“#{place}”这个位置",
    "outside": "通到了网站的文件夹外面",
    "syntax": "不是网址，也不是路径",
}
_CHECK_PATH = "核对路径；文章可能已改名、移走或撤下"
_CURES = {
    "place": "核对 # 后面的名字，或去掉 # 和后面的部分",
    "outside": "改成网站里的相对路径",
    "syntax": "写完整的网址或相对路径",
}
_REBUILD = "重新生成网站（lanmu build）再查一次；还有的，请网站管理员改模板或设置"
_LOOK = "用浏览器打开看看：地址变了就改，没有了就删去链接；对方暂时出错的，过后再查"


class _Page(NamedTuple):
    path: str  # below the output folder
    source: str  # path of its article, "" where it has none
    line: int | None  # where the article writes the link


def findings(root: Path, output: Path, broken: Iterable[Broken]) -> tuple[Finding, ...]:
    """What there is to say, in order of place."""
    teller = _Teller(root, output)
    return tuple(sorted((found for item in broken for found in teller.tell(item)), key=lambda finding: finding.place))


class _Teller:
    def __init__(self, root: Path, output: Path) -> None:
        self._root = root
        self._output = os.path.relpath(output, root).replace(os.sep, "/")
        self._text = cache(self._read)

    def tell(self, broken: Broken) -> Iterator[Finding]:
        """One finding for each article that writes the link; one for all pages where none does."""
        pages = [self._page(broken, page) for page in sorted(broken.pages)]
        written = [page for page in pages if page.line]
        for page in written or [min(pages, key=_standing)]:
            yield self._finding(broken, page, len(pages) - len(written or [page]))

    def _page(self, broken: Broken, page: str) -> _Page:
        source = f"{CONTENT}/{page.removesuffix('.html')}.md"
        if not page.endswith(".html") or locate(source) is None or self._text(source) is None:
            return _Page(page, "", None)
        return _Page(page, source, _line(self._text(source) or "", _spellings(broken, page)))

    def _read(self, path: str) -> str | None:
        file = self._root / path
        return file.read_text("utf-8", "replace") if file.is_file() and not file.is_symlink() else None

    def _finding(self, broken: Broken, page: _Page, others: int) -> Finding:
        web = urls.is_web(broken.target)
        spot = Spot(page.source or f"{self._output}/{page.path}", page.line)
        if web and not page.source and (line := _line(self._text(_TABLE) or "", [broken.target])):
            spot = Spot(_TABLE, line)
        rule = _rule(broken)
        kind = "网页" if broken.target.endswith(".html") else "文件"
        reason = _REASONS.get(broken.reason, broken.reason).format(kind=kind, place=_short(broken.place))
        more = f"；还有 {others} 个网页也是这样" if others else ""
        message = f"网页 {_short(page.path)} 链接的“{_short(broken.target)}”：{reason}{more}"
        return rule.at(spot, message, _cure(broken, rule, web, bool(page.source)))


def _standing(page: _Page) -> tuple[bool, bool, str]:
    """Which page speaks for all that share a link: one that has no article, the home page before any other."""
    return page.source != "", page.path != urls.HOME, page.path


def _rule(broken: Broken) -> Rule:
    """A file that would lie in an article's folder is an attachment."""
    owner = "" if urls.is_web(broken.target) else attachments.owner(f"{CONTENT}/{broken.target}")
    return L502 if owner and locate(owner) else L501


def _cure(broken: Broken, rule: Rule, web: bool, source: bool) -> str:
    if broken.reason == "syntax":
        return _CURES["syntax"]
    if web:
        return _LOOK
    if not source:
        return _REBUILD
    if rule is L502 and broken.reason == "missing":
        return f"把文件放到 {CONTENT}/{_short(broken.target)}，或改正链接，再生成网站"
    return _CURES.get(broken.reason, _CHECK_PATH)


def _spellings(broken: Broken, page: str) -> list[str]:
    """How the source of ``page`` may write the link, the surest first."""
    ways = [broken.pages[page]]
    if not urls.is_web(broken.target):
        relative = posixpath.relpath(broken.target, posixpath.dirname(page))
        ways += [relative, f"{relative.removesuffix('.html')}.md"] if relative.endswith(".html") else [relative]
    ways += [unquote(way) for way in ways] + [quote(way) for way in ways]
    plain = [way.partition("#")[0] for way in ways]
    places = (broken.place, quote(broken.place)) if broken.place else ("",)
    ways = [f"{way}#{place}" if place else way for place in places for way in plain]
    return [way for way in dict.fromkeys(ways) if way]


def _line(text: str, spellings: Iterable[str]) -> int | None:
    """The first line in which one of them stands by itself."""
    for spelling in spellings:
        alone = rf"(?<![A-Za-z0-9_/.%-])(?:\./)?{re.escape(spelling)}(?![A-Za-z0-9_/%-]|\.[A-Za-z0-9])"
        if found := re.search(alone, text):
            return text.count("\n", 0, found.start()) + 1
    return None


def _short(text: str) -> str:
    return visible(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")

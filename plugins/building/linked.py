"""Links of finished pages that lead to nothing on the site: neither a page, nor a file, nor a place in a page.

Authors' links are checked where they are written (L501, L502 of ``lanmu check``), and only lead somewhere if there is
something; what is found here comes from a template or from the table. A target is looked up once, however many pages
lead there. A page that leads to an output has asked for the fact behind it, so it is made and checked anew when that
goes.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from urllib.parse import unquote

from lanmu.finding import Finding, Spot

_TAGS = "a|area|audio|base|embed|iframe|img|input|link|script|source|track|video"  # all that can have href or src
_LINK = re.compile(rf'<(?:{_TAGS}) [^>]*?(?:href|src)="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")

Target = tuple[str, str]  # path of an output and a place in it, or ""


class Targets:
    """Where the pages of this process lead, each target once, with the first page that leads there."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._shared: set[int] = set()  # headers with footers
        self.found: dict[Target, str] = {}

    def collect(self, page: str, html: str) -> None:
        """Note the targets of a page."""
        folder = page.rpartition("/")[0]
        for written in set(_LINK.findall(self._own(folder, html))):
            if written.startswith("#"):
                if f'id="{written[1:]}"' not in html:
                    self.found.setdefault((page, written[1:]), page)
                continue
            place = f"{folder}\n{written}"
            if place not in self._known:
                self._known.add(place)
                if target := _target(folder, written):
                    self.found.setdefault(target, page)

    def _own(self, folder: str, html: str) -> str:
        """A page without header and footer, where another page so deep has had the same, which lead to the same."""
        begin, main, end = html.find("<header>"), html.find("</header>"), html.rfind("</main>")
        if not 0 <= begin < main < end:
            return html
        up = "../" * (folder.count("/") + 1 if folder else 0)
        both = html[begin:main] + html[end:]
        name = hash((up, both))
        if name in self._shared:
            return html[:begin] + html[main:end]
        links = _LINK.findall(both)  # a place in the page itself is one of each page
        if all((one.startswith(up) and one[:1] != "#") or _ELSEWHERE.match(one) for one in links):
            self._shared.add(name)
        return html


def _target(folder: str, written: str) -> Target | None:
    """What a link means that stands on a page in ``folder``; None where it leads away."""
    plain = unquote(unescape(written))
    if _ELSEWHERE.match(plain):
        return None
    path, _, place = plain.partition("#")
    path = path.partition("?")[0]
    if not path:
        return None
    # From the root where it begins with a slash, as on the 404 page.
    found = posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))
    return (f"{found}/index.html".removeprefix("./") if path.endswith("/") else found), place


def missing(targets: Iterable[Target], exists: Callable[[str], bool], read: Callable[[str], bytes]) -> list[Target]:
    """Targets that are not there, sorted; ``read`` gives the bytes of an output that exists."""
    return sorted(
        (path, place)
        for path, place in targets
        if not exists(path) or (place and f'id="{place}"'.encode() not in read(path))
    )


def findings(pages: Mapping[Target, str], article: Callable[[str], str]) -> tuple[Finding, ...]:
    """A finding for each target that is not there, with a page that leads to it.

    ``article`` gives the source of an article's page, "" for other pages: their fault lies in the table or a template.
    """
    from lanmu.rules.form.links import L501  # with all rules of links

    found = []
    for (path, place), page in pages.items():
        there = f"{path} 里的“{place}”" if place else path
        message = f"网页 {page} 里的链接通向 {there}，网站上没有它"
        source = article(page)
        cure = "改正文章里的这个链接" if source else "检查栏目表里的链接和主题的模板"
        found.append(L501.at(Spot(source or "columns.yaml"), message, cure))
    return tuple(found)

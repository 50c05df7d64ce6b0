"""A built site, read by LinkChecker as files.

LinkChecker parses pages, style sheets and sitemaps, and resolves what is written in them. Every link passes our
queue, for LinkChecker leaves undone, on ``file://``, what matters here:

- it names one page for a broken link, the first; we keep all;
- it passes a link from the root (``/map/``) that leads nowhere; we ask for the file below the output folder;
- it takes a folder for a page and lists it; a web server would show its ``index.html``, or nothing;
- it looks for a place in a page (``#id``) in some of the ways in which it can be written; we collect the places;
- it opens what authors attached, to see what it is; that it is there is enough.
"""

import os
import posixpath
import re
from collections import defaultdict
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urlsplit

from linkcheck import get_link_pat
from linkcheck import url as address
from linkcheck.checker import get_url_from
from linkcheck.director.aggregator import Aggregate

from tools.crawl import Say, parts

_READ = (".html", ".htm", ".css")
_WEB = ("http", "https")
_LARGEST = 256 * 1024 * 1024  # bytes of a page; LinkChecker's own limit passes larger ones unread


class Site(parts.Queue, parts.Plugins):
    """The queue through which every link goes, and the memory of what is not to be asked of LinkChecker."""

    def __init__(self, output: str, domains: frozenset[str]) -> None:
        super().__init__()
        self.output = output
        self._real = os.path.realpath(output)
        self._domains = domains
        self._states: dict[str, str] = {}
        self._queued: set[str] = set()
        self.links = 0
        self.places: dict[str, set[str]] = {}  # ids and names, by page
        self.invalid: dict[str, tuple[str, str]] = {}  # by file: LinkChecker's reason, the page it names
        self.missing: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)  # (file or address, reason): pages
        self.sought: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)  # (page, place): pages
        self.away: dict[str, dict[str, str]] = defaultdict(dict)  # address: pages

    def put(self, item: Any) -> None:
        """Take a link that LinkChecker found (one without a page before it is a page to begin with)."""
        led = self._led(item) if item.parent_url else item
        if led is not None:
            super().put(led)

    def run_content_plugins(self, url_data: Any) -> None:
        """Note the places of a page that was read."""
        if url_data.is_html():
            marked = url_data.get_soup().find_all(lambda tag: tag.has_attr("id") or tag.has_attr("name"))
            ids = {tag["id"] for tag in marked if tag.has_attr("id")}
            names = {tag["name"] for tag in marked if tag.name == "a" and tag.has_attr("name")}
            self.places[self.path(url_data.url)] = ids | names

    def hear(self, verdict: Any) -> None:
        """Note what LinkChecker could not open."""
        if not verdict.valid:
            page = self.path(verdict.parent_url) if verdict.parent_url else ""
            self.invalid[self.path(verdict.url)] = (verdict.result, page)

    def path(self, url: str) -> str:
        """The path below the output folder that a ``file://`` address means."""
        return posixpath.relpath(unquote(urlsplit(url).path), self.output)

    def _led(self, item: Any) -> Any:
        """What LinkChecker shall look at for this link; None where it is judged already, or nobody's business here."""
        self.links += 1
        page, written = self.path(item.parent_url), (item.base_url or "").strip()
        if item.has_result and not item.valid:
            self.missing[written, "syntax"][page] = written
            return None
        target = self._target(item, page, written)
        if target is None:
            return None
        path, place = target
        state = self.state(path)
        if state == "outside":
            self.missing[written if path.startswith("..") else path, state][page] = written
            return None
        if state == "folder":
            path = posixpath.normpath(posixpath.join(path, "index.html"))
            state = self.state(path)
        if state == "missing":
            self.missing[path, state][page] = written
        elif place and path.endswith(_READ[:2]):
            self.sought[path, place][page] = written
        return self.item(path, item) if state == "read" and path not in self._queued else None

    def _target(self, item: Any, page: str, written: str) -> tuple[str, str] | None:
        """Path below the output folder, and the place in the page; None for what lies elsewhere."""
        if written.startswith("//"):
            return self._abroad(f"https:{written}", page, written)
        if item.scheme in _WEB:
            return self._abroad(written, page, written)
        if item.scheme != "file":
            return None
        if written.lower().startswith("file:"):
            return "..", ""
        if written.startswith("/"):
            return _from_the_root(written)
        return self.path(item.url), _place(item.anchor)

    def _abroad(self, url: str, page: str, written: str) -> tuple[str, str] | None:
        if (urlsplit(url).hostname or "") in self._domains:
            parsed = urlsplit(url)
            return _from_the_root(f"{parsed.path or '/'}#{parsed.fragment}")
        self.away[urldefrag(url).url][page] = written
        return None

    def state(self, path: str) -> str:
        """``read`` (LinkChecker reads it), ``file``, ``folder``, ``missing``, ``outside`` (of the site)."""
        if path not in self._states:
            self._states[path] = self._seen(path)
        return self._states[path]

    def _seen(self, path: str) -> str:
        if path == ".." or path.startswith("../"):
            return "outside"
        try:
            real = os.path.realpath(os.path.join(self.output, path))
            if real != self._real and not real.startswith(f"{self._real}/"):
                return "outside"  # a link on the disk: no server of ours follows it
            if os.path.isdir(real):
                return "folder"
            if not os.path.isfile(real):
                return "missing"
            return "read" if path.endswith(_READ) or _is_sitemap(path) else "file"
        except ValueError:  # a zero byte
            return "outside"

    def item(self, path: str, found: Any = None, aggregate: Any = None) -> Any:
        """LinkChecker's view of a file of the site, led to by what it found."""
        self._queued.add(path)
        return get_url_from(
            f"file://{quote(posixpath.join(self.output, path), errors='surrogateescape')}",
            # Not 0: each of those is one more pattern of what belongs to the site, and every link is held against all.
            found.recursion_level if found else 1,
            found.aggregate if found else aggregate,
            parent_url=found.parent_url if found else None,
        )


def _from_the_root(written: str) -> tuple[str, str]:
    """A path that begins at the site's root; like a browser it stays there."""
    path, _, place = written.partition("#")
    return posixpath.normpath(unquote(path.partition("?")[0])).lstrip("/") or ".", _place(place)


def _place(anchor: str) -> str:
    """The id that a fragment means; "" for the top of a page and for a search in its text."""
    plain = unquote(anchor or "")
    return "" if plain.lower() == "top" or plain.startswith(":~:") else plain


def _is_sitemap(path: str) -> bool:
    return path.endswith(".xml") and path.startswith("sitemap")


def _sources(output: str) -> list[str]:
    """Every page and sitemap of the site, whether something leads to it or not."""
    found = []
    for folder, _, names in os.walk(output):
        for name in names:
            path = posixpath.relpath(posixpath.join(folder, name), output)
            if name.endswith(_READ[:2]) or _is_sitemap(path):
                found.append(path)
    return sorted(found)


def answer(request: dict[str, Any], say: Say) -> None:
    """Read the site and say what is broken in it, and where it leads away."""
    output = request["output"].rstrip("/")
    site = Site(output, frozenset(request["domains"]))
    config = parts.configuration(
        site.hear,
        threads=0,  # it is processor time that is spent, of which more threads bring no more
        allowedschemes=["file"],
        robotstxt=False,
        maxfilesizeparse=_LARGEST,
        maxfilesizedownload=_LARGEST,
    )
    own, _ = address.url_norm(f"file://{quote(output, errors='surrogateescape')}/", encoding="utf-8")
    config["internlinks"].append(get_link_pat(f"^{re.escape(own)}"))
    aggregate = Aggregate(config, site, None, site, parts.memory())
    sources = [path for path in _sources(output) if site.state(path) == "read"]
    for path in sources:
        site.put(site.item(path, aggregate=aggregate))
    aggregate.start_threads()
    unread = [path for path in sources if path.endswith(_READ[:2]) and path not in {*site.places, *site.invalid}]
    if unread:
        raise RuntimeError(f"{len(unread)} pages were not read, {unread[0]}")
    say({"pages": len(site.places), "links": site.links, "broken": list(_broken(site)), "away": site.away})


def _broken(site: Site) -> Any:
    """(target, place, reason, pages) of each."""
    for (target, reason), pages in site.missing.items():
        yield target, "", reason, pages
    missing = {target for target, _ in site.missing}
    for path, (result, page) in site.invalid.items():
        if path not in missing:
            yield path, "", result, {page or path: ""}
    for (path, place), pages in site.sought.items():
        if place not in site.places.get(path, {place}):
            yield path, place, "place", pages

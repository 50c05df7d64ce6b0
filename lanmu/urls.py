"""Addresses of every page, relative to the output root (see docs/house.md)."""

import re
from functools import lru_cache
from urllib.parse import quote

_TAKEN = "sections columns sites departments duties archive feeds sitemap map theme admin search"
RESERVED = frozenset(_TAKEN.split())
HOME = "index.html"
SITES = "sites/index.html"
DEPARTMENTS = "departments/index.html"
DUTIES = "duties/index.html"
DUTIES_BY_DEPARTMENT = "duties/departments.html"
ARCHIVE = "archive/index.html"
MAP = "map/index.html"
NOT_FOUND = "404.html"

_PLAIN = "/#!$&'()*+,;=:@~"  # what a path may hold as it is
_KNOWN = 4096  # addresses that are kept
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


def section(id: str) -> str:
    """Page of a section, by its path of ids."""
    return f"sections/{id}/index.html"


def column(id: str, number: int = 0) -> str:
    """A column's list page: 0 is the newest, 1 the oldest."""
    return f"columns/{id}/{number or 'index'}.html"


def department(id: str) -> str:
    """Home of a sub-site or page of a department."""
    return f"{id}/index.html"


def department_archive(id: str, number: int = 0) -> str:
    """Everything a department published."""
    return f"{id}/archive/{number or 'index'}.html"


def year(year: str) -> str:
    """Archive of a year."""
    return f"archive/{year}/index.html"


def month(month: str, number: int = 0) -> str:
    """Archive of a month, ``2026-03``: 0 is the newest page, 1 the oldest."""
    return f"archive/{month[:4]}/{month[5:]}/{number or 'index'}.html"


def article(stem: str) -> str:
    """An article's page, by the stem of its place."""
    return f"{stem}.html"


def feed(kind: str, id: str = "", *, ending: str) -> str:
    """A feed: of the portal (``kind`` ""), of a column or a department; ``ending`` is xml or json."""
    return f"feeds/{kind}/{id}.{ending}" if kind else f"feeds/index.{ending}"


def root(path: str) -> str:
    """The way from a page up to the output root: ``""``, ``"../"`` …"""
    return "../" * path.count("/")


@lru_cache(_KNOWN)  # every page leads to the same pages
def href(path: str, root: str) -> str:
    """What stands in ``href`` on a page whose way up is ``root``."""
    return path if not path or _ABSOLUTE.match(path) else root + _quoted(path)


def is_web(text: str) -> bool:
    """Whether a text is the address of a web page."""
    return text.startswith(("http://", "https://"))


def absolute(domain: str, path: str) -> str:
    """The public address of a page."""
    if _ABSOLUTE.match(path):
        return path
    return f"https://{domain}/{_quoted(path.removesuffix('index.html'))}"


@lru_cache(_KNOWN)
def _quoted(path: str) -> str:
    return quote(path, safe=_PLAIN)

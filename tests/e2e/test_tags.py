"""Every page of every portal carries the official tags, whole and well formed (网页标签规范).

A home page has three, a column page seven, an article page ten; what a page has more must be right, too.
"""

import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.e2e.built import Site
from tests.e2e.toolbox import need, none

SITE = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = (*SITE, "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE = (*COLUMN, "ArticleTitle", "PubDate", "ContentSource")
OPTIONAL = ("Keywords", "Author", "Description", "Image", "Url")

PUB_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d")
SITE_ID = re.compile(r"\d{10}|bm\d{8}")
ARTICLE_PATH = re.compile(r"[^/]+/[^/]+/\d{4}-\d{2}-\d{2}-[^/]+\.html")
NOTHING = {"", "null", "none", "undefined", "待填"}


def wanted(path: str) -> tuple[str, ...]:
    """Names of the tags that the page at ``path`` must carry."""
    if path in ("index.html", "404.html"):
        return SITE
    return ARTICLE if ARTICLE_PATH.fullmatch(path) else COLUMN


def absolute(text: str) -> bool:
    """Whether ``text`` is a whole address that leads deeper than a site's root."""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.path not in ("", "/")


FORMS: dict[str, Callable[[str], object]] = {
    "SiteIDCode": SITE_ID.fullmatch,
    "SiteDomain": re.compile(r"[a-z0-9.-]+").fullmatch,
    "PubDate": PUB_DATE.fullmatch,
    "Url": absolute,
    "Image": absolute,
}


def faults(html: str, path: str) -> list[str]:
    """What is wrong with the tags of a page, one line each."""
    from bs4 import BeautifulSoup

    head = BeautifulSoup(html, "lxml").head
    tags = [(tag["name"], tag.get("content", "")) for tag in head.find_all("meta", attrs={"name": True})]
    names = [name for name, _ in tags]
    found = [f"{path}: {name} is missing" for name in wanted(path) if name not in names]
    found += [f"{path}: {name} twice" for name, count in Counter(map(str.lower, names)).items() if count > 1]
    for name, content in tags:
        if name not in (*ARTICLE, *OPTIONAL):
            continue
        if content.strip().lower() in NOTHING or re.search(r"[<>\n]|&\w+;", content) or content != content.strip():
            found.append(f"{path}: {name} says {content!r}")
        elif name in FORMS and not FORMS[name](content):
            found.append(f"{path}: {name} has the wrong form: {content!r}")
    return found


def test_tags_of_every_page(each: Site) -> None:
    need("bs4")
    pages = [(page.read_text("utf-8"), page.relative_to(each.out).as_posix()) for page in each.pages()]
    assert pages
    none([fault for html, path in pages for fault in faults(html, path)])


def head(**tags: str) -> str:
    """A page with these tags."""
    return "".join(f'<meta name="{name}" content="{content}">' for name, content in tags.items())


PATH = "kjt/tzgg/2026-03-21-a.html"
RIGHT = dict.fromkeys(ARTICLE, "样张") | {
    "SiteDomain": "www.example.gov.cn",
    "SiteIDCode": "1400000001",
    "PubDate": "2026-03-21 09:00",
    "Url": f"https://www.example.gov.cn/{PATH}",
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("PubDate", "2020年08月02日"),
        ("PubDate", "2026-03-21"),
        ("PubDate", "2026-13-21 09:00"),
        ("ContentSource", ""),
        ("ContentSource", "null"),
        ("Url", "https://www.example.gov.cn/"),
        ("Url", "../a.html"),
        ("ArticleTitle", "&lt;div&gt;样张"),
        ("SiteIDCode", "140000001"),
    ],
)
def test_faults_seen_on_real_sites_are_found(name: str, content: str) -> None:
    need("bs4")
    assert faults(head(**RIGHT), PATH) == []
    assert len(faults(head(**RIGHT | {name: content}), PATH)) == 1


@pytest.mark.parametrize("name", ARTICLE)
def test_a_missing_tag_is_found(name: str) -> None:
    need("bs4")
    assert faults(head(**{key: RIGHT[key] for key in RIGHT if key != name}), PATH) == [f"{PATH}: {name} is missing"]


def test_a_tag_given_twice_is_found() -> None:
    need("bs4")
    assert faults(head(**RIGHT) + head(sitename="样张"), PATH) == [f"{PATH}: sitename twice"]

"""A type's fields, formatted for reading. The kinds are those of lanmu/types.yaml."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup, escape

from lanmu import types, urls
from lanmu.article import PLACEHOLDER, Article
from lanmu.marked import Map, Seq, Text
from lanmu.model import ArticleType, Field
from lanmu.place import resolve
from lanmu.views import Link, Part
from plugins.edition import Edition

RELATED = ("interprets", "replaced_by")  # the other half of a pair, which every article's page links below its text
# Tags and attributes as the sanitiser writes them, in small letters: what begins alike is found many times faster.
_LINK = re.compile(r'<a href="(?![A-Za-z][A-Za-z0-9+.-]*:|/|#)([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_IMAGE = re.compile(r'<img [^>]*?src="(?![A-Za-z][A-Za-z0-9+.-]*:|/)([^"]*)"[^>]*>')
_LONG = ("text", "steps", "rows")  # kinds that do not fit a line


def chinese_date(text: str) -> str:
    """``2026-03-01`` as 2026年3月1日 (成文日期: arabic figures, no padding); anything else as it is."""
    parts = text[:10].split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return text
    return f"{parts[0]}年{int(parts[1])}月{int(parts[2])}日{text[10:]}"


def article_link(edition: Edition, article: Article, written: str) -> Link | None:
    """The link to the article a relative path names; None where it is not on the site (yet)."""
    card = edition.shelf.card(resolve(article.path, written))
    if card is None:
        edition.doubt()
    return Link(card.title, card.url) if card else None


class Formatter:
    """Formats the fields of one article."""

    def __init__(self, edition: Edition, article: Article) -> None:
        self.edition = edition
        self.article = article
        self.kinds: Mapping[str, Callable[[Any], Any]] = {
            "text": lambda node: self.html(_plain(node)),
            "date": lambda node: chinese_date(_plain(node)),
            "day": lambda node: chinese_date(_plain(node)),
            "datetime": lambda node: chinese_date(_plain(node)),
            "url": _url,
            "list": _strings,
            "steps": _strings,
            "article": lambda node: article_link(edition, article, _plain(node)) if _plain(node) else None,
            "file": self._path,
            "picture": self._path,
        }

    def value(self, field: Field, node: Any) -> Any:
        """A field's value for a template; of its kind's empty form where not given."""
        if field.kind == "rows":
            entries = node if isinstance(node, Seq) else ()
            return tuple(self._row(field, entry) for entry in entries)
        formatted = self.kinds.get(field.kind)
        return formatted(node) if formatted else _plain(node)

    def fact(self, field: Field, node: Any) -> str | Link:
        """A field's value as a table cell shows it; "" where it has none."""
        if field.kind == "flag":
            return {"true": "是", "false": "否"}.get(_plain(node), _plain(node))
        if field.kind == "columns":
            return "、".join(self._columns(node))
        value = self.value(field, node)
        if field.kind in ("list", "steps"):
            return "、".join(value)
        if value and field.kind in ("url", "file", "picture"):
            return Link(value if field.kind == "url" else value.rpartition("/")[2], value)
        return value or ""

    def facts(self, kind: ArticleType) -> Iterator[tuple[str, str | Link]]:
        """(label, value) of every filled field that fits a line."""
        for field in shown(kind):
            value = "" if field.kind in _LONG else self.fact(field, self.article.fields.find(field.name))
            if value:
                yield field.label, value

    def parts(self, kind: ArticleType) -> Iterator[Part]:
        """Every filled field that does not fit a line, in the order of the type."""
        for field in shown(kind):
            node = self.article.fields.find(field.name)
            made = self._part(field, node) if field.kind in _LONG else None
            if made and (made.html or made.steps or made.rows):
                yield made

    def _part(self, field: Field, node: Any) -> Part:
        part = Part(field.name, field.label, "", (), (), ())
        if field.kind == "text":
            return part._replace(html=self.html(_plain(node)))
        if field.kind == "steps":
            return part._replace(steps=_strings(node))
        entries = [_entry(field, entry) for entry in node] if isinstance(node, Seq) else []
        columns = [(one.label, [self.fact(one, entry.find(one.name)) for entry in entries]) for one in field.fields]
        filled = [(label, cells) for label, cells in columns if any(cells)]
        return part._replace(
            heads=tuple(label for label, _ in filled),
            rows=tuple(row for row in zip(*(cells for _, cells in filled), strict=True) if any(row)),
        )

    def _columns(self, node: Any) -> Iterator[str]:
        """Names of the public columns that a list of ids names."""
        columns = self.edition.portal.columns
        return (columns[id].name for id in _strings(node) if id in columns and columns[id].public)

    def _row(self, field: Field, entry: Any) -> dict[str, Any]:
        given = _entry(field, entry)
        return {part.name: self.value(part, given.find(part.name)) for part in field.fields}

    def html(self, text: str) -> Markup:
        """Markdown as safe HTML; links to what is not on the site become plain text, pictures of that kind go.

        Links within the site carry their public address as well, for paper, where ``../`` leads nowhere.
        """
        domain = self.edition.portal.site.domain

        def kept(match: re.Match[str]) -> str:
            href, more, inside = match.groups()
            target = resolve(self.article.path, unquote(unescape(href)))
            if not self.edition.on_site(target):
                return str(inside)
            address = escape(urls.absolute(domain, output_path(target)))
            return f'<a href="{href}" data-url="{address}"{more}>{inside}</a>'

        def seen(match: re.Match[str]) -> str:
            target = resolve(self.article.path, unquote(unescape(match.group(1))))
            return match.group(0) if self.edition.on_site(target) else ""

        if not text:
            return Markup("")
        html = _LINK.sub(kept, self.edition.reader.html(text, self._sized))
        return Markup(_IMAGE.sub(seen, html))

    def _sized(self, written: str) -> tuple[int, int]:
        target = resolve(self.article.path, written)
        return self.edition.picture_size(target) if target else (0, 0)

    def _path(self, node: Any) -> str:
        """Path of a file beside the article, relative to the output root; "" where it is missing."""
        source = resolve(self.article.path, _plain(node)) if _plain(node) else ""
        return output_path(source) if source and self.edition.on_site(source) else ""


def shown(kind: ArticleType) -> Iterator[Field]:
    """Fields that a type's page must show because its template does not show them by itself.

    A built-in field with ``show: false`` is drawn by the template of its own type; a portal's type that takes the
    field over and shows it with another template would lose it.
    """
    for name, field in kind.fields.items():
        if name in types.common() or name in RELATED:
            continue
        homes = set() if field.show else _homes(field)
        if field.show or (homes and kind.template not in homes):
            yield field


def public(field: Field) -> bool:
    """Whether readers see a field at all; a portal may keep one of its own to itself with ``show: false``."""
    return field.show or bool(_homes(field))


def _homes(field: Field) -> set[str]:
    """Templates of the built-in types that have the field."""
    return {known.template for known in types.builtin().values() if known.fields.get(field.name) == field}


def _entry(field: Field, entry: Any) -> Map:
    """A row as written; a single text is its first sub-field."""
    return entry if isinstance(entry, Map) else Map({Text(field.fields[0].name): entry})


def _plain(node: Any) -> str:
    """A scalar's text; what is still to be filled in counts as not given."""
    text = str(node).strip() if isinstance(node, Text) else ""
    return "" if text == PLACEHOLDER else text


def _url(node: Any) -> str:
    return _plain(node) if urls.is_web(_plain(node)) else ""


def _strings(node: Any) -> tuple[str, ...]:
    if isinstance(node, Seq):
        return tuple(_plain(item) for item in node if _plain(item))
    return (_plain(node),) if _plain(node) else ()


def size_text(size: int) -> str:
    """Bytes for people: 42 KB, 1.2 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def output_path(path: str) -> str:
    """Where a file of content/ stands in the output."""
    return path.removeprefix("content/")

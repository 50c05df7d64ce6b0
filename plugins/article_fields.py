"""A type's fields, formatted for reading. The kinds are those of lanmu/types.yaml."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from lanmu import urls
from lanmu.article import PLACEHOLDER, Article
from lanmu.marked import Map, Seq, Text
from lanmu.model import Field
from lanmu.place import resolve
from lanmu.views import Link
from plugins.family import Edition


def chinese_date(text: str) -> str:
    """``2026-03-01`` as 2026年3月1日 (成文日期: arabic figures, no padding); anything else as it is."""
    parts = text[:10].split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return text
    return f"{parts[0]}年{int(parts[1])}月{int(parts[2])}日{text[10:]}"


def article_link(edition: Edition, article: Article, written: str) -> Link | None:
    """The link to the article a relative path names; None where it is not on the site (yet)."""
    card = edition.shelf.by_path.get(resolve(article.path, written))
    return Link(card.title, card.url) if card else None


class Formatter:
    """Formats the fields of one article."""

    def __init__(self, edition: Edition, article: Article) -> None:
        self.edition = edition
        self.article = article
        self.folder = (edition.root / article.path).parent
        self.kinds: Mapping[str, Callable[[Any], Any]] = {
            "text": self._html,
            "date": lambda node: chinese_date(_plain(node)),
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

    def fact(self, field: Field, node: Any) -> str:
        """A field's value as the text of a table cell; "" where it has none."""
        value = self.value(field, node)
        if isinstance(value, tuple):
            return "、".join(value) if all(isinstance(item, str) for item in value) else ""
        return value if isinstance(value, str) else ""

    def _row(self, field: Field, entry: Any) -> dict[str, Any]:
        first = field.fields[0].name
        given = entry if isinstance(entry, Map) else Map({Text(first): entry})
        return {part.name: self.value(part, given.find(part.name)) for part in field.fields}

    def _html(self, node: Any) -> Markup:
        return self.edition.reader.html(_plain(node), self.folder) if _plain(node) else Markup("")

    def _path(self, node: Any) -> str:
        """Path of a file beside the article, relative to the output root; "" where it is missing."""
        source = resolve(self.article.path, _plain(node)) if _plain(node) else ""
        return source.removeprefix("content/") if source in self.edition.files else ""


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


def size_text(path: Path) -> str:
    """Size of a file for people: 42 KB, 1.2 MB."""
    size = path.stat().st_size
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def output_path(path: str) -> str:
    """Where a file of content/ stands in the output."""
    return path.removeprefix("content/")

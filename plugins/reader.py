"""Pelican's Markdown reader, with lanmu's own front matter, one reused converter and a sanitiser.

What authors write may hold raw HTML; what leaves here holds none of their scripts, styles, classes
or event attributes (nh3 rebuilds the tree from an allow-list).
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, unquote

import nh3
from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor, UnescapeTreeprocessor
from markdown.util import Registry
from markupsafe import Markup
from pelican import signals
from pelican.readers import MarkdownReader

from lanmu import article

_TAG_NAMES = """
a abbr b blockquote br caption cite code dd del dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd
li mark ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr u ul var
"""
_TAGS = set(_TAG_NAMES.split())
# No character has so long a number, and converting one of thousands of digits fails.
_NO_CHARACTER = re.compile("&#(?:[0-9]{9,}|[xX][0-9a-fA-F]{9,});?")
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_COUNTS = ("colspan", "rowspan", "start")
_MOST = 100
_SCOPES = ("row", "col", "rowgroup", "colgroup")
# What a code span, escape, link, picture, emphasis, entity, tag, address or line break begins with.
_SIGNS = ("[", "*", "_", "`", "\\", "<", "&", "  \n", "\x02")
_HEADING = re.compile(r"h([1-6])")
_ADDRESSES = {"a": "href", "img": "src"}
_UNSAFE = re.compile(r"""[\s<>"\\^`{|}]|%(?![0-9A-Fa-f]{2})""")
_SOURCE = re.compile(r"(?![a-z][a-z0-9+.-]*:|//|/)([^?#]+)\.md(?:#.*)?", re.IGNORECASE)
_IMAGE = re.compile(r'<img ([^>]*?)src="([^":]+)"')
Sized = Callable[[str], tuple[int, int]]
_SCROLL = '<div class="scroll" role="group" aria-label="表格，可左右滚动" tabindex="0"><table>'


class _Shape(Treeprocessor):
    """Headings without gaps below the page's ``h1``, captions under pictures, links to pages (headings have no ids)."""

    def run(self, root: etree.Element) -> None:
        last = 1
        for element in root.iter():
            heading = _HEADING.fullmatch(str(element.tag))
            if heading:
                last = max(2, min(int(heading.group(1)), last + 1))
                element.tag = f"h{last}"
            elif element.tag in _ADDRESSES:
                self.address(element, _ADDRESSES[element.tag])
            elif element.tag == "p":
                self.figure(element)

    @staticmethod
    def address(element: etree.Element, name: str) -> None:
        """Links to an article's source lead to its page; what no address may hold is escaped."""
        written = element.get(name, "")
        source = _SOURCE.fullmatch(written)
        address = f"{source.group(1)}.html" if source else written
        element.set(name, _UNSAFE.sub(lambda match: quote(match.group()), address))

    @staticmethod
    def figure(paragraph: etree.Element) -> None:
        """A picture alone in its paragraph, with a title, becomes a figure with that caption."""
        if len(paragraph) != 1 or paragraph[0].tag != "img" or (paragraph.text or "").strip():
            return
        image = paragraph[0]
        caption = image.attrib.pop("title", "")
        if caption and not (image.tail or "").strip():
            paragraph.tag = "figure"
            etree.SubElement(paragraph, "figcaption").text = caption


def _has_sign(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)  # a fifth of what a regular expression takes


def _source(md: Markdown) -> str:
    """The text under conversion, as the preprocessors left it."""
    return "\n".join(md.lines)  # type: ignore[attr-defined]  # unknown to its stubs


class _Inline(InlineProcessor):
    """Markdown's search for what stands in a line, left out where nothing there could begin it: in most Chinese text.

    The name is the one under which the class calls itself (a private one of Markdown's); without it nothing is left
    out, and pages are the same.
    """

    def run(self, tree: etree.Element, ancestors: list[str] | None = None) -> etree.Element:
        if not _has_sign(_source(self.md)):
            return tree
        if any(child.tail for child in tree):  # where something may be put between paragraphs
            return super().run(tree, ancestors)
        some = etree.Element(tree.tag)
        some.extend(child for child in tree if _has_sign("".join(child.itertext())))
        super().run(some, ancestors)
        return tree

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if not _has_sign(data):
            return data
        return super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]  # see above


class _Prose(ParagraphProcessor):
    """Markdown's own paragraphs, before it tries everything that a line that begins with Chinese cannot be."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return "\u2e80" <= block[:1] <= "\uffff" and "\n" not in block


class _Where(Preprocessor):
    """A preprocessor of Markdown's, left out of a text without anything that it looks for."""

    def __init__(self, md: Markdown, inner: Preprocessor, *signs: str) -> None:
        super().__init__(md)
        self._inner = inner
        self._signs = signs

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return self._inner.run(lines) if any(sign in text for sign in self._signs) else lines


class _Whitespace(_Where):
    """The one that ends the text, too."""

    def run(self, lines: list[str]) -> list[str]:
        found = super().run(lines)
        return [*lines, "", ""] if found is lines else found


class _Unescape(UnescapeTreeprocessor):
    """Markdown's own, for a text in which something is escaped."""

    def run(self, root: etree.Element) -> None:
        if "\\" in _source(self.md):
            super().run(root)


class _Fixed(Registry[Any]):
    """What nobody adds to any more: Markdown goes through it for every line, and would copy it each time."""

    def __init__(self, given: Registry[Any]) -> None:
        super().__init__()
        self.__dict__.update(given.__dict__)
        self._all = tuple(given)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all)


# Markdown's preprocessors by name, with their priorities, and what none of them does anything without.
_LEFT_OUT = (
    (_Whitespace, "normalize_whitespace", 30, "\n ", "\t", "\r", "\x02", "\x03"),
    (_Where, "fenced_code_block", 25, "```", "~~~"),
    (_Where, "html_block", 20, "<", "&"),
)


class _Shaped(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Shape(md), "lanmu-shape", 5)


class _Quick(Extension):
    """What saves time and changes nothing; to be the last extension."""

    def extendMarkdown(self, md: Markdown) -> None:
        for kind, name, priority, *signs in _LEFT_OUT:
            md.preprocessors.register(kind(md, md.preprocessors[name], *signs), name, priority)
        md.parser.blockprocessors.register(_Prose(md.parser), "lanmu-prose", 1000)
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.treeprocessors.register(_Unescape(md), "unescape", 0)
        md.block_level_elements = frozenset(md.block_level_elements)  # type: ignore[assignment]  # asked all the time
        md.parser.blockprocessors = _Fixed(md.parser.blockprocessors)
        md.inlinePatterns = _Fixed(md.inlinePatterns)


# As values: by their names they would be sought in every package that is installed.
_EXTENSIONS = (TableExtension(), SaneListExtension(), FencedCodeExtension(), _Shaped())


class ArticleReader(MarkdownReader):
    """Reads one article: its metadata through ``lanmu.article``, its body as safe HTML."""

    enabled = True
    file_extensions: ClassVar[list[str]] = ["md"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ahead: dict[str, str] = {}
        self.markdown = Markdown(extensions=[*_EXTENSIONS, _Quick()], output_format="html")

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Pelican's contract: the body as HTML and the metadata, for the file at ``source_path``."""
        path = Path(source_path)
        content = Path(str(self.settings["PATH"]))
        relative = f"content/{path.relative_to(content).as_posix()}" if path.is_relative_to(content) else path.name
        found, faults = article.read(relative, article.fetch(path))
        if found is None:
            raise ValueError(f"{relative}: {faults}")
        metadata = {
            key: self.process_metadata(key, found.text(key))
            for key in ("title", "date", "summary", "author")
            if found.text(key)
        }
        return str(self.html(found.body, lambda written: _on_disk(path.parent / written, content))), metadata

    def html(self, text: str, sized: Sized = lambda _: (0, 0)) -> Markup:
        """Markdown as sanitised HTML; ``sized`` gives width and height of the picture at a relative path."""
        return Markup(_finish(self._ahead.pop(text, "") or self._convert(text), sized))

    def ahead(self, texts: Iterable[str]) -> None:
        """Convert texts that will be asked for next, and forget those of before."""
        self._ahead = {text: self._convert(text) for text in texts}

    def _convert(self, text: str) -> str:
        self.markdown.reset()
        return _CLEANER.clean(self.markdown.convert(_NO_CHARACTER.sub("\ufffd", text)))


def _sound(tag: str, name: str, value: str) -> str | None:
    """An author's attribute as HTML allows it, None where it cannot be."""
    if name in _COUNTS:
        return value if value.isascii() and value.isdigit() and 1 <= int(value[:4]) <= _MOST else None
    if name == "scope":
        return value if value in _SCOPES else None
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_sound,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def _finish(html: str, sized: Sized) -> str:
    """Wide tables scroll in a labelled, focusable group; pictures get their size, so that nothing jumps."""
    html = html.replace("<table>", _SCROLL).replace("</table>", "</table></div>")

    def with_size(match: re.Match[str]) -> str:
        width, height = sized(unquote(unescape(match.group(2))))
        size = f'width="{width}" height="{height}" ' if width else ""
        return f'<img loading="lazy" {size}{match.group(0)[5:]}'

    return _IMAGE.sub(with_size, html)


def _on_disk(path: Path, content: Path) -> tuple[int, int]:
    """Size of a picture below ``content``; (0, 0) where the file is missing, elsewhere or no picture."""
    path = path.resolve()
    if not path.is_relative_to(content.resolve()) or not path.is_file():  # a pipe would never end
        return 0, 0
    import imagesize  # most pages have no picture

    try:
        width, height = imagesize.get(path)
    except (OSError, ValueError):
        return 0, 0
    return (width, height) if width > 0 and height > 0 else (0, 0)


def _add_reader(readers: Any) -> None:
    readers.reader_classes["md"] = ArticleReader


def register() -> None:
    """Pelican calls this once."""
    signals.readers_init.connect(_add_reader)

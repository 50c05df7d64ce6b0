"""XML of documents, read as a stream: no tree is built, no DTD, entity or outside file is looked at."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from lxml import etree

from lanmu.extract.gather import Cannot

# What is told of a block: its text, the local names of the open elements down to it, whether readers do not see it.
Emit = Callable[[str, Sequence[str], bool], None]


class Target(Protocol):
    """What the parser calls; names are local (without namespace)."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Character data, maybe in several pieces."""


class _Local:
    """Stands between lxml and a target: strips namespaces, refuses a DTD before it declares anything."""

    def __init__(self, target: Target, aside: Callable[[str], None] | None) -> None:
        self._start = target.start
        self._end = target.end
        self._aside = aside
        self.data = target.data

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._start(tag.rpartition("}")[2], attributes)

    def end(self, tag: str) -> None:
        self._end(tag.rpartition("}")[2])

    def comment(self, text: str) -> None:
        if self._aside:
            self._aside(text)

    def pi(self, name: str, text: str | None = None) -> None:
        self.comment(text or "")

    def doctype(self, *_: str | None) -> None:
        raise Cannot("unreadable", "里面的 XML 带有 DTD，正常的文档没有")

    def close(self) -> None:
        return None


def parse(data: bytes, target: Target, aside: Callable[[str], None] | None = None) -> None:
    """Tell ``target`` what is in the document, ``aside`` what its comments and instructions to programs say.

    Raises Cannot where it is not well-formed or nested too deep.
    """
    told: Any = _Local(target, aside)
    parser = etree.XMLParser(
        target=told,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=aside is None,
        remove_pis=aside is None,
    )
    try:
        etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise Cannot("deep", "XML 嵌套得太深") from error
        raise Cannot("unreadable", "内容有损坏（XML 不完整）") from error


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


# Elements within which text runs on; every other element is a block of its own.
INLINE = frozenset(
    (
        *("r", "t", "delText", "ins", "del", "moveFrom", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent"),
        *("fldSimple", "fld", "bdo", "dir", "customXml", "ruby", "rubyBase", "tab", "br", "cr", "sym", "oMath"),
        *("font", "span", "b", "i", "u", "a", "s", "line-break", "noBreakHyphen", "softHyphen", "bookmark"),
        *("bookmarkStart", "bookmarkEnd", "proofErr", "lastRenderedPageBreak", "AlternateContent", "Choice"),
        *(
            "Fallback",
            "ruby-base",
            "meta",
            "meta-field",
            "commentRangeStart",
            "commentRangeEnd",
            "permStart",
            "permEnd",
        ),
    )
)
# Attributes that hold words; those of the second table only on the element named.
_WORDS = frozenset(
    ("descr", "title", "alt", "tooltip", "display", "prompt", "promptTitle", "error", "errorTitle", "formatCode")
)
_WORDS_OF = frozenset(
    (
        *(("textpath", "string"), ("lvlText", "val"), ("docVar", "val"), ("listItem", "displayText")),
        *(("listItem", "value"), ("tableColumn", "name"), ("s", "v"), ("sheet", "name"), ("table", "name")),
        *(
            ("user-defined", "name"),
            ("help-text", "title"),
            ("ddList", "val"),
            ("listEntry", "val"),
            ("default", "val"),
        ),
    )
)
# Every other attribute that holds Chinese or a long number is told as well, save names of fonts and styles.
_TELLING = re.compile("[\u3400-\u9fff\uf900-\ufaff]|[0-9]{11}")
_FACES = frozenset(("typeface", "ascii", "hAnsi", "eastAsia", "cs", "panose", "font-family", "style"))
_NAMING = frozenset(("name", "aliases", "altName", "font", "rFont", "lsdException", "cellStyle", "font-face"))
_GUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_INSTEAD = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "noBreakHyphen": "-"}
_STARS = {"F0AB": "★", "F0B6": "☆"}  # stars of the font Wingdings, drawn as symbols
_ROOT = ("root",)
_OFF = ("0", "false", "off")


class Blocks:
    """Gives the text of each block, joined over its runs.

    Where a block holds deleted or hidden text it is given twice: as readers see it, and with all that
    the file keeps, since either reading may be what must not go out.
    """

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._names: list[str] = []
        self._texts: list[list[tuple[str, bool]]] = [[]]
        self._gone = 0
        self._vanished = False
        self._choice = self._fallback = 0
        self._chosen: set[str] = set()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name not in INLINE:
            self._names.append(name)
            self._texts.append([])
        self._switch(name, attributes, 1)
        if attributes:
            self._attributes(name, attributes)

    def end(self, name: str) -> None:
        """An element ends; a block is told."""
        self._switch(name, {}, -1)
        if name not in INLINE:
            self._tell(self._texts.pop())
            self._names.pop()
        elif not self._names:  # a part of no blocks at all
            self._tell(self._texts.pop())
            self._texts.append([])

    def data(self, text: str) -> None:
        """Text, except blanks that only lay out the XML."""
        if not (text.isspace() and "\n" in text):
            self._texts[-1].append((text, self._gone > 0 or self._vanished))

    def _switch(self, name: str, attributes: Mapping[str, str], step: int) -> None:
        if name == "r":
            self._vanished = False
        elif name in ("del", "moveFrom"):
            self._gone += step
        elif name == "Choice":
            self._choice += step
        elif name == "Fallback":
            self._fallback += step
        elif step > 0:
            self._mark(name, attributes)

    def _mark(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "vanish":
            self._vanished = not any(value in _OFF for value in attributes.values())
        elif name in _INSTEAD:
            self._texts[-1].append((_INSTEAD[name], False))
        elif name == "s":  # blanks of ODF
            count = next((value for key, value in attributes.items() if local(key) == "c"), "1")
            self._texts[-1].append((" " * min(int(count) if count.isdecimal() else 1, 100), False))
        elif name == "sym":
            char = next((value for key, value in attributes.items() if local(key) == "char"), "")
            self._texts[-1].append((_STARS.get(char.upper(), "\ufffd"), False))

    def _attributes(self, name: str, attributes: Mapping[str, str]) -> None:
        for key, value in attributes.items():
            word = local(key)
            if word in _WORDS or (name, word) in _WORDS_OF or _tells(name, word, value):
                self._emit(value, [*self._names, f"@{word}"], False)

    def _tell(self, pieces: list[tuple[str, bool]]) -> None:
        if not pieces:
            return
        shown = "".join(text for text, hidden in pieces if not hidden)
        full = "".join(text for text, _ in pieces)
        if self._repeated(full):
            return
        if shown:
            self._emit(shown, self._names or _ROOT, False)
        if len(shown) < len(full):
            self._emit(full, self._names or _ROOT, True)

    def _repeated(self, text: str) -> bool:
        """Whether this stands in a fallback for older programs and has been told where the newer ones read it."""
        if self._choice and not self._fallback:
            self._chosen.add(text)
        return bool(self._fallback) and text in self._chosen


def _tells(name: str, word: str, value: str) -> bool:
    """Whether an attribute nobody expects words in holds some: an author, a bookmark, a value of custom data."""
    if word in _FACES or name in _NAMING or not _TELLING.search(value):
        return False
    return not _GUID.fullmatch(value)

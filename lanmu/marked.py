"""YAML whose every value knows where it stands.

Hostile input is expected: size, depth and number of nodes are bounded, anchors and tags are
refused (that ends YAML bombs), duplicate keys are named. Every scalar is a ``Text``: what a
value means is decided by whoever knows its key, never by YAML's guessing (``no``, ``08:30``).
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast

import yaml

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 24
MAX_NODES = 100_000
MAX_FAULTS = 100

# Control, zero-width and bidi characters and noncharacters: what is shown must be what is written.
UNSEEN = r"\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff"
_UNSEEN = re.compile(f"[{UNSEEN}]")

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCALAR = yaml.ScalarEvent


def visible(text: str) -> str:
    """``text`` with what cannot be seen spelt out (``\\u200b``): fit for a message."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


class Text(str):
    """A scalar with its place; ``plain`` tells whether it was written without quotes."""

    __slots__ = ("column", "line", "plain")
    line: int
    column: int
    plain: bool

    def __new__(cls, value: str, line: int = 1, column: int = 1, plain: bool = True) -> "Text":
        """A text at a place; both count from 1."""
        text = str.__new__(cls, value)
        text.line, text.column, text.plain = line, column, plain
        return text


class Seq(list[Any]):
    """A sequence with its place."""

    line: int = 1
    column: int = 1


class Map(dict[Text, Any]):
    """A mapping with its place; its keys are ``Text``, so each key has one, too."""

    line: int = 1
    column: int = 1

    # The value of a key, None where absent. A text is equal to the string that it is: no ``Text`` need be made.
    find = cast("Callable[[Map, str], Any]", dict.get)

    def key(self, name: str) -> Text:
        """The key as written, with its place."""
        return next(key for key in self if key == name)


Node = Text | Seq | Map


class Fault(NamedTuple):
    """Why a text is no YAML we read. ``kind``: syntax, tab, colon, space, duplicate, anchor, tag, deep, large."""

    kind: str
    line: int
    column: int
    detail: str


class Marked(NamedTuple):
    """What came out of reading: a tree as far as it could be built, and every fault."""

    root: Node | None
    faults: tuple[Fault, ...]


class _Stop(Exception):
    """Reading cannot go on; carries the fault."""


class _Builder:
    """Turns the parser's events into a tree, without recursion."""

    def __init__(self, shift: int) -> None:
        self.first = shift + 1
        self.faults: list[Fault] = []
        self.root: Node | None = None
        self.stack: list[Seq | Map] = []
        self.keys: list[Text | None] = []
        self.nodes = 0

    def feed(self, event: Any) -> None:
        kind = type(event)
        if kind is _SCALAR:  # two of three
            mark = event.start_mark
            self.add(Text(event.value, mark.line + self.first, mark.column + 1, not event.style), event)
        elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
            self.stack.pop()
            self.keys.pop()
        elif kind is yaml.SequenceStartEvent:
            self.open(Seq(), event)
        elif kind is yaml.MappingStartEvent:
            self.open(Map(), event)
        elif kind is yaml.AliasEvent:
            raise _Stop(self.fault("anchor", event))
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            raise _Stop(self.fault("syntax", event, "只能有一个文档"))

    def fault(self, kind: str, event: Any, detail: str = "") -> Fault:
        return Fault(kind, event.start_mark.line + self.first, event.start_mark.column + 1, detail)

    def open(self, node: Seq | Map, event: Any) -> None:
        node.line, node.column = event.start_mark.line + self.first, event.start_mark.column + 1
        self.add(node, event)
        self.stack.append(node)
        self.keys.append(None)
        if len(self.stack) > MAX_DEPTH:
            raise _Stop(self.fault("deep", event, str(MAX_DEPTH)))

    def add(self, node: Node, event: Any) -> None:
        if event.anchor:
            raise _Stop(self.fault("anchor", event))
        if event.tag is not None:
            self.note(self.fault("tag", event, event.tag[:40]))
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _Stop(self.fault("large", event, f"{MAX_NODES} 个值"))
        if not self.stack:
            self.root = node
            return
        above = self.stack[-1]
        if isinstance(above, Seq):
            above.append(node)
        elif (key := self.keys[-1]) is not None:
            above[key] = node
            self.keys[-1] = None
        else:
            self.name(node, above)

    def note(self, fault: Fault) -> None:
        """Keep a fault; so many that no one reads them end the reading."""
        self.faults.append(fault)
        if len(self.faults) > MAX_FAULTS:
            raise _Stop(Fault("large", fault.line, fault.column, f"{MAX_FAULTS} 处错误"))

    def name(self, node: Node, mapping: Map) -> None:
        if not isinstance(node, Text):
            raise _Stop(Fault("syntax", node.line, node.column, "键必须是文字"))
        if node in mapping:
            first = mapping.key(node)
            self.note(Fault("duplicate", node.line, node.column, f"{node[:40]}（第{first.line}行已有）"))
        self.keys[-1] = node


# What the parser says most often, for people who never saw a parser.
_PROBLEMS = {
    "mapping values are not allowed": "这里不该有冒号，文字里有“: ”要加引号",
    "could not find expected ':'": "键后面缺冒号",
    "did not find expected key": "缩进与上文不齐，或缺少逗号、引号",
    "did not find expected ',' or ']'": "方括号里缺逗号，或没有右方括号",
    "did not find expected ',' or '}'": "花括号里缺逗号，或没有右花括号",
    "did not find expected '-' indicator": "列表的各项没有对齐，或缺“- ”",
    "did not find expected node content": "这里缺内容，或有多余的逗号、符号",
    "found unexpected end of stream": "引号没有配对",
    "found character that cannot start any token": "不能用这个字符开头，文字要加引号",
    "block sequence entries are not allowed": "这里不该有“- ”",
    "invalid Unicode character escape code": "双引号里的反斜杠写法不是一个字符",
    "found unknown escape character": "双引号里的反斜杠写法不对，换成单引号",
    "did not find expected <document start>": "只能有一个文档",
    "did not find expected alphabetic or numeric": "以 * 或 & 开头的文字要加引号",
    "while scanning a directive": "以 % 开头的文字要加引号",
    "control characters are not allowed": "有看不见的控制字符",
}


def _in_chinese(problem: str) -> str:
    return next((said for heard, said in _PROBLEMS.items() if heard in problem), problem)


def _syntax(error: yaml.YAMLError, text: str, shift: int) -> Fault:
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if "end of stream" in problem or "expected ',' or" in problem:
        mark = getattr(error, "context_mark", None) or mark  # where the quote or bracket was opened
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    if mark is None and isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position)
    lines = text.split("\n")
    rest = lines[line][: column + 1] if line < len(lines) else ""
    kind = "tab" if "\t" in rest else "syntax"
    return Fault(kind, line + 1 + shift, column + 1, _in_chinese(problem))


# A key whose colon is full-width, or has no blank behind it: what staff write wrong most.
_SLIP = re.compile(r"[ ]*(?:- )*([A-Za-z_][A-Za-z0-9_-]{0,40})(?:：|:(?=[^\s/]))")
_LABEL_SLIP = re.compile("(?![ #-])([^:：]{1,30})：")  # any words, where the parser stumbled right behind them
_BLOCK = re.compile(r"[:-][ ]+[|>][0-9+-]{0,2}[ ]*(?:#.*)?$")
_NEAR = 3  # lines up to the parser's complaint in which its cause is sought


def slip(text: str) -> str:
    """The key of a ``key:value`` that YAML takes for one text, "" where ``text`` is not written so."""
    found = _SLIP.match(text)
    return found.group(1) if found else ""


def _slips(text: str, complaint: int) -> list[Fault]:
    """Every colon written wrong, if one of them is what the parser complained of in line ``complaint`` (from 1)."""
    near = range(complaint - _NEAR + 1, complaint + 1)
    faults = []
    for number, line in _keyed(text.split("\n")):
        found = _SLIP.match(line) or (_LABEL_SLIP.match(line) if number in near else None)
        if found:
            kind = "colon" if line[found.end() - 1] == "：" else "space"
            faults.append(Fault(kind, number, found.end(), found.group(1)))
    return faults[:MAX_FAULTS] if any(fault.line in near for fault in faults) else []


def _keyed(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Lines that may hold keys, numbered from 1: not those of a text after ``|`` or ``>``."""
    within = -1  # indent of the key whose text we are in
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip(" "))
        if within >= 0 and (indent > within or not line.strip()):
            continue
        within = indent if _BLOCK.search(line) and line[indent] != "#" else -1
        yield number, line


def read(text: str, first_line: int = 1) -> Marked:
    """Parse ``text``; ``first_line`` is the number of its first line in its file."""
    shift = first_line - 1
    if len(text) > MAX_BYTES:
        return Marked(None, (Fault("large", first_line, 1, f"{MAX_BYTES // 1024} KB"),))
    builder = _Builder(shift)
    try:
        # As yaml.parse does, which asks twice for each event.
        event = (parser := Loader(text)).get_event()
        while event is not None:
            builder.feed(event)
            event = parser.get_event()
    except yaml.YAMLError as error:
        fault = _syntax(error, text, shift)
        slips = _slips(text, fault.line - shift) if fault.kind == "syntax" else []
        builder.faults += [found._replace(line=found.line + shift) for found in slips] or [fault]
        return Marked(None, tuple(builder.faults))
    except _Stop as stop:
        builder.faults.append(stop.args[0])
        return Marked(None, tuple(builder.faults))
    if isinstance(builder.root, Text):  # “title:标题” and nothing else is one long text to YAML
        slips = _slips(text, builder.root.line - shift)
        builder.faults += [found._replace(line=found.line + shift) for found in slips]
    return Marked(builder.root, tuple(builder.faults))

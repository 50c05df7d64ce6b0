"""YAML whose every value knows where it stands.

Hostile input is expected: size, depth and number of nodes are bounded, anchors and tags are
refused (that ends YAML bombs), duplicate keys are named. Every scalar is a ``Text``: what a
value means is decided by whoever knows its key, never by YAML's guessing (``no``, ``08:30``).
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 24
MAX_NODES = 200_000

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A scalar with its place; ``plain`` tells whether it was written without quotes."""

    __slots__ = ("column", "line", "plain")
    line: int
    column: int
    plain: bool

    def __new__(cls, value: str, line: int = 1, column: int = 1, plain: bool = True) -> "Text":
        text = super().__new__(cls, value)
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

    def key(self, name: str) -> Text:
        """The key as written, with its place."""
        return next(key for key in self if key == name)


Node = Text | Seq | Map


class Fault(NamedTuple):
    """Why a text is no YAML we read. ``kind``: syntax, tab, duplicate, anchor, tag, deep, large."""

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


def _place(event: Any, shift: int) -> tuple[int, int]:
    return event.start_mark.line + 1 + shift, event.start_mark.column + 1


class _Builder:
    """Turns the parser's events into a tree, without recursion."""

    def __init__(self, shift: int) -> None:
        self.shift = shift
        self.faults: list[Fault] = []
        self.root: Node | None = None
        self.stack: list[Seq | Map] = []
        self.keys: list[Text | None] = []
        self.nodes = 0

    def feed(self, event: Any) -> None:
        line, column = _place(event, self.shift)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Stop(Fault("anchor", line, column, ""))
        if isinstance(event, yaml.ScalarEvent):
            self.add(Text(event.value, line, column, event.style is None), event)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self.open(event, line, column)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.stack.pop()
            self.keys.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise _Stop(Fault("syntax", line, column, "只能有一个文档"))

    def open(self, event: Any, line: int, column: int) -> None:
        node: Seq | Map = Seq() if isinstance(event, yaml.SequenceStartEvent) else Map()
        node.line, node.column = line, column
        self.add(node, event)
        self.stack.append(node)
        self.keys.append(None)
        if len(self.stack) > MAX_DEPTH:
            raise _Stop(Fault("deep", line, column, str(MAX_DEPTH)))

    def add(self, node: Node, event: Any) -> None:
        line, column = _place(event, self.shift)
        if event.tag is not None:
            self.faults.append(Fault("tag", line, column, event.tag))
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _Stop(Fault("large", line, column, f"{MAX_NODES} 个值"))
        if not self.stack:
            self.root = node
        elif isinstance(self.stack[-1], Seq):
            self.stack[-1].append(node)
        elif self.keys[-1] is None:
            self.name(node, line, column)
        else:
            self.stack[-1][self.keys[-1]] = node
            self.keys[-1] = None

    def name(self, node: Node, line: int, column: int) -> None:
        if not isinstance(node, Text):
            raise _Stop(Fault("syntax", line, column, "键必须是文字"))
        mapping = self.stack[-1]
        assert isinstance(mapping, Map)
        if node in mapping:
            first = mapping.key(node)
            self.faults.append(Fault("duplicate", line, column, f"{node}（第{first.line}行已有）"))
        self.keys[-1] = node


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=Loader)


def _syntax(error: yaml.YAMLError, text: str, shift: int) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    if mark is None and isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position)
    lines = text.split("\n")
    rest = lines[line][: column + 1] if line < len(lines) else ""
    kind = "tab" if "\t" in rest else "syntax"
    return Fault(kind, line + 1 + shift, column + 1, str(getattr(error, "problem", None) or error))


def read(text: str, first_line: int = 1) -> Marked:
    """Parse ``text``; ``first_line`` is the number of its first line in its file."""
    shift = first_line - 1
    if len(text) > MAX_BYTES:
        return Marked(None, (Fault("large", first_line, 1, f"{MAX_BYTES // 1024} KB"),))
    builder = _Builder(shift)
    try:
        for event in _events(text):
            builder.feed(event)
    except yaml.YAMLError as error:
        builder.faults.append(_syntax(error, text, shift))
        return Marked(None, tuple(builder.faults))
    except _Stop as stop:
        builder.faults.append(stop.args[0])
        return Marked(None, tuple(builder.faults))
    return Marked(builder.root, tuple(builder.faults))

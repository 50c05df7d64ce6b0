"""Kinds of values: small immutable descriptions from which check and JSON Schema are both made."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from lanmu.marked import UNSEEN, visible

LINE = rf"[^{UNSEEN}]+"


def shown(text: str) -> str:
    """``text`` with what cannot be seen spelt out (``\\u200b``), cut where it is long: fit for a message."""
    return visible(text if len(text) <= 40 else f"{text[:40]}……")


class Words(NamedTuple):
    """A text that fits ``pattern`` as a whole. ``rule`` names the rule that speaks if it does not."""

    pattern: str = LINE
    hint: str = "一行看得见的文字"
    longest: int = 200  # characters
    rule: str = "wrong-value"
    reserved: tuple[str, ...] = ()


class Choice(NamedTuple):
    """One of ``values``; ``synonyms`` are older wordings that are read as one of them."""

    values: tuple[str, ...]
    rule: str = "wrong-value"
    synonyms: tuple[tuple[str, str], ...] = ()


class Whole(NamedTuple):
    """A whole number from ``low`` to ``high``, both included; ``example`` is one that messages show."""

    low: int
    high: int
    example: int = 1


class Flag(NamedTuple):
    """true or false."""


class Day(NamedTuple):
    """A day of the calendar, YYYY-MM-DD, from 1949-10-01 on."""


class Expression(NamedTuple):
    """A regular expression of the small kind that cannot be made to run long: no groups, at most two repeats."""


class Many(NamedTuple):
    """A list of ``least`` to ``most`` items. Where ``single``, one value alone stands for a list of one."""

    item: "Kind"
    least: int = 0
    single: bool = False
    most: int = 1000


class Table(NamedTuple):
    """A mapping whose keys are names given by the author."""

    key: Words
    value: "Kind"
    most: int = 1000


class Key(NamedTuple):
    """A key of a record. ``missing`` names the rule that speaks if a required key is not there or blank."""

    kind: "Kind"
    about: str  # Chinese, for editors
    required: bool = False
    missing: str = "missing-key"


class Record(NamedTuple):
    """A mapping with known keys.

    ``short``: a lone text stands for the record with just this key. ``either``: sets of keys of
    which exactly one must be there. ``missing``: rule for the key sets that are not.
    """

    keys: Mapping[str, Key]
    short: str = ""
    either: tuple[tuple[str, ...], ...] = ()


class Ref(NamedTuple):
    """A record that holds itself somewhere below; ``name`` is its place in ``DEFINITIONS``."""

    name: str


def form(kind: "Kind") -> str:
    """How a value of ``kind`` is written, its keys named: ``{office: …, phone: …}``."""
    if isinstance(kind, Record) and kind.either:
        return "，或 ".join(_braced({name: kind.keys[name] for name in names}) for names in kind.either)
    if isinstance(kind, Record):
        return _braced({name: key for name, key in kind.keys.items() if key.required} or kind.keys)
    if isinstance(kind, Table):
        return f"{{编号: {form(kind.value)}}}"
    if isinstance(kind, Whole):
        return str(kind.example)
    return "[…]" if isinstance(kind, Many) else "…"


def _braced(keys: Mapping[str, Key]) -> str:
    return f"{{{', '.join(f'{name}: {form(key.kind)}' for name, key in keys.items())}}}"


Kind: TypeAlias = Words | Choice | Whole | Flag | Day | Expression | Many | Table | Record | Ref

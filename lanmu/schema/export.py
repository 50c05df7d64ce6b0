"""The declaration as JSON Schema (draft 2020-12), for editors that complete and explain keys."""

from collections.abc import Callable
from typing import Any

from lanmu.schema.declared import COLUMNS_YAML, DEFINITIONS
from lanmu.schema.kind import Choice, Day, Expression, Flag, Key, Kind, Many, Record, Ref, Table, Whole, Words

Schema = dict[str, Any]


def json_schema() -> Schema:
    """The schema of a whole ``columns.yaml``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "栏目内容保障责任表（columns.yaml）",
        **_of(COLUMNS_YAML),
        "$defs": {name: _of(kind) for name, kind in DEFINITIONS.items()},
    }


def _of(kind: Kind) -> Schema:
    return _EXPORTS[type(kind)](kind)


def _words(kind: Words) -> Schema:
    # YAML guesses numbers and truth values where nothing is quoted; the check takes every scalar as text.
    scalar = ["string", "number", "boolean"]
    schema: Schema = {"type": scalar, "pattern": f"^(?:{kind.pattern})$", "maxLength": kind.longest}
    if kind.reserved:
        schema["not"] = {"enum": list(kind.reserved)}
    return schema


def _choice(kind: Choice) -> Schema:
    return {"enum": [*kind.values, *(old for old, _ in kind.synonyms)]}


def _whole(kind: Whole) -> Schema:
    return {"type": "integer", "minimum": kind.low, "maximum": kind.high}


def _flag(kind: Flag) -> Schema:
    return {"type": "boolean"}


def _day(kind: Day) -> Schema:
    return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def _expression(kind: Expression) -> Schema:
    return {"type": "string", "format": "regex", "maxLength": 100}


def _many(kind: Many) -> Schema:
    item = _of(kind.item)
    array: Schema = {"type": "array", "items": item, "maxItems": kind.most}
    if kind.least:
        array["minItems"] = kind.least
    return {"anyOf": [item, array]} if kind.single else array


def _table(kind: Table) -> Schema:
    return {
        "type": "object",
        "propertyNames": _words(kind.key),
        "additionalProperties": _of(kind.value),
        "maxProperties": kind.most,
    }


def _record(kind: Record) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {name: _key(key) for name, key in kind.keys.items()},
        "additionalProperties": False,
    }
    required = [name for name, key in kind.keys.items() if key.required]
    if required:
        schema["required"] = required
    if kind.either:
        schema["oneOf"] = [{"required": list(names)} for names in kind.either]
    return {"anyOf": [_of(kind.keys[kind.short].kind), schema]} if kind.short else schema


def _key(key: Key) -> Schema:
    return {"description": key.about, **_of(key.kind)}


def _ref(kind: Ref) -> Schema:
    return {"$ref": f"#/$defs/{kind.name}"}


_EXPORTS: dict[type, Callable[..., Schema]] = {
    Words: _words,
    Choice: _choice,
    Whole: _whole,
    Flag: _flag,
    Day: _day,
    Expression: _expression,
    Many: _many,
    Table: _table,
    Record: _record,
    Ref: _ref,
}

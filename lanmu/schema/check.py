"""A tree of marked values against a declared kind.

What fits is handed on, what does not is reported and left out, so that one fault does not hide
the next and whoever builds on the tree finds only values of the declared kind.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from lanmu.marked import Map, Node, Seq, Text, slip
from lanmu.near import did_you_mean, near
from lanmu.schema.declared import DEFINITIONS
from lanmu.schema.kind import Choice, Day, Expression, Flag, Kind, Many, Record, Ref, Table, Whole, Words, form, shown
from lanmu.schema.report import Report

FIRST_DAY = "1949-10-01"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WRITTEN_DAY = re.compile(r"([0-9]{4})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")  # 010 is eight to some readers of YAML
_NULLS = ("~", "null", "Null", "NULL")
_ATOM = r"(?:[a-z0-9-]|\\\.|\[(?:[a-z0-9]|[a-z]-[a-z]|[0-9]-[0-9])+\])"
_EXPRESSION = re.compile(rf"(?:{_ATOM}(?P<repeat>[+*?]|\{{[0-9]{{1,2}}(?:,[0-9]{{0,2}})?\}})?)+")
_REPEAT = re.compile(r"[+*?{]")


class Where(NamedTuple):
    """The way of keys to a value, linked upwards: most are never spelt out. ``at`` is the last key or item."""

    up: "Where | None"
    name: str
    at: Node

    def __str__(self) -> str:
        names, here = [], self
        while here.up is not None:
            if here.name:
                names.append(shown(here.name))
            here = here.up
        return ".".join(reversed(names)) or "最外层"


def check(kind: Kind, node: Node, report: Report) -> Any:
    """``node`` as far as it fits ``kind``; None where nothing of it does. Faults go to ``report``."""
    return _check(kind, node, report, Where(None, "", node))


def _check(kind: Kind, node: Node, report: Report, where: Where) -> Any:
    return _CHECKS[type(kind)](kind, node, report, where)


def absent(node: Node) -> bool:
    """Whether a value is blank: a key with nothing behind it, or an empty list."""
    if isinstance(node, Text):
        return not node.strip() or (node.plain and node in _NULLS)
    return not node and not isinstance(node, Map)


def _quote(node: Node) -> str:
    if isinstance(node, Text):
        return f"“{shown(node)}”"
    return "一个列表" if isinstance(node, Seq) else "一组键和值"


def _wrong(report: Report, node: Node, where: Where, wanted: str, rule: str = "wrong-value", cure: str = "") -> None:
    report.say(rule, node, f"{where}：{_quote(node)}不合要求", cure or f"应当是{wanted}")


def _scalar(node: Node, report: Report, where: Where, wanted: str) -> Text | None:
    if isinstance(node, Text) and not absent(node):
        return node
    if isinstance(node, Text):
        report.say("wrong-value", node, f"{where}：后面是空的", f"写上{wanted}，或者删去这个键")
    else:
        _wrong(report, node, where, wanted)
    return None


def _as(text: str, at: Text) -> Text:
    return Text(text, at.line, at.column, at.plain)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _words(kind: Words, node: Node, report: Report, where: Where) -> Text | None:
    text = _scalar(node, report, where, kind.hint)
    if text is None:
        return None
    value = text.strip()
    if len(value) > kind.longest:
        report.say(kind.rule, text, f"{where}：有{len(value)}个字符，太长", f"最多{kind.longest}个字符")
    elif _compiled(kind.pattern).fullmatch(value) is None:
        _wrong(report, text, where, kind.hint, kind.rule, f"{_repaired(kind, value)}应当是{kind.hint}")
    elif value in kind.reserved:
        report.say(kind.rule, text, f"{where}：“{value}”是门户自己的页面用的地址", "换一个编号，如在后面加一个字母")
    else:
        return text if len(value) == len(text) else _as(value, text)
    return None


def _repaired(kind: Words, value: str) -> str:
    """Did you mean, where only case and separators are wrong."""
    name = re.sub(r"[\s_.]+", "-", value).strip("-").lower()
    fits = kind.rule == "bad-id" and name != value and _compiled(kind.pattern).fullmatch(name)
    return f"是不是“{name}”？" if fits else ""


def _choice(kind: Choice, node: Node, report: Report, where: Where) -> Text | None:
    allowed = "、".join(kind.values)
    text = _scalar(node, report, where, f"其中之一：{allowed}")
    if text is None:
        return None
    value = dict(kind.synonyms).get(text.strip(), text.strip())
    if value in kind.values:
        return _as(value, text)
    cure = f"{did_you_mean(value, kind.values)}可用的有：{allowed}"
    report.say(kind.rule, text, f"{where}：没有{_quote(text)}这一种", cure)
    return None


def _whole(kind: Whole, node: Node, report: Report, where: Where) -> Text | None:
    wanted = f"{kind.low}至{kind.high}的整数，不加引号"
    text = _scalar(node, report, where, wanted)
    if text is None:
        return None
    if text.plain and _NUMBER.fullmatch(text) and kind.low <= int(text) <= kind.high:
        return text
    _wrong(report, text, where, wanted, "impossible-number")
    return None


def _flag(kind: Flag, node: Node, report: Report, where: Where) -> Text | None:
    text = _scalar(node, report, where, "true 或 false")
    if text is None or (text.plain and text in ("true", "false")):
        return text
    meant = {"是": "true", "yes": "true", "on": "true", "否": "false", "no": "false", "off": "false"}
    value = meant.get(text.lower(), text.lower())
    cure = f"是不是 {value}？" if value in ("true", "false") else ""
    _wrong(report, text, where, "true 或 false", cure=f"{cure}只能写 true 或 false，不加引号")
    return None


def _day(kind: Day, node: Node, report: Report, where: Where) -> Text | None:
    text = _scalar(node, report, where, "日期，如 2026-03-21")
    if text is None:
        return None
    value = text.strip()
    written = _WRITTEN_DAY.fullmatch(value) if len(value) <= 30 else None
    day = "{}-{:0>2}-{:0>2}".format(*written.groups()) if written else ""
    if not day:
        _wrong(report, text, where, "日期", "impossible-date", "写成 年-月-日，如 2026-03-21")
    elif not _exists(day):
        report.say("impossible-date", text, f"{where}：没有{_quote(text)}这一天", "核对年、月、日")
    elif day < FIRST_DAY:
        report.say("impossible-date", text, f"{where}：{_quote(text)}早于{FIRST_DAY}", "核对年份")
    elif not _DAY.fullmatch(value):
        report.say("impossible-date", text, f"{where}：日期{_quote(text)}的写法不规范", f"写成 {day}")
    else:
        return _as(value, text)
    return None


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _expression(kind: Expression, node: Node, report: Report, where: Where) -> Text | None:
    wanted = r"域名的格式，如 www\.xt[a-z]+\.gov\.cn"
    text = _scalar(node, report, where, wanted)
    if text is None:
        return None
    bounded = len(text) <= 100 and _EXPRESSION.fullmatch(text) and len(_REPEAT.findall(text)) <= 2
    if bounded and _compiles(text):
        return text
    cure = r"只用小写字母、数字、连字符、\. 和方括号，最多两处重复（+ * ? {n}），不用圆括号"
    _wrong(report, text, where, wanted, cure=cure)
    return None


def _compiles(pattern: str) -> bool:
    try:
        _compiled(pattern)
    except re.error:  # such as [z-a] or {5,2}
        return False
    return True


def _many(kind: Many, node: Node, report: Report, where: Where) -> Seq | None:
    items = _items(kind, node, report, where)
    if items is None:
        return None
    if len(items) > kind.most:
        report.say("wrong-value", where.at, f"{where}：有{len(items)}项，太多", f"最多{kind.most}项")
    seq = Seq()
    seq.line, seq.column = node.line, node.column
    for item in items[: kind.most]:
        value = _check(kind.item, item, report, Where(where, "", item))
        if value is not None:
            seq.append(value)
        if report.full:
            break
    return seq


def _items(kind: Many, node: Node, report: Report, where: Where) -> list[Node] | None:
    if isinstance(node, Seq) and len(node) >= kind.least:
        return node
    if isinstance(node, Seq):
        report.say("wrong-value", node, f"{where}：列表是空的", f"写上至少{kind.least}项，或者删去这个键")
    elif absent(node):
        report.say("wrong-value", node, f"{where}：后面是空的", "写上列表，或者删去这个键；没有内容的写 []")
    elif kind.single:
        return [node]
    else:
        cure = f"写成 [{node[:40]}]" if isinstance(node, Text) else "写成方括号列表，或每行一个“- ”"
        _wrong(report, node, where, "列表", cure=cure)
    return None


def _mapping(kind: Kind, node: Node, report: Report, where: Where) -> Map | None:
    if isinstance(node, Map):
        return node
    if absent(node):
        cure = f"写成 {where.name}: {form(kind)}，或者删去这个键；没有内容的写 {{}}"
        report.say("wrong-value", node, f"{where}：后面是空的", cure)
    elif isinstance(node, Text) and slip(node):
        _wrong(report, node, where, "一组键和值", cure=f"“{slip(node)}”的冒号用半角，后面空一格")
    else:
        _wrong(report, node, where, "一组键和值", cure=f"写成 {where.name}: {form(kind)}，或下一行起缩进，每行一个键")
    return None


def _empty_like(node: Map) -> Map:
    result = Map()
    result.line, result.column = node.line, node.column
    return result


def _table(kind: Table, node: Node, report: Report, where: Where) -> Map | None:
    mapping = _mapping(kind, node, report, where)
    if mapping is None:
        return None
    if len(mapping) > kind.most:
        report.say("wrong-value", where.at, f"{where}：有{len(mapping)}项，太多", f"最多{kind.most}项")
    result = _empty_like(mapping)
    for key, value in islice(mapping.items(), kind.most):
        inner = Where(where, key, key)
        name = _words(kind.key, key, report, inner)
        cleaned = _check(kind.value, value, report, inner)
        if name is not None and cleaned is not None:
            result[name] = cleaned
        if report.full:
            break
    return result


def _record(kind: Record, node: Node, report: Report, where: Where) -> Map | None:
    if kind.short and isinstance(node, Text):
        node = _wrap(kind.short, node)
    elif kind.short and not isinstance(node, Map):
        _wrong(report, node, where, kind.keys[kind.short].about, cure=f"只写一个{kind.keys[kind.short].about}")
        return None
    mapping = _mapping(kind, node, report, where)
    if mapping is None:
        return None
    result = _empty_like(mapping)
    for name, value in mapping.items():
        key = kind.keys.get(name)
        if key is None:
            _unknown(kind, name, mapping, report, where)
        elif not (absent(value) and key.required):
            cleaned = _check(key.kind, value, report, Where(where, name, name))
            if cleaned is not None:
                result[name] = cleaned
        if report.full:
            return result
    _missing(kind, mapping, report, where)
    return result


def _wrap(name: str, node: Text) -> Map:
    result = Map()
    result.line, result.column = node.line, node.column
    result[Text(name, node.line, node.column)] = node
    return result


def _unknown(kind: Record, name: Text, mapping: Map, report: Report, where: Where) -> None:
    guess = near(name, sorted(kind.keys, key=lambda key: key in mapping))
    about = f"（{kind.keys[guess[0]].about}）" if guess else ""
    cure = did_you_mean(name, guess) + about or f"可用的键有：{'、'.join(kind.keys)}"
    if slip(name) in kind.keys:
        cure = f"“{slip(name)}”的冒号用半角，后面空一格"
    report.say("unknown-key", name, f"{where}：没有{_quote(name)}这个键", cure)


def _missing(kind: Record, mapping: Map, report: Report, where: Where) -> None:
    for name, key in kind.keys.items():
        if key.required and (name not in mapping or absent(mapping[Text(name)])):
            at = mapping.key(name) if name in mapping else where.at
            report.say(key.missing, at, f"{where}：缺少 {name}", f"补上 {name}: {form(key.kind)}（{key.about}）")
    if not kind.either:
        return
    begun = [names for names in kind.either if any(name in mapping for name in names)]
    if len(begun) > 1:
        cure = f"两种写法选一种：{where.name}: {form(kind)}"
        report.say("wrong-value", where.at, f"{where}：两种写法不能同时用", cure)
    elif not all(name in mapping for name in (begun or kind.either)[0]):
        wanted = form(kind._replace(either=tuple(begun) or kind.either))
        report.say("missing-key", where.at, f"{where}：没有写全", f"写成 {where.name}: {wanted}")


def _ref(kind: Ref, node: Node, report: Report, where: Where) -> Any:
    return _check(DEFINITIONS[kind.name], node, report, where)


_CHECKS: dict[type, Callable[..., Any]] = {
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

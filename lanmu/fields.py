"""The kinds of front-matter fields (see ``lanmu/types.yaml``), and how each is checked.

One table, ``KINDS``, leads from a kind to its check. What only the files on disk or the portal
can tell (whether a picture is there, whether a column exists) is asked by the rules.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from lanmu import repair
from lanmu.article import PLACEHOLDER
from lanmu.marked import UNSEEN, Map, Node, Seq, Text, slip, visible
from lanmu.model import Field
from lanmu.near import did_you_mean, near
from lanmu.repair import later

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")  # SVG can hold script
RELATIVE = frozenset(("article", "file", "picture"))  # kinds that name a file beside the article

# Characters on both sides would make it another word (待填写).
_PLACEHOLDER = later(f"(?<![\u4e00-\u9fff]){PLACEHOLDER}(?![\u4e00-\u9fff])")
# Lines and tabs are judged by kind. A look ahead, since the class cannot leave out two of its characters.
_HIDDEN = later(rf"(?![\n\t])[{UNSEEN}]")
_SEPARATOR = later("[、，,；;]")


class Problem(NamedTuple):
    """What is wrong with a value. ``kind``: missing unknown date document contact value placeholder."""

    kind: str
    line: int
    column: int
    message: str
    cure: str


Check = Callable[[Field, Node], Iterator[Problem]]
Fault = tuple[str, str]  # message and cure
Test = Callable[[Field, str], Fault | None]


def titled(field: Field) -> str:
    """``“标题”（title）``: a field as staff know it and as the file writes it."""
    return f"“{field.label}”（{field.name}）"


def placeholder_at(text: str) -> int:
    """Where a placeholder stands in ``text`` (0-based), -1 where there is none."""
    match = _PLACEHOLDER().search(text) if PLACEHOLDER in text else None
    return match.start() if match else -1


def is_empty(node: Node) -> bool:
    """Whether nothing has been given: blank text, an empty list."""
    return not (node.strip() or hidden(node) if isinstance(node, Text) else node)


def hidden(text: str) -> str:
    """The first character of a value that cannot be seen, "" where there is none."""
    found = None if text.isprintable() else _HIDDEN().search(text)  # what cannot be seen is not printable
    return found.group() if found else ""


def _shape(field: Field, node: Node, wanted: str) -> Problem:
    found = {Text: "文字", Seq: "列表", Map: "一组键和值"}[type(node)]
    cure = {
        "一行文字": f'写成一行；值里有方括号、花括号或冒号时整个加引号：{field.name}: "…"',
        "列表": f"写成 {field.name}: [甲, 乙]，或者每项一行，前面加“- ”",
        "几组键和值": f"在 {field.name}: 的下一行起，每项写成{_row(field)}",
        "一组键和值": f"每项写成{_row(field)}",
    }[wanted]
    return Problem("value", node.line, node.column, f"{titled(field)}应当是{wanted}，这里是{found}", cure)


def _row(field: Field) -> str:
    """How an entry of a ``rows`` field is written, its keys named."""
    first, *others = [part.name for part in field.fields] or ["键"]
    return f"“- {first}: …”" + (f"，下面与 {first} 对齐写 {'、'.join(others)}" if others else "")


def _scalar(test: Test, kind: str = "value") -> Check:
    """A check of one piece of text, from the test of what it says."""

    def check(field: Field, node: Node) -> Iterator[Problem]:
        if not isinstance(node, Text):
            yield _shape(field, node, "一行文字")
        elif unseen := hidden(node):
            message = f"{titled(field)}里有看不见的字符 U+{ord(unseen):04X}"
            yield Problem("value", node.line, node.column, message, "删去这个字符，或把整个值重新输入一遍")
        elif node.strip() == PLACEHOLDER:
            cure = f"补上{field.label}再送审" + ("" if field.required else "；不需要时删去这一行")
            yield Problem("placeholder", node.line, node.column, f"{titled(field)}还没有填写", cure)
        elif fault := test(field, node):
            yield Problem(kind, node.line, node.column, *fault)
        elif placeholder_at(node) >= 0:
            cure = f"把“{PLACEHOLDER}”换成真实内容"
            yield Problem("placeholder", node.line, node.column, f"{titled(field)}里有没填写的地方", cure)

    return check


def _text(field: Field, text: str) -> Fault | None:
    return None


def _line(field: Field, text: str) -> Fault | None:
    if "\n" not in text.strip():
        return None
    return f"{titled(field)}只能有一行", f"合成一行：{field.name}: {' '.join(text.split())[:60]}"


def _repaired(proper: Callable[[str], str], what: str, form: str) -> Test:
    """A text that must already be in its proper form; where it can be repaired, that is the cure."""

    def test(field: Field, text: str) -> Fault | None:
        good = proper(text)
        if good == text:
            return None
        return f"{titled(field)}“{_short(text)}”{what}", f"改成 {good}" if good else form

    return test


def _short(text: str) -> str:
    line = " ".join(text.split())
    return visible(line if len(line) <= 40 else f"{line[:40]}…")


def _day(field: Field, text: str) -> Fault | None:
    found = repair.real_day(text)
    if found and found.year in repair.YEARS:
        return None
    return _no_date(field, text, repair.day(text) or repair.moment(text)[:10], "YYYY-MM-DD，如 2026-03-21")


def _moment(field: Field, text: str) -> Fault | None:
    found = repair.real_moment(text)
    if found and found.year in repair.YEARS:
        return None
    return _no_date(field, text, repair.moment(text), "YYYY-MM-DD 或 YYYY-MM-DD HH:MM，如 2026-03-21 09:00")


def _no_date(field: Field, text: str, good: str, form: str) -> Fault:
    tidy = repair.tidy(text)
    if impossible := repair.impossible(tidy):
        return f"{titled(field)}“{_short(text)}”不存在", impossible + _tidied(text, tidy)
    cure = f"改成 {good}" if good else f"写成 {form}"
    return f"{titled(field)}“{_short(text)}”不是规定的日期写法", cure


def _tidied(text: str, tidy: str) -> str:
    """What else of a date that does not exist is to be written otherwise; ``tidy`` is its proper form."""
    day, time = tidy[:10], tidy[11:]
    loose_day = "" if text.startswith(day) else "；日期写成 YYYY-MM-DD，如 2026-03-21"
    sound = repair.real_moment(f"2000-01-01 {time}")
    return loose_day + (f"；时间写成 {time}" if sound and time and text.removeprefix(day) != f" {time}" else "")


def _choice(field: Field, text: str) -> Fault | None:
    if text in field.choices:
        return None
    known = f"只能写：{'、'.join(field.choices)}"
    return f"{titled(field)}不能是“{_short(text)}”", did_you_mean(text, field.choices) + known


def _flag(field: Field, text: str) -> Fault | None:
    if text in ("true", "false", "是", "否"):
        return None
    return f"{titled(field)}不能是“{_short(text)}”", "写 true（是）或 false（否）"


def relative(text: str) -> Fault | None:
    """What keeps ``text`` from being a path relative to the article, if anything."""
    if re.match(r"[a-zA-Z]:[\\/]|\\|file:", text):
        name = _short(text.replace("\\", "/").rpartition("/")[2]) or "文件名"
        cure = f"把文件放进与文章同名的文件夹，写“文件夹/{name}”"
        return f"“{_short(text)}”是自己电脑上的路径，不是相对路径", cure
    if text.startswith(("/", "~")) or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", text):
        return f"“{_short(text)}”不是相对路径", "把文件放进与文章同名的文件夹，写“文件夹/文件名”"
    if "\\" in text:
        return f"“{_short(text)}”用了反斜线", f"改成 {_short(text.replace(chr(92), '/'))}"
    return None


def _file(field: Field, text: str) -> Fault | None:
    fault = relative(text)
    return (f"{titled(field)}{fault[0]}", fault[1]) if fault else None


def _article(field: Field, text: str) -> Fault | None:
    if text.endswith(".md") or relative(text):
        return _file(field, text)
    return f"{titled(field)}“{_short(text)}”不是文章", "写那篇文章的相对路径，如 ../zcwj/2026-03-01-ban-fa.md"


def _picture(field: Field, text: str) -> Fault | None:
    if text.lower().endswith(PICTURES):
        return _file(field, text)
    return f"{titled(field)}“{_short(text)}”不是图片", f"图片的扩展名是 {' '.join(PICTURES)}"


def _list(item: Check, single: Callable[[Field, Text, Check], Iterator[Problem]]) -> Check:
    """A list of texts; ``single`` judges a text that stands alone, as a list of one."""

    def check(field: Field, node: Node) -> Iterator[Problem]:
        if isinstance(node, Map):
            yield _shape(field, node, "列表")
        elif isinstance(node, Text):
            yield from single(field, node, item)
        else:
            for entry in node:
                yield from item(field, entry)

    return check


def _alone(field: Field, node: Text, item: Check) -> Iterator[Problem]:
    return item(field, node)


def _unsplit(field: Field, node: Text, item: Check) -> Iterator[Problem]:
    """Keywords run together with commas would be one keyword."""
    parts = [part.strip() for part in _SEPARATOR().split(node) if part.strip()]
    if len(parts) < 2:
        yield from item(field, node)
        return
    message = f"{titled(field)}有几项，却写成了一段文字"
    yield Problem("value", node.line, node.column, message, f"改成 {field.name}: [{_short(', '.join(parts))}]")


def _member(field: Field, text: str) -> Fault | None:
    return _choice(field, text) if field.choices else _line(field, text)


def _rows(field: Field, node: Node) -> Iterator[Problem]:
    if not isinstance(node, Seq):
        yield _shape(field, node, "几组键和值")
        return
    for number, row in enumerate(node, 1):
        if not isinstance(row, Map):
            yield _shape(field, row, "一组键和值")
            continue
        parts = {part.name: part._replace(label=f"{field.label}第{number}项的{part.label}") for part in field.fields}
        yield from check(parts, row, row.line, row.column)


_line_check = _scalar(_line)
KINDS: Mapping[str, Check] = {
    "text": _scalar(_text),
    "line": _line_check,
    "list": _list(_scalar(_member), _unsplit),
    "date": _scalar(_day, "date"),
    "day": _scalar(_day, "date"),
    "datetime": _scalar(_moment, "date"),
    "flag": _scalar(_flag),
    "choice": _scalar(_choice),
    "number": _scalar(_repaired(repair.number, "不是数字", "只写数字，如 12.5；单位写在“单位”里")),
    "url": _scalar(_repaired(repair.url, "不是网址", "写完整的网址，以 https:// 或 http:// 开头")),
    "email": _scalar(_repaired(repair.email, "不是电子邮箱", "写成 名称@域名，如 bgt@shanxi.gov.cn"), "contact"),
    "phone": _scalar(
        _repaired(repair.phone, "不是电话号码", "写区号和号码，如 0351-3046778；几个号码用“、”隔开"), "contact"
    ),
    "doc_number": _scalar(
        _repaired(
            repair.doc_number,
            "不是规定的发文字号写法",
            "写成 机关代字〔年份〕序号号，如 晋政发〔2026〕8号；令和公告写“令第8号”“公告2026年第8号”",
        ),
        "document",
    ),
    "index_number": _scalar(
        _repaired(repair.index_number, "不是索引号", "写成 机构代码/年份-5位序号，如 000014348/2026-00012")
    ),
    "article": _scalar(_article),
    "file": _scalar(_file),
    "picture": _scalar(_picture),
    "columns": _list(_line_check, _unsplit),
    "rows": _rows,
    "steps": _list(_scalar(_text), _alone),
}


def check(fields: Mapping[str, Field], values: Map, line: int = 1, column: int = 1) -> Iterator[Problem]:
    """Everything wrong with ``values``; ``line`` and ``column`` are where a missing key is missed."""
    for key, node in values.items():
        field = fields.get(key)
        if field is None:
            yield _unknown(key, fields.values(), values)
        elif is_empty(node):
            if field.required:
                yield Problem("missing", key.line, key.column, f"{titled(field)}是空的", _write(field))
        else:
            yield from KINDS[field.kind](field, node)
    for field in fields.values():
        if field.required and values.find(field.name) is None:
            yield Problem("missing", line, column, f"缺少{titled(field)}", _write(field))


def _write(field: Field) -> str:
    example = "、".join(field.choices) or field.hint
    return f"写上“{field.name}: …”" + (f"：{example}" if example else "")


def _unknown(key: Text, fields: Iterable[Field], values: Map) -> Problem:
    by_label = {field.label: field.name for field in fields}
    names = list(by_label.values())
    close = [by_label.get(name, name) for name in near(key, [*names, *by_label])]
    cure = f"改成 {close[0]}" if close else f"删去这一行，或改成这里可以写的键：{'、'.join(names)}"
    if slip(key) in names:
        cure = f"“{slip(key)}”的冒号用半角，后面空一格"
    elif close and values.find(close[0]) is not None:
        cure = f"{close[0]} 已经写在第{values.key(close[0]).line}行：内容合到那里，删去这一行"
    return Problem("unknown", key.line, key.column, f"不认识“{_short(key)}”这个键", cure)


def leaves(fields: Mapping[str, Field], values: Map) -> Iterator[tuple[Field, Text]]:
    """Every piece of text given for a declared field, those of lists and rows included."""
    for key, node in values.items():
        field = fields.get(key)
        if field is not None:
            yield from _leaves(field, node)


def _leaves(field: Field, node: Node) -> Iterator[tuple[Field, Text]]:
    if isinstance(node, Text):
        yield field, node
    elif isinstance(node, Seq) and field.kind != "rows":
        yield from ((field, entry) for entry in node if isinstance(entry, Text))
    elif isinstance(node, Seq):
        parts = {part.name: part for part in field.fields}
        for row in node:
            if isinstance(row, Map):
                yield from leaves(parts, row)

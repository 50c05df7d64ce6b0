"""Article types as data: those of ``lanmu/types.yaml`` and those a portal adds under ``types:``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lanmu import marked
from lanmu.marked import Map, Seq, Text
from lanmu.model import ArticleType, Field
from lanmu.near import did_you_mean, listed
from lanmu.schema import Report, check
from lanmu.schema.declared import TYPES_FILE

Types = Mapping[str, ArticleType]

_FILE = Path(__file__).with_name("types.yaml")
_PLAIN = ArticleType("", "article", "Article", "", {})  # what a type is that extends none


class BrokenTypes(Exception):
    """``lanmu/types.yaml`` itself has a fault: the installation is damaged."""


@cache
def _file() -> Map:
    tree = marked.read(_FILE.read_text(encoding="utf-8"))
    report = Report(_FILE.name)
    root = check(TYPES_FILE, tree.root, report) if tree.root is not None else None
    if root is None or tree.faults or report.findings:
        raise BrokenTypes(f"{_FILE.name}: {(*tree.faults, *report.findings)[:1]}")
    return Map(root)


@cache
def common() -> Mapping[str, Field]:
    """The fields that every type has."""
    return _fields(_file().get(Text("common"), Map()))


@cache
def builtin() -> Types:
    """The types of ``lanmu/types.yaml``, in its order."""
    return _resolve(_file()[Text("types")], {}, Report(_FILE.name))


def declared(written: Map, report: Report) -> Types:
    """The built-in types and those ``written`` under ``types:`` (checked); faults go to ``report``."""
    own = Map()
    for name, body in written.items():
        if name in builtin():
            cure = f"换一个名称；要沿用它的各项，写 extends: {name}"
            report.say("bad-type", name, f"types.{name}：已有叫“{name}”的类型", cure)
        else:
            own[name] = body
    found = _resolve(own, builtin(), report)
    for name, body in own.items():
        _sound(name, body, found[name], report)
    return {**builtin(), **found}


def _sound(name: Text, body: Map, kind: ArticleType, report: Report) -> None:
    """Whether the type has what its template and every page read, each of the kind they expect."""
    where = f"types.{name}"
    own = body.get(Text("fields"), Map())
    _whole(own, f"{where}.fields", report)
    base = next((one for one in builtin().values() if one.template == kind.template), None)
    special = base.fields if base is not None and base.template != _PLAIN.template else common()
    template = body.get(Text("template"))
    missing = [
        key
        for key in special
        if key not in kind.fields or (key not in own and _differs(kind.fields[key], special[key], False))
    ]
    if base is not None and template is not None and missing:
        message = f"{where}：模板 {template} 要用的 {'、'.join(missing[:5])} 没有声明，或另有写法"
        report.say("bad-type", template, message, f"写 extends: {base.name}，沿用它的各项")
    for key in own:
        if key in special and (cure := _differs(kind.fields[key], special[key], key in common())):
            owner = "每种类型" if key in common() else f"模板 {kind.template} "
            report.say("bad-type", key, f"{where}.fields.{key}：与{owner}要用的 {key} 不一样", cure + _other(key, base))


def _differs(field: Field, wanted: Field, everywhere: bool) -> str:
    """The cure of a field that is not what pages expect of it, "" where it is."""
    if field.kind != wanted.kind:
        return f"kind 写 {wanted.kind}"
    parts = [{(part.name, part.kind, part.required) for part in one.fields} for one in (field, wanted)]
    if parts[0] != parts[1]:
        return f"各项写 {'、'.join(map(_part, wanted.fields))}"
    return "写 required: true" if everywhere and wanted.required and not field.required else ""


def _part(field: Field) -> str:
    return f"{field.name}（{field.kind}{'，必填' if field.required else ''}）"


def _other(key: str, base: ArticleType | None) -> str:
    inherit = f"；写 extends: {base.name} 就不必再写 {key}" if base is not None and key not in common() else ""
    return f"，或换一个键名{inherit}"


def _whole(written: Map, where: str, report: Report) -> None:
    """Rows must say what a row holds, a choice what may be chosen."""
    for name, body in written.items():
        for kind, key in (("rows", "fields"), ("choice", "choices")):
            if body.get(Text("kind")) == kind and not body.get(Text(key)):
                cure = (
                    "写上 fields: {name: {label: 名称, kind: line}} 这样的各项"
                    if kind == "rows"
                    else "写上 choices: [甲, 乙]"
                )
                report.say("bad-type", name, f"{where}.{name}：{kind} 没有写 {key}", cure)
        _whole(body.get(Text("fields"), Map()), f"{where}.{name}", report)


def _resolve(written: Map, known: Types, report: Report) -> Types:
    """Types in the order of the file; one may extend another that comes later."""
    templates = {kind.template for kind in known.values()}
    done: dict[str, ArticleType] = {}
    for name in written:
        _settle(name, written, known, done, report)
    for name, body in written.items():
        template = body.get(Text("template"))
        if templates and template is not None and template not in templates:
            cure = f"{did_you_mean(template, templates)}可用的模板有：{'、'.join(sorted(templates))}"
            report.say("bad-type", template, f"types.{name}.template：没有叫“{template}”的模板", cure)
            done[name] = done[name]._replace(template="article")
    return {str(name): done[name] for name in written}


def _settle(name: Text, written: Map, known: Types, done: dict[str, ArticleType], report: Report) -> None:
    """Put ``name`` and all that it extends into ``done``, the farthest first; chains may be long, so no recursion."""
    chain = [name]
    while chain[-1] not in done:
        parent = written[chain[-1]].get(Text("extends"))
        if parent is None or parent in known or parent in done:
            break
        if parent not in written:
            cure = f"{did_you_mean(parent, (*known, *written))}可用的类型：{listed((*known, *written))}"
            report.say("unknown-type", parent, f"types.{chain[-1]}.extends：没有叫“{parent}”的类型", cure)
            break
        if parent in chain:
            report.say("bad-type", parent, f"types.{chain[-1]}.extends：沿用关系成了圈", "让其中一种不再沿用别的类型")
            break
        chain.append(parent)
    for link in reversed(chain):
        if link not in done:
            parent = written[link].get(Text("extends"))
            base = known.get(parent) or done.get(parent) or _PLAIN if parent is not None else _PLAIN
            done[str(link)] = _made(link, written[link], base)


def _made(name: Text, body: Map, base: ArticleType) -> ArticleType:
    own = _fields(body.get(Text("fields"), Map()))
    return ArticleType(
        str(name),
        str(body.get(Text("template"), base.template)),
        str(body.get(Text("schema"), base.schema)),
        str(body.get(Text("description"), base.description)),
        {**common(), **base.fields, **own},
    )


def _fields(written: Map) -> Mapping[str, Field]:
    return {str(name): _field(name, body) for name, body in written.items()}


def _field(name: Text, body: Map) -> Field:
    return Field(
        name=str(name),
        label=str(body.get(Text("label"), name)),
        kind=str(body.get(Text("kind"), "line")),
        required=body.get(Text("required")) == "true",
        hint=str(body.get(Text("hint"), "")),
        choices=tuple(str(choice) for choice in body.get(Text("choices"), Seq())),
        fields=tuple(_fields(body.get(Text("fields"), Map())).values()),
        show=body.get(Text("show")) != "false",
    )

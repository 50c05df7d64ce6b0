"""The configuration of Decap CMS, in whose forms staff write without git: made from columns and article types.

One configuration a department, one collection a column of it: a collection is a folder, and a portal of forty
departments would have several hundred. Keys and widgets are Decap's (https://decapcms.org/docs/configuration-options/).
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

import yaml

from lanmu.model import ArticleType, Column, Department, Field, Forge, Portal
from lanmu.place import CONTENT

FOLDER = "editor"  # of the generated files, in a portal's root
# The day and minute of the date field, as staff entered them. Decap's {{year}} and {{day}} are those of UTC, before
# eight in the morning the day before; its {{slug}} is the title, which for Chinese is not what F103 wants.
_STEM = "{{fields.date | date('YYYY-MM-DD-HHmm')}}"
_BESIDE = "{{filename}}"  # the folder of the article's own name; empty until it is first saved (see editor/lanmu.js)
_LAST = ("confirm", "waive")  # for those who review
_DAY = {"widget": "datetime", "format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD", "time_format": False}
_WIDGETS: Mapping[str, Mapping[str, Any]] = {
    "text": {"widget": "text"},
    "date": _DAY,
    "day": _DAY,
    "datetime": {"widget": "datetime", "format": "YYYY-MM-DD HH:mm"},
    "flag": {"widget": "boolean"},
    "number": {"widget": "number", "value_type": "float"},
    "url": {"widget": "string", "pattern": ["^https?://", "以 https:// 或 http:// 开头"]},
    "article": {"widget": "string", "pattern": [r"\.md$", "写那篇文章的相对路径，以 .md 结尾"]},
    "file": {"widget": "file", "choose_url": False},
    "picture": {"widget": "image", "choose_url": False},
}
_LINE: Mapping[str, Any] = {"widget": "string"}
_BODY = {
    "name": "body",
    "label": "正文",
    "widget": "markdown",
    "required": False,
    "hint": "分段写；标题从二级起；图片写清说明，附件放在“附件”里",
    "buttons": [
        *("bold", "italic", "link", "heading-two", "heading-three", "heading-four"),
        *("quote", "bulleted-list", "numbered-list"),
    ],
    "editor_components": ["image"],
}
# What is to be heeded in the form is not what is to be heeded in the file.
_HINTS = {
    "date": "文件名由它而来：第一次保存以后，不要再改到别的日子",
    "image": "上传的图片放进文章自己的文件夹",
    "columns": "本文只有一个家，这里是另外要显示它的栏目",
    "consultation": "尚未议决、正在公开征求意见的才打开",
}
_MESSAGES = {
    "create": "新建{{collection}}：{{slug}}",
    "update": "修改{{collection}}：{{slug}}",
    "delete": "删除{{collection}}：{{slug}}",
    "uploadMedia": "上传 {{path}}",
    "deleteMedia": "删除 {{path}}",
}


def files(portal: Portal) -> dict[str, str]:
    """Path and text of every department's configuration for ``site.forge``; none where it cannot serve."""
    host = backend(portal.forge) if portal.forge else None
    if host is None:
        return {}
    return {f"{FOLDER}/{office.id}.yml": text(config(portal, office, host)) for office in offices(portal)}


def offices(portal: Portal) -> tuple[Department, ...]:
    """Departments that have a column to write for."""
    return tuple(office for office in portal.departments.values() if any(_columns(portal, office)))


def backend(forge: Forge) -> dict[str, Any] | None:
    """Decap's ``backend`` for a forge. None for Gitea: there it has no editorial workflow, and would write to main.

    The application id that the forge gives the editor is not known here: whoever installs it adds it in ``CMS.init``.
    """
    parts = urlsplit(forge.url)
    host, repo = f"{parts.scheme}://{parts.netloc}", parts.path.strip("/")
    shared = {"repo": repo, "branch": forge.branch, "base_url": host, "auth_type": "pkce", "commit_messages": _MESSAGES}
    if forge.kind == "gitlab":
        return {"name": "gitlab", **shared, "api_root": f"{host}/api/v4"}
    if forge.kind == "forgejo":
        return {"name": "forgejo", **shared, "api_root": f"{host}/api/v1"}
    return None


def local(branch: str) -> dict[str, Any]:
    """Decap's ``backend`` for a decap-server that the pages' own server leads to, in a repository of this machine."""
    return {"name": "proxy", "proxy_url": "/api/v1", "branch": branch, "commit_messages": _MESSAGES}


def config(portal: Portal, office: Department, host: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration for the columns of ``office``; ``host`` is Decap's ``backend``."""
    columns = tuple(_columns(portal, office))
    form = cache(partial(_form, portal))  # one value for one field, which the text then writes once
    forms = {types: list(_fields(portal, office, types, form)) for types in {column.types for column in columns}}
    return {
        "backend": dict(host),
        "publish_mode": "editorial_workflow",
        "locale": "zh_Hans",
        "site_url": f"https://{portal.site.domain}",
        "show_preview_links": False,
        "editor": {"preview": False},
        "media_folder": f"{CONTENT}/{office.id}",
        "public_folder": "",
        # Names of uploaded files keep their Chinese: of ASCII alone nothing but the ending would be left.
        "slug": {"encoding": "unicode", "clean_accents": False, "sanitize_replacement": "-"},
        "collections": [_collection(portal, office, column, forms[column.types]) for column in columns],
    }


def text(config: Mapping[str, Any]) -> str:
    """A configuration as the YAML that Decap reads. What several forms share is written once (&id001, *id001)."""
    head = "# 由 columns.yaml 和文章类型生成，不要手工修改。\n"
    return head + yaml.dump(config, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)


def _columns(portal: Portal, office: Department) -> Iterator[Column]:
    return (column for column in portal.public_columns() if office.id in column.departments)


def _collection(portal: Portal, office: Department, column: Column, form: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": f"{office.id}_{column.id}",  # it names the branches, which all departments share
        "label": _label(portal, column),
        "label_singular": column.name,
        "description": "　".join(filter(None, (column.description, column.due.text if column.due else ""))),
        "folder": f"{CONTENT}/{office.id}/{column.id}",
        "create": True,
        "delete": False,  # what is on the site is withdrawn, not deleted
        "extension": "md",
        "format": "yaml-frontmatter",
        "slug": _STEM,
        "identifier_field": "title",
        "media_folder": _BESIDE,
        "public_folder": _BESIDE,
        "summary": "{{date}}　{{title}}",
        "sortable_fields": [{"field": "date", "label": "发布日期", "default_sort": "desc"}, {"field": "title"}],
        "fields": form,
    }


def _label(portal: Portal, column: Column) -> str:
    """The column with its section before it, for two may have one name."""
    return f"{portal.section(column.section).name} / {column.name}" if column.section else column.name


def _fields(
    portal: Portal, office: Department, names: tuple[str, ...], form: Callable[[Field], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """What every article must give, what is its type's own, the text; then what may be given."""
    shared = _shared(portal)
    parts: tuple[list[dict[str, Any]], ...] = ([], [], [_BODY], [], [])
    for field in _joined(tuple(portal.types[name] for name in names)):
        place = 4 if field.name in _LAST else 1 if field.name not in shared else 0 if field.required else 3
        given = _given(office, field)
        parts[place].append(form(field) | given if given else form(field))
    for part in parts:
        yield from part


def _given(office: Department, field: Field) -> dict[str, Any]:
    """What a new article begins with, as ``lanmu new`` has it."""
    if field.name == "type":
        return {"default": field.choices[0]}
    given = {"source": office.name, "date": "{{now}}"}
    return {"default": given[field.name]} if field.name in given else {}


def _shared(portal: Portal) -> set[str]:
    """Names of the fields that every type has."""
    return set.intersection(*(set(kind.fields) for kind in portal.types.values()))


def _joined(types: tuple[ArticleType, ...]) -> Iterator[Field]:
    """The fields of all ``types``, each once: a form cannot ask for other fields once the type is chosen."""
    for name in dict.fromkeys(name for kind in types for name in kind.fields):
        having = [kind for kind in types if name in kind.fields]
        if name == "type":
            yield from _type(having)
            continue
        forms = [kind.fields[name] for kind in having]
        needing = [kind.name for kind in having if kind.fields[name].required]
        using = [kind.name for kind in having if kind.name not in needing]
        remarks = [*dict.fromkeys(form.hint for form in forms if form.hint)]
        if len(needing) < len(types):
            remarks += [f"类型是{'、'.join(needing)}的必填"] if needing else []
            remarks += [f"类型是{'、'.join(using)}的可填"] if using and len(using) < len(types) else []
        yield forms[0]._replace(
            label="／".join(dict.fromkeys(form.label for form in forms)),
            required=len(needing) == len(types),
            hint="；".join(remarks),
            choices=tuple(dict.fromkeys(choice for form in forms for choice in form.choices)),
        )


def _type(types: list[ArticleType]) -> Iterator[Field]:
    """The type as a choice; not asked where the column has one only."""
    if len(types) > 1:
        hint = "；".join(f"{kind.name}：{kind.description}" for kind in types if kind.description)
        yield (
            types[0]
            .fields["type"]
            ._replace(kind="choice", required=True, hint=hint, choices=tuple(kind.name for kind in types))
        )


def _form(portal: Portal, field: Field) -> dict[str, Any]:
    """A field of the form: a label, a hint, a widget by the field's kind."""
    form: dict[str, Any] = {"name": field.name, "label": field.label, "required": field.required}
    if hint := _HINTS.get(field.name, field.hint):
        form["hint"] = hint
    return form | _widget(portal, field)


def _widget(portal: Portal, field: Field) -> dict[str, Any]:
    if field.kind == "columns":
        options = [{"label": column.name, "value": column.id} for column in portal.public_columns()]
        return {"widget": "select", "multiple": True, "options": options}
    if field.choices:
        return {"widget": "select", "multiple": field.kind == "list", "options": list(field.choices)}
    if field.kind == "rows":
        rows = [_form(portal, part) for part in field.fields]
        return {"widget": "list", "label_singular": field.label, "fields": rows}
    if field.kind in ("list", "steps"):
        item = {"name": "item", "label": field.label, **_WIDGETS.get("text" if field.kind == "steps" else "", _LINE)}
        return {"widget": "list", "label_singular": field.label, "field": item}
    return dict(_WIDGETS.get(field.kind, _LINE))

"""Decap's configuration from a portal: which collections, which fields, in which words."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from lanmu import editor, structure, types
from lanmu.model import FIELD_KINDS, Field, Portal
from lanmu.rules.sample import COLUMNS, FILES
from tests.repository import ROOT

HOST = editor.local("main")
PORTALS = (ROOT, *sorted((ROOT / "tests" / "portals").glob("*/")))
FORGE = "  identifier:", "  forge: {kind: %s, url: https://code.shifan.gov.cn/bgt/portal}\n  identifier:"


def read(*changes: tuple[str, str]) -> Portal:
    text = FILES[COLUMNS]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    loaded = structure.read(text.encode())
    assert loaded.portal is not None
    assert loaded.findings == ()
    return loaded.portal


def collections(portal: Portal, office: str) -> dict[str, Any]:
    found = editor.config(portal, portal.departments[office], HOST)["collections"]
    return {one["name"]: one for one in found}


def fields(portal: Portal, office: str, name: str) -> dict[str, Any]:
    return {field["name"]: field for field in collections(portal, office)[name]["fields"]}


def test_a_department_sees_the_folders_of_its_own_columns() -> None:
    portal = read()
    found = {office.id: collections(portal, office.id) for office in editor.offices(portal)}
    assert {office: [one["folder"] for one in many.values()] for office, many in found.items()} == {
        "bgt": ["content/bgt/zcwj"],
        "kjt": ["content/kjt/bmdt", "content/kjt/zcwj"],
        "lyj": ["content/lyj/bmdt", "content/lyj/zxzx"],
    }
    assert [one["label"] for one in found["kjt"].values()] == ["新闻 / 部门动态", "政务公开 / 政策文件"]


def test_what_is_not_public_has_no_form() -> None:
    portal = read(("    types: [新闻]\n", "    types: [新闻]\n    public: false\n"))
    assert list(collections(portal, "kjt")) == ["kjt_zcwj"]


def test_a_department_without_columns_has_no_editor() -> None:
    portal = read(
        ("departments: [bgt, kjt]", "departments: [kjt]"),
        ("    name: 省政府办公厅\n", "    name: 省政府办公厅\n    external: true\n"),
    )
    assert [office.id for office in editor.offices(portal)] == ["kjt", "lyj"]


def test_a_form_asks_first_for_what_must_be_given() -> None:
    names = list(fields(read(), "kjt", "kjt_bmdt"))
    assert names[:4] == ["title", "date", "source", "body"]
    assert names[-2:] == ["confirm", "waive"]
    assert "type" not in names  # the column has one only


def test_a_new_article_begins_as_lanmu_new_begins_it() -> None:
    found = fields(read(), "kjt", "kjt_zcwj")
    assert {name: field["default"] for name, field in found.items() if "default" in field} == {
        "date": "{{now}}",
        "source": "省科技厅",
        "type": "文件",
    }
    assert found["type"]["options"] == ["文件", "通知公告"]


def test_fields_of_several_types_are_joined() -> None:
    found = fields(read(), "kjt", "kjt_zcwj")
    assert found["title"]["required"]
    assert not found["doc_number"]["required"]
    assert found["doc_number"]["hint"] == "如 晋政发〔2026〕8号；类型是文件的必填"
    assert found["expires"]["hint"].endswith("；类型是通知公告的可填")
    assert list(found).index("doc_number") < list(found).index("body") < list(found).index("author")
    letters = fields(read(), "lyj", "lyj_zxzx")
    assert letters["office"]["label"] == "答复单位／受理单位"
    assert letters["office"]["hint"] == "类型是信件、办事指南的可填"


def test_the_fields_are_those_of_the_types_and_the_text() -> None:
    portal = read()
    found = fields(portal, "lyj", "lyj_zxzx")
    wanted = {name for kind in ("信件", "办事指南", "统计") for name in portal.types[kind].fields}
    assert set(found) == wanted | {"body"}


WIDGETS = {
    "line": "string",
    "text": "text",
    "list": "list",
    "date": "datetime",
    "datetime": "datetime",
    "day": "datetime",
    "flag": "boolean",
    "choice": "select",
    "number": "number",
    "url": "string",
    "email": "string",
    "phone": "string",
    "doc_number": "string",
    "index_number": "string",
    "article": "string",
    "file": "file",
    "picture": "image",
    "columns": "select",
    "rows": "list",
    "steps": "list",
}


@pytest.mark.parametrize("kind", FIELD_KINDS)
def test_every_kind_has_its_widget(kind: str) -> None:
    portal = read()
    inner = (Field("a", "甲", "line", True, "", (), (), True),)
    own = Field("own", "自有", kind, False, "提示", ("甲", "乙") if kind == "choice" else (), inner, True)
    news = portal.types["新闻"]
    portal = portal._replace(types={**portal.types, "新闻": news._replace(fields={**news.fields, "own": own})})
    found = fields(portal, "kjt", "kjt_bmdt")["own"]
    assert found["widget"] == WIDGETS[kind]
    assert (found["label"], found["hint"], found["required"]) == ("自有", "提示", False)
    if kind in ("date", "day", "datetime"):
        assert found["format"] == ("YYYY-MM-DD HH:mm" if kind == "datetime" else "YYYY-MM-DD")
    if kind == "rows":
        assert found["fields"] == [{"name": "a", "label": "甲", "required": True, "widget": "string"}]


def test_words_of_a_list_are_chosen_where_they_are_known() -> None:
    field = types.builtin()["办事指南"].fields["audience"]
    found = fields(read(), "lyj", "lyj_zxzx")["audience"]
    assert (found["widget"], found["multiple"], found["options"]) == ("select", True, list(field.choices))


def test_without_a_forge_nothing_is_written() -> None:
    assert editor.files(read()) == {}


def test_gitea_has_no_workflow_and_gets_no_configuration() -> None:
    assert editor.files(read((FORGE[0], FORGE[1] % "gitea"))) == {}


@pytest.mark.parametrize(("kind", "api"), [("gitlab", "/api/v4"), ("forgejo", "/api/v1")])
def test_a_forge_gets_a_file_for_every_department(kind: str, api: str) -> None:
    found = editor.files(read((FORGE[0], FORGE[1] % kind)))
    assert list(found) == ["editor/bgt.yml", "editor/kjt.yml", "editor/lyj.yml"]
    host = yaml.safe_load(found["editor/kjt.yml"])["backend"]
    assert (host["name"], host["repo"], host["branch"]) == (kind, "bgt/portal", "main")
    assert (host["base_url"], host["api_root"]) == ("https://code.shifan.gov.cn", f"https://code.shifan.gov.cn{api}")


@pytest.mark.parametrize("root", PORTALS, ids=lambda path: path.name)
def test_every_configuration_is_read_back_as_it_was(root: Path) -> None:
    portal = structure.load(root).portal
    assert portal is not None
    names = []
    for office in editor.offices(portal):
        config = editor.config(portal, office, HOST)
        assert yaml.load(editor.text(config), yaml.CSafeLoader) == json.loads(json.dumps(config))
        names += [one["name"] for one in config["collections"]]
        assert all(one["fields"] for one in config["collections"])
    assert len(set(names)) == len(names) > 10

"""Parts of the table: which ones are asked for, and which ones differ."""

from collections.abc import Callable
from typing import Any

import pytest

from lanmu import parts, structure
from lanmu.model import Account, Parties, Portal
from lanmu.parts import EVERYTHING
from lanmu.rules.sample import COLUMNS, FILES


def portal(*changes: tuple[str, str]) -> Portal:
    text = FILES[COLUMNS]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    found = structure.read(text.encode()).portal
    assert found is not None
    return found


PORTAL = portal()


@pytest.mark.parametrize(
    ("ask", "names"),
    [
        (lambda p: p.columns["bmdt"], {"columns/bmdt"}),
        (lambda p: p.columns.get("none"), {"columns/none"}),
        (lambda p: "kjt" in p.departments, {"departments/kjt"}),
        (lambda p: "none" in p.groups, {"groups/none"}),
        (lambda p: p.types["新闻"], {"types/新闻"}),
        (lambda p: list(p.groups), {"groups/*"}),
        (lambda p: len(p.departments), {"departments/*"}),
        (lambda p: list(p.columns.values()), {"columns/*"}),
        (lambda p: dict(p.types.items()), {"types/*"}),
        (lambda p: list(p.columns.keys()), {"columns/*"}),
        (lambda p: p.public_columns(), {"columns/*"}),
        (lambda p: p.department("科技厅"), {"departments/*"}),
        (lambda p: (p.site.name, p.office, p.sections), set()),
    ],
)
def test_what_is_asked_for_is_noted(ask: Callable[[Portal], Any], names: set[str]) -> None:
    noted: set[str] = set()
    assert ask(parts.noted(PORTAL, noted.add)) == ask(PORTAL)
    assert noted == names


def test_an_entry_that_is_not_there_is_noted_before_it_fails() -> None:
    noted: list[str] = []
    with pytest.raises(KeyError):
        parts.noted(PORTAL, noted.append).columns["none"]
    assert noted == ["columns/none"]


def test_pages_cannot_see_what_they_do_not_show() -> None:
    seen = parts.noted(PORTAL, lambda _: None)
    assert (seen.accounts, seen.archive, seen.site.roles, seen.site.columns) == ({}, None, Parties(), ())
    assert PORTAL.accounts
    assert PORTAL.site.roles.office


def test_equal_tables_do_not_differ() -> None:
    assert parts.changed(PORTAL, PORTAL) == parts.changed(PORTAL, portal()) == frozenset()


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("name: 部门动态", "name: 部门新闻", {"columns/bmdt", "columns/*"}),
        ("aliases: [旅游局]", "aliases: [旅游局, 旅管局]", {"departments/lyj", "departments/*"}),
        ("columns:\n", "types:\n  厅发文件: {extends: 文件}\ncolumns:\n", {"types/厅发文件", "types/*"}),
        ("organiser: 省政府办公厅", "organiser: 省政府", {EVERYTHING}),
        ("xinwen: {name: 新闻}", "xinwen: {name: 要闻}", {EVERYTHING}),
        ("kjt-head: {title: 省科技厅负责人}", "kjt-head: {title: 厅负责人}", set()),
        ("webmaster: bgt-webmaster", "webmaster: bgt-liaison", set()),
    ],
)
def test_what_differs(old: str, new: str, names: set[str]) -> None:
    assert parts.changed(PORTAL, portal((old, new))) == parts.changed(portal((old, new)), PORTAL) == names


def test_a_group_is_a_part_and_its_columns_are_others() -> None:
    found = parts.changed(PORTAL, portal(("各厅局: [kjt, lyj]", "各厅局: [kjt, lyj, bgt]")))
    assert {"groups/各厅局", "groups/*", "columns/bmdt", "columns/*"} <= found
    assert "columns/zcwj" not in found


def test_another_order_is_no_other_entry() -> None:
    turned = PORTAL._replace(columns=dict(reversed(PORTAL.columns.items())))
    assert parts.changed(PORTAL, turned) == {"columns/*"}


def test_an_entry_that_came_or_went() -> None:
    less = PORTAL._replace(columns={id: column for id, column in PORTAL.columns.items() if id != "zxzx"})
    assert parts.changed(PORTAL, less) == parts.changed(less, PORTAL) == {"columns/zxzx", "columns/*"}


def test_accounts_are_not_shown() -> None:
    assert parts.changed(PORTAL, PORTAL._replace(accounts={"a": Account("a")})) == frozenset()


def test_another_order_of_a_types_fields_is_another_type() -> None:
    kind = PORTAL.types["新闻"]
    turned = kind._replace(fields=dict(reversed(kind.fields.items())))
    assert "types/新闻" in parts.changed(PORTAL, PORTAL._replace(types={**PORTAL.types, "新闻": turned}))

"""Pages as bytes and fingerprints: what moves a fingerprint, and what may be in a template."""

from pathlib import Path

import pytest

from lanmu.page import Page
from lanmu.refusal import Unable
from lanmu.views import Link
from plugins.building.render import NotUnderstood, closures, environment, fingerprint, known_environment, render

PAGE = Page("a/b.html", "a.html", {"title": "一", "links": (Link("二", "c.html"),), "number": 1})


def templates(folder: Path, **texts: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return str(folder)


def moved(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name.removesuffix(".html") for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.mark.parametrize(
    "tag",
    [
        '{% extends "base.html" %}',
        "{% include 'base.html' %}",
        '{%- import "base.html" as m -%}',
        '{%+ from "base.html" import x %}',
        '{%   extends   "base.html"%}',
        '{% include "base.html" ignore missing with context %}',
        '{% include "base.html"without context+%}',
        '{%\n  include "base.html" %}',
    ],
)
def test_a_template_changes_with_what_it_takes_in(tag: str, tmp_path: Path) -> None:
    texts = {"base": "1", "middle": tag, "page": '{% include "middle.html" %}', "other": "base.html"}
    before = closures((templates(tmp_path, **texts),))
    assert set(before) == {f"{name}.html" for name in texts}
    assert moved(before, closures((templates(tmp_path, base="2"),))) == {"base", "middle", "page"}


def test_templates_that_take_in_each_other(tmp_path: Path) -> None:
    before = closures((templates(tmp_path, a='{% import "b.html" as b %}', b='{% import "a.html" as a %}', c="c"),))
    assert moved(before, closures((templates(tmp_path, b='{% import "a.html" as x %}'),))) == {"a", "b"}


def test_an_override_takes_the_place_of_a_template(tmp_path: Path) -> None:
    theme = templates(tmp_path / "theme", base="1", page='{% extends "base.html" %}', other="o")
    before = closures((str(tmp_path / "none"), theme))
    assert moved(before, closures((templates(tmp_path / "own", base="2", more="m"), theme))) == {"base", "page", "more"}
    assert moved(before, closures((templates(tmp_path / "same", base="1"), theme))) == set()


def test_a_template_that_is_named_and_not_there(tmp_path: Path) -> None:
    folder = templates(tmp_path, page='{% include "late.html" ignore missing %}')
    before = closures((folder,))
    assert moved(before, closures((templates(tmp_path, late="1"),))) == {"page", "late"}


@pytest.mark.parametrize(
    "tag",
    [
        "{% include name %}",
        "{% extends layout %}",
        "{% from x import y %}",
        '{% include ["a.html", "b.html"] %}',
        '{% include("a.html") %}',
        '{% include"a.html" %}',
        '{% include "\\x61.html" %}',
        '{% extends "a.html" if title else "b.html" %}',
        '{%- include "a" ~ title ~ ".html" -%}',
        "{% include 'a.html'|replace('a', 'b') %}",
    ],
)
def test_a_computed_name_is_not_understood(tag: str, tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood, match="算出来的名字"):
        closures((templates(tmp_path, page=tag),))


def test_a_fingerprint_moves_with_value_path_template_and_closure() -> None:
    others = [
        fingerprint(PAGE._replace(path="a/c.html"), "c"),
        fingerprint(PAGE._replace(template="b.html"), "c"),
        fingerprint(PAGE._replace(context={**PAGE.context, "number": 2}), "c"),
        fingerprint(PAGE._replace(context={**PAGE.context, "links": (Link("二", "d.html"),)}), "c"),
        fingerprint(PAGE._replace(context={**PAGE.context, "more": ""}), "c"),
        fingerprint(PAGE, "d"),
    ]
    assert len({fingerprint(PAGE, "c"), *others}) == len(others) + 1
    assert fingerprint(PAGE, "c") == fingerprint(PAGE._replace(context=dict(PAGE.context)), "c")
    fingerprint(PAGE._replace(context={"title": "\udcff"}), "c")  # whatever a name holds


def test_a_page_may_hold_values_only() -> None:
    with pytest.raises(TypeError):
        fingerprint(PAGE._replace(context={"portal": object()}), "c")


def test_everything_is_escaped_and_nothing_undefined_passes(tmp_path: Path) -> None:
    folder = templates(tmp_path, a='{{ title }} {{ "表 格.csv"|href("../") }}', b="{{ nowhere }}")
    env = environment((folder,), "")
    assert render(env, PAGE._replace(context={"title": "<b>"})) == b"&lt;b&gt; ../%E8%A1%A8%20%E6%A0%BC.csv"
    with pytest.raises(Unable, match="用了没有的东西"):
        render(env, PAGE._replace(template="b.html"))


def test_compiled_templates_are_kept_and_follow_the_text(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    env = environment((templates(tmp_path / "a", a="{{ title }}"),), str(tmp_path / "kept"))
    assert render(env, PAGE).decode() == "一"
    assert list((tmp_path / "kept").iterdir())
    other = environment((templates(tmp_path / "b", a="{{ title }}二"),), str(tmp_path / "kept"))
    assert render(other, PAGE).decode() == "一二"


def test_a_function_may_be_the_template(tmp_path: Path) -> None:
    page = Page("a.txt", "tests.plugins.building.test_render:written", {"what": "<一>"})
    assert render(environment((str(tmp_path),), ""), page) == "<一>".encode()


def written(what: str) -> str:
    return what


def test_what_is_alike_on_many_pages_is_drawn_once(tmp_path: Path) -> None:
    macros = "{% macro count(links) %}<{{ links | length }}>{% endmacro %}"
    page = '{% import "macros.html" as m %}{{ m.count | once(links) }}'
    folder = templates(tmp_path, a=page, macros=macros)
    env = environment((folder,), "")
    assert render(env, PAGE) == render(env, PAGE) == b"<1>"
    assert render(env, PAGE._replace(context={"links": ("<b>",) * 2})) == b"<2>"
    assert env.filters["once"].cache_info().hits == 1


def test_an_environment_is_kept_as_long_as_no_template_changes(tmp_path: Path) -> None:
    folders = (templates(tmp_path, a="{{ title }}"),)
    states = frozenset(closures(folders).items())
    kept = known_environment(folders, "", states)
    assert render(kept, PAGE) == "一".encode()
    assert known_environment(folders, "", states) is kept
    templates(tmp_path, a="{{ title }}二")
    assert render(known_environment(folders, "", frozenset(closures(folders).items())), PAGE) == "一二".encode()

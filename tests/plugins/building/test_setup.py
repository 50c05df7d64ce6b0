"""What a build is made with, told apart from what has no effect."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pelican.settings import read_settings

from plugins.building.setup import Setup
from tests.plugins.conftest import REPOSITORY, write


def setup(**settings: Any) -> Setup:
    read = read_settings(str(REPOSITORY / "pelicanconf.py"), override=settings)
    return Setup(REPOSITORY, read, ())


def test_the_settings_of_this_repository_are_understood() -> None:
    assert setup().not_understood() == ""
    assert setup().states == setup().states


def test_plugins_are_ours_by_name_whether_loaded_or_not() -> None:
    module = ModuleType("plugins.home")
    assert setup(PLUGINS=[module, "plugins.columns"]).not_understood() == ""
    strange = [ModuleType("home"), "plugins.none", "plugins", "sitemap"]
    said = setup(PLUGINS=strange).not_understood()
    assert said.startswith("有不认识的插件：")
    assert said.endswith("、plugins.none、plugins、sitemap")


@pytest.mark.parametrize("name", ["THEME", "OUTPUT_PATH", "LANMU_ON", "LANMU_JOBS", "PORT", "PATH"])
def test_settings_without_effect(name: str) -> None:
    one = setup()
    other = Setup(one.root, {**one.settings, name: "anything"}, ())
    assert other.states == one.states
    assert other.not_understood() == ""


def test_settings_of_any_kind_have_a_state() -> None:
    one = setup()

    def state(value: object) -> str:
        return Setup(one.root, {**one.settings, "ARTICLE_ORDER_BY": value}, ()).states["设置"]

    assert state({"b", "a"}) == state(frozenset(("a", "b")))
    assert state(str.upper) == state(str.upper)
    assert len({state(value) for value in ("a", {"a"}, str.upper, str.lower, Path("a"), None)}) == 6


def test_the_state_stands_when_pelican_adds_to_the_settings() -> None:
    one = setup()
    before = dict(one.states)
    one.settings["MARKDOWN"]["more"] = 1
    assert one.states == before


def test_static_files_of_a_theme(tmp_path: Path) -> None:
    write(tmp_path, {"static/b/c.css": "c", "static/a.css": "a", "templates/x.html": "x"})
    made = Setup(tmp_path, {"THEME": str(tmp_path), "THEME_TEMPLATES_OVERRIDES": ["own"]}, ())
    assert [(draft.path, draft.make().path) for draft in made.static()] == [
        (f"theme/{n}",) * 2 for n in ("a.css", "b/c.css")
    ]
    assert made.folders == ("own", str(tmp_path / "templates"))
    assert list(made.closures) == ["x.html"]
    assert list(Setup(tmp_path, {"THEME": "none"}, ()).static()) == []


def test_without_a_place_of_the_users_own_no_template_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    made = Setup(tmp_path, {"THEME": str(tmp_path), "THEME_TEMPLATES_OVERRIDES": []}, ())
    assert made.environment.bytecode_cache is None

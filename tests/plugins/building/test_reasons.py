"""When a build is a full one: the reason is said, and the next build goes by what changed again."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from lanmu import cache
from lanmu.index import Index
from lanmu.rules.sample import NEWS, edited
from plugins.building import run, setup
from tests.plugins.conftest import ON, Published

EDIT = edited(NEWS, ("召开科技计划", "召开全省科技计划"))
NOT_LEFT = "上一次生成没有完成，或者索引不是它留下的"


def stranger() -> ModuleType:
    """A plugin that nobody knows."""
    found = ModuleType("visitors")
    vars(found)["register"] = lambda: None
    return found


def trusted(portal: Published) -> None:
    """Let the record name the index as it is now."""
    with portal.outputs as outputs:
        outputs.trust(portal.index)


def test_the_first_build_is_full_and_the_second_is_not(portal: Published) -> None:
    assert portal.build().reason == "还没有索引"
    assert portal.build().reason == ""


def test_as_asked_for(portal: Published) -> None:
    portal.build()
    assert portal.build(LANMU_FULL=True).reason == "要求全部重做"
    assert portal.build().reason == ""


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"PLUGINS": ["plugins.reader", "plugins.articles", stranger()]}, "有不认识的插件：visitors"),
        ({"MY_SETTING": 1, "OTHER": 2}, "有不认识的设置：MY_SETTING、OTHER"),
        ({"JINJA_GLOBALS": {"now": 1}}, "模板能看到设置 JINJA_GLOBALS 带来的东西"),
        ({"JINJA_FILTERS": {"up": str.upper}}, "模板能看到设置 JINJA_FILTERS 带来的东西"),
        ({"JINJA_TESTS": {"up": str.isupper}}, "模板能看到设置 JINJA_TESTS 带来的东西"),
    ],
)
def test_what_is_not_understood_means_everything_each_time(
    settings: dict[str, Any], reason: str, portal: Published
) -> None:
    portal.build()
    for _ in range(2):
        assert portal.build(**settings).reason == reason


def test_names_that_pelican_takes_for_no_setting_do_not_count(portal: Published) -> None:
    portal.build()
    assert portal.build(helper=str, _PRIVATE=1, Mixed=2).reason == ""


def test_a_computed_template_means_everything_each_time(portal: Published, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/404.html").write_text('{% set name = "part" %}{% include name ~ ".html" %}', "utf-8")
    portal.settings = {"THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "own")]}
    for text in ("一", "二"):
        (tmp_path / "own/part.html").write_text(text, "utf-8")
        assert portal.build().reason.startswith("模板用算出来的名字")
        assert portal.site()["404.html"].decode() == text
    (tmp_path / "own/404.html").write_text('{% include "part.html" %}三', "utf-8")
    assert portal.build().reason == ""
    assert portal.site()["404.html"].decode() == "二三"


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"SITENAME": "别的"}, "设置变了"),
        ({"DEFAULT_LANG": "en"}, "设置变了"),
        ({"PLUGINS": ["plugins.reader", "plugins.articles"]}, "插件变了"),
        ({"PLUGINS": ["plugins.reader"], "SITENAME": "别的"}, "插件、设置变了"),
    ],
)
def test_other_settings_mean_everything_once(settings: dict[str, Any], reason: str, portal: Published) -> None:
    portal.build()
    assert portal.build(**settings).reason == reason
    assert portal.build(**settings).reason == ""
    assert portal.build().reason == reason
    assert portal.site() == portal.whole()


@pytest.mark.parametrize(
    "settings", [{"LANMU_JOBS": 2}, {"VERBOSITY": 10}, {"LANMU_SAY": print}, {"CACHE_PATH": "x"}, {"PORT": 1}]
)
def test_settings_that_no_page_shows_mean_nothing(settings: dict[str, Any], portal: Published) -> None:
    portal.build()
    assert portal.build(**settings).reason == ""


def test_another_program(portal: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.build()
    monkeypatch.setattr(cache, "code", lambda *_: "ab" * 20)
    assert portal.build().reason == "程序或它用的库变了"
    assert portal.build().reason == ""


def test_another_form_of_the_index(portal: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.build()
    monkeypatch.setattr(setup.index, "VERSION", "0")
    assert portal.build().reason == "索引的格式变了"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def filled(path: Path) -> None:
    path.write_bytes(b"x" * path.stat().st_size)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def without_a_table(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("DROP TABLE asked")
    database.close()


def written_to(path: Path) -> None:
    """Nothing but a commit of nobody's: still not what the build left."""
    database = sqlite3.connect(path)
    database.execute("UPDATE meta SET value = '0' WHERE name = 'commit'")
    database.commit()
    database.close()


DAMAGES = [cut, filled, emptied, without_a_table]


@pytest.mark.parametrize("damage", [*DAMAGES, written_to])
def test_an_index_that_is_not_as_it_was_left_is_not_opened(damage: Callable[[Path], None], portal: Published) -> None:
    portal.build()
    damage(portal.index)
    assert portal.build(EDIT).reason == NOT_LEFT
    assert portal.site() == portal.whole()
    assert portal.build().reason == ""


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_that_looks_as_it_was_left(damage: Callable[[Path], None], portal: Published) -> None:
    """As after a fault of the disk."""
    portal.build()
    damage(portal.index)
    trusted(portal)
    assert portal.build(EDIT).reason == "索引损坏"
    assert portal.site() == portal.whole()
    assert portal.build().reason == ""


def test_an_older_copy_of_the_index(portal: Published, tmp_path: Path) -> None:
    portal.build()
    shutil.copy2(portal.index, tmp_path / "backup")
    portal.build(EDIT)
    shutil.copy2(tmp_path / "backup", portal.index)
    assert portal.build().reason == NOT_LEFT


def test_an_index_that_is_gone(portal: Published) -> None:
    portal.build()
    portal.index.unlink()
    assert portal.build(EDIT).reason == "还没有索引"
    assert portal.site() == portal.whole()


def test_a_build_that_was_killed_while_it_put_files_in_place(portal: Published) -> None:
    portal.build()
    with portal.outputs as outputs:
        outputs.doubt()
        outputs.write("kjt/bmdt/half.html", b"x")
        outputs.commit(())
    assert portal.build(EDIT).reason == NOT_LEFT
    assert portal.site() == portal.whole()


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"index": [1]}', b"\xff"])
def test_a_damaged_record_is_of_no_folder(data: bytes, portal: Published) -> None:
    """Nobody sweeps a folder of which nothing is known, so it must be emptied by hand."""
    portal.build()
    shutil.rmtree(portal.output)
    record = next((portal.root / ".lanmu").glob("output-*.json"))
    record.write_bytes(data)
    assert portal.build().reason == NOT_LEFT


def test_another_output_folder_has_another_index(portal: Published, tmp_path: Path) -> None:
    other = str(tmp_path / "other")
    assert [portal.build().reason, portal.build(OUTPUT_PATH=other).reason] == ["还没有索引"] * 2
    assert [portal.build(EDIT).reason, portal.build(OUTPUT_PATH=other).reason] == ["", ""]
    assert portal.site() == portal.site(tmp_path / "other")
    assert len(list(portal.index.parent.glob("output-*.sqlite"))) == 2


@pytest.mark.parametrize("what", ["folder", "files"])
def test_a_folder_removed_or_emptied_by_hand_is_filled_again(what: str, portal: Published) -> None:
    """The new one may have the inode of the old one."""
    portal.build()
    before = portal.site()
    shutil.rmtree(portal.output)
    if what == "files":
        portal.output.mkdir()
    assert portal.build().reason == NOT_LEFT
    assert portal.site() == before


def test_without_a_place_of_the_users_own_nothing_is_remembered(
    portal: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(portal.root / ".cache"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    for _ in range(2):
        assert portal.build().reason == "还没有索引"
    assert not (portal.root / ".cache").exists()


def articles(first: int, last: int) -> dict[str, str]:
    """So many articles of a column."""
    text = edited(NEWS, ("date: 2026-03-20", "date: 2026-03-19"))[NEWS]
    return {f"content/kjt/bmdt/2026-03-19-a{number}.md": text for number in range(first, last)}


def test_too_much_changed(portal: Published) -> None:
    portal.build()
    assert portal.build(articles(0, 200)).reason == ""
    much = portal.build(articles(200, 401))
    assert much.reason == "改动的文件有 201 个，逐个更新不如全部重做"
    assert much.articles == 403
    assert portal.build(dict.fromkeys(articles(0, 201))).reason == "改动的文件有 201 个，逐个更新不如全部重做"
    assert portal.site() == portal.whole()


def test_an_old_table_that_nobody_can_read_any_more(portal: Published) -> None:
    portal.build()
    index = Index(portal.index)
    index["table"] = "site: ["
    index.commit()
    index.close()
    trusted(portal)
    assert portal.build().reason == "原来的栏目表读不出来"


def test_what_failed_leaves_nothing_to_the_full_build(portal: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index breaks when pages have been made already."""
    portal.build()
    finish = run.Run.finish

    def broken(self: run.Run, index: Index, table: bytes) -> None:
        monkeypatch.setattr(run.Run, "finish", finish)
        self.outputs.write("kjt/bmdt/stray.html", b"x")
        raise sqlite3.DatabaseError

    monkeypatch.setattr(run.Run, "finish", broken)
    assert portal.build(EDIT, on=ON).reason == "索引损坏"
    assert "kjt/bmdt/stray.html" not in portal.site()
    assert portal.site() == portal.whole()

"""What a build leaves behind: nothing where it was refused, nothing new where nothing changed."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from lanmu.refusal import Refused, Unable
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS, edited
from lanmu.sources import WorkingTree
from plugins.building import gather
from tests.plugins.conftest import Files, Published, write
from tests.repository import Repository

PAGE = "kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui.html"
EDIT = edited(NEWS, ("召开科技计划", "召开全省科技计划"))
SAID = "召开全省科技计划".encode()
NO_TEXT = os.fsdecode(b"content/kjt/bmdt/2026-03-20-\xff.md")


@pytest.fixture
def made(portal: Published) -> Repository:
    """The portal's folder as a repository, its files committed."""
    found = Repository(portal.root)
    found.commit(FILES, "2026-03-01")
    return found


def test_a_build_without_a_change_touches_no_file(portal: Published) -> None:
    portal.build()
    before = portal.times()
    built = portal.build()
    assert (built.changed, built.removed, built.reason) == (0, 0, "")
    assert portal.times() == before
    portal.build(LANMU_FULL=True)
    assert portal.times() == before


def test_a_build_touches_what_changed_alone(portal: Published) -> None:
    portal.build()
    before, files = portal.times(), portal.site()
    built = portal.build(EDIT)
    changed = {path for path, data in portal.site().items() if data != files[path]}
    assert PAGE in changed
    assert {
        os.path.relpath(path, portal.output) for path, of in portal.times().items() if before[path] != of
    } == changed
    assert built.changed == len(changed)
    assert portal.site() == portal.whole()


@pytest.mark.parametrize(
    "files",
    [
        edited(COLUMNS, ("departments: [lyj]", "departments: [旅由局]")),
        {COLUMNS: "site: ["},
        {NEWS: "没有开头"},
        {NEWS: b"---\ntitle: \xff\n---\n"},
        {"content/kjt/bmdt/2026-03-21-b.md": "---\ntitle: 一\n---\n"},
        {NO_TEXT: FILES[NEWS]},
        edited(NEWS, ("title: 省科技厅召开", "type: 没有的类型\ntitle: 省科技厅召开")),
    ],
)
@pytest.mark.parametrize("other", [{}, edited(DOCUMENT, ("省级科技计划", "科技计划"))], ids=["alone", "with an edit"])
@pytest.mark.parametrize("full", [False, True])
def test_a_refused_build_changes_nothing(full: bool, other: Files, files: Files, portal: Published) -> None:
    portal.build()
    site, records, times = portal.site(), portal.records(), portal.times()
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            portal.build({**other, **files}, LANMU_FULL=full)
        assert next(iter(files)) in {finding.path for finding in refused.value.findings}
        assert (portal.site(), portal.records(), portal.times()) == (site, records, times)
    write(portal.root, {NO_TEXT: None} if NO_TEXT in files else {path: FILES.get(path) for path in files})
    assert portal.build().reason == ""  # the index is believed as before
    assert portal.site() == portal.whole()


@pytest.mark.parametrize("full", [False, True])
def test_a_template_that_fails_changes_nothing(full: bool, portal: Published, tmp_path: Path) -> None:
    write(tmp_path, {"own/404.html": "一"})
    portal.settings = {"THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "own")]}
    portal.build()
    site, records = portal.site(), portal.records()
    write(tmp_path, {"own/404.html": "{{ nowhere }}"})
    with pytest.raises(Exception, match="nowhere"):
        portal.build(EDIT, LANMU_FULL=full)
    assert (portal.site(), portal.records()) == (site, records)
    write(tmp_path, {"own/404.html": "二"})
    assert portal.build().reason == ""
    assert portal.site() == portal.whole()


def test_two_portals_do_not_share_an_index(portal: Published, tmp_path: Path) -> None:
    other = Published(tmp_path / "second")
    assert [portal.build().reason, other.build().reason] == ["还没有索引"] * 2
    assert [portal.build(EDIT).reason, other.build().changed] == ["", 0]


def test_a_file_that_goes_while_it_is_looked_for(portal: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is as if it had gone before."""
    portal.build()
    changes = WorkingTree.changes

    def gone(self: WorkingTree, index: object) -> object:
        found = changes(self, index)  # type: ignore[arg-type]
        shutil.rmtree(portal.root / ATTACHMENT.rpartition("/")[0])
        (portal.root / NEWS).unlink()
        monkeypatch.undo()
        return found

    write(portal.root, {ATTACHMENT: "别的\n", **EDIT})
    monkeypatch.setattr(WorkingTree, "changes", gone)
    assert portal.build().reason == ""
    assert PAGE not in portal.site()
    assert portal.site() == portal.whole()


def test_an_article_that_goes_while_pages_are_made(portal: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.build()
    site, records = portal.site(), portal.records()
    read = gather.read

    def then_gone(*arguments: object) -> object:
        found = read(*arguments)  # type: ignore[arg-type]
        (portal.root / NEWS).unlink(missing_ok=True)
        return found

    monkeypatch.setattr(gather, "read", then_gone)
    with pytest.raises(Unable, match="在生成的时候被改动了"):
        portal.build(EDIT)
    assert (portal.site(), portal.records()) == (site, records)
    monkeypatch.undo()
    assert portal.build().reason == ""
    assert portal.site() == portal.whole()


def test_several_processes_make_the_same_site(portal: Published) -> None:
    text = edited(NEWS, ("date: 2026-03-20", "date: 2026-03-19"))[NEWS]
    write(portal.root, {f"content/kjt/bmdt/2026-03-19-a{number}.md": text for number in range(170)})
    told: list[tuple[str, int, int]] = []
    built = portal.build(LANMU_JOBS=2, LANMU_SAY=lambda *of: told.append(of))
    assert (built.articles, portal.build().changed) == (172, 0)
    assert portal.site() == portal.whole()
    assert {"read", "value", "render", "write", "place"} <= built.seconds.keys()
    for stage in ("读文章", "做网页"):
        done = [number for name, number, _ in told if name == stage]
        assert done == sorted(done)
        assert done[-1] == next(total for name, _, total in told if name == stage)
    # By what changed, too: a table that every page shows.
    built = portal.build(edited(COLUMNS, ("name: 示范省人民政府门户网站", "name: 示范省政府网")), LANMU_JOBS=2)
    assert built.reason == ""
    assert portal.site() == portal.whole()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_many_articles_lack_is_said_at_once(jobs: int, portal: Published) -> None:
    bad = {f"content/kjt/bmdt/2026-03-19-a{number}.md": "没有开头" for number in range(210)}
    with pytest.raises(Refused) as refused:
        portal.build(bad, LANMU_JOBS=jobs)
    assert {finding.path for finding in refused.value.findings} == set(bad)
    assert portal.site() == {}


# Commits


def test_a_commit_is_built_whatever_lies_in_the_working_tree(portal: Published, made: Repository) -> None:
    portal.build(LANMU_COMMIT="HEAD")
    clean = portal.site()
    made.write({**EDIT, "content/kjt/bmdt/2026-03-21-b.md": FILES[NEWS], DOCUMENT: "没有开头", COLUMNS: "site: ["})
    made.git("add", "--all")
    assert portal.build(LANMU_COMMIT="HEAD").changed == 0
    assert portal.site() == clean == portal.whole(LANMU_COMMIT="HEAD")


def test_a_commit_and_its_working_tree_make_the_same_site(portal: Published, made: Repository) -> None:
    made.commit({DOCUMENT.removesuffix(".md") + "/large.zip": bytes(range(256)) * 8192})
    portal.build(LANMU_COMMIT="HEAD")
    assert portal.site() == portal.whole()


def test_builds_of_commits_and_of_the_working_tree_may_follow_each_other(portal: Published, made: Repository) -> None:
    """Sources keep git's names, so that a change of ways costs reading and nothing else."""
    static = portal.build().made and portal.build().made
    for revision in ("HEAD", None, "HEAD", "HEAD", None, None):
        built = portal.build(LANMU_COMMIT=revision)
        assert (built.reason, built.made, built.changed) == ("", static, 0)
    made.write(EDIT)
    assert portal.build().changed > 0
    assert portal.build(LANMU_COMMIT="HEAD").changed > 0  # the commit does not have the edit
    assert SAID not in portal.site()[PAGE]
    made.commit(EDIT)
    assert portal.build().changed > 0
    built = portal.build(LANMU_COMMIT="HEAD")
    assert (built.reason, built.made, built.changed) == ("", static, 0)
    made.commit(edited(NEWS, ("部署", "安排")))
    portal.build(LANMU_COMMIT="HEAD")
    assert portal.site() == portal.whole()
    portal.build(LANMU_COMMIT="HEAD~")
    assert SAID in portal.site()[PAGE]
    assert portal.site() == portal.whole(LANMU_COMMIT="HEAD~")


def test_a_table_that_differs_from_the_commits(portal: Published, made: Repository) -> None:
    portal.build(LANMU_COMMIT="HEAD")
    clean = portal.site()
    made.write(edited(COLUMNS, ("name: 部门动态", "name: 部门新闻")))
    assert portal.build().changed > 0
    assert portal.build(LANMU_COMMIT="HEAD").changed > 0
    assert portal.site() == clean


def test_a_commit_with_names_that_are_no_text(portal: Published, made: Repository) -> None:
    portal.build(LANMU_COMMIT="HEAD")
    made.commit({os.fsdecode(b"content/kjt/bmdt/\xff.csv"): "x"})
    assert portal.build(LANMU_COMMIT="HEAD").changed == 0
    made.commit({NO_TEXT: FILES[NEWS]})
    with pytest.raises(Refused) as refused:
        portal.build(LANMU_COMMIT="HEAD")
    assert {finding.path for finding in refused.value.findings} == {NO_TEXT}


def test_an_emblem_of_a_commit(portal: Published, made: Repository) -> None:
    table = edited(COLUMNS, ("site:\n", "site:\n  emblem: pictures/emblem.png\n"))
    made.commit({**table, "pictures/emblem.png": b"one"})
    made.write({"pictures/emblem.png": b"two"})
    portal.build(LANMU_COMMIT="HEAD")
    assert portal.site()["theme/emblem.png"] == b"one"
    portal.build()
    assert portal.site()["theme/emblem.png"] == b"two"


def test_no_commit_is_no_build(portal: Published, made: Repository) -> None:
    portal.build()
    site, records = portal.site(), portal.records()
    for revision in ("none", "", "--help"):
        with pytest.raises(Unable, match="没有提交"):
            portal.build(LANMU_COMMIT=revision)
    assert (portal.site(), portal.records()) == (site, records)


# As Pelican is run


def settings(portal: Published) -> Callable[[], None]:
    from pelican.settings import read_settings

    from tests.plugins.conftest import REPOSITORY

    override = {"LANMU_ROOT": str(portal.root), "PATH": str(portal.root), "OUTPUT_PATH": str(portal.output)}
    read = read_settings(str(REPOSITORY / "pelicanconf.py"), override=override)
    run: Callable[[], None] = read["PELICAN_CLASS"](read).run
    return run


def test_pelican_itself_ends_kindly(portal: Published, capsys: pytest.CaptureFixture[str]) -> None:
    settings(portal)()
    assert PAGE in portal.site()
    write(portal.root, {NEWS: "没有开头"})
    with pytest.raises(SystemExit) as ended:
        settings(portal)()
    assert ended.value.code == 1
    assert "F115" in capsys.readouterr().err
    with portal.outputs, pytest.raises(SystemExit) as ended:
        settings(portal)()
    assert ended.value.code == 2
    assert "另一次生成正在写" in capsys.readouterr().err


def test_the_index_says_what_it_was_made_with(portal: Published, made: Repository) -> None:
    portal.build(LANMU_COMMIT="HEAD")
    database = sqlite3.connect(portal.index)
    meta = dict(database.execute("SELECT name, value FROM meta"))
    database.close()
    assert meta["commit"] == made.git("rev-parse", "HEAD")
    assert meta["table"] == FILES[COLUMNS]
    assert (meta["on"], json.loads(meta["missing"])) == ("2026-03-31", [])
    assert portal.index.stat().st_mode & 0o077 == 0 or portal.index.parent.stat().st_mode & 0o077 == 0

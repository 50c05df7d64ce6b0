"""What staff see on pages that are built for them, and the public never does."""

import runpy

import pytest

from lanmu.rules.sample import COLUMNS, FILES, NEWS
from tests.plugins.conftest import REPOSITORY, Published

CODE = "https://code.shifan.gov.cn/bgt/portal"
WITH_FORGE = {
    COLUMNS: FILES[COLUMNS].replace("  identifier:", f"  forge: {{kind: gitlab, url: {CODE}}}\n  identifier:")
}
ARTICLE = NEWS.removeprefix("content/").replace(".md", ".html")


def leading(portal: Published) -> list[str]:
    """Pages that lead to the forge."""
    return sorted(path for path, data in portal.site().items() if CODE.encode() in data)


def test_the_public_is_shown_no_way_to_edit(portal: Published) -> None:
    portal.build(WITH_FORGE)
    assert leading(portal) == []
    assert not [path for path in portal.site() if path.startswith("admin")]


def test_staff_edit_articles_and_begin_new_ones(portal: Published) -> None:
    portal.build(WITH_FORGE, LANMU_STAFF=True)
    page = portal.site()[ARTICLE].decode()
    assert f'<a href="{CODE}/-/edit/main/{NEWS}">编辑本页</a>' in page
    column = portal.site()["columns/bmdt/index.html"].decode()
    assert f'<a href="{CODE}/-/new/main/content/kjt/bmdt">新建（省科技厅）</a>' in column
    assert f'<a href="{CODE}/-/new/main/content/lyj/bmdt">新建（省旅游局）</a>' in column
    assert {path.split("/")[0] for path in leading(portal)} == {"kjt", "columns"}


def test_without_a_forge_staff_see_what_the_public_sees(portal: Published) -> None:
    portal.build()
    public = portal.site()
    portal.build(LANMU_STAFF=True)
    assert portal.site() == public


def test_what_was_built_for_staff_is_built_anew_for_the_public(portal: Published) -> None:
    portal.build(WITH_FORGE, LANMU_STAFF=True)
    built = portal.build()
    assert built.reason == "设置变了"
    assert leading(portal) == []


def test_another_forge_is_followed_without_a_full_build(portal: Published) -> None:
    portal.build(WITH_FORGE, LANMU_STAFF=True)
    before = leading(portal)
    moved = WITH_FORGE[COLUMNS].replace("kind: gitlab", "kind: gitea, branch: zhu")
    built = portal.build({COLUMNS: moved}, LANMU_STAFF=True)
    assert built.reason == ""
    assert leading(portal) == before
    assert f"{CODE}/_edit/zhu/{NEWS}".encode() in portal.site()[ARTICLE]


@pytest.mark.parametrize("name", ["pelicanconf.py", "publishconf.py"])
def test_no_settings_of_the_repository_are_for_staff(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY))
    assert runpy.run_path(str(REPOSITORY / name))["LANMU_STAFF"] is False


def test_publishing_takes_back_what_a_portal_set() -> None:
    text = (REPOSITORY / "publishconf.py").read_text("utf-8")
    assert text.index("import *") < text.index("LANMU_STAFF = False")

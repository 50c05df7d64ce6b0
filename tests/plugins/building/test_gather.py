"""Sources as read: articles for the site, articles that stay away, and what is no article."""

import os
from pathlib import Path

import pytest

from lanmu import structure
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS, edited
from lanmu.sources import Commit, Stat, WorkingTree
from plugins.building.gather import Read, read
from tests.plugins.conftest import Files, write
from tests.repository import portal


def gathered(root: Path, files: Files, *paths: str) -> list[Read]:
    write(root, {**FILES, **files})
    table = (root / COLUMNS).read_bytes()
    found = structure.read(table).portal
    assert found is not None
    sizes = {path: (root / path).stat().st_size if (root / path).is_file() else 0 for path in paths}
    return read(found, WorkingTree(root), [Stat(path, sizes[path], "1 2 3", "") for path in paths])


def test_an_article_and_what_its_card_was_made_from(tmp_path: Path) -> None:
    (found,) = gathered(tmp_path, {}, NEWS)
    assert found.sound
    assert found.card is not None
    assert (found.card.path, found.card.columns, found.card.type) == (NEWS, ("bmdt",), "新闻")
    source = found.source
    assert (source.path, source.size, source.stamp) == (NEWS, len(FILES[NEWS].encode()), "1 2 3")
    assert set(source.parts.split("\n")) == {"columns/bmdt", "departments/kjt", "types/新闻"}


def test_git_would_give_it_the_same_name(tmp_path: Path) -> None:
    made = portal(tmp_path)
    for found in gathered(tmp_path, {}, NEWS, DOCUMENT, ATTACHMENT):
        assert found.source.blob == made.git("rev-parse", f"HEAD:{found.source.path}")


def test_a_file_beside_an_article_has_no_card(tmp_path: Path) -> None:
    (found,) = gathered(tmp_path, {}, ATTACHMENT)
    assert (found.card, found.sound, found.source.parts) == (None, True, "")


def test_further_columns_are_asked_for(tmp_path: Path) -> None:
    files = edited(NEWS, ("title:", "columns: [zcwj, none]\ntitle:"))
    (found,) = gathered(tmp_path, files, NEWS)
    assert found.card is not None
    assert found.card.columns == ("bmdt", "zcwj")
    assert {"columns/zcwj", "columns/none"} <= set(found.source.parts.split("\n"))  # it may come


@pytest.mark.parametrize(
    "files",
    [
        edited(COLUMNS, ("    lead: kjt\n", "    lead: kjt\n    public: false\n")),
        edited(NEWS, ("title:", "disclosure: 依申请公开\ntitle:")),
    ],
)
def test_what_is_not_for_everybody_is_sound_and_stays_away(files: Files, tmp_path: Path) -> None:
    (found,) = gathered(tmp_path, files, NEWS)
    assert (found.sound, found.card) == (True, None)


@pytest.mark.parametrize(
    "text",
    [
        "没有开头",
        b"\xff",
        "---\ntitle: [\n---\n",
        "---\ntitle: 一\n---\n",
        "---\ndate: 2026-03-20\n---\n",
        "---\ntitle: 一\ndate: 2026-02-30\n---\n",
        FILES[NEWS].replace("title:", "type: 没有\ntitle:"),
        FILES[NEWS] + "x" * (1 << 20),
        FILES[NEWS] + "[" * 5000,
    ],
    ids=range(9),
)
def test_what_should_be_an_article_and_is_none(text: str | bytes, tmp_path: Path) -> None:
    (found,) = gathered(tmp_path, {NEWS: text}, NEWS)
    assert (found.sound, found.card) == (False, None)


@pytest.mark.parametrize(
    "path",
    ["content/a.md", "content/kjt/none/2026-03-20-a.md", "content/none/bmdt/2026-03-20-a.md", "content/kjt/bmdt/a.md"],
)
def test_an_article_in_no_place(path: str, tmp_path: Path) -> None:
    (found,) = gathered(tmp_path, {path: FILES[NEWS]}, path)
    assert not found.sound


def test_what_is_gone_is_left_out(tmp_path: Path) -> None:
    gone = "content/kjt/bmdt/2026-03-20-gone"
    assert gathered(tmp_path, {}, f"{gone}.md", f"{gone}/a.csv") == []
    assert [one.source.path for one in gathered(tmp_path, {}, f"{gone}.md", NEWS)] == [NEWS]


def test_a_commit_names_its_files_so_that_only_articles_are_read(tmp_path: Path) -> None:
    made = portal(tmp_path)
    files = Commit(made.path, "HEAD")
    found = structure.read(files.tree.read(COLUMNS, 1 << 20)).portal
    assert found is not None
    blob = made.git("rev-parse", f"HEAD:{NEWS}")
    lost = "0" * 40
    stats = [Stat(NEWS, len(FILES[NEWS].encode()), "", blob), Stat(ATTACHMENT, 3, "", lost)]
    assert [one.source.blob for one in read(found, files, stats)] == [blob, lost]
    files.close()


def test_parts_are_of_each_source_alone(tmp_path: Path) -> None:
    other, own = gathered(tmp_path, {}, DOCUMENT, NEWS)
    assert "columns/zcwj" in other.source.parts
    assert "columns/zcwj" not in own.source.parts
    assert os.path.isfile(tmp_path / NEWS)

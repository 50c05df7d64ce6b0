"""What may come in: the working tree and what is staged; on real repositories."""

import os
from datetime import date
from pathlib import Path

import pytest

from lanmu import clock, gate
from lanmu.refusal import Unable
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS, edited
from tests.lanmu.gate_sample import ATTACHED, GONE, MARK, OTHER, SECRET, TEXT, codes, link
from tests.repository import Repository, portal


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is new today is not backdated."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 20))


def test_a_clean_change(tmp_path: Path) -> None:
    made = portal(tmp_path)
    assert gate.staged(tmp_path) == ()
    made.stage({OTHER: TEXT})
    assert gate.staged(tmp_path) == ()


def test_only_the_index_counts(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.stage({OTHER: SECRET})
    made.write({OTHER: TEXT})
    assert codes(gate.staged(tmp_path)) == [("B201", OTHER)]
    made.git("add", OTHER)
    made.write({OTHER: SECRET, NEWS: SECRET, ATTACHED: MARK})
    assert gate.staged(tmp_path) == ()


def test_a_file_staged_in_part(tmp_path: Path) -> None:
    """As ``git add -p`` leaves it: one change of a file in the index, another only on disk."""
    made = portal(tmp_path)
    part = FILES[NEWS].replace("source: 省科技厅\n", "")
    made.write({"part": part})
    id = made.git("hash-object", "-w", "part")
    made.git("update-index", "--cacheinfo", f"100644,{id},{NEWS}")
    made.write({NEWS: FILES[NEWS] + MARK})
    assert codes(gate.staged(tmp_path)) == [("F101", NEWS)]


def test_the_first_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 1))
    made = Repository(tmp_path)
    assert codes(gate.staged(tmp_path))[0][1] == COLUMNS
    made.stage(FILES)
    assert gate.staged(tmp_path) == ()
    made.stage({NEWS: SECRET})
    assert ("B201", NEWS) in codes(gate.staged(tmp_path))


def test_an_article_that_is_still_linked_cannot_go(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("rm", "--quiet", "-r", DOCUMENT, ATTACHMENT)
    assert codes(gate.staged(tmp_path)) == [*GONE]
    made.stage({NEWS: FILES[NEWS].split("\n会议印发")[0]})
    assert gate.staged(tmp_path) == ()


def test_an_article_that_is_renamed(tmp_path: Path) -> None:
    made = portal(tmp_path)
    new = DOCUMENT.replace("ban-fa", "ban-fa-2")
    made.git("mv", DOCUMENT, new)
    made.git("mv", ATTACHMENT.rpartition("/")[0], new.removesuffix(".md"))
    made.stage({new: FILES[DOCUMENT].replace("-ban-fa/", "-ban-fa-2/")})
    (found,) = gate.staged(tmp_path)
    assert (found.rule, found.path) == ("L501", NEWS)
    assert "ban-fa-2.md" in found.cure


def test_an_attachment_that_is_still_linked_cannot_go(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.commit({NEWS: link(NEWS, f"../zcwj/{ATTACHMENT.removeprefix('content/kjt/zcwj/')}")})
    made.git("rm", "--quiet", ATTACHMENT)
    assert codes(gate.staged(tmp_path)) == [("L502", NEWS), ("L502", DOCUMENT), ("L502", DOCUMENT)]


def test_an_article_that_leaves_the_site_is_no_longer_to_be_linked(tmp_path: Path) -> None:
    made = portal(tmp_path)
    withheld = "source: 省科技厅\ndisclosure: 不予公开\ndisclosure_basis: 政府信息公开条例第十六条\ndisclosure_reason: 属于过程性信息\n"
    made.stage(edited(DOCUMENT, ("source: 省科技厅\n", withheld)))
    assert codes(gate.staged(tmp_path)) == [*GONE]


def test_links_to_what_was_taken_down_do_not_keep_the_site_from_being_published(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("rm", "--quiet", "-r", DOCUMENT, ATTACHMENT)
    assert [one.severity for one in gate.on_disk(tmp_path, None).findings] == ["error"]
    made.commit({})
    assert [(one.rule, one.path, one.severity) for one in gate.on_disk(tmp_path, None).findings] == [
        ("L501", NEWS, "warning")
    ]
    # A name that never was, beside one that was: the nearest that is offered changes, the link is as broken.
    made.commit({NEWS: link(NEWS, f"../zcwj/{DOCUMENT.rpartition('/')[2].replace('ban-fa', 'ban-fa-2')}")})
    assert sorted(one.severity for one in gate.on_disk(tmp_path, None).findings) == ["error", "warning"]


def test_very_many_articles_that_go(tmp_path: Path) -> None:
    made = portal(tmp_path)
    names = [f"content/kjt/bmdt/2026-03-21-n{number}.md" for number in range(gate._FEW + 1)]
    made.commit(dict.fromkeys(names, "---\n---\n"))
    made.git("rm", "--quiet", *names, DOCUMENT)
    assert codes(gate.staged(tmp_path)) == [*GONE]


def test_who_links_is_judged_only_for_the_link(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.commit({NEWS: FILES[NEWS].replace("source: 省科技厅\n", "")})
    made.git("rm", "--quiet", "-r", DOCUMENT)
    assert codes(gate.staged(tmp_path)) == [*GONE]


def test_an_edited_table_makes_everything_judged(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.commit({DOCUMENT: FILES[DOCUMENT].replace("validity: 有效", "validity: 现行")})
    made.stage({OTHER: TEXT})
    assert gate.staged(tmp_path) == ()
    made.stage(edited(COLUMNS, ("types: [文件, 通知公告]", "types: [新闻]")))
    assert {path for _, path in codes(gate.staged(tmp_path))} == {DOCUMENT}
    made.git("rm", "--quiet", "--cached", COLUMNS)
    assert {path for _, path in codes(gate.staged(tmp_path))} == {COLUMNS}


@pytest.mark.parametrize(
    ("path", "target"), [(OTHER, "../../../columns.yaml"), ("content/kjt/out", "/etc"), ("content/x", "none")]
)
def test_a_staged_link(path: str, target: str, tmp_path: Path) -> None:
    made = portal(tmp_path)
    os.symlink(target, tmp_path / path)
    made.git("add", path)
    assert codes(gate.staged(tmp_path)) == [("F103", path)]


def test_content_and_table_that_become_links(tmp_path: Path) -> None:
    made = portal(tmp_path / "in")
    os.rename(made.path / "content", tmp_path / "moved")
    os.symlink(tmp_path / "moved", made.path / "content")
    made.git("add", "--all")
    assert codes(gate.staged(made.path)) == [("F103", "content")]
    (made.path / COLUMNS).rename(tmp_path / "table")
    os.symlink(tmp_path / "table", made.path / COLUMNS)
    made.git("add", "--all")
    assert {path for _, path in codes(gate.staged(made.path))} == {COLUMNS}


def test_a_submodule(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("update-index", "--add", "--cacheinfo", f"160000,{made.git('rev-parse', 'HEAD')},content/kjt/sub")
    assert codes(gate.staged(tmp_path)) == [("F103", "content/kjt/sub")]


def test_an_attachment_without_its_article(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.stage({ATTACHED: MARK})
    assert codes(gate.staged(tmp_path)) == [("B201", ATTACHED)]
    made.stage({OTHER: TEXT, ATTACHED: "附表\n"})
    assert gate.staged(tmp_path) == ()


def test_an_article_that_is_only_announced_stops_nobody(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.write({OTHER: SECRET})
    made.git("add", "--intent-to-add", OTHER)
    made.stage({NEWS: FILES[NEWS] + "\n补充一句。\n"})
    assert gate.staged(tmp_path) == ()


def test_a_portal_below_the_root_of_the_repository(tmp_path: Path) -> None:
    made = portal(tmp_path, folder="portals/甲")
    root = tmp_path / "portals/甲"
    made.stage({f"portals/甲/{OTHER}": SECRET, OTHER: SECRET, f"portals/乙/{OTHER}": SECRET})
    assert codes(gate.staged(root)) == [("B201", OTHER)]
    made.git("rm", "--quiet", "--cached", f"portals/甲/{OTHER}", f"portals/甲/{DOCUMENT}")
    assert codes(gate.staged(root)) == [*GONE]


def test_the_index_of_the_hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = portal(tmp_path)
    made.write({OTHER: SECRET})
    index = tmp_path / ".git/next-index.lock"
    made.git("read-tree", "HEAD", GIT_INDEX_FILE=str(index))
    made.git("add", OTHER, GIT_INDEX_FILE=str(index))
    assert gate.staged(tmp_path) == ()
    monkeypatch.setenv("GIT_INDEX_FILE", str(index))
    assert codes(gate.staged(tmp_path)) == [("B201", OTHER)]


def test_what_is_new_is_dated_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = portal(tmp_path)
    made.stage({OTHER: TEXT})
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 25))
    assert codes(gate.staged(tmp_path)) == [("T802", OTHER)]
    assert codes(gate.on_disk(tmp_path, None).findings) == [("T802", OTHER)]
    made.git("mv", OTHER, OTHER.replace("other", "else"))
    assert codes(gate.staged(tmp_path)) == [("T802", OTHER.replace("other", "else"))]


def test_a_working_tree_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, text in {**FILES, OTHER: SECRET}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 25))
    assert codes(gate.on_disk(tmp_path, None).findings) == [("B201", OTHER)]
    assert gate.on_disk(tmp_path, [NEWS]).findings == ()
    with pytest.raises(Unable, match="不在 git 仓库里"):
        gate.staged(tmp_path)


def test_who_writes_a_title_again_is_told(tmp_path: Path) -> None:
    """Also where the new file's name sorts before the old one's."""
    made = portal(tmp_path / "portal")
    earlier = NEWS.replace("gong-zuo", "a-gong-zuo")
    made.stage({earlier: FILES[NEWS]})
    (found,) = gate.staged(made.path)
    assert (found.rule, found.path) == ("F104", earlier)
    assert NEWS in found.message

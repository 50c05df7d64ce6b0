"""What may come in: the working tree, what is staged, a range of commits; on real repositories."""

import os
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from lanmu import clock, gate
from lanmu.finding import Finding
from lanmu.refusal import Unable
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS, edited
from tests.hang import no_hang
from tests.repository import Repository, portal

MARK = "密级：机密★5年\n"
OTHER = "content/kjt/bmdt/2026-03-21-other.md"
TEXT = FILES[NEWS].replace("推进会", "座谈会").replace("date: 2026-03-20", "date: 2026-03-21")
SECRET = TEXT + MARK
ATTACHED = "content/kjt/bmdt/2026-03-21-other/fu-jian.txt"
GONE = (("L501", NEWS),)
ZEROS = "0" * 40


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is new today is not backdated."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 20))


def codes(found: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.path) for finding in found]


def link(path: str, target: str) -> str:
    """The file at ``path`` of the sample with one more link."""
    return f"{FILES[path]}\n见[说明]({target})。\n"


# What is staged.


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


# A range of commits.


def work(tmp_path: Path, *options: str) -> Repository:
    """The sample on main, and a branch beside it."""
    made = portal(tmp_path, *options)
    made.git("checkout", "--quiet", "-b", "work")
    return made


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_what_a_range_leaves_behind(form: str, tmp_path: Path) -> None:
    made = work(tmp_path, f"--object-format={form}")
    made.commit({OTHER: SECRET})
    zeros = "0" * len(made.git("rev-parse", "main"))
    for written in ("main..work", "main..", f"{zeros}..work"):
        (found,) = gate.between(tmp_path, written)
        assert (found.rule, found.path) == ("B201", OTHER)
        assert not found.message.startswith("提交")
    assert gate.between(tmp_path, "work..main") == gate.between(tmp_path, "main..main") == ()


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_a_secret_that_came_and_went(form: str, tmp_path: Path) -> None:
    made = work(tmp_path, f"--object-format={form}")
    commit = made.commit({OTHER: SECRET})
    made.commit({OTHER: SECRET + "又一句。\n"})
    made.commit({OTHER: TEXT})
    (found,) = gate.between(tmp_path, "main..work")
    assert (found.rule, found.path, found.line) == ("B201", OTHER, SECRET.count("\n"))
    assert found.message.startswith(f"提交 {commit[:8]} 里：")
    assert "重写这个分支的提交" in found.cure
    assert found.fix is None
    made.commit({OTHER: None})
    assert gate.between(tmp_path, "main..work") == (found,)


def test_a_secret_in_an_attachment_that_came_and_went(tmp_path: Path) -> None:
    made = work(tmp_path)
    commit = made.commit({OTHER: TEXT, ATTACHED: "说明\n" + MARK})
    made.commit({ATTACHED: "说明\n"})
    (found,) = gate.between(tmp_path, "main..work")
    assert (found.rule, found.path) == ("B201", ATTACHED)
    assert commit[:8] in found.message
    made.commit({OTHER: None, ATTACHED: None})
    assert codes(gate.between(tmp_path, "main..work")) == [("B201", ATTACHED)]


@pytest.mark.parametrize(
    "name", ["2026-03-21-other/x.html", "2026-03-21-other/.x.docx", "beifen.bak", ".x", "deep/x/y/z"]
)
def test_a_secret_in_a_file_that_is_never_published(name: str, tmp_path: Path) -> None:
    made = work(tmp_path)
    path = f"content/kjt/bmdt/{name}"
    made.commit({path: "<p>说明</p>\n" + MARK})
    made.commit({path: None})
    assert codes(gate.between(tmp_path, "main..work")) == [("B201", path)]


def test_a_secret_under_another_name(tmp_path: Path) -> None:
    made = work(tmp_path)
    made.commit({OTHER: SECRET})
    made.git("mv", OTHER, OTHER.replace("other", "else"))
    made.commit({})
    assert sorted(codes(gate.between(tmp_path, "main..work"))) == [
        ("B201", OTHER.replace("other", "else")),
        ("B201", OTHER),
    ]


def test_what_is_only_badly_formed_may_have_been(tmp_path: Path) -> None:
    made = work(tmp_path)
    made.commit({OTHER: "没有开头\n"})
    made.commit({OTHER: TEXT})
    assert gate.between(tmp_path, "main..work") == ()


def test_a_leak_excused_then_is_excused(tmp_path: Path) -> None:
    made = work(tmp_path)
    phone = TEXT.replace(
        "author: 省科技厅信息员\n",
        "author: 省科技厅信息员\nwaive:\n  - {rule: B206, by: kjt-head, reason: 公布的值班电话}\n",
    )
    made.commit({OTHER: phone + "值班手机13803510042。\n"})
    made.commit({OTHER: TEXT})
    assert gate.between(tmp_path, "main..work") == ()


def test_what_main_brought_is_not_said_again(tmp_path: Path) -> None:
    made = work(tmp_path)
    made.commit({OTHER: TEXT})
    made.git("checkout", "--quiet", "main")
    made.commit({"content/kjt/bmdt/2026-03-23-main.md": SECRET.replace("title: ", "title: 再次：")})
    made.git("checkout", "--quiet", "work")
    made.git("merge", "--quiet", "--no-edit", "main")
    assert gate.between(tmp_path, "main..work") == ()
    assert ("B201", "content/kjt/bmdt/2026-03-23-main.md") in codes(gate.between(tmp_path, "main~1..work"))


def test_a_merge_that_smuggles(tmp_path: Path) -> None:
    made = work(tmp_path)
    made.commit({OTHER: TEXT})
    made.git("checkout", "--quiet", "-b", "side", "main")
    made.commit({"content/kjt/zcwj/note.txt": "侧\n"})
    made.git("checkout", "--quiet", "work")
    made.git("merge", "--quiet", "--no-commit", "side")
    evil = made.commit({OTHER: SECRET})
    made.commit({OTHER: TEXT})
    (found,) = gate.between(tmp_path, "main..work")
    assert (found.rule, found.path) == ("B201", OTHER)
    assert evil[:8] in found.message


def test_a_link_whose_target_goes_in_the_range(tmp_path: Path) -> None:
    made = work(tmp_path)
    made.git("rm", "--quiet", "-r", DOCUMENT, ATTACHMENT)
    made.commit({})
    assert codes(gate.between(tmp_path, "main..work")) == [*GONE]


def test_history_written_anew(tmp_path: Path) -> None:
    made = work(tmp_path)
    old = made.commit({OTHER: SECRET})
    made.git("reset", "--quiet", "--hard", "main")
    made.commit({OTHER: TEXT})
    assert gate.between(tmp_path, f"{old}..work") == ()
    assert codes(gate.between(tmp_path, f"work..{old}")) == [("B201", OTHER)]


def test_histories_that_share_nothing(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("checkout", "--quiet", "--orphan", "alien")
    made.commit({OTHER: SECRET})
    made.commit({OTHER: TEXT})
    assert [item for item in codes(gate.between(tmp_path, "main..alien")) if item[0] != "T802"] == [("B201", OTHER)]


def test_an_edited_table_in_the_range_makes_everything_judged(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.commit({DOCUMENT: FILES[DOCUMENT].replace("validity: 有效", "validity: 现行")})
    made.git("checkout", "--quiet", "-b", "work")
    made.commit({COLUMNS: FILES[COLUMNS] + "# 备注\n"})
    assert codes(gate.between(tmp_path, "main..work")) == [("F110", DOCUMENT)]


def test_what_was_brought_in_on_another_day(tmp_path: Path) -> None:
    made = work(tmp_path)
    made.commit({OTHER: TEXT}, "2026-03-25")
    assert codes(gate.between(tmp_path, "main..work")) == [("T802", OTHER)]


def test_a_bare_repository_judges_as_the_working_one(tmp_path: Path) -> None:
    made = work(tmp_path / "work")
    made.commit({OTHER: SECRET, ATTACHED: MARK})
    made.git("rm", "--quiet", "-r", DOCUMENT, ATTACHMENT, ATTACHED)
    made.commit({})
    made.git("clone", "--quiet", "--bare", str(made.path), str(tmp_path / "bare.git"))
    found = gate.between(made.path, "main..work")
    assert gate.between(tmp_path / "bare.git", "main..work") == found
    assert codes(found) == [("L501", NEWS), ("L501", OTHER), ("B201", OTHER), ("B201", ATTACHED)]


def test_a_shallow_clone(tmp_path: Path) -> None:
    made = portal(tmp_path / "full")
    made.commit({OTHER: TEXT})
    last = made.commit({OTHER: SECRET})
    made.git("clone", "--quiet", "--depth=2", f"file://{made.path}", str(tmp_path / "shallow"))
    assert codes(gate.between(tmp_path / "shallow", f"{last}~1..{last}")) == [("B201", OTHER)]
    with pytest.raises(Unable) as caught:
        gate.between(tmp_path / "shallow", f"{last}~2..{last}")
    assert "--unshallow" in caught.value.cure


def test_a_portal_below_the_root_of_the_repository_in_a_range(tmp_path: Path) -> None:
    made = portal(tmp_path, folder="portals/甲")
    made.git("checkout", "--quiet", "-b", "work")
    made.commit({f"portals/甲/{OTHER}": SECRET, OTHER: SECRET})
    made.commit({f"portals/甲/{OTHER}": TEXT})
    assert codes(gate.between(tmp_path / "portals/甲", "main..work")) == [("B201", OTHER)]


def test_names_that_are_no_text_in_a_range(tmp_path: Path) -> None:
    made = work(tmp_path)
    odd = os.fsdecode(b"content/kjt/bmdt/2026-03-21-\xff\n.md")
    made.commit({odd: SECRET})
    assert set(codes(gate.between(tmp_path, "main..work"))) == {("B201", odd), ("F103", odd)}
    made.commit({odd: None})
    assert codes(gate.between(tmp_path, "main..work")) == [("B201", odd)]


def test_a_table_that_cannot_be_read_is_what_is_said(tmp_path: Path) -> None:
    made = work(tmp_path)
    made.commit({OTHER: SECRET})
    made.commit({OTHER: TEXT, COLUMNS: "[\n"})
    assert {path for _, path in codes(gate.between(tmp_path, "main..work"))} == {COLUMNS}


def test_every_version_of_many_commits(tmp_path: Path) -> None:
    work(tmp_path)
    lines: list[bytes] = []
    for number in range(2000):
        text = f"{SECRET if number == 1000 else TEXT}\n第{number}次修改。\n".encode()
        lines.append(
            f"commit refs/heads/long\ncommitter 省科技厅 <k@s.cn> {1_774_000_000 + number} +0800\ndata 1\nx\n".encode()
            + (b"from refs/heads/main^0\n" if not number else b"")
            + f"M 100644 inline {OTHER}\ndata {len(text)}\n".encode()
            + text
            + b"\n"
        )
    (tmp_path / "stream").write_bytes(b"".join(lines))
    with open(tmp_path / "stream", "rb") as stream:
        subprocess.run(["git", "fast-import", "--quiet"], cwd=tmp_path, stdin=stream, check=True)
    with no_hang(120):
        assert codes(gate.between(tmp_path, "main..long")) == [("B201", OTHER)]


def test_a_replaced_object_hides_nothing(tmp_path: Path) -> None:
    """A pushed ``refs/replace`` shows every reader other content than what is there."""
    made = portal(tmp_path / "portal")
    made.git("switch", "--quiet", "-c", "work")
    made.commit({NEWS: FILES[NEWS] + SECRET})
    leak = made.git("rev-parse", f"HEAD:{NEWS}")
    clean = made.git("rev-parse", f"main:{NEWS}")
    made.git("replace", leak, clean)
    assert "B201" in {finding.rule for finding in gate.between(made.path, "main..work")}


@pytest.mark.parametrize("path", ["notes.csv", "withdrawn.yaml", "columns.yaml", "content/kjt/bmdt/.x.txt"])
def test_what_lies_beside_the_articles_is_read_too(path: str, tmp_path: Path) -> None:
    made = portal(tmp_path / "portal")
    before = FILES.get(path, "")
    made.git("switch", "--quiet", "-c", "work")
    made.commit({path: f"{before}# 机密★3年\n"})
    told = {(finding.rule, finding.path) for finding in gate.between(made.path, "main..work")}
    assert told == {("B201", path)}
    made.commit({path: f"{before}# 说明\n"})
    told = {(finding.rule, finding.path) for finding in gate.between(made.path, "main..work")}
    assert told == {("B201", path)}


def test_the_program_s_own_folders_are_not_read(tmp_path: Path) -> None:
    made = portal(tmp_path / "portal")
    made.git("switch", "--quiet", "-c", "work")
    made.commit({"tests/leaks.csv": "机密★3年\n"})
    assert gate.between(made.path, "main..work") == ()


def test_who_writes_a_title_again_is_told(tmp_path: Path) -> None:
    """Also where the new file's name sorts before the old one's."""
    made = portal(tmp_path / "portal")
    earlier = NEWS.replace("gong-zuo", "a-gong-zuo")
    made.stage({earlier: FILES[NEWS]})
    (found,) = gate.staged(made.path)
    assert (found.rule, found.path) == ("F104", earlier)
    assert NEWS in found.message

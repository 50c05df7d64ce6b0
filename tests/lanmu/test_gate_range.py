"""What may come in: a range of commits; on real repositories."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from lanmu import clock, gate
from lanmu.refusal import Unable
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS
from tests.hang import no_hang
from tests.lanmu.gate_sample import ATTACHED, GONE, MARK, OTHER, SECRET, TEXT, codes
from tests.repository import Repository, portal


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is new today is not backdated."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 20))


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


def test_links_that_a_takedown_broke_do_not_hold_up_the_table(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("rm", "--quiet", "-r", DOCUMENT, ATTACHMENT)
    made.commit({})
    made.git("checkout", "--quiet", "-b", "work")
    table = FILES[COLUMNS] + "# 备注\n"
    made.stage({COLUMNS: table})
    (found,) = gate.staged(tmp_path)
    assert (found.rule, found.path, found.severity) == ("L501", NEWS, "warning")
    made.commit({COLUMNS: table})
    assert gate.between(tmp_path, "main..work") == (found,)
    made.commit({NEWS: FILES[NEWS].replace("部署全年", "安排全年")})
    assert [one.severity for one in gate.between(tmp_path, "main..work")] == ["error"]


def test_links_that_the_table_itself_breaks_hold_it_up(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("checkout", "--quiet", "-b", "work")
    made.git("rm", "--quiet", "-r", DOCUMENT, ATTACHMENT)
    made.commit({COLUMNS: FILES[COLUMNS] + "# 备注\n"})
    assert [(*one[:1], one.severity) for one in gate.between(tmp_path, "main..work")] == [("L501", "error")]


@pytest.mark.parametrize(
    "data",
    [
        f"{TEXT}{MARK}\x01".encode(),
        f"{TEXT}{MARK}".encode() + b"\xff",
        f"{TEXT}{MARK}".encode("utf-16"),
        f"{TEXT}{MARK}".encode("utf-16-be"),
        f"{TEXT}{MARK}\0".encode(),
        f"{TEXT}{MARK}".encode("gb18030"),
        f"{TEXT}{'长' * 400_000}{MARK}".encode(),
    ],
    ids=["control", "byte", "UTF-16", "UTF-16 without a mark", "NUL", "GB 18030", "large"],
)
def test_a_leak_that_went_again_in_what_was_no_sound_article(tmp_path: Path, data: bytes) -> None:
    made = work(tmp_path)
    made.commit({OTHER: data})
    made.git("rm", "--quiet", OTHER)
    made.commit({})
    assert {one.rule for one in gate.between(tmp_path, "main..work")} & {"B201", "F113"}


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

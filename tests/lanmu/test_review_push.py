"""A push judged by the server: every kind of ref, and what comes in on a branch (real repositories)."""

import os
from pathlib import Path

import pytest

from lanmu.refusal import Unable
from lanmu.review import push
from lanmu.review.change import MAIN
from lanmu.review.push import Update
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS
from tests.lanmu.gate_sample import OTHER, SECRET, TEXT
from tests.lanmu.review_sample import codes, mails, places, table
from tests.lanmu.server_sample import Server

pytestmark = pytest.mark.usefixtures("the_day")
OF_LYJ = "content/lyj/bmdt/2026-03-21-lv-you.md"
LYJ = TEXT.replace("../zcwj/", "../../kjt/zcwj/").replace("座谈会", "旅游会")
EDITED = FILES[NEWS].replace("部署全年", "安排全年")
GRAB = mails(table(("    liaisons: [lyj-liaison]\n", "    liaisons: [lyj-liaison, kjt-liaison]\n")))


@pytest.fixture
def server(tmp_path: Path) -> Server:
    made = Server(tmp_path, mails(table()))
    made.branch()
    return made


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_ones_own_branch(form: str, tmp_path: Path) -> None:
    server = Server(tmp_path, mails(table()), f"--object-format={form}")
    server.branch()
    server.commit({NEWS: EDITED, OTHER: TEXT.partition("会议印发")[0]})
    assert server.push("kjt-liaison") == ()
    assert server.push("kjt-liaison", ref="refs/heads/科技厅/3月") == ()
    server.take()
    server.commit({DOCUMENT: None, ATTACHMENT: None, NEWS: EDITED.partition("会议印发")[0]})
    assert server.push("kjt-liaison") == ()


def test_nothing_new(server: Server) -> None:
    assert server.push("kjt-liaison", "main") == ()
    assert server.push("kjt-liaison", "main", MAIN) == ()


def test_another_departments_folder(server: Server) -> None:
    server.commit({OF_LYJ: LYJ}, "lyj-liaison")
    assert server.push("lyj-liaison") == ()
    # Her commit in his hands: what is his own, and not hers, on the server.
    assert codes(server.push("kjt-liaison")) == ["O401", "O405"]
    assert codes(server.push("nobody")) == codes(server.push("")) == ["O403"]


def test_a_second_push_is_judged_by_what_it_adds(server: Server) -> None:
    server.commit({NEWS: EDITED})
    server.take()
    server.commit({OF_LYJ: LYJ})
    assert places(server.push("kjt-liaison")) == [("O401", "error", OF_LYJ), ("O405", "error", OF_LYJ)]
    server.take()  # had it been taken, it would still be there to be seen by the next
    server.commit({OTHER: TEXT})
    assert codes(server.push("kjt-liaison")) == []


def test_a_forced_branch_is_judged_from_main(server: Server) -> None:
    server.commit({OTHER: TEXT})
    server.take()
    server.branch()
    server.commit({NEWS: EDITED})
    assert server.push("kjt-liaison") == ()
    server.commit({OF_LYJ: LYJ})
    assert "O401" in codes(server.push("kjt-liaison"))


def test_nobody_rewrites_a_branch_of_others(server: Server) -> None:
    server.commit({OF_LYJ: LYJ}, "lyj-liaison")
    server.take()
    server.branch()
    server.commit({NEWS: EDITED})
    assert codes(server.push("kjt-liaison")) == ["O406"]
    assert codes(server.push("kjt-liaison", "")) == ["O406"]
    assert server.push("bgt-head", "") == ()


def test_what_a_branch_takes_over_from_main_is_not_its_own(server: Server) -> None:
    server.commit({OTHER: TEXT})
    server.take()
    server.branch("main")
    server.commit({OF_LYJ: LYJ}, "lyj-liaison")
    server.land()
    server.branch("work", server.work.git("ls-remote", str(server.path), "refs/heads/work").split("\t")[0])
    server.work.git("merge", "--quiet", "--no-edit", "main")
    assert server.push("kjt-liaison") == ()
    server.work.git("commit", "--quiet", "--amend", "--no-edit")  # forced, and the same
    assert server.push("kjt-liaison") == ()


def test_an_evil_merge(server: Server) -> None:
    server.commit({OTHER: TEXT})
    server.branch("main")
    server.commit({OF_LYJ: LYJ}, "lyj-liaison")
    server.land()
    server.work.git("checkout", "--quiet", "work")
    server.work.git("merge", "--quiet", "--no-commit", "--no-ff", "main")
    server.commit({OF_LYJ: LYJ.replace("部署全年", "安排全年")})
    assert places(server.push("kjt-liaison")) == [("O401", "error", OF_LYJ)]


@pytest.mark.parametrize("path", [OF_LYJ, "Makefile", "themes/lanmu/templates/home.html"])
def test_what_was_there_for_a_commit_only(path: str, server: Server) -> None:
    """Who may not write there may not for one commit either."""
    server.commit({path: LYJ})
    server.commit({path: None, OTHER: TEXT})
    assert set(codes(server.push("kjt-liaison"))) == {"O405"}


def test_a_proposal_to_change_the_table(server: Server) -> None:
    server.commit({COLUMNS: mails(table(("栏目共建方案", "栏目共建方案（修订）")))})
    assert places(server.push("kjt-liaison")) == [("O402", "warning", COLUMNS)]
    assert "O402" in codes(found for found in server.push("kjt-liaison", ref=MAIN) if found.severity == "error")


def test_nobody_grants_themselves_rights(server: Server) -> None:
    server.commit({COLUMNS: GRAB})
    server.take()
    server.commit({OF_LYJ: LYJ})
    assert "O401" in codes(server.push("kjt-liaison"))
    server.commit({COLUMNS: None})
    assert "C701" in codes(server.push("kjt-liaison"))
    # The account that the table of the branch registers is none.
    assert codes(server.push("kjt-new")) == ["O403"]


@pytest.mark.parametrize("ref", ["refs/heads/work", "refs/heads/other"])
def test_a_leak_on_a_branch(ref: str, server: Server) -> None:
    server.commit({OTHER: SECRET})
    assert places(server.push("kjt-liaison", ref=ref)) == [("B201", "error", OTHER)]
    server.commit({OTHER: TEXT})
    (found,) = server.push("kjt-liaison", ref=ref)
    assert found.rule == "B201" and "重写这个分支的提交" in found.cure


def test_a_path_that_cannot_come_in_is_not_read(server: Server) -> None:
    for name in (b"a\nb.csv", b"\xff.csv", b"-->\x1b[2J.csv"):
        server.branch()
        server.commit({os.fsdecode(DOCUMENT.removesuffix(".md").encode() + b"/" + name): "密级：机密★5年\n"})
        assert codes(server.push("kjt-liaison")) == ["O404"], name


def test_links_and_submodules(server: Server) -> None:
    link = server.work.path / DOCUMENT.replace(".md", "/a.pdf")
    link.symlink_to("/etc/passwd")
    server.work.git("add", "--all")
    server.work.git("commit", "--quiet", "-m", "x")
    assert codes(server.push("kjt-liaison")) == ["O404"]
    server.branch("sub")
    server.work.git(
        "update-index", "--add", "--cacheinfo", f"160000,{server.of('main')},{DOCUMENT.replace('.md', '/sub')}"
    )
    server.work.git("commit", "--quiet", "-m", "x")
    assert codes(server.push("kjt-liaison")) == ["O404"]


def test_too_many_files(server: Server) -> None:
    folder = DOCUMENT.removesuffix(".md")
    server.commit({f"{folder}/{number}.csv": "项目\n" for number in range(2001)})
    assert codes(server.push("kjt-liaison")) == ["O407"]


# Refs.
def test_refs_deleted_and_forced(server: Server) -> None:
    server.commit({NEWS: EDITED})
    server.take()
    assert server.push("kjt-liaison", "") == ()
    assert codes(server.push("bgt-liaison", "", MAIN)) == ["O406"]
    assert codes(server.push("nobody", "")) == ["O403"]
    server.land()
    server.branch("back", "main~1")
    server.commit({OTHER: TEXT})
    for actor in ("bgt-liaison", "bgt-webmaster"):
        assert codes(server.push(actor, ref=MAIN)) == ["O406"]
        assert codes(server.push(actor, "HEAD~1", MAIN)) == ["O406"]  # back to what it was


@pytest.mark.parametrize("what", ["main:columns.yaml", "main^{tree}", "label"])
def test_a_branch_is_a_commit(what: str, server: Server) -> None:
    server.work.git("tag", "-a", "-m", "x", "label")
    assert codes(server.push("kjt-liaison", what)) == ["O406"]
    assert codes(server.push("bgt-liaison", what, MAIN)) == ["O406"]


@pytest.mark.parametrize("what", ["main:columns.yaml", "main^{tree}"])
def test_a_tag_is_of_a_commit(what: str, server: Server) -> None:
    server.work.git("tag", "-a", "-m", "x", "label", what)
    for new in (what, "label"):
        assert codes(server.push("bgt-liaison", new, "refs/tags/v1")) == ["O406"]


@pytest.mark.parametrize("annotated", [False, True])
def test_tags(annotated: bool, server: Server) -> None:
    """A tag names what main has: it brings nothing along."""

    def tagged(actor: str) -> list[str]:
        server.work.git("tag", "-f", *(("-a", "-m", "x") if annotated else ()), "v1")
        return codes(server.push(actor, "refs/tags/v1", "refs/tags/v1"))

    server.branch("main")
    assert tagged("bgt-liaison") == tagged("bgt-head") == []
    assert tagged("kjt-liaison") == ["O406"]
    server.branch()
    server.commit({OTHER: SECRET})
    assert tagged("bgt-liaison") == ["O406"]
    server.take()
    assert tagged("bgt-liaison") == ["O406"]
    assert server.push("bgt-liaison", "", "refs/tags/v1") == ()


@pytest.mark.parametrize("ref", ["refs/notes/lanmu-approvals", "refs/notes/lanmu-landings", "refs/replace/x", "refs/x"])
def test_refs_of_the_server_itself(ref: str, server: Server) -> None:
    assert codes(server.push("bgt-liaison", "main", ref)) == ["O406"]


def test_several_refs_at_once(server: Server) -> None:
    server.commit({OF_LYJ: LYJ}, "lyj-liaison")
    updates = [
        server.update("HEAD", "refs/heads/work"),
        server.update("", MAIN),
        server.update("main", "refs/notes/x"),
        server.update("main", "refs/heads/fine"),
    ]
    found = push.findings(server.path, "lyj-liaison", updates)
    assert codes(found) == ["O406", "O406"]
    assert push.findings(server.path, "lyj-liaison", updates[:1]) == ()
    assert push.findings(server.path, "lyj-liaison", []) == ()


# Fails closed.
@pytest.mark.parametrize(
    "text", ["", "site: [\n", "a: b\n", FILES[COLUMNS].replace("office: bgt\n", "office: nobody\n"), None]
)
def test_a_server_without_a_sound_table_takes_nothing(text: str | None, server: Server) -> None:
    server.branch("main")
    server.commit({COLUMNS: text})
    server.land()
    server.commit({NEWS: EDITED})
    for ref in (MAIN, "refs/heads/work"):
        with pytest.raises(Unable) as raised:
            server.push("bgt-liaison", ref=ref)
        assert COLUMNS in raised.value.message and raised.value.cure


def test_a_server_without_main_takes_nothing(server: Server) -> None:
    server.empty()
    for ref in (MAIN, "refs/heads/work"):
        with pytest.raises(Unable):
            server.push("bgt-liaison", ref=ref)


@pytest.mark.parametrize("new", ["f" * 40, "zzz", "main", "--all", "-", "HEAD..", "refs/heads/none"])
def test_ids_that_name_nothing(new: str, server: Server) -> None:
    for old, ref in ((server.zeros, "refs/heads/work"), (server.of("main"), MAIN), ("f" * 40, "refs/heads/work")):
        if new == "main" and old != "f" * 40:
            continue
        with pytest.raises(Unable):
            push.findings(server.path, "bgt-liaison", [Update(old, new, ref)])


def test_an_object_that_is_missing(server: Server) -> None:
    server.commit({NEWS: EDITED})
    blob = server.of(f"HEAD:{NEWS}")
    (server.work.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises((Unable, OSError)):
        server.push("kjt-liaison")


def test_ownership_of_a_range(server: Server) -> None:
    """``lanmu check --range A..B --actor``."""
    server.commit({OF_LYJ: LYJ})
    assert places(push.owned(server.work.path, "main..work", "kjt-liaison")) == [
        ("O401", "error", OF_LYJ),
        ("O405", "error", OF_LYJ),
    ]
    assert codes(push.owned(server.work.path, "main..work", "nobody")) == ["O403"]
    server.commit({COLUMNS: GRAB})
    assert "O401" in codes(push.owned(server.work.path, "main..work", "kjt-liaison"))

"""What lands on main of a server: approved by real keys, compared by content, taken down at once."""

from pathlib import Path

import pytest

from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS
from tests.lanmu.gate_sample import OTHER, TEXT
from tests.lanmu.review_sample import generate, keyed, mails, table
from tests.lanmu.server_sample import Keys, Server, land

pytestmark = pytest.mark.usefixtures("the_day")
EDITED = FILES[NEWS].replace("部署全年", "安排全年")
LATER = FILES[NEWS].replace("部署全年", "研究全年")
LINK = "\n会议印发的办法见[省级科技计划项目管理办法](../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md)。\n"


def test_written_approved_landed(server: Server, keys: Keys) -> None:
    server.commit({NEWS: EDITED, OTHER: TEXT})
    assert land(server) == [("R901", NEWS), ("R901", OTHER)]
    server.sign("kjt-head", keys.head)
    assert land(server, "kjt-liaison") == [("R906", NEWS)]
    assert land(server, "jszc-gcs") == [("R906", NEWS)]
    assert land(server) == []
    server.branch("next")
    server.commit({NEWS: LATER})
    assert land(server) == [("R901", NEWS)]


def test_a_merge_of_an_approved_branch(server: Server, keys: Keys) -> None:
    server.commit({NEWS: EDITED})
    server.sign("kjt-head", keys.head)
    server.branch("main")
    server.work.git(
        "merge",
        "--quiet",
        "--no-ff",
        "-m",
        "合并",
        "work",
        GIT_AUTHOR_EMAIL="bgt-liaison@shifan.gov.cn",
        GIT_COMMITTER_EMAIL="bgt-liaison@shifan.gov.cn",
    )
    assert land(server) == []


def test_an_edit_after_the_approval(server: Server, keys: Keys) -> None:
    server.commit({NEWS: EDITED})
    server.sign("kjt-head", keys.head)
    server.commit({NEWS: LATER})
    assert land(server) == [("R901", NEWS), ("R904", NEWS)]
    server.commit({NEWS: EDITED})  # as it was approved
    assert land(server) == []


def test_an_edit_in_the_merge_itself(server: Server, keys: Keys) -> None:
    server.commit({NEWS: EDITED})
    server.sign("kjt-head", keys.head)
    server.branch("main")
    server.work.git("merge", "--quiet", "--no-ff", "--no-commit", "work")
    server.commit({NEWS: LATER}, "bgt-liaison")
    assert set(land(server)) >= {("R901", NEWS), ("R904", NEWS)}


def test_a_rebase_keeps_an_approval(server: Server, keys: Keys) -> None:
    server.commit({NEWS: EDITED})
    server.sign("kjt-head", keys.head)
    server.branch("other", "main")
    server.commit({OTHER: TEXT})
    server.sign("kjt-head", keys.head)
    assert land(server) == []
    server.work.git("checkout", "--quiet", "work")
    server.work.git("rebase", "--quiet", "--keep-empty", "main")
    assert land(server) == []


def test_a_squash_keeps_an_approval(server: Server, keys: Keys) -> None:
    server.commit({NEWS: EDITED})
    server.sign("kjt-head", keys.head)
    proof = server.work.git("log", "-1", "--format=%B")
    server.branch("main")
    server.work.git("merge", "--quiet", "--squash", "work")
    indented = "\n".join(f"    {line}".rstrip() for line in proof.splitlines())
    server.commit({}, message=f"Squashed commit of the following:\n\n{indented}\n")
    assert server.work.git("diff", "--name-only", "HEAD~1", "HEAD") == NEWS
    assert land(server) == []


def test_ones_own_approval(server: Server, keys: Keys) -> None:
    server.commit({NEWS: EDITED}, "kjt-head")
    server.sign("kjt-head", keys.head)
    assert land(server) == [("R901", NEWS), ("R902", NEWS)]
    server.sign("kjt-leader", keys.leader)
    assert land(server) == []


def test_ones_own_approval_behind_a_file_that_comes_and_goes(server: Server, keys: Keys) -> None:
    """A name that looks like the start of another commit hides nobody's hand."""
    odd = "content/\x01a"
    server.commit({NEWS: EDITED, odd: "x\n"}, "kjt-head")
    server.commit({odd: None})
    server.sign("kjt-head", keys.head)
    assert {("R901", NEWS), ("R902", NEWS)} <= set(land(server))


def test_another_key_in_the_heads_name(server: Server, keys: Keys) -> None:
    server.commit({NEWS: EDITED})
    server.sign("kjt-head", keys.leader)
    assert land(server) == [("R901", NEWS), ("R907", NEWS)]


def test_a_key_that_the_change_itself_registers(server: Server, keys: Keys, tmp_path: Path) -> None:
    private, public = generate(tmp_path / "mine")
    own = keyed(mails(table()), "kjt-head", f'{{key: "{public}"}}')
    server.commit({NEWS: EDITED, COLUMNS: own}, "bgt-liaison")
    server.sign("kjt-head", private)
    assert {("R901", COLUMNS), ("R901", NEWS), ("R907", COLUMNS)} <= set(land(server))


def test_withdrawn_text_does_not_come_back_by_its_old_approval(server: Server, keys: Keys) -> None:
    server.commit({OTHER: TEXT})
    server.sign("kjt-head", keys.head)
    approved = server.of("HEAD")
    assert land(server) == []
    server.branch("gone")
    server.commit({OTHER: None}, "bgt-webmaster")
    assert land(server, "bgt-webmaster") == []
    server.branch("again")
    server.work.git("checkout", "--quiet", f"{approved}", "--", OTHER)
    server.commit({}, message=server.work.git("log", "-1", "--format=%B", approved))
    assert server.work.git("diff", "--name-only", "main", "HEAD") == OTHER
    assert land(server) == [("R901", OTHER), ("R904", OTHER)]
    server.sign("kjt-head", keys.head)
    assert land(server) == []


def test_an_article_that_main_has_changed_meanwhile(server: Server, keys: Keys) -> None:
    server.commit({NEWS: EDITED})
    server.sign("kjt-head", keys.head)
    server.branch("first", "main")
    server.commit({NEWS: LATER})
    server.sign("kjt-head", keys.head)
    assert land(server) == []
    server.work.git("checkout", "--quiet", "work")
    server.work.git("merge", "--quiet", "--no-edit", "-X", "ours", "main")
    assert {("R901", NEWS), ("R904", NEWS)} == set(land(server))


@pytest.mark.parametrize("touches_article", [False, True])
def test_an_attachment_is_as_grave_as_its_article(touches_article: bool, tmp_path: Path, keys: Keys) -> None:
    """Whoever swaps the file that a 重要 article publishes needs the leader's signature, too."""
    grave = FILES[DOCUMENT].replace("title: 关于", "level: 重要\ntitle: 关于", 1)
    text = keys.text.replace("    departments: [bgt, kjt]\n", "    departments: [bgt, kjt]\n    lead: kjt\n")
    server = Server(tmp_path, text, more={DOCUMENT: grave})
    server.branch()
    more = {DOCUMENT: grave.replace("请遵照执行", "请认真执行")} if touches_article else {}
    server.commit({ATTACHMENT: "项目名称,申报单位,起止年月,金额\n", **more})
    server.sign("kjt-head", keys.head)
    assert ("R903", ATTACHMENT) in land(server)
    server.sign("kjt-leader", keys.leader)
    assert land(server) == []


def test_the_office_lands_its_own_files(server: Server, keys: Keys) -> None:
    server.commit({COLUMNS: keys.text.replace("栏目共建方案", "栏目共建方案（修订）")}, "bgt-liaison")
    assert land(server, "bgt-liaison") == [("R901", COLUMNS)]
    server.sign("bgt-head", keys.office)
    assert land(server, "kjt-liaison") == [("O402", COLUMNS), ("R906", COLUMNS)]
    assert land(server, "bgt-leader") == []


def test_what_nobody_has_judged_yet(server: Server, keys: Keys) -> None:
    server.commit(
        {
            OTHER: TEXT.replace("会议印发", "会前印发了代表团名单。\n\n会议印发", 1),
            NEWS: EDITED.replace("author: 省科技厅信息员\n", "author: 省科技厅信息员\nsummary: 待填\n"),
        }
    )
    server.sign("kjt-head", keys.head)
    assert land(server) == [("R910", NEWS), ("R905", OTHER)]


def test_a_forge_may_name_those_who_approved(server: Server, keys: Keys) -> None:
    """It writes so into its merges; without a signature the same words are a forgery."""
    trailer = "合并\n\nApproved-by: 省科技厅负责人 <kjt-head@shifan.gov.cn>\n"

    def merged() -> None:
        server.branch("merged")
        server.work.git("merge", "--quiet", "--no-ff", "-m", trailer, "work")

    server.commit({NEWS: EDITED})
    merged()
    assert set(land(server)) == {("R901", NEWS), ("R907", "columns.yaml")}
    server.work.git("checkout", "--quiet", "work")
    server.sign("kjt-head", keys.head)
    merged()
    assert land(server) == []

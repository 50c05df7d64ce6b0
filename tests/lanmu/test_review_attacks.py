"""What was tried against review and did get through once: each must stay refused, or must not fall over."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lanmu import clock, ranges
from lanmu.refusal import Unable
from lanmu.review import approve, change, notes
from lanmu.rules.sample import COLUMNS, FILES, NEWS
from tests.lanmu.gate_sample import OTHER, TEXT
from tests.lanmu.review_sample import codes, keyed
from tests.lanmu.server_sample import Keys, Server, land
from tests.repository import ENVIRONMENT

pytestmark = pytest.mark.usefixtures("the_day")
EDITED = FILES[NEWS].replace("部署全年", "安排全年")
OF_LYJ = "content/lyj/bmdt/2026-03-21-lv-you.md"
LYJ = TEXT.replace("../zcwj/", "../../kjt/zcwj/").replace("座谈会", "旅游会")
HEAD_WRITES = {"GIT_AUTHOR_EMAIL": "kjt-head@shifan.gov.cn", "GIT_COMMITTER_EMAIL": "kjt-head@shifan.gov.cn"}


def test_one_side_of_a_merge_is_somebodys_choice(server: Server, keys: Keys) -> None:
    """The head brings an old text back by a merge that keeps it, and approves it: no commit wrote it, but one chose it."""
    start = server.of("main")
    server.commit({NEWS: EDITED})
    server.sign("kjt-head", keys.head)
    assert land(server) == []
    server.branch("work", start)
    server.work.git("merge", "--quiet", "--no-ff", "-s", "ours", "-m", "合并", "main", **HEAD_WRITES)
    server.sign("kjt-head", keys.head)
    assert ("R902", NEWS) in land(server)


def test_one_mail_address_of_two_accounts(tmp_path: Path, keys: Keys) -> None:
    """Whoever of the two wrote it, neither approves it."""
    text = keys.text
    for account in ("kjt-head", "kjt-leader"):
        text = text.replace(f"[{account}@shifan.gov.cn]", f"[{account}@shifan.gov.cn, kjt@shifan.gov.cn]")
    server = Server(tmp_path, text)
    server.branch()
    server.commit({NEWS: EDITED}, "kjt")
    server.sign("kjt-leader", keys.leader)
    with pytest.raises(Unable, match=COLUMNS):
        land(server)


def test_one_key_of_two_accounts(tmp_path: Path, keys: Keys) -> None:
    """The liaison's key is also written down for the head."""
    public = keys.head.with_name("kjt-head.pub").read_text("utf-8").strip()
    server = Server(tmp_path, keyed(keys.text, "kjt-liaison", f'{{key: "{public}"}}'))
    server.branch()
    server.commit({NEWS: EDITED})
    server.sign("kjt-head", keys.head, by="kjt-liaison")
    with pytest.raises(Unable, match=COLUMNS):
        land(server)


def test_a_branch_is_not_taken_over_to_be_thrown_away(server: Server) -> None:
    server.commit({OTHER: TEXT})
    server.take()
    server.commit({OF_LYJ: LYJ}, "lyj-liaison")
    assert server.push("lyj-liaison") == ()
    server.take()
    assert codes(server.push("lyj-liaison", "")) == ["O406"]
    server.branch("other")
    server.commit({}, "lyj-liaison")
    assert codes(server.push("lyj-liaison")) == ["O406"]


def test_notes_written_at_once(server: Server) -> None:
    """Pushes that end together: each writes notes about its own commits, and none is lost."""
    ids = [server.commit({}) for _ in range(24)]
    with ThreadPoolExecutor(4) as four:
        list(four.map(lambda id: notes.write(server.work.path, "refs/notes/lanmu-pushes", id, "kjt-liaison"), ids))
    assert {notes.show(server.work.path, "refs/notes/lanmu-pushes", id) for id in ids} == {"kjt-liaison\n"}


def test_an_article_that_is_a_folder(server: Server, keys: Keys) -> None:
    """Its attachment asks for its level; there is no article to say it."""
    server.commit({OTHER + "/a.csv": "a\n", OTHER.replace(".md", "/b.csv"): "b\n"})
    server.sign("kjt-head", keys.head)
    assert all(rule != "R901" for rule, _ in land(server))


def test_signatures_that_git_shows(server: Server, keys: Keys) -> None:
    """log.showSignature puts words into a listing where a signed commit stands; its files must not be lost."""
    for name, value in (("log.showSignature", "true"), ("gpg.format", "ssh"), ("user.signingKey", str(keys.head))):
        server.work.git("config", name, value)
    server.work.stage({NEWS: EDITED})
    server.work.git("commit", "--quiet", "-S", "-m", "更新", **HEAD_WRITES)
    limits = ranges.resolve(server.work.path, "main..HEAD")
    (commit,) = change.of(server.work.path, limits, "", "refs/heads/work").commits
    assert (commit.id, commit.paths) == (server.of("HEAD"), {NEWS})


@pytest.mark.parametrize("encoding", ["GB18030", "ISO-8859-1"])
def test_an_approval_where_git_writes_another_encoding(encoding: str, server: Server, keys: Keys) -> None:
    """i18n.commitEncoding, as many a Windows machine has it."""
    server.commit({NEWS: EDITED})
    server.work.git("config", "i18n.commitEncoding", encoding)
    server.work.git("config", "user.name", "省科技厅负责人")
    server.work.git("config", "user.email", "kjt-head@shifan.gov.cn")
    some = approve.tasks(server.work.path, "main..HEAD", "kjt-head")
    given = approve.approvals(some, "", "bgt-bmy", clock.now())
    approve.commit(server.work.path, some.change.head, approve.message(some, given, keys.head))
    server.work.git("config", "--unset", "i18n.commitEncoding")
    assert land(server) == []


def test_a_path_without_end(server: Server) -> None:
    """Folders in each other with long names: few bytes to push, gigabytes of prefixes to compare."""
    tree = _tree(server, f"100644 blob {server.of(f'main:{COLUMNS}')}\ta.csv")
    for name in (*["a" * 2000] * 1500, "2026-03-20-x", "bmdt", "kjt", "content"):
        tree = _tree(server, f"040000 tree {tree}\t{name}")
    content = server.work.git("rev-parse", f"{tree}:content")
    rest = [line for line in server.work.git("ls-tree", "main").splitlines() if not line.endswith("\tcontent")]
    whole = _tree(server, *rest, f"040000 tree {content}\tcontent")
    commit = server.work.git("commit-tree", whole, "-p", "main", "-m", "x")
    began = time.monotonic()
    assert "O404" in codes(server.push("kjt-liaison", commit))
    assert time.monotonic() - began < 5


def _tree(server: Server, *lines: str) -> str:
    """A tree of lines as ``git ls-tree`` writes them."""
    words = ["git", "mktree", "--missing"]
    given = "".join(f"{line}\n" for line in lines).encode()
    done = subprocess.run(words, cwd=server.work.path, env=ENVIRONMENT, input=given, capture_output=True, check=True)
    return done.stdout.decode().strip()

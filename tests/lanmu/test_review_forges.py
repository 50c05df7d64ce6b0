"""Approvals of a forge: notes that the server signs, trailers of the merge that it makes; and forged ones."""

from pathlib import Path

import pytest

from lanmu.review import evidence
from lanmu.review.evidence import Evidence, Verifier
from tests.lanmu.evidence_sample import NOW, Keys, branch, carry, gathered, make_keys, of, ours, proof, refused
from tests.lanmu.review_sample import KEYGEN, understood
from tests.repository import Repository

pytestmark = KEYGEN


TRAILER = "合并\n\nApproved-by: 省科技厅负责人 <KJT-head@shifan.gov.cn>\n"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    return branch(tmp_path)


# Notes of the server.
def note(made: Repository, text: str, ref: str = evidence.NOTES) -> None:
    (made.path.parent / "note").write_text(text, "utf-8")
    made.git("notes", f"--ref={ref}", "add", "-f", "-F", str(made.path.parent / "note"), "HEAD")


@pytest.mark.parametrize("forge", evidence.FORGES)
def test_what_the_server_wrote_down_of_a_forge(forge: str, made: Repository, keys: Keys) -> None:
    note(made, proof(ours(made), keys.server))
    assert gathered(made, keys, evidence_of=forge) == Evidence((ours(made),), ())
    assert gathered(made, keys) == Evidence((), ())  # not where the portal says that records are signed
    note(made, proof(ours(made), keys.server), "refs/notes/commits")
    made.git("update-ref", "-d", evidence.NOTES)
    assert gathered(made, keys, evidence_of=forge) == Evidence((), ())


def test_a_note_by_anybody_else(made: Repository, keys: Keys) -> None:
    note(made, proof(ours(made), keys.head))
    assert "不是" in refused(gathered(made, keys, evidence_of="GitLab"))


def test_a_note_where_the_server_has_no_key(made: Repository, keys: Keys) -> None:
    note(made, proof(ours(made), keys.server))
    bare = understood(keys.text)
    bare = bare._replace(reviewing=bare.reviewing._replace(evidence="Gitea", keys=()))
    found = evidence.gather(made.path, bare, of(made), Verifier(bare, NOW, True))
    assert "git 服务器没有登记" in refused(found)


def test_a_note_copied_into_a_message_is_nobodys(made: Repository, keys: Keys) -> None:
    carry(made, proof(ours(made), keys.server))
    assert "不是" in refused(gathered(made, keys, evidence_of="GitLab"))


# Trailers.


def merge(made: Repository, message: str = TRAILER) -> None:
    """As a forge does."""
    made.git("checkout", "--quiet", "-b", "merged", "main")
    made.git("merge", "--quiet", "--no-ff", "-m", message, "work")
    made.git("branch", "--quiet", "-f", "work", "merged")


def test_a_merge_by_the_server_alone_carries_trailers(made: Repository, keys: Keys) -> None:
    merge(made)
    found = gathered(made, keys, by_server=True, evidence_of="合并说明")
    assert [(one.account, one.files, one.base) for one in found.approvals] == [
        ("kjt-head", ours(made).files, of(made).base)
    ]
    assert found.faults == ()


@pytest.mark.parametrize(
    ("by_server", "evidence_of"),
    [(False, "合并说明"), (True, "签批记录"), (True, "GitLab"), (False, "签批记录")],
)
def test_everywhere_else_they_are_forged(by_server: bool, evidence_of: str, made: Repository, keys: Keys) -> None:
    merge(made)
    assert "谁都能这样写" in refused(gathered(made, keys, by_server=by_server, evidence_of=evidence_of))


@pytest.mark.parametrize(
    "line",
    [
        "Approved-by: 负责人 <kjt-head@shifan.gov.cn>",
        "reviewed-BY:<kjt-head@shifan.gov.cn>",
        "Reviewed-by:   x y z <nobody@example.com>  ",
    ],
)
def test_what_anybody_wrote_into_a_commit(line: str, made: Repository, keys: Keys) -> None:
    made.git("commit", "--quiet", "--allow-empty", "-m", f"更新\n\n{line}\n")
    for by_server in (True, False):
        assert "谁都能" in refused(gathered(made, keys, by_server=by_server, evidence_of="合并说明"))


def test_a_merge_that_the_liaison_made_is_not_the_servers(made: Repository, keys: Keys) -> None:
    """She merges something into her branch with a trailer in the message; the forge then merges the branch."""
    made.git("checkout", "--quiet", "-b", "side", "main")
    made.git("commit", "--quiet", "--allow-empty", "-m", "x")
    made.git("checkout", "--quiet", "work")
    made.git("merge", "--quiet", "--no-ff", "-m", TRAILER, "side")
    merge(made, "合并")
    assert "谁都能" in refused(gathered(made, keys, by_server=True, evidence_of="合并说明"))


def test_a_trailer_of_a_stranger_is_none(made: Repository, keys: Keys) -> None:
    merge(made, TRAILER.replace("KJT-head", "nobody"))
    assert gathered(made, keys, by_server=True, evidence_of="合并说明").approvals == ()


@pytest.mark.parametrize(
    "text", ["说到 Approved-by: x <a@b.cn>", "Approved-by: 没有邮箱", "Co-authored-by: x <a@b.cn>", "x"]
)
def test_what_is_no_trailer(text: str, made: Repository, keys: Keys) -> None:
    made.git("commit", "--quiet", "--allow-empty", "-m", f"更新\n\n{text}\n")
    assert gathered(made, keys) == Evidence((), ())

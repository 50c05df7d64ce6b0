"""Approvals of a forge: notes that the server signs, and what its merges say; and forged ones."""

from pathlib import Path

import pytest

from lanmu.model import EVIDENCE
from lanmu.review import evidence
from lanmu.review.evidence import Evidence, Verifier
from tests.lanmu.evidence_sample import NOW, Keys, branch, carry, gathered, of, ours, proof, refused
from tests.lanmu.review_sample import understood
from tests.repository import Repository

TRAILER = "合并\n\nApproved-by: 省科技厅负责人 <KJT-head@shifan.gov.cn>\n"


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    return branch(tmp_path)


# Notes of the server.
def note(made: Repository, text: str, ref: str = evidence.NOTES) -> None:
    (made.path.parent / "note").write_text(text, "utf-8")
    made.git("notes", f"--ref={ref}", "add", "-f", "-F", str(made.path.parent / "note"), "HEAD")


@pytest.mark.parametrize("forge", evidence.FORGES)
def test_what_the_server_wrote_down_of_a_forge(forge: str, made: Repository, known: Keys) -> None:
    note(made, proof(ours(made), known.server))
    assert gathered(made, known, evidence_of=forge) == Evidence((ours(made),), ())
    assert gathered(made, known) == Evidence((), ())  # not where the portal says that records are signed
    note(made, proof(ours(made), known.server), "refs/notes/commits")
    made.git("update-ref", "-d", evidence.NOTES)
    assert gathered(made, known, evidence_of=forge) == Evidence((), ())


def test_a_note_by_anybody_else(made: Repository, known: Keys) -> None:
    note(made, proof(ours(made), known.head))
    assert "不是" in refused(gathered(made, known, evidence_of="GitLab"))


def test_a_note_where_the_server_has_no_key(made: Repository, known: Keys) -> None:
    note(made, proof(ours(made), known.server))
    bare = understood(known.text)
    bare = bare._replace(reviewing=bare.reviewing._replace(evidence="Gitea", keys=()))
    found = evidence.gather(made.path, bare, of(made), Verifier(bare, NOW, True))
    assert "git 服务器没有登记" in refused(found)


def test_a_note_copied_into_a_message_is_nobodys(made: Repository, known: Keys) -> None:
    carry(made, proof(ours(made), known.server))
    assert "不是" in refused(gathered(made, known, evidence_of="GitLab"))


# Trailers.


def merge(made: Repository, message: str = TRAILER) -> None:
    """As a forge does."""
    made.git("checkout", "--quiet", "-b", "merged", "main")
    made.git("merge", "--quiet", "--no-ff", "-m", message, "work")
    made.git("branch", "--quiet", "-f", "work", "merged")


def test_what_a_forge_wrote_is_no_approval(made: Repository, known: Keys) -> None:
    """Whoever merges may edit the message, so that it proves nothing; of those who signed it may be said."""
    merge(made)
    for evidence_of in EVIDENCE:
        assert "谁都能这样写" in refused(gathered(made, known, evidence_of=evidence_of))
    made.git("checkout", "--quiet", "work")
    carry(made, proof(ours(made), known.head))
    found = gathered(made, known)
    assert [one.account for one in found.approvals] == ["kjt-head"]
    assert found.faults == ()


@pytest.mark.parametrize(
    "line",
    [
        "Approved-by: 负责人 <kjt-head@shifan.gov.cn>",
        "reviewed-BY:<kjt-head@shifan.gov.cn>",
        "Reviewed-by:   x y z <nobody@example.com>  ",
    ],
)
def test_what_anybody_wrote_into_a_commit(line: str, made: Repository, known: Keys) -> None:
    made.git("commit", "--quiet", "--allow-empty", "-m", f"更新\n\n{line}\n")
    assert "谁都能" in refused(gathered(made, known))


@pytest.mark.parametrize(
    "text", ["说到 Approved-by: x <a@b.cn>", "Approved-by: 没有邮箱", "Co-authored-by: x <a@b.cn>", "x"]
)
def test_what_is_no_trailer(text: str, made: Repository, known: Keys) -> None:
    made.git("commit", "--quiet", "--allow-empty", "-m", f"更新\n\n{text}\n")
    assert gathered(made, known) == Evidence((), ())

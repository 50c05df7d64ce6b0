"""``lanmu server record``: what was approved on a forge counts once the server has written it into git."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lanmu.rules import sample
from tests.forges.gitlab import PROJECT, GitLab
from tests.repository import Repository
from tools.cli import cli

NEWS = sample.edited(sample.NEWS, ("部署全年", "安排全年"))
DAY = "2026-03-20"


@pytest.fixture
def stand() -> Iterator[GitLab]:
    with GitLab("kjt-head", "bgt-bmy") as stand:
        stand.approval["reset_approvals_on_push"] = True
        yield stand


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "server_key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "server", "-f", path], check=True)
    return path


def repository(tmp_path: Path, key: Path, evidence: str = "GitLab") -> Repository:
    """A portal that goes by the forge, with a change on a branch."""
    public = key.with_suffix(".pub").read_text("utf-8").strip()
    review = f"review: {{evidence: {evidence}, keys: [{{key: {public}}}]}}\n"
    table = sample.FILES[sample.COLUMNS].replace("accounts:\n", f"{review}accounts:\n")
    found = Repository(tmp_path / "portal")
    found.commit({**sample.FILES, sample.COLUMNS: table}, "2026-03-01")
    found.git("switch", "--quiet", "--create", "kjt-0320")
    found.commit(NEWS, DAY)
    return found


def run(found: Repository, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--root", str(found.path), *words])


def record(found: Repository, stand: GitLab, key: Path) -> Result:
    where = ("--forge", "gitlab", "--merge", "3", "--server", stand.url, "--project", PROJECT)
    words = ("server", "record", *where, "--range", "main..HEAD", "--key", str(key))
    return CliRunner(env={"LANMU_TOKEN": stand.token}).invoke(cli, ["--root", str(found.path), *words])


def review(found: Repository) -> Result:
    return run(found, "review", "--range", "main..HEAD")


def test_an_approval_on_the_forge_becomes_a_record_in_the_repository(tmp_path: Path, stand: GitLab, key: Path) -> None:
    found = repository(tmp_path, key)
    stand.push(3, found.git("rev-parse", "HEAD"))
    stand.approve(3, "kjt-head")
    assert "R901" in review(found).stdout
    stand.approve(3, "bgt-bmy")
    done = record(found, stand, key)
    assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    assert done.stderr.startswith("已写下 1 份批准")
    assert review(found).exit_code == 0
    found.commit(sample.edited(sample.NEWS, ("部署全年", "研究全年")), DAY)  # what was approved is another text now
    said = review(found).stdout
    assert "R901" in said
    assert "R904" in said


@pytest.mark.parametrize(
    ("evidence", "resets", "approved", "says"),
    [
        ("GitLab", True, "HEAD", "保密审查人还没有批准"),
        ("GitLab", False, "HEAD", "推送以后不撤销批准"),
        ("GitLab", True, "main", "还没有有效的审批"),  # an approval of an earlier commit
        ("签批记录", True, "HEAD", "用 lanmu approve 签批"),
    ],
)
def test_what_is_not_recorded(
    evidence: str, resets: bool, approved: str, says: str, tmp_path: Path, stand: GitLab, key: Path
) -> None:
    found = repository(tmp_path, key, evidence)
    stand.approval["reset_approvals_on_push"] = resets
    stand.push(3, found.git("rev-parse", approved))
    stand.approve(3, "kjt-head")
    done = record(found, stand, key)
    assert done.exit_code == 2
    assert says in done.stderr


def test_a_note_signed_by_another_key_does_not_count(tmp_path: Path, stand: GitLab, key: Path) -> None:
    found = repository(tmp_path, key)
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "x", "-f", other], check=True)
    stand.push(3, found.git("rev-parse", "HEAD"))
    for account in ("kjt-head", "bgt-bmy"):
        stand.approve(3, account)
    assert record(found, stand, other).exit_code == 0
    said = review(found).stdout
    assert "R901" in said
    assert "R907" in said

"""``lanmu approve`` as a responsible person meets it: real git, real keys, and what review then says."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from lanmu.rules.sample import COLUMNS, DOCUMENT, FILES, NEWS
from tests.lanmu.gate_sample import OTHER, TEXT
from tests.lanmu.review_sample import Edit, generate, keyed, mails, table
from tests.repository import ENVIRONMENT, Repository
from tools.cli import cli

EDITED = FILES[NEWS].replace("部署全年", "安排全年")
ACCOUNTS = ("kjt-head", "kjt-leader", "kjt-liaison", "bgt-head", "bgt-liaison")
REVIEWERS: Edit = ("  secrecy_reviewer: bgt-bmy\n", "  secrecy_reviewer: bgt\n")
Approve = Callable[..., Result]


class Keys(NamedTuple):
    folder: Path
    public: dict[str, str]

    def table(self, *edits: Edit) -> str:
        text = mails(table(*edits))
        for account, key in self.public.items():
            text = keyed(text, account, f'{{key: "{key}"}}')
        return text


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder = tmp_path_factory.mktemp("keys")
    return Keys(folder, {account: generate(folder / account)[1] for account in ACCOUNTS})


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's own settings or keys."""
    for name, value in ENVIRONMENT.items():
        if name.startswith("GIT_CONFIG"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


def branch(path: Path, text: str, files: dict[str, str | None] | None = None) -> Repository:
    made = Repository(path)
    made.commit(FILES | {COLUMNS: text}, "2026-03-01")
    made.git("update-ref", "refs/remotes/origin/main", "main")
    made.git("checkout", "--quiet", "-b", "work")
    made.commit(files or {NEWS: EDITED})
    made.git("config", "user.name", "省科技厅负责人")
    made.git("config", "user.email", "kjt-head@shifan.gov.cn")
    return made


@pytest.fixture
def made(tmp_path: Path, keys: Keys) -> Repository:
    return branch(tmp_path / "portal", keys.table())


def approve(made: Repository, *arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["--root", str(made.path), "approve", *arguments], input=given)


def by(keys: Keys, account: str, *more: str) -> tuple[str, ...]:
    return ("--as", account, "--key", str(keys.folder / account), *more)


def review(made: Repository, written: str = "origin/main..HEAD") -> list[tuple[str, str]]:
    words = ["--root", str(made.path), "review", "--range", written, "--format", "json"]
    done = CliRunner().invoke(cli, words)
    return [(one["rule"], one["path"]) for one in json.loads(done.stdout)]


def test_approved(made: Repository, keys: Keys) -> None:
    before = made.git("rev-parse", "HEAD")
    assert review(made) == [("R901", NEWS)]
    done = approve(made, *by(keys, "kjt-head", "--yes"))
    assert (done.exit_code, done.stdout) == (0, "")
    assert NEWS in done.stderr and "修改" in done.stderr and "省科技厅负责人（kjt-head）" in done.stderr
    assert "git push" in done.stderr
    assert made.git("rev-parse", "HEAD~1") == before
    assert made.git("rev-parse", "HEAD^{tree}") == made.git("rev-parse", f"{before}^{{tree}}")
    assert (
        made.git("log", "-1", "--format=%s %ae")
        == "签批：省科技厅负责人（kjt-head）同意 1 个文件（一般） kjt-head@shifan.gov.cn"
    )
    assert made.git("status", "--porcelain") == ""
    assert review(made) == []


def test_ones_account_and_key_are_found(made: Repository, keys: Keys, tmp_path: Path) -> None:
    """By the mail address of git, and in ~/.ssh."""
    home = tmp_path / "home" / ".ssh"
    home.mkdir(parents=True)
    (home / "id_ecdsa").write_bytes((keys.folder / "kjt-head").read_bytes())
    (home / "id_ecdsa").chmod(0o600)
    assert approve(made, "--yes").exit_code == 0
    assert review(made) == []


def test_the_four_questions_and_the_duties_are_asked(made: Repository, keys: Keys) -> None:
    done = approve(made, *by(keys, "kjt-head"), given="y\ny\ny\ny\ny\n")
    assert done.exit_code == 0
    for word in ("法律法规和政策", "涉密", "及时", "格式", "真实、合法、时效、准确"):
        assert word in done.stderr
    assert review(made) == []


@pytest.mark.parametrize("answers", ["n\n", "y\nn\n", "y\ny\nn\n", "y\ny\ny\nn\n", "y\ny\ny\ny\nn\n", "\n"])
def test_one_no_and_nothing_is_signed(answers: str, made: Repository, keys: Keys) -> None:
    before = made.git("rev-parse", "HEAD")
    done = approve(made, *by(keys, "kjt-head"), given=answers)
    assert done.exit_code == 1 and "没有签批" in done.stderr
    assert made.git("rev-parse", "HEAD") == before


def test_nobody_answers(made: Repository, keys: Keys) -> None:
    done = approve(made, *by(keys, "kjt-head"), given="")
    assert done.exit_code != 0
    assert review(made) == [("R901", NEWS)]


def test_passed_on_to_those_above(made: Repository, keys: Keys) -> None:
    assert approve(made, *by(keys, "kjt-head", "--yes", "--level", "重要")).exit_code == 0
    assert review(made) == [("R901", NEWS), ("R903", NEWS)]
    done = approve(made, *by(keys, "kjt-leader", "--yes"))
    assert done.exit_code == 0, done.stderr
    assert review(made) == []


def test_level_by_level(tmp_path: Path, keys: Keys) -> None:
    grave = EDITED.replace("author:", "level: 重要\nauthor:", 1)
    made = branch(tmp_path / "portal", keys.table(), {NEWS: grave})
    assert approve(made, *by(keys, "kjt-leader", "--yes")).exit_code == 0
    assert review(made) == [("R901", NEWS), ("R903", NEWS)]
    assert approve(made, *by(keys, "kjt-head", "--yes")).exit_code == 0
    assert review(made) == []


def test_files_of_several_departments(tmp_path: Path, keys: Keys) -> None:
    """Everybody signs what is theirs."""
    made = branch(
        tmp_path / "portal", keys.table(), {NEWS: EDITED, DOCUMENT: FILES[DOCUMENT].replace("请遵照", "请认真")}
    )
    done = approve(made, *by(keys, "kjt-head", "--yes"))
    assert done.exit_code == 0 and DOCUMENT not in done.stderr
    assert review(made) == [("R901", DOCUMENT)]
    assert approve(made, *by(keys, "bgt-head", "--yes")).exit_code == 0
    assert review(made) == []


def test_the_second_look_of_the_portal(tmp_path: Path, keys: Keys) -> None:
    stage: Edit = ("    lead: kjt\n", "    lead: kjt\n    two_stage: true\n")
    made = branch(tmp_path / "portal", keys.table(stage))
    assert approve(made, *by(keys, "kjt-head", "--yes")).exit_code == 0
    assert review(made) == [("R901", NEWS), ("R903", NEWS)]
    assert approve(made, *by(keys, "bgt-liaison", "--yes")).exit_code == 0
    assert review(made) == []


def test_new_and_gone(tmp_path: Path, keys: Keys) -> None:
    made = branch(tmp_path / "portal", keys.table(), {OTHER: TEXT, NEWS: None})
    done = approve(made, *by(keys, "kjt-head", "--yes"))
    assert "新增" in done.stderr and "删除" in done.stderr
    assert review(made) == []


def test_an_edit_asks_for_another_signature(made: Repository, keys: Keys) -> None:
    approve(made, *by(keys, "kjt-head", "--yes"))
    made.commit({NEWS: EDITED.replace("安排全年", "研究全年")})
    assert review(made) == [("R901", NEWS), ("R904", NEWS)]
    assert approve(made, *by(keys, "kjt-head", "--yes")).exit_code == 0
    assert review(made) == []


def test_ones_own_text(made: Repository, keys: Keys) -> None:
    made.write({NEWS: EDITED + "又一句。\n", OTHER: TEXT})
    mail = "kjt-head@shifan.gov.cn"
    made.git("commit", "--quiet", "-am", "x", GIT_AUTHOR_EMAIL=mail, GIT_COMMITTER_EMAIL=mail)
    done = approve(made, *by(keys, "kjt-head", "--yes"))
    assert done.exit_code == 2 and "不能自己审批" in done.stderr and "改法" in done.stderr
    made.commit({OTHER: TEXT})
    done = approve(made, *by(keys, "kjt-head", "--yes"))
    assert done.exit_code == 0 and "不在内" in done.stderr
    assert review(made) == [("R901", NEWS)]
    assert approve(made, *by(keys, "kjt-leader", "--yes")).exit_code == 0
    assert review(made) == []


@pytest.mark.parametrize("account", ["kjt-liaison", "bgt-head", "bgt-liaison"])
def test_nothing_to_sign(account: str, made: Repository, keys: Keys) -> None:
    done = approve(made, *by(keys, account, "--yes"))
    assert done.exit_code == 2 and "没有要" in done.stderr and "lanmu review" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as", "nobody", "--yes"), "nobody"),
        (("--as", "kjt-head", "--key", "/nowhere/key", "--yes"), "/nowhere/key"),
        (("--as", "kjt-head", "--secrecy", "kjt-head", "--yes"), "bgt-bmy"),
        (("main..nowhere", "--as", "kjt-head", "--yes"), "nowhere"),
        (("work", "--as", "kjt-head", "--yes"), "A..B"),
        (("main..main", "--as", "kjt-head", "--yes"), "没有要"),
    ],
)
def test_what_cannot_be_done_is_said_kindly(arguments: tuple[str, ...], said: str, made: Repository) -> None:
    before = made.git("rev-parse", "HEAD")
    done = approve(made, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr and "改法" in done.stderr and "Traceback" not in done.stderr
    assert made.git("rev-parse", "HEAD") == before


def test_a_mail_address_that_nobody_registered(made: Repository) -> None:
    made.git("config", "user.email", "x@example.com")
    done = approve(made, "--yes")
    assert done.exit_code == 2 and "--as" in done.stderr


def test_several_reviewers_of_secrecy(tmp_path: Path, keys: Keys) -> None:
    made = branch(tmp_path / "portal", keys.table(REVIEWERS))
    done = approve(made, *by(keys, "kjt-head", "--yes"))
    assert done.exit_code == 2 and "--secrecy" in done.stderr and "bgt-leader" in done.stderr
    assert approve(made, *by(keys, "kjt-head", "--yes", "--secrecy", "bgt-leader")).exit_code == 0
    assert "保密审查人: bgt-leader" in made.git("log", "-1", "--format=%B")
    assert review(made) == []


def test_the_branch_must_be_where_the_range_ends(made: Repository, keys: Keys) -> None:
    made.git("checkout", "--quiet", "main")
    done = approve(made, "main..work", *by(keys, "kjt-head", "--yes"))
    assert done.exit_code == 2 and "git switch" in done.stderr


def test_whose_key_nobody_registered_is_told_before_any_question(tmp_path: Path) -> None:
    done = approve(branch(tmp_path / "keyless", mails(table())), given="")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "没有登记签名公钥" in done.stderr and "accounts.kjt-head.keys" in done.stderr and "吗？" not in done.stderr


def test_the_wrong_key_signs_nothing(made: Repository, keys: Keys) -> None:
    """Nobody would learn of it before the landing, where it is too late to ask the office."""
    before = made.git("rev-parse", "HEAD")
    done = approve(made, "--as", "kjt-head", "--key", str(keys.folder / "kjt-leader"), "--yes")
    assert done.exit_code == 2
    assert "不是" in done.stderr and "accounts.kjt-head.keys" in done.stderr
    assert made.git("rev-parse", "HEAD") == before
    assert review(made) == [("R901", NEWS)]


def test_what_was_passed_on_the_leader_signs_as_such(made: Repository, keys: Keys) -> None:
    """An auditor reads in the record for what it was given; and who signed anew is not named as stale."""
    assert approve(made, *by(keys, "kjt-head", "--yes")).exit_code == 0
    made.commit({NEWS: FILES[NEWS].replace("部署全年", "研究全年")})
    assert approve(made, *by(keys, "kjt-head", "--yes", "--level", "重要")).exit_code == 0
    assert [rule for rule, _ in review(made)] == ["R901", "R903"]
    assert approve(made, *by(keys, "kjt-leader", "--yes")).exit_code == 0
    assert "level: 重要" in made.git("log", "-1", "--format=%B")
    assert review(made) == []


def test_names_of_any_bytes(tmp_path: Path, keys: Keys) -> None:
    """What the server would not take can be signed without a fall."""
    odd = os.fsdecode(DOCUMENT.removesuffix(".md").encode() + b"/\xff\n.csv")
    made = branch(tmp_path / "portal", keys.table(), {odd: "x\n"})
    done = approve(made, *by(keys, "bgt-head", "--yes"))
    assert done.exit_code == 0, done.stderr
    assert [rule for rule, _ in review(made)] == []


def test_a_pack_of_files(tmp_path: Path, keys: Keys) -> None:
    folder = DOCUMENT.removesuffix(".md")
    made = branch(tmp_path / "portal", keys.table(), {f"{folder}/{number}.csv": "项目\n" for number in range(300)})
    assert approve(made, *by(keys, "bgt-head", "--yes")).exit_code == 0
    assert review(made) == []


def test_with_an_agent(made: Repository, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The private key lies in the agent alone; --key names the public one."""
    socket = tmp_path / "a"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert agent.stdout is not None and agent.stdout.readline()
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        subprocess.run(["ssh-add", "-q", str(keys.folder / "kjt-head")], check=True, capture_output=True)
        public = tmp_path / "kjt-head.pub"
        public.write_text(keys.public["kjt-head"] + "\n", "utf-8")
        done = approve(made, "--as", "kjt-head", "--key", str(public), "--yes")
        assert done.exit_code == 0, done.stderr
    finally:
        agent.terminate()
        agent.wait()
    assert review(made) == []

"""``lanmu server install`` on a real bare repository, and real pushes through the hooks that it wrote."""

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lanmu.review import landing, signed
from lanmu.review.change import PUSHES
from lanmu.rules.sample import COLUMNS, FILES, NEWS
from tests.hang import no_hang
from tests.lanmu.gate_sample import OTHER, SECRET, TEXT
from tests.lanmu.review_sample import mails, table
from tests.repository import ENVIRONMENT, Repository
from tests.tools.installed import python
from tools.cli import cli

Done = subprocess.CompletedProcess[bytes]
EDITED = FILES[NEWS].replace("部署全年", "安排全年")
HOOKS = ("pre-receive", "post-receive")
# Articles of this year: nobody turns the clock of a server.
OLD = TEXT.replace(
    "author: 省科技厅信息员\n", "author: 省科技厅信息员\narchive_note: 3月21日在原网站发布，改版时补录\n"
)


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return python(tmp_path_factory.mktemp("installed") / "venv")


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    found = Repository(tmp_path / "portal")
    found.commit(FILES | {COLUMNS: mails(table())}, "2026-03-01")
    found.git("clone", "--quiet", "--bare", ".", str(tmp_path / "portal.git"))
    found.git("remote", "add", "origin", str(tmp_path / "portal.git"))
    found.git("fetch", "--quiet", "origin")
    found.git("checkout", "--quiet", "-b", "work")
    return found


@pytest.fixture
def bare(made: Repository, interpreter: Path) -> Path:
    """The repository with the gate installed by the program that is installed."""
    path = made.path.parent / "portal.git"
    words = [str(interpreter), "-I", "-m", "tools", "server", "install", str(path)]
    subprocess.run(words, env=ENVIRONMENT, check=True, capture_output=True)
    return path


def install(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["server", "install", *arguments])


def push(made: Repository, *refs: str, actor: str = "kjt-liaison") -> Done:
    cache = {"XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]}
    return made.run("push", "origin", *refs, REMOTE_USER=actor, **cache)


def config(path: Path, name: str) -> str:
    words = ["git", "-C", str(path), "config", "--get", name]
    return subprocess.run(words, capture_output=True, encoding="utf-8", check=False).stdout.strip()


def test_what_is_installed(bare: Path) -> None:
    for name in HOOKS:
        hook = bare / "hooks" / name
        assert stat.S_IMODE(hook.stat().st_mode) == 0o755
        text = hook.read_text("utf-8")
        assert text.startswith("#!/bin/sh\n") and "--actor-from REMOTE_USER --limit 120" in text and " -I " in text
    assert (
        config(bare, "receive.fsckObjects")
        == config(bare, "core.protectHFS")
        == config(bare, "core.protectNTFS")
        == "true"
    )
    key = bare / "lanmu" / "server_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700


def test_hooks_that_git_would_not_run(made: Repository) -> None:
    path = made.path.parent / "portal.git"
    made.git("--git-dir", str(path), "config", "core.hooksPath", str(made.path))
    done = install(str(path))
    assert done.exit_code != 0 and "core.hooksPath" in done.stderr
    assert not (path / "hooks" / "pre-receive").exists()
    made.git("--git-dir", str(path), "config", "core.hooksPath", "hooks")
    assert install(str(path)).exit_code == 0


def test_again_changes_nothing_but_what_was_asked(made: Repository) -> None:
    path = made.path.parent / "portal.git"
    first = install(str(path))
    assert first.exit_code == 0 and "review.keys" in first.stderr
    key = (path / "lanmu" / "server_key").read_bytes()
    public = (path / "lanmu" / "server_key.pub").read_text("utf-8").strip()
    assert public in first.stderr
    second = install(str(path), "--actor-from", "GL_USERNAME", "--limit", "30")
    assert second.exit_code == 0
    assert (path / "lanmu" / "server_key").read_bytes() == key
    for name in HOOKS:
        assert "--actor-from GL_USERNAME --limit 30" in (path / "custom_hooks" / name).read_text("utf-8")


@pytest.mark.parametrize("name", HOOKS)
def test_what_somebody_else_wrote_stays(name: str, made: Repository) -> None:
    path = made.path.parent / "portal.git"
    (path / "hooks").mkdir(exist_ok=True)
    (path / "hooks" / name).write_bytes(b"#!/bin/sh\n# \xff\nexit 0\n")
    done = install(str(path))
    assert done.exit_code == 2 and name in done.stderr and "改法" in done.stderr
    assert (path / "hooks" / name).read_bytes() == b"#!/bin/sh\n# \xff\nexit 0\n"
    assert not any((path / "hooks" / other).exists() for other in HOOKS if other != name)
    assert not (path / "lanmu").exists()


def test_a_pipe_in_the_place_of_a_hook_is_not_waited_for(made: Repository) -> None:
    path = made.path.parent / "portal.git"
    (path / "hooks").mkdir(exist_ok=True)
    os.mkfifo(path / "hooks" / "pre-receive")
    with no_hang(20):
        done = install(str(path))
    assert done.exit_code == 2 and "不是普通文件" in done.stderr


@pytest.mark.parametrize("where", ["portal", "nowhere", "empty", "file"])
def test_what_is_no_bare_repository(where: str, made: Repository) -> None:
    (made.path.parent / "empty").mkdir()
    (made.path.parent / "file").write_text("", "utf-8")
    done = install(str(made.path.parent / where))
    assert done.exit_code == 2 and "Traceback" not in done.stderr and "改法" in done.stderr
    assert not (made.path / ".git" / "lanmu").exists()


@pytest.mark.parametrize(
    "more",
    [
        *(("--actor-from", name) for name in ("", "x", "A B", "A;rm", "A\nB", "$(id)", "1A", "A" * 70)),
        *(("--limit", limit) for limit in ("0", "4", "3601", "-1", "lang")),
    ],
)
def test_options_that_cannot_be(more: tuple[str, str], made: Repository) -> None:
    path = made.path.parent / "portal.git"
    assert install(str(path), *more).exit_code == 2
    assert not (path / "hooks" / "pre-receive").exists()


def test_a_folder_with_a_strange_name(made: Repository, interpreter: Path) -> None:
    path = made.path.parent / "门户 'x' $(id).git"
    (made.path.parent / "portal.git").rename(path)
    assert install(str(path)).exit_code == 0
    assert (path / "hooks" / "pre-receive").exists()


# Real pushes.
def test_a_push_through_the_gate(made: Repository, bare: Path) -> None:
    made.commit({NEWS: EDITED})
    done = push(made, "work")
    assert done.returncode == 0, done.stderr.decode()
    made.commit({OTHER: OLD})
    made.commit({NEWS: EDITED + "密级：机密★5年\n"})
    done = push(made, "work")
    said = done.stderr.decode()
    assert (
        done.returncode != 0
        and "B201" in said
        and NEWS in said
        and "改法" in said
        and "pre-receive hook declined" in said
    )


Attack = Callable[[Repository], tuple[str, ...]]


def _leak(made: Repository) -> tuple[str, ...]:
    made.commit({OTHER: SECRET})
    made.commit({OTHER: None})
    return ("work",)


def _other_folder(made: Repository) -> tuple[str, ...]:
    made.commit({"content/lyj/bmdt/2026-03-21-a.md": OLD})
    return ("work",)


def _direct(made: Repository) -> tuple[str, ...]:
    made.commit({NEWS: EDITED})
    return ("work:main",)


def _forced(made: Repository) -> tuple[str, ...]:
    made.git("commit", "--quiet", "--amend", "-m", "x")
    return ("+work:main",)


def _atomic(made: Repository) -> tuple[str, ...]:
    """A good branch beside a bad one: neither comes in."""
    made.commit({NEWS: EDITED})
    made.git("branch", "good")
    made.commit({"Makefile": "all:\n"})
    return ("good", "work")


def _deleted(_: Repository) -> tuple[str, ...]:
    return (":main",)


def _tag(made: Repository) -> tuple[str, ...]:
    made.git("tag", "v1", "main")
    return ("v1",)


def _notes(made: Repository) -> tuple[str, ...]:
    made.git("notes", "--ref=lanmu-approvals", "add", "-m", "x", "main")
    return ("refs/notes/lanmu-approvals",)


def _dot_git(made: Repository) -> tuple[str, ...]:
    """A tree that git itself refuses: a folder called .git."""
    blob = made.git("rev-parse", f"main:{NEWS}")
    (made.path.parent / "tree").write_bytes(b"100644 x\0" + bytes.fromhex(blob))
    inner = made.git("hash-object", "-t", "tree", "-w", "--literally", str(made.path.parent / "tree"))
    (made.path.parent / "tree").write_bytes(b"40000 .git\0" + bytes.fromhex(inner))
    outer = made.git("hash-object", "-t", "tree", "-w", "--literally", str(made.path.parent / "tree"))
    made.git("update-ref", "refs/heads/work", made.git("commit-tree", "-p", "main", "-m", "x", outer))
    return ("work",)


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (_leak, "B201"),
        (_other_folder, "O401"),
        (_direct, "R901"),
        (_forced, "O406"),
        (_atomic, "O402"),
        (_deleted, "O406"),
        (_tag, "O406"),
        (_notes, "O406"),
        (_dot_git, "hasDotgit"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_attacks(attack: Attack, said: str, made: Repository, bare: Path) -> None:
    before = made.git("ls-remote", "origin")
    done = push(made, *attack(made))
    assert done.returncode != 0
    assert said in done.stderr.decode("utf-8", "replace")
    assert made.git("ls-remote", "origin") == before


def test_without_an_account_nothing_comes_in(made: Repository, bare: Path) -> None:
    made.commit({NEWS: EDITED})
    for actor in ("", "nobody"):
        done = push(made, "work", actor=actor)
        assert done.returncode != 0 and "O403" in done.stderr.decode()


def test_a_program_that_is_gone_takes_nothing(made: Repository, bare: Path) -> None:
    hook = bare / "hooks" / "pre-receive"
    text = hook.read_text("utf-8")
    for broken in (
        text.replace("/bin/python", "/bin/nothing"),
        text.replace("tools.hooks.receive", "tools.hooks.gone"),
    ):
        assert broken != text
        hook.write_text(broken, "utf-8")
        made.commit({NEWS: EDITED + broken[-20:-15]})
        assert push(made, "work").returncode != 0


def test_a_takedown_is_taken_and_noted(made: Repository, bare: Path) -> None:
    mail = "bgt-webmaster@shifan.gov.cn"
    made.write({NEWS: None})
    made.git("commit", "--quiet", "-am", "撤下", GIT_AUTHOR_EMAIL=mail, GIT_COMMITTER_EMAIL=mail)
    done = push(made, "work:main", actor="bgt-webmaster")
    said = done.stderr.decode()
    assert done.returncode == 0, said
    assert "R909" in said and "没有写上" not in said
    head = made.git("rev-parse", "HEAD")
    note = made.git("--git-dir", str(bare), "notes", "--ref", landing.NOTES, "show", head)
    assert "account: bgt-webmaster" in note and f"to: {head}" in note and f"kind: {landing.TAKEDOWN}" in note
    text, _, proof = note.partition("\n\n")
    public = (bare / "lanmu" / "server_key.pub").read_text("utf-8").strip()
    allowed = f'lanmu-server namespaces="{signed.NAMESPACE}" {public}\n'
    assert signed.verify(f"{text}\n", f"{proof}\n", "lanmu-server", allowed, "20260601000000")


def test_what_cannot_be_noted_is_said_and_stays_taken(made: Repository, bare: Path) -> None:
    (bare / "lanmu" / "server_key").unlink()
    mail = "bgt-webmaster@shifan.gov.cn"
    made.write({NEWS: None})
    made.git("commit", "--quiet", "-am", "撤下", GIT_AUTHOR_EMAIL=mail, GIT_COMMITTER_EMAIL=mail)
    done = push(made, "work:main", actor="bgt-webmaster")
    assert done.returncode == 0 and "没有写上" in done.stderr.decode() and "改法" in done.stderr.decode()
    head = made.git("rev-parse", "HEAD")
    assert made.git("ls-remote", "origin", "main").split("\t")[0] == head
    # Who brought it is noted all the same.
    assert made.git("--git-dir", str(bare), "notes", "--ref", PUSHES, "show", head) == "bgt-webmaster"


def test_what_is_still_missing_is_said_when_the_gate_is_installed(made: Repository, tmp_path: Path) -> None:
    said = install(str(tmp_path / "portal.git")).stderr
    assert "还没有任何签名公钥" in said and "改法" in said
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "empty.git"], check=True)
    done = install(str(tmp_path / "empty.git"))
    assert done.exit_code == 0 and "空仓库不收推送" in done.stderr and "git clone --bare" in done.stderr


def test_gitea_keeps_its_own_hooks(tmp_path: Path) -> None:
    """It starts what lies in a folder beside them."""
    bare = tmp_path / "portal.git"
    subprocess.run(["git", "init", "--quiet", "--bare", bare], check=True)
    own = bare / "hooks" / "pre-receive"
    own.write_text("#!/bin/sh\n", "utf-8")
    done = CliRunner().invoke(cli, ["server", "install", "--actor-from", "GITEA_PUSHER_NAME", str(bare)])
    assert done.exit_code == 0, done.stderr
    assert own.read_text("utf-8") == "#!/bin/sh\n"
    for name in HOOKS:
        hook = bare / "hooks" / f"{name}.d" / "lanmu"
        assert "--actor-from GITEA_PUSHER_NAME" in hook.read_text("utf-8")
        assert hook.stat().st_mode & 0o111

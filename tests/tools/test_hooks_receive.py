"""The pre-receive hook as a process: whatever goes wrong, the push is refused, in time and with everything ended."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lanmu.rules.sample import COLUMNS, FILES, NEWS
from tests.lanmu.review_sample import mails, table
from tests.repository import ENVIRONMENT, ROOT, Repository
from tests.tools.installed import python
from tools.hooks import judge, receive

Done = subprocess.CompletedProcess[bytes]
Hook = Callable[..., Done]
EDITED = FILES[NEWS].replace("部署全年", "安排全年")


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return python(tmp_path_factory.mktemp("installed") / "venv")


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    """A server's repository would be bare; the hook does not care."""
    found = Repository(tmp_path / "portal")
    found.commit(FILES | {COLUMNS: mails(table())}, "2026-03-01")
    found.git("checkout", "--quiet", "-b", "work")
    found.commit({NEWS: EDITED})
    found.git("checkout", "--quiet", "--detach")
    found.git("branch", "--quiet", "-D", "work")
    return found


@pytest.fixture
def hook(made: Repository, interpreter: Path) -> Hook:
    """``hook(lines, limit)`` with the account in REMOTE_USER, as git would start it."""

    def run(
        lines: bytes, limit: str = "60", variable: str = "REMOTE_USER", program: Path = interpreter, **more: str
    ) -> Done:
        words = [str(program), "-I", "-m", "tools.hooks.receive", "--actor-from", variable, "--limit", limit]
        known = {name: value for name, value in ENVIRONMENT.items() if name not in ("REMOTE_USER", "GL_USERNAME")}
        own = {"XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"], "REMOTE_USER": "kjt-liaison"}
        return subprocess.run(
            words, cwd=made.path, env=known | own | more, input=lines, capture_output=True, check=False, timeout=120
        )

    return run


def line(made: Repository, ref: str = "refs/heads/work", old: str = "0" * 40, new: str = "") -> bytes:
    return f"{old} {new or made.git('rev-parse', 'HEAD')} {ref}\n".encode()


def said(done: Done) -> str:
    assert done.stdout == b""
    return done.stderr.decode("utf-8")


def test_a_good_push_is_taken_in_silence(made: Repository, hook: Hook) -> None:
    done = hook(line(made))
    assert (done.returncode, said(done)) == (0, "")


def test_a_bad_one_is_told_where_what_and_how(made: Repository, hook: Hook) -> None:
    done = hook(line(made), REMOTE_USER="lyj-liaison")
    assert done.returncode == 1
    for word in (NEWS, "O401", "改法", "依据", "没有接收这次推送"):
        assert word in said(done)
    done = hook(line(made, "refs/heads/main", made.git("rev-parse", "main")))
    assert done.returncode == 1 and "R901" in said(done) and "R906" in said(done)


def test_a_remark_alone_refuses_nothing(made: Repository, hook: Hook) -> None:
    made.commit({COLUMNS: mails(table(("栏目共建方案", "栏目共建方案（修订）")))})
    done = hook(line(made))
    assert done.returncode == 0 and "O402" in said(done) and "没有接收" not in said(done)


def test_words_arrive_whatever_the_servers_locale(made: Repository, hook: Hook) -> None:
    done = hook(line(made), REMOTE_USER="", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.returncode == 1 and "O403" in said(done)


@pytest.mark.parametrize("account", ["", "nobody", "bgt-liaison\nkjt-liaison", "kjt-liaison\x1b[2J"])
def test_an_account_that_nobody_knows(account: str, made: Repository, hook: Hook) -> None:
    done = hook(line(made), REMOTE_USER=account)
    assert done.returncode == 1 and "O403" in said(done) and "\x1b" not in said(done)


def test_only_the_variable_that_was_fixed_counts(made: Repository, hook: Hook) -> None:
    assert hook(line(made), variable="GL_USERNAME").returncode == 1
    assert hook(line(made), variable="GL_USERNAME", GL_USERNAME="kjt-liaison").returncode == 0
    assert hook(line(made), REMOTE_USER="", GL_USERNAME="kjt-liaison", LANMU_ACTOR="kjt-liaison").returncode == 1


@pytest.mark.parametrize(
    "lines",
    [
        b"",  # a hook before this one has read them
        b"\n",
        b"x\n",
        b"a b\n",
        b"a b c\n",
        b"\0\0\0\n",
        b"\xff\xfe\xfd",
        b"--all --all refs/heads/x\n",
        b"0" * 40 + b" " + b"f" * 40 + b" refs/heads/x\n",
        b"0" * 40 + b" " + b"f" * 40 + b"\n",
        (b"0" * 40 + b" " + b"f" * 40 + b" refs/heads/x\n") * 1001,
        b"x" * 5_000_000,
    ],
    ids=lambda value: value[:12].hex(),
)
def test_malformed_lines(lines: bytes, hook: Hook) -> None:
    done = hook(lines)
    assert done.returncode == 1
    assert "没有接收" in said(done) and "改法" in said(done) and "Traceback" not in said(done)


def test_more_memory_than_it_may_have(made: Repository, interpreter: Path) -> None:
    few = "from tools.hooks import judge; judge._MEMORY = 12 << 20; judge.run()"
    words = [str(interpreter), "-I", "-c", few, "REMOTE_USER"]
    env = ENVIRONMENT | {"REMOTE_USER": "kjt-liaison", "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]}
    done = subprocess.run(
        words, cwd=made.path, env=env, input=line(made), capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 1
    assert "没有接收：检查用的内存超过" in said(done) and "Traceback" not in said(done)


def test_no_repository(interpreter: Path, hook: Hook, made: Repository) -> None:
    done = hook(line(made), GIT_DIR=str(made.path / "nowhere"))
    assert done.returncode == 1 and "没有接收" in said(done)


def test_a_machine_without_git(made: Repository, hook: Hook, tmp_path: Path) -> None:
    done = hook(line(made), PATH=str(tmp_path))
    assert done.returncode == 1 and "没有 git" in said(done)


def test_a_damaged_table(made: Repository, hook: Hook) -> None:
    made.git("checkout", "--quiet", "main")
    made.commit({COLUMNS: "site: [\n"})
    done = hook(line(made))
    assert done.returncode == 1 and COLUMNS in said(done)


@pytest.mark.parametrize(
    "broken", ["raise RuntimeError('x')", "import sys; sys.exit(3)", "import os; os.kill(os.getpid(), 9)", "+"]
)
def test_a_fault_of_our_own_takes_nothing(broken: str, made: Repository, hook: Hook, tmp_path: Path) -> None:
    """A program whose judge falls, in an installation of its own."""
    own = python(tmp_path / "venv")
    (packages,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    (packages / "tools" / "hooks").mkdir(parents=True)
    (packages / "tools" / "__init__.py").write_text("", "utf-8")
    (packages / "tools" / "hooks" / "__init__.py").write_text("", "utf-8")
    (packages / "tools" / "hooks" / "receive.py").write_bytes((ROOT / "tools" / "hooks" / "receive.py").read_bytes())
    (packages / "tools" / "hooks" / "judge.py").write_text(broken, "utf-8")
    assert hook(line(made), program=own).returncode == 1


def test_a_fault_while_judging_is_told_without_a_traceback(
    made: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fall(*_: object) -> None:
        raise ZeroDivisionError

    class Given:
        class buffer:
            read = staticmethod(lambda: line(made))

    monkeypatch.setattr(judge.push, "findings", fall)
    monkeypatch.setattr(sys, "stdin", Given)
    assert judge.main("REMOTE_USER") == 1
    assert "程序自身出错：ZeroDivisionError" in capsys.readouterr().err


# Time.
def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "zombie" not in Path(f"/proc/{pid}/status").read_text("utf-8") if Path("/proc").is_dir() else True


def hanging(folder: Path) -> Path:
    """A git that starts another process and waits for ever, writing down both."""
    (folder / "git").write_text(f'#!/bin/sh\nsleep 300 &\necho $$ $! > "{folder}/pids"\nwait\n', "utf-8")
    (folder / "git").chmod(0o755)
    return folder


def gone(pids: list[int]) -> bool:
    """Within some seconds, for whoever inherits them buries them."""
    for _ in range(100):
        if not any(map(alive, pids)):
            return True
        time.sleep(0.1)
    return False


def test_a_judge_that_hangs_is_ended_with_all_that_it_started(made: Repository, hook: Hook, tmp_path: Path) -> None:
    folder = hanging(tmp_path)
    done = hook(line(made), limit="3", PATH=f"{folder}:{os.environ['PATH']}")
    assert done.returncode == 1
    assert "超过 3 秒" in said(done) and "改法" in said(done)
    pids = [int(pid) for pid in (folder / "pids").read_text("utf-8").split()]
    assert len(pids) == 2 and gone(pids)


def test_who_interrupts_the_hook_ends_its_judge(made: Repository, interpreter: Path, tmp_path: Path) -> None:
    folder = hanging(tmp_path)
    words = [str(interpreter), "-I", "-m", "tools.hooks.receive", "--actor-from", "REMOTE_USER", "--limit", "60"]
    env = ENVIRONMENT | {"REMOTE_USER": "kjt-liaison", "PATH": f"{folder}:{os.environ['PATH']}"}
    child = subprocess.Popen(words, cwd=made.path, env=env, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdin is not None
    child.stdin.write(line(made))
    child.stdin.close()
    for _ in range(300):
        if (folder / "pids").exists() and (folder / "pids").read_text("utf-8").endswith("\n"):
            break
        time.sleep(0.1)
    child.send_signal(signal.SIGINT)
    assert child.wait(60) != 0
    assert child.stderr is not None
    child.stderr.close()
    assert gone([int(pid) for pid in (folder / "pids").read_text("utf-8").split()])


def test_options_are_required(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["--limit", "5"], ["--actor-from", "X"], ["--actor-from", "X", "--limit", "long"]):
        with pytest.raises(SystemExit) as raised:
            receive.main(arguments)
        assert raised.value.code != 0
    capsys.readouterr()


def test_lines_as_git_gives_them() -> None:
    one = f"{'0' * 40} {'a' * 40} refs/heads/科技厅\n".encode()
    (update,) = judge.updates(one)
    assert (update.made, update.gone, update.ref) == (True, False, "refs/heads/科技厅")
    (update,) = judge.updates(f"{'a' * 64} {'0' * 64} refs/heads/x".encode())
    assert (update.made, update.gone) == (False, True)
    assert len(judge.updates(one * 1000)) == 1000
    (update,) = judge.updates(f"{'0' * 40} {'a' * 40} refs/heads/a\u2028b\n".encode())
    assert update.ref == "refs/heads/a\u2028b"

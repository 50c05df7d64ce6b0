"""The gate itself attacked: held up, ended, taken away, left without a table. It fails closed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lanmu.rules.sample import COLUMNS, NEWS
from tests.gitserver import ground
from tests.gitserver.attack import writes
from tests.gitserver.bare import Bare
from tests.gitserver.clone import Clone
from tests.gitserver.ground import article

MINE = "content/kjt/bmdt/2026-03-20-ke-ji-zhou.md"


@pytest.fixture
def clone(gated: Bare) -> Clone:
    """A clone with good work on a branch."""
    made = gated.clone(ground.LIAISON)
    writes(MINE, article("举办科技周活动"))(made)
    return made


def pushing(clone: Clone, bare: Bare, number: signal.Signals, module: str) -> str:
    """Push, and send a signal to that part of the gate as soon as it runs; what the pusher hears."""
    before = bare.state()
    with subprocess.Popen(["git", "push", "origin", "work"], cwd=clone.path, stderr=subprocess.PIPE) as push:
        os.kill(running(bare, module, push), number)
        heard = push.communicate(timeout=60)[1].decode()
    assert push.returncode, heard
    assert bare.state() == before
    assert left(bare, module) == 0
    return heard


def running(bare: Bare, module: str, push: "subprocess.Popen[bytes]") -> int:
    while not (found := processes(bare, module)):
        assert push.poll() is None, "the push was over before it could be held up"
        time.sleep(0.002)
    return found[0]


def processes(bare: Bare, module: str) -> list[int]:
    """Those that run a module for a repository."""
    return [int(each.name) for each in Path("/proc").glob("[0-9]*") if is_at_work(each, bare, module)]


def is_at_work(process: Path, bare: Bare, module: str) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
        return module.encode() in words and os.readlink(process / "cwd") == str(bare.path)
    except OSError:  # gone, or not ours
        return False


def left(bare: Bare, module: str) -> int:
    end = time.monotonic() + 5
    while (found := processes(bare, module)) and time.monotonic() < end:
        time.sleep(0.01)
    return len(found)


def test_what_takes_too_long_is_refused(clone: Clone, gated: Bare) -> None:
    command = [*("-m", "tools", "server", "install", str(gated.path)), "--limit", "5"]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    heard = pushing(clone, gated, signal.SIGSTOP, "tools.hooks.judge")
    assert "检查超过 5 秒还没有完成" in heard and "改法" in heard


@pytest.mark.parametrize("module", ["tools.hooks.judge", "tools.hooks.receive"])
def test_a_gate_that_is_ended_lets_nothing_in(module: str, clone: Clone, gated: Bare) -> None:
    assert "pre-receive hook declined" in pushing(clone, gated, signal.SIGKILL, module)


def test_a_gate_whose_program_is_gone_lets_nothing_in(clone: Clone, gated: Bare) -> None:
    hook = gated.path / "hooks/pre-receive"
    hook.write_text(hook.read_text("utf-8").replace("tools.hooks.receive", "tools.hooks.gone"), "utf-8")
    before = gated.state()
    pushed = clone.push("work")
    assert not pushed.ok and "pre-receive hook declined" in pushed.heard
    assert gated.state() == before


@pytest.mark.parametrize("table", ["", "site: [", None], ids=["empty", "broken", "none"])
def test_where_nobody_knows_who_may_push_nobody_may(table: str | None, clone: Clone, gated: Bare) -> None:
    """An administrator spoilt the table on the server itself."""
    spoilt = gated.clone(ground.EDITOR)
    spoilt.commit({COLUMNS: table})
    spoilt.put("main")
    before = gated.state()
    pushed = clone.push("work")
    assert not pushed.ok and "columns.yaml" in pushed.said and "改法" in pushed.said, pushed.heard
    assert gated.state() == before


def test_the_gate_works_where_nothing_can_be_remembered(clone: Clone, gated: Bare, tmp_path: Path) -> None:
    """The service's home is a file, or belongs to somebody else: the same verdict, a little later."""
    hook = gated.path / "hooks/pre-receive"
    lines = hook.read_text("utf-8").splitlines()
    nowhere = tmp_path / "file"
    nowhere.touch()
    hook.write_text("\n".join([lines[0], f"export HOME={nowhere} XDG_CACHE_HOME={nowhere}", *lines[1:], ""]), "utf-8")
    clone.commit({NEWS.replace("gong", "liang"): article("举办科技节活动", "密级：机密★5年")})
    refused = clone.push("work")
    assert not refused.ok and "B201" in refused.said, refused.heard
    clone.git("reset", "--quiet", "--hard", "HEAD~1")
    assert clone.push("work").ok

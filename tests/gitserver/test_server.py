"""The server itself: who is let in, what a hook learns and says, what is left behind."""

import base64
import os
import re
import subprocess
import time
from itertools import count
from pathlib import Path

import pytest

from lanmu.rules.sample import NEWS
from tests.gitserver import ground
from tests.gitserver.bare import Bare, create
from tests.gitserver.clone import Clone
from tests.gitserver.server import Server, password, running

_NAMES = count()
HOOK = '#!/bin/sh\necho "推送的人：$REMOTE_USER" >&2\n'


@pytest.fixture
def bare(server: Server, files: dict[str, str]) -> Bare:
    return create(server, f"plain-{next(_NAMES)}.git", files)


def hook(bare: Bare, text: str) -> None:
    file = bare.path / "hooks/pre-receive"
    file.write_text(text, "utf-8")
    file.chmod(0o755)


def changed(bare: Bare, account: str) -> Clone:
    clone = bare.clone(account)
    clone.branch("work")
    clone.commit({NEWS: "改过\n"})
    return clone


def test_a_push_arrives_and_the_hook_knows_who_pushed(bare: Bare) -> None:
    hook(bare, HOOK)
    clone = changed(bare, "kjt-liaison")
    pushed = clone.push("work")
    assert (pushed.ok, pushed.said) == (True, "推送的人：kjt-liaison"), pushed.heard
    assert bare.refs()["refs/heads/work"] == clone.git("rev-parse", "HEAD")
    assert clone.git("log", "-1", "--format=%ae") == "kjt-liaison@shifan.gov.cn"


def test_the_hook_does_not_learn_the_password(bare: Bare) -> None:
    hook(bare, "#!/bin/sh\nenv >&2\n")
    pushed = changed(bare, "kjt-liaison").push("work")
    assert "REMOTE_USER=kjt-liaison" in pushed.said
    secret = base64.b64encode(f"kjt-liaison:{password('kjt-liaison')}".encode()).decode()
    assert secret not in pushed.said and password("kjt-liaison") not in pushed.said


def test_what_the_hook_refuses_does_not_arrive(bare: Bare) -> None:
    hook(bare, HOOK + "exit 1\n")
    before = bare.state()
    pushed = changed(bare, "lyj-head").push("work")
    assert (pushed.ok, pushed.said) == (False, "推送的人：lyj-head"), pushed.heard
    assert "pre-receive hook declined" in pushed.heard
    assert bare.state() == before


def test_whoever_has_no_account_or_a_wrong_password_is_not_let_in(bare: Bare) -> None:
    clone = changed(bare, "kjt-liaison")
    for wrong in (clone.url.replace("2026", "2027"), clone.url.replace("kjt-liaison:", "nobody:")):
        pushed = clone.push("work", url=wrong)
        assert not pushed.ok and "Authentication failed" in pushed.heard
    assert "refs/heads/work" not in bare.refs()


def test_a_name_in_a_header_is_nobody(bare: Bare) -> None:
    hook(bare, HOOK)
    clone = changed(bare, "kjt-liaison")
    pushed = clone.push("work", options=("-c", "http.extraHeader=Remote-User: bgt-liaison"))
    assert (pushed.ok, pushed.said) == (True, "推送的人：kjt-liaison"), pushed.heard


def test_where_nobody_is_asked_the_hook_knows_nobody(bare: Bare) -> None:
    hook(bare, HOOK)
    clone = changed(bare, "kjt-liaison")
    pushed = clone.push("work", url=clone.open)
    assert (pushed.ok, pushed.said) == (True, "推送的人："), pushed.heard


def test_more_than_a_megabyte_arrives(bare: Bare) -> None:
    """Git sends it in chunks, without saying how much it will be."""
    hook(bare, HOOK)
    clone = bare.clone("kjt-liaison")
    clone.branch("work")
    clone.commit({"content/kjt/a.bin": os.urandom(3 << 20)})
    pushed = clone.push("work")
    assert pushed.ok, pushed.heard


def test_two_servers_beside_each_other_that_write_nowhere_else_and_end(tmp_path: Path) -> None:
    """In a folder whose name needs quotes."""
    folders = [tmp_path / "one two", tmp_path / "三"]
    for folder in folders:
        folder.mkdir()
    with running(folders[0], ["a"]) as one, running(folders[1], ["a"]) as other:
        assert one.port != other.port
        for server in (one, other):
            bare = create(server, "r.git", {"a.txt": "a\n"})
            assert bare.clone("a").git("log", "-1", "--format=%s") == "建立门户"
        started = processes(tmp_path)
        assert len(started) == 12, started  # a nginx, a fcgiwrap and its four, twice
    assert left(tmp_path) == []
    assert {path.name for path in tmp_path.iterdir()} == {"one two", "三"}


def processes(folder: Path) -> list[str]:
    """Programs that work in a folder or below."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            where = os.readlink(process / "cwd")
            ended = re.search(r"\) Z ", (process / "stat").read_text())
        except OSError:  # gone, or not ours
            continue
        if where.startswith(str(folder)) and not ended:
            found.append((process / "cmdline").read_bytes().decode())
    return found


def left(folder: Path) -> list[str]:
    """Those that still work there a while after they were told to end."""
    end = time.monotonic() + 5
    while (found := processes(folder)) and time.monotonic() < end:
        time.sleep(0.01)
    return found


def test_a_hook_that_hangs_ends_with_the_server(tmp_path: Path) -> None:
    with running(tmp_path, [ground.LIAISON]) as server:
        bare = create(server, "r.git", {NEWS: "a\n"})
        hook(bare, "#!/bin/sh\nsleep 100\n")
        clone = changed(bare, ground.LIAISON)
        pushing = subprocess.Popen(["git", "push", "--quiet", "origin", "work"], cwd=clone.path, stderr=subprocess.PIPE)
        while not any("sleep" in process for process in processes(bare.path)):
            assert pushing.poll() is None
            time.sleep(0.01)
    assert (pushing.wait(10) != 0, left(tmp_path)) == (True, [])
    pushing.stderr.close()

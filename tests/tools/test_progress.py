"""How far a piece of work is: a bar on a real pseudo terminal, lines in a log."""

import io
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path

import pytest

from tests.hang import no_hang
from tools import progress
from tools.progress import Progress

REPOSITORY = Path(__file__).parents[2]
CLEAR = "\r\x1b[K"


class Terminal:
    """A pseudo terminal, and what was written there."""

    text = ""


@contextmanager
def terminal() -> Iterator[Terminal]:
    """Standard error leads to a terminal within."""
    ours, theirs = pty.openpty()
    found = Terminal()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream, redirect_stderr(stream):
        yield found
    found.text = drained(ours)
    os.close(ours)


def drained(terminal: int) -> str:
    """All that was written to a terminal which nobody holds any more."""
    found = b""
    while True:
        try:
            part = os.read(terminal, 1 << 16)
        except OSError:  # Linux says so where others give nothing
            break
        if not part:
            break
        found += part
    return found.decode("utf-8")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any work is long."""
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)


@pytest.mark.usefixtures("at_once")
def test_a_bar_that_leaves_nothing_behind() -> None:
    with terminal() as shown, Progress() as told:
        for done in (0, 50, 100):
            told("做网页", done, 100)
    bars = ["░" * 24, "█" * 12 + "░" * 12, "█" * 24]
    texts = [f"{CLEAR}做网页 {bar} {done}/100" for bar, done in zip(bars, (0, 50, 100), strict=True)]
    assert shown.text == "".join(texts) + CLEAR


@pytest.mark.usefixtures("at_once")
def test_a_bar_goes_when_the_work_fails() -> None:
    def fail() -> None:
        with Progress() as told:
            told("读文章", 1, 2)
            raise ValueError("x")

    with terminal() as shown, pytest.raises(ValueError, match="x"):
        fail()
    assert shown.text.endswith(f"1/2{CLEAR}")


@pytest.mark.usefixtures("at_once")
def test_nothing_to_do_is_no_division_by_nothing() -> None:
    with terminal() as shown, Progress() as told:
        told("做网页", 0, 0)
    assert "0/0" in shown.text


def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 3600.0)
    with terminal() as shown, Progress() as told:
        told("做网页", 1, 2)
    assert shown.text == ""


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    log = io.StringIO()
    with redirect_stderr(log), Progress() as told:
        told("读文章", 1, 3)  # too soon
        monkeypatch.setattr(progress, "_EVERY", 0.0)
        told("读文章", 2, 3)
        told("做网页", 3, 3)
        monkeypatch.setattr(progress, "_EVERY", 3600.0)
        told("做网页", 3, 3)
    assert log.getvalue() == "读文章 2/3\n做网页 3/3\n"


def test_a_build_on_a_terminal_leaves_its_last_words_alone(root: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "tools", "build", "--on", "2026-03-31"]
    surroundings = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    with no_hang():
        done = subprocess.run(command, cwd=root, env=surroundings, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs)
        os.close(theirs)
        text = drained(ours)
    os.close(ours)
    assert (done.returncode, done.stdout) == (0, b"")
    lines = text.rpartition(CLEAR)[2].splitlines()
    assert lines[0] == "全部重做：还没有索引"
    assert lines[1] == f"网站已生成：{root}/output"
    assert len(lines) == 3

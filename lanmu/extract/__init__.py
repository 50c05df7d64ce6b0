"""Text of attachments, read in a child process that cannot harm: time, memory and output are bounded.

This module imports no parser; the child (``lanmu.extract.child``) does, when a file of that kind comes.
"""

import json
import os
import signal
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import NamedTuple, Self

from lanmu.attachments import MAX_BYTES
from lanmu.refusal import Unable

SECONDS = 5  # wall time for one file
FILES = 200  # after so many a child is replaced: what a library leaks ends with it
_MAX_REPLY = 64 * 1024 * 1024  # bytes; what a child may send at most is far below
_HEAD = struct.Struct(">II")  # lengths of name and data; a reply has the second alone
_LENGTH = struct.Struct(">I")
_OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGKILL)  # how C and C++ parsers end then


class Trouble(NamedTuple):
    """Something about a file that its reader must know.

    ``kind`` is one of mismatch, large, unreadable, encrypted, macro, embedded, scan, legacy, gps,
    timeout, memory, long, deep, ratio, unsafe-name; ``where`` a place inside the file, None for all of it;
    ``detail`` a few Chinese words: the real type, the cause, the name.
    """

    kind: str
    where: str | None
    detail: str


class Extracted(NamedTuple):
    """A file as read.

    ``kind`` is the type by content (``docx``), "" where unknown; ``text`` all its text; ``places``
    (start in ``text``, name of the place), ascending: ``第3页``, ``Sheet1!C7``, ``说明.docx › 第2段``.
    """

    kind: str
    text: str
    places: tuple[tuple[int, str], ...]
    troubles: tuple[Trouble, ...]


class Extractor:
    """Reads files one after another in a child that starts with the first and is replaced when it fails."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._read = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, name: str, data: bytes) -> Extracted:
        """What the file called ``name`` holds; where the child fails, that is its only trouble.

        Raises Unable where the child cannot work at all (a parser is not installed).
        """
        if len(data) > MAX_BYTES:
            return _only("large", f"{MAX_BYTES // 1024 // 1024} MB")
        try:
            return self._ask(name, data)
        except BaseException:
            self._end()
            raise

    def _ask(self, name: str, data: bytes) -> Extracted:
        child = self._started()
        late = False

        def stop() -> None:
            nonlocal late
            late = True
            _kill(child)

        timer = Timer(SECONDS, stop)
        timer.start()
        try:
            reply = _exchange(child, name, data)
        finally:
            timer.cancel()
            timer.join()
        if reply is None:
            self._end()
            return _only("timeout", f"{SECONDS} 秒") if late else _died(child.returncode)
        if late:  # it answered in the last instant, and is gone for the next file
            self._end()
        return _understood(reply)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and (self._read >= FILES or self._child.poll() is not None):
            self._end()
        if self._child is None:
            self._child, self._read = _start(), 0
        self._read += 1
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        _kill(child)
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with suppress(OSError):  # what was not yet sent cannot be sent
                    pipe.close()
        child.wait()


def _start() -> subprocess.Popen[bytes]:
    """A child that sees this package and nothing of the caller's folder or surroundings."""
    package = Path(__file__).resolve().parents[2]
    surroundings = {"PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "lanmu.extract.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=surroundings,
        start_new_session=True,
    )


def _exchange(child: subprocess.Popen[bytes], name: str, data: bytes) -> bytes | None:
    """The child's reply; None where it died over the file."""
    if child.stdin is None or child.stdout is None:
        return None
    written = name.encode("utf-8", "replace")
    try:
        child.stdin.write(_HEAD.pack(len(written), len(data)) + written)
        child.stdin.write(data)
        child.stdin.flush()
    except OSError:
        return None
    head = child.stdout.read(_LENGTH.size)
    if len(head) < _LENGTH.size or _LENGTH.unpack(head)[0] > _MAX_REPLY:
        return None
    reply = child.stdout.read(_LENGTH.unpack(head)[0])
    return reply if len(reply) == _LENGTH.unpack(head)[0] else None


def _understood(reply: bytes) -> Extracted:
    told = json.loads(reply)
    if told["missing"]:
        raise Unable(f"读附件要用的程序没有装好：{told['missing']}", "运行 make setup，再检查一次")
    places = tuple((start, name) for start, name in told["places"])
    return Extracted(told["kind"], told["text"], places, tuple(Trouble(*item) for item in told["troubles"]))


def _died(status: int) -> Extracted:
    if -status == signal.SIGXCPU:
        return _only("timeout", f"{SECONDS} 秒")
    if -status in _OUT_OF_MEMORY:
        return _only("memory", "")
    return _only("unreadable", "内容有损坏，解析程序读到一半就中断了")


def _only(kind: str, detail: str) -> Extracted:
    return Extracted("", "", (), (Trouble(kind, None, detail),))


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it may have started; its session is its own."""
    if child.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)

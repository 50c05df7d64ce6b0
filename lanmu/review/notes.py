"""Notes about commits that the server alone writes: nobody can push to them (O406)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lanmu import git
from lanmu.refusal import Unable

_WRITER = ("-c", "user.name=lanmu-server", "-c", "user.email=lanmu-server@localhost")
_LOCK = "lanmu-notes.lock"  # in git's own folder


def show(root: Path, ref: str, commit: str) -> str:
    """What a note says about a commit, "" where there is none."""
    try:
        return git.run(root, "notes", f"--ref={ref}", "show", commit).decode("utf-8", "replace")
    except Unable:
        return ""


def write(root: Path, ref: str, commit: str, text: str) -> None:
    """Note ``text`` about a commit, in the place of what was noted. Raises ``Unable``."""
    with _alone(root):
        git.run(root, *_WRITER, "notes", f"--ref={ref}", "add", "-f", "-F", "-", commit, given=text.encode())


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One writer at a time: git reads all notes, adds one and moves the ref, whatever it has become meanwhile."""
    import fcntl  # of servers; whoever approves on Windows needs none

    folder = os.fsdecode(git.run(root, "rev-parse", "--path-format=absolute", "--git-common-dir")).removesuffix("\n")
    with Path(folder, _LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

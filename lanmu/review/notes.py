"""Notes about commits that the server alone writes: nobody can push to them (O406)."""

import time
from pathlib import Path

from lanmu import git
from lanmu.refusal import Unable

_WRITER = ("-c", "user.name=lanmu-server", "-c", "user.email=lanmu-server@localhost")
_TRIES, _PAUSE = 5, 0.2  # two pushes may end at once; seconds


def show(root: Path, ref: str, commit: str) -> str:
    """What a note says about a commit, "" where there is none."""
    try:
        return git.run(root, "notes", f"--ref={ref}", "show", commit).decode("utf-8", "replace")
    except Unable:
        return ""


def write(root: Path, ref: str, commit: str, text: str) -> None:
    """Note ``text`` about a commit, in the place of what was noted. Raises ``Unable``."""
    for left in reversed(range(_TRIES)):
        try:
            git.run(root, *_WRITER, "notes", f"--ref={ref}", "add", "-f", "-F", "-", commit, given=text.encode())
            return
        except Unable:
            if not left:
                raise
            time.sleep(_PAUSE)

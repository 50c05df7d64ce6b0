"""Working clones of one account each, and what the server says to their pushes."""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.gitserver import ground
from tests.gitserver.server import Server
from tests.repository import ENVIRONMENT, Repository

# Git pads what the server says, so that it covers what stood in the line before.
_REMOTE = re.compile(r"^remote: ?(.*?)\s*$", re.MULTILINE)


class Pushed(NamedTuple):
    """How a push ended: ``said`` by the server, ``heard`` in all by who pushed."""

    ok: bool
    said: str
    heard: str


class Clone(Repository):
    """A clone that commits and pushes as ``account``."""

    def __init__(self, path: Path, server: Server, name: str, account: str) -> None:
        self.path = path
        self.account = account
        self.url = server.url(name, account)
        self.open = server.url(name)  # the same repository, where nobody is asked who they are
        role = {"NAME": account, "EMAIL": ground.mail(account)}
        self._who = {f"GIT_{part}_{key}": value for part in ("AUTHOR", "COMMITTER") for key, value in role.items()}
        command = ["git", "clone", "--quiet", self.url, str(path)]
        subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, timeout=60)

    def run(self, *arguments: str | bytes, **more: str) -> "subprocess.CompletedProcess[bytes]":
        """One git command as the account, however it ends."""
        return super().run(*arguments, **self._who | {"GIT_TERMINAL_PROMPT": "0"} | more)

    def push(self, *refs: str | bytes, url: str = "", options: tuple[str, ...] = ()) -> Pushed:
        """Push refs (``branch``, ``branch:main``, ``+branch`` …) to where it was cloned from, or to ``url``."""
        done = self.run(*options, "push", url or "origin", *refs)
        heard = (done.stdout + done.stderr).decode("utf-8", "backslashreplace")
        return Pushed(done.returncode == 0, "\n".join(_REMOTE.findall(heard)), heard)

    def branch(self, name: str, start: str = "origin/main") -> None:
        """A new branch of its own, checked out."""
        self.git("checkout", "--quiet", "--no-track", "-b", name, start)

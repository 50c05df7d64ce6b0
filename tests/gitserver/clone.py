"""Working clones of one account each, and what the server says to their pushes."""

import re
import subprocess
import sys
from copy import copy
from pathlib import Path
from typing import NamedTuple

from lanmu.git import NO_FILES, SUBMODULE
from tests.gitserver import ground
from tests.gitserver.server import Server
from tests.repository import ENVIRONMENT, ROOT, Repository

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
        self.origin = server.repositories / name
        self.url = server.url(name, account)
        self.open = server.url(name)  # the same repository, where nobody is asked who they are
        self._who = _identity(account)
        command = ["git", "clone", "--quiet", self.url, str(path)]
        subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, timeout=60)

    def acting(self, account: str) -> "Clone":
        """The same folder, in which somebody else commits; it still pushes as who cloned it."""
        other = copy(self)
        other._who = _identity(account)
        return other

    def run(self, *arguments: str | bytes, **more: str) -> "subprocess.CompletedProcess[bytes]":
        """One git command as the account, however it ends."""
        return super().run(*arguments, **self._who | {"GIT_TERMINAL_PROMPT": "0"} | more)

    def push(self, *refs: str | bytes, url: str = "", options: tuple[str, ...] = ()) -> Pushed:
        """Push refs (``branch``, ``branch:main``, ``+branch`` …) to where it was cloned from, or to ``url``."""
        done = self.run(*options, "push", url or "origin", *refs)
        heard = (done.stdout + done.stderr).decode("utf-8", "backslashreplace")
        return Pushed(done.returncode == 0, "\n".join(_REMOTE.findall(heard)), heard)

    def lanmu(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """``lanmu …`` in the clone, by the account, however it ends."""
        return subprocess.run(
            [sys.executable, "-m", "tools", *arguments],
            cwd=self.path,
            env=ENVIRONMENT | self._who | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def put(self, branch: str) -> None:
        """Have a branch on the server as if its authors had pushed it before; no hook is asked."""
        self.git(f"--git-dir={self.origin}", "fetch", "--quiet", str(self.path), f"+{branch}:{branch}")

    def branch(self, name: str, start: str = "origin/main") -> None:
        """A new branch of its own, checked out."""
        self.git("checkout", "--quiet", "--no-track", "-b", name, start)

    def plant(self, path: bytes, mode: str, content: bytes, message: str = "更新内容") -> None:
        """Commit a file whose path and mode git's own commands would not take; a submodule has no content."""
        blob = "1" * 40 if mode == SUBMODULE else self.fed(content, "hash-object", "-w", "--stdin")
        kind = "commit" if mode == SUBMODULE else "blob"
        *folders, name = path.split(b"/")
        tree = self._planted("HEAD^{tree}", folders, f"{mode} {kind} {blob}\t".encode() + name)
        commit = self.git("commit-tree", tree, "-p", "HEAD", "-m", message)
        self.git("update-ref", "HEAD", commit)

    def _planted(self, tree: str, folders: list[bytes], entry: bytes) -> str:
        """The tree with one more entry below ``folders``; what has its name already stays beside it."""
        lines = self.tried("ls-tree", "-z", tree).stdout.split(b"\0")[:-1]
        if folders:
            first, *rest = folders
            there = [line for line in lines if line.endswith(b"\t" + first)]
            below = there[0].split()[2].decode() if there else NO_FILES[b"sha1"]
            entry = f"040000 tree {self._planted(below, rest, entry)}\t".encode() + first
            lines = [line for line in lines if line not in there]
        return self.fed(b"".join(line + b"\0" for line in [*lines, entry]), "mktree", "-z", "--missing")

    def fed(self, given: bytes, *arguments: str) -> str:
        """What git says to what it is given."""
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=self.path, env=ENVIRONMENT, input=given, capture_output=True, check=True)
        return done.stdout.decode().strip()


def _identity(account: str) -> dict[str, str]:
    role = {"NAME": account, "EMAIL": ground.mail(account)}
    return {f"GIT_{part}_{key}": value for part in ("AUTHOR", "COMMITTER") for key, value in role.items()}

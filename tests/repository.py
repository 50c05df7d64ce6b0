"""Real git repositories for tests."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from lanmu.rules import sample

ROOT = Path(__file__).parents[1]

# Nobody's own settings, hooks or index; offices and roles commit.
_OWN = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
ENVIRONMENT = _OWN | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "省科技厅信息员",
    "GIT_AUTHOR_EMAIL": "kjt-liaison@shifan.gov.cn",
    "GIT_COMMITTER_NAME": "省科技厅信息员",
    "GIT_COMMITTER_EMAIL": "kjt-liaison@shifan.gov.cn",
    "LC_ALL": "C.UTF-8",
}
Files = Mapping[str, str | bytes | None]


class Repository:
    """A repository with a working tree; a portal lies at its root or in ``folder``."""

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str | bytes, **more: str) -> str:
        """What git says; fails where git does."""
        return self.tried(*arguments, **more).stdout.decode("utf-8", "surrogateescape").strip()

    def tried(self, *arguments: str | bytes, **more: str) -> "subprocess.CompletedProcess[bytes]":
        done = self.run(*arguments, **more)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done

    def run(self, *arguments: str | bytes, **more: str) -> "subprocess.CompletedProcess[bytes]":
        """One git command, however it ends."""
        return subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env=ENVIRONMENT | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=120,
        )

    def write(self, files: Files) -> None:
        """Files by path; None removes one."""
        for path, content in files.items():
            file = self.path / path
            if content is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def stage(self, files: Files) -> None:
        """Write, and add what was written."""
        self.write(files)
        self.git("add", "--all", "--", *files)

    def commit(self, files: Files, day: str = "2026-03-20", message: str = "更新内容") -> str:
        """Commit files; the commit's id."""
        self.stage(files)
        when = f"{day}T10:00:00+08:00"
        # Its own hooks are not asked here.
        self.git(
            *("commit", "--quiet", "--allow-empty", "--no-verify", "-m", message),
            GIT_AUTHOR_DATE=when,
            GIT_COMMITTER_DATE=when,
        )
        return self.git("rev-parse", "HEAD")


def portal(path: Path, *options: str, folder: str = "") -> Repository:
    """A repository with the sample portal committed."""
    found = Repository(path, *options)
    above = f"{folder}/" if folder else ""
    found.commit({above + name: text for name, text in sample.FILES.items()}, "2026-03-01")
    return found

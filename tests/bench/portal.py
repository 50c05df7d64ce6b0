"""The portal that is measured: generated, a git repository, with the project's own hooks installed."""

import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.bench import corpus, measure
from tests.bench.measure import Failed, Run

REPOSITORY = Path(__file__).parents[2]
HOOKS = ".pre-commit-config.yaml"
_PYTHON = "entry: .venv/bin/python "  # as the project's hooks name it; the generated portal has no .venv

# No setting of the machine or its user counts, and no clean-up starts by itself amid a run.
_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "gc.auto",
    "GIT_CONFIG_VALUE_0": "0",
    "GIT_CONFIG_KEY_1": "maintenance.auto",
    "GIT_CONFIG_VALUE_1": "false",
    "GIT_AUTHOR_NAME": "省科技厅信息员",
    "GIT_AUTHOR_EMAIL": "kjt@yangben.gov.cn",
    "GIT_COMMITTER_NAME": "省科技厅信息员",
    "GIT_COMMITTER_EMAIL": "kjt@yangben.gov.cn",
}
_BEFORE_ALL = f"{corpus.FIRST} 00:00:00 +0800"  # no article is older than the first commit
_FIRST_COMMIT = {"GIT_AUTHOR_DATE": _BEFORE_ALL, "GIT_COMMITTER_DATE": _BEFORE_ALL}


class Portal(NamedTuple):
    """A portal of ``size`` articles; all that belongs to it lies in ``folder``."""

    folder: Path
    size: int

    @property
    def root(self) -> Path:
        """Its repository."""
        return self.folder / "portal"

    @property
    def content(self) -> Path:
        """Its articles."""
        return self.root / "content"

    @property
    def newest(self) -> str:
        """The path of the newest article, from the root."""
        return f"content/{corpus.place(self.size - 1, self.size).path}"

    def run(self, *command: str | Path, fine: Collection[int] = (0,), more: Mapping[str, str] | None = None) -> Run:
        """Measure ``command`` in the root; caches are those of this portal, not those of the machine's user."""
        home = {"XDG_CACHE_HOME": str(self._cache), "PRE_COMMIT_HOME": str(self.folder / "pre-commit")}
        env = {"PYTHONPATH": str(REPOSITORY)} | home | _GIT | dict(more or {})
        return measure.run(command, self.root, env, fine)

    def python(self, module: str, *arguments: str) -> Run:
        """Measure a module of the project, or one that is installed."""
        return self.run(sys.executable, "-m", module, *arguments)

    def build(self, root: Path, output: Path, *options: str) -> Run:
        """Build the portal in ``root``; an index is kept for each output folder."""
        return self.python("tools", "--root", str(root), "build", "--output", str(output), *options)

    def cold(self, root: Path) -> Run:
        """Build the portal in ``root`` where nothing is known of it; what others know of theirs stays."""
        site, cache = self.folder / "cold", self.folder / "cold-cache"
        for left in (site, cache):
            set_aside(left)
        command = (sys.executable, "-m", "tools", "--root", root, "build", "--output", site)
        return self.run(*command, more={"XDG_CACHE_HOME": str(cache)})

    def forget(self) -> None:
        """Remove what earlier checks kept."""
        shutil.rmtree(self._cache, ignore_errors=True)

    @property
    def _cache(self) -> Path:
        return self.folder / "cache"


def set_aside(folder: Path) -> None:
    """Move a folder that an earlier run left out of the way.

    It is not removed: a file system may shun the places of files that went a moment ago (ext4 does for minutes), and
    then takes up to five times as long to create others.
    """
    if folder.exists():
        folder.rename(tempfile.mkdtemp(dir=folder.parent, prefix="earlier-"))


def generate(root: Path, size: int) -> None:
    """Write the articles and the table of a portal."""
    # In a process of its own: a peak of ours would be the least that any child can show.
    measure.run((sys.executable, "-m", "tests.bench.corpus", str(size), root), REPOSITORY)


def make(folder: Path, size: int) -> Portal:
    """Write the portal, commit it, install the hooks."""
    portal = Portal(folder, size)
    generate(portal.root, size)
    hooks = (REPOSITORY / HOOKS).read_text("utf-8")
    if _PYTHON not in hooks:
        raise Failed(f"{HOOKS} names its Python otherwise than {_PYTHON!r}")
    (portal.root / HOOKS).write_text(hooks.replace(_PYTHON, f"entry: {sys.executable} "), "utf-8")
    portal.run("git", "init", "--quiet", "--initial-branch=main")
    portal.run("git", "add", ".")
    portal.run("git", "commit", "--quiet", "--message=建站", more=_FIRST_COMMIT)
    portal.python("pre_commit", "install")
    return portal

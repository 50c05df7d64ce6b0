"""A portal in a real repository, built again after every change and held against a build from scratch."""

import gc
import os
import pickle
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lanmu.refusal import Refused
from tests.repository import ROOT, Repository
from tests.truth.portal import portal
from tools.build import pelican

Tree = dict[str, bytes | None]  # None is a folder
DAY = "2026-11-20"
_SETTLED = 0.06  # seconds
_TIDY = 10  # sequences from one search for garbage to the next; Python seldom starts one after a build has frozen it
_CONF = """\
import runpy

globals().update(runpy.run_path({repository!r}))
THEME = {theme!r}
THEME_TEMPLATES_OVERRIDES = [THEME + "/" + name for name in {{override}}]
"""


class Untrue(AssertionError):
    """An incremental build that is not the build from scratch."""


def publish(root: Path, output: Path, day: str, *, commit: str | None = None, full: bool = False) -> Any:
    """Build in this process, as ``lanmu build`` does."""
    try:
        return pelican(root, output, day, commit=commit, full=full, jobs=1).publish()
    finally:
        gc.unfreeze()  # a command ends after one build, and need not look for its garbage


def tree(folder: Path) -> Tree:
    """Everything below a folder: bytes of files, None for folders."""
    found: Tree = {}
    for above, folders, names in os.walk(folder):
        place = Path(above)
        for name in folders:
            found[(place / name).relative_to(folder).as_posix()] = None
        for name in names:
            found[(place / name).relative_to(folder).as_posix()] = (place / name).read_bytes()
    return found


def hold(found: Tree, expected: Tree) -> None:
    """Both trees are one, files and absence of files alike."""
    paths = sorted(found.keys() | expected.keys())
    wrong = {path: (found.get(path, "-"), expected.get(path, "-")) for path in paths}
    told = [_told(path, *pair) for path, pair in wrong.items() if pair[0] != pair[1]]
    if told:
        raise Untrue("\n".join([f"{len(told)} paths of the incremental build (<) differ from the full one (>)", *told]))


def _told(path: str, found: bytes | str | None, expected: bytes | str | None) -> str:
    if not isinstance(found, bytes) or not isinstance(expected, bytes):
        return f"{'too much' if expected == '-' else 'missing'}: {path}"
    ours, theirs = found.decode("utf-8", "replace").splitlines(), expected.decode("utf-8", "replace").splitlines()
    for number, (one, other) in enumerate(zip([*ours, ""], [*theirs, ""], strict=False), 1):
        if one != other:
            return f"other: {path}:{number}\n  < {one[:300]}\n  > {other[:300]}"
    return f"other: {path}: {len(ours)} lines, {len(theirs)} lines"


@contextmanager
def cache(folder: Path) -> Iterator[None]:
    """The user's cache folder is ``folder``."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = before


class Ground:
    """What all sequences of a run share: a theme to edit, and a repository to start from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.theme = folder / "theme"
        shutil.copytree(ROOT / "themes" / "lanmu", self.theme)
        # A portal's own template that stands before the theme's.
        own = self.theme / "own"
        own.mkdir()
        footer = (self.theme / "templates" / "_footer.html").read_text("utf-8")
        (own / "_footer.html").write_text(f"<p>本门户的页脚</p>\n{footer}", "utf-8")
        self.first = tree(self.theme)
        self.conf = _CONF.format(repository=str(ROOT / "pelicanconf.py"), theme=str(self.theme))
        self.seed = folder / "seed"
        # Nothing of the user's: no hooks, no housekeeping in the background.
        repository = Repository(self.seed, "--template=")
        repository.git("config", "gc.auto", "0")
        repository.commit({".gitignore": b".lanmu/\n", **portal().written(self.conf)})
        self.head = repository.git("rev-parse", "HEAD")
        self.used = 0

    def restore(self) -> None:
        """The theme as it was; what did not change is left alone, so that Jinja need not compile it again."""
        self.used += 1
        if self.used % _TIDY == 0:
            gc.collect()
        now = tree(self.theme)
        for path in now.keys() - self.first.keys():
            (self.theme / path).unlink()
        for path, data in self.first.items():
            if data is not None and now.get(path) != data:
                (self.theme / path).write_bytes(data)


class World:
    """One sequence: the portal as it should be, the repository that holds it, and its two outputs."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        ground.restore()
        base = ground.folder / "world"
        shutil.rmtree(base, ignore_errors=True)
        shutil.copytree(ground.seed, base / "root")
        self.root, self.output, self.scratch = base / "root", base / "output", base / "scratch"
        self.cache, self.other_cache = base / "cache", base / "other-cache"
        self.older = base / "older-cache"
        self.repository = Repository.__new__(Repository)
        self.repository.path = self.root
        self.portal = portal()
        self.theme = dict(ground.first)
        self.day = DAY
        self.held = False  # the next change is not built on its own
        self.unbuilt = False
        self.from_commits = False  # each change is committed, and the commit is built
        self.commits = [(ground.head, pickle.dumps(self.portal))]
        self.on_disk = self.portal.written(ground.conf)
        # Times of files that are as new as these prove nothing to a build, which then reads all of them again.
        time.sleep(_SETTLED)
        self.build()

    @property
    def stems(self) -> list[str]:
        """Every article, in an order that a step's number can name."""
        return sorted(self.portal.articles)

    def settle(self, waiting: bool) -> None:
        """Bring what the portal should be to the disk, and build it, unless that may wait for the next change."""
        self.write()
        if waiting:
            self.held, self.unbuilt = False, True
        else:
            self.build()

    def write(self) -> None:
        """Files that have changed, written; in commit mode committed too."""
        wanted = self.portal.written(self.ground.conf)
        for path in self.on_disk.keys() - wanted.keys():
            self._remove(self.root / path)
        for path, data in wanted.items():
            if self.on_disk.get(path) != data:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_bytes(data)
        self.on_disk = wanted
        if self.from_commits:
            self.commit()

    def put(self, path: str, data: bytes | None) -> None:
        """One file past the portal's value, for a while; in commit mode committed too."""
        if data is None:
            self._remove(self.root / path)
        else:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_bytes(data)
        if self.from_commits:
            self._commit()

    def _remove(self, path: Path) -> None:
        path.unlink()
        for folder in path.parents:
            if folder == self.root or any(folder.iterdir()):
                return
            folder.rmdir()

    def commit(self) -> None:
        """Everything as a commit, even where nothing changed."""
        self._commit()
        self.commits.append((self.repository.git("rev-parse", "HEAD"), pickle.dumps(self.portal)))

    def _commit(self) -> None:
        self.repository.git("add", "--all")
        self.repository.git("commit", "--quiet", "--allow-empty", "--no-verify", "-m", "更新内容")

    def checkout(self, number: int) -> None:
        """Another commit in the working tree; what was not committed is lost."""
        id, state = self.commits[number % len(self.commits)]
        self.repository.git("checkout", "--quiet", "--force", "--detach", id)
        self.repository.git("clean", "-fdq")
        self.portal = pickle.loads(state)
        self.on_disk = self.portal.written(self.ground.conf)

    def edit_theme(self, path: str, data: bytes | None) -> None:
        """A file of the theme, written or removed."""
        file = self.ground.theme / path
        if data is None:
            file.unlink(missing_ok=True)
            self.theme.pop(path, None)
        else:
            file.write_bytes(data)
            self.theme[path] = data

    def keep_cache(self) -> None:
        """A copy of the cache, for a later step to bring back."""
        shutil.rmtree(self.older, ignore_errors=True)
        if self.cache.exists():
            shutil.copytree(self.cache, self.older)

    def build(self, by_commit: bool = True) -> None:
        """As staff builds: what is remembered is used; in commit mode the commit unless told otherwise."""
        self.unbuilt = False
        with cache(self.cache):
            publish(self.root, self.output, self.day, commit="HEAD" if by_commit and self.from_commits else None)

    def refused(self) -> bool:
        """Whether a build of what is on disk is refused; one that is must leave the output as it was."""
        before = tree(self.output)
        try:
            self.build()
        except Refused:
            hold(tree(self.output), before)
            return True
        return False

    def full(self) -> Tree:
        """The site from scratch: another output, another cache, both empty."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        shutil.rmtree(self.other_cache, ignore_errors=True)
        with cache(self.other_cache):
            publish(self.root, self.scratch, self.day, full=True)
        return tree(self.scratch)

    def compare(self) -> None:
        """The output is what a build from scratch gives."""
        if self.unbuilt:
            self.build()
        hold(tree(self.output), self.full())

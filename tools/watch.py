"""Watching the sources of a site: a save is followed by a build, and the build by news of it.

The build runs in a child process: it then picks up changed code, and leaves no memory behind.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Condition, Event, Thread

from watchfiles import Change, watch

from lanmu.report.terminal import seen
from tools import console
from tools.build import OTHER_BUILD
from tools.live import News

PROGRAM = Path(__file__).resolve().parent.parent
_FILES = ("columns.yaml", "pelicanconf.py")
_FOLDERS = ("content", "themes")
_OURS = ("themes", "lanmu", "plugins")  # a portal without a theme of its own takes ours
_UNABLE = (OSError, RuntimeError)  # what watchfiles raises where the system allows no more watches or open files
_PATIENCE = 1.0  # seconds until a build that found another one under way is tried again
_CHECKED = 50  # saved files at most; more come from a branch that was switched, not from an editor
_STEP = 30  # milliseconds without a change after which a batch of changes is whole
# What editors, office programs and Python put beside a file for a while; the build looks at none of the hidden.
_PASSING = (".", "~$", "#", "__pycache__")
_PASSING_ENDS = ("~", ".swp", ".tmp", ".pyc")


class Watch:
    """Use it in a ``with``: entered, it watches; left, all of it has ended."""

    def __init__(self, root: Path, output: Path, news: News) -> None:
        self.root = root.resolve()
        self.output = output.resolve()
        self.news = news
        self._lock = Condition()
        self._over = False
        self._failed = False
        self._saved: set[Path] = set()
        self._moved: set[Path] = set()  # folders that came or went: whoever watches them must begin anew
        self._child: subprocess.Popen[str] | None = None
        self._threads: list[Thread] = []

    def __enter__(self) -> "Watch":
        ready = [Event(), Event()]
        for work in (lambda: self._watch_root(ready[0]), lambda: self._watch_folders(ready[1]), self._work):
            self._threads.append(Thread(target=work, daemon=True))
            self._threads[-1].start()
        for event in ready:
            event.wait()
        if self._failed:
            self._join()
        else:
            console.note("文章、栏目表或模板保存后，网站和打开的页面自动更新")
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._over = True
            self._lock.notify_all()
            if self._child and self._child.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(self._child.pid, signal.SIGTERM)
        self.news.close()
        self._join()

    def _join(self) -> None:
        for thread in self._threads:  # a watcher is no Python code: it must not outlive the interpreter
            thread.join()

    def _watch_root(self, ready: Event) -> None:
        """The root's own files, watched by their folder: an editor puts a new file in place of the old."""

        def counts(change: Change, name: str) -> bool:
            path = Path(name)
            folder = path.name in _FOLDERS and change is not Change.modified
            return path.parent == self.root and (path.name in _FILES or folder)

        question = _Question(lambda: self._over, ready.set)
        try:
            for changes in watch(self.root, watch_filter=counts, stop_event=question, step=_STEP, recursive=False):
                paths = {Path(path) for _, path in changes}
                folders = {path for path in paths if path.name in _FOLDERS}
                with self._lock:
                    self._moved |= folders
                self._note(paths - folders)
        except _UNABLE as error:
            self._fail(error, ready)

    def _watch_folders(self, ready: Event) -> None:
        moved: set[Path] = set()
        try:
            while not self._over:
                with self._lock:
                    moved, self._moved = moved | self._moved, set()
                try:
                    self._watch_tree(moved, ready)
                    moved = set()
                except FileNotFoundError:  # gone since it was listed
                    moved.add(self.root / _FOLDERS[0])
        except _UNABLE as error:
            self._fail(error, ready)

    def _watch_tree(self, moved: set[Path], ready: Event) -> None:
        """Watch the folders that there are, until one comes or goes; ``moved`` are told of once all are watched."""
        wanted = [*(self.root / name for name in _FOLDERS), *(PROGRAM / name for name in _OURS)]
        folders = [folder for folder in dict.fromkeys(wanted) if folder.is_dir()]

        def counts(_: Change, name: str) -> bool:
            path = Path(name)
            base = next((folder for folder in folders if path.is_relative_to(folder)), path)
            parts = path.relative_to(base).parts
            return not path.is_relative_to(self.output) and not any(map(_passing, parts))

        def begun() -> None:
            ready.set()
            self._note(moved)

        question = _Question(lambda: self._over or bool(self._moved), begun)
        for changes in watch(
            *folders, watch_filter=counts, stop_event=question, step=_STEP, ignore_permission_denied=True
        ):
            self._note({Path(path) for _, path in changes})

    def _fail(self, error: Exception, ready: Event) -> None:
        """Half a watch would promise what it does not keep: say so, and end all of it."""
        with self._lock:
            self._over = self._failed = True
            self._lock.notify_all()
        cure = "核对 sysctl fs.inotify.max_user_watches 和 ulimit -n，调大后再运行"
        console.note(f"系统不让监视文件，保存后不会自动更新：{error}\n    改法  {cure}")
        ready.set()

    def _note(self, paths: Iterable[Path]) -> None:
        with self._lock:
            self._saved.update(paths)
            self._lock.notify_all()

    def _work(self) -> None:
        """One build after another; what is saved during a build is for the next."""
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._over or self._saved)
                if self._over:
                    return
                paths, self._saved = self._saved, set()
                console.begin(f"{self._named(paths)}，")
                self._child = self._start("build", "--output", str(self.output))
            self._finish(self._child, paths)

    def _start(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "tools", "--root", str(self.root), *words],
            cwd=PROGRAM,  # "-m" looks there first: a portal's folder called tools is not meant
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # Ctrl-C is ours; what ends the child ends its helpers, too
        )

    def _finish(self, child: "subprocess.Popen[str]", paths: set[Path]) -> None:
        start = time.perf_counter()
        said, _ = child.communicate()
        if self._over:
            return
        if child.returncode == console.CLEAN:
            console.note(f"网站已更新（{time.perf_counter() - start:.1f} 秒）")
            self.news.built()
            self._check(paths)
        elif OTHER_BUILD in said:
            console.note("另一次生成正在进行，等它结束再更新")
            time.sleep(_PATIENCE)
            self._note(paths)
        else:
            console.note(f"网站没有更新，还是原来的样子：\n{said.rstrip()}")
            self.news.refused()

    def _check(self, paths: set[Path]) -> None:
        """What the gate would say of the saved articles: a build shows them, whether or not they may be published."""
        content = self.root / _FOLDERS[0]
        wanted = [str(path) for path in sorted(paths) if path.is_relative_to(content) and path.is_file()]
        with self._lock:
            if self._over or not wanted or len(wanted) > _CHECKED:
                return
            self._child = self._start("check", *wanted)
        said, _ = self._child.communicate()
        if self._child.returncode == console.FOUND and not self._over:
            console.note(f"这样还不能提交：\n{said.rstrip()}")

    def _named(self, paths: set[Path]) -> str:
        """What was saved; of several, one and how many. What an editor left behind for a moment only is not named."""
        there = sorted(path for path in paths if path.exists())
        first, *others = there or sorted(paths)
        name = first.relative_to(self.root) if first.is_relative_to(self.root) else first
        many = f" 等 {len(others) + 1} 处" if others else ""
        return f"{'已改' if there else '已删'} {seen(str(name))}{many}"


class _Question:
    """Asked by a watcher every few moments: is it over? The first time tells that it has begun to watch."""

    def __init__(self, over: Callable[[], bool], begun: Callable[[], None]) -> None:
        self._over = over
        self._begun = begun
        self._asked = False

    def is_set(self) -> bool:
        if not self._asked:
            self._asked = True
            self._begun()
        return self._over()


def _passing(name: str) -> bool:
    return name.startswith(_PASSING) or name.endswith(_PASSING_ENDS) or name == "4913"  # Vim's trial file

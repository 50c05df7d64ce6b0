"""Where a build takes its files from: the working tree, or a commit. And what changed there since the last build."""

import hashlib
import io
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, Protocol

from lanmu import clock, commits, git
from lanmu.index import Index, Source
from lanmu.marked import MAX_BYTES
from lanmu.place import CONTENT
from lanmu.refusal import Unable
from lanmu.tree import Disk, Tree

_TABLE = "columns.yaml"
_RACY, _COARSE = 50_000_000, 2_100_000_000  # ns; the times of old and of foreign file systems have whole seconds
_SECOND = 1_000_000_000  # ns
_STEP = 1 << 20  # bytes read at a time, and the most that is read at once
_PLAIN = ("100644", "100755")  # git's modes of regular files


class Stat(NamedTuple):
    """A file nobody has read yet. ``stamp``: its times on disk, "" where they prove nothing; ``blob``: its git id."""

    path: str
    size: int
    stamp: str
    blob: str


class Changes(NamedTuple):
    """What may differ from what the index knows: files that are new or look otherwise, and paths that are gone."""

    present: tuple[Stat, ...]
    gone: tuple[str, ...]


class Sources(Protocol):
    """Files below content/, and ``columns.yaml`` with what lies beside it."""

    commit: str  # whose files they are, "" for the working tree
    tree: Tree  # of columns.yaml and the emblem

    def changes(self, index: Index) -> Changes:
        """What may differ from the sources that the index knows."""

    def open(self, source: Stat | Source) -> IO[bytes]:
        """The bytes of a file. Raises OSError."""

    def whole(self) -> Tree:
        """All files as a tree, for the rules; listing a commit takes its time."""

    def close(self) -> None:
        """End what keeps running."""


def blob_id(stream: IO[bytes], size: int) -> str:
    """Git's name for the content of a file (SHA-1), read in steps."""
    state = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    while data := stream.read(_STEP):
        state.update(data)
    return state.hexdigest()


def _wanted(path: str) -> bool:
    """Whether a path is the portal's: hidden names belong to some program."""
    return "/." not in path and (path.endswith(".md") or _is_text(path))


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:  # a name that is no UTF-8 can have no address
        return False
    return True


class WorkingTree:
    """The files on disk, told apart by size and times."""

    commit = ""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tree: Tree = Disk(root)

    def changes(self, index: Index) -> Changes:
        """As ``Sources.changes``."""
        content = self.root / CONTENT
        if content.is_symlink() or (content.exists() and not content.is_dir()):
            raise Unable(f"{CONTENT} 不是普通文件夹", f"把文章放进真正的文件夹 {CONTENT}，不用符号链接")
        known: dict[str, str] = dict(index.rows("SELECT path, size || ' ' || stamp FROM sources"))
        # A file that changed since this moment could change once more within the same tick of the file system.
        certain = clock.ticks()
        present = []
        for path, entry in _walk(self.root):
            try:
                size, stamp = _look(entry, certain)
            except FileNotFoundError:  # gone since it was seen
                continue
            if known.pop(path, None) != f"{size} {stamp}" or not stamp:
                present.append(Stat(path, size, stamp, ""))
        return Changes(tuple(present), tuple(known))

    def open(self, source: Stat | Source) -> IO[bytes]:
        """As ``Sources.open``. Links are not followed, pipes not waited for."""
        return open(os.open(f"{self.root}/{source.path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")

    def whole(self) -> Tree:
        """As ``Sources.whole``."""
        return self.tree

    def close(self) -> None:
        """As ``Sources.close``."""


def _walk(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every regular file below content/ that is the portal's, by its path; links are not followed."""
    pending = [CONTENT]
    while pending:
        folder = pending.pop()
        try:
            entries = os.scandir(f"{root}/{folder}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    pending += [] if entry.name.startswith(".") else [path]
                elif _wanted(path) and entry.is_file(follow_symlinks=False):
                    yield path, entry


def _look(entry: os.DirEntry[str], certain: int) -> tuple[int, str]:
    """Size of a file, and what tells whether it is another; "" where it may still change within the same tick."""
    found = entry.stat(follow_symlinks=False)
    modified, changed = found.st_mtime_ns, found.st_ctime_ns
    proves = max(modified, changed) < certain - (_RACY if modified % _SECOND else _COARSE)
    return found.st_size, f"{modified} {changed} {found.st_ino}" if proves else ""


class Commit:
    """The files that a commit holds, whatever lies on disk."""

    def __init__(self, root: Path, revision: str) -> None:
        self.root = root
        self._reader = git.Reader(root)
        self._process = os.getpid()
        self.commit = commits.resolve(root, self._reader, revision)
        self.tree: Tree = self._beside()

    def changes(self, index: Index) -> Changes:
        """As ``Sources.changes``: by git's diff where the built commit is known, else by the names of all blobs."""
        built = index["commit"]
        if built == self.commit:
            return Changes((), ())
        if built:
            try:
                return self._since(built)
            except Unable:  # the built commit has gone from the repository
                pass
        known = dict(index.rows("SELECT path, blob FROM sources"))
        there = {entry.path: entry.blob for entry in _regular(commits.files(self.root, self.commit, CONTENT))}
        new = {path: blob for path, blob in there.items() if known.get(path) != blob}
        return self._sized(new, tuple(path for path in known if path not in there))

    def _beside(self) -> git.GitTree:
        """``columns.yaml`` with its neighbours; their folders, too, where it names a picture that lies in one."""
        top = commits.top(self.root, self.commit, self._reader)
        if not top.exists(_TABLE) or b"emblem" not in top.read(_TABLE, MAX_BYTES):
            return top
        return commits.beside(self.root, self.commit, CONTENT)

    def _since(self, built: str) -> Changes:
        entries = list(commits.differences(self.root, built, self.commit, CONTENT))
        present = {entry.path: entry.blob for entry in _regular(entries)}
        gone = (entry.path for entry in entries if entry.path not in present)
        return self._sized(present, tuple(filter(_is_text, gone)))  # no other name is known

    def _sized(self, present: dict[str, str], gone: tuple[str, ...]) -> Changes:
        sizes = commits.sizes(self.root, list(present.values()))
        return Changes(tuple(Stat(path, sizes[blob], "", blob) for path, blob in present.items()), gone)

    def open(self, source: Stat | Source) -> IO[bytes]:
        """As ``Sources.open``."""
        if source.size > _STEP:
            return _streamed(self.root, source)
        if os.getpid() != self._process:  # one reader serves one process
            self._reader, self._process = git.Reader(self.root), os.getpid()
        try:
            return io.BytesIO(self._reader.read(source.blob, source.size))
        except OSError:  # not "gone meanwhile", as on disk: the site would lack it
            raise _unreadable(source.path) from None

    def whole(self) -> Tree:
        """As ``Sources.whole``."""
        return git.commit(self.root, self.commit)

    def close(self) -> None:
        """As ``Sources.close``."""
        self._reader.close()


def _streamed(root: Path, source: Stat | Source) -> IO[bytes]:
    """The bytes of a large file, by way of one without a name, so that they need not be held at once."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (whoever reads closes it)
    words = git.command(root, ("cat-file", "blob", source.blob))
    if subprocess.run(words, env=os.environ | git.ORIGINAL, stdout=file, stderr=subprocess.DEVNULL).returncode:
        file.close()
        raise _unreadable(source.path)
    file.seek(0)
    return file


def _unreadable(path: str) -> Unable:
    return Unable(f"仓库里读不出 {path}", "用 git fsck 检查仓库，缺少或损坏的对象从别的克隆取回")


def _regular(entries: Iterable[commits.Entry]) -> Iterator[commits.Entry]:
    return (entry for entry in entries if entry.mode in _PLAIN and _wanted(entry.path))


def of(root: Path, revision: str | None) -> Sources:
    """The working tree, or the files of the commit that ``revision`` means."""
    return WorkingTree(root) if revision is None else Commit(root, revision)

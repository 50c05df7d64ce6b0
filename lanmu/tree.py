"""The files of a portal, wherever they are read from: a folder on disk, git's index, a commit."""

import errno
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol


class Entry(NamedTuple):
    """A file met on a walk; ``plain`` is False for links, devices and submodules, which nobody opens."""

    path: str
    plain: bool


class Listing(NamedTuple):
    """Names in a folder: of regular files, and of folders. Links and devices are neither."""

    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()


class Tree(Protocol):
    """Files by their path relative to the portal's root, ``/`` between steps."""

    def list(self, folder: str) -> Listing:
        """What is in ``folder``; nothing where it is no folder or lies behind a link."""

    def link(self, path: str) -> str:
        """The first step of ``path`` that is a symbolic link, "" where none is."""

    def walk(self, under: str) -> Iterator[Entry]:
        """What lies at or below ``under``, in no certain order; hidden files, too: they are there to be read."""

    def read(self, path: str, most: int) -> bytes:
        """The first ``most`` bytes of a file. Raises OSError."""


class Disk:
    """A folder on disk. Links are not followed: one could lead out of the tree."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._at = os.fspath(root)  # names are put behind it as text: a fifth of what joining paths costs
        self._sound: set[str] = set()  # folders seen to lie behind no link

    def list(self, folder: str) -> Listing:
        """As ``Tree.list``."""
        try:
            if self.link(folder):
                return Listing()
            with os.scandir(f"{self._at}/{folder}") as found:
                entries = tuple(found)
        except (OSError, ValueError):  # ValueError: a name no file system takes (a lone surrogate, NUL)
            return Listing()
        return Listing(
            frozenset(entry.name for entry in entries if entry.is_file(follow_symlinks=False)),
            frozenset(entry.name for entry in entries if entry.is_dir(follow_symlinks=False)),
        )

    def link(self, path: str) -> str:
        """As ``Tree.link``; what is not there ends the search."""
        steps = path.split("/")
        for end in range(1, len(steps) + 1):
            step = "/".join(steps[:end])
            try:
                if stat.S_ISLNK(os.lstat(f"{self._at}/{step}").st_mode):
                    return step
            except (OSError, ValueError):
                return ""
        return ""

    def walk(self, under: str) -> Iterator[Entry]:
        """As ``Tree.walk``."""
        if link := self.link(under):
            yield Entry(link, False)
        elif (self.root / under).is_dir():
            yield from self._below(under)
        elif os.path.lexists(self.root / under):
            yield Entry(under, (self.root / under).is_file())

    def _below(self, folder: str) -> Iterator[Entry]:
        pending = [folder]
        while pending:
            folder = pending.pop()
            for entry in _entries(f"{self._at}/{folder}"):
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    pending.append(path)
                else:
                    yield Entry(path, entry.is_file(follow_symlinks=False))

    def exists(self, path: str) -> bool:
        """Whether anything is there, a broken link included."""
        try:
            return os.path.lexists(self.root / path)
        except ValueError:
            return False

    def read(self, path: str, most: int) -> bytes:
        """As ``Tree.read``; what lies behind a link or is no regular file is not there."""
        folder = path.rpartition("/")[0]
        if folder not in self._sound:
            if self.link(folder):
                raise FileNotFoundError(errno.ENOENT, "在符号链接后面", path)
            self._sound.add(folder)
        # Without O_NONBLOCK a pipe would keep us waiting. Unbuffered: no room for ``most`` is made in vain.
        handle = os.open(f"{self._at}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise FileNotFoundError(errno.ENOENT, "不是普通文件", path)
            return _start(handle, min(most, found.st_size))
        finally:
            os.close(handle)


def _start(handle: int, most: int) -> bytes:
    """The first ``most`` bytes; one call may give less than there is."""
    parts: list[bytes] = []
    while most > 0 and (part := os.read(handle, most)):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _entries(folder: str) -> Sequence[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return tuple(entries)
    except (FileNotFoundError, NotADirectoryError):  # gone since it was seen
        return ()


class Laid:
    """A tree with files laid over it that nobody has written yet."""

    def __init__(self, tree: Tree, files: Mapping[str, bytes]) -> None:
        self._tree = tree
        self._files = files

    def list(self, folder: str) -> Listing:
        """As ``Tree.list``."""
        below = f"{folder}/" if folder else ""
        rests = [path.removeprefix(below) for path in self._files if path.startswith(below)]
        there = self._tree.list(folder)
        files = there.files | {rest for rest in rests if "/" not in rest}
        folders = there.folders | {rest.partition("/")[0] for rest in rests if "/" in rest}
        return Listing(files, folders - files)

    def link(self, path: str) -> str:
        """As ``Tree.link``."""
        return "" if path in self._files else self._tree.link(path)

    def walk(self, under: str) -> Iterator[Entry]:
        """As ``Tree.walk``."""
        laid = [path for path in self._files if path == under or path.startswith(f"{under}/")]
        yield from (Entry(path, True) for path in laid)
        yield from (entry for entry in self._tree.walk(under) if entry.path not in self._files)

    def read(self, path: str, most: int) -> bytes:
        """As ``Tree.read``."""
        laid = self._files.get(path)
        return self._tree.read(path, most) if laid is None else laid[:most]

"""What files hold on both sides of a change."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from lanmu import git
from lanmu.review.change import Change

_MOST = 1 << 20  # bytes of a file that are read


class Contents(Protocol):
    """Files of a change, by content and by path."""

    def read(self, blob: str) -> bytes:
        """The content of that name."""

    def at(self, path: str) -> tuple[str, ...]:
        """Names of what lies at a path before and after the change."""


class _Git:
    def __init__(self, root: Path, change: Change, reader: git.Reader) -> None:
        self._root = root
        self._sides = (change.base, change.head)
        self._reader = reader

    def read(self, blob: str) -> bytes:
        return self._reader.read(blob, _MOST)

    def at(self, path: str) -> tuple[str, ...]:
        listed = (git.run(self._root, "ls-tree", "-z", side, "--", path) for side in self._sides)
        entries = (line.decode("utf-8", "replace").split()[1:3] for line in listed if line)
        return tuple(id for kind, id in entries if kind == "blob")  # a folder may have the name of a file


@contextmanager
def of(root: Path, change: Change) -> Iterator[Contents]:
    """The files of a change, read from the repository ``root``."""
    reader = git.Reader(root)
    try:
        yield _Git(root, change, reader)
    finally:
        reader.close()

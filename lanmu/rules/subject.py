"""What a rule looks at: one article as read, the portal it belongs to, and the files around it."""

import os
import stat
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from lanmu import article
from lanmu.article import Article
from lanmu.finding import Spot
from lanmu.marked import Fault
from lanmu.model import ArticleType, Column, Portal
from lanmu.place import CONTENT

MAX_PATH = 1024  # characters of a path that an article writes


class Files:
    """The files below a root, each folder listed once, however many rules ask."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folders: dict[str, frozenset[str]] = {}
        self._types: dict[str, str] = {}

    def names(self, folder: str) -> frozenset[str]:
        """Names of the regular files in ``folder``; links are not followed, and no folder holds none."""
        if folder not in self._folders:
            self._folders[folder] = frozenset(self._list(folder))
        return self._folders[folder]

    def _list(self, folder: str) -> list[str]:
        if len(folder) > 2 * MAX_PATH:
            return []
        try:
            if linked(self.root, folder):
                return []
            with os.scandir(self.root / folder) as entries:
                return [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
        except (OSError, ValueError):  # ValueError: a name no file system takes (a lone surrogate, NUL)
            return []

    def has(self, path: str) -> bool:
        """Whether ``path`` is a regular file, written exactly so (some file systems ignore case)."""
        folder, _, name = path.rpartition("/")
        return name in self.names(folder)

    def type_of(self, path: str) -> str | None:
        """The type that the article at ``path`` names, "" where it names none, None where it cannot be read."""
        if path not in self._types:
            try:
                found, _ = article.read(path, article.fetch(self.root / path))
            except OSError:
                return None
            if found is None:
                return None
            self._types[path] = found.text("type")
        return self._types[path]


def linked(root: Path, path: str) -> str:
    """The first step of ``path`` that is a symbolic link, "" where none is; what is not there ends the search."""
    steps = path.split("/")
    for end in range(1, len(steps) + 1):
        step = "/".join(steps[:end])
        try:
            if stat.S_ISLNK(os.lstat(root / step).st_mode):
                return step
        except (OSError, ValueError):  # ValueError: a name no file system takes (a lone surrogate, NUL)
            return ""
    return ""


class Source(NamedTuple):
    """A file as found on disk: its path, its bytes, and what reading it gave."""

    path: str
    data: bytes
    article: Article | None
    faults: tuple[Fault, ...]


class Subject:
    """An article under check."""

    def __init__(self, portal: Portal, files: Files, source: Source) -> None:
        self.portal = portal
        self.files = files
        self.source = source
        self.path = source.path

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Steps of the path below content/: department, column, name where it lies right."""
        return tuple(self.path.split("/")[1:])

    @cached_property
    def folder(self) -> str:
        """The folder of its attachments, which has its name; "" where it is not named like an article."""
        return self.path.removesuffix(".md") if self.path.endswith(".md") else ""

    @cached_property
    def column(self) -> Column | None:
        """The column whose folder it lies in."""
        return self.portal.columns.get(self.parts[1]) if len(self.parts) == 3 else None

    @cached_property
    def type(self) -> ArticleType | None:
        """The type it says it is, else the column's first; None where that is unknown."""
        article = self.source.article
        written = article.text("type") if article else ""
        first = self.column.types[0] if self.column and self.column.types else ""
        return self.portal.types.get(written or first)

    def type_of(self, path: str) -> ArticleType | None:
        """The type of another article, None where that cannot be told."""
        written = self.files.type_of(path)
        column = self.portal.columns.get(path.split("/")[-2])
        first = column.types[0] if column and column.types else ""
        return self.portal.types.get(written or first) if written is not None else None

    def is_public(self, path: str) -> bool:
        """Whether what lies at ``path`` belongs to a column that is on the site."""
        steps = path.split("/")
        column = self.portal.columns.get(steps[2]) if len(steps) > 3 else None
        return column is not None and column.public

    def is_hidden(self, path: str) -> bool:
        """Whether ``path`` leads into another column that is not on the site: nobody is told what lies there."""
        steps = path.split("/")
        column = self.portal.columns.get(steps[2]) if len(steps) > 3 else None
        return column is not None and not column.public and column is not self.column

    def spot(self, line: int | None = None, column: int | None = None) -> Spot:
        """A place in this file."""
        return Spot(self.path, line, column)

    def resolve(self, relative: str) -> str:
        """The path that ``relative`` means in this file; "" where it leaves content/."""
        parts = self.path.split("/")[:-1]
        for step in relative.split("/"):
            if step == "..":
                parts.pop()
                if not parts:
                    return ""
            elif step not in ("", "."):
                parts.append(step)
        return "/".join(parts) if parts[0] == CONTENT else ""

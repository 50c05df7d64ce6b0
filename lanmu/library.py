"""content/ as a sorted library."""

import os
from pathlib import Path

from lanmu.place import CONTENT

ARTICLE_ENDING = ".md"


def scan(root: Path) -> tuple[str, ...]:
    """Paths of every Markdown file under content/, sorted, relative to ``root``. Links are not followed."""
    return tuple(path for path in files(root) if path.endswith(ARTICLE_ENDING))


def files(root: Path, under: str = CONTENT) -> tuple[str, ...]:
    """Paths of every regular file below ``under``, sorted, relative to ``root``.

    Links are not followed; names with a leading dot belong to some program, not to the portal.
    """
    found: list[str] = []
    pending = [] if (root / under).is_symlink() else [under]
    while pending:
        folder = pending.pop()
        try:
            entries = list(os.scandir(root / folder))
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(path)
            elif entry.is_file(follow_symlinks=False):
                found.append(path)
    return tuple(sorted(found))

"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path


def replace(path: Path, text: str) -> None:
    """Write ``text`` (UTF-8) to ``path``; a reader sees the old file or the new one."""
    part = _part(path, text)
    os.replace(part, path)


def create(path: Path, text: str) -> bool:
    """Write ``text`` (UTF-8) to ``path`` unless something is there; whether it was written."""
    part = _part(path, text)
    try:
        # A link, unlike a rename, fails where the name is taken: two people may scaffold at once.
        os.link(part, path)
    except FileExistsError:
        return False
    finally:
        os.unlink(part)
    return True


def _part(path: Path, text: str) -> str:
    """A finished file beside ``path``, under a name of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
            # mkstemp keeps a file to its owner; others edit and publish this one, too.
            os.fchmod(handle, 0o666 & ~_umask())
    except BaseException:
        os.unlink(part)
        raise
    return part


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Files written whole or not at all: a reader sees the old file or the new one."""

import os
import stat
import tempfile
from pathlib import Path


def replace(path: Path, content: str | bytes) -> None:
    """Write ``content`` (text as UTF-8) to ``path``, whatever lies there."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    os.replace(_part(path, data, _shared()), path)


def create(path: Path, text: str) -> bool:
    """Write ``text`` (UTF-8) to ``path`` unless something is there; whether it was written."""
    part = _part(path, text.encode("utf-8"), _shared())
    try:
        # A link, unlike a rename, fails where the name is taken: two people may scaffold at once.
        os.link(part, path)
    except FileExistsError:
        return False
    finally:
        os.unlink(part)
    return True


def rewrite(path: Path, old: bytes, new: bytes) -> bool:
    """Put ``new`` in the place of ``old``, keeping the mode; whether it was done.

    It is not where ``path`` is no regular file (a link is not followed) or holds other bytes than ``old``.
    """
    before = _holds(path, old)
    if before is None:
        return False
    part = _part(path, new, stat.S_IMODE(before.st_mode))
    try:
        # Somebody's editor may have saved meanwhile: asked once more, as late as can be.
        if _holds(path, old) is None:
            return False
        os.replace(part, path)
    finally:
        Path(part).unlink(missing_ok=True)
    return True


def _holds(path: Path, data: bytes) -> os.stat_result | None:
    """What the regular file at ``path`` is, None where there is none or it does not hold exactly ``data``."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        # Between the two it may have become a link or a pipe: neither is followed or waited for.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    with open(handle, "rb") as file:
        found = os.fstat(handle)
        return found if stat.S_ISREG(found.st_mode) and file.read(len(data) + 1) == data else None


def _part(path: Path, data: bytes, mode: int) -> str:
    """A finished file beside ``path``, under a name of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
            # mkstemp keeps a file to its owner; others edit and publish this one, too.
            os.fchmod(handle, mode)
    except BaseException:
        os.unlink(part)
        raise
    return part


def _shared() -> int:
    """The mode that a new file has."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask

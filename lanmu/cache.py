"""Where results are kept between runs: below the user's cache folder, one folder a portal root.

Never inside the tree: a change under review could bring along a cache that says it is clean
(docs/decisions/0007). What is kept may be lost, old or damaged at any time: that costs time alone.
"""

import os
import stat
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(root: Path) -> Path | None:
    """The folder of results about ``root``, for the user alone; None where there can be none."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    name = blake2b(os.fsencode(os.path.abspath(root)), digest_size=10).hexdigest()
    common = Path(home) / "lanmu"
    if not os.path.isabs(home) or Path(os.path.realpath(home)).is_relative_to(_top(root)):
        return None
    try:
        common.mkdir(mode=0o700, parents=True, exist_ok=True)
        (common / name).mkdir(mode=0o700, exist_ok=True)
        sound = _is_own(common) and _is_own(common / name)
    except OSError:
        return None
    return common / name if sound else None


def _top(root: Path) -> Path:
    """The repository's folder, or that of a portal without one: what a change may write to."""
    place = Path(os.path.realpath(root))
    return next((above for above in (place, *place.parents) if (above / ".git").exists()), place)


def _is_own(place: Path) -> bool:
    """Whether this is a folder, and no link, that none but the user can write to."""
    found = place.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022


@cache
def code(*folders: Path) -> str:
    """A name for the program as it is: another Lanmu, another Python or other libraries have another.

    ``folders`` hold what belongs to it besides.
    """
    state = blake2b(sys.version.encode(), digest_size=20)
    modules = (path for folder in (_PACKAGE, *folders) for path in sorted(_files(folder)))
    for path in (*modules, *(entry for entry in sys.path if entry.endswith("site-packages"))):
        about = os.stat(path)
        state.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return state.hexdigest()


def _files(folder: Path) -> list[str]:
    """Paths of modules and lists."""
    found: list[str] = []
    pending = [os.fspath(folder)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending += [] if entry.name == "__pycache__" else [entry.path]
                else:
                    found.append(entry.path)
    return found

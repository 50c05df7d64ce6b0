"""The output folder: everything is made first, then put in place, then what nobody owns is swept.

The folder holds only the site, so what we know of it is kept outside: in ``.lanmu`` below the root a record of
whose folder it is, and which index knows it as it is. The record names no index while files are being put in place, so
that a build that was killed is followed by a full one.
"""

import fcntl
import hashlib
import itertools
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO

from lanmu import whole
from lanmu.refusal import Unable

STATE = ".lanmu"
_STAGING = ".building-"
_STEP = 1 << 20
_RECORD = 1 << 16  # bytes of a record at most
_MANY = 20  # files that are made durable one by one; above it the whole disk is, at once


class Stage:
    """Where finished files wait until all are finished. Several processes may hold the same one."""

    def __init__(self, folder: Path, staging: Path) -> None:
        self.staging = staging
        self._folder, self._staging = os.fspath(folder), os.fspath(staging)  # as text: joining paths takes longer
        self._numbers = itertools.count()
        self._sound: dict[str, bool] = {}

    def write(self, path: str, data: bytes) -> str:
        """Stage ``data`` for ``path``; the name of the staged file, "" where such a file is in place already."""
        if self._is_sound(path) and _holds(f"{self._folder}/{path}", data):
            return ""
        name = self._name()
        with open(f"{self._staging}/{name}", "wb", opener=_shared) as file:
            file.write(data)
        return name

    def copy(self, path: str, source: IO[bytes]) -> str:
        """As ``write``, for a stream of any length."""
        staged = self._name()
        with open(f"{self._staging}/{staged}", "wb", opener=_shared) as file:
            shutil.copyfileobj(source, file, _STEP)
        target = f"{self._folder}/{path}"
        if self._is_sound(path) and _is_regular(target) and _same(f"{self._staging}/{staged}", target):
            os.unlink(f"{self._staging}/{staged}")
            return ""
        return staged

    def place(self, staged: str, path: str) -> None:
        """Put a staged file where it belongs; the folder is there."""
        target = f"{self._folder}/{path}"
        try:
            os.replace(f"{self._staging}/{staged}", target)
        except IsADirectoryError:
            shutil.rmtree(target)
            os.replace(f"{self._staging}/{staged}", target)

    def _is_sound(self, path: str) -> bool:
        """Whether no folder above ``path`` is a link: what lies behind one is not in place."""
        folder = path.rpartition("/")[0]
        if folder not in self._sound:
            steps = folder.split("/")
            above = ("/".join(steps[:end]) for end in range(1, len(steps) + 1))
            self._sound[folder] = not any(os.path.islink(f"{self._folder}/{step}") for step in above if step)
        return self._sound[folder]

    def _name(self) -> str:
        return f"{os.getpid()}-{next(self._numbers)}"


def _shared(path: str, flags: int) -> int:
    """Open a file that all may read, whatever the user's umask is."""
    handle = os.open(path, flags, 0o644)
    if os.fstat(handle).st_mode & 0o777 != 0o644:
        os.fchmod(handle, 0o644)
    return handle


def _holds(path: str, data: bytes) -> bool:
    """Whether a regular file holds exactly ``data``."""
    try:
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(data):
            return False
        with open(path, "rb") as file:
            return file.read() == data
    except OSError:
        return False


def _is_regular(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _same(one: str, other: str) -> bool:
    if os.stat(one).st_size != os.stat(other).st_size:
        return False
    with open(one, "rb") as first, open(other, "rb") as second:
        while data := first.read(_STEP):
            if second.read(_STEP) != data:
                return False
    return True


class Outputs:
    """One build into one folder. Use it in a ``with``: without ``commit`` the folder stays as it was."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder.resolve()
        root = root.resolve()
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:16]
        self.name = f"output-{name}"
        self.record = root / STATE / f"{self.name}.json"
        self.staged: dict[str, str] = {}  # path of an output: name of the file that will be there
        self._refuse_sources(root)
        self._refuse_foreign()

    def _refuse_sources(self, root: Path) -> None:
        inside = self.folder.relative_to(root).parts if self.folder.is_relative_to(root) else ("",)
        if root.is_relative_to(self.folder) or inside[0] == "content" or inside[0].startswith("."):
            cure = "换一个文件夹，如 --output output"
            raise Unable(f"输出文件夹不能是 {self.folder}：那里有门户的源文件或记录", cure)
        if self.folder.exists() and not self.folder.is_dir():
            raise Unable(f"{self.folder} 不是文件夹", "换一个文件夹，如 --output output")

    def _refuse_foreign(self) -> None:
        """Never sweep a folder that somebody else filled."""
        if self.folder.is_dir() and any(self.folder.iterdir()) and not self._is_ours():
            raise Unable(
                f"输出文件夹 {self.folder} 不是空的，里面的文件不是本网站生成的",
                "换一个空文件夹；确实是本网站以前生成的，就先把它移走",
            )

    def __enter__(self) -> "Outputs":
        _make_state(self.record.parent)
        self.lock = _lock(self.record.with_suffix(".lock"))
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._claim()
        except BlockingIOError:
            self.lock.close()
            raise Unable(f"另一次生成正在写 {self.folder}", "等它结束后再运行") from None
        except BaseException:
            self.lock.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.stage.staging, ignore_errors=True)
        self.lock.close()

    def _claim(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # An emptied folder holds nothing of what the index says; one made anew may have the inode of the old one.
        if not self._is_ours() or not any(self.folder.iterdir()):
            self._note({})
        self._forget()
        for left in self.folder.glob(f"{_STAGING}*"):  # by a build that was killed
            shutil.rmtree(left, ignore_errors=True)
        self.stage = Stage(self.folder, Path(tempfile.mkdtemp(dir=self.folder, prefix=_STAGING)))

    def _identity(self) -> dict[str, str | int]:
        # A folder made anew under the same name has another inode: its files are not ours.
        found = self.folder.stat()
        return {"folder": str(self.folder), "device": found.st_dev, "inode": found.st_ino}

    def _is_ours(self) -> bool:
        return self._identity().items() <= self._remembered().items()

    def _remembered(self) -> dict[str, object]:
        return _record(self.record)

    def _note(self, more: dict[str, object]) -> None:
        whole.replace(self.record, json.dumps(self._identity() | more, ensure_ascii=False) + "\n")

    def knows(self, index: Path) -> bool:
        """Whether this very index, untouched since, describes the folder as it is."""
        return index.is_file() and self._remembered().get("index") == _state(index)

    def doubt(self) -> None:
        """From now on no index is believed, until one is trusted again."""
        self._note({})

    def trust(self, index: Path) -> None:
        """All files are in place and durable, and the index, closed, says what they are."""
        with open(index, "rb") as file:
            os.fsync(file)
        self._note({"index": _state(index)})

    def write(self, path: str, data: bytes) -> None:
        """Have ``data`` at ``path``; a file that has these bytes already will not be touched."""
        self.adopt(path, self.stage.write(inside(path), data))

    def adopt(self, path: str, staged: str) -> None:
        """Have the staged file of that name at ``path``; "" where it is there already."""
        if staged:
            self.staged[inside(path)] = staged

    def read(self, path: str) -> bytes:
        """The bytes that an output will have."""
        staged = self.staged.get(inside(path))
        return (self.stage.staging / staged if staged else self.folder / path).read_bytes()

    def commit(self, gone: Iterable[str]) -> int:
        """Put everything in place, each file whole, and take away what is ``gone``; how many files went."""
        ready: set[str] = set()
        self._make_durable()
        for path, staged in self.staged.items():
            folder = path.rpartition("/")[0]
            if folder not in ready:
                self._folder_for(self.folder / path)
                ready.add(folder)
            self.stage.place(staged, path)
        return sum(self._remove(self.folder / inside(path)) for path in gone)

    def _make_durable(self) -> None:
        if len(self.staged) > _MANY:
            os.sync()
            return
        for staged in self.staged.values():
            with open(self.stage.staging / staged, "rb") as file:
                os.fsync(file)

    def _folder_for(self, target: Path) -> None:
        """Make the folder of ``target``; one that leads out of the output (a link) gives way to a real one."""
        for folder in reversed(target.relative_to(self.folder).parents[:-1]):
            step = self.folder / folder
            if step.is_symlink() or (step.exists() and not step.is_dir()):
                step.unlink()
            step.mkdir(exist_ok=True)

    def _remove(self, path: Path) -> bool:
        """Remove a file, and the folders that it leaves empty; what lies behind a link is not ours."""
        if any(above.is_symlink() for above in path.parents if above != self.folder and self.folder in above.parents):
            return False
        try:
            path.unlink()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return False  # gone already, or a folder took its place
        for folder in path.parents:
            if folder == self.folder or any(folder.iterdir()):
                break
            folder.rmdir()
        return True

    def foreign(self, owned: set[str]) -> list[str]:
        """Paths of all files in the folder that nobody owns."""
        found = []
        for current, folders, files in os.walk(self.folder):
            folders[:] = [name for name in folders if Path(current, name) != self.stage.staging]
            links = [name for name in folders if Path(current, name).is_symlink()]
            paths = (Path(current, name).relative_to(self.folder).as_posix() for name in (*files, *links))
            found += [path for path in paths if path not in owned]
        return found

    def prune(self) -> None:
        """Remove folders without files."""
        for current, folders, _ in os.walk(self.folder, topdown=False):
            for name in folders:
                path = Path(current, name)
                if not path.is_symlink() and path != self.stage.staging and not any(path.iterdir()):
                    path.rmdir()

    def _forget(self) -> None:
        """Drop the records of output folders that are gone."""
        for record in self.record.parent.glob("output-*.json"):
            folder = _record(record).get("folder")
            # Its lock stays: somebody may be holding it.
            if isinstance(folder, str) and not os.path.isdir(folder):
                record.unlink(missing_ok=True)


def _make_state(folder: Path) -> None:
    """The folder of our records. What lies there may have come with a change: no link of it is followed."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Unable(f"{folder} 不是普通文件夹", "删掉它；程序会自己建")
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / ".gitignore"  # a portal's own repository need not say that it does not hold them
    if not os.path.lexists(own):
        whole.create(own, "*\n")


def _lock(path: Path) -> IO[bytes]:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o644)
    except OSError:
        handle = -1
    if handle < 0 or not stat.S_ISREG(os.fstat(handle).st_mode):
        raise Unable(f"{path} 不能用来加锁：它不是普通文件，或者没有权限", "删掉它，或请网站管理员调整权限")
    return open(handle, "r+b", buffering=0)


def _record(path: Path) -> dict[str, object]:
    """What a record says, nothing where it is no record of ours."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(handle, "rb") as file:
            regular = stat.S_ISREG(os.fstat(handle).st_mode)
            found = json.loads(file.read(_RECORD)) if regular else None
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def inside(path: str) -> str:
    """``path`` itself. Raises ValueError where it leads out of the output folder."""
    if ".." in path.split("/") or path.startswith("/") or not path:
        raise ValueError(f"path outside the output folder: {path}")
    return path


def _state(index: Path) -> list[int]:
    """What tells whether a file was written to, or replaced, since."""
    found = index.stat()
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]

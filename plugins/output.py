"""The output folder: everything is made first, then put in place, then what nobody owns is swept.

The folder holds only the site, so what we know of it is kept outside, in ``.lanmu`` below the root.
"""

import fcntl
import filecmp
import hashlib
import io
import json
import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO

from lanmu.refusal import Unable

STATE = ".lanmu"
_STAGING = ".building-"


class Outputs:
    """One build into one folder. Use it in a ``with``: without ``commit`` the folder stays as it was."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder.resolve()
        root = root.resolve()
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:16]
        self.record = root / STATE / f"output-{name}.json"
        self.written: set[str] = set()
        self.staged: list[tuple[Path, Path]] = []
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
        if self.folder.is_dir() and any(self.folder.iterdir()) and self._remembered() != self._identity():
            raise Unable(
                f"输出文件夹 {self.folder} 不是空的，里面的文件不是本网站生成的",
                "换一个空文件夹，或者先确认并清空它",
            )

    def __enter__(self) -> "Outputs":
        self.record.parent.mkdir(parents=True, exist_ok=True)
        self.lock = open(self.record.with_suffix(".lock"), "w")
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
        shutil.rmtree(self.staging, ignore_errors=True)
        self.lock.close()

    def _claim(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.record.write_text(json.dumps(self._identity(), ensure_ascii=False) + "\n", encoding="utf-8")
        self._forget()
        self.staging = Path(tempfile.mkdtemp(dir=self.folder, prefix=_STAGING))

    def _identity(self) -> dict[str, str | int]:
        # A folder made anew under the same name has another inode: its files are not ours.
        found = self.folder.stat()
        return {"folder": str(self.folder), "device": found.st_dev, "inode": found.st_ino}

    def _remembered(self) -> object:
        try:
            return json.loads(self.record.read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def write(self, path: str, data: bytes) -> None:
        """Have ``data`` at ``path``; a file that has these bytes already will not be touched."""
        target = self._target(path)
        if _regular(target) and target.stat().st_size == len(data) and target.read_bytes() == data:
            return
        self._stage(target, io.BytesIO(data))

    def copy(self, path: str, source: Path) -> None:
        """Have the file ``source`` at ``path``, however large; an equal file will not be touched."""
        target = self._target(path)
        if _regular(target) and filecmp.cmp(source, target, shallow=False):
            return
        with open(source, "rb") as data:
            self._stage(target, data)

    def _target(self, path: str) -> Path:
        if ".." in Path(path).parts or Path(path).is_absolute():
            raise ValueError(f"path outside the output folder: {path}")
        if path in self.written:
            raise ValueError(f"two pages claim {path}")
        self.written.add(path)
        return self.folder / path

    def _stage(self, target: Path, data: IO[bytes]) -> None:
        staged = self.staging / str(len(self.staged))
        with open(staged, "wb") as file:
            shutil.copyfileobj(data, file)
        os.chmod(staged, 0o644)
        self.staged.append((staged, target))

    def commit(self) -> int:
        """Put everything in place, each file whole, and sweep what nobody owns; how many files went."""
        ready: set[Path] = set()
        for staged, target in self.staged:
            if target.parent not in ready:
                self._folder_for(target)
                ready.add(target.parent)
            if target.is_dir() and not target.is_symlink():
                shutil.rmtree(target)
            os.replace(staged, target)
        self.staging.rmdir()
        return self._sweep()

    def _folder_for(self, target: Path) -> None:
        """Make the folder of ``target``; one that leads out of the output (a link) gives way to a real one."""
        for folder in reversed(target.relative_to(self.folder).parents[:-1]):
            step = self.folder / folder
            if step.is_symlink() or (step.exists() and not step.is_dir()):
                step.unlink()
            step.mkdir(exist_ok=True)

    def _sweep(self) -> int:
        removed = 0
        for current, folders, files in os.walk(self.folder, topdown=False):
            links = [name for name in folders if Path(current, name).is_symlink()]
            for name in (*files, *links):
                path = Path(current, name)
                if path.relative_to(self.folder).as_posix() not in self.written:
                    path.unlink()
                    removed += 1
            for name in set(folders).difference(links):
                if not any(Path(current, name).iterdir()):
                    Path(current, name).rmdir()
        return removed

    def _forget(self) -> None:
        """Drop the records of output folders that are gone."""
        for record in self.record.parent.glob("output-*.json"):
            try:
                folder = Path(json.loads(record.read_text("utf-8"))["folder"])
            except (OSError, ValueError, KeyError, TypeError):  # damaged: it says nothing about any folder
                continue
            if not folder.is_dir():
                record.unlink(missing_ok=True)
                record.with_suffix(".lock").unlink(missing_ok=True)


def _regular(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()

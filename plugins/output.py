"""The output folder: written file by file, swept of what nobody owns any more.

The folder holds only the site, so what we wrote is remembered outside it, in ``.lanmu`` below the root.
"""

import filecmp
import hashlib
import io
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

from lanmu.refusal import Unable

STATE = ".lanmu"


class Outputs:
    """Writes into one output folder and remembers what it wrote."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder.resolve()
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:16]
        self.record = root.resolve() / STATE / f"output-{name}.json"
        self.written: set[str] = set()
        self.folders: set[Path] = set()
        self.changed = 0
        self._refuse_foreign(root.resolve())

    def _refuse_foreign(self, root: Path) -> None:
        """Never sweep a folder that somebody else filled, or that holds the sources."""
        if root.is_relative_to(self.folder) or self.folder.is_relative_to(root / "content"):
            cure = "换一个文件夹，如 --output output"
            raise Unable(f"输出文件夹不能是 {self.folder}：它里面有门户的源文件，或者它在 content 里", cure)
        if self.folder.exists() and not self.folder.is_dir():
            raise Unable(f"{self.folder} 不是文件夹", "换一个文件夹，如 --output output")
        if self.folder.is_dir() and any(self.folder.iterdir()) and not self.record.exists():
            raise Unable(
                f"输出文件夹 {self.folder} 不是空的，里面的文件不是本网站生成的",
                "换一个空文件夹，或者先确认并清空它",
            )

    def begin(self) -> None:
        """Claim the folder before the first file is written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.record.parent.mkdir(parents=True, exist_ok=True)
        self._forget()
        if not self.record.exists():
            self._remember()

    def write(self, path: str, data: bytes) -> None:
        """Put ``data`` at ``path``; a file that has these bytes already is not touched."""
        target = self._target(path)
        if _regular(target) and target.stat().st_size == len(data) and target.read_bytes() == data:
            return
        self._put(target, io.BytesIO(data))

    def copy(self, path: str, source: Path) -> None:
        """Put the file ``source`` at ``path``, however large; an equal file is not touched."""
        target = self._target(path)
        if _regular(target) and filecmp.cmp(source, target, shallow=False):
            return
        with open(source, "rb") as data:
            self._put(target, data)

    def _put(self, target: Path, data: IO[bytes]) -> None:
        """Readers see the old file or the new one, never a part."""
        self._folder_for(target)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(data, file)
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
        self.changed += 1

    def _folder_for(self, target: Path) -> None:
        """Make the folder of ``target``; one that leads out of the output (a link) gives way to a real one."""
        if target.parent in self.folders:
            return
        for folder in reversed(target.relative_to(self.folder).parents[:-1]):
            step = self.folder / folder
            if step.is_symlink() or (step.exists() and not step.is_dir()):
                step.unlink()
            step.mkdir(exist_ok=True)
        self.folders.add(target.parent)

    def _target(self, path: str) -> Path:
        target = self.folder / path
        if ".." in Path(path).parts or Path(path).is_absolute():
            raise ValueError(f"path outside the output folder: {path}")
        if path in self.written:
            raise ValueError(f"two pages claim {path}")
        self.written.add(path)
        return target

    def finish(self) -> int:
        """Remove what no page owns, then empty folders; answers how many files went."""
        removed = 0
        for current, folders, files in os.walk(self.folder, topdown=False):
            for name in files:
                path = Path(current, name)
                if path.relative_to(self.folder).as_posix() not in self.written:
                    path.unlink()
                    removed += 1
            for name in folders:
                folder = Path(current, name)
                if not folder.is_symlink() and not any(folder.iterdir()):
                    folder.rmdir()
        self._remember()
        return removed

    def _forget(self) -> None:
        """Drop the records of output folders that are gone."""
        for record in self.record.parent.glob("output-*.json"):
            try:
                folder = Path(json.loads(record.read_text("utf-8"))["folder"])
            except (ValueError, KeyError, TypeError):  # damaged: it says nothing about any folder
                continue
            if not folder.is_dir():
                record.unlink()

    def _remember(self) -> None:
        text = json.dumps({"folder": str(self.folder), "files": len(self.written)}, ensure_ascii=False)
        self.record.write_text(text + "\n", encoding="utf-8")


def _regular(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()

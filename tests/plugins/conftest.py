"""A small portal on disk, its pages by path, and what each build of it did."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pelican.settings import read_settings

from lanmu import cache
from lanmu.rules.sample import FILES
from plugins.building.output import Outputs
from plugins.building.run import Built

REPOSITORY = Path(__file__).parents[2]
Files = Mapping[str, str | bytes | None]
Site = dict[str, str]
ON = "2026-03-31"


def write(root: Path, files: Files) -> None:
    """Lay ``files`` over a folder; None removes one."""
    for path, text in files.items():
        target = root / path
        if text is None:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())


def publish(root: Path, output: Path, on: str) -> object:
    """Build as ``lanmu build`` does, in this process."""
    override = {"LANMU_ROOT": str(root), "PATH": str(root), "OUTPUT_PATH": str(output), "LANMU_ON": on}
    settings = read_settings(str(REPOSITORY / "pelicanconf.py"), override=override)
    return settings["PELICAN_CLASS"](settings).publish()


def read(output: Path) -> Site:
    """Every file of a built site by path, the theme left out."""
    paths = [p for p in sorted(output.rglob("*")) if p.is_file() and p.relative_to(output).parts[0] != "theme"]
    return {p.relative_to(output).as_posix(): p.read_text("utf-8") for p in paths}


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Site]:
    """Build the sample with some files laid over it; call again to change more and build again."""
    root = tmp_path / "portal"
    write(root, FILES)

    def run(files: Files | None = None, on: str = "2026-03-31") -> Site:
        write(root, files or {})
        publish(root, tmp_path / "output", on)
        return read(tmp_path / "output")

    return run


class Published:
    """The sample portal in a folder, and its site in another."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "portal"
        self.output = folder / "output"
        self.settings: dict[str, Any] = {}  # besides those of the repository
        write(self.root, FILES)

    def build(self, files: Files | None = None, **settings: Any) -> Built:
        """Lay ``files`` over the portal, and build; ``settings`` are for this build alone."""
        write(self.root, files or {})
        override = {"LANMU_ROOT": str(self.root), "PATH": str(self.root), "OUTPUT_PATH": str(self.output)}
        override |= {"LANMU_ON": ON, "LANMU_JOBS": 1} | self.settings | settings
        read = read_settings(str(REPOSITORY / "pelicanconf.py"), override=override)
        built: Built = read["PELICAN_CLASS"](read).publish()
        return built

    def site(self, output: Path | None = None) -> dict[str, bytes]:
        """Every file of the site by path."""
        folder = output or self.output
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def whole(self, **settings: Any) -> dict[str, bytes]:
        """The site as a full build makes it elsewhere."""
        elsewhere = self.root.parent / "whole"
        shutil.rmtree(elsewhere, ignore_errors=True)
        self.build(OUTPUT_PATH=str(elsewhere), LANMU_FULL=True, **settings)
        return self.site(elsewhere)

    @property
    def outputs(self) -> Outputs:
        """The output folder, not yet locked."""
        return Outputs(self.output, self.root)

    @property
    def index(self) -> Path:
        """The file of the index."""
        folder = cache.folder(self.root)
        assert folder is not None
        return folder / f"{self.outputs.name}.sqlite"

    def records(self) -> dict[str, bytes]:
        """What is remembered outside the output folder, the locks left out."""
        found = [*self.index.parent.glob("*.sqlite*"), *self.outputs.record.parent.glob("*.json")]
        return {path.name: path.read_bytes() for path in found}

    def times(self) -> dict[str, tuple[int, int]]:
        """When each file of the site was written, and which one it is."""
        paths = [path for path in self.output.rglob("*") if path.is_file()]
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in paths}


@pytest.fixture
def portal(tmp_path: Path) -> Published:
    """The sample portal, not built yet."""
    return Published(tmp_path)

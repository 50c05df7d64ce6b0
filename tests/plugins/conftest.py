"""A small portal on disk, and its pages by path."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pelican.settings import read_settings

from lanmu.rules.sample import FILES

REPOSITORY = Path(__file__).parents[2]
Files = Mapping[str, str | bytes | None]
Site = dict[str, str]


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

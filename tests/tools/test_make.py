"""The Makefile, as far as it runs without installing anything."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def make(folder: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("make")
    if program is None:
        pytest.skip("缺少 make：apt-get install make")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        [program, *args], cwd=folder, env=clean | env, capture_output=True, encoding="utf-8", timeout=60
    )


def test_plain_make_explains_every_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    explained = re.findall(r"^  ([a-z0-9-]+) +\S*[\u4e00-\u9fff]", make(ROOT).stdout, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.*)", text, re.MULTILINE)
    assert phony
    assert explained == [name for name in phony[1].split() if name != "node"]
    assert make(ROOT, "help").stdout == make(ROOT).stdout


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout as far as setting up looks at it, and an empty folder to be the PATH."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "bin").mkdir()
    return tmp_path


@pytest.mark.parametrize("python", [None, "#!/bin/sh\nexit 1\n"], ids=["none", "old"])
def test_without_a_fit_python_it_says_what_to_install(bare: Path, python: str | None) -> None:
    if python:
        (bare / "bin" / "python3").write_text(python)
        (bare / "bin" / "python3").chmod(0o755)
    result = make(bare, "setup", PATH=str(bare / "bin"))
    assert (result.returncode, result.stdout) == (2, "")
    assert "需要 Python 3.11 或更新的版本，并带 venv" in result.stderr
    assert "apt-get install python3 python3-venv" in result.stderr
    assert not (bare / ".venv").exists()


def test_what_is_set_up_is_not_set_up_again(bare: Path) -> None:
    (bare / ".venv").mkdir()
    (bare / ".venv" / "ready").touch()
    assert make(bare, "setup", PATH=str(bare / "bin")).returncode == 0
    os.utime(bare / ".venv" / "ready", (0, 0))
    assert make(bare, "setup", PATH=str(bare / "bin")).returncode == 2

"""The sample portal in a folder, and ways to run the command on it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lanmu.rules import sample
from tools.cli import cli

REPOSITORY = Path(__file__).parents[2]

Lanmu = Callable[..., Result]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small portal without a fault."""
    for path, text in sample.FILES.items():
        file = tmp_path / "portal" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path / "portal"


@pytest.fixture
def lanmu(root: Path) -> Lanmu:
    """``lanmu("check", …)`` on the small portal, in this process."""

    def run(*args: str) -> Result:
        return CliRunner().invoke(cli, ["--root", str(root), *args])

    return run


@pytest.fixture
def process(root: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """``python -m tools …`` in a process of its own, from the small portal's root."""

    def run(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tools", *args],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)} | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    return run

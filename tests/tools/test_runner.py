"""``.ci/prepare`` and ``.ci/check``, with which both pipelines begin."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import portal

ROOT = Path(__file__).parents[2]


def script(folder: Path, body: str) -> None:
    """A program at ``folder`` that says what it was called with."""
    folder.write_text(f"#!/bin/sh\n{body}\n")
    folder.chmod(0o755)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout, and a PATH on which nothing is but what a bare image has."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    (tmp_path / "bin").mkdir()
    for name in ("bash", "dirname", "env", "mkdir", "sh"):
        found = shutil.which(name)
        assert found
        (tmp_path / "bin" / name).symlink_to(found)
    script(tmp_path / "bin" / "apt-get", 'echo "apt-get $*"')
    return tmp_path


def run(bare: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=bare, env={"PATH": str(bare / "bin")}, capture_output=True, encoding="utf-8", timeout=60
    )


@pytest.mark.parametrize(
    "there", [["git"], ["git", "make", "python3"], ["git", "make", "ssh-keygen"], ["git", "ssh-keygen", "python3"]]
)
def test_what_a_bare_image_lacks_is_installed(bare: Path, there: list[str]) -> None:
    for name in there:
        script(bare / "bin" / name, f'echo "{name} $*"')
    if "make" not in there:  # as apt-get would bring it
        script(
            bare / "bin" / "apt-get",
            'echo "apt-get $*"; printf "#!/bin/sh\\necho make \\$*\\n" >bin/make; /bin/chmod +x bin/make',
        )
    done = run(bare, ".ci/prepare")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert any(
        line.startswith("apt-get install") and "git make openssh-client python3 python3-venv" in line for line in lines
    )
    assert lines[-1] == "make setup"


def test_where_all_is_there_nothing_is_installed(bare: Path) -> None:
    for name in ("git", "make", "python3", "ssh-keygen"):
        script(bare / "bin" / name, f'echo "{name} $*"')
    said = run(bare, ".ci/prepare").stdout.splitlines()
    assert said == ["git fetch --quiet origin +refs/notes/lanmu-*:refs/notes/lanmu-*", "make setup"]


def test_a_python_without_venv_is_not_enough(bare: Path) -> None:
    for name in ("git", "make", "ssh-keygen"):
        script(bare / "bin" / name, f'echo "{name} $*"')
    script(bare / "bin" / "python3", "exit 1")
    assert "apt-get install" in run(bare, ".ci/prepare").stdout


def test_a_range_that_is_none_ends_as_the_check_does(tmp_path: Path) -> None:
    repository = portal(tmp_path / "portal")
    shutil.copytree(ROOT / ".ci", repository.path / ".ci")
    (repository.path / ".venv").symlink_to(sys.prefix)
    done = subprocess.run(
        [".ci/check", "nonsense..HEAD"],
        cwd=repository.path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 2
    assert "没有“nonsense”这个提交" in done.stderr

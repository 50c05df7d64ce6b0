"""One server a worker, started when it is first asked for; repositories as copies of one that was set up once."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.gitserver import ground
from tests.gitserver.bare import Bare, create
from tests.gitserver.landing import Desk
from tests.gitserver.server import Server, need, running
from tests.repository import ENVIRONMENT, ROOT


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a pair of signing keys for every account."""
    need()
    folder = tmp_path_factory.mktemp("keys")
    ground.keys(folder)
    return folder


@pytest.fixture(scope="session")
def files(keys: Path) -> dict[str, str]:
    """The files of the portal."""
    return ground.files(keys)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with a password for every account."""
    with running(tmp_path_factory.mktemp("gitserver"), (*ground.accounts(), ground.FORMER)) as started:
        yield started


@pytest.fixture(scope="session")
def installed(server: Server, files: dict[str, str]) -> Bare:
    """A repository of the portal with the gate, as the operator installs it."""
    bare = create(server, "installed.git", files)
    command = [sys.executable, "-m", "tools", "server", "install", str(bare.path)]
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True, timeout=60)
    return bare


@pytest.fixture
def gated(installed: Bare, names: Iterator[int]) -> Bare:
    """Another one of these for each test."""
    return installed.copy(f"portal-{next(names)}.git")


@pytest.fixture(scope="session")
def names() -> Iterator[int]:
    """Numbers for repositories."""
    return count()


@pytest.fixture(scope="session")
def desk(keys: Path) -> Desk:
    """Everybody's keys."""
    return Desk(keys)

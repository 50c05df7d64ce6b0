"""One server a worker, started when it is first asked for; repositories as copies of one that was set up once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gitserver import ground
from tests.gitserver.server import Server, need, running


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
    with running(tmp_path_factory.mktemp("gitserver"), ground.accounts()) as started:
        yield started

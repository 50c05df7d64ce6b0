"""The server that the tests of review push to."""

from datetime import datetime
from pathlib import Path

import pytest

from lanmu import clock
from lanmu.clock import SHANGHAI
from tests.lanmu import evidence_sample
from tests.lanmu.server_sample import Keys, Server, make_keys


@pytest.fixture
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noon of the day on which everything is written and signed."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 20, 12, 0, tzinfo=SHANGHAI))


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Keys of those who approve, and the table that knows them."""
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> evidence_sample.Keys:
    """Further keys: of the server, and such as do not count."""
    return evidence_sample.make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def server(tmp_path: Path, keys: Keys) -> Server:
    """A bare repository of the portal, and a branch that begins at main."""
    made = Server(tmp_path, keys.text)
    made.branch()
    return made

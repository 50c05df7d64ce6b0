import os
import re
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from lanmu import clock
from lanmu.rules import sample
from tests.e2e.toolbox import need
from tests.handbook.place import ACCOUNTS, Place, git
from tests.repository import Repository


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a pair of SSH keys for every account."""
    need("ssh-keygen")
    folder = tmp_path_factory.mktemp("keys")
    for account in ACCOUNTS:
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{account}@shifan.gov.cn", "-f"]
        subprocess.run([*words, str(folder / account)], check=True, capture_output=True)
    return folder


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: Path) -> Place:
    """The sample portal with mail and keys of every account in a bare repository, on the day of the handbook."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("GL_USERNAME", "GITEA_PUSHER_NAME", "XDG_CACHE_HOME", "SSH_AUTH_SOCK"):
        monkeypatch.delenv(name, raising=False)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", "2026-03-21T09:00:00+08:00")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 21, 9, 0, tzinfo=clock.SHANGHAI))
    table = sample.FILES[sample.COLUMNS]
    for account in ACCOUNTS:
        public = " ".join((keys / f"{account}.pub").read_text("utf-8").split()[:2])
        more = f"emails: [{account}@shifan.gov.cn], keys: [{{key: {public}, from: 2026-01-01}}]"
        table = re.sub(rf"(?m)^(  {account}: {{.*)}}$", rf"\1, {more}}}", table)
    seed = Repository(tmp_path / "seed")
    seed.commit({**sample.FILES, sample.COLUMNS: table}, "2026-03-01", "建站")
    found = Place(tmp_path, seed, keys, monkeypatch)
    found.bare.parent.mkdir()
    git(tmp_path, "clone", "--quiet", "--bare", str(seed.path), str(found.bare))
    return found

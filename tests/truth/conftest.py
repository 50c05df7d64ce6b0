"""What the sequences of this folder start from."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.truth.world import Ground

# A build waits until the disk has everything; thousands of builds would do little else.
_MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def ground() -> Iterator[Ground]:
    place = _MEMORY if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="lanmu-truth-", dir=place) as folder:
        yield Ground(Path(folder))

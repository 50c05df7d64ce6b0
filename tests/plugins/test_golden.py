"""The whole output of a small site, byte for byte.

After a wanted change: ``LANMU_GOLDEN=write make test`` (or pytest on this file), then read the diff.
"""

import os
from pathlib import Path

from lanmu.rules.sample import FILES
from tests.plugins.conftest import publish, read, write

GOLDEN = Path(__file__).parent / "golden"
ON = "2026-03-31"


def test_the_small_site_is_as_it_was(tmp_path: Path) -> None:
    write(tmp_path / "portal", FILES)
    publish(tmp_path / "portal", tmp_path / "output", ON)
    site = read(tmp_path / "output")
    if os.environ.get("LANMU_GOLDEN") == "write":
        for path in GOLDEN.rglob("*"):
            if path.is_file():
                path.unlink()
        write(GOLDEN, site)
    golden = read(GOLDEN)
    assert sorted(site) == sorted(golden)
    for path, text in golden.items():
        assert site[path] == text, f"{path} differs from tests/plugins/golden/{path}"

"""The lock files: whole, hashed, free of addresses, and every direct package explained."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==(\S+) \\$", re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def direct(name: str) -> list[str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return [normal(re.split(r"[<>=~!]", line)[0]) for line in lines if line[:1] not in ("#", "-", "")]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    blocks = [block for block in re.split(r"\n(?=\S)", text.strip()) if not block.startswith("#")]
    assert blocks
    assert all(PIN.match(block) and "--hash=sha256:" in block for block in blocks)
    assert not re.search(r"://|--index|--find-links|--trusted", text)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_wanted_package_is_pinned(name: str) -> None:
    pinned = dict(PIN.findall((ROOT / f"{name}.txt").read_text("utf-8")))
    assert set(direct(f"{name}.in")) <= set(pinned)


def test_both_files_pin_the_same_versions() -> None:
    run = dict(PIN.findall((ROOT / "requirements.txt").read_text("utf-8")))
    dev = dict(PIN.findall((ROOT / "requirements-dev.txt").read_text("utf-8")))
    assert run.items() <= dev.items()


def test_every_direct_package_is_explained_and_no_other() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    tables = text[text.index("## To run") : text.index("## Not from PyPI")]
    cells = re.findall(r"^\| (?!package)([^|]+) \|", tables, re.MULTILINE)
    explained = sorted(normal(name) for cell in cells for name in cell.split(", "))
    assert explained == sorted(direct("requirements.in") + direct("requirements-dev.in"))

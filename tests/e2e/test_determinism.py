"""The site is a function of its sources and the day: machine, place, clock and way of building leave no trace."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from tests.e2e.built import ON, ROOT, run
from tests.e2e.toolbox import none

SOURCES = ("columns.yaml", "content", "lanmu", "pelicanconf.py", "plugins", "publishconf.py", "themes", "tools")

# Two machines as unlike as one can make them; their days differ for most of the time.
HERE = {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "America/Los_Angeles", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"}


def tree(folder: Path) -> dict[str, str]:
    """Path and SHA-256 of every file below ``folder``; of a folder its name alone."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in folder.rglob("*")
    }


def same(made: dict[str, str], wanted: dict[str, str]) -> None:
    """Fails with the paths that one tree lacks or has otherwise."""
    none(sorted(path for path in made.keys() | wanted.keys() if made.get(path) != wanted.get(path)))


def clone(source: Path, root: Path, time: int) -> Path:
    """The sources at ``root``, all with one file time, as no working tree has them."""
    for name in SOURCES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if (source / name).is_dir():
            shutil.copytree(source / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source / name, root / name)
    for path in root.rglob("*"):
        os.utime(path, (time, time))
    return root


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout of the first machine."""
    return clone(ROOT, tmp_path_factory.mktemp("here"), time=0)


@pytest.fixture(scope="module")
def made_there(here: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The tree of the site as the other machine makes it, elsewhere and under a strict umask."""
    checkout = clone(here, tmp_path_factory.mktemp("there") / "a" / "deeper" / "folder", time=2_000_000_000)
    before = os.umask(0o077)
    try:
        run("tools", "build", "--output", str(checkout / "output"), "--on", ON, cwd=checkout, env=THERE)
    finally:
        os.umask(before)
    return tree(checkout / "output")


def test_two_machines_make_the_same_site(made_there: dict[str, str], here: Path) -> None:
    run("tools", "build", "--output", str(here / "output"), "--on", ON, cwd=here, env=HERE)
    assert made_there
    same(tree(here / "output"), made_there)


def test_a_build_over_another_day_leaves_no_trace_of_it(made_there: dict[str, str], here: Path) -> None:
    run("tools", "build", "--output", str(here / "again"), "--on", "2025-06-30", cwd=here, env=HERE)
    assert tree(here / "again") != made_there, "the comparisons do not see the day at all"
    run("tools", "build", "--output", str(here / "again"), "--on", ON, cwd=here, env=HERE)
    same(tree(here / "again"), made_there)


def test_pelican_itself_makes_the_same_site(made_there: dict[str, str], here: Path) -> None:
    out = here / "by-pelican"
    options = ("-s", "pelicanconf.py", "-o", str(out), "-e", f'LANMU_ON="{ON}"')
    run("pelican", "content", *options, cwd=here, env=HERE)
    same(tree(out), made_there)

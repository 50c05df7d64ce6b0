"""The five portals on a real Dask cluster of two workers, each with a clone of its own, and on processes of this machine."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.repository import ROOT
from tools import shards
from tools.shards import Folder, Order

PORTALS = {"main": "."} | {name: f"tests/portals/{name}" for name in ("quzhou", "liaoning", "shaanxi", "xiangtan")}
DAY = "2026-11-20"
PATIENCE = 120  # seconds


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def clone(folder: Path) -> Path:
    """A clone of the last commit; what is not committed is in none."""
    git(ROOT, "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder))
    return folder


def orders(commit: str) -> list[Order]:
    return [Order(name, root, commit, DAY) for name, root in PORTALS.items()]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def started(clone: Path, *words: str) -> Iterator[None]:
    """A process of the cluster that runs in a clone, with the clone's program."""
    environment = os.environ | {"PYTHONPATH": str(clone), "XDG_CACHE_HOME": f"{clone}-cache"}
    command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
    with (
        open(f"{clone}-{words[0]}.log", "wb") as log,
        subprocess.Popen(command, cwd=clone, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What processes of this machine make of all portals, without any cluster."""
    folder = tmp_path_factory.mktemp("alone")
    here = clone(folder / "clone")
    context = get_context("spawn")
    with ProcessPoolExecutor(2, context, os.chdir, (here,)) as executor:
        shards.build(executor, orders(git(here, "rev-parse", "HEAD")), Folder(str(folder / "store")))
    return folder / "store"


def test_a_cluster_of_two_clones_makes_the_same_bytes(alone: Path, tmp_path: Path) -> None:
    from distributed import Client

    clones = [clone(tmp_path / name) for name in ("one", "two")]
    scheduler = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        common = ("--scheduler-file", str(scheduler), "--no-dashboard")
        stack.enter_context(started(clones[0], "scheduler", "--host", "127.0.0.1", "--port", "0", *common))
        for place in clones:
            stack.enter_context(started(place, "worker", "--no-nanny", "--nthreads", "1", *common))
        client = stack.enter_context(Client(scheduler_file=str(scheduler), timeout=PATIENCE))
        client.wait_for_workers(2, timeout=PATIENCE)
        executor = client.get_executor(pure=False)
        store = Folder(str(tmp_path / "store"))
        built = shards.build(executor, orders(git(clones[0], "rev-parse", "HEAD")), store)
    assert built.keys() == PORTALS.keys()
    assert all((place / "build").is_dir() for place in clones), "one worker did all"
    assert contents(tmp_path / "store") == contents(alone)


def test_what_goes_from_a_shard_goes_from_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = clone(tmp_path / "clone")
    monkeypatch.chdir(here)
    store = Folder(str(tmp_path / "store"))

    def made() -> Mapping[str, str]:
        return shards.make(Order("quzhou", PORTALS["quzhou"], git(here, "rev-parse", "HEAD"), DAY), store)

    page = "jtj/bmdt/2026-11-10-gongjiao-tiaozheng.html"
    assert page in made()
    source = f"{PORTALS['quzhou']}/content/{page.removesuffix('.html')}.md"
    git(here, "rm", "--quiet", source)
    git(here, "-c", "user.name=liaison", "-c", "user.email=liaison@example.com", "commit", "--quiet", "-m", "撤下")
    now = made()
    assert page not in now
    assert contents(tmp_path / "store" / "quzhou").keys() == {*now, "manifest.json"}

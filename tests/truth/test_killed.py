"""A build that is killed at any instant leaves nothing that the next build does not put right."""

import itertools
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.truth.portal import DOCUMENT, Portal, entry, portal
from tests.truth.world import Ground, Tree, World, hold, tree

KILLS = 25  # of builds from nothing, and as many of builds after a change
STATES = 4
_MORE = 45  # articles beside those that every sequence has


def state(number: int) -> Portal:
    """A portal: 0 to 1 is an edit, 1 to 2 changes every page, 2 to 3 withdraws an article, 3 to 0 does all of it."""
    found = portal()
    for place in range(1 if number == 3 else 0, _MORE):
        stem = f"kjt/bmdt/2026-10-{place % 28 + 1:02}-m{place}"
        found.articles[stem] = entry(f"文章{place}", stem, f"见[办法](../../{DOCUMENT}.md)。\n\n- 项\n")
    found.articles[DOCUMENT].fields["title"] = f"关于印发办法的通知之{min(number, 1)}"
    found.table["site"]["name"] = f"示范省政府网{number // 2}"
    return found


@pytest.fixture
def world(ground: Ground) -> World:
    return World(ground)


def enter(world: World, number: int) -> None:
    """Bring a state to the disk, and build nothing."""
    world.portal = state(number % STATES)
    world.write()


def forget(world: World) -> None:
    """As before the first build."""
    for folder in (world.output, world.cache, world.root / ".lanmu"):
        shutil.rmtree(folder, ignore_errors=True)


def start(world: World, prepare: Callable[[], None] = lambda: None) -> int:
    """A build in a process group of its own, which need not load anything first."""
    process = os.fork()
    if not process:
        code = 1
        try:
            os.setpgid(0, 0)
            prepare()
            world.build()
            code = 0
        finally:
            os._exit(code)
    os.setpgid(process, process)  # whichever of the two comes first
    return process


def killed(world: World, after: float) -> bool:
    """Whether a build was still running when it was killed."""
    process = start(world)
    time.sleep(after)
    os.killpg(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def length(world: World) -> float:
    """How long a build takes that nobody kills."""
    before = time.perf_counter()
    _, status = os.waitpid(start(world), 0)
    assert os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
    return time.perf_counter() - before


def instants(seed: int, longest: float) -> Iterator[float]:
    """Instants at random, spread over a build."""
    chance = random.Random(seed)
    while True:
        yield chance.uniform(0, longest)


def mend(world: World, expected: Tree) -> None:
    """A normal build puts everything right."""
    world.build()
    hold(tree(world.output), expected)


def test_killed_from_nothing(world: World) -> None:
    enter(world, 0)
    expected = world.full()
    forget(world)
    moments = instants(1, length(world))
    kills = 0
    while kills < KILLS:
        forget(world)
        kills += killed(world, next(moments))
        mend(world, expected)


def test_killed_after_a_change(world: World) -> None:
    expected = []
    for number in range(STATES):
        enter(world, number)
        expected.append(world.full())
    world.build()
    moments = []
    for number in range(STATES):
        enter(world, number)
        moments.append(instants(number, length(world)))
    kills = number = tries = 0
    while kills < KILLS:
        enter(world, number + 1)
        kills += killed(world, next(moments[(number + 1) % STATES]))
        tries += 1
        number += tries % 2  # every other time the change is taken back before anybody builds again
        enter(world, number)
        mend(world, expected[number % STATES])


def die_at(number: int) -> Callable[[], None]:
    """Have a process kill itself when it is about to rename that many files: as finished ones are put in place."""
    left = itertools.count(number, -1)
    rename = os.replace

    def renamed(*args: Any, **more: Any) -> None:
        if not next(left):
            os.kill(os.getpid(), signal.SIGKILL)
        rename(*args, **more)

    def prepare() -> None:
        os.replace = renamed

    return prepare


@pytest.mark.parametrize("back", [False, True], ids=["", "and the change taken back"])
@pytest.mark.parametrize("number", [0, 1, 2, 3, 20, 60])
def test_killed_between_two_files(number: int, back: bool, world: World) -> None:
    enter(world, 2)
    after = world.full()
    enter(world, 1)
    before = world.full()
    world.build()
    enter(world, 2)
    _, status = os.waitpid(start(world, die_at(number)), 0)
    assert os.WIFSIGNALED(status)
    if back:
        enter(world, 1)
    mend(world, before if back else after)

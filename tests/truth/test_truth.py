"""An incremental build is the build from scratch, byte for byte, whatever has happened before it."""

import os
import random
from collections.abc import Sequence

import pytest

from lanmu import facts
from plugins.building import incremental
from tests.truth.machine import run
from tests.truth.portal import DOCUMENT, ITEM, PICTURED, READING, is_row, portal
from tests.truth.step import KINDS, Step, apply
from tests.truth.world import Ground, Untrue, World, tree

SOAK = os.environ.get("LANMU_SOAK") == "1"  # `make soak`: more sequences, longer ones, others each time

# Kinds of steps that leave the site as it is, all else being well.
SILENT = {"commit", "by_commit", "hold", "touch", "keep_cache", "damage", "no_output", "checkout", "preview"}
PARTS = 10
TRIES = 60
_PAGES = sorted(stem for stem in portal().articles if not is_row(stem))
BGT, KJT, LYJ = 0, 1, 2  # departments
BMDT, ZCJD, NBZB = 0, 2, 5  # columns
NOVEMBER, DECEMBER, MARCH = 0, 3, 4  # days of batches
PINNED, ON_25 = 0, 2  # until which day
LATER = 3  # a day on which the scheduled article is there


def gone(stem: str) -> Step:
    return Step("delete", (_PAGES.index(stem),))


def many(department: int, day: int, count: int) -> list[Step]:
    """Rows of one column and day, in batches."""
    sizes = [25] * (count // 25) + ([count % 25] if count % 25 else [])
    return [Step("batch", (department, BMDT, size - 1, day)) for size in sizes]


# Last first: a number names the same article until one before it goes.
LAST_YEAR = [stem for stem in reversed(_PAGES) if stem.startswith("lyj/") and "/2026-" in stem]

# For each edge a sequence of the machine's own steps whose last one reaches some page by this edge alone.
ALONE: dict[str, Sequence[Step]] = {
    "card": (Step("title", (_PAGES.index(DOCUMENT),)),),  # the page of its reading names it
    # An old page of the archive of its month, among rows that came later.
    "block": (*many(KJT, MARCH, 50), Step("title", (_PAGES.index(DOCUMENT),))),
    # The hundredth row goes from the far end of a column: its newest page holds others, and counts one page less.
    "count": (*many(LYJ, DECEMBER, 78), Step("first", ())),
    "top": (Step("title", (_PAGES.index(PICTURED),)),),  # the home page
    "list": (Step("title", (_PAGES.index(READING),)),),  # the page of the document that it reads
    # The oldest of many pages of a department's archive, which names its years.
    "years": (*many(LYJ, DECEMBER, 175), *map(gone, LAST_YEAR)),
    "months": (gone(ITEM),),  # the archive of its year
    "file": (Step("swap", (1, 0)),),  # an article's picture
    "page": (Step("public", (ZCJD,)),),  # a link to a column's page
    "table": (Step("department_name", (BGT,)),),
    "template": (Step("template", (1, 1)),),
    "day": (Step("day", (LATER,)),),
}
HIDDEN_NO_MORE: Sequence[Step] = (Step("public", (NBZB,)),)

TOUCHED = sorted(portal().written("")).index(f"content/{READING}.md")
# Sequences that chance seldom finds; each was needed to see that something was left out.
WRITTEN: dict[str, Sequence[Step]] = {
    "touched, and another one by the table": (Step("touch", (TOUCHED,)), Step("public", (ZCJD,))),
    "pinned, far below the newest": (
        *many(KJT, NOVEMBER, 75),
        Step("until", (_PAGES.index(ITEM), PINNED, ON_25)),
        Step("title", (_PAGES.index(ITEM),)),
    ),
    "a commit, the working tree, the same files as a commit": (
        Step("by_commit"),
        Step("by_commit"),
        Step("title", (_PAGES.index(ITEM),)),
        Step("hold"),
        Step("checkout", (1,)),
        Step("by_commit"),
    ),
    "the working tree looked at between two commits": (Step("by_commit"), Step("preview")),
}


@pytest.mark.parametrize("steps", WRITTEN.values(), ids=WRITTEN)
def test_written_sequences(steps: Sequence[Step], ground: Ground) -> None:
    take(World(ground), steps)


@pytest.mark.parametrize("part", range(PARTS))  # so that the cores share them
def test_incremental_is_full(part: int, ground: Ground) -> None:
    if SOAK:
        run(ground, 5000 // PARTS, 30, None)
    else:
        run(ground, 300 // PARTS, 8, part)


@pytest.mark.parametrize("edge", facts.EDGES, ids=lambda edge: edge.name)
def test_without_an_edge_it_is_not(edge: facts.Edge, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    take(World(ground), ALONE[edge.name])
    monkeypatch.setattr(facts, "EDGES", tuple(one for one in facts.EDGES if one is not edge))
    with pytest.raises(Untrue):
        take(World(ground), ALONE[edge.name])


@pytest.mark.parametrize("stir", incremental.STIRS, ids=lambda stir: stir.name)
def test_without_a_stir_it_is_not(stir: incremental.Stir, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = HIDDEN_NO_MORE if stir.name == "table" else ALONE[stir.name]
    take(World(ground), steps)
    monkeypatch.setattr(incremental, "STIRS", tuple(one for one in incremental.STIRS if one is not stir))
    with pytest.raises(Untrue):
        take(World(ground), steps)


def take(world: World, steps: Sequence[Step]) -> None:
    """Some steps, and a comparison at the end."""
    for step in steps:
        apply(world, step)
    world.compare()


@pytest.mark.parametrize("name", sorted(KINDS.keys() - SILENT))
def test_every_kind_of_step_shows(name: str, ground: Ground) -> None:
    """A step that changed nothing whatever its numbers are would prove nothing."""
    world = World(ground)
    before = tree(world.output)
    chance = random.Random(name)
    for _ in range(TRIES):
        apply(world, Step(name, tuple(chance.randrange(bound) for bound in KINDS[name].bounds)))
        if tree(world.output) != before:
            return
    pytest.fail(f"{name} changes nothing")

"""What the runs of builds say, line by line, with the goals that were set for portals of one size or another."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tests.bench.measure import Run, ratio
from tests.bench.table import Line

# Kinds of runs; a change, or a cold build, comes after who builds.
STAT, COMMIT, HUGO = "build, ", "build --commit, ", "Hugo, "
CHANGES = EDIT, ADD, DELETE = ("one edit", "one add", "one delete")
COLD, PART = "cold", "cold, a fifth of the articles"
PARTS = 5  # growth is measured against a portal that has one article for so many
_MB = 1_048_576 / 1_000_000  # in a MiB

Runs = Mapping[str, Sequence[Run]]
Goal = tuple[int, str, str]  # for a portal of so many articles: must and aim

_NONE: Goal = (0, "", "")
_WALL: Goal = (10_000, "≤ 2.0", "≤ 1.4")
_PEAK: Goal = (50_000, "≤ 0.4", "≤ 0.25")
_GROWTH: Goal = (50_000, "≤ 6.0", "≤ 5.2")
_OF_COLD: Goal = (10_000, "≤ 0.05", "≤ 0.03")
_OF_HUGO: Goal = (10_000, "≤ 0.10", "≤ 0.04")
_SECONDS: Goal = (100_000, "≤ 1.0", "≤ 0.4")
_COLD_PEAK: Goal = (100_000, "< 1500 MB", "")
_CHANGE_PEAK: Goal = (100_000, "< 150 MB", "")


def lines(size: int, runs: Runs) -> Iterator[Line]:
    """Of a portal of ``size`` articles; the first runs of all kinds are of one round, and so on."""
    table = _Table(size, runs)
    yield from _cold(table)
    for change in CHANGES:
        yield from _change(table, change)
    changed = [way + change for change in CHANGES for way in (STAT, COMMIT)]
    yield table.more("the largest peak after a change", table.peak(*changed), _CHANGE_PEAK)


class _Table(NamedTuple):
    size: int
    runs: Runs

    @property
    def with_hugo(self) -> bool:
        return HUGO + COLD in self.runs

    def line(self, kind: str, result: str = "", goal: Goal = _NONE) -> Line:
        return Line(kind, self.runs[kind], result, *self._goal(goal))

    def more(self, what: str, result: str, goal: Goal) -> Line:
        return Line(f"… {what}", (), result, *self._goal(goal))

    def ratio(self, kind: str, other: str, figure: str = "cpu") -> float:
        return ratio(self.runs[kind], self.runs[other], figure)

    def peak(self, *kinds: str) -> str:
        return f"{max(Run.middle(self.runs[kind]).peak for kind in kinds) * _MB:.0f} MB"

    def _goal(self, goal: Goal) -> tuple[str, str]:
        at, *must_and_aim = goal
        must, aim = must_and_aim if at == self.size else ("", "")
        return must, aim


def _cold(table: _Table) -> Iterator[Line]:
    ours, hugo = STAT + COLD, HUGO + COLD
    yield table.line(ours, table.peak(ours), _COLD_PEAK)
    if table.with_hugo:
        yield table.more("its wall time", f"{table.ratio(ours, hugo, 'wall'):.2f} of Hugo", _WALL)
        yield table.more("its peak", f"{table.ratio(ours, hugo, 'peak'):.2f} of Hugo", _PEAK)
        yield table.line(hugo)
    growth = f"{table.ratio(ours, STAT + PART):.1f} for {PARTS} times"
    yield table.line(STAT + PART, growth, _GROWTH)


def _change(table: _Table, change: str) -> Iterator[Line]:
    stat, commit, hugo = STAT + change, COMMIT + change, HUGO + change
    has_goals = change != DELETE
    yield table.line(stat, f"{table.ratio(stat, STAT + COLD):.3f} of cold", _OF_COLD if change == EDIT else _NONE)
    if table.with_hugo:
        yield table.more("the same", f"{table.ratio(stat, hugo):.3f} of Hugo", _OF_HUGO if has_goals else _NONE)
    seconds = f"{Run.middle(table.runs[commit]).cpu:.2f} CPU s"
    yield table.line(commit, seconds, _SECONDS if has_goals else _NONE)
    if table.with_hugo:
        yield table.more("the same", f"{table.ratio(commit, hugo):.3f} of Hugo", _OF_HUGO if has_goals else _NONE)
        yield table.line(hugo)

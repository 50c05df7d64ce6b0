"""Processes measured from outside, two kinds in turn."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

_SAID = 2000  # characters of what a failed process said

# As with users, Python keeps what it has compiled: else every run would compile the modules that it loads.
_SURROUNDINGS = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Failed(Exception):
    """A process that did not end as it should, or that is not there."""


class Run(NamedTuple):
    """What the operating system says of a process and of all processes that it waited for."""

    cpu: float  # s, user and system
    wall: float  # s
    peak: float  # MiB, of the largest process alone

    @classmethod
    def middle(cls, runs: Sequence["Run"]) -> "Run":
        """The median of each figure."""
        return cls(*(median(figures) for figures in zip(*runs, strict=True)))


def run(
    command: Sequence[str | Path], folder: Path, env: Mapping[str, str] | None = None, fine: Collection[int] = (0,)
) -> Run:
    """Run ``command`` in ``folder`` with ``env`` over this environment; ``Failed`` where it ends but with ``fine``.

    A child begins as a copy of this process, so that no peak reads below that of this process: nothing big is
    done here.
    """
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**_SURROUNDINGS, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
        except OSError as error:
            raise Failed(f"{command[0]}: {error.strerror}") from error
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)  # else it would be waited for again
        if process.returncode not in fine:
            said.seek(0)
            text = said.read().decode("utf-8", "replace")[-_SAID:]
            raise Failed(f"{' '.join(map(str, command))} in {folder}: exit status {process.returncode}\n{text}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def in_turn(rounds: int, *kinds: Callable[[], Run]) -> list[list[Run]]:
    """The runs of each kind. They alternate (A B A B …), so that a machine that slows down slows all alike."""
    turns = [[kind() for kind in kinds] for _ in range(rounds)]
    return [list(runs) for runs in zip(*turns, strict=True)]


def ratio(ours: Sequence[Run], theirs: Sequence[Run], figure: str = "cpu") -> float:
    """CPU against CPU, or another figure of a run: the median over the rounds."""
    both = zip(ours, theirs, strict=True)
    return median(getattr(mine, figure) / getattr(other, figure) for mine, other in both)


def more(ours: Sequence[Run], bare: Sequence[Run]) -> float:
    """CPU seconds over ``bare``: the median over the rounds."""
    return median(mine.cpu - other.cpu for mine, other in zip(ours, bare, strict=True))

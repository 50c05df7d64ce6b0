"""Work in several processes: the results of one, in order; and none that outlives its parent."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lanmu.finding import ERROR, Finding
from lanmu.refusal import Refused, Unable
from plugins.building import crew
from tests.hang import no_hang

REPOSITORY = Path(__file__).parents[2]
FINDING = Finding("F101", "x", ERROR, "content/a.md", 1, 1, None, "说", "改", "据")


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 40])
def test_results_come_in_order(jobs: int, count: int) -> None:
    def work(task: int) -> int:
        time.sleep(0.002 * (task % 3))  # so that they do not end in order
        return task * task

    with no_hang():
        assert list(crew.each(work, range(count), jobs)) == [task * task for task in range(count)]


def test_one_task_or_one_job_needs_no_other_process() -> None:
    own = os.getpid()
    assert list(crew.each(lambda _: os.getpid(), range(5), 1)) == [own] * 5
    assert list(crew.each(lambda _: os.getpid(), range(1), 4)) == [own]
    others = set(crew.each(lambda _: os.getpid(), range(8), 2))
    assert own not in others
    assert len(others) <= 2


def test_processes_inherit_what_cannot_be_sent() -> None:
    lines = iter(range(10))  # neither this nor the closure can be pickled
    assert list(crew.each(lambda task: (task, next(lines) >= 0), [1, 2], 2)) == [(1, True), (2, True)]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (Refused([FINDING]), lambda error: error.findings == (FINDING,)),
        (Unable("不行", "这样改"), lambda error: (error.message, error.cure) == ("不行", "这样改")),
        (ValueError("two pages claim a.html"), lambda error: str(error) == "two pages claim a.html"),
        (FileNotFoundError(2, "没有", "a.md"), lambda error: (error.errno, error.filename) == (2, "a.md")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_raised_arrives(jobs: int, error: Exception, seen: Callable[[Exception], bool]) -> None:
    def work(task: int) -> int:
        if task == 3:
            raise error
        return task

    found: list[int] = []
    with no_hang(), pytest.raises(type(error)) as raised:
        found.extend(crew.each(work, range(50), jobs))
    assert seen(raised.value)
    assert found == [0, 1, 2]


def test_whoever_stops_listening_leaves_nothing_behind() -> None:
    with no_hang():
        results = crew.each(lambda task: (task, os.getpid()), range(100), 2)
        _, process = next(results)
        results.close()  # type: ignore[attr-defined]  (it is a generator)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert list(crew.each(lambda task: task + 1, [1, 2], 2)) == [2, 3]


def test_a_process_that_dies_is_no_silence() -> None:
    def work(task: int) -> int:
        if task == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return task

    with no_hang(), pytest.raises(Unable, match="被系统结束了"):
        list(crew.each(work, range(10), 2))


def test_processes_end_when_their_parent_was_killed() -> None:
    script = """
        import os, time
        from plugins.building import crew

        def work(task):
            os.write(1, f"{os.getpid()}\\n".encode())  # at once: two print at the same time
            time.sleep(600)

        list(crew.each(work, range(4), 2))
    """
    surroundings = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], env=surroundings, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    with no_hang(), parent.stdout:
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        parent.kill()
        parent.wait()
        while any(map(_runs, workers)):
            time.sleep(0.05)


def _runs(process: int) -> bool:
    """Whether a process is there and no mere entry of one that ended."""
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_cores() -> None:
    assert 1 <= crew.cores() <= (os.cpu_count() or 1)

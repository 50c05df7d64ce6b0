"""Work shared out to processes of this machine."""

import gc
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from lanmu.refusal import Unable

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 3  # tasks that each process may have waiting: results must not pile up
_LOOK = 0.5  # seconds
_SELDOM = 20_000  # objects made between two searches for garbage

_work: Callable[[Any], Any] | None = None  # what forked processes do; they inherit it


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    """Results of ``work`` for every task, in order; in ``jobs`` forked processes where there is enough to do.

    Processes inherit everything and give back results alone, so ``work`` need not be picklable, but its results.
    """
    if jobs < 2 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool  # 10 ms of importing, which most builds need not
    from multiprocessing import get_context

    global _work
    _work = work
    parent = os.getpid()
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), get_context("fork"), _end_with, (parent,))
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(_call, task))
            if len(waiting) > _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        cure = "多半是内存不够；用 --jobs 1 再运行一次，或者腾出内存"
        raise Unable("一个做网页的进程被系统结束了", cure) from None
    finally:
        pool.shutdown(cancel_futures=True)
        _work = None


def _call(task: Any) -> Any:
    assert _work is not None
    return _work(task)


def _end_with(parent: int) -> None:
    """Let this process end when its parent was killed: it would wait for work for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends all
    gc.freeze()  # what was inherited is nobody's garbage
    gc.set_threshold(_SELDOM)

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()

"""A guard against hangs; no measurement of time."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def no_hang(seconds: int = 60) -> Iterator[None]:
    """Fail where the work does not end at all; any machine, however slow and busy, ends sound work by then."""

    def stop(*_: Any) -> None:
        raise AssertionError(f"still at it after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)

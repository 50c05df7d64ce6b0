"""Where the time of a build goes, by stage."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


class Stages:
    """Adds up seconds by the name of a stage."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Count what runs within for ``name``."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] += time.perf_counter() - start

    def add(self, seconds: Mapping[str, float]) -> None:
        """Count what other processes spent."""
        for name, more in seconds.items():
            self._seconds[name] += more

    def seconds(self) -> dict[str, float]:
        """Seconds by stage, in the order in which stages began."""
        return dict(self._seconds)

    def reset(self) -> None:
        """Begin anew."""
        self._seconds.clear()

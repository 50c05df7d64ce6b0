"""How far a long piece of work is: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from types import TracebackType

import click

_EVERY = 10.0  # seconds between two lines where there is no terminal
_PATIENCE = 0.5  # seconds; what is done sooner needs no bar
_WIDTH = 24


class Progress:
    """Told how much of a stage is done; writes to standard error, and leaves nothing behind on a terminal."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._start = self._said = time.monotonic()
        self._shown = False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """``done`` of ``total`` items of a stage are done."""
        now = time.monotonic()
        if self._terminal and now - self._start >= _PATIENCE:
            self._shown = True
            filled = _WIDTH * done // max(total, 1)
            bar = "█" * filled + "░" * (_WIDTH - filled)
            click.echo(f"\r\x1b[K{stage} {bar} {done}/{total}", err=True, nl=False)
        elif not self._terminal and now - self._said >= _EVERY:
            self._said = now
            click.echo(f"{stage} {done}/{total}", err=True)

"""LinkChecker's parts, put together our way: no command line, no plugins of the user, no report of its own."""

from collections.abc import Callable
from typing import Any

from linkcheck.cache import results, urlqueue
from linkcheck.configuration import Configuration
from linkcheck.logger import _Logger

Hear = Callable[[Any], None]

_EVERYTHING = 100_000_000  # results that are kept: one that is dropped is found anew, again and again


class Verdicts(_Logger):
    """A report that is heard, not written."""

    LoggerName = "lanmu"

    def __init__(self, hear: Hear) -> None:
        super().__init__()
        self._hear = hear

    def start_output(self) -> None:
        """Nothing is written."""

    def log_filter_url(self, url_data: Any, do_print: bool) -> None:
        """Every verdict, whether LinkChecker would print it or not."""
        self._hear(url_data)

    def log_url(self, url_data: Any) -> None:
        """Nothing is printed."""

    def end_output(self, **about: Any) -> None:
        """Nothing is written."""


class Plugins:
    """What LinkChecker calls instead of its plugins: they would be looked for in the user's folders."""

    def run_connection_plugins(self, url_data: Any) -> None:
        """Nothing."""

    def run_content_plugins(self, url_data: Any) -> None:
        """Nothing."""

    def run_parser_plugins(self, url_data: Any, pagetype: str) -> None:
        """Nothing: PDF and Word are not searched."""


def configuration(hear: Hear, **settings: Any) -> Any:
    """LinkChecker's settings: its own defaults, ours over them, none of the user's."""
    made = Configuration()
    made["logger"] = Verdicts(hear)
    made["status"] = False
    made.update(settings)
    made.sanitize()
    return made


def memory() -> Any:
    """Room for every result."""
    return results.ResultCache(_EVERYTHING)


Queue = urlqueue.UrlQueue

"""Regular expressions that a check rarely needs: the commit hook must start fast."""

import re
from collections.abc import Callable
from functools import cache


def later(text: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A regular expression compiled when it is first asked for."""
    return cache(lambda: re.compile(text, flags))

"""Regular expressions that a check rarely needs: the commit hook must start fast."""

import re
from collections.abc import Callable, Mapping
from functools import cache


def later(text: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A regular expression compiled when it is first asked for."""
    return cache(lambda: re.compile(text, flags))


def holds(text: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether one of the words is in ``text``. They are grouped by a sign that each of them has.

    One sign is looked for first: in a page of Chinese that takes 0.1 µs, and a word 1.6 µs.
    """
    return any(sign in text and any(word in text for word in group) for sign, group in words.items())

"""Findings as one JSON array."""

import json
from collections.abc import Iterable

from lanmu.finding import Finding

_KEYS = tuple(key for key in Finding._fields if key != "fix")


def render(findings: Iterable[Finding]) -> str:
    """One array; every finding is an object with the ten keys of the contract, ``null`` where it has no place."""
    rows = [{key: getattr(finding, key) for key in _KEYS} for finding in findings]
    return dumped(rows)


def dumped(value: object) -> str:
    """``value`` as JSON that any stream takes: a file name need not be text."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")

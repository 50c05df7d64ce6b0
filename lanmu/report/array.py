"""Findings as one JSON array."""

import json
from collections.abc import Iterable

from lanmu.finding import Finding


def render(findings: Iterable[Finding]) -> str:
    """One array; every finding is an object with every key of ``Finding``, ``null`` where it has no place."""
    text = json.dumps([finding._asdict() for finding in findings], ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # a file name need not be text

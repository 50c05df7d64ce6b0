"""What the tests of the gate write."""

from collections.abc import Iterable

from lanmu.finding import Finding
from lanmu.rules.sample import FILES, NEWS

MARK = "密级：机密★5年\n"
OTHER = "content/kjt/bmdt/2026-03-21-other.md"
TEXT = FILES[NEWS].replace("推进会", "座谈会").replace("date: 2026-03-20", "date: 2026-03-21")
SECRET = TEXT + MARK
ATTACHED = "content/kjt/bmdt/2026-03-21-other/fu-jian.txt"
GONE = (("L501", NEWS),)
ZEROS = "0" * 40


def codes(found: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.path) for finding in found]


def link(path: str, target: str) -> str:
    """The file at ``path`` of the sample with one more link."""
    return f"{FILES[path]}\n见[说明]({target})。\n"

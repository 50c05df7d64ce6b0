"""How the C7xx rules are written down: each fault is one change to the sample's ``columns.yaml``."""

from lanmu.rules.rule import Basis, Example, Rule, error
from lanmu.rules.sample import COLUMNS, edited

Change = tuple[str, str]  # old and new text

TABLE = Basis("衢州通知四（一）", "R058")  # the responsibility table must be right to be followed
SITE = "    contact: {office: 省旅游局办公室, phone: 0351-0000003}\n"  # after it a department's site may stand


def broken(code: str, mark: str, *changes: Change) -> Example:
    """The sample with ``changes``; the one finding stands on the first line that holds ``mark``."""
    files = edited(COLUMNS, *changes)
    text = files[COLUMNS]
    line = text.count("\n", 0, text.index(mark)) + 1
    return Example(files, ((code, COLUMNS, line),))


def rule(code: str, name: str, what: str, basis: tuple[Basis, ...], bad: Example, *good: Change) -> Rule:
    """A rule about ``columns.yaml``; its good example is the sample with ``good`` applied."""
    return error(code, name, what, basis, bad, Example(edited(COLUMNS, *good)))


def with_site(text: str) -> Change:
    """Gives 省旅游局 of the sample a sub-site of these keys."""
    return SITE, f"{SITE}    site: {text}\n"

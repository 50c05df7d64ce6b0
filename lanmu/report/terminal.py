"""Findings for people: grouped by file, the cure under each, totals last."""

import re
from collections.abc import Sequence
from itertools import groupby

from lanmu.finding import ERROR, Finding
from lanmu.report.width import pad, width

_DIM, _BOLD, _RED, _YELLOW, _GREEN = "2", "1", "31", "33", "32"
# What would move the cursor, turn the text round or not show at all.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def render(findings: Sequence[Finding], colour: bool = False) -> str:
    """Lines for a terminal; ``colour`` asks for ANSI colours, which are never the only sign of anything."""
    lines: list[str] = []
    for path, group in groupby(findings, key=lambda finding: finding.path):
        lines += [_paint(seen(path), _BOLD, colour), *_file(list(group), colour), ""]
    return "\n".join([*lines, _totals(findings, colour)])


def seen(text: str) -> str:
    """``text`` with every unseen character spelt out (``\\u202e``)."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def _place(finding: Finding) -> str:
    """``12:5``, or where inside an attachment."""
    numbers = [str(number) for number in (finding.line, finding.column) if number is not None]
    return seen(finding.where or ":".join(numbers) or "-")


def _file(findings: Sequence[Finding], colour: bool) -> list[str]:
    places = max(width(_place(finding)) for finding in findings)
    names = max(len(finding.name) for finding in findings)
    return [line for finding in findings for line in _finding(finding, places, names, colour)]


def _finding(finding: Finding, places: int, names: int, colour: bool) -> list[str]:
    """One line of what is wrong; under its message how to mend it and by what rule."""
    kind = _paint("错误", _RED, colour) if finding.severity == ERROR else _paint("提醒", _YELLOW, colour)
    place = " " * (places - width(_place(finding))) + _place(finding)
    code, name = _paint(finding.rule, _DIM, colour), pad(finding.name, names)
    return [
        f"  {place}  {kind}  {code}  {name}  {seen(finding.message)}",
        f"  {' ' * places}  改法  {seen(finding.cure)}",
        f"  {' ' * places}  {_paint(f'依据  {seen(finding.basis)}', _DIM, colour)}",
    ]


def _totals(findings: Sequence[Finding], colour: bool) -> str:
    if not findings:
        return _paint("没有发现问题。", _GREEN, colour)
    errors = sum(finding.severity == ERROR for finding in findings)
    files = len({finding.path for finding in findings})
    counts = [f"{errors} 个错误"] * bool(errors) + [f"{len(findings) - errors} 个提醒"] * (errors < len(findings))
    return _paint(f"{files} 个文件，{'，'.join(counts)}。", _BOLD, colour)

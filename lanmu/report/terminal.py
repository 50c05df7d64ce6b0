"""Findings for people: grouped by file, the cure under each, totals last."""

import re
from collections.abc import Sequence
from itertools import groupby

from lanmu.finding import ERROR, Finding
from lanmu.report.width import pad, width

_DIM, _BOLD, _RED, _YELLOW, _GREEN = "2", "1", "31", "33", "32"
_WIDEST = 24  # columns up to which places are aligned: one long name in an archive must not push all aside
# What would move the cursor, turn the text round or not show at all; and what is no character, which XML forbids.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)


def render(findings: Sequence[Finding], colour: bool = False) -> str:
    """Lines for a terminal; ``colour`` asks for ANSI colours, which are never the only sign of anything.

    What one rule says again and again shares its cure and its basis, which then stand under the last.
    """
    lines: list[str] = []
    for path, group in groupby(findings, key=lambda finding: finding.path):
        lines += [_paint(seen(path), _BOLD, colour), *_file(list(group), colour), ""]
    return "\n".join([*lines, _totals(findings, colour)])


def seen(text: str) -> str:
    """``text`` with every unseen character spelt out (``\\u202e``)."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def place(finding: Finding) -> str:
    """``12:5``, or where inside an attachment; ``-`` where the whole file is meant."""
    numbers = [str(number) for number in (finding.line, finding.column) if number is not None]
    return seen(finding.where or ":".join(numbers) or "-")


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def _file(findings: Sequence[Finding], colour: bool) -> list[str]:
    places = min(_WIDEST, max(width(place(finding)) for finding in findings))
    names = max(len(finding.name) for finding in findings)
    under = f"  {' ' * places}  "
    lines: list[str] = []
    for (_, basis), same_rule in groupby(findings, key=lambda finding: (finding.rule, finding.basis)):
        for cure, same_cure in groupby(same_rule, key=_cure):
            group = list(same_cure)
            lines += [_heading(finding, places, names, colour) for finding in group]
            together = f"（以上 {len(group)} 处）" if len(group) > 1 else ""
            lines.append(f"{under}改法  {cure}{together}")
        lines.append(f"{under}{_paint(f'依据  {seen(basis)}', _DIM, colour)}")
    return lines


def _heading(finding: Finding, places: int, names: int, colour: bool) -> str:
    """The line that says what is wrong."""
    kind = _paint("错误", _RED, colour) if finding.severity == ERROR else _paint("提醒", _YELLOW, colour)
    where = " " * (places - width(place(finding))) + place(finding)
    code, name = _paint(finding.rule, _DIM, colour), pad(finding.name, names)
    return f"  {where}  {kind}  {code}  {name}  {seen(finding.message)}"


def _cure(finding: Finding) -> str:
    return seen(finding.cure) + ("（可自动修复）" if finding.fix else "")


def _totals(findings: Sequence[Finding], colour: bool) -> str:
    if not findings:
        return _paint("没有发现问题。", _GREEN, colour)
    errors = sum(finding.severity == ERROR for finding in findings)
    files = len({finding.path for finding in findings})
    counts = [f"{errors} 个错误"] * bool(errors) + [f"{len(findings) - errors} 个提醒"] * (errors < len(findings))
    fixable = sum(finding.fix is not None for finding in findings)
    hint = f"{fixable} 项可自动修复：lanmu check --fix" if fixable else ""
    return _paint(f"{files} 个文件，{'，'.join(counts)}。{hint}", _BOLD, colour)

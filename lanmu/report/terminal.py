"""Findings for people: grouped by file, the cure under each, totals last."""

import re
from collections.abc import Sequence
from itertools import groupby

from lanmu.finding import ERROR, Finding
from lanmu.report.width import pad, width, wrap

_DIM, _BOLD, _RED, _YELLOW, _GREEN = "2", "1", "31", "33", "32"
_FIXED = 2 + 4 + 2 + 4 + 2 + 2  # columns of the severity, the code and the gaps before and behind
_NARROWEST = 24  # with less room for a text its lines are left to the terminal
_WIDEST = 24  # columns up to which places are aligned: one long name in an archive must not push all aside
# What would move the cursor, turn the text round or not show at all; and what is no character, which XML forbids.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)


def render(findings: Sequence[Finding], colour: bool = False, columns: int | None = None) -> str:
    """Lines for a terminal; ``colour`` asks for ANSI colours, which are never the only sign of anything.

    ``columns``: how wide the terminal is; None where lines may be of any length.

    What one rule says again and again shares its cure and its basis, which then stand under the last.
    """
    lines: list[str] = []
    for path, group in groupby(findings, key=lambda finding: finding.path):
        lines += [_paint(seen(path), _BOLD, colour), *_file(list(group), colour, columns), ""]
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


def _file(findings: Sequence[Finding], colour: bool, columns: int | None) -> list[str]:
    places = min(_WIDEST, max(width(place(finding)) for finding in findings))
    names = max(len(finding.name) for finding in findings)
    under = f"  {' ' * places}  "
    lines: list[str] = []
    for (_, basis), same_rule in groupby(findings, key=lambda finding: (finding.rule, finding.basis)):
        for cure, same_cure in groupby(same_rule, key=_cure):
            group = list(same_cure)
            for finding in group:
                head = _heading(finding, places, names, colour)
                lines += _hanging(head, 2 + places + _FIXED + names, seen(finding.message), columns)
            together = f"（以上 {len(group)} 处）" if len(group) > 1 else ""
            lines += _hanging(f"{under}改法  ", len(under) + 6, f"{cure}{together}", columns)
        said = _hanging(f"{under}依据  ", len(under) + 6, seen(basis), columns)
        lines += [line[: len(under)] + _paint(line[len(under) :], _DIM, colour) for line in said]
    return lines


def _hanging(head: str, indent: int, text: str, columns: int | None) -> list[str]:
    """``text`` behind ``head``, which takes ``indent`` columns; what passes ``columns`` goes on below itself."""
    if columns is None or columns - indent < _NARROWEST:
        return [head + text]
    first, *rest = wrap(text, columns - indent)
    return [head + first, *(" " * indent + line for line in rest)]


def _heading(finding: Finding, places: int, names: int, colour: bool) -> str:
    """What stands before the message that says what is wrong."""
    kind = _paint("错误", _RED, colour) if finding.severity == ERROR else _paint("提醒", _YELLOW, colour)
    where = " " * (places - width(place(finding))) + place(finding)
    code, name = _paint(finding.rule, _DIM, colour), pad(finding.name, names)
    return f"  {where}  {kind}  {code}  {name}  "


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

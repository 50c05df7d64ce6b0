"""Findings as workflow commands, which GitHub shows as annotations beside the line.

The grammar is that of ``command.ts`` in the toolkit of GitHub Actions: ``::name key=value,key=value::text``.
"""

from collections.abc import Iterable

from lanmu.finding import ERROR, Finding
from lanmu.report.terminal import seen

_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_VALUE = _TEXT | str.maketrans({":": "%3A", ",": "%2C"})


def render(findings: Iterable[Finding]) -> str:
    """One line for each finding, none where all is well."""
    return "\n".join(map(_command, findings))


def _command(finding: Finding) -> str:
    name = "error" if finding.severity == ERROR else "warning"
    title = f"{finding.rule} {finding.name}"
    values = {"file": seen(finding.path), "line": finding.line, "col": finding.column, "title": title}
    given = ",".join(f"{key}={str(value).translate(_VALUE)}" for key, value in values.items() if value is not None)
    where = f"{finding.where}：" if finding.where else ""
    said = (f"{where}{finding.message}", f"改法：{finding.cure}", f"依据：{finding.basis}")
    return f"::{name} {given}::" + "\n".join(map(seen, said)).translate(_TEXT)

"""Findings as a GitLab Code Quality report (docs.gitlab.com, “Code Quality report format”)."""

from collections.abc import Sequence

from lanmu.finding import ERROR, Finding
from lanmu.report.machine.array import dumped
from lanmu.report.machine.fingerprint import fingerprints
from lanmu.report.terminal import seen


def render(findings: Sequence[Finding]) -> str:
    """One array; errors are ``critical``, warnings ``minor``. GitLab shows the description and nothing else."""
    return dumped([_issue(finding, print_) for finding, print_ in zip(findings, fingerprints(findings), strict=True)])


def _issue(finding: Finding, fingerprint: str) -> dict[str, object]:
    where = f"{finding.where}：" if finding.where else ""
    return {
        "description": seen(f"{where}{finding.message}。改法：{finding.cure}。依据：{finding.basis}"),
        "check_name": f"{finding.rule} {finding.name}",
        "fingerprint": fingerprint,
        "severity": "critical" if finding.severity == ERROR else "minor",
        "location": {"path": seen(finding.path), "lines": {"begin": finding.line or 1}},
    }

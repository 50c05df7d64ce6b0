"""Findings as a JUnit report, the form that Jenkins and GitLab show as tests.

GitLab knows a test by ``classname`` and ``name`` and drops the second of a pair; of a failure it shows the
text, Jenkins the ``message`` first. So the file is the class, rule and message are the name: without the
line, so that a finding that has only moved does not count as a new one.
"""

from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from lanmu.finding import ERROR, Finding
from lanmu.report.terminal import place, seen


def render(findings: Sequence[Finding]) -> str:
    """One suite: a failed test for each error, a skipped one for each warning, a passed one where all is well."""
    errors = sum(finding.severity == ERROR for finding in findings)
    counts = {"tests": len(findings) or 1, "failures": errors, "errors": 0, "skipped": len(findings) - errors}
    root = Element("testsuites")
    suite = SubElement(root, "testsuite", {"name": "lanmu check"} | {key: str(n) for key, n in counts.items()})
    if not findings:
        SubElement(suite, "testcase", classname="lanmu check", name="没有发现问题", time="0")
    names: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        _case(suite, finding, names)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _case(suite: Element, finding: Finding, names: Counter[tuple[str, str]]) -> None:
    path, message = seen(finding.path), seen(finding.message)
    name = f"{finding.rule} {finding.name} {message}"
    names[path, name] += 1
    if names[path, name] > 1:
        name += f" ({names[path, name]})"
    case = SubElement(suite, "testcase", classname=path, name=name, time="0")
    said = f"{path} {place(finding)}\n{message}\n改法：{seen(finding.cure)}\n依据：{seen(finding.basis)}"
    if finding.severity == ERROR:
        SubElement(case, "failure", type=finding.rule, message=message).text = said
    else:
        SubElement(case, "skipped").text = said

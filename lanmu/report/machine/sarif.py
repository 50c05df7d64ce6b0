"""Findings as SARIF 2.1.0 (OASIS, errata 01), for code scanning and editors."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from lanmu import __version__
from lanmu.finding import Finding, Fix
from lanmu.report.machine.array import dumped
from lanmu.report.machine.fingerprint import fingerprints
from lanmu.report.terminal import seen

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")

Json = dict[str, object]


def render(findings: Sequence[Finding]) -> str:
    """One run with the rules that spoke. Severities of Lanmu are the levels of SARIF.

    Offsets of a fix are those of a file with LF line ends and without byte-order mark.
    """
    codes = sorted({finding.rule: finding for finding in findings}.values(), key=lambda finding: finding.rule)
    index = {finding.rule: number for number, finding in enumerate(codes)}
    results = [
        _result(finding, index[finding.rule], print_)
        for finding, print_ in zip(findings, fingerprints(findings), strict=True)
    ]
    driver = {"name": "lanmu", "version": __version__, "language": "zh-CN", "rules": _rules(codes)}
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "门户的根文件夹"}}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rules(codes: Sequence[Finding]) -> list[Json]:
    """What each rule wants and why; one that is not in the list, as its finding tells it."""
    from lanmu.rules.registry import RULES  # the other forms need no rules

    known = {rule.code: (rule.what, "；".join(item.text for item in rule.basis)) for rule in RULES}
    rules: list[Json] = []
    for finding in codes:
        what, basis = known.get(finding.rule, (finding.name, finding.basis))
        rules.append(
            {
                "id": finding.rule,
                "name": finding.name,
                "shortDescription": {"text": what},
                "help": {"text": f"{what}\n依据：{basis}\n讲解和例子：lanmu explain {finding.rule}"},
                "defaultConfiguration": {"level": finding.severity},
            }
        )
    return rules


def _result(finding: Finding, index: int, fingerprint: str) -> Json:
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": "\n".join(map(seen, (finding.message, f"改法：{finding.cure}", f"依据：{finding.basis}")))},
        "locations": [_location(finding)],
        "partialFingerprints": {"lanmu/v1": fingerprint},
    }
    # One that mends the bytes alone cannot be told in characters.
    if finding.fix and finding.fix != Fix(0, 0, ""):
        result["fixes"] = [_fix(finding, finding.fix)]
    return result


def _location(finding: Finding) -> Json:
    physical: Json = {"artifactLocation": _artifact(finding)}
    if finding.line is not None:
        column = {} if finding.column is None else {"startColumn": finding.column}
        physical["region"] = {"startLine": finding.line} | column
    location: Json = {"physicalLocation": physical}
    if finding.where:
        location["logicalLocations"] = [{"fullyQualifiedName": seen(finding.where)}]
    return location


def _artifact(finding: Finding) -> Json:
    """The file as the bytes that its name has on disk; what no name can hold becomes U+FFFD."""
    name = _NO_BYTE.sub("\ufffd", finding.path).encode("utf-8", "surrogateescape")
    return {"uri": quote(name), "uriBaseId": _ROOT}


def _fix(finding: Finding, fix: Fix) -> Json:
    region = {"charOffset": fix.start, "charLength": fix.end - fix.start}
    change = {"deletedRegion": region, "insertedContent": {"text": fix.new}}
    return {
        "description": {"text": seen(finding.cure)},
        "artifactChanges": [{"artifactLocation": _artifact(finding), "replacements": [change]}],
    }

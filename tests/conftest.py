"""What a run did not test, said by name; and, where asked for, no such gaps.

A test skips with a reason that starts with 缺少 and ends with the command that brings what is
missing. ``LANMU_NO_SKIPS=1`` turns each skip into a failure, but for those that wait for the
reference data beside the repository (their reason names ``../shared``): no checkout brings it.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest

# What a check remembers is kept for the user who runs it, not for the tests.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="lanmu-tests-")

EXCUSED = "../shared"
FORBIDDEN = os.environ.get("LANMU_NO_SKIPS") == "1"


def _reason(report: Any) -> str:
    # pytest keeps a skip as (file, line, "Skipped: why").
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


def _forbid(report: Any) -> None:
    if FORBIDDEN and report.skipped and not hasattr(report, "wasxfail") and EXCUSED not in _reason(report):
        reason = _reason(report)
        report.outcome = "failed"
        report.longrepr = f"LANMU_NO_SKIPS=1 不许跳过：{reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report = yield
    _forbid(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    report = yield
    _forbid(report)
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [report for report in terminalreporter.getreports("skipped") if not hasattr(report, "wasxfail")]
    if not skipped:
        return
    terminalreporter.section("跳过的测试")
    for reason, number in sorted(Counter(map(_reason, skipped)).items()):
        terminalreporter.write_line(f"{number:4d} 项  {reason}")

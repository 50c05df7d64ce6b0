"""tests/conftest.py at work: pytest run on small files of tests."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

def test_runs():
    pass

def test_needs_a_browser():
    pytest.skip("缺少 chromium：apt-get install chromium")

@pytest.mark.skipif(True, reason="缺少 java：apt-get install default-jre-headless")
def test_needs_java():
    pass

def test_needs_java_too():
    pytest.skip("缺少 java：apt-get install default-jre-headless")

@pytest.mark.xfail
def test_is_known_to_fail():
    assert False

def test_needs_reference_data():
    pytest.skip("缺少参考数据 ../shared/data")
"""
WHOLE_FILE = 'import pytest\npytest.skip("缺少 node：apt-get install nodejs", allow_module_level=True)\n'
# By one process, and shared out as `make test` does.
WAYS = pytest.mark.parametrize("way", [[], ["-n", "2"]], ids=["alone", "shared"])


def run(folder: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(Path(__file__).with_name("conftest.py").read_text("utf-8"), "utf-8")
    (folder / "test_some.py").write_text(TESTS, "utf-8")
    (folder / "test_whole_file.py").write_text(WHOLE_FILE, "utf-8")
    clean = {name: value for name, value in os.environ.items() if name != "LANMU_NO_SKIPS" and "PYTEST" not in name}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(folder), *args]
    return subprocess.run(command, cwd=folder, env=clean | env, capture_output=True, encoding="utf-8", timeout=60)


@WAYS
def test_what_was_skipped_is_said_by_name_with_the_command_that_brings_it(way: list[str], tmp_path: Path) -> None:
    result = run(tmp_path, *way)
    assert result.returncode == 0, result.stdout
    assert re.findall(r"^ +\d 项  .*", result.stdout, re.MULTILINE) == [
        "   1 项  缺少 chromium：apt-get install chromium",
        "   2 项  缺少 java：apt-get install default-jre-headless",
        "   1 项  缺少 node：apt-get install nodejs",
        "   1 项  缺少参考数据 ../shared/data",
    ]


def test_a_run_without_gaps_says_nothing_of_skips(tmp_path: Path) -> None:
    assert "跳过的测试" not in run(tmp_path, "test_some.py::test_runs").stdout


@WAYS
def test_where_skips_are_forbidden_each_fails_but_for_the_reference_data(way: list[str], tmp_path: Path) -> None:
    result = run(tmp_path, *way, "--continue-on-collection-errors", LANMU_NO_SKIPS="1")
    assert result.returncode == 1
    assert re.search(r"2 failed, 1 passed, 1 skipped, 1 xfailed, 2 errors", result.stdout), result.stdout
    refused = re.findall(r"^LANMU_NO_SKIPS=1 不许跳过：缺少 (\w+)", result.stdout, re.MULTILINE)
    assert sorted(refused) == ["chromium", "java", "java", "node"]


@pytest.mark.parametrize("value", ["", "0"])
def test_only_1_forbids(tmp_path: Path, value: str) -> None:
    assert run(tmp_path, LANMU_NO_SKIPS=value).returncode == 0

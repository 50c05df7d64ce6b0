import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lanmu.rules import sample
from tools.cli import cli

Lanmu = Callable[..., Result]
Process = Callable[..., subprocess.CompletedProcess[str]]

KEYS = ["rule", "name", "severity", "path", "line", "column", "where", "message", "cure", "basis"]


def break_news(root: Path) -> None:
    (root / sample.NEWS).write_text(sample.edited(sample.NEWS, ("source: 省科技厅\n", ""))[sample.NEWS], "utf-8")


def placeholder(root: Path) -> None:
    (root / sample.NEWS).write_text(
        sample.edited(sample.NEWS, ("source: 省科技厅", "source: 待填"))[sample.NEWS], "utf-8"
    )


def test_a_clean_portal_is_said_to_be_clean(lanmu: Lanmu) -> None:
    result = lanmu("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "没有发现问题。\n", "")


def test_a_finding_says_where_what_how_and_why(lanmu: Lanmu, root: Path) -> None:
    break_news(root)
    result = lanmu("check")
    assert (result.exit_code, result.stderr) == (1, "")
    for part in (sample.NEWS, "F101", "missing-field", "信息来源", "改法", "依据", "1 个文件，1 个错误。"):
        assert part in result.stdout
    assert "\x1b" not in result.stdout


def test_json_is_one_array_with_every_key(lanmu: Lanmu, root: Path) -> None:
    break_news(root)
    result = lanmu("check", "--format", "json")
    (finding,) = json.loads(result.stdout)
    assert result.exit_code == 1
    assert list(finding) == KEYS
    assert (finding["rule"], finding["path"], finding["where"]) == ("F101", sample.NEWS, None)


def test_warnings_alone_pass(lanmu: Lanmu, root: Path) -> None:
    placeholder(root)
    result = lanmu("check")
    assert result.exit_code == 0
    assert "1 个提醒" in result.stdout


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("content", 1),
        ("content/kjt/bmdt", 1),
        ("content/kjt/bmdt/", 1),
        ("./content/kjt/../kjt/bmdt", 1),
        (sample.NEWS, 1),
        (".", 1),
        ("content/kjt/zcwj", 0),
        (sample.DOCUMENT, 0),
    ],
)
def test_paths_choose_what_is_judged(lanmu: Lanmu, root: Path, path: str, found: int) -> None:
    break_news(root)
    result = lanmu("check", "--format", "json", path)
    assert (len(json.loads(result.stdout)), result.exit_code) == (found, int(found > 0))


def test_paths_count_from_here_first(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_news(root)
    monkeypatch.chdir(root / "content" / "kjt")
    result = CliRunner().invoke(cli, ["--root", "../..", "check", "bmdt"])
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("content/nobody", "没有 content/nobody"),
        ("../x", "不在门户的根文件夹里"),
        ("/etc/passwd", "不在门户的根文件夹里"),
    ],
)
def test_a_path_that_cannot_be_judged_ends_with_2(lanmu: Lanmu, path: str, said: str) -> None:
    result = lanmu("check", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_faults_of_the_table_are_found_too(lanmu: Lanmu, root: Path) -> None:
    (root / "columns.yaml").write_bytes(b"\xff\xfe")
    result = lanmu("check", "--format", "json")
    assert result.exit_code == 1
    assert {finding["path"] for finding in json.loads(result.stdout)} == {"columns.yaml"}


def test_a_file_name_that_is_no_text_is_printed(root: Path, process: Process) -> None:
    (root / "content/kjt/bmdt" / b"\xff\x1b[31m.md".decode("utf-8", "surrogateescape")).write_text("x")
    for form in ("human", "json"):
        result = process("check", "--format", form, PYTHONIOENCODING="ascii")
        assert (result.returncode, "Traceback" in result.stderr) == (1, False)
        assert "\x1b" not in result.stdout

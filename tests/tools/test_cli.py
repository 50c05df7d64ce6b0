"""The command as such: help, usage errors, exit statuses, and what is loaded for it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from lanmu.refusal import Refused, Unable
from tools import check, cli, console

Process = Callable[..., subprocess.CompletedProcess[str]]
Lanmu = Callable[..., Result]


def run(*args: str) -> Result:
    return CliRunner().invoke(cli.cli, args)


def test_help_lists_every_command_with_a_chinese_line() -> None:
    text = run("--help").stdout
    for name in cli.COMMANDS:
        line = next(line for line in text.splitlines() if line.startswith(f"  {name} "))
        assert any("\u4e00" <= char <= "\u9fff" for char in line)


def test_every_module_with_a_command_is_listed() -> None:
    tools = Path(cli.__file__).parent
    modules = [(path.stem, path) for path in tools.glob("*.py")]
    modules += [(path.parent.name, path) for path in tools.glob("*/__init__.py")]
    assert sorted(cli.COMMANDS) == sorted(name for name, path in modules if "\ndef command(" in path.read_text("utf-8"))


@pytest.mark.parametrize("name", ["", *cli.COMMANDS])
def test_help_is_chinese_with_an_english_line(name: str) -> None:
    result = run(*([name] if name else []), "--help")
    first, english, blank, usage = result.stdout.splitlines()[:4]
    assert result.exit_code == 0
    assert not first.isascii()
    assert english.isascii()
    assert english.endswith(".")
    assert (blank, usage[:8]) == ("", "用法：lanmu")
    assert not [word for word in ("Usage", "Options", "Show this message") if word in result.stdout]
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_the_help_of_new_in_full() -> None:
    assert run("new", "--help").stdout == (
        "新建一篇文章，放在规定的位置\n"
        "Scaffold an article where it belongs.\n"
        "\n"
        "用法：lanmu new COLUMN --department D --title T [选项]\n"
        "\n"
        "COLUMN 是栏目的编号或名称。输出文章的路径；已有的文件从不覆盖。\n"
        "不能代填的必填项写作“待填”：检查时提醒，审核前必须填好。\n"
        "\n"
        "选项：\n"
        "  --department D  由哪个部门发布：编号、名称或别名\n"
        "  --title T       标题\n"
        "  --type TYPE     类型，默认为栏目的第一种\n"
        "  --help          显示这份说明\n"
    )


@pytest.mark.parametrize(
    ("args", "what", "cure"),
    [
        (["chekc"], "没有命令 chekc", "“check”"),
        (["check", "--formt", "json"], "没有选项 --formt", "是不是 --format？用法见 lanmu check --help"),
        (["check", "--root", "x"], "没有选项 --root", "lanmu --root DIR 命令"),
        (["check", "--format", "xml"], "--format 只能是 human、json", "lanmu check --help"),
        (["check", "--format"], "选项 --format 后面缺少值", "lanmu --help"),
        (["serve", "--port", "70000"], "--port 应当是 0 到 65535 的整数", "lanmu serve --help"),
        (["serve", "--port", "八千"], "--port 应当是 0 到 65535 的整数", "lanmu serve --help"),
        (["new", "a", "--title", "b"], "缺少 --department", "lanmu new --help"),
        (["new", "--department", "a", "--title", "b"], "缺少 COLUMN", "lanmu new --help"),
        (["rules", "F101"], "太多", "lanmu rules --help"),
    ],
)
def test_bad_usage_ends_with_2_and_a_cure(args: list[str], what: str, cure: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert what in result.stderr
    assert cure in result.stderr


def test_without_a_command_it_helps_and_ends_with_2() -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "命令：" in result.stderr


@pytest.mark.parametrize(
    "command", [["check"], ["columns"], ["build"], ["new", "a", "--department", "b", "--title", "c"]]
)
def test_a_folder_without_columns_yaml_is_no_portal(tmp_path: Path, command: list[str]) -> None:
    result = run("--root", str(tmp_path), *command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{tmp_path} 里没有 columns.yaml" in result.stderr
    assert "--root" in result.stderr


def _ends(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Result:
    def fail() -> None:
        raise error

    monkeypatch.setattr(check, "command", click.Command("check", callback=fail))
    return run("check")


def test_an_interrupted_command_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _ends(monkeypatch, KeyboardInterrupt()).exit_code == 130


def test_what_could_not_be_done_ends_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    result = _ends(monkeypatch, Unable("磁盘不见了", "插上磁盘"))
    assert (result.exit_code, result.stderr) == (2, "没有运行：磁盘不见了\n    改法  插上磁盘\n")


def test_findings_in_the_way_end_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    from lanmu.finding import ERROR, Finding

    finding = Finding(
        "F101", "missing-field", ERROR, "content/a.md", 1, 1, None, "缺少标题", "写上标题", "某办法第一条"
    )
    result = _ends(monkeypatch, Refused([finding]))
    assert (result.exit_code, result.stdout) == (1, "")
    for part in ("content/a.md", "F101", "缺少标题", "写上标题"):
        assert part in result.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", "content/a.md"), "content/a.md：没有权限"),
        (PermissionError(13, "Permission denied", "content/\x1b[31m.md"), "content/\\u001b[31m.md：没有权限"),
        (OSError(28, "No space left on device"), "磁盘已满"),
        (OSError(5, "Input/output error", "content/a.md"), "content/a.md：Input/output error"),
    ],
)
def test_a_refusal_of_the_system_is_no_bug(monkeypatch: pytest.MonkeyPatch, error: OSError, said: str) -> None:
    result = _ends(monkeypatch, error)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_bug_of_ours_says_how_to_report_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANMU_DEBUG", raising=False)
    result = _ends(monkeypatch, ZeroDivisionError("x"))
    assert result.exit_code == 2
    assert "程序自身出错：ZeroDivisionError（test_cli.py:" in result.stderr
    assert "LANMU_DEBUG=1" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_bug_shows_its_traceback_to_those_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANMU_DEBUG", "1")
    assert "Traceback" in _ends(monkeypatch, ZeroDivisionError("x")).stderr


def test_the_module_is_the_command(process: Process) -> None:
    result = process("--help")
    assert (result.returncode, result.stdout) == (0, run("--help").stdout)


def test_output_is_utf8_in_any_locale(process: Process) -> None:
    result = process("check", "--format", "json", LC_ALL="en_US.ISO-8859-1", PYTHONIOENCODING="latin-1")
    assert (result.returncode, json.loads(result.stdout)) == (0, [])


def test_a_check_loads_only_what_it_needs(process: Process) -> None:
    result = process("check", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    others = {f"tools.{name}" for name in cli.COMMANDS} - {"tools.check"}
    assert "lanmu.rules.engine" in loaded
    assert not loaded & ({"pelican", "markdown", "jinja2", "git", "nh3", "pypinyin", "http.server", "csv"} | others)


@pytest.mark.parametrize(("no_color", "expected"), [("", True), ("1", False)])
def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch, no_color: str, expected: bool) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("NO_COLOR", no_color)
    assert console.coloured(Terminal()) is expected
    assert console.coloured(sys.__stdin__) in (False, expected)

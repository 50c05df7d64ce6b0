"""The hook that tidies, in a process of its own as pre-commit runs it, and in this one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.hooks import tidy

REPOSITORY = Path(__file__).parents[2]


def test_clean_files_are_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.md"
    file.write_bytes("甲\n".encode())
    before = file.stat()
    assert tidy.main([str(file)]) == 0
    assert tidy.main([]) == 0
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert capsys.readouterr() == ("", "")


def test_it_says_what_it_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("甲.md").write_bytes(b"\xef\xbb\xbf" + "甲 \r\n".encode())
    Path("columns.yaml").write_bytes(b"a: b  \nc: d")
    Path("干净.md").write_bytes(b"a  \nb\n")
    assert tidy.main(["甲.md", "columns.yaml", "干净.md"]) == 1
    assert capsys.readouterr() == (
        "已整理 甲.md：去掉了字节序标记（BOM），换行统一为 LF，去掉了行尾空格\n"
        "已整理 columns.yaml：去掉了行尾空格，补上了文件末尾的换行\n"
        "整理了 2 个文件，内容没有变。\n"
        "    改法  把它们重新加入（git add 文件名），再提交一次\n",
        "",
    )
    assert Path("甲.md").read_bytes() == "甲\n".encode()
    assert Path("columns.yaml").read_bytes() == b"a: b\nc: d\n"
    assert tidy.main(["甲.md", "columns.yaml", "干净.md"]) == 0


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.csv", "a"])
def test_other_files_are_not_even_opened(tmp_path: Path, name: str) -> None:
    assert tidy.main([str(tmp_path / name)]) == 0
    (tmp_path / name).write_bytes(b"a \r\n")
    assert tidy.main([str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes() == b"a \r\n"


def test_a_link_and_a_pipe_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"a \n")
    (tmp_path / "a.md").symlink_to(tmp_path / "there")
    os.mkfifo(tmp_path / "b.md")
    assert tidy.main([str(tmp_path / "a.md"), str(tmp_path / "b.md")]) == 0
    assert (tmp_path / "there").read_bytes() == b"a \n"


def test_what_cannot_be_read_is_said_and_the_rest_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.md").write_bytes(b"a \n")
    assert tidy.main([str(tmp_path / "a\x1b.md"), str(tmp_path / "b.md")]) == 2
    assert (tmp_path / "b.md").read_bytes() == b"a\n"
    assert capsys.readouterr().err == (
        f"没有整理 {tmp_path}/a\\u001b.md：没有这个文件\n    改法  检查文件的路径和权限，再运行一次\n"
    )


def test_a_file_that_changes_meanwhile_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"a \n")
    sync = os.fsync

    def save(handle: int) -> None:
        sync(handle)
        file.write_bytes(b"saved \n")

    monkeypatch.setattr(os, "fsync", save)
    assert tidy.main([str(file)]) == 2
    assert file.read_bytes() == b"saved \n"
    assert "整理时它又有改动" in capsys.readouterr().err


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_process_of_its_own(tmp_path: Path, locale: str) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\xe6\xa0\x8f.md"
    with open(name, "wb") as file:
        file.write(b"a \n")
    command = [os.fsencode(sys.executable), b"-m", b"tools.hooks.tidy", name]
    run = subprocess.run(
        command, cwd=REPOSITORY, env=os.environ | {"LC_ALL": locale, "PYTHONUTF8": "0"}, capture_output=True, timeout=60
    )
    assert run.returncode == 1
    assert ".md：去掉了行尾空格\n整理了 1 个文件" in run.stdout.decode()
    assert "\\udcff" in run.stdout.decode()
    assert run.stderr == b""


def test_a_commit_waits_for_nothing_heavy() -> None:
    code = (
        "import sys, tools.hooks.tidy as t; t.main([]);"
        "sys.exit(bool({'click', 'yaml', 'lanmu.rules', 'lanmu.report', 'tempfile', 'json'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-S", "-c", code], cwd=REPOSITORY, check=True)

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lanmu.rules import sample

Process = Callable[..., subprocess.CompletedProcess[str]]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_site_lies_in_output(process: Process, root: Path) -> None:
    result = process("build", "--on", "2026-03-31")
    assert (result.returncode, result.stdout) == (0, ""), result.stderr
    assert f"网站已生成：{root}/output\n文章 2 篇，" in result.stderr
    built = contents(root / "output")
    assert {"index.html", "404.html", "kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui.html"} <= set(built)
    assert "省科技厅召开科技计划工作推进会".encode() in built["index.html"]


def test_a_second_build_touches_nothing(process: Process, root: Path) -> None:
    process("build", "--on", "2026-03-31")
    before = contents(root / "output")
    result = process("build", "--on", "2026-03-31")
    assert "其中改动 0 个、删除 0 个" in result.stderr
    assert contents(root / "output") == before


def test_the_site_may_lie_elsewhere(process: Process, root: Path, tmp_path: Path) -> None:
    assert process("build", "--output", str(tmp_path / "out" / "site")).returncode == 0
    assert (tmp_path / "out" / "site" / "index.html").is_file()
    assert not (root / "output").exists()


def test_a_portal_may_bring_its_own_settings(process: Process, root: Path) -> None:
    repository = Path(__file__).parents[2]
    conf = (
        (repository / "pelicanconf.py")
        .read_text("utf-8")
        .replace("Path(__file__).resolve().parent", f"Path({str(repository)!r})")
    )
    (root / "pelicanconf.py").write_text(conf + f"\nTHEME_TEMPLATES_OVERRIDES = [{str(root / 'own')!r}]\n", "utf-8")
    (root / "own").mkdir()
    (root / "own" / "404.html").write_text("<!doctype html><title>自己的页面</title>", "utf-8")
    result = process("build")
    assert result.returncode == 0, result.stderr
    assert "自己的页面" in (root / "output" / "404.html").read_text("utf-8")


@pytest.mark.parametrize("day", ["2026-02-30", "昨天", "20260331", ""])
def test_a_day_that_cannot_be_is_refused(process: Process, root: Path, day: str) -> None:
    result = process("build", "--on", day)
    assert (result.returncode, result.stdout) == (2, "")
    assert "--on 的日期不对" in result.stderr
    assert not (root / "output").exists()


BAD_TABLE = sample.edited("columns.yaml", ("departments: [lyj]", "departments: [旅由局]"))["columns.yaml"]


@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        ("columns.yaml", BAD_TABLE.encode(), "旅由局"),
        (sample.NEWS, b"---\ntitle: \xff\n---\n", "F113"),
        (sample.NEWS, "没有开头".encode(), "F115"),
    ],
)
def test_what_cannot_be_read_is_refused_and_the_old_site_stays(
    process: Process, root: Path, path: str, data: bytes, said: str
) -> None:
    process("build", "--on", "2026-03-31")
    before = contents(root / "output")
    (root / path).write_bytes(data)
    result = process("build", "--on", "2026-03-31")
    assert (result.returncode, result.stdout) == (1, "")
    assert path in result.stderr
    assert said in result.stderr
    assert contents(root / "output") == before


@pytest.mark.parametrize("output", [".", "..", "content", "content/kjt", "mine"])
def test_a_folder_of_somebody_else_is_not_swept(process: Process, root: Path, output: str) -> None:
    (root / "mine").mkdir()
    (root / "mine" / "diary.txt").write_text("重要", "utf-8")
    before = contents(root.parent)
    result = process("build", "--output", output)
    assert (result.returncode, result.stdout) == (2, "")
    assert "改法" in result.stderr
    assert contents(root.parent) == before

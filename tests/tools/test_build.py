import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lanmu.rules import sample
from lanmu.rules.sample import DOCUMENT, NEWS, edited
from tests.repository import Repository
from tools import build, console

Process = Callable[..., subprocess.CompletedProcess[str]]
Lanmu = Callable[..., Result]
DAY = ("--on", "2026-03-31")
PAGE = "kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui.html"
EDIT = edited(NEWS, ("召开科技计划", "召开全省科技计划"))


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


def test_a_preview_for_staff_leads_to_the_forge(process: Process, root: Path) -> None:
    table, forge = root / "columns.yaml", "https://code.shifan.gov.cn/bgt/portal"
    text = table.read_text("utf-8").replace("  identifier:", f"  forge: {{kind: gitlab, url: {forge}}}\n  identifier:")
    table.write_text(text, "utf-8")
    assert process("build", "--staff", *DAY, "--output", "preview").returncode == 0
    assert process("build", *DAY).returncode == 0
    assert f"{forge}/-/edit/main/{NEWS}" in (root / "preview" / PAGE).read_text("utf-8")
    assert forge not in (root / "output" / PAGE).read_text("utf-8")


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


def test_the_reason_of_a_full_build_is_said(lanmu: Lanmu) -> None:
    assert "全部重做：还没有索引\n" in lanmu("build", *DAY).stderr
    assert "全部重做" not in lanmu("build", *DAY).stderr
    assert "全部重做：要求全部重做\n" in lanmu("build", *DAY, "--full").stderr


def test_a_commit_is_built(lanmu: Lanmu, root: Path) -> None:
    made = Repository(root)
    made.commit(sample.FILES)
    made.write(EDIT)
    result = lanmu("build", *DAY, "--commit", "HEAD")
    assert (result.exit_code, result.stdout) == (console.CLEAN, "")
    assert "召开全省科技计划" not in (root / "output" / PAGE).read_text("utf-8")
    assert lanmu("build", *DAY).exit_code == console.CLEAN
    assert "召开全省科技计划" in (root / "output" / PAGE).read_text("utf-8")


@pytest.mark.parametrize("revision", ["none", "", "--help", "HEAD:content"])
def test_no_commit_is_said_and_nothing_is_built(revision: str, lanmu: Lanmu, root: Path) -> None:
    Repository(root).commit(sample.FILES)
    result = lanmu("build", f"--commit={revision}")
    assert (result.exit_code, result.stdout) == (console.UNABLE, "")
    assert f"没有运行：没有提交 {revision}" in result.stderr
    assert "改法" in result.stderr
    assert contents(root / "output") == {}


def test_no_repository_is_said(lanmu: Lanmu, root: Path) -> None:
    result = lanmu("build", "--commit", "HEAD")
    assert result.exit_code == console.UNABLE
    assert f"没有运行：{root} 不在 git 仓库里" in result.stderr


@pytest.mark.parametrize("jobs", ["0", "-1", "65", "x", ""])
def test_a_number_of_processes_that_cannot_be(jobs: str, lanmu: Lanmu, root: Path) -> None:
    result = lanmu("build", f"--jobs={jobs}")
    assert (result.exit_code, result.stdout) == (console.UNABLE, "")
    assert "--jobs" in result.stderr
    assert not (root / "output").exists()


def test_the_number_of_processes_is_no_matter_of_the_site(lanmu: Lanmu, root: Path) -> None:
    assert lanmu("build", *DAY, "--jobs", "1").exit_code == console.CLEAN
    before = contents(root / "output")
    result = lanmu("build", *DAY, "--jobs", "3", "--full")
    assert "其中改动 0 个、删除 0 个" in result.stderr
    assert contents(root / "output") == before


def test_where_the_time_went(lanmu: Lanmu, root: Path) -> None:
    for options in ((), ("--full",)):
        result = lanmu("build", *DAY, "--profile", *options)
        head, *rows = result.stderr[result.stderr.index("各步") :].splitlines()
        assert head == "各步所用的时间（秒，各进程合计）："
        names = [row.split()[0] for row in rows]
        assert {"读文章", "套模板", "放到位"} <= set(names) or not options
        assert all(float(row.split()[1]) >= 0 for row in rows)
    assert "各步" not in lanmu("build", *DAY).stderr


def test_every_stage_has_a_name(lanmu: Lanmu, root: Path) -> None:
    for full in (True, False):
        built = build.pelican(root, root / "output", "2026-03-31", full=full).publish()
        assert set(built.seconds) <= set(build._STAGES)


def test_broken_links_are_told_and_the_site_is_built(lanmu: Lanmu, root: Path) -> None:
    lanmu("build", *DAY)
    (root / DOCUMENT).unlink()
    result = lanmu("build", *DAY)
    assert (result.exit_code, result.stdout) == (console.CLEAN, "")
    assert f"{NEWS}\n  11:24  错误  L501" in result.stderr
    assert "通向没有的文章和文件的链接只显示文字" in result.stderr
    assert "网站已生成" in result.stderr
    assert "ke-ji-ji-hua-ban-fa" not in (root / "output" / PAGE).read_text("utf-8")


def test_a_missing_attachment_is_told(lanmu: Lanmu, root: Path) -> None:
    lanmu("build", *DAY)
    (root / sample.ATTACHMENT).unlink()
    result = lanmu("build", *DAY)
    assert result.exit_code == console.CLEAN
    assert f"{DOCUMENT}\n  13:11  错误  L502" in result.stderr


def test_a_name_that_is_no_utf8_is_refused_readably(process: Process, root: Path) -> None:
    name = os.fsdecode(b"content/kjt/bmdt/2026-03-20-\xff.md")
    (root / name).write_text(sample.FILES[NEWS], "utf-8")
    result = process("build", *DAY)
    assert (result.returncode, result.stdout) == (console.FOUND, "")
    assert "F103" in result.stderr

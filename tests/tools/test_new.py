import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from lanmu import clock, marked, types
from lanmu.finding import ERROR
from lanmu.place import locate
from lanmu.rules import engine, sample
from tools import scaffold

Lanmu = Callable[..., Result]


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 21, 9, 5, tzinfo=clock.SHANGHAI))


def new(lanmu: Lanmu, column: str = "bmdt", department: str = "kjt", title: str = "工作动态", *more: str) -> Result:
    return lanmu("new", column, "--department", department, "--title", title, *more)


def test_the_whole_article(lanmu: Lanmu, root: Path) -> None:
    result = new(lanmu, "zcwj", "kjt", "关于印发办法的通知")
    path = "content/kjt/zcwj/2026-03-21-guan-yu-yin-fa-ban-fa-de-tong-zhi.md"
    assert (result.exit_code, result.stdout) == (0, path + "\n")
    assert (root / path).read_text("utf-8") == (
        "---\n"
        "title: 关于印发办法的通知\n"
        "date: 2026-03-21 09:05\n"
        "source: 省科技厅\n"
        "type: 文件\n"
        "index_number: 待填  # 索引号\n"
        "subject: 待填  # 主题分类\n"
        "issuer: 待填  # 发文机关\n"
        "issued: 待填  # 成文日期\n"
        "doc_number: 待填  # 发文字号：如 晋政发〔2026〕8号\n"
        "validity: 待填  # 有效性：有效、已修改、失效、废止\n"
        "---\n"
        "\n"
        "待填\n"
    )
    assert "effective 施行日期" in result.stderr
    assert "type 类型" not in result.stderr


@pytest.mark.parametrize("kind", sorted(types.builtin()))
def test_every_type_passes_the_check_with_warnings_at_most(lanmu: Lanmu, root: Path, kind: str) -> None:
    change = sample.edited("columns.yaml", ("types: [信件, 办事指南, 统计]", f"types: [{kind}]"))["columns.yaml"]
    (root / "columns.yaml").write_text(change, "utf-8")
    result = new(lanmu, "zxzx", "lyj", "关于旅游咨询的答复")
    findings = engine.check(root, [result.stdout.strip()])
    assert result.exit_code == 0
    assert [finding for finding in findings if finding.severity == ERROR] == []
    assert {finding.rule for finding in findings} == {"F112"}


@pytest.mark.parametrize("column", ["bmdt", "部门动态"])
@pytest.mark.parametrize("department", ["kjt", "省科技厅", "科学技术厅", "科技厅"])
def test_ids_names_and_aliases_serve(lanmu: Lanmu, column: str, department: str) -> None:
    assert new(lanmu, column, department).stdout == "content/kjt/bmdt/2026-03-21-gong-zuo-dong-tai.md\n"


def test_it_never_overwrites(lanmu: Lanmu, root: Path) -> None:
    paths = [new(lanmu).stdout.strip() for _ in range(3)]
    stem = "content/kjt/bmdt/2026-03-21-gong-zuo-dong-tai"
    assert paths == [f"{stem}.md", f"{stem}-2.md", f"{stem}-3.md"]
    assert all((root / path).is_file() for path in paths)


def test_it_takes_over_no_ones_attachments(lanmu: Lanmu, root: Path) -> None:
    (root / "content/kjt/bmdt/2026-03-21-gong-zuo-dong-tai").mkdir()
    assert new(lanmu).stdout == "content/kjt/bmdt/2026-03-21-gong-zuo-dong-tai-2.md\n"


@pytest.mark.parametrize("title", ["关于" * 60, "！！！", "Ａ 全角", "émigré", "🎉", "a" * 200])
def test_any_title_gives_an_address_that_the_check_takes(lanmu: Lanmu, title: str) -> None:
    for _ in range(2):
        path = new(lanmu, title=title).stdout.strip()
        assert locate(path), path


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("bmdtt", "kjt", "标题"), "是不是“bmdt”"),
        (("部门动向", "kjt", "标题"), "部门动态"),
        (("bmdt", "科计厅", "标题"), "科技厅"),
        (("bmdt", "", "标题"), "没有部门“”"),
        (("", "kjt", "标题"), "没有栏目“”"),
        (("政务公开", "kjt", "标题"), "“政务公开”是板块，不是栏目"),
        (("xinwen", "kjt", "标题"), "改写其中的一个栏目：部门动态"),
        (("zxzx", "kjt", "标题"), "保障“在线咨询”的是：省旅游局"),
        (("zxzx", "kjt", "标题"), "省科技厅的栏目：部门动态、政策文件"),
        (("bmdt", "kjt", ""), "标题不能为空"),
        (("bmdt", "kjt", "  "), "标题不能为空"),
        (("bmdt", "kjt", "\u202e反"), "看不见的字符"),
        (("bmdt", "kjt", "零\u200b宽"), "看不见的字符"),
        (("bmdt", "kjt", "\x1b[31m"), "看不见的字符"),
        (("bmdt", "kjt", "长" * 201), "200 字"),
        (("bmdt", "kjt", "标题", "--type", "信件"), "栏目“部门动态”不收“信件”"),
    ],
)
def test_what_cannot_be_made_is_said_with_a_cure(lanmu: Lanmu, root: Path, args: tuple[str, ...], said: str) -> None:
    before = sorted(root.rglob("*"))
    result = new(lanmu, *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "改法" in result.stderr
    assert sorted(root.rglob("*")) == before


def test_blanks_and_line_ends_in_a_title_become_one_blank(lanmu: Lanmu, root: Path) -> None:
    path = new(lanmu, title=" 关于\u3000通知\n的 说明 ").stdout.strip()
    assert "title: 关于 通知 的 说明\n" in (root / path).read_text("utf-8")


def test_a_name_of_two_columns_is_narrowed_by_the_department(lanmu: Lanmu, root: Path) -> None:
    change = sample.edited("columns.yaml", ("name: 在线咨询", "name: 部门动态"))["columns.yaml"]
    (root / "columns.yaml").write_text(change, "utf-8")
    assert "/bmdt/" in new(lanmu, "部门动态", "kjt").stdout
    result = new(lanmu, "部门动态", "lyj")
    assert result.exit_code == 2
    assert "改写编号：bmdt、zxzx" in result.stderr


def test_another_type_of_the_column(lanmu: Lanmu, root: Path) -> None:
    path = new(lanmu, "zcwj", "kjt", "公告", "--type", "通知公告").stdout.strip()
    assert "type: 通知公告\n" in (root / path).read_text("utf-8")


def test_a_link_that_leads_outside_is_not_followed(lanmu: Lanmu, root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    os.rename(root / "content/kjt/bmdt", root / "content/kjt/old")
    (root / "content/kjt/bmdt").symlink_to(tmp_path / "elsewhere")
    assert new(lanmu).exit_code == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_without_permission_is_named(lanmu: Lanmu, root: Path) -> None:
    (root / "content/lyj").write_text("不是文件夹", "utf-8")
    result = new(lanmu, "bmdt", "lyj")
    assert result.exit_code == 2
    assert "不是文件夹" in result.stderr


@given(st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=40))
def test_yaml_gives_a_title_back_as_it_was(text: str) -> None:
    title = text.strip() or "x"
    tree = marked.read(f"title: {scaffold.scalar(title)}\n")
    assert tree.faults == ()
    assert tree.root == {marked.Text("title"): title}


@pytest.mark.parametrize("title", ["关于科技计划的通知", "（摘要）第3号", "“十五五”规划", "2026年工作要点"])
def test_an_ordinary_title_needs_no_quotes(title: str) -> None:
    assert scaffold.scalar(title) == title


@pytest.mark.parametrize(
    "title", ["a: b", "a #b", "- a", "a:", "'a'", '"a"', "[a]", "{a}", "*a", "&a", "!a", "%a", "@a", "`a"]
)
def test_a_title_that_yaml_would_misread_is_quoted(title: str) -> None:
    assert re.fullmatch(r'".*"', scaffold.scalar(title))

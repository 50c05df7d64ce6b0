import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lanmu.report.width import width
from lanmu.rules import sample
from tools.columns import LABELS

Lanmu = Callable[..., Result]

BY_COLUMN = """\
新闻
  bmdt  部门动态  信息报送    省科技厅（牵头）、各厅局

政务公开
  zcwj  政策文件  栏目共建    省政府办公厅（牵头）、省科技厅

互动交流
  zxzx  在线咨询  信息报送    省旅游局

3 个栏目。
"""

BY_DEPARTMENT = """\
省政府办公厅（bgt）
  zcwj  政策文件  栏目共建    牵头

省科技厅（kjt）
  bmdt  部门动态  信息报送    牵头
  zcwj  政策文件  栏目共建

省旅游局（lyj）
  bmdt  部门动态  信息报送
  zxzx  在线咨询  信息报送    牵头

3 个部门。
"""


@pytest.mark.parametrize(("by", "text"), [("column", BY_COLUMN), ("department", BY_DEPARTMENT)])
def test_the_table_for_people(lanmu: Lanmu, by: str, text: str) -> None:
    result = lanmu("columns", "--by", by)
    assert (result.exit_code, result.stdout, result.stderr) == (0, text, "")


def test_each_section_is_named_once_whatever_the_order(lanmu: Lanmu, root: Path) -> None:
    change = sample.edited("columns.yaml", ("section: hudong", "section: xinwen"))["columns.yaml"]
    (root / "columns.yaml").write_text(change, "utf-8")
    headings = [line for line in lanmu("columns").stdout.splitlines() if line and not line.startswith(" ")]
    assert headings == ["新闻", "政务公开", "3 个栏目。"]


def test_json_by_column(lanmu: Lanmu) -> None:
    rows = json.loads(lanmu("columns", "--format", "json").stdout)
    assert [row["id"] for row in rows] == ["bmdt", "zcwj", "zxzx"]
    assert rows[0] == {
        "id": "bmdt",
        "name": "部门动态",
        "section": "新闻",
        "content_source": "",
        "modes": ["信息报送"],
        "written": ["各厅局"],
        "departments": ["kjt", "lyj"],
        "lead": "kjt",
        "providers": [],
        "due": "",
        "review": "一般",
        "public": True,
    }


def test_json_by_department(lanmu: Lanmu) -> None:
    rows = json.loads(lanmu("columns", "--format", "json", "--by", "department").stdout)
    assert [(row["department"], row["id"], row["leads"]) for row in rows] == [
        ("bgt", "zcwj", True),
        ("kjt", "bmdt", True),
        ("kjt", "zcwj", False),
        ("lyj", "bmdt", False),
        ("lyj", "zxzx", True),
    ]
    assert (rows[1]["responsible"], rows[1]["leader"], rows[1]["liaisons"]) == (
        "kjt-head",
        "kjt-leader",
        ["kjt-liaison"],
    )


@pytest.mark.parametrize("by", ["column", "department"])
def test_csv_holds_what_json_holds_under_chinese_headings(lanmu: Lanmu, by: str) -> None:
    text = lanmu("columns", "--format", "csv", "--by", by).stdout
    rows = json.loads(lanmu("columns", "--format", "json", "--by", by).stdout)
    assert text.startswith("\ufeff")
    table = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert list(table[0]) == [LABELS[key] for key in rows[0]]
    assert [row["栏目"] for row in table] == [row["name"] for row in rows]
    assert [row["保障方式"] for row in table] == ["、".join(row["modes"]) for row in rows]


def test_a_spreadsheet_runs_no_formula(lanmu: Lanmu, root: Path) -> None:
    change = sample.edited("columns.yaml", ("name: 部门动态", 'name: "=1+1"'))["columns.yaml"]
    (root / "columns.yaml").write_text(change, "utf-8")
    assert ",'=1+1," in lanmu("columns", "--format", "csv").stdout


def test_a_column_kept_from_the_public_is_marked(lanmu: Lanmu, root: Path) -> None:
    change = sample.edited("columns.yaml", ("name: 部门动态", "name: 部门动态\n    public: false"))["columns.yaml"]
    (root / "columns.yaml").write_text(change, "utf-8")
    assert "部门动态（不公开）" in lanmu("columns").stdout
    assert [row["public"] for row in json.loads(lanmu("columns", "--format", "json").stdout)] == [False, True, True]


def test_a_faulty_table_is_refused_with_its_findings(lanmu: Lanmu, root: Path) -> None:
    change = sample.edited("columns.yaml", ("departments: [lyj]", "departments: [旅由局]"))["columns.yaml"]
    (root / "columns.yaml").write_text(change, "utf-8")
    result = lanmu("columns")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "旅由局" in result.stderr
    assert "改法" in result.stderr


def test_a_narrow_terminal_folds_the_departments(root: Path) -> None:
    names = "、".join(f"甲乙丙丁{number}" for number in range(12))
    change = sample.edited(
        "columns.yaml",
        ("各厅局: [kjt, lyj]", "各厅局: [kjt, lyj]\n  " + "\n  ".join(f"{name}: [kjt]" for name in names.split("、"))),
        ("departments: [各厅局]", f"departments: [{names.replace('、', ', ')}]"),
    )
    (root / "columns.yaml").write_text(change["columns.yaml"], "utf-8")
    lines = _terminal(root, columns=60).splitlines()
    folded = [line for line in lines if "甲乙丙丁" in line]
    assert len(folded) > 1
    assert max(map(width, lines)) <= 60
    assert "".join(line.split()[-1] for line in folded).endswith(names)


def _terminal(root: Path, columns: int) -> str:
    """What ``lanmu columns`` shows on a terminal of so many columns."""
    master, slave = pty.openpty()
    repository = Path(__file__).parents[2]
    env = os.environ | {"PYTHONPATH": str(repository), "COLUMNS": str(columns), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "tools", "columns"]
    with subprocess.Popen(command, cwd=root, env=env, stdin=slave, stdout=slave, stderr=slave) as running:
        os.close(slave)
        shown = b""
        try:
            while data := os.read(master, 65536):
                shown += data
        except OSError:  # Linux says so when the last writer is gone
            pass
        assert running.wait(timeout=30) == 0, shown.decode()
    os.close(master)
    return shown.decode().replace("\r\n", "\n")

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lanmu.rules.sample import COLUMNS, DOCUMENT, NEWS, edited
from tools.register import LABELS, command

Run = Callable[..., Result]

TABLE = """\
2026-03-01  省科技厅  政策文件  文件  依申请公开  关于印发省级科技计划项目管理办法的通知
    不主动公开：政府信息公开条例第十六条；属于过程性信息
    议决依据：省政府第1次常务会议
2026-03-20  省科技厅  部门动态  新闻              省科技厅召开科技计划工作推进会
    豁免 B206（kjt-head）：值班手机由厅办公室公布
    人工确认 H201（kjt-head）：已核对
2 篇，其中 1 篇不上网。
"""
HELD = (
    "source: 省科技厅\n",
    "source: 省科技厅\ndisclosure: 依申请公开\ndisclosure_basis: 政府信息公开条例第十六条\n"
    "disclosure_reason: 属于过程性信息\ndecision: 省政府第1次常务会议\n",
)
MARKED = (
    "author: 省科技厅信息员\n",
    "author: 省科技厅信息员\n"
    "waive:\n  - {rule: B206, by: kjt-head, reason: 值班手机由厅办公室公布}\n"
    "confirm:\n  - {rule: H201, by: kjt-head, reason: 已核对}\n",
)


@pytest.fixture
def run(root: Path) -> Run:
    """``run("--format", "csv")`` on the small portal with a withheld document and a marked item."""
    (root / DOCUMENT).write_text(edited(DOCUMENT, HELD)[DOCUMENT], "utf-8")
    (root / NEWS).write_text(edited(NEWS, MARKED)[NEWS], "utf-8")

    def run(*args: str) -> Result:
        return CliRunner().invoke(command, args, obj=root, standalone_mode=False)

    return run


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))


def test_the_table_for_people(run: Run) -> None:
    result = run()
    assert (result.stdout, result.stderr, result.return_value) == (TABLE, "", 0)


def test_json_holds_everything(run: Run) -> None:
    document, news = json.loads(run("--format", "json").stdout)
    assert list(document) == list(LABELS)
    assert document == {
        "date": "2026-03-01 10:00",
        "department": "kjt",
        "department_name": "省科技厅",
        "column": "zcwj",
        "column_name": "政策文件",
        "type": "文件",
        "title": "关于印发省级科技计划项目管理办法的通知",
        "path": DOCUMENT,
        "source": "省科技厅",
        "author": "",
        "disclosure": "依申请公开",
        "disclosure_basis": "政府信息公开条例第十六条",
        "disclosure_reason": "属于过程性信息",
        "decision": "省政府第1次常务会议",
        "waivers": [],
        "confirmations": [],
    }
    assert news["disclosure"] == "主动公开"
    assert news["waivers"] == [{"rule": "B206", "by": "kjt-head", "reason": "值班手机由厅办公室公布"}]
    assert news["confirmations"] == [{"rule": "H201", "by": "kjt-head", "reason": "已核对"}]


def test_csv_has_chinese_headings_and_opens_in_a_spreadsheet(run: Run) -> None:
    result = run("--format", "csv")
    assert result.stdout.startswith("\ufeff发布日期,")
    document, news = rows(result)
    assert list(document) == list(LABELS.values())
    assert document["公开方式"] == "依申请公开"
    assert news["豁免"] == "B206，kjt-head，值班手机由厅办公室公布"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", " ="])
def test_a_spreadsheet_runs_no_formula(run: Run, root: Path, start: str) -> None:
    title = f"{start}HYPERLINK(1)"
    (root / NEWS).write_text(edited(NEWS, ("title: 省科技厅召开", f'title: "{title}" #'))[NEWS], "utf-8")
    assert rows(run("--format", "csv"))[1]["标题"] == f"'{title.strip()}"


@pytest.mark.parametrize(
    ("args", "found"),
    [
        (("--since", "2026-03-01"), [DOCUMENT, NEWS]),
        (("--since", "2026-03-02"), [NEWS]),
        (("--until", "2026-03-20"), [DOCUMENT, NEWS]),
        (("--until", "2026-03-19"), [DOCUMENT]),
        (("--since", "2026-03-01", "--until", "2026-03-01"), [DOCUMENT]),
        (("--since", "2027-01-01"), []),
    ],
)
def test_both_days_are_included(run: Run, args: tuple[str, ...], found: list[str]) -> None:
    assert [item["path"] for item in json.loads(run("--format", "json", *args).stdout)] == found


def test_an_item_without_a_sound_date_is_found_by_its_file_name(run: Run, root: Path) -> None:
    (root / NEWS).write_text(edited(NEWS, ("date: 2026-03-20 09:30", "date: 三月二十日"))[NEWS], "utf-8")
    assert [item["date"] for item in json.loads(run("--format", "json", "--since", "2026-03-20").stdout)] == [
        "三月二十日"
    ]
    assert json.loads(run("--format", "json", "--since", "2026-03-21").stdout) == []


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_nothing_in_the_time(run: Run, form: str) -> None:
    result = run("--format", form, "--since", "2030-01-01")
    empty = {"table": "0 篇。\n", "csv": "\ufeff" + ",".join(LABELS.values()) + "\r\n", "json": "[]\n"}
    assert result.stdout_bytes.decode() == empty[form]


def test_a_day_that_is_none_is_refused(run: Run) -> None:
    result = run("--since", "2026-13-01")
    assert "--since 的日期不对：2026-13-01" in str(result.exception)


def test_what_cannot_be_read_is_said_and_fails(run: Run, root: Path) -> None:
    broken = root / "content/kjt/bmdt/2026-03-21-huai.md"
    broken.write_text("---\ntitle: [\n---\n", "utf-8")
    (root / "content/kjt/note.md").write_text("---\ntitle: 甲\n---\n", "utf-8")
    result = run("--format", "json")
    assert len(json.loads(result.stdout)) == 2
    assert result.return_value == 1
    assert [line.partition("（")[0] for line in result.stderr.splitlines()] == [
        "没有列入：content/kjt/bmdt/2026-03-21-huai.md",
        "没有列入：content/kjt/note.md",
    ]


@pytest.mark.parametrize("way", ["[不予公开]", "{甲: 乙}"])
def test_a_way_of_disclosure_that_is_no_text_is_no_public_item(run: Run, root: Path, way: str) -> None:
    (root / NEWS).write_text(
        edited(NEWS, ("source: 省科技厅\n", f"source: 省科技厅\ndisclosure: {way}\n"))[NEWS], "utf-8"
    )
    assert json.loads(run("--format", "json").stdout)[1]["disclosure"] == "写法不对"
    assert run().stdout.endswith("2 篇，其中 2 篇不上网。\n")


def test_what_lies_in_a_column_that_is_gone_stays_listed(run: Run, root: Path) -> None:
    (root / NEWS).rename(root / NEWS.replace("bmdt", "zcwj"))
    (root / "content/kjt/laoxw").mkdir()
    (root / NEWS.replace("bmdt", "zcwj")).rename(root / NEWS.replace("bmdt", "laoxw"))
    item = json.loads(run("--format", "json").stdout)[1]
    assert (item["column"], item["column_name"], item["type"]) == ("laoxw", "", "")


def test_a_faulty_table_is_refused(run: Run, root: Path) -> None:
    (root / COLUMNS).write_text(edited(COLUMNS, ("departments: [lyj]", "departments: [旅由局]"))[COLUMNS], "utf-8")
    assert run().exception is not None

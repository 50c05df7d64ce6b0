"""The handbook tells the truth: its keys exist, its example portal is sound, its sample finding is real."""

import os
import re
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from lanmu import clock, types
from lanmu.extract import specimens
from lanmu.rules import engine, examples, excuses
from lanmu.rules.registry import RULES
from lanmu.rules.rule import Example
from lanmu.rules.sample import NEWS, edited
from tests.terminal import COMMIT, HANDBOOK, Terminal

REPOSITORY = Path(__file__).parents[1]
TODAY = date(2026, 3, 21)
_FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def fenced(page: str, kind: str) -> list[str]:
    """The fenced blocks of a page."""
    text = (HANDBOOK / page).read_text("utf-8")
    return [body for name, body in _FENCE.findall(text) if name == kind]


def test_the_table_of_types_names_every_field_of_every_type() -> None:
    text = (HANDBOOK / "index.md").read_text("utf-8")
    rows = {
        cells[1].strip(): cells for cells in (line.split("|") for line in text.splitlines() if line.startswith("|"))
    }
    for name, kind in types.builtin().items():
        own = [field for key, field in kind.fields.items() if key not in types.common()]
        for cell, required in ((2, True), (3, False)):
            wanted = {f"`{field.name}` {field.label}" for field in own if field.required is required}
            said = {re.sub(r"（.*", "", part.strip()) for part in rows[name][cell].split("，") if part.strip()}
            assert said == wanted, name


def test_the_example_portal_is_clean(tmp_path: Path) -> None:
    portal, own_type = fenced("columns.md", "yaml")
    (tmp_path / "columns.yaml").write_text(portal, "utf-8")
    assert engine.check(tmp_path) == ()
    (tmp_path / "columns.yaml").write_text(portal + own_type, "utf-8")
    assert engine.check(tmp_path) == ()


def test_the_sample_article_gives_the_finding_shown(tmp_path: Path) -> None:
    from lanmu import report

    (portal, _), (article,), (shown,) = (
        fenced("columns.md", "yaml"),
        fenced("index.md", "markdown"),
        fenced("index.md", "text"),
    )
    (tmp_path / "columns.yaml").write_text(portal, "utf-8")
    folder = tmp_path / "content" / "sfb" / "zwdt"
    (folder / "2026-03-21-touzi-keji").mkdir(parents=True)
    (folder / "2026-03-21-touzi-keji" / "shenbaobiao.docx").write_bytes(specimens.word("项目申报表"))
    (folder / "2026-03-21-touzi-keji" / "liucheng.png").write_bytes(specimens.photograph(False))
    path = folder / "2026-03-21-touzi-keji.md"
    path.write_text(article, "utf-8")
    assert engine.check(tmp_path) == ()
    path.write_text(article.replace("2026-03-21 09:00", "2026-02-30"), "utf-8")
    said = report.human(engine.check(tmp_path), colour=False).replace("sfb/zwdt", "kjt/tzzn")
    assert shown.strip() in said


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The sample portal in a clone of a repository of its own, on the day of the handbook."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    who = {"NAME": "省科技厅信息员", "EMAIL": "kjt-liaison@shifan.gov.cn", "DATE": "2026-03-01T09:00:00+08:00"}
    for role in ("AUTHOR", "COMMITTER"):
        for key, value in who.items():
            monkeypatch.setenv(f"GIT_{role}_{key}", value)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    root, server = tmp_path / "portal", tmp_path / "server.git"
    shell = Terminal(tmp_path, {})
    shell.run(f"git init --quiet --bare --initial-branch=main {server}; git clone --quiet {server} {root}")
    examples.write(root, Example({}))
    shell = Terminal(root, {"portal.git": str(server)})
    shell.run(
        "git switch --quiet --create main; git add . && git commit --quiet --message=门户 && git push --quiet origin main"
    )
    return shell


def _hooks(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """The hooks of this repository, as ``make hooks`` installs them."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(home))
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    shutil.copy(REPOSITORY / ".pre-commit-config.yaml", terminal.root)
    (terminal.root / ".venv").symlink_to(sys.prefix)
    terminal.run("git add .pre-commit-config.yaml && git commit --quiet --message=检查")
    assert "installed" in terminal.run(f"{sys.executable} -m pre_commit install")


def _roll(path: Path) -> None:
    """A list of trainees that says too much."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "学员名单"
    sheet.append(["序号", "单位", "证件号码"])
    sheet.append([1, "示范农业技术推广站", "990000198001010012"])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def test_the_page_on_findings_shows_what_the_check_says(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _roll(terminal.root / "content/kjt/bmdt/2026-03-21-pei-xun-ban/xue-yuan-ming-dan.xlsx")
    _hooks(terminal, monkeypatch, tmp_path / "hooks")
    assert terminal.played("check.md") == (HANDBOOK / "check.md").read_text("utf-8")


def _leak(terminal: Terminal) -> None:
    """Three commits, of which the second brings a list of numbers that the third takes away."""
    roll = terminal.root / "content/kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui/ming-dan.csv"
    news = terminal.root / NEWS
    terminal.run("git switch --quiet --create tui-jin-hui")
    news.write_text(news.read_text("utf-8").replace("部署全年", "安排全年"), "utf-8")
    terminal.run("git commit --quiet --all --message=通讯")
    roll.parent.mkdir()
    roll.write_text("单位,证件号码\n示范农业技术推广站,990000198001010012\n", "utf-8")
    terminal.run("git add . && git commit --quiet --message=名单")
    terminal.run(f"git rm --quiet {roll} && git commit --quiet --message=删去名单")
    terminal.run("git push --quiet origin tui-jin-hui && git push --quiet origin HEAD:refs/merge-requests/7/head")
    terminal.run("git switch --quiet main")


def test_the_page_on_leaks_takes_them_out(terminal: Terminal) -> None:
    _leak(terminal)
    assert terminal.played("leak.md") == (HANDBOOK / "leak.md").read_text("utf-8")
    commit = next(name for name in terminal.names if COMMIT.fullmatch(name))
    for place in ("", "-C portal.git "):
        assert "Not a valid object name" in terminal.run(f"git {place}cat-file -t {commit}")
    assert (
        terminal.run("git -C portal.git for-each-ref --format='%(refname)'")
        == "refs/heads/main\nrefs/heads/tui-jin-hui-2\n"
    )


_SENTENCES = {  # what each snippet of front matter settles, by its first line: a sentence that the rule stops at
    "decision: 省政府第12次常务会议": ("H203", "会上分发了《全省科技创新规划（讨论稿）》。"),
    "consultation: true": ("H203", "会上分发了《全省科技创新规划（讨论稿）》。"),
    "  - {rule: B206": ("B206", "应急值班手机：138-0013-8000。"),
    "  - {rule: H202": ("H202", "设备采购项目的招标底价已经测算完毕。"),
}


def _with(head: str, sentence: str = "") -> dict[str, str]:
    return edited(
        NEWS, ("author: 省科技厅信息员\n", f"author: 省科技厅信息员\n{head}"), ("会议印发", f"{sentence}\n\n会议印发")
    )


def _codes(example: Example) -> set[str]:
    return {finding.rule for finding in examples.run(example)}


@pytest.mark.parametrize("start", _SENTENCES)
def test_the_keys_shown_settle_what_they_are_for(start: str) -> None:
    code, sentence = _SENTENCES[start]
    (head,) = (block for block in fenced("check.md", "yaml") if f"\n{start}" in f"\n{block}")
    assert _codes(Example(_with("", sentence))) == {code}
    assert _codes(Example(_with(head, sentence))) == set()


def test_the_note_on_an_archive_settles_the_date() -> None:
    (head,) = (block for block in fenced("check.md", "yaml") if block.startswith("archive_note"))
    late = {NEWS: "2026-03-25"}
    assert _codes(Example(_with(""), history=late)) == {"T802"}
    assert _codes(Example(_with(head), history=late)) == set()


def test_what_is_withheld_says_why() -> None:
    (head,) = (block for block in fenced("check.md", "yaml") if block.startswith("disclosure:"))
    way, _, grounds = head.partition("\n")
    assert grounds
    assert _codes(Example(_with(f"{way}\n"))) == {"F119"}
    assert _codes(Example(_with(head))) == set()


def test_a_scan_that_somebody_has_read_passes() -> None:
    (head,) = (block for block in fenced("check.md", "yaml") if "A606" in block)
    scan = NEWS.replace(".md", "/tong-zhi.pdf")
    assert _codes(Example({**_with(""), scan: specimens.scan()})) == {"A606"}
    assert _codes(Example({**_with(head), scan: specimens.scan()})) == set()


def test_the_page_says_which_rules_can_be_excused() -> None:
    text = (HANDBOOK / "check.md").read_text("utf-8")
    never = re.findall("[A-Z][0-9]{3}", text.partition("- 不能豁免的：")[2].partition("，")[0])
    formats = re.findall("[A-Z][0-9]{3}", text.partition("- 格式里能豁免的只有 ")[2].partition("；")[0])
    codes = [rule.code for rule in RULES]
    assert never == [code for code in codes if code[0] in "BWTA" and not excuses.may_waive(code)]
    assert formats == [code for code in codes if code[0] == "F" and excuses.may_waive(code)]
    assert all(excuses.may_confirm(code) == (code[0] == "H" or code == "A606") for code in codes)
    assert not any(excuses.may_waive(code) for code in codes if code[0] not in "FBWTA")


def test_of_what_is_banned_a_program_mends_unseen_characters_alone() -> None:
    bad = [rule.bad for rule in RULES if rule.code[0] == "B"]
    unseen = Example(_with("", "部署全年\u200b工作。"))
    mended = {finding.rule for example in (*bad, unseen) for finding in examples.run(example) if finding.fix}
    assert {code for code in mended if code[0] == "B"} == {"B212"}

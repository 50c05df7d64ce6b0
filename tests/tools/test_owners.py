import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lanmu import codeowners
from lanmu.review.record import DUTIES, QUESTIONS
from lanmu.rules import sample
from tools import find, owners
from tools.forge import template

Lanmu = Callable[..., Result]
REPOSITORY = Path(__file__).parents[2]
FILES = [codeowners.GITLAB_PATH, template.GITLAB_PATH, codeowners.GITEA_PATH, template.GITEA_PATH]


@pytest.mark.parametrize(("form", "line"), [("gitlab", "/content/kjt/bmdt/ @"), ("gitea", "content/kjt/bmdt/.* @")])
def test_it_is_printed_and_nothing_is_written(lanmu: Lanmu, root: Path, form: str, line: str) -> None:
    result = lanmu("owners", "--format", form)
    assert result.exit_code == 0
    assert f"\n{line}" in result.stdout
    assert not (root / ".gitlab").exists() and not (root / ".gitea").exists()


def test_what_is_written_is_written_once(lanmu: Lanmu, root: Path) -> None:
    first = lanmu("owners", "--write")
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr.splitlines() == [f"已写入 {path}" for path in FILES]
    assert (root / codeowners.GITLAB_PATH).read_text("utf-8") == lanmu("owners").stdout
    for path in FILES:
        os.utime(root / path, (1, 1))
    assert lanmu("owners", "--write").stderr.splitlines() == [f"没有变化 {path}" for path in FILES]
    assert {(root / path).stat().st_mtime for path in FILES} == {1}


def test_a_changed_table_changes_the_file(lanmu: Lanmu, root: Path) -> None:
    lanmu("owners", "--write")
    table = sample.edited(sample.COLUMNS, ("liaisons: [kjt-liaison]", "liaisons: [kjt-leader]"))[sample.COLUMNS]
    (root / sample.COLUMNS).write_text(table, "utf-8")
    said = lanmu("owners", "--write").stderr.splitlines()
    assert [line.split()[1] for line in said if line.startswith("已写入")] == [
        codeowners.GITLAB_PATH,
        codeowners.GITEA_PATH,
    ]
    assert "/content/kjt/bmdt/ @kjt-head @kjt-leader\n" in (root / codeowners.GITLAB_PATH).read_text("utf-8")


@pytest.mark.parametrize("path", codeowners.FIRST)
def test_a_file_that_would_be_read_instead_is_named(lanmu: Lanmu, root: Path, path: str) -> None:
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text("* @somebody\n")
    assert f"注意：{path} 会盖过" in lanmu("owners", "--write").stderr


def test_a_table_with_errors_makes_no_owners(lanmu: Lanmu, root: Path) -> None:
    table = sample.FILES[sample.COLUMNS].replace("departments: [lyj]", "departments: [none]")
    (root / sample.COLUMNS).write_text(table, "utf-8")
    result = lanmu("owners", "--write")
    assert result.exit_code == 1
    assert "C713" in result.stderr
    assert not (root / ".gitlab").exists()


def test_the_template_asks_what_must_be_answered(lanmu: Lanmu, root: Path) -> None:
    lanmu("owners", "--write")
    text = (root / template.GITLAB_PATH).read_text("utf-8")
    assert text == (root / template.GITEA_PATH).read_text("utf-8")
    for word in (*(question for _, question, _ in QUESTIONS), *DUTIES, "保密审查人：保密审查员（bgt-bmy）"):
        assert word in text
    assert "@" not in text


def test_a_department_may_be_the_secrecy_reviewer(lanmu: Lanmu, root: Path) -> None:
    table = sample.edited(sample.COLUMNS, ("secrecy_reviewer: bgt-bmy", "secrecy_reviewer: lyj"))[sample.COLUMNS]
    (root / sample.COLUMNS).write_text(table, "utf-8")
    lanmu("owners", "--write")
    assert (root / template.GITEA_PATH).read_text("utf-8").count("\n保密审查人：省旅游局\n") == 1


def test_what_lies_in_this_repository_is_what_its_table_says() -> None:
    for path, text in owners.files(find.portal(REPOSITORY)).items():
        assert (REPOSITORY / path).read_text("utf-8") == text, f"{path}：运行 lanmu owners --write"


def test_the_signers_for_an_auditor(lanmu: Lanmu, root: Path) -> None:
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFB2Bpsw4bWGglChN1R/SnWLjsTPiwJdNIq8lTdPDQSO"
    table = root / sample.COLUMNS
    keyed = f"{{title: 省科技厅负责人, keys: [{{key: {key}, until: 2026-12-31}}]}}"
    table.write_text(table.read_text("utf-8").replace("{title: 省科技厅负责人}", keyed), "utf-8")
    done = lanmu("owners", "--format", "signers")
    assert done.stdout == f'kjt-head namespaces="lanmu-approval",valid-before="20261231235959" {key}\n'

"""What the pages on review name exists: commands and options, rules, keys of columns.yaml, files, pages, pictures."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from lanmu.model import EVIDENCE
from lanmu.review.record import DUTIES, QUESTIONS
from lanmu.rules import engine, sample
from lanmu.rules.registry import RULES
from lanmu.schema.declared import COLUMNS_YAML
from lanmu.schema.kind import Many, Record, Table
from tests.handbook.place import ACCOUNTS
from tests.terminal import HANDBOOK
from tools.cli import cli

PAGES = ("liaison", "reviewer", "office", "webmaster", "git-server", "gitlab", "gitea")
REPOSITORY = HANDBOOK.parents[1]
_FENCED = re.compile(r"^```.*?^```\n", re.MULTILINE | re.DOTALL)
EACH = pytest.mark.parametrize("page", PAGES)


def text(page: str) -> str:
    return (HANDBOOK / f"{page}.md").read_text("utf-8")


def quoted(page: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`\n]+)`", _FENCED.sub("", text(page)))


@EACH
def test_commands_and_their_options_exist(page: str) -> None:
    lines = re.findall(r"(?:^|[` ]|bin/)lanmu ([a-z][\x21-\x5f\x61-\x7e ]*)", text(page), re.MULTILINE)
    assert lines or page == "git-server"
    for line in lines:
        command, words = _resolved(line.split())
        known = {option for parameter in command.params for option in parameter.opts}
        for word in words:
            if word.startswith("--"):
                assert word in known, line
            elif isinstance(command, click.Group):
                pytest.fail(f"lanmu {line}")


def _resolved(words: list[str]) -> tuple[click.Command, list[str]]:
    command: click.Command = cli
    context = click.Context(cli)
    while words and isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        if found is None:
            break
        command, words = found, words[1:]
    return command, words


@EACH
def test_options_named_alone_exist(page: str) -> None:
    known = {option for command in _commands(cli) for parameter in command.params for option in parameter.opts}
    git = {"--amend", "--no-verify", "-c"}
    named = {word.split()[0] for word in quoted(page) if word.startswith("-") and word != "---"}
    assert named <= known | git


def _commands(group: click.Group) -> Iterator[click.Command]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from _commands(command) if isinstance(command, click.Group) else (command,)


@EACH
def test_rules_exist(page: str) -> None:
    codes = set(re.findall(r"(?<![A-Za-z0-9])[A-Z][1-9][0-9]{2}(?![0-9])", text(page)))
    assert codes <= {rule.code for rule in RULES}


def _keys(kind: Any) -> Iterator[str]:
    """Every key of the table, and those below, as written with dots."""
    if isinstance(kind, Many):
        yield from _keys(kind.item)
    elif isinstance(kind, Table):
        yield from _keys(kind.value)
    elif isinstance(kind, Record):
        for name, key in kind.keys.items():
            yield name
            yield from (f"{name}.{below}" for below in _keys(key.kind))


@pytest.mark.parametrize("page", ["reviewer", "office", "webmaster", "gitlab", "gitea"])
def test_keys_of_the_table_exist(page: str) -> None:
    known = {part for name in _keys(COLUMNS_YAML) for part in (name, name.rpartition(".")[2])}
    named = [word.partition(":")[0] for word in quoted(page)]
    keys = {name for name in named if re.fullmatch(r"[a-z]+_[a-z_]+|(?:roles|review|accounts)\.[a-z_]+", name)}
    assert keys
    assert keys <= known | {"custom_hooks"}


@EACH
def test_make_targets_exist(page: str) -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make ([a-z]+)", text(page)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@EACH
def test_pages_pictures_and_files_exist(page: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", text(page)):
        file, _, part = link.partition("#")
        path = (HANDBOOK / file).resolve()
        assert path.is_file(), link
        if part:
            assert part in re.findall("^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE), link
        if path.suffix == ".png":
            assert path.stat().st_size < 150_000, link
    for name in (word for word in quoted(page) if re.match(r"\.(?:git|ci)", word)):
        assert (REPOSITORY / name).exists(), name


def _merged(one: Any, other: Any) -> Any:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return other
    return one | {key: _merged(one.get(key), value) for key, value in other.items()}


def test_the_tables_of_the_office_are_sound(tmp_path: Path) -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", text("office"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        table = _merged(yaml.safe_load(sample.FILES[sample.COLUMNS]), yaml.safe_load(block))
        for path, content in sample.FILES.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            written = yaml.safe_dump(table, allow_unicode=True, sort_keys=False) if path == sample.COLUMNS else content
            (tmp_path / path).write_text(written, "utf-8")
        assert engine.check(tmp_path) == ()
        assert set(table["accounts"]) == set(ACCOUNTS)


def test_the_page_of_those_who_approve_names_the_questions_and_the_duties() -> None:
    for _, question, _ in QUESTIONS:
        assert question in text("reviewer")
    assert "、".join(DUTIES) in text("reviewer")


def test_the_pages_name_every_evidence() -> None:
    for name in EVIDENCE:
        assert f"`{name}`" in text("office")

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lanmu import schema
from lanmu.rules import pages
from lanmu.rules.registry import RULES

PAGES = Path(__file__).parents[2] / "docs" / "rules"

Lanmu = Callable[..., Result]


def test_rules_lists_every_rule_in_a_line(lanmu: Lanmu) -> None:
    lines = lanmu("rules").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]
    for line, rule in zip(lines, RULES, strict=True):
        assert rule.name in line
        assert line.endswith(rule.what)


def test_rules_writes_its_pages_and_removes_those_of_rules_that_are_gone(lanmu: Lanmu, root: Path) -> None:
    """What the pages of this repository say is proved in tests/lanmu/test_rules.py."""
    folder = root / "docs" / "rules"
    folder.mkdir(parents=True)
    (folder / "X999-gone.md").write_text("", encoding="utf-8")
    result = lanmu("rules", "--write")
    assert (result.exit_code, result.stdout) == (0, "")
    made, kept = ({path.name: path.read_text("utf-8") for path in place.iterdir()} for place in (folder, PAGES))
    assert made == kept


@pytest.mark.parametrize("name", ["F101", "f101", "missing-field", "Missing-Field"])
def test_explain_takes_code_or_name(lanmu: Lanmu, name: str) -> None:
    rule = next(rule for rule in RULES if rule.code == "F101")
    result = lanmu("explain", name)
    assert (result.exit_code, result.stdout.strip()) == (0, pages.render(rule).strip())


@pytest.mark.parametrize(("name", "near"), [("missing-feild", "missing-field"), ("占位", "lanmu rules")])
def test_explain_offers_near_rules(lanmu: Lanmu, name: str, near: str) -> None:
    result = lanmu("explain", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert near in result.stderr


def test_schema_is_printed_as_json(lanmu: Lanmu) -> None:
    assert json.loads(lanmu("schema").stdout) == schema.json_schema()


def test_schema_is_written_where_editors_look(lanmu: Lanmu, root: Path) -> None:
    result = lanmu("schema", "--write")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (root / "schema/columns.schema.json").read_text("utf-8") == lanmu("schema").stdout


def test_schema_is_not_written_where_no_portal_lies(lanmu: Lanmu, root: Path) -> None:
    (root / "columns.yaml").unlink()
    assert lanmu("schema", "--write").exit_code == 2
    assert not (root / "schema").exists()

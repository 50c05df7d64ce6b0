"""The declaration of ``columns.yaml``: one source for the check and for the editors' JSON Schema."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanmu import marked, near
from lanmu.fields import KINDS
from lanmu.model import FIELD_KINDS
from lanmu.rules.table.columns import BY_NAME
from lanmu.schema import Report, check, json_schema
from lanmu.schema.declared import COLUMNS_YAML, DEFINITIONS
from lanmu.schema.kind import Choice, Key, Kind, Many, Record, Table, Words
from lanmu.structure import read

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WRITTEN = ROOT / "schema" / "columns.schema.json"
SMALL = HERE.joinpath("columns_small.yaml").read_text(encoding="utf-8")
FILES = (ROOT / "columns.yaml", *sorted(ROOT.glob("tests/portals/*/columns.yaml")), HERE / "columns_small.yaml")
VALIDATOR = jsonschema.Draft202012Validator(json_schema(), format_checker=jsonschema.FormatChecker())


def as_editors_see(text: str) -> object:
    """YAML 1.2, which editors follow, has no dates: they are strings there."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def kinds(kind: Kind) -> Iterator[Kind]:
    yield kind
    match kind:
        case Record(keys):
            for key in keys.values():
                yield from kinds(key.kind)
        case Many(item):
            yield from kinds(item)
        case Table(key, value):
            yield from kinds(key)
            yield from kinds(value)


EVERY_KIND = [found for top in (COLUMNS_YAML, *DEFINITIONS.values()) for found in kinds(top)]


def test_the_written_schema_is_fresh():
    printed = subprocess.run([sys.executable, "-m", "tools", "schema"], cwd=ROOT, capture_output=True, check=True)
    assert WRITTEN.read_bytes() == printed.stdout, "lanmu schema --write"


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_valid_files_validate(path):
    errors = VALIDATOR.iter_errors(as_editors_see(path.read_text(encoding="utf-8")))
    assert [(error.json_path, error.message) for error in errors] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("office: bgs\nroles", "offices: bgs\nroles"),
        ("review: 重要", "review: 极重要"),
        ("modes: [网上抓取]", "modes: [网络抓取]"),
        ("modes: [网上抓取]", "modes: 网上抓取"),
        ("weight: 80", "weight: 101"),
        ("public: false", "public: 否"),
        ("  xxzx:\n    name", "  archive:\n    name"),
        ("  czxx:\n", "  Czxx:\n"),
        ("date: 2026-01-05", "date: 2026年1月5日"),
        ("due: {days: 14}", "due: {days: 14, at_least: 1, workdays: 5}"),
        ("due: {days: 14}", "due: {}"),
        ("http://www.oldczj.com/list/", "javascript:alert(1)"),
        ("    name: 热点专题\n", ""),
        ("responsible: bgs-head", "responsible: [a, b]"),
        ("kind: 协办", "kind: 子站"),
        ("qiye: {name: 企业}", "qiye: {title: 企业}"),
        ("kind: line", "kind: lines"),
        ("public: false", 'public: "false"'),
        ("weight: 80", 'weight: "80"'),
        ("name: 市旅游局", "name: ~"),
        ("types: [资料]", "types: null"),
        ("kind: forgejo", "kind: github"),
        ("code.ybs.gov.cn/bgs/portal", "code.ybs.gov.cn"),
        ("code.ybs.gov.cn/bgs/portal", "code.ybs.gov.cn/bgs/portal/"),
        ("bgs/portal}", "bgs/portal, branch: -f}"),
    ],
)
def test_editors_refuse_what_the_check_refuses(old, new):
    assert old in SMALL
    text = SMALL.replace(old, new)
    assert not VALIDATOR.is_valid(as_editors_see(text))
    assert read(text.encode()).findings


def test_every_key_is_explained_in_chinese():
    keys = [key for kind in EVERY_KIND if isinstance(kind, Record) for key in kind.keys.values()]
    assert len(keys) > 150
    assert [key.about for key in keys if not re.search(r"[\u4e00-\u9fff]", key.about)] == []
    assert VALIDATOR.schema["properties"]["office"]["description"] == COLUMNS_YAML.keys["office"].about


def test_every_rule_the_declaration_names_is_there():
    named = {kind.rule for kind in EVERY_KIND if isinstance(kind, Words | Choice)}
    records = [kind for kind in EVERY_KIND if isinstance(kind, Record)]
    named |= {key.missing for kind in records for key in kind.keys.values() if isinstance(key, Key)}
    assert named <= BY_NAME.keys()


def test_patterns_are_understood_by_python_and_by_editors():
    """Editors compile them in JavaScript's Unicode mode, which refuses needless escapes."""
    patterns = {kind.pattern for kind in EVERY_KIND if isinstance(kind, Words)}
    for pattern in patterns:
        re.compile(pattern)
        assert set(re.findall(r"\\(.)", pattern)) <= {"u", "s", ".", "\\"}


def test_values_that_fit_are_handed_on_and_others_left_out():
    report = Report("x.yaml")
    tree = marked.read("{}").root
    assert check(Record({"a": Key(Words(), "甲")}), tree, report) == {}
    assert report.findings == []


@pytest.mark.parametrize(
    ("word", "names", "expected"),
    [
        ("省科技", ("省商务厅", "省科技厅"), ("省科技厅",)),
        ("科技厅", ("省商务厅", "省科学技术厅"), ("省科学技术厅",)),
        ("departmnets", ("name", "departments"), ("departments",)),
        ("LEAD", ("lead", "links"), ("lead",)),
        ("网站共建", ("网上抓取", "栏目共建"), ("栏目共建",)),
        ("完全不同", ("省科技厅",), ()),
        ("", ("省科技厅",), ()),
        ("长" * 5000, ("长" * 4999,), ()),
    ],
)
def test_near_names(word, names, expected):
    assert near.near(word, names) == expected


def test_did_you_mean():
    assert near.did_you_mean("省科技", ["省科技厅"]) == "是不是“省科技厅”？"
    assert near.did_you_mean("无关", ["省科技厅"]) == ""


def test_long_lists_of_names_are_cut():
    assert near.listed(["甲", "乙"]) == "甲、乙"
    assert near.listed(str(n) for n in range(1000)).endswith("、39等")


def test_field_kinds_are_those_that_can_be_checked():
    assert set(FIELD_KINDS) == set(KINDS)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_editors_accept_what_the_check_accepts(data):
    """One line changed at random: what the check lets pass, no editor underlines."""
    lines = SMALL.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    key = lines[at].partition(":")[0]
    value = data.draw(
        st.sampled_from(["", "x", "7", "'7'", "[]", "[7]", "{}", "true", "~", "各局", "kjj", "1天", "2026-03-21"])
    )
    lines[at] = data.draw(st.sampled_from([f"{key}: {value}", lines[at].replace("a", "b"), ""]))
    text = "\n".join(lines)
    if not read(text.encode()).findings:
        assert [error.message for error in VALIDATOR.iter_errors(as_editors_see(text))] == []

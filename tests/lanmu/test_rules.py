"""Every rule's examples are its tests; the pages in docs/rules are what the rules say today."""

from pathlib import Path

import pytest

from lanmu.finding import ERROR, WARNING
from lanmu.rules import examples, pages, sample
from lanmu.rules.registry import RULES
from lanmu.rules.rule import Example, Rule

DOCS = Path(__file__).parents[2] / "docs" / "rules"
NAMES = [rule.code for rule in RULES]


def test_the_sample_is_clean() -> None:
    assert examples.run(Example({})) == ()


def test_the_registry_is_sorted_and_names_each_rule_once() -> None:
    assert sorted(set(NAMES)) == NAMES
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_the_bad_example_gives_what_it_lists(rule: Rule) -> None:
    found = examples.run(rule.bad)
    assert tuple((finding.rule, finding.path, finding.line) for finding in found) == rule.bad.findings
    assert rule.code in {finding.rule for finding in found}


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_the_good_example_is_free_of_errors(rule: Rule) -> None:
    assert examples.run(rule.good) == ()
    assert rule.good.findings == ()


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_every_rule_explains_itself(rule: Rule) -> None:
    assert rule.severity in (ERROR, WARNING)
    assert rule.what.endswith("。")
    assert rule.basis
    assert all(basis.text for basis in rule.basis)
    assert rule.bad.files


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_finding_says_where_what_why_and_how(rule: Rule) -> None:
    for finding in examples.run(rule.bad):
        assert finding.message
        assert finding.cure
        assert finding.basis
        assert finding.path in {**sample.FILES, **rule.bad.files}


def test_the_pages_are_fresh() -> None:
    """Where they are not: ``lanmu rules --write``."""
    written = {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md")}
    expected = pages.pages(RULES)
    assert sorted(written) == sorted(expected)
    assert [name for name in expected if written[name] != expected[name]] == []


def test_every_requirement_a_rule_names_is_in_the_table() -> None:
    table = (DOCS.parent / "requirements.md").read_text("utf-8")
    named = {basis.requirement for rule in RULES for basis in rule.basis if basis.requirement}
    assert sorted(number for number in named if number not in table) == []


def test_a_page_shows_bytes_that_are_no_text() -> None:
    rule = next(rule for rule in RULES if rule.code == "F113")
    assert "2d 2d 2d 0a" in pages.render(rule)


def test_a_page_fences_text_that_holds_a_fence() -> None:
    rule = next(rule for rule in RULES if rule.code == "F101")._replace(
        good=Example({"content/kjt/bmdt/a.txt": "```\n甲\n```\n"})
    )
    assert "````text\n```\n甲\n```\n````" in pages.render(rule)


def test_a_text_that_is_not_in_the_sample_cannot_be_edited() -> None:
    with pytest.raises(ValueError, match="is not in the sample"):
        sample.edited(sample.NEWS, ("没有这句话", ""))

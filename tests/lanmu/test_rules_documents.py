"""Rules of documents: each example is read for real; every trouble has its rule and a cure for staff."""

from collections.abc import Iterator, Mapping

import pytest

from lanmu.extract import Extracted, Extractor, Trouble
from lanmu.finding import Finding
from lanmu.rules import sample
from lanmu.rules.attached import documents
from lanmu.rules.rule import Example, Rule

PATH = "content/kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.pdf"
CODES = {
    "mismatch": "A602",
    "large": "A603",
    **dict.fromkeys(("unreadable", "encrypted", "timeout", "memory", "long", "deep", "ratio", "unsafe-name"), "A604"),
    "macro": "A605",
    "scan": "A606",
    "legacy": "A607",
    "embedded": "A608",
    "gps": "A609",
}


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor


def run(extractor: Extractor, files: Mapping[str, str | bytes | None]) -> list[Finding]:
    found: list[Finding] = []
    for path, data in files.items():
        assert isinstance(data, bytes)
        found += documents.check(path, extractor.read(path.rpartition("/")[2], data))
    return found


@pytest.mark.parametrize("rule", documents.RULES, ids=[rule.code for rule in documents.RULES])
def test_examples(extractor: Extractor, rule: Rule) -> None:
    found = run(extractor, rule.bad.files)
    assert tuple((finding.rule, finding.path, finding.line) for finding in found) == rule.bad.findings
    assert run(extractor, rule.good.files) == []
    assert set(rule.good.files).isdisjoint(sample.FILES)


def test_every_example_is_asked_for_before_it_is_made() -> None:
    for rule in documents.RULES:
        for example in (rule.bad, rule.good):
            assert isinstance(example, Example)
            assert len(example.files) == len(list(example.files)) == 1
            assert example.files == dict(example.files)


@pytest.mark.parametrize("kind", CODES)
def test_every_trouble_has_a_rule_and_a_cure(kind: str) -> None:
    extracted = Extracted("pdf", "", (), (Trouble(kind, "第3页", "细节"),))
    (finding,) = documents.check(PATH, extracted)
    assert (finding.rule, finding.path, finding.where) == (CODES[kind], PATH, "第3页")
    assert (finding.line, finding.column) == (None, None)
    assert finding.message
    assert finding.cure
    assert finding.basis
    assert "{" not in finding.message


def test_braces_of_a_hostile_name_are_only_shown() -> None:
    extracted = Extracted("zip", "", (), (Trouble("unsafe-name", None, "../{0.__class__}"),))
    (finding,) = documents.check(PATH, extracted)
    assert finding.message == "压缩包里的文件名不安全：../{0.__class__}"


def test_all_troubles_are_told() -> None:
    extracted = Extracted("pdf", "", (), (Trouble("scan", None, "第1页"), Trouble("macro", None, "脚本")))
    assert [finding.rule for finding in documents.check(PATH, extracted)] == ["A606", "A605"]

"""Real documents pass: whatever the check calls a leak in them has been looked at, and the reason is written down."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from lanmu.finding import ERROR, Finding
from lanmu.rules import engine, examples
from lanmu.rules.banned import persons
from lanmu.rules.rule import Example
from tests.lanmu.judged import attached
from tests.leaks.places import DAY, NEWS_FOLDER

SHARED = Path(__file__).parents[3] / "shared"
TEXTS = SHARED / "data" / "texts"
REVIEWED = Path(__file__).with_name("reviewed.yaml")

pytestmark = pytest.mark.skipif(not TEXTS.exists(), reason="缺少参考数据 ../shared/data/texts（真实公文）")


class Document(NamedTuple):
    """A real text; ``name`` is how reviewed.yaml calls it."""

    name: str
    title: str
    body: str


def documents() -> Iterator[Document]:
    """The fifty policy documents and the five regulations, the garbled one in its clean form, too."""
    with (TEXTS / "policies_50.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            yield Document(f"policy-{number}", str(row["Title"]), str(row["Body"]))
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        yield Document(f"seed-{path.name[:3]}", f"规定{path.name[:3]}", path.read_text("utf-8"))
    for path in sorted((SHARED / "data" / "seed_clean").glob("*.txt")):
        yield Document(f"clean-{path.name[:3]}", f"规定{path.name[:3]}净本", path.read_text("utf-8"))


def article(document: Document) -> str:
    """The document as an article."""
    front = {"title": " ".join(document.title.split()), "date": f"{DAY} 09:30", "source": "省科技厅"}
    rows = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items())
    return f"---\n{rows}---\n\n{document.body}\n"


def leaks(root: Path, texts: list[Document]) -> dict[str, list[Finding]]:
    """B2xx errors by the document's name."""
    laid = {f"{NEWS_FOLDER}/{DAY}-{text.name}.md": article(text) for text in texts}
    examples.write(root, Example(laid))
    found: dict[str, list[Finding]] = {}
    for finding in engine.check(root):
        if finding.rule.startswith("B2") and finding.severity == ERROR:
            name = finding.path.removesuffix(".md").partition(f"{DAY}-")[2]
            found.setdefault(name, []).append(finding)
    return found


def test_only_what_has_been_reviewed_is_found(tmp_path: Path) -> None:
    texts = list(documents())
    assert len(texts) == 56
    reviewed = yaml.safe_load(REVIEWED.read_text("utf-8"))
    assert all(entry["reason"] for entry in reviewed)
    expected = {(entry["document"], entry["rule"]) for entry in reviewed}
    found = leaks(tmp_path, texts)
    said = {
        (name, finding.rule): (finding.line, finding.column, finding.message)
        for name, findings in found.items()
        for finding in findings
    }
    assert {key: value for key, value in said.items() if key not in expected} == {}
    assert expected - said.keys() == set(), "reviewed, but no longer found"


def test_a_request_to_a_superior_is_found(tmp_path: Path) -> None:
    title, _, body = (TEXTS / "faulty_request_sample.txt").read_text("utf-8").partition("\n")
    found = leaks(tmp_path, [Document("request", title.rstrip("。"), body.replace("\n", "\n\n"))])
    assert {finding.rule for finding in found["request"]} >= {"B203"}


def test_no_number_of_a_policy_document_is_taken_for_a_persons() -> None:
    policies = [one for one in documents() if one.name.startswith("policy-")]
    assert len(policies) == 50
    for one in policies:
        assert attached(one.body, persons.check) == [], one.name

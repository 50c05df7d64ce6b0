"""Every planted leak is found, and what only looks like one passes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random

import pytest

from lanmu.finding import ERROR, Finding
from lanmu.rules import engine, examples
from lanmu.rules.rule import Example
from tests.leaks import attachments, carriers, clean, disguises, generator, places
from tests.leaks.generator import Case

SEEDS = (1, 2)
RULES = {"B201", "B202", "B203", "B204", "B205", "B206", "B207", "B208", "B209", "B210", "B212", "B213", "B214", "A609"}
Found = Mapping[str, list[Finding]]


def check(root: Path, files: Iterable[Mapping[str, bytes]]) -> Found:
    """Findings by path of the sample portal with all these files."""
    laid: dict[str, str | bytes | None] = {}
    for more in files:
        assert not laid.keys() & more.keys()
        laid.update(more)
    examples.write(root, Example(laid))
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in engine.check(root):
        found[finding.path].append(finding)
    return found


@pytest.fixture(scope="module", params=SEEDS)
def judged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Case], Found]:
    """The cases of a seed and what the check says."""
    cases = list(generator.cases(request.param))
    return cases, check(tmp_path_factory.mktemp("leaks"), (case.files for case in cases))


def said(case: Case, found: Found) -> list[Finding]:
    """What the expected rule says where it is expected."""
    return [finding for finding in found[case.path] if (finding.rule, finding.severity) == (case.rule, ERROR)]


def test_every_leak_is_found(judged: tuple[list[Case], Found]) -> None:
    cases, found = judged
    missed = [case.name for case in cases if not said(case, found)]
    assert missed == [], f"{len(missed)} of {len(cases)}"


def test_each_is_found_where_it_lies(judged: tuple[list[Case], Found]) -> None:
    cases, found = judged
    wrong = []
    for case in cases:
        places_said = [(finding.line, finding.where) for finding in said(case, found)]
        if case.lines is not None:
            first, last = case.lines
            right = any(line is not None and first <= line <= last for line, _ in places_said)
        elif case.where is not None:
            right = any(where is not None and case.where in where for _, where in places_said)
        else:
            right = True
        if places_said and not right:
            wrong.append((case.name, case.lines or case.where, places_said))
    assert wrong == []


def test_nothing_else_is_called_a_leak(judged: tuple[list[Case], Found]) -> None:
    """A finding elsewhere in the article of an attachment would be about its clean text."""
    cases, found = judged
    wrong = [
        (case.name, finding.rule, finding.line)
        for case in cases
        if case.lines is None
        for path in case.files
        if path != case.path
        for finding in found[path]
        if finding.rule.startswith("B") and case.place != "file-name"
    ]
    assert wrong == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cases_cover_every_rule_disguise_place_and_type(seed: int) -> None:
    cases = list(generator.cases(seed))
    assert len(cases) >= 400
    assert {case.rule for case in cases} == RULES
    assert {disguise.name for disguise in disguises.ALL} <= {case.disguise for case in cases}
    placed = {case.place for case in cases}
    assert {place.name for place in places.BODY} | places.FRONT.keys() <= placed
    assert {recipe.name for recipe in attachments.RECIPES} <= placed
    styles = {style for style in places.STYLES for case in cases if case.name.endswith(f"-{style}")}
    assert styles == places.STYLES.keys()


def test_a_seed_gives_the_same_cases_each_time() -> None:
    assert list(generator.cases(1)) == list(generator.cases(1))
    assert list(generator.cases(1)) != list(generator.cases(2))


def test_look_alikes_pass(tmp_path: Path) -> None:
    corpus = list(clean.corpus(1))
    assert len(corpus) >= 150
    found = check(tmp_path, (clean.files(item, number) for number, item in enumerate(corpus)))
    wrong = [
        (finding.rule, corpus[int(path.removesuffix(".md").rpartition("-")[2])].title, finding.message)
        for path, findings in found.items()
        for finding in findings
        if finding.rule.startswith("B2") and finding.severity == ERROR
    ]
    assert wrong == []


def test_what_carries_the_leaks_is_clean(tmp_path: Path) -> None:
    """So that each finding above is about the leak."""
    rng = Random(1)
    files = []
    for number, recipe in enumerate(attachments.RECIPES, 1):
        target = f"{places.slug(number)}/fu-jian.{recipe.ending}"
        article = places.body(number, rng, "附件：[{}](" + target + ")", "附表")
        data = recipe.build(carriers.sentences(rng, 3), ["7" if recipe.exact in ("digits", "ascii") else "工作安排"])
        files.append({article.path: article.text.encode(), f"{places.NEWS_FOLDER}/{target}": data})
    for number, template in enumerate((place.template for place in places.BODY), 1000):
        article = places.body(number, rng, template, "工作安排")
        files.append({article.path: article.text.encode()})
    found = check(tmp_path, files)
    wrong = [
        (path, finding.rule, finding.where, finding.message)
        for path, findings in found.items()
        for finding in findings
        if finding.rule.startswith("B2")
    ]
    assert wrong == []

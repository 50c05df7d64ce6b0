"""Pages of every kind are fit for a screen reader, by axe-core with its best-practice rules."""

from pathlib import Path

import pytest

from tests.e2e.built import KINDS, Site, address_of
from tests.e2e.toolbox import need, none

WIDTHS = {1440: 900, 390: 844}  # a desk and a phone, CSS pixels
# Of the rules that are off by default, the one on size of targets is WCAG 2.2 AA, so it is asked for.
OPTIONS = "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}"


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser):
    """A page of the browser, at each width in turn."""
    page = browser.new_page(viewport={"width": request.param, "height": WIDTHS[request.param]})
    yield page
    page.close()


def violations(page, url: str) -> list[str]:
    """``rule: what is wrong: element`` for all that axe finds on the page at ``url``."""
    axe = Path(need("axe-core")).read_text("utf-8")
    page.goto(url)
    page.evaluate(axe)
    found = page.evaluate(f"axe.run(document, {OPTIONS})")
    assert found["passes"], "axe judged nothing"
    return [f"{rule['id']}: {rule['help']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("kind", KINDS)
def test_no_violation(kind: str, page, main: Site, address: str) -> None:
    none(violations(page, f"{address}/{address_of(main, kind)}"))


def test_a_right_page_passes_and_a_wrong_one_is_found(page, tmp_path: Path) -> None:
    right = tmp_path / "right.html"
    right.write_text('<!DOCTYPE html><html lang="zh-CN"><title>样张</title><main><h1>样张</h1></main>', "utf-8")
    assert violations(page, right.as_uri()) == []
    wrong = tmp_path / "wrong.html"
    wrong.write_text(
        "<!DOCTYPE html><html><title>样张</title><main><h1>样张</h1><h4>跳级</h4><img src='x.png'></main><p>地标之外",
        "utf-8",
    )
    rules = {line.split(":")[0] for line in violations(page, wrong.as_uri())}
    assert rules == {"html-has-lang", "heading-order", "image-alt", "region"}

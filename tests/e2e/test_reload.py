"""A page open in a browser follows what is saved, without a hand on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lanmu.rules.sample import COLUMNS, NEWS
from tests.serving import TITLE, Served, serving

BAR = "#lanmu-refused"


@pytest.fixture
def served(browser, tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "portal") as served:
        yield served


@pytest.fixture
def page(browser, served: Served):
    """The article in a tab of its own."""
    page = browser.new_page(viewport={"width": 1440, "height": 400})
    page.set_default_timeout(60_000)
    page.goto(served.url + NEWS.removeprefix("content").replace(".md", ".html"))
    assert page.locator("h1").inner_text() == TITLE
    yield page
    page.close()


def test_a_saved_title_is_seen_in_every_tab(browser, served: Served, page) -> None:
    home = browser.new_page()
    home.goto(served.url)
    served.edit(NEWS, TITLE, "省科技厅部署验收")
    page.wait_for_selector("h1:text-is('省科技厅部署验收')")
    home.wait_for_selector("a:text-is('省科技厅部署验收')", timeout=60_000)
    home.close()


def test_a_reader_stays_where_he_was(served: Served, page) -> None:
    page.evaluate("scrollTo(0, 200)")
    page.wait_for_function("scrollY === 200")
    served.edit(NEWS, TITLE, "省科技厅部署验收")
    page.wait_for_selector("h1:text-is('省科技厅部署验收')")
    page.wait_for_function("scrollY === 200")


def test_a_refused_change_is_told_in_the_page_until_it_is_mended(served: Served, page) -> None:
    served.edit(COLUMNS, "departments: [lyj]", "departments: [旅由局]")
    page.wait_for_selector(BAR)
    assert "没有更新" in page.locator(BAR).inner_text()
    assert page.locator("h1").inner_text() == TITLE
    page.reload()
    page.wait_for_selector(BAR)
    served.edit(COLUMNS, "departments: [旅由局]", "departments: [lyj]")
    page.wait_for_selector(BAR, state="detached")


def test_a_page_that_is_not_there_yet_comes_by_itself(served: Served, page) -> None:
    page.goto(f"{served.url}/kjt/bmdt/2026-03-19-xin-wen.html")
    assert page.locator("h1").inner_text() != "另一篇"
    text = (served.root / NEWS).read_text("utf-8").replace(TITLE, "另一篇")
    (served.root / "content/kjt/bmdt/2026-03-19-xin-wen.md").write_text(text, "utf-8")
    page.wait_for_selector("h1:text-is('另一篇')")


def test_a_tab_that_nobody_sees_holds_no_connection_and_follows_when_it_is_seen(served: Served, page) -> None:
    def seen(hidden: bool) -> None:
        # Headless Chromium counts every tab as seen.
        page.evaluate(
            f"Object.defineProperty(document, 'hidden', {{value: {str(hidden).lower()}, configurable: true}})"
        )
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    seen(False)
    seen(True)
    with served.listening() as event:
        served.edit(NEWS, TITLE, "省科技厅部署验收")
        assert event() == "changed"
    assert page.locator("h1").inner_text() == TITLE
    seen(False)
    page.wait_for_selector("h1:text-is('省科技厅部署验收')")


def test_one_save_after_another_is_followed(served: Served, page) -> None:
    for title in ("第一次", "第二次", "第三次"):
        served.edit(NEWS, page.locator("h1").inner_text(), title)
        page.wait_for_selector(f"h1:text-is('{title}')")

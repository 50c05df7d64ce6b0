"""The built sites, each made once a run, and the browser that reads them."""

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.built import PORTALS, Site, build, serve
from tests.e2e.toolbox import CHROMIUM_FLAGS, need


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """Gives the built site of a portal by its name; builds it when it is first asked for."""
    sites: dict[str, Site] = {}

    def site(name: str) -> Site:
        if name not in sites:
            sites[name] = build(name, tmp_path_factory.mktemp("site") / name)
        return sites[name]

    return site


@pytest.fixture(scope="session", params=PORTALS)
def each(request: pytest.FixtureRequest, built: Callable[[str], Site]) -> Site:
    """Each of the five portals in turn."""
    return built(request.param)


@pytest.fixture(scope="session")
def main(built: Callable[[str], Site]) -> Site:
    """The portal of this repository."""
    return built("main")


@pytest.fixture(scope="session")
def address(main: Site) -> Iterator[str]:
    """Where the portal of this repository is served."""
    with serve(main) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Debian's Chromium under Playwright, with a profile of its own that ends with it."""
    need("playwright")
    chromium = need("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()

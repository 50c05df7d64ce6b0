"""Home, column and article earn at least 95 of 100 in all four groups of Lighthouse, on desk and phone."""

import http.server
import json
import subprocess
import threading
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.e2e.built import Site, address_of
from tests.e2e.toolbox import CHROMIUM_FLAGS, HERE, need, none

GOAL = 0.95
FORMS = ("desktop", "mobile")
GROUPS = {"performance", "accessibility", "best-practices", "seo"}


def audit(forms: Iterable[str], *urls: str) -> list[dict]:
    """One report per form and address: ``form``, ``url``, ``scores`` by group (0 to 1), ``faults``."""
    need("lighthouse")
    tasks = [f"{form}={url}" for form in forms for url in urls]
    done = subprocess.run(
        [need("node"), str(HERE / "lighthouse.mjs"), need("chromium"), " ".join(CHROMIUM_FLAGS), *tasks],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60 * len(tasks),
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def short(reports: list[dict]) -> list[str]:
    """What falls short of the goal, with the audits that cost the points."""
    return [
        f"{report['form']} {report['url']} {group} {score}: {'; '.join(report['faults'])}"
        for report in reports
        for group, score in report["scores"].items()
        if score is None or score < GOAL
    ]


@pytest.fixture
def poor_page(tmp_path: Path) -> Iterator[str]:
    """The address of a page with faults in every group that does not hang on the machine's speed."""
    (tmp_path / "index.html").write_text("<img src='gone.png'><script>throw Error()</script><p>差", "utf-8")
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_scores(main: Site, address: str) -> None:
    reports = audit(FORMS, *(f"{address}/{address_of(main, kind)}" for kind in ("home", "column", "article")))
    assert [set(report["scores"]) for report in reports] == [GROUPS] * 6
    none(short(reports))


def test_a_poor_page_falls_short(poor_page: str) -> None:
    reports = audit(["mobile"], poor_page)
    poor = {group for group, score in reports[0]["scores"].items() if score < GOAL}
    assert poor >= {"accessibility", "best-practices", "seo"}
    assert len(short(reports)) == len(poor)

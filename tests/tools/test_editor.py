"""``lanmu editor``: what it serves, and when it does not begin. Its forms are judged in tests/e2e/test_editor.py."""

import http.client
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
import yaml

from lanmu import structure
from lanmu.editor import local
from lanmu.rules.sample import COLUMNS, FILES
from tests.e2e.toolbox import need
from tests.repository import ENVIRONMENT, ROOT, Repository, portal
from tools import console, editor

PLACE = "http://127.0.0.1:8091"
Run = Callable[..., str]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return portal(tmp_path / "clone")


@pytest.fixture
def refused(repository: Repository) -> Run:
    """What ``lanmu editor`` says where it does not begin."""

    def run(root: Path = repository.path, **env: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tools", "--root", str(root), "editor", "--port", "0"],
            cwd=ROOT,
            env=ENVIRONMENT | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, done.stdout) == (console.UNABLE, ""), done.stderr
        return done.stderr

    return run


def test_a_portal_outside_git_is_told_so(refused: Run, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / COLUMNS).write_text(FILES[COLUMNS], "utf-8")
    assert "不在 git 仓库里" in refused(tmp_path / "alone", GIT_CEILING_DIRECTORIES=str(tmp_path))


def test_a_portal_in_a_folder_of_a_repository_is_told_so(refused: Run, tmp_path: Path) -> None:
    whole = portal(tmp_path / "whole", folder="menhu")
    assert "不是 git 仓库的最上一级" in refused(whole.path / "menhu")


def test_work_that_is_not_committed_is_not_swept_into_a_draft(refused: Run, repository: Repository) -> None:
    repository.write({"notes.txt": "草稿"})
    said = refused()
    assert "有还没有提交的修改" in said
    assert "git stash --include-untracked" in said


def test_on_no_branch_there_is_nothing_to_merge_into(refused: Run, repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--detach")
    assert "git switch main" in refused()


def test_who_has_no_name_is_asked_for_it(refused: Run) -> None:
    said = refused(GIT_AUTHOR_NAME="", GIT_AUTHOR_EMAIL="")
    assert "git config user.name" in said


def test_without_node_it_says_what_to_install(refused: Run, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").symlink_to(str(shutil.which("git")))
    assert "apt-get install nodejs npm" in refused(PATH=str(tmp_path / "bin"))


@pytest.fixture
def get(repository: Repository) -> Iterator[Callable[[str], http.client.HTTPResponse]]:
    """Asks the served files for a path, sent as it is written."""
    need("decap-cms")
    found = structure.load(repository.path).portal
    assert found is not None
    with editor.listen(0, found, local(PLACE, "main"), PLACE) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()

        def get(path: str) -> http.client.HTTPResponse:
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
            connection.putrequest("GET", path)
            connection.endheaders()
            return connection.getresponse()

        yield get
        server.shutdown()
        thread.join()


def test_a_department_finds_its_form_and_the_browser_is_kept_at_home(get) -> None:
    assert get("/").headers["Location"] == "/admin/"
    assert 'href="kjt/">省科技厅' in get("/admin/").read().decode()
    page = get("/admin/kjt/")
    assert page.status == 200
    assert f"connect-src 'self' blob: {PLACE};" in page.headers["Content-Security-Policy"]
    config = yaml.safe_load(get("/admin/kjt/config.yml").read())
    assert config["backend"]["proxy_url"] == f"{PLACE}/api/v1"
    script = get("/admin/decap/decap-cms.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert len(script.read()) > 1_000_000


@pytest.mark.parametrize(
    "path",
    [
        "/admin/xyz/",
        "/admin",
        "/admin/../columns.yaml",
        "/admin/decap/../../package.json",
        "/admin/decap/%2e%2e/package.json",
        "/columns.yaml",
        "/admin/decap/",
        "/index.html",
    ],
)
def test_nothing_else_is_served(get, path: str) -> None:
    assert get(path).status == 404


def test_a_title_of_the_portal_stays_text() -> None:
    found = structure.read(FILES[COLUMNS].replace("name: 示范省人民", "name: <b>示范省人民").encode()).portal
    assert found is not None
    assert "&lt;b&gt;示范省" in editor._choice(found)


def test_the_lock_pins_everything_and_names_no_host() -> None:
    text = (ROOT / "editor" / "package-lock.json").read_text("utf-8")
    packages = {name: package for name, package in json.loads(text)["packages"].items() if name}
    assert {"node_modules/decap-cms", "node_modules/decap-server"} <= packages.keys()
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
    assert '"resolved"' not in text

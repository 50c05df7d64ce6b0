"""``lanmu editor``: what it serves, and when it does not begin. Its forms are judged in tests/e2e/test_editor.py."""

import base64
import http.client
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock, Thread

import pytest
import yaml

from lanmu import structure
from lanmu.rules.sample import COLUMNS, FILES, NEWS
from tests.e2e.toolbox import need
from tests.repository import ENVIRONMENT, ROOT, Repository, portal
from tools import console, desk, editor

NOWHERE = Path("/nonexistent/decap")
Run = Callable[..., str]
Ask = Callable[..., http.client.HTTPResponse]


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
def ask(repository: Repository) -> Iterator[Ask]:
    """Asks what serves the editor, for a path that is sent as it is written; decap-server is not there."""
    need("decap-cms")
    found = structure.load(repository.path).portal
    assert found is not None
    with editor.listen(0, repository.path, found, "main", NOWHERE, Lock()) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()

        def ask(method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value.replace("{port}", str(server.server_port)))
            connection.endheaders(body)
            return connection.getresponse()

        yield ask
        server.shutdown()
        thread.join()


@pytest.fixture
def get(ask: Ask) -> Callable[[str], http.client.HTTPResponse]:
    """Asks for a file."""
    return lambda path: ask("GET", path)


@pytest.fixture
def save(ask: Ask) -> Callable[[bytes], tuple[int, str]]:
    """What is answered to a request that Decap makes."""

    def save(body: bytes) -> tuple[int, str]:
        answer = ask("POST", "/api/v1", body, Content_Type="application/json", Content_Length=str(len(body)))
        return answer.status, json.loads(answer.read())["error"]

    return save


def test_a_department_finds_its_form_and_the_browser_is_kept_at_home(get) -> None:
    assert get("/").headers["Location"] == "/admin/"
    assert 'href="kjt/">省科技厅' in get("/admin/").read().decode()
    page = get("/admin/kjt/")
    assert page.status == 200
    assert "connect-src 'self' blob:;" in page.headers["Content-Security-Policy"]
    config = yaml.safe_load(get("/admin/kjt/config.yml").read())
    assert config["backend"]["proxy_url"] == "/api/v1"
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


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:{port}"},  # a name of somebody's that was made to point here
        {"Host": "127.0.0.1"},
        {"Host": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "localhost:{port}", "Origin": "http://127.0.0.1:{port}"},
    ],
)
def test_only_a_page_of_its_own_is_answered(ask: Ask, headers: dict[str, str]) -> None:
    asked = {"Content_Type": "application/json", "Content_Length": "2", **headers}
    assert ask("POST", "/api/v1", b"{}", **asked).status == 403
    assert ask("GET", "/admin/", **headers).status == 403


def test_under_its_other_name_it_is_the_same(ask: Ask) -> None:
    assert ask("GET", "/admin/", Host="localhost:{port}", Origin="http://localhost:{port}").status == 200


@pytest.mark.parametrize("length", ["", "-1", "1e3", "٣", str(desk.MOST + 1), "9" * 5000])
def test_what_is_too_large_is_not_read(ask: Ask, length: str) -> None:
    answer = ask(
        "POST", "/api/v1", b"{}", Content_Type="application/json", Content_Length=length.encode().decode("latin-1")
    )
    assert (answer.status, "一次最多保存 50 MB" in answer.read().decode()) == (422, True)


def test_a_form_of_a_page_elsewhere_is_no_request(ask: Ask) -> None:
    assert ask("POST", "/api/v1", b"{}", Content_Type="text/plain", Content_Length="2").status == 403


def test_what_nobody_could_take_back_is_not_committed(save, repository: Repository) -> None:
    status, said = save(_entry(NEWS, FILES[NEWS] + "\n联系人身份证号：11010519491231002X。\n"))
    assert status == 422
    assert said.startswith("没有保存：")
    assert "B205" in said
    assert "11010519491231002X" not in said
    assert repository.git("status", "--porcelain") == ""


def test_an_attachment_is_read_too_before_it_is_committed(save) -> None:
    asset = {
        "path": f"{NEWS[:-3]}/名单.csv",
        "content": base64.b64encode("证号,11010519491231002X\n".encode()).decode(),
    }
    body = json.dumps({"action": "persistMedia", "params": {"branch": "main", "asset": asset}}).encode()
    status, said = save(body)
    assert (status, said[:9]) == (422, "没有保存：名单.c")
    assert "B205" in said


LEAK = "联系人身份证号：11010519491231002X。"


@pytest.mark.parametrize("hidden", ["\0", "\x01", "\x0b", "\ufffe", "长" * 400_000], ids=lambda text: ascii(text[:1]))
def test_a_leak_in_what_is_no_sound_article_is_seen_too(save, hidden: str) -> None:
    status, said = save(_entry(NEWS, f"{FILES[NEWS]}\n{LEAK}\n{hidden}"))
    assert (status, said[:5]) == (422, "没有保存：")


def test_no_leak_hides_behind_another_file(save) -> None:
    clean = {"slug": "x", "path": NEWS, "raw": FILES[NEWS]}
    leak = clean | {"path": NEWS.replace("03-20", "03-21"), "raw": f"{FILES[NEWS]}\n{LEAK}\n"}
    picture = {"path": f"{NEWS[:-3]}/a.csv", "content": base64.b64encode(LEAK.encode()).decode()}
    for params in (
        {"entry": leak, "dataFiles": [clean]},
        {"dataFiles": [clean, leak | {"newPath": NEWS.replace("03-20", "03-22")}]},
        {"assets": [], "asset": picture},
        {"entry": clean, "asset": picture},
    ):
        status, said = save(json.dumps({"action": "persistEntry", "params": params}).encode())
        assert (status, "B205" in said) == (422, True), params
    status, said = save(
        json.dumps({"action": "persistEntry", "params": {"dataFiles": [leak, leak | clean, clean]}}).encode()
    )
    assert (status, said[:9]) == (422, "看不懂编辑器的请求")


def test_without_a_table_nothing_is_saved(save, repository: Repository) -> None:
    (repository.path / COLUMNS).write_text("site: [", "utf-8")
    status, said = save(_entry(NEWS, f"{FILES[NEWS]}\n{LEAK}\n"))
    assert (status, said.partition("，")[0]) == (422, "columns.yaml 读不出来")


def test_a_draft_is_no_branch_to_begin_on(refused: Run, repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "cms/kjt_bmdt/a")
    assert "是一篇草稿" in refused()


def test_what_can_be_mended_later_is_let_through(save) -> None:
    assert save(_entry(NEWS, "---\ntitle: 一\n---\n")) == (502, "decap-server 没有答复：停下 lanmu editor 再启动")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"[" * 100_000,
        b'{"params": ' + b'{"a": ' * 20_000,
        b'{"action": "persistEntry"}',
        b'{"action": "persistEntry", "params": {"dataFiles": [7]}}',
        b'{"action": "persistEntry", "params": {"entry": {"path": ["content"], "raw": "a"}}}',
        b'{"action": "deleteFiles", "params": {"paths": [7]}}',
        b'{"action": "persistMedia", "params": {"asset": {"path": "content/a.png", "content": "\xe4\xb8\xad"}}}',
    ],
    ids=lambda body: body[:60].decode("ascii", "backslashreplace"),
)
def test_a_request_that_makes_no_sense_is_refused_kindly(save, body: bytes) -> None:
    status, said = save(body)
    assert (status, said.split("；")[0]) == (422, "看不懂编辑器的请求")


@pytest.mark.parametrize(
    "path",
    [
        *(".git/config", ".git/hooks/pre-commit", "lanmu/x.py", "columns.yaml", "/etc/passwd", "../x.md", ""),
        *("content/../.git/config", "content/./a.md", "content//a.md", "content/.git/config", "Content/a.md"),
        *(
            "content/a\0.md",
            "content/\ud800.md",
            f"content/{'a' * 5000}.md",
            "contents/a.md",
            "content/kjt/bmdt/.htaccess",
        ),
    ],
)
def test_nothing_but_content_is_written_or_read(save, path: str) -> None:
    asset = {"path": path, "content": "YQ==", "encoding": "base64"}
    entry = {"slug": "x", "path": NEWS, "raw": "a"}
    for action, params in {
        "persistEntry": {"dataFiles": [entry, entry | {"path": path}]},
        "persistEntry ": {"entry": entry | {"newPath": path}},
        "persistMedia": {"asset": asset},
        "persistEntry  ": {"dataFiles": [entry], "assets": [asset]},
        "deleteFile": {"path": path},
        "deleteFiles": {"paths": [NEWS, path]},
        "getEntry": {"path": path},
        "getMedia": {"mediaFolder": path},
        "entriesByFolder": {"folder": path},
        "entriesByFiles": {"files": [{"path": path}]},
    }.items():
        status, said = save(json.dumps({"action": action.strip(), "params": params}).encode())
        assert (status, said[:17]) == (422, "编辑器只管 content 里的稿"), action


def _entry(path: str, text: str) -> bytes:
    entry = {"slug": "x", "path": path, "raw": text}
    return json.dumps({"action": "persistEntry", "params": {"branch": "main", "entry": entry, "assets": []}}).encode()


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

"""``lanmu links --external``: a real server on this machine stands for the web; names are the test's own."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lanmu import cache, clock
from lanmu.links.known import DAYS
from lanmu.rules import sample
from tools import links, outside
from tools.cli import cli
from tools.crawl import Network

HOST = "127.0.0.1"
ROBOTS = b"User-agent: *\nDisallow: /secret\n\nUser-agent: LinkChecker\nDisallow: /secret\nDisallow: /no-linkchecker\n"
STATUS = {"/gone": 404, "/error": 500, "/shy": 403, "/busy": 429, "/empty": 204}
MOVED = {"/moved": "/fine", "/loop": "/loop", "/inside": "http://inner.example/", "/odd": "file:///etc/passwd"}


class Web(ThreadingHTTPServer):
    """Remembers what it was asked, and by whom; ``/slow`` is answered when the test is over."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, host: str = HOST) -> None:
        super().__init__((host, 0), Answers)
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return self.server_port

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # LinkChecker reads no page to its end


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Web

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.add(self.headers["User-Agent"])
        if self.path == "/slow":
            self.server.over.wait(60)
        body = ROBOTS if self.path == "/robots.txt" else b"<p>fine"
        status = 302 if self.path in MOVED else STATUS.get(self.path, 200)
        self.send_response(status)
        if self.path in MOVED:
            self.send_header("Location", MOVED[self.path])
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
        self.send_header("LinkChecker", "any rate will do")  # else the test would wait between requests
        self.send_header("Content-Length", "0" if status == 204 else str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if status == 204 else body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.over.set()
        server.shutdown()


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


NAMES = {"site.example": HOST, "other.example": HOST, "inner.example": "10.0.0.5", "lan.example": "fd00::1"}
NETWORK = Network(hosts=NAMES, allowed=(HOST,), patience=20, per_second=1000)


def checked(
    root: Path, web: Web, *paths: str, network: Network = NETWORK
) -> tuple[dict[str, str], tuple[str, ...], outside.Outside]:
    """Reasons by path, remarks, and all."""
    away = {f"http://site.example:{web.port}{path}" if path[0] == "/" else path: {"index.html": "x"} for path in paths}
    found = outside.check(root, away, network)
    reasons = {item.target.partition(f":{web.port}")[2] or item.target: item.reason for item in found.broken}
    return reasons, found.remarks, found


def test_each_answer(tmp_path: Path, web: Web) -> None:
    paths = ("/fine", "/fine?a=b", "/empty", "/moved", "/gone", "/error", "/loop", "/odd")
    reasons, remarks, found = checked(tmp_path, web, *paths)
    assert reasons == {
        "/gone": "对方回答 404",
        "/error": "对方回答 500",
        "/loop": "转来转去，到不了网页",
        "/odd": "网址打不开",
    }
    assert remarks == ("外部链接 8 个：查了 8 个",)
    assert found.trouble is None
    assert {"/robots.txt", *paths} <= set(web.asked)


def test_it_says_who_it_is(tmp_path: Path, web: Web) -> None:
    checked(tmp_path, web, "/fine")
    assert {"/robots.txt", "/fine"} <= set(web.asked)
    (agent,) = web.agents
    assert agent.startswith("lanmu/")
    assert "LinkChecker" in agent


def test_robots_are_respected(tmp_path: Path, web: Web) -> None:
    reasons, remarks, _ = checked(tmp_path, web, "/secret", "/no-linkchecker", "/fine")
    assert reasons == {}
    assert set(web.asked) == {"/robots.txt", "/fine"}
    assert "robots.txt 不让程序访问" in remarks[1]
    assert "/secret" in remarks[1]


def test_a_site_that_shuts_out_programs_is_not_called_broken(tmp_path: Path, web: Web) -> None:
    reasons, remarks, _ = checked(tmp_path, web, "/shy", "/busy")
    assert reasons == {}
    assert [f"对方回答 {status}" in remark for status, remark in zip((403, 429), remarks[1:], strict=True)] == [
        True
    ] * 2


def test_a_silent_server_and_a_closed_port(tmp_path: Path, web: Web) -> None:
    with Web() as closed:
        nobody = f"http://site.example:{closed.port}/"
    reasons, _, _ = checked(tmp_path, web, "/slow", nobody, network=NETWORK._replace(patience=1))
    assert reasons == {"/slow": "对方很久没有回答", nobody: "连接不上"}


def test_what_is_no_https_is_said(tmp_path: Path, web: Web) -> None:
    address = f"https://site.example:{web.port}/"
    reasons, _, _ = checked(tmp_path, web, address)
    assert reasons == {"/": "证书有问题，浏览器会警告"}


def test_a_name_without_an_address(tmp_path: Path, web: Web) -> None:
    reasons, _, found = checked(tmp_path, web, "/fine", "http://nobody.example/")
    assert reasons == {"http://nobody.example/": "域名解析不了"}
    assert found.trouble is None


@pytest.mark.parametrize(
    "address",
    [
        "http://inner.example/",
        "http://lan.example/",
        "http://10.0.0.5/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
    ],
)
def test_the_surroundings_of_the_machine_are_left_alone(tmp_path: Path, web: Web, address: str) -> None:
    reasons, remarks, found = checked(tmp_path, web, "/fine", address)
    assert (reasons, found.trouble) == ({}, None)
    assert "内部网络" in remarks[1]
    assert address in remarks[1]


@pytest.mark.parametrize(
    "address", ["::1", "::", "fe80::1", "::ffff:10.0.0.5", "64:ff9b::a00:5", "2002:a00:5::", "ff02::1"]
)
def test_numbers_in_numbers_are_seen_through(tmp_path: Path, web: Web, address: str) -> None:
    network = NETWORK._replace(hosts=NAMES | {"six.example": address})
    reasons, remarks, _ = checked(tmp_path, web, "/fine", "http://six.example/", network=network)
    assert reasons == {}
    assert "内部网络" in remarks[1]


def test_what_linkchecker_cannot_ask_is_not_called_broken(tmp_path: Path, web: Web) -> None:
    reasons, remarks, _ = checked(tmp_path, web, "/fine", "http://[2001:db8::1]/x")
    assert reasons == {}
    assert "IPv6" in remarks[1]


@pytest.mark.parametrize("written", [HOST, "localhost", "0x7f000001", "2130706433", "127.1", "[::ffff:127.0.0.1]"])
def test_no_author_reaches_this_machine(tmp_path: Path, web: Web, written: str) -> None:
    """However the address is written; here the system looks up names, and nothing is allowed."""
    network = Network(patience=5)
    reasons, _, _ = checked(tmp_path, web, f"http://{written}:{web.port}/", network=network)
    assert reasons.keys() <= {"/"}
    assert web.asked == []


def test_no_server_sends_us_to_the_surroundings(tmp_path: Path, web: Web) -> None:
    with Web("127.0.0.2") as inner:
        threading.Thread(target=inner.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        MOVED["/inside"] = f"http://inner.example:{inner.port}/"
        names = NAMES | {"inner.example": "127.0.0.2"}
        reasons, remarks, _ = checked(tmp_path, web, "/inside", "/fine", network=NETWORK._replace(hosts=names))
        inner.shutdown()
    assert reasons == {}
    assert "内部网络" in remarks[1]
    assert inner.asked == []


def test_good_answers_are_remembered_and_bad_ones_asked_again(tmp_path: Path, web: Web) -> None:
    checked(tmp_path, web, "/fine", "/gone", "/shy", "/secret")
    web.asked.clear()
    reasons, remarks, _ = checked(tmp_path, web, "/fine", "/gone", "/shy", "/secret")
    assert reasons == {"/gone": "对方回答 404"}
    assert sorted(web.asked) == ["/gone", "/robots.txt", "/shy"]
    assert remarks[0] == "外部链接 4 个：查了 3 个，1 个在 7 天内查过，没有问题"


@pytest.mark.parametrize(("age", "asked"), [(timedelta(days=DAYS) - timedelta(minutes=2), False), (timedelta(days=DAYS), True), (timedelta(days=-1), True)])  # fmt: skip
def test_what_is_remembered_grows_old(tmp_path: Path, web: Web, age: timedelta, asked: bool) -> None:
    checked(tmp_path, web, "/fine")
    web.asked.clear()
    folder = cache.folder(tmp_path)
    assert folder is not None
    kept = json.loads((folder / "links.json").read_text("utf-8"))
    assert datetime.fromisoformat(next(iter(kept.values()))) <= clock.now()
    (folder / "links.json").write_text(json.dumps(dict.fromkeys(kept, (clock.now() - age).isoformat())), "utf-8")
    checked(tmp_path, web, "/fine")
    assert ("/fine" in web.asked) == asked


@pytest.mark.parametrize("damage", [b"", b"\xff", b"[]", b'{"a": 1}', b'{"a": "2026-03-01"}', b"[" * 100_000])
def test_a_damaged_memory_costs_time_alone(tmp_path: Path, web: Web, damage: bytes) -> None:
    folder = cache.folder(tmp_path)
    assert folder is not None
    (folder / "links.json").write_bytes(damage)
    checked(tmp_path, web, "/fine")
    checked(tmp_path, web, "/fine")
    assert web.asked.count("/fine") == 1


def test_without_a_network_it_says_so_once(tmp_path: Path, web: Web) -> None:
    reasons, _, found = checked(tmp_path, web, "/fine", "http://b.example/", network=NETWORK._replace(hosts={}))
    assert reasons == {}
    assert found.trouble is not None
    assert "没有网络" in found.trouble.message


def test_one_name_that_is_gone_is_no_missing_network(tmp_path: Path, web: Web) -> None:
    """All others were good yesterday, and are not asked but for this."""
    checked(tmp_path, web, "/fine")
    reasons, _, found = checked(tmp_path, web, "/fine", "http://nobody.example/")
    assert reasons == {"http://nobody.example/": "域名解析不了"}
    assert found.trouble is None
    _, _, found = checked(tmp_path, web, "/fine", "http://nobody.example/", network=NETWORK._replace(hosts={}))
    assert found.trouble is not None


def test_time_is_bounded_and_what_was_found_is_kept(tmp_path: Path, web: Web) -> None:
    reasons, _, found = checked(tmp_path, web, "/gone", "/slow", network=NETWORK._replace(seconds=6))
    assert reasons == {"/gone": "对方回答 404"}
    assert found.trouble is not None
    assert "还有 1 个外部链接没有查" in found.trouble.message


def test_nothing_leads_away(tmp_path: Path) -> None:
    assert outside.check(tmp_path, {}, NETWORK) == outside.Outside((), ())


def test_hosts_take_turns() -> None:
    addresses = ["http://a/1", "http://a/2", "http://a/3", "http://b/1", "http://[x", "https://c/1"]
    assert outside.by_turns(addresses) == [
        "http://a/1",
        "http://b/1",
        "http://[x",
        "https://c/1",
        "http://a/2",
        "http://a/3",
    ]


@pytest.fixture
def site(root: Path) -> Path:
    """The small portal with one page as its site, that of its news."""
    page = root / "output" / sample.NEWS.removeprefix("content/").replace(".md", ".html")
    page.parent.mkdir(parents=True)
    (root / "output" / "index.html").write_text("<p>", "utf-8")
    return page


def lead(root: Path, page: Path, address: str) -> None:
    """Write a link into the article and its page."""
    source = root / sample.NEWS
    source.write_text(f"{source.read_text('utf-8')}\n见[外站]({address})。\n", "utf-8")
    page.write_text(f'<a href="{address}#part">x</a>', "utf-8")


def test_findings_are_those_of_the_check(root: Path, site: Path, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    lead(root, site, f"http://site.example:{web.port}/gone")
    assert links.run(root, root / "output", True, "json", NETWORK) == 1
    (item,) = json.loads(capsys.readouterr().out)
    assert (item["rule"], item["path"]) == ("L501", sample.NEWS)
    assert item["line"] == len(sample.FILES[sample.NEWS].splitlines()) + 2
    assert "对方回答 404" in item["message"]
    assert links.run(root, root / "output", False, "json", NETWORK) == 0


def test_a_link_of_the_table_is_said_at_its_line(
    root: Path, site: Path, web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"http://site.example:{web.port}/gone"
    table = root / "columns.yaml"
    table.write_text(f"# {address}\n{table.read_text('utf-8')}", "utf-8")
    (root / "output" / "index.html").write_text(f'<a href="{address}">x</a>', "utf-8")
    assert links.run(root, root / "output", True, "json", NETWORK) == 1
    (item,) = json.loads(capsys.readouterr().out)
    assert (item["path"], item["line"]) == ("columns.yaml", 1)


def test_without_a_network_the_site_is_judged_all_the_same(
    root: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lead(root, site, "http://site.example/")
    network = NETWORK._replace(hosts={})
    assert links.run(root, root / "output", True, "human", network) == 2
    out, err = capsys.readouterr()
    assert (out, "没有网络" in err) == ("", True)
    (root / "output" / "index.html").write_text('<a href="gone.html">x</a>', "utf-8")
    assert links.run(root, root / "output", True, "human", network) == 1
    out, err = capsys.readouterr()
    assert ("gone.html" in out, "没有网络" in err) == (True, True)


def test_the_command_asks_nobody_here(root: Path, site: Path, web: Web) -> None:
    lead(root, site, f"http://{HOST}:{web.port}/gone")
    result = CliRunner().invoke(cli, ["--root", str(root), "links", "--external"])
    assert (result.exit_code, web.asked) == (0, [])
    assert "内部网络" in result.stderr

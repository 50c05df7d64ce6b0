"""The preview server, asked over a real socket."""

import http.client
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.serve import HOST, listen

Ask = Callable[..., tuple[http.client.HTTPResponse, bytes]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    files = {
        "index.html": "<p>首页</p>",
        "404.html": "<p>没有这一页</p>",
        "columns/tzxm/index.html": "<p>投资项目</p>",
        "theme/css/main.css": "p{}",
        "feeds/index.json": "{}",
        "empty/note.txt": "说明",
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    (tmp_path / "secret.txt").write_text("不在网站里", "utf-8")
    (folder / "leak.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "mark.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture
def ask(site: Path) -> Iterator[Ask]:
    with listen(0, site) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

        def get(path: str, method: str = "GET") -> tuple[http.client.HTTPResponse, bytes]:
            connection = http.client.HTTPConnection(HOST, server.server_port, timeout=5)
            connection.putrequest(method, path, skip_accept_encoding=True)
            connection.endheaders()
            answer = connection.getresponse()
            return answer, answer.read()

        yield get
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "kind", "text"),
    [
        ("/", "text/html; charset=utf-8", "<p>首页</p>"),
        ("/index.html?from=mail#top", "text/html; charset=utf-8", "<p>首页</p>"),
        ("/columns/tzxm/", "text/html; charset=utf-8", "<p>投资项目</p>"),
        ("/theme/css/main.css", "text/css; charset=utf-8", "p{}"),
        ("/feeds/index.json", "application/json; charset=utf-8", "{}"),
        ("/empty/note.txt", "text/plain; charset=utf-8", "说明"),
    ],
)
def test_answers_with_the_file_and_its_charset(ask: Ask, path: str, kind: str, text: str) -> None:
    answer, body = ask(path)
    assert (answer.status, answer.headers["Content-Type"], body.decode()) == (200, kind, text)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_has_no_charset(ask: Ask) -> None:
    assert ask("/mark.png")[0].headers["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    "path",
    [
        "/nothing.html",
        "/empty/",  # a folder without index.html: no listing
        "/empty",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/columns/../../secret.txt",
        "//secret.txt",
        "/leak.txt",  # a link that leads outside
        "/loop",
        "/index.html/",
        "/%00",
        "/%ff%fe",
        "/" + "a" * 5000,
    ],
)
def test_what_is_not_the_sites_gets_the_404_page(ask: Ask, path: str) -> None:
    answer, body = ask(path)
    assert (answer.status, body.decode()) == (404, "<p>没有这一页</p>")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_head_tells_the_length_and_sends_nothing(ask: Ask) -> None:
    found, body = ask("/", "HEAD")
    missing, rest = ask("/nothing.html", "HEAD")
    assert (found.status, found.headers["Content-Length"], body) == (200, str(len("<p>首页</p>".encode())), b"")
    assert (missing.status, rest) == (404, b"")


def test_a_folder_without_slash_is_sent_to_the_folder(ask: Ask) -> None:
    answer, _ = ask("/columns/tzxm")
    assert (answer.status, answer.headers["Location"]) == (301, "/columns/tzxm/")


def test_without_a_404_page_it_is_still_404(ask: Ask, site: Path) -> None:
    (site / "404.html").unlink()
    assert ask("/nothing.html")[0].status == 404


def test_it_takes_no_uploads(ask: Ask) -> None:
    assert ask("/index.html", "PUT")[0].status == 501


def _start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        # No portal lies there, so nothing is watched.
        [sys.executable, "-m", "tools", "--root", str(folder), "serve", "--port", "0", "--output", str(folder)],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # Whoever starts the tests in the background hands on a Ctrl-C that is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_it_says_its_address_and_ends_with_130(site: Path) -> None:
    with _start(site) as server:
        assert server.stderr is not None
        said = server.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
        assert address, said
        connection = http.client.HTTPConnection(HOST, int(address[1]), timeout=5)
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
        server.send_signal(signal.SIGINT)
        try:
            out, err = server.communicate(timeout=30)
        finally:
            server.kill()
    assert (server.returncode, out, err.strip()) == (130, "", "已停止")


def test_a_taken_port_is_named_with_another(lanmu: Callable[..., object], site: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = lanmu("serve", "--port", str(port), "--output", str(site))
    assert result.exit_code == 2
    assert f"端口 {port} 已被占用" in result.stderr
    assert f"--port {port + 1}" in result.stderr


def test_without_a_site_it_says_how_to_build_one(lanmu: Callable[..., object]) -> None:
    result = lanmu("serve")
    assert result.exit_code == 2
    assert "lanmu build" in result.stderr


@pytest.mark.parametrize(
    "line", ["BAD", "GET / HTTP/9.9", "GET / XXX", "GET /x y z", "POST /a", "GET /" + "a" * 70_000 + " HTTP/1.1"]
)
def test_requests_that_are_none_are_answered_and_noted(
    site: Path, capfd: pytest.CaptureFixture[str], line: str
) -> None:
    with listen(0, site) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        with socket.create_connection((HOST, server.server_port), timeout=5) as connection:
            connection.sendall(f"{line}\r\n\r\n".encode())
            answer = connection.recv(1000)
        server.shutdown()
    assert re.search(rb"\b(400|404|405|414|501|505)\b", answer), answer
    assert "Traceback" not in capfd.readouterr().err


def test_a_reader_who_leaves_is_nothing_to_tell_of(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (site / "big.zip").write_bytes(bytes(50_000_000))
    with listen(0, site) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        connection = socket.create_connection((HOST, server.server_port), timeout=5)
        connection.sendall(b"GET /big.zip HTTP/1.0\r\n\r\n")
        connection.recv(1000)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
        time.sleep(0.5)
        server.shutdown()
    assert "Traceback" not in capfd.readouterr().err

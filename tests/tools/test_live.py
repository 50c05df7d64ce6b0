"""Pages that listen, and the stream they listen to, over a real socket."""

import http.client
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hang import no_hang
from tools import live
from tools.serve import HOST, listen

PAGE = "<!doctype html><title>首页</title><body><p>正文，写到 </body> 的样子</p></body></html>"
FILES = {"index.html": PAGE, "part.html": "<p>没有写完", "404.html": "<body>没有这一页</BODY>", "main.css": "p{}"}

Ask = Callable[..., tuple[http.client.HTTPResponse, bytes]]


@pytest.fixture
def news() -> live.News:
    return live.News()


@pytest.fixture
def port(tmp_path: Path, news: live.News) -> Iterator[int]:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    with no_hang(), listen(0, tmp_path, news) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server.server_port
        news.close()
        server.shutdown()


@pytest.fixture
def ask(port: int) -> Ask:
    def get(path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection(HOST, port)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()

    return get


@pytest.fixture
def stream(port: int) -> Callable[[str], http.client.HTTPResponse]:
    def start(edition: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(HOST, port)
        connection.request("GET", f"{live.ADDRESS}?{edition}")
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/event-stream")
        return answer

    return start


def heard(answer: http.client.HTTPResponse) -> str:
    """The next message: the name of an event, or "" for a comment."""
    line = answer.readline().decode()
    while answer.readline().strip():
        pass
    return line.partition("event: ")[2].strip()


@pytest.mark.parametrize("path", ["/", "/index.html", "/index.html?from=mail", "/part.html"])
def test_a_page_listens_and_its_file_is_as_it_was(ask: Ask, news: live.News, tmp_path: Path, path: str) -> None:
    answer, body = ask(path)
    file = tmp_path / ("part.html" if "part" in path else "index.html")
    before, script, after = body.decode().partition("<script>")
    assert answer.status == 200
    assert f"{live.ADDRESS}?{news.edition()}" in script + after
    assert before + after.partition("</script>\n")[2] == file.read_text("utf-8") == FILES[file.name]
    assert answer.headers["Content-Length"] == str(len(body))


def test_the_script_stands_at_the_end_of_the_body(ask: Ask) -> None:
    assert ask("/")[1].decode().endswith("</script>\n</body></html>")
    assert ask("/part.html")[1].decode().endswith("</script>\n")
    assert ask("/nothing.html")[1].decode().endswith("</script>\n</BODY>")


def test_a_missing_page_listens_for_its_coming(ask: Ask) -> None:
    answer, body = ask("/nothing.html")
    assert (answer.status, answer.headers["Content-Length"]) == (404, str(len(body)))
    assert live.ADDRESS.encode() in body


@pytest.mark.parametrize("path", ["/", "/nothing.html", "/main.css"])
def test_head_tells_what_get_would(ask: Ask, path: str) -> None:
    head, nothing = ask(path, "HEAD")
    answer, body = ask(path)
    assert (head.status, head.headers["Content-Length"], nothing) == (answer.status, str(len(body)), b"")


@pytest.mark.parametrize("path", ["/", "/main.css"])
def test_nothing_is_taken_from_a_browsers_memory(ask: Ask, path: str) -> None:
    # Of two saves in one second the second would be taken for the first.
    answer, body = ask(path, If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT")
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert body


def test_what_is_no_page_is_sent_as_it_lies_there(ask: Ask) -> None:
    assert ask("/main.css")[1] == b"p{}"


def test_without_news_a_page_is_what_the_file_is(tmp_path: Path, port: int) -> None:
    with listen(0, tmp_path) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        for path, expected in (("/", PAGE), (live.ADDRESS, FILES["404.html"])):
            connection = http.client.HTTPConnection(HOST, server.server_port)
            connection.request("GET", path)
            assert connection.getresponse().read().decode() == expected
        server.shutdown()


def test_every_listener_hears_of_a_build(news: live.News, stream: Callable[[str], http.client.HTTPResponse]) -> None:
    streams = [stream(news.edition()) for _ in range(30)]
    assert {heard(answer) for answer in streams} == {""}
    news.refused()
    assert {heard(answer) for answer in streams} == {"refused"}
    news.built()
    assert {heard(answer) for answer in streams} == {"changed"}


def test_who_comes_late_hears_how_things_stand(
    news: live.News, stream: Callable[[str], http.client.HTTPResponse]
) -> None:
    old = news.edition()
    news.built()
    news.refused()
    assert heard(stream(old)) == "changed"
    assert heard(stream(news.edition())) == "refused"
    news.built()
    assert heard(stream(news.edition())) == ""
    # A page that an earlier server sent: its name tells nothing of what this one has.
    assert heard(stream(live.News().edition())) == "changed"


def test_silence_is_broken_and_who_has_left_is_noticed(
    port: int,
    news: live.News,
    stream: Callable[[str], http.client.HTTPResponse],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(live, "_BEAT", 0.01)
    before = threading.active_count()
    gone = socket.create_connection((HOST, port))
    gone.sendall(f"GET {live.ADDRESS}?{news.edition()} HTTP/1.1\r\n\r\n".encode())
    gone.recv(1000)
    gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    gone.close()
    answer = stream(news.edition())
    while threading.active_count() > before + 1:
        assert heard(answer) == ""
    assert capfd.readouterr().err == ""


def test_closing_ends_every_stream(news: live.News, stream: Callable[[str], http.client.HTTPResponse]) -> None:
    answer = stream(news.edition())
    news.close()
    assert set(answer.read().decode()) <= set(":\n")

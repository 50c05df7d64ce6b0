"""``lanmu serve``: the built site at 127.0.0.1, as a web server would answer, and built anew when a source is saved."""

import errno
import io
import sys
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import click

from lanmu.refusal import Unable
from tools import console, live
from tools.help import Command

HOST = "127.0.0.1"
_LONGEST = 200  # characters of an address in a note
_TEXT = ("text/", "application/json", "application/xml", "application/javascript", "image/svg")


class Handler(SimpleHTTPRequestHandler):
    """Static files of ``directory``: UTF-8, no listings, nothing from outside the folder.

    With ``news`` every page listens for it; without, the files are sent as they lie there.
    """

    server_version = "lanmu"
    sys_version = ""
    timeout = 30  # seconds; a silent connection must not hold a thread for ever

    def __init__(self, *args: Any, directory: str, news: live.News | None = None) -> None:
        self.news = news
        super().__init__(*args, directory=directory)

    def do_GET(self) -> None:
        """A file, or the stream of news."""
        parts = urlsplit(self.path)
        if self.news and parts.path == live.ADDRESS:
            self._stream(self.news, edition=parts.query)
        else:
            super().do_GET()

    def _stream(self, news: live.News, edition: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for message in news.messages(edition):
            self.wfile.write(message)

    def send_head(self) -> Any:
        """Answer with a file, its folder's ``index.html``, or the 404 page."""
        path = self.translate_path(self.path)
        if not self._public(path):
            return self._missing()
        if self.news:
            # To the second, two saves in one second look the same: while sources are watched nothing is 304.
            del self.headers["If-Modified-Since"]
            page = Path(path, "index.html") if path.endswith("/") else Path(path)
            if page.suffix == ".html" and page.is_file():
                return self._page(HTTPStatus.OK, page)
        return super().send_head()

    def _public(self, path: str) -> bool:
        # resolve() follows symbolic links: one that leads outside is as missing as a wrong name.
        try:
            target = Path(path).resolve(strict=True)
            if not target.is_relative_to(Path(self.directory).resolve()):
                return False
        except (OSError, RuntimeError, ValueError):
            return False
        return (target / "index.html").is_file() if target.is_dir() else not path.endswith("/")

    def _missing(self) -> BinaryIO | None:
        return self._page(HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html")

    def _page(self, status: HTTPStatus, path: Path) -> BinaryIO | None:
        edition = self.news.edition() if self.news else ""  # before the page is read: better one reload too many
        try:
            page = path.read_bytes()
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        if self.news:
            page = live.with_script(page, edition)
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        return io.BytesIO(page)

    def guess_type(self, path: Any) -> str:
        """Content type by name; texts are UTF-8."""
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith(_TEXT) else kind

    def end_headers(self) -> None:
        """Headers of every answer: an edited page must not come from the browser's cache."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Only what went wrong is worth a line."""
        if int(code) >= HTTPStatus.BAD_REQUEST:
            path = getattr(self, "path", self.requestline)  # a request line that is none has no path
            console.note(f"{int(code)} {path[:_LONGEST].encode('unicode_escape').decode()}")

    def log_error(self, format: str, *args: Any) -> None:
        """Said by ``log_request`` already."""


class Server(ThreadingHTTPServer):
    """A reader who leaves in the middle is nothing to tell of."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """What went wrong with one request; a broken connection passes in silence."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def listen(port: int, output: Path, news: live.News | None = None) -> ThreadingHTTPServer:
    """A server bound to ``port`` of this machine only; 0 takes any free port."""
    try:
        return Server((HOST, port), partial(Handler, directory=str(output), news=news))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            cure = f"停掉占用它的程序，或换一个：lanmu serve --port {port + 1}，make serve PORT={port + 1}"
            raise Unable(f"端口 {port} 已被占用", cure) from None
        if error.errno == errno.EACCES:
            raise Unable(f"没有权限使用端口 {port}", "换一个 1024 以上的端口：lanmu serve --port 8000") from None
        raise


@click.command(cls=Command)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, metavar="N", help="默认 8000；0 为任一空闲端口")
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="网站所在的文件夹，默认为 output")
@click.pass_obj
def command(root: Path, port: int, output: Path | None) -> int:
    """在本机浏览已生成的网站，保存后自动更新
    Serve the built site at 127.0.0.1; what is saved is rebuilt and reloaded.

    只有本机能访问；按 Ctrl-C 停止。根文件夹里没有 columns.yaml 时只浏览，不更新。
    """
    folder = (output or root / "output").absolute()
    if not (folder / "index.html").is_file():
        raise Unable(f"{folder} 里没有网站", "先生成：lanmu build")
    news = live.News() if (root / "columns.yaml").is_file() else None
    with listen(port, folder, news) as server:
        console.note(f"网站已在 http://{HOST}:{server.server_port}/ ，按 Ctrl-C 停止")
        try:
            with _watching(root, folder, news):
                server.serve_forever()
        except KeyboardInterrupt:
            console.note("\n已停止")
            return console.INTERRUPTED
    return console.CLEAN


def _watching(root: Path, output: Path, news: live.News | None) -> AbstractContextManager[object]:
    if news is None:
        return nullcontext()
    from tools.watch import Watch

    return Watch(root, output, news)

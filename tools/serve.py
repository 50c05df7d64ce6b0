"""``lanmu serve``: the built site at 127.0.0.1, as a web server would answer."""

import errno
import io
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

import click

from lanmu.refusal import Unable
from tools import console
from tools.help import Command

HOST = "127.0.0.1"
_LONGEST = 200  # characters of an address in a note
_TEXT = ("text/", "application/json", "application/xml", "application/javascript", "image/svg")


class Handler(SimpleHTTPRequestHandler):
    """Static files of ``directory``: UTF-8, no listings, nothing from outside the folder."""

    server_version = "lanmu"
    sys_version = ""
    timeout = 30  # seconds; a silent connection must not hold a thread for ever

    def send_head(self) -> Any:
        """Answer with a file, its folder's ``index.html``, or the 404 page."""
        if not self._public(self.translate_path(self.path)):
            return self._missing()
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
        try:
            page = (Path(self.directory) / "404.html").read_bytes()
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        self.send_response(HTTPStatus.NOT_FOUND)
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


def listen(port: int, output: Path) -> ThreadingHTTPServer:
    """A server bound to ``port`` of this machine only; 0 takes any free port."""
    try:
        return Server((HOST, port), partial(Handler, directory=str(output)))
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
    """在本机浏览已生成的网站
    Serve the built site at 127.0.0.1.

    只有本机能访问；按 Ctrl-C 停止。
    """
    folder = (output or root / "output").absolute()
    if not (folder / "index.html").is_file():
        raise Unable(f"{folder} 里没有网站", "先生成：lanmu build")
    with listen(port, folder) as server:
        console.note(f"网站已在 http://{HOST}:{server.server_port}/ ，按 Ctrl-C 停止")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.note("\n已停止")
            return console.INTERRUPTED
    return console.CLEAN

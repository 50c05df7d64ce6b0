"""What the editor's pages are served by, and talk to: the files, and a relay to decap-server that reads what is saved.

decap-server listens at a socket file that no browser reaches, and answers whoever asks. Here only a page of this server
is answered (a page elsewhere may have its name point at this machine), and what must not be in any commit is refused
before it is in one: who writes in forms cannot take a commit back.
"""

import base64
import json
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Lock
from typing import Any, cast

from lanmu.finding import Finding
from lanmu.place import CONTENT
from lanmu.refusal import Unable

ADDRESS = "/admin/"
API = "/api/v1"
MOST = 50 << 20  # bytes of a request: as many as decap-server takes
_PATIENCE = 60  # seconds for its answer
_PATHS = ("path", "newPath", "folder", "mediaFolder")  # names of what decap-server takes for a path
_LONGEST = 80  # characters of a name: three bytes each, a file system takes no more
_SHOWN = 3  # findings in a message on a page
_JSON = "application/json; charset=utf-8"
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".wasm": "application/wasm",
    ".yml": "text/yaml; charset=utf-8",
}
# The browser asks nobody but this machine. Decap compiles its checks and writes its styles as it runs.
_POLICY = (
    "default-src 'self'; connect-src 'self' blob:; script-src 'self' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

Files = Mapping[str, bytes | Path]
Judge = Callable[[Mapping[str, bytes]], Iterable[Finding]]


def is_served(path: Path) -> bool:
    """Whether a file is of a kind that is served."""
    return path.suffix in _KINDS


class Handler(BaseHTTPRequestHandler):
    """The files of the editor by their addresses, the relay, and nothing else."""

    server_version = "lanmu"
    sys_version = ""
    timeout = 30  # seconds; a silent connection must not hold a thread for ever

    def __init__(self, *args: Any, files: Files, place: Path, judge: Judge, turn: Lock) -> None:
        """``place``: the socket of decap-server; ``judge``: what is wrong with files that are to be committed.

        ``turn`` is held while decap-server works, which switches branches as it does: nobody may end it then.
        """
        self._files = files
        self._place = place
        self._judge = judge
        self._turn = turn
        super().__init__(*args)

    def do_GET(self) -> None:
        """A file; the root leads to the editor."""
        path = self.path.partition("?")[0]
        found = self._files.get(f"{path}index.html" if path.endswith("/") else path)
        if not self._is_asked_here():
            self.send_error(HTTPStatus.FORBIDDEN)
        elif path == "/":
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", ADDRESS)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif found is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            body = found.read_bytes() if isinstance(found, Path) else found
            self._answer(HTTPStatus.OK, ".html" if path.endswith("/") else Path(path).suffix, body)

    def do_POST(self) -> None:
        """A request to decap-server."""
        length = self.headers.get("Content-Length", "")
        if not self._is_asked_here() or self.path != API or self.headers.get_content_type() != "application/json":
            self.send_error(HTTPStatus.FORBIDDEN)
        elif not length.isascii() or not length.isdecimal() or len(length) > len(str(MOST)) or int(length) > MOST:
            self._refuse(f"一次最多保存 {MOST >> 20} MB：图片和附件分几次上传")
        else:
            self._relay(self.rfile.read(int(length)))

    def _is_asked_here(self) -> bool:
        """Whether a page of this server asks, by the address that we gave; scripts elsewhere cannot say so."""
        host, port = self.headers.get("Host", ""), self.connection.getsockname()[1]
        here = host in (f"127.0.0.1:{port}", f"localhost:{port}")
        return here and self.headers.get("Origin", f"http://{host}") == f"http://{host}"

    def _relay(self, body: bytes) -> None:
        try:
            asked = request(body)
            found = tuple(self._judge(saved(asked)))
            if found:
                self._refuse(_said(found))
                return
            # Written anew: what was read here must be what decap-server reads.
            with self._turn:
                status, answer = self._asked(json.dumps(asked).encode())
        except Unable as error:
            self._refuse(f"{error.message}；{error.cure}")
        except (OSError, HTTPException):
            self._refuse("decap-server 没有答复：停下 lanmu editor 再启动", HTTPStatus.BAD_GATEWAY)
        else:
            self._answer(status, _JSON, answer)

    def _asked(self, body: bytes) -> tuple[int, bytes]:
        connection = _Connection(self._place)
        try:
            connection.request("POST", API, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _refuse(self, why: str, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        """In the form in which decap-server refuses, so that Decap shows it."""
        self.close_connection = True  # what was sent need not have been read
        self._answer(status, _JSON, json.dumps({"error": why}, ensure_ascii=False).encode())

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", _KINDS.get(kind, kind))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads what was fetched."""


class _Connection(HTTPConnection):
    """HTTP at a socket file."""

    def __init__(self, place: Path) -> None:
        super().__init__("localhost", timeout=_PATIENCE)
        self._place = place

    def connect(self) -> None:
        """Connect to the file."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._place))


def request(body: bytes) -> dict[str, Any]:
    """What decap-server is asked. Raises ``Unable`` where it makes no sense, or is about anything but content/."""
    try:
        asked = json.loads(body)
        paths = [*_paths(asked["params"])]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise _senseless() from error
    for path in paths:
        steps = path.split("/")
        odd = any(not step or step.startswith(".") or not step.isprintable() or len(step) > _LONGEST for step in steps)
        if steps[0] != CONTENT or odd:
            shown = path[:_LONGEST].encode("ascii", "backslashreplace").decode() if odd else path
            raise Unable(f"编辑器只管 {CONTENT} 里的稿件，不管 {shown}", "在表单里打开或新建文章，再保存")
    return cast("dict[str, Any]", asked)


def _paths(value: Any) -> Iterator[str]:
    """All paths in the parameters of a request. Raises ``TypeError`` for one that is no text."""
    if isinstance(value, dict):
        named = [value[name] for name in _PATHS if value.get(name) is not None]
        for path in (*named, *value.get("paths", ())):
            if not isinstance(path, str):
                raise TypeError(path)
            yield path
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _paths(part)


def saved(asked: Mapping[str, Any]) -> dict[str, bytes]:
    """What a request would commit, by path; nothing where it only asks. Raises ``Unable``."""
    try:
        given = asked["params"] if asked["action"] in ("persistEntry", "persistMedia") else {}
        entries = [*given.get("dataFiles", ()), *([given["entry"]] if "entry" in given else ())]
        assets = [*given.get("assets", ()), *([given["asset"]] if "asset" in given else ())]
        found = [(place, one["raw"].encode("utf-8", "replace")) for one in entries for place in _places(one)]
        found += [(one["path"], base64.b64decode(one["content"], validate=True)) for one in assets]
        if len(dict(found)) < len(found):  # decap-server would write one of them, nobody knows which
            raise ValueError("one path twice")
        return dict(found)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise _senseless() from error


def _places(entry: Mapping[str, Any]) -> set[str]:
    """Where a text may come to lie: decap-server moves files only where each has a new place."""
    return {entry["path"], entry.get("newPath") or entry["path"]}


def _senseless() -> Unable:
    return Unable("看不懂编辑器的请求", "刷新网页再试；还是这样，重新安装编辑器：npm ci --prefix editor")


def _said(found: tuple[Finding, ...]) -> str:
    """Findings for a message on a page: in which file, what, and the cure. Whoever looks at a form knows no lines."""
    lines = [f"{_file(one.path)}{one.message}。{one.cure}（{one.rule}，依据：{one.basis}）" for one in found[:_SHOWN]]
    more = [f"还有 {len(found) - _SHOWN} 处"] * (len(found) > _SHOWN)
    return "没有保存：" + "；".join([*lines, *more])


def _file(path: str) -> str:
    return "" if path.endswith(".md") else f"{path.rpartition('/')[2]}："

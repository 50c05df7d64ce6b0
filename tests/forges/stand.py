"""A stand-in of a git server: keeps what it is told, and holds every request and answer to the shape of the real API.

The shape is a small OpenAPI file beside this one, written from the server's documentation and holding no more than the
operations that we use. What does not fit it is a fault, and a stand-in with faults fails its test when it ends.
"""

import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import jsonschema

Answer = tuple[int, Any]


class Asked(NamedTuple):
    """A request as an operation reads it."""

    path: dict[str, str]
    query: dict[str, str]
    body: Any


class Stand:
    """A server on loopback. A subclass has a method for each ``operationId`` of its shape."""

    shape: Path
    header: str  # what carries the token
    token = "token-of-the-tests"

    def __init__(self) -> None:
        self.doc = json.loads(self.shape.read_text("utf-8"))
        self.prefix = self.doc["servers"][0]["url"]
        self.faults: list[str] = []
        self.calls: list[str] = []  # operationId of each request
        self.broken: Callable[[str], Answer | None] = lambda operation: None  # what a test makes go wrong
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def writes(self) -> list[str]:
        """The operations that changed something."""
        reading = {
            operation["operationId"]
            for methods in self.doc["paths"].values()
            for method, operation in methods.items()
            if method == "get"
        }
        return [call for call in self.calls if call not in reading]

    def __enter__(self) -> Any:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        if error is None:
            assert not self.faults, "\n".join(self.faults)

    def answer(self, method: str, target: str, token: str, raw: bytes) -> Answer:
        parts = urlsplit(target)
        if token != self.token:
            return 401, {"message": "401 Unauthorized"}
        found = self._operation(method, parts.path)
        if found is None:
            self.faults.append(f"no such operation: {method} {parts.path}")
            return 404, {"message": "404 Not Found"}
        operation, path = found
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        asked = Asked(path, query, json.loads(raw) if raw else None)
        self._judge_request(operation, asked)
        with self._lock:
            self.calls.append(operation["operationId"])
            status, body = self.broken(operation["operationId"]) or getattr(self, operation["operationId"])(asked)
        self._judge_answer(operation, status, body)
        return status, body

    def _operation(self, method: str, path: str) -> tuple[dict[str, Any], dict[str, str]] | None:
        if not path.startswith(self.prefix):
            return None
        for pattern, methods in self.doc["paths"].items():
            match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern), path.removeprefix(self.prefix))
            if match and method.lower() in methods:
                return methods[method.lower()], {name: unquote(value) for name, value in match.groupdict().items()}
        return None

    def _judge_request(self, operation: dict[str, Any], asked: Asked) -> None:
        known = {parameter["name"] for parameter in operation.get("parameters", [])}
        # What pages and a library's own habits add is known everywhere.
        for name in asked.query.keys() - known - {"page", "per_page", "limit"}:
            self.faults.append(f"{operation['operationId']}: no parameter {name}")
        schema = operation.get("requestBody")
        if (schema is None) != (asked.body is None):
            self.faults.append(f"{operation['operationId']}: body {asked.body!r}")
        elif schema is not None:
            self._judge(schema["content"]["application/json"]["schema"], asked.body, f"{operation['operationId']} body")

    def _judge_answer(self, operation: dict[str, Any], status: int, body: Any) -> None:
        answers = operation["responses"]
        if str(status) not in answers:
            if status not in (401, 403, 404, 500):
                self.faults.append(f"{operation['operationId']}: answered {status}")
        elif "content" in answers[str(status)]:
            schema = answers[str(status)]["content"]["application/json"]["schema"]
            self._judge(schema, body, f"{operation['operationId']} {status}")

    def _judge(self, schema: dict[str, Any], value: Any, what: str) -> None:
        judge = jsonschema.Draft202012Validator({**schema, "components": self.doc["components"]})
        self.faults += [f"{what}: {error.json_path}: {error.message}" for error in judge.iter_errors(value)]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # an answer in one piece: pieces would wait for each other

            def _do(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                token = (self.headers.get(stand.header) or "").removeprefix("token ")
                status, body = stand.answer(self.command, self.path, token, raw)
                data = b"" if status == 204 else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                if status == 302:
                    self.send_header("Location", body)
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _do

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler

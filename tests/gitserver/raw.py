"""A push written by hand (gitprotocol-http, gitprotocol-pack): what no client of git would send."""

import base64
import http.client
import subprocess
from urllib.parse import urlsplit

from tests.gitserver.clone import Clone
from tests.repository import ENVIRONMENT

_NONE = "0" * 40


def push(clone: Clone, ref: str, old: str = _NONE) -> str:
    """Ask that ``ref`` become the clone's HEAD; what the server answers."""
    head = clone.git("rev-parse", "HEAD")
    line = f"{old} {head} {ref}\0report-status".encode()
    body = f"{len(line) + 4:04x}".encode() + line + b"0000" + _pack(clone, head)
    address = urlsplit(clone.url)
    account = base64.b64encode(f"{address.username}:{address.password}".encode()).decode()
    connection = http.client.HTTPConnection(f"{address.hostname}:{address.port}", timeout=60)
    headers = {"Authorization": f"Basic {account}", "Content-Type": "application/x-git-receive-pack-request"}
    connection.request("POST", f"{address.path}/git-receive-pack", body, headers)
    answer = connection.getresponse().read().decode("utf-8", "backslashreplace")
    connection.close()
    return answer


def _pack(clone: Clone, head: str) -> bytes:
    """All that the server does not have yet."""
    return subprocess.run(
        ["git", "pack-objects", "--revs", "--stdout", "--quiet"],
        cwd=clone.path,
        env=ENVIRONMENT,
        input=f"{head}\n^origin/main\n".encode(),
        capture_output=True,
        check=True,
    ).stdout

"""A git server as an office would run one: nginx asks for account and password, git-http-backend takes what is pushed.

Everything lies in one folder: settings, passwords, repositories, what the programs note and remember.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.e2e import toolbox
from tests.repository import ROOT

PROGRAMS = ("nginx", "fcgiwrap", "htpasswd", "ssh-keygen", "git-http-backend")
PATIENCE = 10  # seconds for the server to answer; it takes a tenth of one

# One process, so that one signal ends it; no path but its own. `/open/` is the server that somebody set up
# without asking for an account: nobody is known there, and the gate must refuse for that reason.
_NGINX = """\
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_max_body_size 0;
    client_body_temp_path body;
    fastcgi_temp_path fastcgi;
    proxy_temp_path proxy;
    scgi_temp_path scgi;
    uwsgi_temp_path uwsgi;
    fastcgi_read_timeout 120;
    server {{
        listen 127.0.0.1:{port};
        fastcgi_param SCRIPT_FILENAME {backend};
        fastcgi_param GIT_PROJECT_ROOT "{repositories}";
        fastcgi_param GIT_HTTP_EXPORT_ALL 1;
        fastcgi_param PATH_INFO $path;
        fastcgi_param QUERY_STRING $query_string;
        fastcgi_param REQUEST_METHOD $request_method;
        fastcgi_param CONTENT_TYPE $content_type;
        fastcgi_param CONTENT_LENGTH $content_length;
        fastcgi_param REMOTE_USER $remote_user;
        fastcgi_param HTTP_AUTHORIZATION "";  # no hook needs the password
        location ~ ^/open(?<path>/.*)$ {{
            fastcgi_pass unix:fcgi.sock;
        }}
        location ~ ^(?<path>/.*)$ {{
            auth_basic "Lanmu";
            auth_basic_user_file passwords;
            fastcgi_pass unix:fcgi.sock;
        }}
    }}
}}
"""


def need() -> dict[str, str]:
    """The path of each program; skips the test where one is missing."""
    return {name: toolbox.need(name) for name in PROGRAMS}


class Server:
    """A running server; ``folder`` holds all of it, ``repositories`` what it serves."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.repositories = folder / "repositories"
        self.port = port

    def url(self, repository: str, account: str = "") -> str:
        """Where ``account`` finds a repository, with its password; without one, where nobody is asked."""
        if not account:
            return f"http://127.0.0.1:{self.port}/open/{repository}"
        return f"http://{account}:{password(account)}@127.0.0.1:{self.port}/{repository}"

    def noted(self) -> str:
        """What the programs wrote of errors."""
        return (self.folder / "errors.log").read_text("utf-8", "replace")


def password(account: str) -> str:
    """The password of a test account."""
    return f"{account}-2026"


@contextmanager
def running(folder: Path, accounts: Iterable[str]) -> Iterator[Server]:
    """Start the server in an empty ``folder`` for ``accounts``; stop it at the end."""
    programs = need()
    for name in ("repositories", "home"):
        (folder / name).mkdir()
    _passwords(programs["htpasswd"], folder / "passwords", accounts)
    with (folder / "errors.log").open("wb") as errors:
        wrapper = _start([programs["fcgiwrap"], "-c", "4", "-f", "-s", "unix:fcgi.sock"], folder, errors.fileno())
        try:
            _until(lambda: (folder / "fcgi.sock").exists(), folder)
            web, port = _web(programs["nginx"], folder, errors.fileno())
            try:
                yield Server(folder, port)
            finally:
                _stop(web)
        finally:
            _stop(wrapper)


def _passwords(htpasswd: str, file: Path, accounts: Iterable[str]) -> None:
    # -B as on a real server; with the cheapest of its costs, for every request pays it.
    for number, account in enumerate(accounts):
        options = "-bB" if number else "-cbB"
        command = [htpasswd, options, "-C", "4", str(file), account, password(account)]
        subprocess.run(command, check=True, capture_output=True)


def _web(nginx: str, folder: Path, errors: int) -> tuple["subprocess.Popen[bytes]", int]:
    """Nginx at a port of its own; another one where somebody was faster."""
    for _ in range(5):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = _NGINX.format(
            port=port, backend=toolbox.need("git-http-backend"), repositories=folder / "repositories"
        )
        (folder / "nginx.conf").write_text(settings, "utf-8")
        process = _start([nginx, "-p", f"{folder}/", "-e", "stderr", "-c", "nginx.conf"], folder, errors)
        _until(lambda process=process, port=port: process.poll() is not None or _answers(port), folder)
        if process.poll() is None:
            return process, port
    pytest.fail(f"nginx does not start:\n{(folder / 'errors.log').read_text('utf-8', 'replace')}")


def _start(command: list[str], folder: Path, errors: int) -> "subprocess.Popen[bytes]":
    """A program in ``folder``, head of a group of its own; hooks inherit its surroundings, as bare as a service's."""
    own = str(folder / "home")
    return subprocess.Popen(
        command,
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": str(ROOT),
            "HOME": own,
            "TMPDIR": own,
            "XDG_CACHE_HOME": own,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        },
        stdin=subprocess.DEVNULL,
        stdout=errors,
        stderr=errors,
        start_new_session=True,
    )


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a program, and then what it began and may hang."""
    process.terminate()
    process.wait(PATIENCE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def _until(done: Callable[[], bool], folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            pytest.fail(f"the server does not start:\n{(folder / 'errors.log').read_text('utf-8', 'replace')}")
        time.sleep(0.01)

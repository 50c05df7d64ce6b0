"""The page on the bare git server, carried out against nginx as the page sets it up."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e import toolbox
from tests.gitserver.server import PATIENCE, need
from tests.handbook.place import ACCOUNTS, Place
from tests.terminal import HANDBOOK


@pytest.fixture
def served(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """The repository behind nginx as the page sets it up, with accounts and a certificate of this machine."""
    programs = need()
    toolbox.need("openssl")
    place.gate()
    place.git("config", "http.receivepack", "true")
    folder = tmp_path / "nginx"
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place.port = free.getsockname()[1]
    _certificate(folder)
    for number, account in enumerate(ACCOUNTS):
        options = "-bB" if number else "-cbB"
        words = [programs["htpasswd"], options, "-C", "4", str(folder / "lanmu.htpasswd"), account, account]
        subprocess.run(words, check=True, capture_output=True)
    (folder / "nginx.conf").write_text(_MAIN.replace("SITE", _site(folder, place)), "utf-8")
    answer = folder / "answer"
    answer.write_text("#!/bin/sh\necho kjt-liaison\n", "utf-8")
    answer.chmod(0o755)
    for name, value in (("GIT_ASKPASS", answer), ("GIT_SSL_CAINFO", folder / "lanmu.crt")):
        monkeypatch.setenv(name, str(value))
    wrapper = [programs["fcgiwrap"], "-f", "-c", "4", "-s", f"unix:{folder}/fcgiwrap.socket"]
    web = [programs["nginx"], "-p", f"{folder}/", "-e", "stderr", "-c", "nginx.conf"]
    monkeypatch.delenv("REMOTE_USER", raising=False)
    with _running(wrapper, folder), _running(web, folder):
        _until_open(place.port)
        yield place


def _certificate(folder: Path) -> None:
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    words += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(folder / "lanmu.key")]
    subprocess.run([*words, "-out", str(folder / "lanmu.crt")], check=True, capture_output=True)


def _site(folder: Path, place: Place) -> str:
    """The block of the page, at places of this test."""
    (site,) = re.findall(r"```nginx\n(.*?)```", (HANDBOOK / "git-server.md").read_text("utf-8"), re.DOTALL)
    places = {
        "listen 443": f"listen 127.0.0.1:{place.port}",
        "git.shifan.gov.cn": "localhost",
        "/etc/nginx": str(folder),
        "/run/fcgiwrap.socket": str(folder / "fcgiwrap.socket"),
        "/srv/git": str(place.bare.parent),
    }
    for name, here in places.items():
        assert name in site
        site = site.replace(name, here)
    return str(site)


@contextmanager
def _running(words: list[str], folder: Path) -> Iterator[None]:
    with (folder / "errors.log").open("ab") as errors:
        process = subprocess.Popen(words, cwd=folder, stdout=errors, stderr=errors, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)


def _until_open(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx does not start")


_MAIN = """\
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events {}
http {
    access_log off;
    client_body_temp_path body;
    fastcgi_temp_path fastcgi;
    proxy_temp_path proxy;
    scgi_temp_path scgi;
    uwsgi_temp_path uwsgi;
SITE
}
"""


def test_the_page_of_the_git_server(served: Place) -> None:
    person = served.person("kjt-liaison")
    os.environ.pop("REMOTE_USER")  # it is nginx that tells
    person.names = {"git.shifan.gov.cn": f"localhost:{served.port}"}
    assert person.played("git-server.md") == (HANDBOOK / "git-server.md").read_text("utf-8")

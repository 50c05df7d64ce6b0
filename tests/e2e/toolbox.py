"""Programs that tests need besides: where each is found, and how to get one that is missing.

A tool that is not there skips its tests by name; the reason starts with 缺少 and ends with the
command that brings the tool, so that the summary of a run tells what was not judged.
"""

import importlib.util
import os
import shutil
import sysconfig
from collections.abc import Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"
ROOT = HERE.parents[1]
NPM = "npm ci --prefix tests/e2e"
PIP = "pip install --require-hashes -r requirements-dev.txt"

SERVERS = ("/usr/sbin", "/sbin")  # where Debian puts them, and only root's PATH leads

# What a tool is found by (a command, a file, a Python module) and what brings it.
COMMANDS = {
    "chromium": "apt-get install chromium fonts-noto-cjk libatomic1",
    "fcgiwrap": "apt-get install fcgiwrap",
    "htpasswd": "apt-get install apache2-utils",
    "java": "apt-get install default-jre-headless",
    "node": "apt-get install nodejs npm",
    "lychee": PIP,
    "make": "apt-get install make",
    "nginx": "apt-get install nginx-light",
    "openssl": "apt-get install openssl",
    "rsync": "apt-get install rsync",
    "ssh-keygen": "apt-get install openssh-client",
}
FILES = {
    "decap-cms": ROOT / "editor" / "node_modules" / "decap-cms" / "package.json",
    "git-http-backend": Path("/usr/lib/git-core/git-http-backend"),
    "gitlab-ci-local": NODE_MODULES / "gitlab-ci-local" / "src" / "index.js",
    "axe-core": NODE_MODULES / "axe-core" / "axe.min.js",
    "lighthouse": NODE_MODULES / "lighthouse" / "package.json",
    "vnu": NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar",
}
BROUGHT = {"decap-cms": "npm ci --prefix editor", "git-http-backend": "apt-get install git"}  # files that NPM does not
MODULES = {"playwright": PIP, "bs4": PIP, "pypdf": PIP}

SHOWN = 40  # faults that a failing test prints

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find(tool: str) -> tuple[str, str]:
    """(path or module name, "") of a tool that is there, ("", the command that brings it) otherwise."""
    if tool in COMMANDS:
        # A tool that pip installed lies beside the interpreter, which need not be on PATH.
        places = os.pathsep.join((os.environ.get("PATH", os.defpath), *SERVERS))
        found = shutil.which(tool, path=places) or shutil.which(tool, path=sysconfig.get_path("scripts"))
        return found or "", "" if found else COMMANDS[tool]
    if tool in FILES:
        there = FILES[tool].is_file()
        return str(FILES[tool]) if there else "", "" if there else BROUGHT.get(tool, NPM)
    there = importlib.util.find_spec(tool) is not None
    return tool if there else "", "" if there else MODULES[tool]


def none(faults: Sequence[str]) -> None:
    """Fails the test with the faults found, each on a line of its own."""
    if faults:
        more = [f"… and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        pytest.fail("\n".join([f"{len(faults)} faults", *faults[:SHOWN], *more]), pytrace=False)


def need(tool: str) -> str:
    """The path of ``tool`` (of a Python package: its name); skips the test where it is missing."""
    found, cure = find(tool)
    if not found:
        pytest.skip(f"缺少 {tool}：{cure}")
    return found

"""The one door to the network, and the way to LinkChecker: a child process that is bounded and writes nothing.

LinkChecker is made for a command line of its own: it drops to ``nobody``, makes folders, loads plugins and follows
whatever it finds. The child (``tools.crawl.child``) uses its parts instead; this module imports none of them.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

from lanmu.links import Answer, Broken
from lanmu.refusal import Unable

SITE_SECONDS = 3600  # for a whole site; 10,000 articles take a minute and a half of processor time
WEB_SECONDS = 900  # for all external links
REQUEST_SECONDS = 20  # for one connection, and for each wait for an answer
PER_SECOND = 2  # requests to one host, at most

Say = Callable[[dict[str, Any]], None]  # takes what the child has found, an object a line


class Network(NamedTuple):
    """How the network is asked; commands take it as it is, tests hand in their own.

    ``hosts``: addresses by name, and no other name has one; None asks the system. ``allowed``: addresses that
    may be asked although they are of this machine or its surroundings.
    """

    hosts: Mapping[str, str] | None = None
    allowed: tuple[str, ...] = ()
    seconds: float = WEB_SECONDS
    patience: float = REQUEST_SECONDS
    per_second: float = PER_SECOND


class Crawled(NamedTuple):
    """A site as LinkChecker read it; ``away``: for each address of the web how each page that leads there writes it."""

    pages: int
    links: int
    broken: tuple[Broken, ...]
    away: Mapping[str, Mapping[str, str]]


def site(output: Path, domains: Collection[str], seconds: float = SITE_SECONDS) -> Crawled:
    """Every page below ``output``, read as files; addresses at ``domains`` are the site's own."""
    told, late = _told({"mode": "site", "output": str(output), "domains": sorted(domains)}, seconds)
    if late:
        raise Unable(f"{seconds:.0f} 秒里没有查完", "机器忙的时候会这样，过后再运行一次")
    (found,) = told
    broken = tuple(Broken(*item) for item in found["broken"])
    return Crawled(found["pages"], found["links"], broken, found["away"])


def web(addresses: Sequence[str], network: Network) -> tuple[dict[str, Answer], bool]:
    """What is at each address, and whether time ran out before all were asked."""
    request = {
        "mode": "web",
        "addresses": list(addresses),
        "hosts": network.hosts,
        "allowed": network.allowed,
        "patience": network.patience,
        "per_second": network.per_second,
    }
    told, late = _told(request, network.seconds)
    return {item["address"]: Answer(item["valid"], item["note"], item["result"]) for item in told}, late


def _told(request: Mapping[str, Any], seconds: float) -> tuple[list[dict[str, Any]], bool]:
    """What the child says, and whether it was stopped because time was up."""
    child = _start()
    late = False

    def stop() -> None:
        nonlocal late
        late = True
        _kill(child)

    timer = Timer(seconds, stop)
    timer.start()
    try:
        lines = _exchange(child, json.dumps(request).encode())
    finally:
        timer.cancel()
        _kill(child)
        child.wait()
    if late and lines and not lines[-1].endswith(b"\n"):
        lines.pop()  # it was stopped in the middle of a word
    told = [json.loads(line) for line in lines]
    failed = next((item["failed"] for item in told if "failed" in item), None)
    if not late and (failed is not None or child.returncode):
        reason = failed or f"退出码 {child.returncode}"
        raise Unable(f"LinkChecker 中断了：{reason}", "再运行一次；还是这样的，把这一行报告给技术支持单位")
    return told, late


def _start() -> subprocess.Popen[bytes]:
    """A child that sees this program and nothing of the caller's folder, settings, proxies or passwords."""
    surroundings = {
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        # LinkChecker makes a folder for plugins below its home; there it cannot.
        "HOME": os.devnull,
        "XDG_DATA_HOME": os.devnull,
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "tools.crawl.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=surroundings,
        start_new_session=True,
    )


def _exchange(child: subprocess.Popen[bytes], request: bytes) -> list[bytes]:
    """The lines of the child's reply, as far as it came."""
    if child.stdin is None or child.stdout is None:
        return []
    with child.stdout, suppress(BrokenPipeError):
        with child.stdin:
            child.stdin.write(request)
        lines = child.stdout.readlines()
        child.wait()
        return lines
    return []


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it may have started; its session is its own."""
    if child.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)

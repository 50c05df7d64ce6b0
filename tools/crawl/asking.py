"""External addresses, asked by LinkChecker: robots.txt, rate, redirects and certificates are its business.

Ours is whom it may ask. Addresses come from authors; one that leads to this machine or its surroundings is
refused where names become numbers and again where a connection is made, whatever redirected it there.
"""

import errno
import ipaddress
import socket
import sys
import threading
from collections.abc import Collection, Mapping
from typing import Any

import linkcheck.configuration
from linkcheck.cache.robots_txt import RobotsTxt
from linkcheck.checker import get_url_from
from linkcheck.director.aggregator import Aggregate

from lanmu import __version__
from tools.crawl import Say, parts

# It names what asks, and LinkChecker, which a site may have named in its robots.txt.
AGENT = f"lanmu/{__version__} (link check of a government portal; {linkcheck.configuration.App})"

_THREADS = 10
_NOTES = threading.local()  # what happened to the address that this thread asks


class Door:
    """Whom the process may ask."""

    def __init__(self, hosts: Mapping[str, str] | None, allowed: Collection[str]) -> None:
        self._hosts = hosts
        self._allowed = frozenset(allowed)
        self._look_up = socket.getaddrinfo

    def install(self) -> None:
        """From now on names are looked up here, and connections judged here."""
        socket.getaddrinfo = self.look_up
        sys.addaudithook(self._judge)

    def look_up(self, host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        """As ``socket.getaddrinfo``, without addresses that are nobody else's business."""
        try:
            found = self._look_up(self._named(host), port, *rest, **more)
        except OSError:
            _NOTES.said = "nohost"
            raise
        public = [item for item in found if self.permits(item[4][0])]
        if not public:
            _NOTES.said = "private"
            raise PermissionError(errno.EACCES, "private address")
        return public

    def _named(self, host: Any) -> Any:
        if self._hosts is None or _number(host) is not None:
            return host
        if host not in self._hosts:
            raise socket.gaierror(socket.EAI_NONAME, "unknown name")
        return self._hosts[host]

    def permits(self, written: object) -> bool:
        """Whether an address is of the open network."""
        number = _number(written)
        if number is None:
            return False
        # What IPv6 wraps is where it leads: ::ffff:10.0.0.1, 2002:a00:1::, 64:ff9b::a00:1.
        inner = _wrapped(number)
        open_to_all = all(item.is_global and not item.is_multicast for item in (number, *inner))
        return open_to_all or str(number) in self._allowed

    def _judge(self, event: str, about: Any) -> None:
        if event == "socket.connect" and not (isinstance(about[1], tuple) and self.permits(about[1][0])):
            raise PermissionError(errno.EACCES, "private address")


def _number(written: object) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(str(written).partition("%")[0])
    except ValueError:
        return None


def _wrapped(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    if isinstance(number, ipaddress.IPv4Address):
        return ()
    translated = number in ipaddress.ip_network("64:ff9b::/96")
    inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF) if translated else number.sixtofour
    return tuple(item for item in (number.ipv4_mapped, inner) if item is not None)


class Robots(RobotsTxt):
    """LinkChecker's robots.txt, which says so where it forbids."""

    def allows_url(self, url_data: Any, timeout: Any = None) -> bool:
        """Asked first of all for each address, so that notes begin here."""
        _NOTES.said = ""
        allowed = bool(super().allows_url(url_data, timeout))
        # A host that cannot be had is noted when its page is asked for, and not for its robots.txt.
        _NOTES.said = "" if allowed else "robots"
        return allowed


class Plain(Aggregate):
    """Requests without the user's surroundings: no proxy, and no password of a .netrc sent to strangers."""

    def add_request_session(self) -> None:
        """As LinkChecker does for each thread."""
        super().add_request_session()
        self.get_request_session().trust_env = False


def answer(request: dict[str, Any], say: Say) -> None:
    """Ask each address once, and say what came of it as soon as it is known."""
    asked: dict[str, list[str]] = {}

    def hear(verdict: Any) -> None:
        note, _NOTES.said = getattr(_NOTES, "said", ""), ""
        for address in asked.pop(verdict.cache_url, [verdict.base_url]):
            say({"address": address, "valid": verdict.valid, "note": note, "result": verdict.result})

    # robots.txt is asked for under the name that LinkChecker has when it is imported.
    linkcheck.configuration.UserAgent = AGENT
    config = parts.configuration(
        hear,
        threads=_THREADS,
        useragent=AGENT,
        allowedschemes=["http", "https"],
        checkextern=True,
        robotstxt=True,
        timeout=request["patience"],
        maxrequestspersecond=request["per_second"],
    )
    Door(request["hosts"], request["allowed"]).install()
    aggregate = Plain(config, parts.Queue(), Robots(AGENT), parts.Plugins(), parts.memory())
    for address in request["addresses"]:
        item = get_url_from(address, 1, aggregate)
        _NOTES.said = ""
        if item.cache_url is None:  # no address at all: LinkChecker says so of each
            hear(item.to_wire())
            continue
        asked.setdefault(item.cache_url, []).append(address)
        aggregate.urlqueue.put(item)
    aggregate.start_threads()
    aggregate.urlqueue.join()

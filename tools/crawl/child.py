"""The child of ``tools.crawl``: one request in JSON on standard input, a reply of a JSON object a line."""

import json
import logging
import os
import resource
import sys
import traceback
from pathlib import Path
from typing import Any

from tools.crawl import Say

_MEMORY = 1024 * 1024 * 1024  # bytes of address space, where strangers answer
# What neither mode has a use for: nothing is executed, nothing but the network's own calls leaves the machine.
_NEVER = frozenset(
    ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.startfile", "pty.spawn")
)
_NETWORK = frozenset(
    (
        *("socket.connect", "socket.sendto", "socket.sendmsg"),
        *("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"),
    )
)


def confine(offline: bool) -> None:
    """Limits for the rest of the process: no file is written, nothing executed, and no network where ``offline``."""
    limits = [(resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)]
    for what, most in limits if offline else [*limits, (resource.RLIMIT_AS, _MEMORY)]:
        resource.setrlimit(what, (most, most))
    forbidden = _NEVER | _NETWORK if offline else _NEVER

    def judge(event: str, _: object) -> None:
        if event in forbidden:
            raise PermissionError(event)

    sys.addaudithook(judge)


def work(request: dict[str, Any], say: Say) -> None:
    """Do what is asked, and say what is found."""
    offline = request["mode"] == "site"
    logging.disable()  # of LinkChecker: what it has to say comes as values
    if offline:
        from tools.crawl.reading import answer
    else:
        from tools.crawl.asking import answer
    confine(offline)
    answer(request, say)


def main() -> None:
    """Answer on the standard streams; whatever a library prints goes nowhere."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)

    def say(item: dict[str, Any]) -> None:
        replies.write(json.dumps(item) + "\n")
        replies.flush()

    try:
        work(json.load(sys.stdin), say)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        say({"failed": f"{type(error).__name__}: {error}（{Path(frame.filename).name}:{frame.lineno}）"})
    os._exit(0)  # threads that still wait for somebody's answer are not waited for


if __name__ == "__main__":
    main()

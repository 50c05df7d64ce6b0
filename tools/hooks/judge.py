"""What the pre-receive hook runs (``python -m tools.hooks.judge VARIABLE``): 0 where nothing speaks against a push."""

import io
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from lanmu import gate
from lanmu.finding import ERROR, Finding
from lanmu.refusal import Unable
from lanmu.report.terminal import render, seen
from lanmu.review import push
from lanmu.review.push import Update

TAKEN, REFUSED = 0, 1
_AMEND = "泄漏的内容在最后一个提交里的，用 git commit --amend 改；另加一个提交，它还留在历史里。"
_LINES = 1000  # refs of a push
_MEMORY = 1 << 30  # bytes for this process, and for each that it starts


def main(variable: str) -> int:
    """Judge the push whose refs stand on standard input, to the repository in the current folder."""
    try:
        found = push.findings(Path.cwd(), os.environ.get(variable, ""), updates(sys.stdin.buffer.read()))
    except Unable as error:
        _say(f"没有接收：{seen(error.message)}\n    改法  {seen(error.cure)}")
        return REFUSED
    except MemoryError:
        _say(f"没有接收：检查用的内存超过 {_MEMORY >> 20} MB\n    改法  分几次推送；一直这样，请网站管理员查看")
        return REFUSED
    except Exception as error:
        from tools import console

        console.bug(error)
        return REFUSED
    if found:
        _say(render(found, colour=False))
    if any(finding.severity == ERROR for finding in found):
        _say(f"没有接收这次推送：改好上面的各项再推送。{_AMEND if _lasting(found) else ''}")
        return REFUSED
    return TAKEN


def _lasting(found: Sequence[Finding]) -> bool:
    """Whether something must not be in any commit."""
    return any(one.rule.startswith(gate.LASTING) for one in found)


def updates(given: bytes) -> list[Update]:
    """The lines that git gives a hook, which are never none: another hook may have read them. Raises ``Unable``."""
    lines = os.fsdecode(given).removesuffix("\n").split("\n")
    parts = [line.split(" ", 2) for line in lines]
    if len(lines) > _LINES or any(len(part) != len(Update._fields) for part in parts):
        raise Unable("推送的写法看不懂，或者一次推送的分支太多", f"一次最多推送 {_LINES} 个分支")
    return [Update(*part) for part in parts]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run() -> None:
    """Entry of the hook."""
    for stream in (sys.stdout, sys.stderr):
        # What is said goes to the one who pushes, whatever the locale of the server.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # What is mapped from files does not count: git maps whole packs.
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    sys.exit(main(sys.argv[1]))


if __name__ == "__main__":
    run()

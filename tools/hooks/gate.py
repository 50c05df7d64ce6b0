"""The hook that checks what is staged (``python -m tools.hooks.gate``): ``lanmu check --staged`` and no more.

It stands on the way of every commit, and loading click takes longer than checking an article.
"""

import io
import os
import sys
from pathlib import Path

from lanmu import gate
from lanmu.finding import ERROR
from lanmu.refusal import Unable
from lanmu.report.terminal import render, seen

CLEAN, FOUND, UNABLE, INTERRUPTED = 0, 1, 2, 130


def main() -> int:
    """Check the index of the portal in the current folder; 0 clean, 1 errors, 2 could not run, 130 interrupted."""
    try:
        return _check()
    except Unable as error:
        return _unable(error.message, error.cure)
    except BrokenPipeError:  # nobody reads on; the verdict is not known to them
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNABLE
    except OSError as error:
        name = f"{error.filename}：" if error.filename else ""
        return _unable(f"{name}{error.strerror}", "检查文件的权限和磁盘；仓库损坏的，用 git fsck 检查")
    except KeyboardInterrupt:
        return INTERRUPTED


def _check() -> int:
    findings = gate.staged(Path.cwd())
    if findings and sys.stdout is not None:
        print(render(findings, colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR")), flush=True)
    return FOUND if any(finding.severity == ERROR for finding in findings) else CLEAN


def _unable(message: str, cure: str) -> int:
    print(f"没有运行：{seen(message)}\n    改法  {seen(cure)}", file=sys.stderr)
    return UNABLE


def run() -> None:
    """Entry of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # As in tools.cli: what is piped is UTF-8, and a character that a terminal lacks is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    sys.exit(main())


if __name__ == "__main__":
    run()

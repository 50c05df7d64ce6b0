"""The hook that tidies: BOM, line ends, trailing blanks, the last newline (``python -m tools.hooks.tidy FILES``).

It stands on the way of every commit: what only a file in need of tidying needs is loaded only then.
"""

import errno
import io
import os
import stat
import sys
from collections.abc import Sequence
from typing import TextIO

from lanmu import tidy

CLEAN, MENDED, UNABLE = 0, 1, 2
_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许这样做",
    errno.EBUSY: "整理时它又有改动，可能别的程序正开着它",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
}


def main(argv: Sequence[str]) -> int:
    """Tidy the named files; 0 where all were tidy, 1 where some were rewritten, 2 where one could not be."""
    mended, failed = 0, 0
    for path in argv:
        try:
            done = _tidy(path) if tidy.is_text(path) else ()
        except OSError as error:
            failed += 1
            why = _REASONS.get(error.errno or 0, error.strerror)
            _say(sys.stderr, f"没有整理 {path}：{why}", "检查文件的路径和权限，再运行一次")
            continue
        if done:
            mended += 1
            _say(sys.stdout, f"已整理 {path}：{'，'.join(done)}")
    if mended:
        _say(sys.stdout, f"整理了 {mended} 个文件，内容没有变。", "把它们重新加入（git add 文件名），再提交一次")
    return UNABLE if failed else MENDED if mended else CLEAN


def _tidy(path: str) -> tuple[str, ...]:
    """Tidy one file; what was done to it. What is no regular file is left alone."""
    if not stat.S_ISREG(os.lstat(path).st_mode):  # a link leads elsewhere, a pipe would keep us waiting
        return ()
    with open(path, "rb") as file:
        data = file.read(tidy.MAX_BYTES + 1)
    mended = tidy.mend(data, tidy.is_yaml(path))
    if not mended.done:
        return ()
    from pathlib import Path

    from lanmu import whole

    if not whole.rewrite(Path(path), data, mended.data):
        raise OSError(errno.EBUSY, "", path)
    return mended.done


def _say(stream: TextIO, text: str, cure: str = "") -> None:
    """A message, with its cure on the next line; a file name need not be text."""
    from lanmu.report.terminal import seen

    print(seen(text) + (f"\n    改法  {seen(cure)}" if cure else ""), file=stream)


def run() -> None:
    """Entry of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # As in tools.cli: what is piped is UTF-8, and a character that a terminal lacks is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()

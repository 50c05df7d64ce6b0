"""What every command shares: where it speaks, and how it ends without a traceback."""

import errno
import os
import shutil
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from lanmu.finding import Finding
from lanmu.refusal import Unable
from lanmu.report.terminal import seen

CLEAN, FOUND, UNABLE, INTERRUPTED = 0, 1, 2, 130

_REASONS = {
    errno.ENOENT: ("没有这个文件或文件夹", "核对路径"),
    errno.EACCES: ("没有权限", "换有权限的账号运行，或请网站管理员调整权限"),
    errno.EPERM: ("不允许这样做", "请网站管理员调整权限"),
    errno.EISDIR: ("这是文件夹，不是文件", "改成文件的路径"),
    errno.ENOTDIR: ("路径中间有一段不是文件夹", "核对路径"),
    errno.ENOSPC: ("磁盘已满", "清理磁盘后再试"),
    errno.EROFS: ("磁盘只读", "换可以写入的位置"),
    errno.ENAMETOOLONG: ("名称太长", "缩短文件名"),
    errno.ELOOP: ("符号链接绕成了圈", "删除这个链接"),
}


def note(text: str) -> None:
    """Progress and remarks: standard error, so that data on standard output stays clean."""
    click.echo(text, err=True)


def begin(text: str) -> None:
    """The first half of a remark: what takes a while is named before it is done."""
    click.echo(text, err=True, nl=False)


def coloured(stream: object) -> bool:
    """Whether ``stream`` is a terminal that wants colour (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and bool(getattr(stream, "isatty", bool)())


def columns(stream: object) -> int | None:
    """How wide the terminal is that ``stream`` leads to; None where it leads to none."""
    return shutil.get_terminal_size().columns if getattr(stream, "isatty", bool)() else None


def show(findings: Sequence[Finding]) -> None:
    """Findings that stopped a command, on standard error."""
    from lanmu import report

    text = report.human(findings, colour=coloured(sys.stderr), columns=columns(sys.stderr))
    note(text.rstrip("\n"))


def report(findings: Sequence[Finding], form: str) -> None:
    """Findings that were asked for, on standard output, in one of ``lanmu.report.FORMS``."""
    from lanmu import report

    if form == "human":
        text = report.human(findings, colour=coloured(sys.stdout), columns=columns(sys.stdout))
    else:
        text = getattr(report, form)(findings)
    click.echo(text)


def unable(message: str, cure: str) -> int:
    """Say why nothing was done, and what to do; the exit status."""
    note(f"没有运行：{seen(message)}\n    改法  {seen(cure)}")
    return UNABLE


def system_error(error: OSError) -> int:
    """The system refused a file: no fault of ours, and no traceback."""
    reason, cure = _REASONS.get(error.errno or 0, (error.strerror or str(error), "按上面的原因处理后再试"))
    return unable(f"{error.filename}：{reason}" if error.filename else reason, cure)


def bug(error: Exception) -> int:
    """A fault of ours: how to report it; the traceback only for those who ask."""
    if os.environ.get("LANMU_DEBUG") == "1":
        traceback.print_exception(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    kind = f"{type(error).__name__}（{place}）"
    return unable(
        f"程序自身出错：{kind}",
        "设置环境变量 LANMU_DEBUG=1 再运行一次，把全部输出和所用的命令报告给技术支持单位",
    )


def require(root: Path) -> Path:
    """``root`` itself, if a portal lies there."""
    if not (root / "columns.yaml").is_file():
        raise Unable(f"{root} 里没有 columns.yaml", "到门户的根文件夹里运行，或用 --root 指明它在哪里")
    return root

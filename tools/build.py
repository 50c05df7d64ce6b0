"""``lanmu build``: the site, made by Pelican with the portal's settings."""

import logging
import time
from pathlib import Path
from typing import Any

import click

from lanmu import clock
from lanmu.refusal import Unable
from tools import console
from tools.help import Command

CONF = "pelicanconf.py"


@click.command(cls=Command)
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="网站写到哪里，默认为 output")
@click.option("--on", "day", metavar="DATE", help="按哪一天生成，如 2026-11-20；默认为今天")
@click.option("--commit", metavar="REV", help="按这个提交里的文件生成，不看工作区；上次生成的提交已知时只比较两个提交")
@click.option("--full", is_flag=True, help="不用索引，全部重做")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, metavar="N", help="用几个进程，默认为处理器的个数")
@click.pass_obj
def command(root: Path, output: Path | None, day: str | None, commit: str | None, full: bool, jobs: int | None) -> int:
    """生成网站
    Build the site.

    栏目表有错误或有文章读不了时不生成，已有的网站保持原样。
    """
    console.require(root)
    if day is not None and clock.parse_day(day) is None:
        raise Unable(f"--on 的日期不对：{day}", "写成 2026-11-20 这样")
    folder = (output or root / "output").absolute()
    start = time.perf_counter()
    built = pelican(root, folder, day, commit=commit, full=full, jobs=jobs or 0).publish()
    seconds = time.perf_counter() - start
    console.note(
        f"网站已生成：{folder}\n"
        f"文章 {built.articles} 篇，文件 {built.pages} 个，其中改动 {built.changed} 个、删除 {built.removed} 个，"
        f"用时 {seconds:.1f} 秒"
    )
    return console.CLEAN


def pelican(
    root: Path, output: Path, day: str | None, *, commit: str | None = None, full: bool = False, jobs: int = 0
) -> Any:
    """Pelican as the portal's settings want it; those of this repository where the portal has none."""
    from pelican import log
    from pelican.settings import read_settings

    # Pelican would write to standard output, and go on after an error.
    log.init(level=logging.ERROR, fatal="errors", handler=logging.StreamHandler())
    own = root / CONF
    conf = own if own.is_file() else Path(__file__).parent.parent / CONF
    content = root / "content"
    # A root needs only columns.yaml, but Pelican insists on a folder that exists.
    path = content if content.is_dir() else root
    override: dict[str, Any] = {"LANMU_ROOT": str(root), "PATH": str(path), "OUTPUT_PATH": str(output), "LANMU_ON": day}
    override |= {"LANMU_COMMIT": commit, "LANMU_FULL": full, "LANMU_JOBS": jobs}
    settings = read_settings(str(conf), override=override)
    return settings["PELICAN_CLASS"](settings)

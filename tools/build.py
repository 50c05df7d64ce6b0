"""``lanmu build``: the site, made by Pelican with the portal's settings."""

import gc
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from lanmu import clock
from lanmu.refusal import Refused, Unable
from tools import console, lean, table
from tools.help import Command
from tools.progress import Progress

CONF = "pelicanconf.py"
_SELDOM = 200_000  # objects made between two searches for garbage
OTHER_BUILD = "另一次生成正在写"  # how the message begins where another build has the output folder
# Stages of a build by their names in the program: those of one process, then those that processes share.
_STAGES = {
    "table": "读栏目表",
    "find": "找改动",
    "read": "读文章",
    "order": "找受影响的网页",
    "value": "网页的内容",
    "fingerprint": "网页的指纹",
    "render": "套模板",
    "write": "写网页",
    "copy": "复制附件",
    "links": "查链接",
    "index": "写索引",
    "place": "放到位",
}


@click.command(cls=Command)
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="网站写到哪里，默认为 output")
@click.option("--on", "day", metavar="DATE", help="按哪一天生成，如 2026-11-20；默认为今天")
@click.option("--commit", metavar="REV", help="按这个提交里的文件生成，不看工作区；已知上次的提交时只比较两个提交")
@click.option("--full", is_flag=True, help="不用索引，全部重做")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help="用几个进程，默认为处理器的个数")
@click.option("--staff", is_flag=True, help="给工作人员预览：网页上有“编辑本页”“新建”，通向 site.forge 的平台")
@click.option("--profile", is_flag=True, help="说明时间用在哪里")
@click.pass_obj
def command(
    root: Path,
    output: Path | None,
    day: str | None,
    commit: str | None,
    full: bool,
    jobs: int | None,
    staff: bool,
    profile: bool,
) -> int:
    """生成网站
    Build the site.

    只重做改动所影响的网页；说不清影响的，全部重做，并说明原因。栏目表有错误或有文章读不了时不生成，已有的网站保持原样。
    """
    if commit is None:
        console.require(root)
    if day is not None and clock.parse_day(day) is None:
        raise Unable(f"--on 的日期不对：{day}", "写成 2026-11-20 这样")
    folder = (output or root / "output").absolute()
    start = time.perf_counter()
    try:
        with Progress() as progress:
            site = pelican(root, folder, day, commit=commit, full=full, jobs=jobs or 0)
            site.settings["LANMU_SAY"] = progress
            if staff:
                site.settings["LANMU_STAFF"] = True
            built = site.publish()
    except Refused as refused:
        console.show(refused.findings)
        console.note("没有生成，已有的网站保持原样")
        return console.FOUND
    except KeyboardInterrupt:
        console.note("\n已中断；没有做完的，下一次生成时补齐")
        raise
    _report(folder, built, time.perf_counter() - start)
    if profile:
        console.note(_profile(built.seconds))
    return console.CLEAN


def _report(folder: Path, built: Any, seconds: float) -> None:
    if built.broken:
        console.show(built.broken)
        console.note("网站照样生成；通向没有的文章和文件的链接只显示文字。全站的链接用 lanmu links 检查\n")
    if built.reason:
        console.note(f"全部重做：{built.reason}")
    console.note(
        f"网站已生成：{folder}\n"
        f"文章 {built.articles} 篇，文件 {built.pages} 个，其中改动 {built.changed} 个、删除 {built.removed} 个，"
        f"用时 {seconds:.1f} 秒"
    )


def _profile(seconds: Mapping[str, float]) -> str:
    """Seconds by stage, all processes added up; what runs before and beside them is in none."""
    rows = [(_STAGES[name], f"{seconds[name]:.3f}") for name in _STAGES if name in seconds]
    return "\n".join(["各步所用的时间（秒，各进程合计）：", *table.rows(rows, indent="  ")])


def pelican(
    root: Path, output: Path, day: str | None, *, commit: str | None = None, full: bool = False, jobs: int = 0
) -> Any:
    """Pelican as the portal's settings want it; those of this repository where the portal has none.

    ``commit`` is a revision whose files are built; ``jobs`` 0 means as many processes as there are processors.
    """
    gc.disable()  # loading makes no garbage, and looking for it takes an eighth of the time
    with lean.loading():
        import xml.sax.saxutils  # noqa: F401  (feeds will need it, but not its web client)

        import markdown.extensions.fenced_code  # noqa: F401  (our reader will need it, but not its colours)
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
    try:
        settings = read_settings(str(conf), override=override)
        site = settings["PELICAN_CLASS"](settings)
        site.publish  # noqa: B018  (Pelican's own class has none)
    except Exception as error:  # a portal's settings are a program of its own, which may raise anything
        if conf != own:
            raise
        cure = "改正设置文件；可以从本程序的 pelicanconf.py 抄起"
        raise Unable(f"设置 {conf} 用不了：{type(error).__name__}：{error}", cure) from None
    gc.freeze()
    gc.set_threshold(_SELDOM)
    gc.enable()
    return site

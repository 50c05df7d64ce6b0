"""``lanmu links``: the links of the built site, read once more by LinkChecker, and those that lead away."""

from pathlib import Path

import click

from lanmu.links import Broken
from lanmu.model import Portal
from lanmu.refusal import Unable
from lanmu.report import FORMS
from tools import console, crawl
from tools.help import Command


@click.command(cls=Command)
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="网站所在的文件夹，默认为 output")
@click.option("--external", is_flag=True, help="也查通向别的网站的链接（要联网）")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="human", help="输出格式，默认 human")
@click.pass_obj
def command(root: Path, output: Path | None, external: bool, form: str) -> int:
    """检查已生成的网站里的链接：网页、附件、图片、页内位置
    Check the links of the built site with LinkChecker.

    不写 --external 时不联网。外部链接每个网站每秒最多查两次，遵守对方的 robots.txt；7 天内查过没有问题的不再查。
    """
    return run(root, (output or root / "output").absolute(), external, form, crawl.Network())


def run(root: Path, output: Path, external: bool, form: str, network: crawl.Network) -> int:
    """Check the site in ``output``; the exit status."""
    from tools import find

    portal = find.portal(root)
    if not (output / "index.html").is_file():
        raise Unable(f"{output} 里没有网站", "先生成：lanmu build")
    site = crawl.site(output, _domains(portal))
    console.note(f"查了 {site.pages} 个网页的 {site.links} 处链接")
    broken, trouble = site.broken, None
    if external:
        from tools import outside

        found = outside.check(root, site.away, network)
        broken, trouble = broken + found.broken, found.trouble
        for remark in found.remarks:
            console.note(remark)
    return _tell(root, output, broken, form, trouble)


def _tell(root: Path, output: Path, broken: tuple[Broken, ...], form: str, trouble: Unable | None) -> int:
    from lanmu.links.findings import findings

    found = findings(root, output, broken)
    if found or trouble is None:
        console.report(found, form)
    if trouble is not None:
        console.unable(trouble.message, trouble.cure)
    return console.FOUND if found else console.UNABLE if trouble is not None else console.CLEAN


def _domains(portal: Portal) -> frozenset[str]:
    """Names under which the portal's own pages are asked for."""
    return frozenset(name.lower() for name in (portal.site.domain, portal.site.chinese_domain) if name)

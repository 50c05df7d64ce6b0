"""The emblem of the site: the operator supplies the picture, and every page shows it."""

import posixpath
from collections.abc import Iterable

from lanmu.marked import Map, Text
from lanmu.near import did_you_mean
from lanmu.schema import Report
from lanmu.structure import pick
from lanmu.tree import Tree

PICTURES = (".png", ".jpg", ".jpeg", ".svg")  # what every browser shows in a page's head
_MOST = 200  # names of a folder that are looked at for a near one


def review(tree: Tree, root: Map, report: Report) -> None:
    """Report an emblem that is not a picture of the portal's tree."""
    written = pick.part(root, "site").get(Text("emblem"))
    if written is None:
        return
    folder, _, name = posixpath.normpath(written).rpartition("/")
    names = frozenset() if folder.startswith(("..", "/")) else tree.list(folder).files
    if name not in names:
        message = f"site.emblem：仓库里没有“{written}”这个文件"
        cure = f"{_near(name, names)}把图片放进仓库，写它的相对路径；没有图片时删去这个键"
        report.say("missing-emblem", written, message, cure)
    elif not name.lower().endswith(PICTURES):
        message = f"site.emblem：“{written}”不是 PNG、JPG 或 SVG 图片"
        report.say("missing-emblem", written, message, "换成 PNG、JPG 或 SVG 图片；没有图片时删去这个键")


def _near(name: str, names: Iterable[str]) -> str:
    """The question whether another picture of the same folder was meant."""
    return did_you_mean(name, sorted(known for known in names if known.lower().endswith(PICTURES))[:_MOST])

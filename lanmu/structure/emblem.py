"""The emblem of the site: the operator supplies the picture, and every page shows it."""

from pathlib import Path

from lanmu.marked import Map, Text
from lanmu.near import did_you_mean
from lanmu.schema import Report
from lanmu.structure import pick

PICTURES = (".png", ".jpg", ".jpeg", ".svg")  # what every browser shows in a page's head
_MOST = 200  # names of a folder that are looked at for a near one


def review(folder: Path, root: Map, report: Report) -> None:
    """Report an emblem that is not a picture lying below ``folder``, where ``columns.yaml`` lies."""
    written = pick.part(root, "site").get(Text("emblem"))
    if written is None:
        return
    base, source = folder.resolve(), (folder / written).resolve()
    if not source.is_relative_to(base) or not source.is_file():
        message = f"site.emblem：仓库里没有“{written}”这个文件"
        cure = f"{_near(folder / written)}把图片放进仓库，写它的相对路径；没有图片时删去这个键"
        report.say("missing-emblem", written, message, cure)
    elif source.suffix.lower() not in PICTURES:
        message = f"site.emblem：“{written}”不是 PNG、JPG 或 SVG 图片"
        report.say("missing-emblem", written, message, "换成 PNG、JPG 或 SVG 图片；没有图片时删去这个键")


def _near(path: Path) -> str:
    """The question whether another picture of the same folder was meant."""
    if not path.parent.is_dir():
        return ""
    names = [found.name for found, _ in zip(path.parent.iterdir(), range(_MOST), strict=False)]
    return did_you_mean(path.name, (name for name in names if name.lower().endswith(PICTURES)))

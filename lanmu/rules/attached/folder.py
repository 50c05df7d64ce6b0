"""What lies in an article's folder: A601 type-not-allowed."""

from collections.abc import Iterator

from lanmu.attachments import ALLOWED, allowed, looks_like_article
from lanmu.finding import Finding, Spot
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import ATTACHMENT, FILES
from lanmu.rules.subject import Subject

_SEALED = {"7z", "rar"}  # known, but nobody can look inside (A604)
CURE = f"另存为 PDF、DOCX 等能发布的格式，或者删去；可以用的扩展名：{' '.join(sorted(ALLOWED - _SEALED))}"
_KEPT = ".gitkeep"  # keeps an empty folder in git
_PAGE = ATTACHMENT.replace("shen-bao-biao.csv", "shen-bao.html")

A601 = error(
    "A601",
    "type-not-allowed",
    "文章文件夹里的附件和图片只用规定的格式；网页、SVG、XML 能带脚本，程序和隐藏文件也不发布。",
    (Basis("辽宁办法第九条（可兼容、可交换的数据格式）", "R074"),),
    Example({_PAGE: "<p>申报</p>\n"}, (("A601", _PAGE, None),)),
    Example({ATTACHMENT: FILES[ATTACHMENT]}),
)

RULES = (A601,)


def check(subject: Subject) -> Iterator[Finding]:
    """Files of the article's folder that may not be published, whether linked or not."""
    own = subject.folder
    for entry in subject.files.below(own) if own else ():
        inside = entry.path.removeprefix(f"{own}/")
        known = allowed(inside) or looks_like_article(inside) or inside.endswith(_KEPT)
        if entry.plain and not known:
            yield A601.at(Spot(entry.path), "这种文件不能放在文章的文件夹里", CURE)

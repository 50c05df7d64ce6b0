"""Headings and pictures: F106 heading-order, F111 missing-alt, F118 map-without-number."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lanmu.article import PLACEHOLDER, Article
from lanmu.marked import Text
from lanmu.repair import later
from lanmu.rules.form.tags import source, tags
from lanmu.rules.prose import Hit, Prose
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import NEWS, edited

_TIDY = Basis("陕西工信厅办法第十五条（格式标准规范）", "R135")
_BARRIERS = Basis("湘潭办法第十五条（无障碍浏览）", "R195")
_BODY = "会议印发的办法见"
_AUTHOR = "author: 省科技厅信息员\n"
_PICTURE = "2026-03-20-gong-zuo-tui-jin-hui/hui-chang.gif"
_DOT = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
_FILE = {f"content/kjt/bmdt/{_PICTURE}": _DOT}

F106 = error(
    "F106",
    "heading-order",
    "正文的小标题从二级（##）开始，一级一级往下，不跳级：一级标题是文章的标题。",
    (_TIDY, _BARRIERS),
    Example(edited(NEWS, (_BODY, f"#### 部署\n\n{_BODY}")), (("F106", NEWS, 11),)),
    Example(edited(NEWS, (_BODY, f"## 部署\n\n{_BODY}"))),
)

F111 = error(
    "F111",
    "missing-alt",
    "图片要有说明文字，说清图上有什么：正文里写 ![说明](图片)，题图写 image_alt。“图片”“1”或文件名不是说明。",
    (_BARRIERS,),
    Example({**edited(NEWS, (_BODY, f"![]({_PICTURE})\n\n{_BODY}")), **_FILE}, (("F111", NEWS, 11),)),
    Example({**edited(NEWS, (_BODY, f"![推进会会场全景]({_PICTURE})\n\n{_BODY}")), **_FILE}),
)

F118 = error(
    "F118",
    "map-without-number",
    "登地图、区位图、行政区划图的，要标明审图号：写在 map_number，或写在图的旁边。",
    (Basis("《地图管理条例》（公开地图应当标注审图号）"), Basis("山西办法第八条（不准公开的内容不得登载）", "R020")),
    Example({**edited(NEWS, (_BODY, f"![全省高新区区位图]({_PICTURE})\n\n{_BODY}")), **_FILE}, (("F118", NEWS, 11),)),
    Example(
        {
            **edited(
                NEWS,
                (_AUTHOR, f"{_AUTHOR}map_number: 示S（2026）001号\n"),
                (_BODY, f"![全省高新区区位图]({_PICTURE})\n\n{_BODY}"),
            ),
            **_FILE,
        }
    ),
)

RULES = (F106, F111, F118)

_MOST = 100  # hits of one rule in one text
_HEADING = later(r"([#=-])(?<![^\n].)(?:(?<=#)#{0,5}|(?<!#)\1*[ ]*$)", re.MULTILINE)  # a sign first: found fast
_PICTURES = later(r"!\[([^\[\]\n]{0,500})\](?:\([ \t]*+<?([^()\n]{0,1000})|\[)")
_FILE_NAME = r"\.(?:png|jpe?g|gif|webp|bmp)"
_NOTHING = later(
    r"(?:(?:图|图片|照片|附图|配图|插图|截图|图像|题图|示意图|微信图片|微信截图|qq图片|qq截图|屏幕截图|未命名|无标题|新建"
    r"|image|img|pic|picture|photo|figure|fig|screenshot|untitled|alt|dsc|dscn|mmexport|p)?"
    rf"[\s_\-.0-9()（）第张幅一二三四五六七八九十]{{0,60}}|\S{{1,200}}{_FILE_NAME})",
    re.IGNORECASE,
)
_MAP = later(
    r"(?<!网站)(?<!站点)(?<!知识)(?<!思维)(?<!学习)(?<!技术)(?<!能力)地图|区位图|行政区划|政区图"
    r"|(?:位置|区位|路线|范围|分布|交通|区域|选址)示意图|(?:^|[/_-])(?:map|di-?tu|qu-?wei-?tu|xing-?zheng-?qu-?hua)(?![a-z])",
    re.IGNORECASE,
)
_NUMBER = later(r"审图号[^0-9\n]{0,30}[0-9]|S\s?[(（〔\[][0-9]{4}[)）〕\]]\s?[0-9]{1,6}\s?号")
_BESIDE = 200  # characters on either side of a picture in which its number is sought


class _Picture(NamedTuple):
    """A picture of the body; ``alt`` is None where none is given."""

    start: int
    end: int
    alt: str | None
    file: str


def check(prose: Prose) -> Iterator[Hit]:
    """Headings and pictures of an article."""
    if prose.attached:
        return
    yield from islice(_headings(prose), _MOST)
    article = prose.subject.source.article
    pictures = [*islice(_pictures(prose), 2000)]
    yield from islice(_described(prose, pictures, article), _MOST)
    if article is None or not any(char.isdecimal() for char in article.text("map_number")):
        yield from islice(_maps(prose, pictures, article), _MOST)


def _headings(prose: Prose) -> Iterator[Hit]:
    signs = prose.signs
    found = sorted(_levels(prose)) if b"#" in signs or b"\n--" in signs or b"\n==" in signs else []
    found += [(tag.start, tag.start + 3, int(tag.name[1])) for tag in tags(prose) if _is_heading(tag.name, tag.closing)]
    last, second = 1, any(level == 2 for _, _, level in found)
    for start, end, level in sorted(found):
        right = max(2, min(level, last + 1))
        new = "#" * right if prose.text[start] == "#" else None
        if level == 1:
            message = "正文里有一级标题：一级标题是文章的标题"
            cure = "改成二级（##），下面各级跟着加一个 #；不是标题的，行首的 # 前面加反斜线"
            yield Hit(F106, start, end, message, cure, None if second else new)
        elif level != right:
            before = f"上一个标题是{_named(last)}" if last > 1 else "前面还没有标题"
            message = f"小标题跳级：{before}，这里是{_named(level)}"
            yield Hit(F106, start, end, message, f"改成{_named(right)}（{'#' * right}）", new)
        last = right


def _named(level: int) -> str:
    return f"{'一二三四五六'[level - 1]}级"


def _is_heading(name: str, closing: bool) -> bool:
    return not closing and len(name) == 2 and name[0] == "h" and name[1] in "123456"


def _levels(prose: Prose) -> Iterator[tuple[int, int, int]]:
    """Start, end and level of Markdown's headings."""
    text = source(prose)
    for match in _HEADING().finditer(text, prose.body):
        if match.group(1) == "#":
            yield match.start(), match.end(), len(match.group())
        elif _is_underline(text, prose.body, match.start()):
            start = text.rfind("\n", prose.body, match.start() - 1) + 1 or prose.body
            yield start, match.start() - 1, 1 if match.group(1) == "=" else 2


def _is_underline(text: str, body: int, start: int) -> bool:
    """Whether the line above begins its paragraph, so that Markdown makes a heading of it."""
    if start <= body:
        return False
    above = text.rfind("\n", body, start - 1) + 1 or body
    before = text.rfind("\n", body, max(body, above - 1)) + 1 or body
    return bool(text[above : start - 1].strip()) and (above == body or not text[before : above - 1].strip())


def _pictures(prose: Prose) -> Iterator[_Picture]:
    if b"![" in prose.signs:
        for match in _PICTURES().finditer(source(prose), prose.body):
            yield _Picture(match.start(), match.end(), match.group(1).strip() or None, match.group(2) or "")
    for tag in tags(prose):
        if tag.name == "img" and tag.whole and not tag.closing:
            written = {item.name: item.value for item in tag.attributes()}
            yield _Picture(tag.start, tag.end, written.get("alt"), written.get("src", ""))


def _described(prose: Prose, pictures: list[_Picture], article: Article | None) -> Iterator[Hit]:
    cure = "写清图上有什么，如 ![推进会会场全景](…)；读屏软件会读给看不见的人听"
    for picture in pictures:
        if picture.alt is None:
            yield Hit(F111, picture.start, picture.end, "图片没有说明文字", cure)
        elif picture.alt and _says_nothing(picture.alt, picture.file):
            yield Hit(F111, picture.start, picture.end, f"图片的说明“{picture.alt[:40]}”没有说图上有什么", cure)
    image = article.fields.find("image") if article else None
    if article is None or not isinstance(image, Text) or not image or image == PLACEHOLDER:
        return
    alt = article.fields.find("image_alt")
    cure = "写 image_alt: 一句话说清图上有什么"
    if not isinstance(alt, Text) or not alt.strip():
        yield Hit(F111, *_span(prose, image), "题图没有说明文字（image_alt）", cure)
    elif alt.strip() != PLACEHOLDER and _says_nothing(alt, image):
        yield Hit(F111, *_span(prose, alt), f"题图的说明“{alt[:40]}”没有说图上有什么", cure)


def _says_nothing(alt: str, file: str) -> bool:
    stem = file.rpartition("/")[2].rpartition(".")[0]
    bare = alt.strip()
    return bare.lower() == stem.lower() or (len(bare) <= 300 and _NOTHING().fullmatch(bare) is not None)


def _span(prose: Prose, text: Text) -> tuple[int, int]:
    """Where a value of the front matter stands."""
    start = 0
    for _ in range(text.line - 1):
        start = prose.text.find("\n", start) + 1
    start += text.column - 1
    return start, start + len(text)


def _maps(prose: Prose, pictures: list[_Picture], article: Article | None) -> Iterator[Hit]:
    cure = "在开头写 map_number: 审图号，如 晋S（2026）001号；没有审图号的地图换成从标准地图服务下载的，或不登"
    for picture in pictures:
        named = f"{picture.alt or ''} {picture.file}"
        beside = prose.text[max(0, picture.start - _BESIDE) : picture.end + _BESIDE]
        if _MAP().search(named) and not _NUMBER().search(beside):
            yield Hit(F118, picture.start, picture.end, "图上像是地图，没有标明审图号", cure)
    image = article.fields.find("image") if article else None
    if article is not None and isinstance(image, Text) and _MAP().search(f"{article.text('image_alt')} {image}"):
        yield Hit(F118, *_span(prose, image), "题图像是地图，没有标明审图号", cure)

"""HTML in an article: F114 unsafe-html, F105 inline-style.

What the build leaves of an author's HTML is decided by its sanitiser; here staff learn beforehand what would be lost
or could harm, so that nothing changes on the way to the page.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lanmu.fold import INVISIBLE, unescaped
from lanmu.joined import Edit
from lanmu.repair import later
from lanmu.rules.banned.hidden import ground, hiding
from lanmu.rules.form import css
from lanmu.rules.form.tags import MOST, Attribute, Tag, source, tags
from lanmu.rules.prose import Hit, Prose
from lanmu.rules.rule import Basis, Example, Rule, error
from lanmu.rules.sample import NEWS, edited

_TIDY = Basis("陕西工信厅办法第十五条（格式标准规范）", "R135")
_BODY = "会议印发的办法见"

F114 = error(
    "F114",
    "unsafe-html",
    "正文里的 HTML 只用排版的标记（段落、小标题、列表、表格、图片、链接、强调等），成对，放在该在的地方；"
    "没有脚本、框架、表单、SVG、事件属性，链接不用 javascript:、data: 一类的地址，样式不取外部内容。",
    (_TIDY, Basis("湘潭办法第二十八条（不得危害国家安全和社会稳定）", "R232")),
    Example(edited(NEWS, (_BODY, f'<p onclick="open()">部署全年工作。</p>\n\n{_BODY}')), (("F114", NEWS, 11),)),
    Example(edited(NEWS, (_BODY, f"<p>部署全年工作。</p>\n\n{_BODY}"))),
)

F105 = error(
    "F105",
    "inline-style",
    "正文统一为黑色、一种字体和字号，由网站的样式定：不写 style、align、bgcolor、color、face、size 等属性和"
    " font、center 等标记；小标题的字体可以视情况定。",
    (
        Basis("陕西工信厅办法第十五条（正文统一为黑色）", "R136"),
        Basis("陕西工信厅办法第十五条（字体用5号宋体）", "R137"),
        Basis("陕西工信厅办法第十五条（行间距设定为18）", "R138"),
        Basis("陕西工信厅办法第十五条（文中小标题可视情况确定字体）", "R139"),
    ),
    Example(
        edited(NEWS, (_BODY, f'<p style="color: red; font-size: 22pt">部署全年工作。</p>\n\n{_BODY}')),
        (("F105", NEWS, 11),),
    ),
    Example(edited(NEWS, (_BODY, f"<p>部署全年工作。</p>\n\n{_BODY}"))),
)

RULES = (F105, F114)

_MOST = 100  # hits of one rule in one text
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What plugins/reader.py leaves on a page; a test compares. h1 is the page's title: F106 speaks of it.
KEPT = frozenset(
    (
        *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "div", "dl", "dt", "em"),
        *(
            "figcaption",
            "figure",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "i",
            "img",
            "ins",
            "kbd",
            "li",
            "mark",
            "ol",
            "p",
        ),
        *("pre", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "u", "ul", "var"),
    )
)
_DRESS = frozenset(("font", "center", "basefont", "big", "marquee", "blink", "tt", "strike", "nobr"))
_RUNS = frozenset(
    (
        *("script", "iframe", "object", "embed", "applet", "frame", "frameset", "form", "input", "button", "select"),
        *(
            "textarea",
            "option",
            "meta",
            "link",
            "base",
            "style",
            "svg",
            "math",
            "noscript",
            "template",
            "xml",
            "portal",
        ),
    )
)
_DRESSING = frozenset(
    (
        *("style", "align", "valign", "bgcolor", "color", "face", "size", "background", "border"),
        *("cellpadding", "cellspacing", "bordercolor", "hspace", "vspace", "text"),
    )
)
_EVENT = later("on[a-z]{3,40}")
_VOID = frozenset(("br", "hr", "img", "wbr"))
_OPTIONAL = frozenset(("p", "li", "td", "th", "tr", "dt", "dd", "thead", "tbody", "tfoot", "caption"))
_WITHIN = {
    "li": ("ul", "ol"),
    **dict.fromkeys(("dt", "dd"), ("dl",)),
    **dict.fromkeys(("tr", "td", "th", "thead", "tbody", "tfoot", "caption"), ("table",)),
    "figcaption": ("figure",),
}
# The beginning of what a link leads to, up to where a scheme must have ended.
_TARGET = later(r"(?:\]\(|\]:)([^()\[\]]{1,160})")
_ANGLE = later(r"<([^<>]{1,160})")
_SQUEEZED = later(rf"[\x00-\x20\x7f-\xa0\u3000\\<{INVISIBLE}]")
_SCRIPT = later(r"(javascript|vbscript|livescript|data|blob|filesystem):")
_ADDRESS_CURE = "写要去的网页的网址；图片和文件放进与文章同名的文件夹，写相对路径"
_FEW = 3  # places that are told one by one
_OFFICE = ("o:", "w:", "v:", "m:", "x:", "st1:")
_PASTED = "重新粘贴时选“只粘贴文本”，再用 Markdown 排版；或运行 lanmu check --fix，删去这些、留下文字"
_CODE_CURE = "删去；要把标记本身给人看，写在反引号里，或把 < 写成 &lt;"


class _Said(NamedTuple):
    start: int
    end: int
    message: str
    cure: str


def check(prose: Prose) -> Iterator[Hit]:
    """HTML that harms, is lost, or dresses up."""
    if prose.attached:
        return
    found = tags(prose)
    yield from (Hit(F114, *said) for said in islice(_addresses(prose), _MOST))
    if found:
        yield from (Hit(F114, *said) for said in islice(_unsafe(found), _MOST))
        yield from (Hit(F114, *said) for said in islice(_nesting(prose, found), _MOST))
        yield from _of_office(prose, found)
        yield from _styles(prose, found)


def script(target: str) -> str:
    """The scheme that makes a reader's browser run or unpack what an author wrote, "" where it is another."""
    plain = _SQUEEZED().sub("", unescaped(target[:160])).lower()
    match = _SCRIPT().match(plain)
    return match.group(1) if match else ""


def _addresses(prose: Prose) -> Iterator[_Said]:
    """Targets of Markdown links and of angle brackets."""
    said: set[int] = set()
    for sign, pattern in ((b"](", _TARGET), (b"]:", _TARGET), (b"<", _ANGLE)):
        if sign not in prose.signs:
            continue
        for match in pattern().finditer(source(prose), prose.body):
            start = match.end() - len(match.group(1).lstrip()) if pattern is _TARGET else match.start()
            scheme = script(match.group(1))
            if scheme and start not in said:
                said.add(start)
                yield _Said(start, match.end(), f"链接不能用 {scheme}:", _ADDRESS_CURE)


def _unsafe(found: tuple[Tag, ...]) -> Iterator[_Said]:
    """Tags and attributes that run something or that no page keeps."""
    for tag in found:
        if tag.closing:
            continue
        name = tag.name
        if name in _RUNS:
            yield _Said(tag.start, tag.end, f"正文里不能有 <{name}>", _CODE_CURE)
        elif name.startswith(_OFFICE):
            continue
        elif tag.whole and name not in KEPT and name not in _DRESS and name != "h1" and not _is_address(tag):
            message = f"网页不认 <{name[:20]}>：这个标记和里面的属性不会出现在页面上"
            yield _Said(tag.start, tag.end, message, "换成 Markdown 的写法；要显示尖括号，把 < 写成 &lt;")
        if tag.whole and name not in _RUNS:
            yield from _attributes(tag)


def _is_address(tag: Tag) -> bool:
    """Whether it is an address in angle brackets: Markdown makes a link of it, or it is judged as one."""
    return "@" in tag.name or (":" in tag.name and bool(script(tag.name) or tag.name.startswith(("http", "ftp"))))


def _attributes(tag: Tag) -> Iterator[_Said]:
    for item in tag.attributes():
        if _EVENT().fullmatch(item.name) or item.name in ("srcdoc", "formaction", "http-equiv"):
            yield _Said(item.start, item.end, f"<{tag.name[:20]}> 的属性 {item.name[:20]} 会运行程序", "删去这个属性")
        elif item.name == "style" and css.loads(item.value):
            yield _Said(item.start, item.end, f"<{tag.name[:20]}> 的样式取用外部内容或运行程序", "删去这个 style 属性")
        elif scheme := script(item.value):
            yield _Said(item.start, item.end, f"属性 {item.name[:20]} 不能用 {scheme}:", _ADDRESS_CURE)


def _nesting(prose: Prose, found: tuple[Tag, ...]) -> Iterator[_Said]:
    """Tags of the body that have no counterpart or stand where they may not."""
    opened: list[Tag] = []
    names: Counter[str] = Counter()
    done = prose.body
    for tag in found:
        if tag.start < done or not tag.whole or tag.name not in KEPT or tag.name in _VOID:
            continue
        done = tag.end
        if not tag.closing:
            needed = _WITHIN.get(tag.name)
            if needed and not any(names[name] for name in needed):
                places = "、".join(f"<{name}>" for name in needed)
                yield _Said(
                    tag.start, tag.end, f"<{tag.name}> 不在 {places} 里", "补上外层的标记，或改用 Markdown 的写法"
                )
            opened.append(tag)
            names[tag.name] += 1
        elif names[tag.name]:
            while (last := opened.pop()).name != tag.name:
                names[last.name] -= 1
                yield from _unclosed(last)
            names[tag.name] -= 1
        else:
            yield _Said(tag.start, tag.end, f"</{tag.name}> 前面没有与它成对的 <{tag.name}>", "删去，或补上前面的一半")
    for tag in opened:
        yield from _unclosed(tag)


def _unclosed(tag: Tag) -> Iterator[_Said]:
    if tag.name not in _OPTIONAL:
        yield _Said(tag.start, tag.end, f"<{tag.name}> 没有结束", f"在该结束的地方补上 </{tag.name}>")


def _of_office(prose: Prose, found: tuple[Tag, ...]) -> Iterator[Hit]:
    """Tags that only an office program knows, all in one: the words between them stay."""
    own = [tag for tag in found if tag.name.startswith(_OFFICE)]
    if own:
        count = sum(not tag.closing for tag in own) or len(own)
        message = f"有 Word 自己的标记 <{own[0].name[:20]}>，共 {count} 处：网页不认"
        yield _together(prose, F114, (own[0].start, own[0].end), message, [(tag.start, tag.end, "") for tag in own])


def _together(prose: Prose, rule: Rule, at: tuple[int, int], message: str, edits: list[Edit]) -> Hit:
    """One finding at the first place, with the cure of all of them."""
    edits.sort(key=lambda edit: edit[:2])
    begin, done, parts = edits[0][0], edits[0][0], []
    for start, end, new in edits:
        if start >= done:
            parts += [prose.text[done:start], new]
            done = end
    return Hit(rule, *at, message, _PASTED, "".join(parts), (begin, done))


def _styles(prose: Prose, found: tuple[Tag, ...]) -> Iterator[Hit]:
    """What dresses the body up otherwise than the site does; sub-headings may. Many are said once."""
    worn = [*islice(_dressed(prose, found), MOST)]
    if len(worn) <= _FEW:
        yield from worn
        return
    edits = [(hit.start, hit.end, hit.new) for hit in worn if hit.new is not None]
    dress, page = [tag for tag in found if tag.name in _DRESS and tag.whole], ground(found)
    if not any(True for tag in dress for _ in hiding(tag, page)):  # else what they hide would come to light
        edits += [(tag.start, tag.end, "") for tag in dress]
    if not edits:
        yield from islice(worn, _MOST)
        return
    at = (worn[0].start, worn[0].end)
    message = f"从这里起共 {len(worn)} 处写了字体、字号、颜色或位置：像是从 Word 或网页粘贴的，这些由网站统一定"
    yield _together(prose, F105, at, message, edits)


def _dressed(prose: Prose, found: tuple[Tag, ...]) -> Iterator[Hit]:
    inside, page = "", ground(found)  # the HTML heading in which we are
    for tag in found:
        if tag.name in _HEADINGS:
            inside = "" if tag.closing else tag.name
        if tag.closing or not tag.whole or inside or tag.name in _RUNS or _in_heading(prose, tag):
            continue
        if tag.name in _DRESS:
            message = f"用了 <{tag.name}>：字体、字号、颜色和位置由网站统一定"
            cure = f"删去 <{tag.name}> 和 </{tag.name}>，留下文字；要强调用 **加粗**"
            yield Hit(F105, tag.start, tag.end, message, cure)
            continue
        kept = {start for start, _, _ in hiding(tag, page)}  # what hides is not to come to light unseen
        dressing = [item for item in tag.attributes() if _is_dressing(item) and item.start not in kept]
        if dressing:
            yield _undressed(prose, tag, dressing)


def _in_heading(prose: Prose, tag: Tag) -> bool:
    start = prose.text.rfind("\n", 0, tag.start) + 1
    return prose.text.startswith("#", start)


def _is_dressing(item: Attribute) -> bool:
    return item.name in _DRESSING and not (item.name == "style" and css.loads(item.value))


def _undressed(prose: Prose, tag: Tag, dressing: list[Attribute]) -> Hit:
    """The stretch of a tag that holds such attributes, and what is left of it without them."""
    start, end = dressing[0].start, dressing[-1].end
    while prose.text[start - 1].isspace():
        start -= 1
    left, at = [], start
    for item in dressing:
        left.append(prose.text[at : item.start].rstrip())
        at = item.end
    names = "、".join(dict.fromkeys(item.name for item in dressing))
    message = f"<{tag.name}> 写了 {names}：字体、字号、颜色和位置由网站统一定"
    return Hit(F105, start, end, message, f"删去 {names}", "".join(left))

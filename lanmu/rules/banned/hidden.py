"""What a reader is not to see: B212 hidden-text."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lanmu.fold import unescaped
from lanmu.marked import UNSEEN
from lanmu.repair import later
from lanmu.rules.form import css
from lanmu.rules.form.tags import Attribute, Tag, comments, source, tags
from lanmu.rules.prose import Hit, Prose
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import NEWS, edited

_BODY = "3月19日，省科技厅"

B212 = error(
    "B212",
    "hidden-text",
    "文章里没有读者看不见的内容：零宽字符和改变书写方向的字符、与背景同色或小到看不见的字、不显示的段落、HTML 注释。"
    "网站的源文件也是公开的。表情符号里的连接符、阿拉伯文和蒙古文需要的控制符可以。",
    (
        Basis("陕西工信厅办法第十六条（虚假的、违反规定的信息不得发布）", "R144"),
        Basis("山西办法第八条（不准、不宜公开的内容不得登载）", "R020"),
    ),
    Example(edited(NEWS, (_BODY, f"<!-- 此段待核 -->\n\n{_BODY}")), (("B212", NEWS, 9),)),
    Example({}),
)

RULES = (B212,)

_MOST = 100  # hits of one kind in one text
_ALWAYS = "\u2800\u115f\u1160\u17b4\u17b5\u206a-\u206f\u3164\uffa0\ufff9-\ufffb"
_SPACES = "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_TAGGED = "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
_SIGN = later(f"[{_SPACES}{_ALWAYS}{_TAGGED}]+|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{{2,}}")
_NEAR = re.compile(f"[{_SPACES}{_ALWAYS}\ufe00-\ufe0f]")  # of them those of 16 bits: sought in an eighth of the time
_IN_FRONT = later(f"[{UNSEEN}]+")
_NAMES = {
    "\u00ad": "软连字符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\u2060": "零宽连接",
    "\ufeff": "零宽不换行空格（BOM）",
}
_EMOJI = later("[\u00a9\u00ae\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff]")
_JOINING = later(
    "[\u0590-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1800-\u18af\u200c\u200d\ufb1d-\ufdff\ufe70-\ufefc]"
)
_BRAILLE = later("[\u2801-\u28ff]")
_MARKS = frozenset("\u200e\u200f\u061c")
_ENTITY = later(r"&(?:#[0-9]++|#[xX][0-9a-fA-F]++|[A-Za-z]{2,31});?")
_FONT = ("font", "basefont")
# What Markdown takes for the definition of a link, and no page shows: [name]: there "title".
_REFERENCE = later(
    r"^[ ]{0,3}\[([^\[\]\n]{1,200})\]:[ \t]*+\n?[ \t]*+(\S++)[ \t]*+(?:\n[ \t]*+)?(?:[\"'(]([^\n]*)[\"')][ \t]*$|$)",
    re.MULTILINE,
)
_NAME = later(r"\[([^\[\]\n]{1,200})\]")
# Word's own: conditions for its programs, with their settings, and the ends of what was copied.
_OF_WORD = later(
    r"<!--(?:\[if [ -~]{1,80}?|[ -~]{0,9}\[endif\]|(?:Start|End)Fragment)-->|<!--\[if [\x00-\x7f]*\[endif\]-->"
)
_FROM_WORD = "删去；从 Word 粘贴时选“只粘贴文本”"
# What a browser takes for a comment, too: a declaration, an instruction, an end of nothing.
_BOGUS = later(r"<(?:[!?](?!--)|/(?![A-Za-z>]))[^<>]{0,400}>?")
_CURE = "删去看不见的内容；给同事的说明写在提交说明或审核意见里"


_SHOW = "删去；要给读者看的，在方括号前加反斜线，如 \\[1]: 文字"


def check(prose: Prose) -> Iterator[Hit]:
    """Everything that is there and is not seen."""
    yield from islice(_attached(prose) if prose.attached else _signs(prose), _MOST)
    if prose.attached:
        return
    if "&" in prose.text:
        yield from islice(_entities(prose), _MOST)
    if "<" in prose.text:
        yield from islice(_styles(prose), _MOST)
        yield from islice(_comments(prose), _MOST)
    if b"]:" in prose.signs:
        yield from islice(_references(prose), _MOST)


def _is_sound(text: str, start: int, end: int) -> bool:
    """Whether unseen characters do what they are for: join an emoji, shape a script that needs them."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    signs = set(text[start:end])
    if signs == {"\u2800"}:  # a blank between words in Braille
        return bool(_BRAILLE().match(before) and _BRAILLE().match(after))
    if signs == {"\u200d"} and end - start == 1:
        return bool((_EMOJI().match(before) and _EMOJI().match(after)) or (_JOINING().match(before)))
    if signs <= _MARKS | {"\u200c", *"\u180b\u180c\u180d\u180e\u180f"} and end - start == 1:
        return bool(_JOINING().match(before) or _JOINING().match(after))
    return before == "\U0001f3f4" and text[end - 1] == "\U000e007f"  # a flag's letters


def _signs(prose: Prose) -> Iterator[Hit]:
    text = prose.text
    for match in _unseen(text):
        start, end = match.span()
        # Of the front matter's values F110 speaks where it knows the character.
        known = start < prose.body and _IN_FRONT().fullmatch(match.group())
        if not known and not _is_sound(text, start, end):
            yield Hit(B212, start, end, f"有看不见的字符 {_named(match.group())}", "删去这个字符", "")


def _unseen(text: str) -> Iterator[re.Match[str]]:
    """Every run of unseen characters. Most texts have none, and none of more than 16 bits."""
    if _NEAR.search(text) or len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text):
        yield from _SIGN().finditer(text)


def _named(signs: str) -> str:
    first = signs[0]
    name = f"U+{ord(first):04X}" + (f"（{_NAMES[first]}）" if first in _NAMES else "")
    return f"{name}等 {len(signs)} 个" if len(signs) > 1 else name


def _attached(prose: Prose) -> Iterator[Hit]:
    """One for a whole attachment: programs put soft hyphens and marks of their own into files."""
    found = [
        match
        for match in _unseen(prose.text)
        if set(match.group()) - {"\u00ad", "\ufeff"} and not _is_sound(prose.text, *match.span())
    ]
    if found:
        message = f"附件里有看不见的字符 {_named(found[0].group())}，共 {len(found)} 处"
        yield Hit(B212, *found[0].span(), message, "在原文件里查找并删去这些字符，再放一次")


def _entities(prose: Prose) -> Iterator[Hit]:
    text = source(prose)
    for match in _ENTITY().finditer(text, prose.body):
        shown = unescaped(match.group())
        if shown != match.group() and _SIGN().fullmatch(shown) and not _joins(text, match, shown):
            message = f"有看不见的字符 {_named(shown)}，写成了 {match.group()}"
            yield Hit(B212, *match.span(), message, "删去这个字符", "")


def _joins(text: str, match: re.Match[str], shown: str) -> bool:
    around = text[max(0, match.start() - 1) : match.start()] + shown + text[match.end() : match.end() + 1]
    start = min(1, match.start())
    return _is_sound(around, start, start + len(shown))


def _styles(prose: Prose) -> Iterator[Hit]:
    """Tags that hide what they hold."""
    found = tags(prose)
    page = ground(found)
    for tag in found:
        for start, end, how in hiding(tag, page):
            yield Hit(B212, start, end, f"<{tag.name[:20]}> 里的内容读者看不见：{how}", _CURE)


def ground(found: tuple[Tag, ...]) -> css.Colour | None:
    """The colour of the page behind an article's text; None where tags colour it here and there."""
    coloured = any(item.name in ("bgcolor", "background") or "background" in item.value for item in _all(found))
    return None if coloured else (255, 255, 255)


def _all(found: tuple[Tag, ...]) -> Iterator[Attribute]:
    for tag in found:
        yield from tag.attributes()


def hiding(tag: Tag, page: css.Colour | None) -> Iterator[tuple[int, int, str]]:
    """Where its attributes hide what it holds, and how; ``page`` is the colour behind it."""
    if tag.closing:
        return
    attributes = {item.name: item for item in tag.attributes()}
    for item in attributes.values():
        if item.name == "hidden":
            yield item.start, item.end, "不显示"
        elif item.name == "style" and (how := css.hides(item.value, _ground(attributes, page))):
            yield item.start, item.end, how
        elif item.name == "color" and tag.name in _FONT:
            front, behind = css.colour(item.value), page
            if front and behind and css.alike(front, behind):
                yield item.start, item.end, "与背景同色"


def _ground(attributes: dict[str, Attribute], page: css.Colour | None) -> css.Colour | None:
    return css.colour(attributes["bgcolor"].value) if "bgcolor" in attributes else page


def _comments(prose: Prose) -> Iterator[Hit]:
    for start, end in comments(prose):
        written = prose.text[start:end]
        if _OF_WORD().fullmatch(written):
            yield Hit(B212, start, end, "有从 Word 带来的 HTML 注释，网页上看不见", _FROM_WORD, "")
        elif any(char.isalnum() for char in written):
            yield Hit(B212, start, end, "有 HTML 注释：网页上看不见，源文件里谁都能看到", _CURE)
    for match in _BOGUS().finditer(source(prose), prose.body):
        if any(char.isalnum() for char in match.group()):
            message = f"“{match.group()[:2]}”起的内容浏览器当作注释，网页上看不见"
            yield Hit(B212, *match.span(), message, "删去；要显示尖括号，把 < 写成 &lt;")


def _references(prose: Prose) -> Iterator[Hit]:
    for match in _REFERENCE().finditer(source(prose), prose.body):
        name, target, title = match.group(1), match.group(2), match.group(3) or ""
        if "." in target or "/" in target:  # an address: its title is seen where something refers to it
            hidden = "" if title == name or _names(prose.text)[name.lower()] > 1 else title
        else:
            hidden = f"{target} {title}"
        if any(char.isalnum() for char in hidden):
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield Hit(B212, start, match.end(), "有不显示的文字：“[…]: ”起的一行是链接的定义，网页上看不见", _SHOW)


@lru_cache(maxsize=1)
def _names(text: str) -> Counter[str]:
    """How often each name stands in square brackets, its definition counted."""
    return Counter(match.group(1).lower() for match in _NAME().finditer(text))

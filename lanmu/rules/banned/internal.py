"""B202 internal-mark: what an office writes on papers that are not for the public. A mark stands apart."""

import re
from collections.abc import Iterator
from itertools import islice
from posixpath import basename

from lanmu.disclosure import on_site
from lanmu.fold import fold
from lanmu.repair import later
from lanmu.rules.banned.margins import alone, apart, bracketed, in_head, line_of, taught
from lanmu.rules.prose import Hit, Prose, hit
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import DOCUMENT, edited

_END = "请遵照执行。\n"
_GUIDE = "不属于主动公开范围的材料，可以依申请公开；法律规定不予公开的除外。\n"

B202 = error(
    "B202",
    "internal-mark",
    "带“内部资料、注意保存、不得外传、此件不公开、依申请公开、工作秘密”等标志的材料不上网；正文里讲到这些词的不算。",
    (
        Basis("陕西工信厅办法第十六条（不宜向社会公开的内部信息）", "R148"),
        Basis("辽宁办法第十六条（六）（法律、法规规定不予公开的信息）", "R101"),
    ),
    Example(edited(DOCUMENT, (_END, f"{_END}\n（此件依申请公开）\n")), (("B202", DOCUMENT, 21),)),
    Example(edited(DOCUMENT, (_END, f"{_END}\n{_GUIDE}\n（此件公开发布）\n"))),
)

RULES = (B202,)
_CURE = (
    "不公开的，在开头写 disclosure: 依申请公开（或不予公开），并写 disclosure_basis 和 disclosure_reason，"
    "文章就不上网、只登记；可以公开的，经负责人同意后删去这个标志"
)
_MOST = 50  # hits; more teach nobody anything
_AROUND = 80  # characters of a mark before and behind such a word
_STOPS = "。;!?"

_W = r"[ \t]{0,8}\n?[ \t]{0,8}"  # blanks and one line break, as a folded block of YAML has them
_PAPERS = "内部(?:资料|材料|文件|文稿|刊物|参考|秘密|掌握|发行|通讯|传阅|讨论稿|事项)|内参资料|工作秘密"
# A sign borrowed from what is secret; stars behind 内部 may be a grade.
_STAR = rf"(?:工作秘密[★☆]|内部[★☆]{_W}(?=[0-9长])){_W}(?:[0-9]{{1,2}}(?:年|个月)|长期)?"
_ISSUE = "[(]?总?第[0-9一二三四五六七八九十百]{1,6}期[)]?"
_WHOM = "此件发至[一-鿿()、]{0,10}[级团处局]"
_WITH = "涉密(?:文件|资料|材料|件)"  # an internal mark only beside another one
_WEAK = "内部(?:使用|信息|情况|交流)|敏感信息|内参"  # words of tables and sentences, too
_DONT = "(?:不得|不准|不要|不许|请勿|切勿|勿|禁止|严禁|谢绝)(?:对外|随意|擅自|向外)?"
_SPREAD = f"{_DONT}(?:外传|转发|扩散|外泄|泄露|公开|外借|传播|上网)(?:和扩散)?"
_COPY = f"{_DONT}(?:翻印|复印|复制|转载|拍照|摘抄|引用|抄录|带出)"
_KEEP = "(?:请|应)?(?:注意|妥善)(?:保存|保管|保密)"
_ONLY = (
    "(?:仅限|仅供|只限|只供|专供|仅|限|供)(?:供|限)?(?:本?(?:单位|机关|系统|部门|局|厅|委)|领导)?内部"
    "(?:参考|参阅|使用|传阅|掌握|学习|交流|工作|讨论|研究|审议)(?:使用|参考)?|(?:仅|只)?供领导(?:参阅|参考)"
)
_AFTER = "(?:阅|用|会)(?:后|毕)(?:即焚|销毁|收回|退回|交回)|未经(?:批准|许可|允许|同意)(?:不得|严禁|禁止)(?:外传|公开)"
_SURE = f"{_PAPERS}|{_ONLY}|{_AFTER}"
_STRONG = f"{_SURE}|{_SPREAD}"
_PHRASE = f"(?:{_STRONG}|{_WEAK}|{_COPY}|{_KEEP}|{_WITH})"
_MORE = rf"(?:[,;，、·.。! *★☆▲]{{0,3}}{_W}{_PHRASE}){{0,4}}"
_MARK = rf"(?:{_ISSUE}{_W})?{_PHRASE}{_MORE}(?:{_W}{_ISSUE})?[。!]?"

_SHUT = "(?:不予公开|不予以?公开|不公开|不对外公开|不宜公开|不得公开|依申请公开|非公开)"
_THIS = (
    rf"[此本]{_W}(?:件|文件|文稿|文|稿|材料|资料){_W}(?:的?公开(?:属性|方式))?{_W}[:为属是]{{0,2}}{_W}"
    f"(?:{_SHUT}|(?:{_STRONG}){_MORE}|内部使用)"
    f"|{_WHOM}"
)
_LABEL = (
    "(?:公开(?:属性|方式|类型|类别|形式|性质|范围|选项|程度)|(?:信息|公文|文件)属性|密级)"
    rf"{_W}[:|]{_W}[\[(【“\"]?(?P<value>{_SHUT}|依申请|内部(?:公开|使用|资料|文件)?|工作秘密|敏感(?:信息)?)"
)
_KINDS = rf"(?P<star>{_STAR})|(?P<this>{_THIS})|(?P<label>{_LABEL})|(?P<mark>{_MARK})"
_KINDS += "|(?P<shut>依申请公开|不予公开|此件不公开)"
_LISTED = r"[ )\]】”\"]{0,2}(?:[、/,;或和及与·|□☐○☑ ]{1,3}(?:主动|依申请|不予|公开|免予)|的)"
# One of these is in every mark: only what is around them is looked at.
# Plain words, so that the search for their first characters is fast.
_SIGNS = later(
    "内部|内参|外传|转发|扩散|外泄|外借|此件|此文|此稿|此材料|此资料|工作秘密|注意保|敏感信息|供领导|阅后|用后|会后|阅毕|属性"
    "|依申请公开|公开方式|公开类|公开形式|公开性质|公开范围|公开选项|公开程度|不予公开|不得公开|不得上网|不得传播|不得泄露"
)
_OBJECT = "(?:公开|传播|泄露|外传|外泄|转发|扩散|复制|引用)(?:内部|工作秘密)"  # a sentence: 不得泄露内部资料

_MARKS, _CHOICE = later(_KINDS), later(_LISTED)
_IS_SURE, _IS_SPREAD, _IS_WEAK, _PHRASES = later(_SURE), later(_SPREAD), later(_WEAK), later(_PHRASE)
_IS_OBJECT = later(_OBJECT)
_PARTS = r"-_ .,()\[\]【】〔〕"  # part the words of a file's name
_IN_NAME = later(rf"(?:^|[{_PARTS}])(?:{_STRONG}|内部使用|此件{_SHUT}|不予公开|依申请公开)(?=$|[{_PARTS}])")


def check(prose: Prose) -> Iterator[Hit]:
    """Marks of what is not for the public; what stays off the site may bear them."""
    article = prose.subject.source.article
    if article is not None and not on_site(article):
        return
    if prose.attached and (name := mark_in_name(prose.path)):
        yield Hit(B202, 0, 0, f"附件的文件名里有内部标志“{name}”", _CURE)
    yield from islice(_marks(prose, prose.folded.text), _MOST)


def _marks(prose: Prose, text: str) -> Iterator[Hit]:
    for first, last in _windows(text):
        for match in _MARKS().finditer(text, first, last):
            if _is_mark(prose, text, match) and not taught(text, *match.span()):
                written = " ".join(match.group().split())[:40]
                yield hit(prose, B202, match.start(), match.end(), f"有内部标志“{written}”", _CURE)


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of the text in which a mark may lie: what is around the words that every mark has one of."""
    start = end = -1
    for spot in (match.start() for match in _SIGNS().finditer(text)):
        if spot - _AROUND > end:
            if end >= 0:
                yield start, end
            start = max(spot - _AROUND, 0)
        end = spot + _AROUND
    if end >= 0:
        yield start, end


def mark_in_name(path: str) -> str:
    """The internal mark in a file's name, "" where there is none."""
    found = _IN_NAME().search(fold(basename(path)))
    return found.group().strip("-_ .,()[]【】〔〕") if found else ""


def _is_mark(prose: Prose, text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    if match["star"]:
        return True
    if match["label"]:  # of this text; a catalogue has many, a form a choice
        return not _CHOICE().match(text, end) and not _catalogued(text, match["label"].partition(":")[0])
    if match["this"]:
        return bracketed(text, start, end) or alone(prose, start, end, _STOPS)
    if match["shut"]:
        return _shut(prose, text, start, end)
    mark = match.group()
    if _IS_OBJECT().search(mark):
        return False
    if _IS_SURE().search(mark) or (_IS_WEAK().search(mark) and len(_PHRASES().findall(mark)) > 1):
        return _set_apart(prose, text, start, end) and not (mark == "工作秘密" and bracketed(text, start, end, "("))
    if _IS_SPREAD().search(mark):  # may also be the last line of a sentence
        return _set_apart(prose, text, start, end) and (
            not text[start - 1 : start].isalpha() or _stands(prose, start, end)
        )
    return _weak(prose, text, match)


def _catalogued(text: str, label: str) -> bool:
    """Whether a label stands in a list of many things. An extractor may give the same text twice."""
    return text.count(f"{label}:") > 2 or f"{label}:主动" in text


def _set_apart(prose: Prose, text: str, start: int, end: int) -> bool:
    return bracketed(text, start, end) or alone(prose, start, end)


def _stands(prose: Prose, start: int, end: int) -> bool:
    """Whether a line of its own is one of the head, or has blank lines around it."""
    return in_head(prose, start) or apart(prose, start, end)


def _weak(prose: Prose, text: str, match: re.Match[str]) -> bool:
    """内部使用 and its like stand in tables, too: alone they count in square brackets, in the head, or apart."""
    start, end = match.span()
    if not _IS_WEAK().search(match.group()) and match.group() not in ("注意保存", "注意保密"):
        return False  # 请勿复印, 请妥善保管: said to the public
    if bracketed(text, start, end, "[【〖"):
        return True
    in_table = "|" in line_of(prose, start)
    return not in_table and alone(prose, start, end) and _stands(prose, start, end)


def _shut(prose: Prose, text: str, start: int, end: int) -> bool:
    """依申请公开 is a heading and a menu entry, too: only in brackets of its own it is a mark."""
    if bracketed(text, start, end, "[【〖") and not text.startswith("](", end):
        return True
    return bracketed(text, start, end) and alone(prose, start, end)

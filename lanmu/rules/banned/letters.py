"""Correspondence inside government: B203 upward-request, B204 peer-letter.

Three things tell it: the title, the salutation and the closing formula. A 请示 is known by its title alone;
报告 and 函 are kinds of public papers, too, so that two of the three must agree.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lanmu.disclosure import KEY, on_site
from lanmu.fold import Folded
from lanmu.repair import later
from lanmu.rules.banned.margins import ends, in_head, line_of, quoted
from lanmu.rules.pattern import holds
from lanmu.rules.prose import Hit, Prose, hit
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import DOCUMENT, edited

_TITLE = "关于印发省级科技计划项目管理办法的通知"
_BODY = "各市科技局：\n\n现将《省级科技计划项目管理办法》印发给你们，请遵照执行。"
_REQUEST = "省人民政府：\n\n现有经费已不能覆盖设备的维护支出，拟申请专项经费。\n\n妥否，请批示。"
_LETTER = "省旅游局：\n\n我厅拟于四月举办科普活动，需要借用场地。\n\n请予支持为盼。"
_REPLY = (
    ("title: 关于印发省级科技计划项目管理办法的通知", "title: 关于科普场馆建设有关事项的复函"),
    ("source: 省科技厅\n", "source: 省科技厅\ndisclosure: 主动公开\n"),
    (_BODY, "省旅游局：\n\n来函收悉，我厅没有不同意见。\n\n特此函复。"),
)

B203 = error(
    "B203",
    "upward-request",
    "对上级机关的请示、报告不上网；政府工作报告、决算和审计等公开的报告，以及写明“主动公开”的报告不算。",
    (Basis("陕西工信厅办法第十六条（对上级机关的请示、报告）", "R145"),),
    Example(
        edited(DOCUMENT, (_TITLE, "关于增加科研仪器运行经费的请示"), (_BODY, _REQUEST)),
        (("B203", DOCUMENT, 2),),
    ),
    Example(edited(DOCUMENT, (_TITLE, "关于同意增加科研仪器运行经费请示的批复"))),
)

B204 = error(
    "B204",
    "peer-letter",
    "同级机关的往来函件不上网；写明“主动公开”的函、公开征求意见的函和批复不算。",
    (Basis("陕西工信厅办法第十六条（同级机关的往来函件）", "R146"),),
    Example(
        edited(DOCUMENT, (_TITLE, "关于商请借用科普活动场地的函"), (_BODY, _LETTER)),
        (("B204", DOCUMENT, 2),),
    ),
    Example(edited(DOCUMENT, *_REPLY)),
)

RULES = (B203, B204)
_REQUEST_CURE = "请示不公开：撤下这一篇；要公布结果的，等批复印发后发布批复或据此制发的文件"
_REPORT_CURE = "给上级的报告不公开：撤下这一篇；确需公布的，经负责人同意后在开头写 disclosure: 主动公开"
_LETTER_CURE = (
    "机关之间的函不公开：撤下这一篇；确需公布的（如批复性的复函），经负责人同意后在开头写 disclosure: 主动公开"
)

# One of these is in every text of the kind: most texts are read no further.
_PLEAS = {
    "否": ("妥否", "当否", "是否妥当", "是否可行", "可否"),
    "以上": ("以上请示", "以上意见", "以上事项", "以上申请"),
    "此请示": ("此请示",),
}
_REPORTS = {"此报告": ("特此报告", "专此报告"), "以上报告": ("以上报告",), "阅": ("审阅", "阅示")}
_LETTERS = ("函", "盼", "为荷")
_HEAD = 900  # characters of folded text in which title and salutation are sought

# Titles. What news and replies say before 关于, and what is public by its nature.
_TAIL = r"(?:[(〔\[][^()\n]{1,20}[)〕\]])?[。.]?$"
_REQUEST_TITLE = later(rf"(?:关于|申请|要求|呈报|报请)[^。;\n]{{1,120}}请示{_TAIL}|^请示{_TAIL}")
_ABOUT = later(
    "(?:听取|审议|研究|讨论|审定|通过|同意|批准|答复|批复|转发|印发|收到|办理|解读|修改|写好|怎样|如何)[^。]{0,12}$"
)
_REPORT_TITLE = later(rf"(?:关于|呈报|上报|报送)[^。;\n]{{1,120}}报告{_TAIL}")
_NAMES = later("(?:请示|报告|函)(?:[(〔][^()\\n]{1,20}[)〕])?[。.]?(?![》”\"'」])")
_PUBLIC_REPORT = later(
    "工作报告|政府信息公开|信息公开工作|[决预]算|审计|调查|调研|评估|评价|评审|可行性|可研|年度报告|年报|法治政府|依法行政|统计"
    "|述职|监测|监督|检查|环境影响|环评|质量|研究报告|发展报告|检测|鉴定|国民经济|社会发展计划|建议|提案|满意度|白皮书|绩效|测评"
    "|普查|整改|公报|解读|诚信|社会责任|水土保持|核查|验收|勘察|勘查|论证|竣工|招标|体检|查询|安全生产事故"
)
_LETTER_TITLE = later(
    rf"(?:关于|商请|征求)[^。;\n]{{1,120}}函{_TAIL}|(?:商请|商洽|催办|询问|征求意见|协查|复|便)函{_TAIL}"
)
_PUBLIC_LETTER = later(
    "同意|批复|答复|建议|提案|印发|公布|发布|公开征|向社会|邀请函|感谢|慰问|贺函|公开函|招商|询价|催告|提醒函|警示函|监管函|告知函|履约|资格"
)

# Salutations: who is addressed, at the end of what stands before the colon.
_SALUTATION = later(r":(?=[ \t]*(?:\n|$))")
_SUPERIOR = later(
    "(?:国务院|(?:省|市|县|区|州|旗|自治区)人?民?(?:委|政府)|党委|党工委|管委会|人民政府|政府)(?:办公[厅室])?$"
)
_PEER = later(
    "(?:厅|局|委|委员会|办|办公室|部|署|院|司|处|中心|总队|支队|总站|公司|集团|银行|大学|学院|研究院|研究所|协会|联合会|工会|团委|妇联"
    "|管委会|政府|政府办公[厅室]|发展改革委|法院|检察院|海关|军区|军分区)$"
)
_MANY = later("各|有关|全体|全省|全市|全县|全区|所属|直属|同志|先生|女士|代表|委员$|市民|群众|朋友|企业|家长|同学|老师")

# Closing formulas, each the end of a sentence of its own.
_ASK = "(?:请|请予|望|恳请|敬请|呈请|请求)"
_UPWARD = "(?:批示|批复|指示|审批|审示|核批|核准|批准|审定|审核批复|裁示|研复|予批准|予审批|予批复|示)"
_PLEA = later(
    rf"(?:[妥当]否|是否妥当|是否可行|可否),?{_ASK}{{0,2}}(?:上级|省政府|市政府|领导)?{_UPWARD}"
    rf"|以上(?:请示|意见|事项|申请)[^。\n]{{0,16}},?{_ASK}(?:予|予以)?(?:批示|批复|审批|批准|核批|指示)"
    "|特此请示|专此请示"
)
_REPORT_CLOSE = later(
    rf"特此报告|专此报告|以上报告[^。\n]{{0,16}}{_ASK}(?:予|予以)?(?:审阅|批示|指示|批复|审示|审查|阅示)|{_ASK}(?:予|予以)?(?:审阅|阅示)(?=[。.!]|\s|$)"
)
_LETTER_CLOSE = later(
    "(?:特此|专此|专此特|现特|谨此)(?:函(?:达|告|复|询|请|商|致|催)|复函|致函|商请|商洽|函商|询问)"
    "|(?:请|敬请|望|盼|恳请|并请|请予|烦请|请于[^。\\n]{1,16}前)[^。\\n]{0,24}?(?:函复|复函|回函|函告|为[荷盼])(?:我[厅局委办部院省市县们])?(?:办公室)?(?:为[荷盼])?"
    "|(?:请予|请给予|望予|敬请|恳请)(?:大力|积极)?(?:支持|协助|配合|接洽)(?=[。.!]|\\s|$)"
    "|可否,?(?:请|盼|望)(?:函?复|函告)|(?<![一-鿿])盼(?:函)?复|请研提意见|妥否,?请(?:函复|复函|研复)"
    "|(?:意见|情况)[^。\\n]{0,10}(?:函复|反馈)我[厅局委办部院]"
)


class _Place(NamedTuple):
    """A stretch of the folded text."""

    start: int
    end: int
    text: str


def check(prose: Prose) -> Iterator[Hit]:
    """What a text is by its title, its salutation and its closing formula; at most one finding."""
    article = prose.subject.source.article
    if article is not None and not on_site(article):
        return
    on_purpose = article is not None and bool(article.text(KEY))
    found = _request(prose) or (None if on_purpose else _report(prose) or _letter(prose))
    if found:
        yield found


def _request(prose: Prose) -> Hit | None:
    """A 请示: by title, or by its closing formula."""
    text = prose.folded.text
    if "请示" in text:
        for title in _titles(prose):
            written = _REQUEST_TITLE().search(title.text)
            if written and not _ABOUT().search(title.text[: written.start()]):
                return hit(prose, B203, title.start, title.end, f"“{title.text[-40:]}”是对上级的请示", _REQUEST_CURE)
    closing = _closing(prose, _PLEA()) if holds(text, _PLEAS) else None
    if closing is None:
        return None
    message = f"文末的“{closing.text[:40]}”是请示的结尾用语"
    return hit(prose, B203, closing.start, closing.end, message, _REQUEST_CURE)


def _report(prose: Prose) -> Hit | None:
    """A 报告 to a superior: it says so at its head and at its end, and is none of the public kinds."""
    if not holds(prose.folded.text, _REPORTS):
        return None
    titles = [title for title in _titles(prose) if "报告" in title.text[-24:]]
    if any(_PUBLIC_REPORT().search(title.text) for title in titles):
        return None
    salutation, closing = _salutation(prose, _SUPERIOR()), _closing(prose, _REPORT_CLOSE())
    if not salutation or not closing:
        return None
    place = titles[0] if titles else salutation
    message = f"主送“{salutation.text[-30:]}”、结尾“{closing.text[:30]}”，是对上级的报告"
    return hit(prose, B203, place.start, place.end, message, _REPORT_CURE)


def _letter(prose: Prose) -> Hit | None:
    """A 函 between offices: two of title, salutation and closing formula."""
    text, article = prose.folded.text, prose.subject.source.article
    if not any(word in text for word in _LETTERS) or (article is not None and article.text("consultation") == "true"):
        return None
    titles = [title for title in _titles(prose) if "函" in title.text[-24:]]
    if any(_PUBLIC_LETTER().search(title.text) for title in titles):
        return None
    title = next((title for title in titles if _LETTER_TITLE().search(title.text)), None)
    salutation = _salutation(prose, _PEER())
    closing = _closing(prose, _LETTER_CLOSE()) if title or salutation else None
    if not salutation or not (title or (closing and any(word in closing.text for word in _LETTERS))):
        return None
    place = title or closing or salutation
    message = f"主送“{salutation.text[-30:]}”的函，是机关之间的往来函件"
    return hit(prose, B204, place.start, place.end, message, _LETTER_CURE)


def _titles(prose: Prose) -> Iterator[_Place]:
    """What may be the title: that of the front matter, and lines of the head that end like one."""
    text = prose.folded.text
    own = Folded(prose.title[:400]).text if not prose.attached else ""
    if own:
        start = max(text.find(own, 0, 20_000), 0)
        yield _Place(start, start + len(own) if text.startswith(own, start) else start, own)
    first = _body(prose)
    for match in _NAMES().finditer(text, first, first + _HEAD):
        if not in_head(prose, match.start()):
            return
        if ends(prose, match.end()):
            start = max(first, match.start() - 120)
            start = max(start, *(text.rfind(mark, start, match.start()) + 1 for mark in "。;!?:\n"))
            yield _Place(start, match.end(), text[start : match.end()])


def _body(prose: Prose) -> int:
    """Where the body begins in the folded text."""
    found = prose.folded.text.find("\n---", 3) if prose.body else -1
    return found + 4 if found >= 0 else 0


def _salutation(prose: Prose, kind: re.Pattern[str]) -> _Place | None:
    """The first line of the head that addresses one office of this kind."""
    text, first = prose.folded.text, _body(prose)
    for match in _SALUTATION().finditer(text, first, first + _HEAD):
        if not in_head(prose, match.start()):
            return None
        line = Folded(line_of(prose, match.start())).text
        addressed = line.rpartition(":")[0].strip(" #>*\t")
        if 2 <= len(addressed) <= 60 and not _MANY().search(addressed) and _addresses(addressed, kind):
            return _Place(max(match.start() - len(addressed), 0), match.start(), addressed)
    return None


def _addresses(written: str, kind: re.Pattern[str]) -> bool:
    """Whether the first or the last office named is of this kind."""
    return bool(kind.search(written) or kind.search(re.split("[、,和]", written, maxsplit=1)[0]))


def _closing(prose: Prose, kind: re.Pattern[str]) -> _Place | None:
    """A closing formula that ends its sentence and is not spoken about."""
    text = prose.folded.text
    for match in kind.finditer(text):
        if ends(prose, match.end(), "。.!;") and not quoted(text, match.start(), match.end()):
            return _Place(match.start(), match.end(), match.group())
    return None

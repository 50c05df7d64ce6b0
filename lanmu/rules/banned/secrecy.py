"""B201 secrecy-mark. A mark stands apart, or bears a star, a term or a label; the bare word is none."""

import re
from collections.abc import Iterator
from itertools import islice
from posixpath import basename

from lanmu.fold import fold
from lanmu.repair import later
from lanmu.rules.banned.margins import alone, apart, begins, bracketed, ends, in_head, line_of, taught
from lanmu.rules.prose import Hit, Prose, hit
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import DOCUMENT, edited

_SALUTATION = "各市科技局：\n"
_ABOUT = "依照保守国家秘密法，国家秘密的密级分为绝密、机密、秘密三级，标志不得随意使用。\n"

B201 = error(
    "B201",
    "secrecy-mark",
    "带国家秘密标志或商业秘密标志的文件和附件不上网；讲保密工作的正文不受影响。",
    (
        Basis("陕西工信厅办法第十六条（带密级的文件不得发布）", "R142"),
        Basis("陕西工信厅办法第十二条（涉密不上网）", "R127"),
        Basis("辽宁办法第十六条（一）（国家秘密、商业秘密）", "R095"),
        Basis("湘潭办法第二十八条", "R211"),
    ),
    Example(edited(DOCUMENT, (_SALUTATION, f"机密★3年\n\n{_SALUTATION}")), (("B201", DOCUMENT, 17),)),
    Example(edited(DOCUMENT, (_SALUTATION, f"{_SALUTATION}\n{_ABOUT}"))),
)

RULES = (B201,)
_CURE = (
    "不要再提交、转发，马上告诉本单位保密审查员：真是涉密件的，连同附件从分支里撤出；"
    "确已解密或误标的，由定密单位书面确认后去掉标志再提交"
)
_MOST = 50  # hits; more teach nobody anything
# Levels without label or star that are looked at, bare ones and those with a term or brackets: of more none is a mark.
_MOST_BARE, _MOST_SIGNED = 3000, 100_000
_NEAR = 2000  # characters around a term in which the parties of a contract are named

_W = r"[ \t]{0,8}\n?[ \t]{0,8}"  # blanks and one line break, as a folded block of YAML has them
_STARS = "★☆✩✪✫✬✭✮✯✰⭐⋆🌟🟊"
_SIGNS = "*▲△※✱⁎✲✳∗■□●◆◇"  # where a term follows
_LEVEL = "(?:(?:核心|普通)商密|商业秘密|商密|[绝机秘]密)"
_TERM = (
    rf"(?:(?:[0-9]{_W}){{1,2}}(?:年|个月)|[一二三五两]?十年|[一二三五]年|长期"
    "|启用前|(?:开考|考试|开启|公布|解密|会议开始)前)"
)
_PERIOD = rf"(?:保密期限|解密时间){_W}[:|]{_W}{_TERM}"
_URGENT = rf"(?:特急|加急|平急|特提|急件|(?<![0-9])(?<![0-9][ -])[0-9]{{6}}(?![0-9])){_W}"
_KEEP = "注意保[密管存]|(?:请勿|不得|严禁)外传"
_LABEL = r"(?:密级(?:和保密期限)?|密别|(?:秘密|保密|涉密|定密|商密)(?:等级|级别))"
# What may be a mark, as wide as it goes: with its label, or with star, brackets and term. Judged afterwards.
_STAR = rf"[{_STARS}]{{1,5}}|[{_SIGNS}]{{1,3}}(?={_W}(?:{_TERM}|保密))|(?<=商密)▲|(?<=商密 )▲"
_MARK = (
    rf"(?P<label>{_LABEL}{_W}(?:[:|=→]{_W})?[\[(【〔“\"]?)?(?P<urgent>{_URGENT})?"
    rf"(?P<level>{_LEVEL})级?(?P<kind>文件|资料|材料|件)?{_W}(?P<star>{_STAR})?"
    rf"{_W}(?:(?:[·•・.:/\-—~(\[【|]{{1,2}}{_W})?(?P<term>{_TERM}))?(?P<after>{_W}(?:{_URGENT}|{_KEEP}))?"
    rf"(?:[)\]】”\"]?[,;，；、|]?{_W}{_PERIOD})?"
    rf"|(?P<period>{_PERIOD})"
)
# Said of this very paper, or written short: what needs no more than to stand there.
_THIS = "(?:此|本)(?:件|文件|文稿|文|稿|材料|资料)"
_SAID = later(
    f"(?P<this>(?<![如若凡当])(?<!如果)(?<!倘若)(?<!假如){_THIS}(?:系|为|是|属于?|均?属)"
    "(?:国家)?(?:绝密|机密|秘密|涉密)级?(?:文件|资料|材料|公文|载体|件))"
    f"|(?<![如若凡当其])密级(?:定为|为|是)(?:绝密|机密|秘密)级?,(?:保密)?期限(?:定为|为|是)?[:]?{_TERM}(?![^。;\n]{{0,12}}的)"
    f"|(?P<short>密件)|(?<![A-Za-z])(?:JM|MM|jm|mm)[{_STARS}]{_W}{_TERM}|(?<![绝机秘商隐保加])密[★☆]{_W}{_TERM}"
)
# Behind a labelled level: this speaks about a class of things.
_CLASS = later(r"级?(?:及?以[上下]|[或和及与]|资质|资格|单位|事项|的|计算机|信息|载体|会议|试[卷题]|不超过)")
_OTHER = "(绝密|机密|秘密|(?<!不予)(?<![不请])公开(?![方属类形范选])|内部(?![资材文使传参])|[非无]密|[□☐○☑])"
_BETWEEN = r"[级\])】〕\"”“'、,/|和或及与 \n.;；·(\[【〔0-9年长期-]{0,16}"
_NO_MARK = (
    "国家",
    "商业",
    "工作",
    "军事",
    "保守",
    "严守",
    "泄露",
    "涉及",
    "属于",
    "的",
)  # before a level, a line break or not
_HINTS = later("密(?:(?<=[绝机秘涉]密)|级[定为是]|件)")  # in most of what _SAID finds: far faster to look for
_HEADED = later(_LABEL)
_TRIVIAL = re.compile("[揭解探奥神隐][密]?$")

_MARKS, _FIRST = later(_MARK), later("密(?:(?<=[绝机秘商]密)|[级别]|(?<=保密)期限|(?<=解密)时间)")
_OTHER_BEFORE, _OTHER_AFTER = later(f"{_OTHER}{_BETWEEN}$"), later(f"{_BETWEEN}{_OTHER}")
_SQUARE = ("[", "【", "〖", "⟦")
_SIGN = later("㊙|&#(?:0{0,6}12953|[xX]0{0,6}3299);?|\\\\u3299")
_PARTS = r"-_ .,()\[\]【】〔〕《"  # part the words of a file's name
_IN_NAME = later(
    rf"(?:^|[{_PARTS}]){_LEVEL}级?(?=$|[{_PARTS}{_STARS}·]|[0-9]{{1,2}}年|长期|启用前)|{_LEVEL}级?[{_STARS}]"
)


def check(prose: Prose) -> Iterator[Hit]:
    """Marks in the text, in any disguise that a reader sees through, and in the name of an attachment."""
    if prose.attached and (name := mark_in_name(prose.path)):
        yield Hit(B201, 0, 0, f"附件的文件名里有密级标志“{name}”", _CURE)
    yield from islice(_marks(prose, prose.folded.text), _MOST)
    yield from _signs(prose)


def _marks(prose: Prose, text: str) -> Iterator[Hit]:
    if "★" in text or "☆" in text or ("密" in text and _HINTS().search(text)):
        yield from _said(prose, text)
    first = _FIRST().search(text) if "密" in text else None
    if first is None:
        return
    begin = first.start() - (first.group() not in ("密级", "密别"))  # 绝密, 保密期限: with what is before it
    left = {False: _MOST_BARE, True: _MOST_SIGNED}
    for match in _MARKS().finditer(text, max(0, begin - 40)):
        signed = _is_signed(text, match)
        left[signed] -= not (match["label"] or match["star"])
        if (match["label"] or match["star"] or left[signed] >= 0) and _is_mark(prose, text, match):
            yield hit(prose, B201, match.start(), _end(match), _message(match.group()), _CURE)


def _said(prose: Prose, text: str) -> Iterator[Hit]:
    """A sentence that gives this paper a level, letters for one, and 密件 on a line of its own."""
    short = 0
    for match in _SAID().finditer(text):
        start, end = match.span()
        if match["short"]:
            short += 1
            found = short <= _MOST_BARE and alone(prose, start, end) and _stands(prose, start, end)
        else:
            found = not taught(text, start, end) and (not match["this"] or ends(prose, end, "。,;!"))
        if found:
            yield hit(prose, B201, start, end, _message(match.group()), _CURE)


def _is_signed(text: str, match: re.Match[str]) -> bool:
    """Whether more than the bare word is there: a term, or square brackets."""
    return bool(match["term"] or match["period"]) or text.endswith(_SQUARE, 0, match.start())


def _end(match: re.Match[str]) -> int:
    """Where a match ends, the blanks behind it left out."""
    return match.start() + len(match.group().rstrip())


def mark_in_name(path: str) -> str:
    """The secrecy mark in a file's name, "" where there is none; in a name, a word apart is a mark."""
    name = fold(basename(path))
    found = _IN_NAME().search(name) if "密" in name else None
    return found.group().strip("-_ .,()[]【】〔〕《") if found else ""


def _message(mark: str) -> str:
    written = " ".join(mark.split())[:40]
    return f"有商业秘密标志“{written}”" if "商" in mark else f"有国家秘密标志“{written}”"


def _is_mark(prose: Prose, text: str, match: re.Match[str]) -> bool:
    start, end = match.start(), _end(match)
    if match["period"]:
        around = text[max(0, start - _NEAR) : end + _NEAR]
        return alone(prose, start, end) and "甲方" not in around and not taught(text, start, end)
    if text.endswith("工作", 0, match.start("level")) and match["level"] == "秘密":
        return False  # B202 says it
    if match["label"] and _labels(prose, text, match):
        return not taught(text, start, end)
    if match["star"] or (match["term"] and any(dot in match.group() for dot in "·•・")):
        return not taught(text, start, end)
    if _listed(text, match):
        return False
    level, last = match.start("level"), _last_of_level(match)
    if bracketed(text, level, last) or (match["term"] and bracketed(text, level, end)):
        return _in_brackets(prose, text, level, last if bracketed(text, level, last) else end)
    return _bare(prose, text, match)


def _last_of_level(match: re.Match[str]) -> int:
    """Where the level's own words end."""
    return match.end("kind") if match["kind"] else _end_of_level(match)


def _end_of_level(match: re.Match[str]) -> int:
    end = match.end("level")
    return end + (match.string[end : end + 1] == "级")


def _labels(prose: Prose, text: str, match: re.Match[str]) -> bool:
    """Whether the label gives this level to the text: not a form to fill in, not a class of things."""
    level = match.end("level")
    if (_CLASS().match(text, level) and not ends(prose, level)) or _listed(text, match):
        return False
    return any(sign in match["label"] for sign in ":|=") or alone(prose, match.start(), _end(match))


def _in_brackets(prose: Prose, text: str, start: int, end: int) -> bool:
    """Square brackets make a mark anywhere, round ones at either end of a line of the head or of a heading."""
    opening = text[max(0, start - 3) : start].rstrip()[-1]
    if text.startswith(("](", "]:"), end) or re.match(r".?\s?(?:是指|指的?是)", text[end : end + 6]):
        return alone(prose, start, end) and not text.startswith("]:", end)
    if opening in _SQUARE and not text.startswith("商密", start):
        return not taught(text, start, end)
    line = line_of(prose, start)
    is_title = len(line) <= 120 and (line.startswith(("title:", "#")) or (prose.attached and in_head(prose, start)))
    return alone(prose, start, end) or (is_title and (begins(prose, start) or ends(prose, end)))


def _bare(prose: Prose, text: str, match: re.Match[str]) -> bool:
    """A level without a sign is a mark where it has its line to itself, in the head or between blank lines."""
    start, end = match.start("urgent" if match["urgent"] else "level"), _end(match)
    if match["label"] or text.endswith(_NO_MARK, 0, start) or not begins(prose, start):
        return False
    if ends(prose, end):
        if match["term"] or match["urgent"] or match["after"]:
            return True
    elif text[end : end + 1] in ("。", "!") and ends(prose, end + 1):
        return apart(prose, start, end) or (prose.attached and in_head(prose, start))
    elif not ends(prose, _end_of_level(match)):  # what follows may begin the next line: 机密⏎材料一式两份
        return False
    if "商" in match["level"]:
        return False  # a heading
    if "|" in line_of(prose, start):
        return _labelled_above(prose, start)
    return _stands(prose, start, end)


def _stands(prose: Prose, start: int, end: int) -> bool:
    """Whether a line of its own is one of the head, has blank lines around it, or stands on every page."""
    where = prose.spot(prose.folded.origin(start, end)[0]).where or ""
    return in_head(prose, start) or apart(prose, start, end) or any(part in where for part in ("页眉", "页脚", "母版"))


def _labelled_above(prose: Prose, start: int) -> bool:
    """Whether a cell has the label at the head of its column, in a table of one row: not one that counts levels."""
    at = prose.folded.origin(start, start + 1)[0]
    begin, end = prose.text.rfind("\n", 0, at) + 1, prose.text.find("\n", at)
    above = prose.text[max(0, begin - _NEAR) : begin].split("\n")[-3:-1]
    if len(above) < 2 or "--" not in above[1] or (end >= 0 and "|" in prose.line(end + 1)):
        return False
    heads, column = above[0].split("|"), prose.text.count("|", begin, at)
    return column < len(heads) and _HEADED().fullmatch(fold(heads[column]).strip(" *")) is not None


def _listed(text: str, match: re.Match[str]) -> bool:
    """Whether other levels stand right beside this one: a list of levels, or a form to fill in."""
    start, end = match.start("level"), _end(match)
    beside = _OTHER_BEFORE().search(text[max(0, start - 24) : start]), _OTHER_AFTER().match(text[end : end + 24])
    return any(found and found[1] not in match["level"] for found in beside)


def _signs(prose: Prose) -> Iterator[Hit]:
    """The sign ㊙, which folding makes an ordinary character; 揭㊙ is a way of writing a word."""
    if "㊙" not in prose.text and "3299" not in prose.text and "12953" not in prose.text:
        return
    for match in _SIGN().finditer(prose.text):
        before, after = prose.text[max(0, match.start() - 1) : match.start()], prose.text[match.end() : match.end() + 1]
        if not _TRIVIAL.search(before) and after not in tuple("诀方境笈"):
            yield Hit(B201, match.start(), match.end(), "有密级标志“㊙”", _CURE)
            return

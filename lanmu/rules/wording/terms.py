"""Wording: W301 wrong-term, W302 traditional-character. A person decides about each; nothing is mended unasked."""

import unicodedata
from collections.abc import Iterator

from lanmu.fold import fold
from lanmu.rules import words
from lanmu.rules.prose import Hit, Prose, hit
from lanmu.rules.rule import Basis, Example, warning
from lanmu.rules.sample import NEWS, edited
from lanmu.rules.subject import Subject

_EXACT = Basis("陕西工信厅办法第十六条（表述规范、准确）", "R141")
_WORK = ("部署全年项目申报", "布署全年项目申报")

W301 = warning(
    "W301",
    "wrong-term",
    "公文里容易写错的字和词、已经改名的机构、港澳台固定用语，照词表提醒；引号和书名号里的不算。",
    (_EXACT,),
    Example(edited(NEWS, _WORK), (("W301", NEWS, 9),)),
    Example(edited(NEWS, ("部署全年项目申报", "讲解“布署”等易错词，部署全年项目申报"))),
)

W302 = warning(
    "W302",
    "traditional-character",
    "公文用规范汉字，不写繁体字；书法、文物、古籍和加引号的港澳台名称除外。",
    (Basis("国家通用语言文字法第九条（国家机关以规范汉字为公务用字）"), _EXACT),
    Example(edited(NEWS, ("部署全年项目申报", "部署全年項目申報")), (("W302", NEWS, 9),)),
    Example(edited(NEWS, ("部署全年项目申报", "展出书法作品“山河錦繡”，部署全年项目申报"))),
)

RULES = (W301, W302)
LISTS = ("set-phrases", "terms")
MOST = 10  # runs of traditional characters told one by one
_SHOWN = 40  # characters of a run that a message quotes
_TOO = frozenset("於後徵")  # in GB 2312 as well, for names; beside traditional characters they are such themselves
_FIRST_HAN = "\u3400"  # what is before has plain forms as well (٣), but is no Chinese
_GAP = 3  # other characters between two that still belong to one run
_OPEN = '“‘"「『'
_CLOSE = '”’"」』'
_OLD = (
    "书法",
    "题写",
    "题字",
    "碑",
    "古籍",
    "文物",
    "楹联",
    "对联",
    "牌匾",
    "篆",
    "拓片",
    "石刻",
    "墓志",
    "繁体",
    "族谱",
)
_ABROAD = ("香港", "澳门", "台湾", "港澳", "港台", "海外", "华侨", "侨")
_TITLE = 100  # characters of a title in 《》 that are looked through
# Standard since 2013 (通用规范汉字表), though newer than GB 2312.
_STANDARD = frozenset("喆甦堃昇陞邨甯迺祕犇淼夥麼鑫垚濬")


def check(prose: Prose) -> Iterator[Hit]:
    """Terms first; of the characters those that no term has spoken about."""
    terms = list(_terms(prose))
    yield from terms
    for found in _characters(prose):
        if not any(term.start < found.end and found.start < term.end for term in terms):
            yield found


def _terms(prose: Prose) -> Iterator[Hit]:
    for name in LISTS:
        for match in words.of_list(prose, name):
            if not _quoted(prose.folded.text, match) and _is_new(prose.subject, match.entry):
                yield _term(prose, match)


def _term(prose: Prose, match: words.Match) -> Hit:
    entry = match.entry
    written = prose.folded.text[match.start : match.end]
    if entry.since:
        message = f"“{written}”是旧称，已改为“{entry.right}”"
        cure = f"写成“{entry.right}”；写以前的事，称“原{written}”"
    else:
        message, cure = f"“{written}”应当写作“{entry.right}”", f"写成“{entry.right}”"
    why = "；".join(text for text in (entry.note, entry.source) if text)
    return hit(prose, W301, match.start, match.end, f"{message}（{why}）" if why else message, cure)


def _quoted(text: str, match: words.Match) -> bool:
    """Whether a term is spoken of rather than used, or stands in the title of another text."""
    if text[match.start - 1 : match.start] in _OPEN and text[match.end : match.end + 1] in _CLOSE:
        return match.start > 0
    opened = text.rfind("《", max(0, match.start - _TITLE), match.start)
    return opened >= 0 and "》" not in text[opened : match.start] and "》" in text[match.end : match.end + _TITLE]


def _is_new(subject: Subject, entry: words.Entry) -> bool:
    """Whether a name given up is used after that day, in a portal none of whose departments keeps it."""
    if not entry.since:
        return True
    article = subject.source.article
    days = [day for key in ("issued", "event_date", "date") if article and (day := article.text(key)[:10])]
    return min(days, default="") >= entry.since and _kind(entry.right) not in _kept(subject)


def _kept(subject: Subject) -> set[str]:
    """The new names whose old one some department of the portal still bears."""
    departments = subject.portal.departments.values()
    names = " ".join(name for item in departments for name in (item.name, item.full_name, *item.aliases))
    renamed = (entry for entry in words.entries() if entry.since)
    return {_kind(entry.right) for entry in renamed if any(word in names for word in entry.words)}


def _kind(name: str) -> str:
    """The name of an office without its rank: where the province's 厅 keeps the old one, so do the cities' 局."""
    return name.rstrip("厅局委")


def _characters(prose: Prose) -> Iterator[Hit]:
    text = prose.text
    known = _traditional(text)
    if not known:
        return
    runs = [run for run in _runs(text, known | _TOO) if _has(known, text, run) and not _excused(text, *run)]
    for number, (start, end) in enumerate(runs[:MOST], 1):
        more = f"，后面还有 {len(runs) - MOST} 处" if number == MOST < len(runs) else ""
        written = text[start:end][:_SHOWN]
        signs = dict.fromkeys(char for char in written if char in known or char in _TOO)
        which = "是繁体字" if len(signs) == len(set(written)) else f"里有繁体字：{'、'.join(signs)}"
        yield Hit(W302, start, end, f"“{written}”{which}{more}", f"写成“{fold(written)}”")


def _has(known: frozenset[str], text: str, run: tuple[int, int]) -> bool:
    return any(char in known for char in text[slice(*run)])


def _traditional(text: str) -> frozenset[str]:
    """Characters of ``text`` that a simplified one replaced.

    All that GB 2312 has is standard, at least in some words (乾, 著, 瞭, 徵): few characters are left to look at.
    """
    try:
        text.replace("—", "").replace("·", "").encode("gb2312")  # two that its codec maps otherwise
        return frozenset()
    except UnicodeEncodeError:
        standard = text.encode("gb2312", "ignore").decode("gb2312")
    others = {char for char in set(text).difference(standard, _STANDARD) if char >= _FIRST_HAN}
    return frozenset(char for char in others if unicodedata.normalize("NFKC", char) == char and _replaced(char))


def _replaced(char: str) -> bool:
    return fold(char) not in ("", char)


def _runs(text: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Stretches of traditional characters; a few others between them do not part them."""
    start = end = -1
    for place, char in enumerate(text):
        if char not in known:
            continue
        if start >= 0 and place > end and (place - end > _GAP or not text[end:place].isalpha()):
            yield start, end
            start = place
        start = place if start < 0 else start
        end = place + 1
    if start >= 0:
        yield start, end


def _excused(text: str, start: int, end: int) -> bool:
    around = words.sentence(text, start, end)
    if any(word in around for word in _OLD):
        return True
    opened = max(text.rfind(mark, max(0, start - words.NEAR), start) for mark in "“《「")
    within = opened >= 0 and not any(mark in text[opened:start] for mark in "”》」\n")
    return within and any(word in around for word in _ABROAD)

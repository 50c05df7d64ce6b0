"""Marks and numbers in Chinese text: what GB/T 15834 and GB/T 15835 ask, as far as a program can tell.

Every function looks for one kind of slip in a text (Markdown, its code and addresses blanked out) and yields
places; ``new`` mends one where no person need decide. Each begins with a test that fails at once on clean text.

What is looked for first is one sign (0.1 µs in a page of text), else a pattern that begins with one (0.7 µs), else
two signs together (1.6 µs), else a pattern that begins with a set of signs (5 µs): one that begins with a repeat or
looks back first takes 15 µs.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lanmu.fold import HAN
from lanmu.repair import later


class Place(NamedTuple):
    """``text[start:end]`` is not as it should be; ``new`` is, None where a person must see to it."""

    start: int
    end: int
    new: str | None = None


def _joined(signs: str, after: str) -> tuple[tuple[str, Callable[[], re.Pattern[str]]], ...]:
    """One of ``signs`` between a digit and ``after``: a pattern for each sign."""
    return tuple((sign, later(f"{sign}(?<=[0-9].)(?={after})")) for sign in signs)


def _finds(text: str, joined: tuple[tuple[str, Callable[[], re.Pattern[str]]], ...]) -> Iterator[re.Match[str]]:
    for sign, pattern in joined:
        if sign in text:
            yield from pattern().finditer(text)


_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_ODD_ZEROS = "零OoＯ"  # what people type for 〇 in a year; ○ passes
_ZEROS = f"〇○{_ODD_ZEROS}"
_DIGITS = {char: str(value) for value, chars in enumerate((_ZEROS, *"一二三四五六七八九")) for char in chars}
_COUNTED = "人|名|天|岁|元|家|个|次|倍|小时|分钟|公里|千米|毫米|厘米|平方米|亩|公斤|千克|吨|户|℃|周|条|件|项|种"
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("〔", "〕"), ("【", "】"))
# What follows a point in an address (示范.中国, 示范.政务.cn).
_DOMAINS = rf"(?:政务|公益|中国|公司|网络|网址)(?![{HAN}])|[{HAN}]{{1,20}}\.[a-z]"
_SYNTAX = ("]", "\\")  # before a bracket: a link, an escape
_NUMERALS = "一二三四五六七八九十"

_HALF = later(rf"[,;:?!](?:(?<=[{HAN}”’》）〉】％].)|(?<=[0-9%)\x00].)(?=[{HAN}“《（]))(?!\[)(?: (?![ \n]))?")
_POINT = later(
    rf"\.(?<=[{HAN}”’）％%]\.)(?<![一二三四五六七八九十]\.)(?:(?=[{HAN}“《])|(?=[ ]*(?:\n|\Z)))(?!{_DOMAINS})"
)
_BRACKETS = later(r"[(（]([^()（）\n]{1,200})[)）]")
_STRAIGHT = later(r'"([^"\n]{1,200})"')
_DOTS = later(
    rf"\.{{3,6}}(?<=[{HAN}，、；：”》）]\.{{3}})(?![.0-9 ])|\.{{3,6}}(?<![0-9.]\.{{3}})(?=[{HAN}”，。])"
    rf"|。{{3,}}|·{{3,}}|…(?<=[{HAN}，、”].)(?!…)"
)
_ET_CETERA = later("……(?:等等|等)(?=[，。；、）\n])")
_DOUBLED = later("[，。、；：][，。、；：]+")
_LISTED = later("、等(?![级同候待于额值价效温压离腰边距分位高宽长量比第])")
_WIDE = later("[０-９Ａ-Ｚａ-ｚ][０-９Ａ-Ｚａ-ｚ]*(?:．[０-９]+)?")
_DAY = later(r"月(?<=[0-9]月)[ ]?(?:[12][0-9]|3[01]|[1-9])号(?![楼院线文令公井船车机栋门厅台店馆])")
_SHORT_YEAR = later(
    "年(?<=[^0-9近满达期限为逾超共约前后每隔约整][0-9]{2}年)(?:底(?![线层部气子蕴])|初(?![步期级始中高])|末)"
)
_PERCENT = _joined("～~—–-", r"[0-9]{1,4}(?:\.[0-9]{1,4})?[%％]")
_LARGE = _joined("～~—–-", r"[0-9]{1,6}(?:\.[0-9]{1,4})?([万亿])")
_RANGE = _joined("-–~", "[0-9]")
_YEARS = later(".(?<=[^0-9](?:19|20)[0-9]{2}.)(?=(?:19|20)[0-9]{2}(?:年|学年))")
_NUMBERS = later(rf".([0-9]{{1,5}})(?:{_COUNTED})")
_FIRST = later(r"(?<![0-9A-Za-z.-])[0-9]{1,5}\Z")
_PADDED = later("0(?<=[0-9][年月]0)(?=[1-9](?:月|日))")
_HAN_YEAR = later(rf"年(?<![0-9]{{4}}年)(?<=[0-9{''.join(_DIGITS)}]{{4}}年)")
_LABEL = later(
    r"\n[ ]{0,3}(?:#{1,6} )?(?:\*\*)?(?:([一二三四五六七八九十]{1,3})([.．])(?![0-9])"
    r"|[（(](?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[）)]([、.．，])|第[一二三四五六七八九十]{1,2}(、)(?![一二三四五六七八九十第]))"
)


def half_width(text: str) -> Iterator[Place]:
    """``,;:?!`` after a Chinese character, or between a digit and one."""
    if "," in text or ";" in text or ":" in text or "?" in text or "!" in text:
        for match in _HALF().finditer(text):
            yield Place(*match.span(), match.group().rstrip(" ").translate(_FULL))


def full_stop(text: str) -> Iterator[Place]:
    """``.`` for 。; within a line it may part a name (卡尔.马克思), so that a person must see to it."""
    if "." in text:
        for match in _POINT().finditer(text):
            yield Place(*match.span(), "。" if text[match.end() : match.end() + 1] in (" ", "\n", "") else None)


def brackets(text: str) -> Iterator[Place]:
    """Half-width brackets around Chinese, or one of either width; never those of a link."""
    if "(" not in text and ")" not in text:
        return
    chinese = _chinese()
    for match in _BRACKETS().finditer(text):
        start, end = match.span()
        written = match.group()
        if (
            (written[0], written[-1]) == ("（", "）")
            or not chinese.search(written)
            or text[start - 1 : start] in _SYNTAX
        ):
            continue
        yield Place(start, end, f"（{match.group(1)}）")


def quotes(text: str) -> Iterator[Place]:
    """Straight quotation marks around Chinese."""
    if '"' in text:
        for match in _STRAIGHT().finditer(text):
            if _chinese().search(match.group(1)):
                yield Place(*match.span(), f"“{match.group(1)}”")


def ellipsis(text: str) -> Iterator[Place]:
    """Anything but six dots on the middle of the line."""
    if "…" in text or ("." in text and "..." in text) or "。。。" in text or ("·" in text and "···" in text):
        for match in _DOTS().finditer(text):
            yield Place(*match.span(), "……")


def et_cetera(text: str) -> Iterator[Place]:
    """An ellipsis with 等 behind it: one of the two is enough."""
    if "…" in text and "……等" in text:
        for match in _ET_CETERA().finditer(text):
            yield Place(*match.span())


def doubled(text: str) -> Iterator[Place]:
    """Two marks where one is due; which one is clear only if they are alike."""
    for match in _DOUBLED().finditer(text):
        marks = match.group()
        if not marks.startswith("。。。"):  # that is meant as an ellipsis
            yield Place(*match.span(), marks[0] if len(set(marks)) == 1 else None)


def listed(text: str) -> Iterator[Place]:
    """、 before 等."""
    if "、等" in text:
        for match in _LISTED().finditer(text):
            yield Place(*match.span(), "等")


def wide(text: str) -> Iterator[Place]:
    """Full-width digits and letters; an Ｏ for a zero is another slip."""
    for match in _WIDE().finditer(text):
        if text[match.start() - 1] not in _DIGITS:
            yield Place(*match.span(), "".join(chr(ord(char) - 0xFEE0) for char in match.group()))


def day(text: str) -> Iterator[Place]:
    """8月1号."""
    if "号" in text:
        for match in _DAY().finditer(text):
            yield Place(match.end() - 1, match.end(), "日")


def short_year(text: str) -> Iterator[Place]:
    """26年底."""
    for match in _SHORT_YEAR().finditer(text):
        yield Place(match.start() - 2, match.end())


def percent(text: str) -> Iterator[Place]:
    """10～20%: the first number needs its own sign."""
    if "%" in text or "％" in text:
        for match in _finds(text, _PERCENT):
            yield Place(match.end() - 1, match.end(), f"%{match.group()[-1]}")


def large(text: str) -> Iterator[Place]:
    """1～3万: the first number needs its own unit."""
    if "万" in text or "亿" in text:
        for match in _finds(text, _LARGE):
            yield Place(match.end() - 1, match.end(), match.group(1) + match.group()[-1])


def ranges(text: str) -> Iterator[Place]:
    """A hyphen between years or between counted things."""
    for match in _finds(text, _RANGE):
        start, end = match.span()
        if _YEARS().match(text, start):
            yield Place(start, end, "—")
        elif text[start] != "~" and (counted := _NUMBERS().match(text, start)):
            first = _FIRST().search(text, max(0, start - 6), start)
            if first and int(first.group()) < int(counted.group(1)):
                yield Place(start, end, "～")


def padded(text: str) -> Iterator[Place]:
    """2026年08月01日."""
    for match in _PADDED().finditer(text):
        yield Place(*match.span(), "")


def mixed_year(text: str) -> Iterator[Place]:
    """二〇26年, and 零 or a letter O for 〇 in a year."""
    for match in _HAN_YEAR().finditer(text):
        start = match.start() - 4
        year = text[start : match.start()]
        digits = "".join(_DIGITS.get(char, char) for char in year)
        if digits[:2] not in ("19", "20"):
            continue
        if any(char in "0123456789" for char in year):
            yield Place(start, match.start(), digits)
        elif any(char in _ODD_ZEROS for char in year):
            yield Place(start, match.start(), "".join("〇" if char in _ODD_ZEROS else char for char in year))


def labels(text: str) -> Iterator[Place]:
    """一. for 一、, （一）、 for （一）, 第一、 for 第一，."""
    for match in _LABEL().finditer(text):
        group = match.lastindex or 0
        yield Place(*match.span(group), {2: "、", 3: "", 4: "，"}[group])


def unpaired(text: str) -> Iterator[Place]:
    """A bracket or quotation mark without its partner in the paragraph.

    A quotation of several paragraphs opens in each and closes in the last; ``1）`` is a label.
    """
    text = text.replace("(", "（").replace(")", "）")
    for opening, closing in _PAIRS:
        if (opening in text or closing in text) and text.count(opening) != text.count(closing):
            yield from _lonely(text, opening, closing)


def _lonely(text: str, opening: str, closing: str) -> Iterator[Place]:
    waiting = -1
    for match in re.finditer(rf"[{opening}{closing}]|\n[ \t]*\n|\Z", text):
        place, mark = match.start(), match.group()
        if mark == closing:
            if waiting < 0 and not (mark == "）" and _numbers(text[place - 1 : place])):
                yield Place(place, place + 1)
            waiting = -1
            continue
        goes_on = opening == "“" and mark.startswith("\n") and text.startswith(opening, match.end())
        if waiting >= 0 and not goes_on:
            yield Place(waiting, waiting + 1)
        waiting = place if mark == opening else -1


def _numbers(char: str) -> bool:
    """Whether ``char`` before a closing bracket makes a label of it."""
    return (char.isascii() and char.isalnum()) or (char != "" and char in _NUMERALS)


_chinese = later(f"[{HAN}]")

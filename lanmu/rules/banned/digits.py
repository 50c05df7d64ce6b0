"""Long numbers in a text as its reader takes it: those that a phone, a card or an identity number may be.

People write a long number in groups (``138 0013 8000``), over two lines, digit by digit or in Chinese digits. What
is found keeps its groups, so that a rule can say which grouping is one number and which is a row of a table.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from lanmu.rules.pattern import later
from lanmu.rules.prose import Prose

MOST = 200  # of one rule in one text
BETWEEN = r" .·•・_\u2010-\u2015\u2212~\-"  # what people put between groups; for a class of characters
_SHORTEST = 11
_BREAKS = 3  # lines over which a number goes on; what is torn apart in an old document is read so
_MANY = 60  # groups of one stretch: a table of numbers, in which only whole groups count
_STRETCH = later(rf"[0-9](?:[{BETWEEN}\n]{{0,3}}[0-9]){{{_SHORTEST - 1},}}")
_GROUP = re.compile("[0-9]+")
_HAN_DIGITS = "〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
_HAN = later(rf"[{_HAN_DIGITS}][{_HAN_DIGITS}]{{{_SHORTEST - 1},}}")
# Whoever goes through the text in steps meets every stretch once, or twice: that tells most texts apart in 2 µs.
_STEP = _SHORTEST // 2
_MAY_STRETCH = re.compile(rf"[0-9{BETWEEN}\n]{{2}}")
_MAY_BE_HAN = re.compile(f"[{_HAN_DIGITS}]")
_VALUE = str.maketrans(_HAN_DIGITS, "0001234567891234567891")
_VALUE = str.maketrans("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "0001234567891234567891")

_TELEPHONE = ("tel", "phone", "mob", "mobile", "wx")
_LABEL_REACH = 24  # characters before a number in which its label stands
_CELL = later(r"(.{0,200}![A-Z]{1,3})[0-9]{1,7}")
_ROW = later(r"^[^\n|]*+\|[^\n]*+\n?", re.MULTILINE)
_OUTSIDE = later(r"[^!-~]|[<>()\"']")  # what no address holds
# What a number is that is called so; right before it, or the head of its column.
_OTHER = later(
    r"(?:编号|编码|代码|序号|单号|注册号|登记号|备案号|批准?文?号|许可证号?|证书号|合格证号?|准考证号?|考号|报名号|受理号|流水号|合同号"
    r"|索引号|档案号|文号|图号|案号|宗地号|地块号?|车架号|发动机号|条形?码|批次号?|群号|QQ群?|面积|金额|总额|合计|总计|价款?|人民币"
    r"|经度|纬度|坐标|信用代码|税号|识别号|统计|产量|index_number|doc_number)[^一-鿿\n]{0,4}$",
)
_IN_CODE = later("[0-9A-Za-z]-$|^-[0-9A-Za-z]")  # a hyphen on either side joins it to the rest of a code
_UNIT = later(r"\s?(?:[万亿吨亩%]|元(?!旦)|美元|欧元|千瓦|立方|平方|公[里斤顷]|号(?!码|手机|机主))")


class Number(NamedTuple):
    """Neighbouring groups of digits at ``prose.folded.text[start:end]``, taken for one number."""

    digits: str
    start: int
    end: int
    sizes: tuple[int, ...]
    gaps: str  # all that stands between the groups
    alone: bool  # whether no further group stands beside it
    before: str  # the group before it, "" where there is none

    @property
    def plain(self) -> bool:
        """Whether it is written without gaps, or digit by digit."""
        return len(self.sizes) == 1 or (self.alone and set(self.sizes) == {1})


class _Long(NamedTuple):
    """What may be a long number: groups of digits, stretch by stretch, and runs of Chinese digits."""

    stretches: tuple[tuple[tuple[int, int], ...], ...]
    han: tuple[tuple[int, int], ...]


def numbers(prose: Prose, *lengths: int) -> Iterator[Number]:
    """Every number of so many digits that stands between no letters or digits; they may overlap."""
    text, found = prose.folded.text, _long(prose)
    for groups in found.stretches:
        for first in range(len(groups)):
            yield from _from(text, groups, first, lengths)
    for start, end in found.han:
        if end - start in lengths:
            yield Number(text[start:end].translate(_VALUE), start, end, (end - start,), "", True, "")


@lru_cache(maxsize=1)  # every rule asks about one text before the next text comes
def _long(prose: Prose) -> _Long:
    text = prose.folded.text
    stretches = _STRETCH().finditer(text) if _MAY_STRETCH.search(text[::_STEP]) else ()
    han = _HAN().finditer(text) if _MAY_BE_HAN.search(text[::_SHORTEST]) else ()
    return _Long(
        tuple(tuple(group.span() for group in _GROUP.finditer(text, *match.span())) for match in stretches),
        tuple(match.span() for match in han),
    )


def _from(text: str, groups: tuple[tuple[int, int], ...], first: int, lengths: tuple[int, ...]) -> Iterator[Number]:
    """Numbers that begin with the group ``first``."""
    begin = groups[first][0]
    total, longest = 0, max(lengths)
    for last in range(first, len(groups)):
        start, end = groups[last]
        total += end - start
        if total > longest or (last > first and len(groups) > _MANY):
            return
        if total in lengths and _free(text, begin, end):
            inner = groups[first : last + 1]
            gaps = "".join(text[left[1] : right[0]] for left, right in pairwise(inner))
            if gaps.count("\n") <= _BREAKS:
                sizes = tuple(right - left for left, right in inner)
                digits = "".join(text[left:right] for left, right in inner)
                before = text[slice(*groups[first - 1])] if first else ""
                yield Number(digits, begin, end, sizes, gaps, first == 0 and last == len(groups) - 1, before)


def _free(text: str, start: int, end: int) -> bool:
    """Whether no Latin letter stands right beside it, a word for telephone apart."""
    after, before = text[end : end + 1], text[max(0, start - 6) : start]
    if after.isascii() and after.isalpha() and after not in "Xx":  # an identity number's last
        return False
    letter = before[-1:]
    return not (letter.isascii() and letter.isalpha()) or before.lower().endswith(_TELEPHONE)


def distinct(found: Iterator[Number]) -> Iterator[Number]:
    """The first ``MOST`` that do not overlap one before."""
    done = -1

    def apart() -> Iterator[Number]:
        nonlocal done
        for number in found:
            if number.start >= done:
                done = number.end
                yield number

    return islice(apart(), MOST)


def label(prose: Prose, start: int) -> str:
    """What a number at ``start`` (folded) is called: the words before it, and the head of its column."""
    text = prose.folded.text
    before = text[max(0, start - _LABEL_REACH) : start]
    cell = before.rpartition("\n\n")[2].rpartition("|")[2]
    return f"{_head(prose, start)} {cell}" if cell.strip(" \n:\"'") in ("", "-") or "|" in before else cell


def is_other(prose: Prose, number: Number) -> bool:
    """Whether the number is called something else, counts something, or belongs to a web address."""
    text = prose.folded.text
    around = text[max(0, number.start - 300) : number.start]
    if _IN_CODE().search(around[-2:]) and _IN_CODE().match(text[number.end : number.end + 2]):
        return True
    if _UNIT().match(text, number.end):
        return True
    address = _OUTSIDE().split(around)[-1]
    if "://" in address or "www." in address:
        return True
    if text[number.end : number.end + 1] == "/" and text[number.end + 1 : number.end + 5].isdecimal():
        return True
    if around.endswith(("¥", "$", "￥", "〕", "〕第")):
        return True
    return any(_OTHER().search(words) for words in (around[-_LABEL_REACH:], _head(prose, number.start)))


def masked(digits: str) -> str:
    """The number as a message may repeat it."""
    return f"{digits[:3]}{'*' * (len(digits) - 5)}{digits[-2:]}"


def _head(prose: Prose, start: int) -> str:
    """The head of the column in which ``start`` (folded) stands, "" where it is in no table."""
    position, _ = prose.folded.origin(start, start + 1)
    if prose.attached:
        cell = _CELL().fullmatch(prose.spot(position).where or "")
        if cell:
            return _heads(prose).get(cell.group(1), "")
        if prose.path.lower().endswith(".csv"):
            return _of_column(prose.text, 0, position, ",")
        return ""
    table = _table(prose, position)
    return _of_column(prose.text, table, position, "|") if table >= 0 else ""


def _table(prose: Prose, position: int) -> int:
    """Where the table begins in which a position of the written text lies, -1 where it is in none."""
    starts, ends = _tables(prose)
    index = bisect_right(starts, position) - 1
    return starts[index] if index >= 0 and position < ends[index] else -1


@lru_cache(maxsize=1)
def _tables(prose: Prose) -> tuple[list[int], list[int]]:
    """Where Markdown tables begin and end: neighbouring lines with bars."""
    starts: list[int] = []
    ends: list[int] = []
    for line in _ROW().finditer(prose.text):
        if ends and ends[-1] == line.start():
            ends[-1] = line.end()
        else:
            starts.append(line.start())
            ends.append(line.end())
    return starts, ends


def _of_column(text: str, first: int, position: int, sign: str) -> str:
    """The cell of the line at ``first`` that stands above ``position``."""
    line = text.rfind("\n", 0, position) + 1
    if line == first or position - line > 2000:
        return ""
    index = text.count(sign, line, position)
    cells = text[first : first + 2000].partition("\n")[0].split(sign)
    return cells[index].strip(' "\ufeff') if index < len(cells) else ""


@lru_cache(maxsize=1)
def _heads(prose: Prose) -> Mapping[str, str]:
    """Column of a spreadsheet → the first texts in it."""
    heads: dict[str, str] = {}
    for match in re.finditer(r"[^\n]{1,60}", prose.text):
        cell = _CELL().fullmatch(prose.spot(match.start()).where or "")
        if cell and len(heads.get(cell.group(1), "")) < 40 and not any(char.isdecimal() for char in match.group()):
            heads[cell.group(1)] = f"{heads.get(cell.group(1), '')} {match.group()}"
    return heads

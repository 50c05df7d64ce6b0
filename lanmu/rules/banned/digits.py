"""Long numbers in a text as its reader takes it: those that a phone, a card or an identity number may be.

People write a long number in groups (``138 0013 8000``), over two lines, digit by digit or in Chinese digits. What
is found keeps its groups, so that a rule can say which grouping is one number and which is a row of a table.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from lanmu.repair import later
from lanmu.rules.prose import Prose

MOST = 200  # of one rule in one text
BETWEEN = r" .·•・_\u2010-\u2015\u2212~\-"  # what people put between groups; for a class of characters
_SHORTEST = 11
_BREAKS = 3  # lines over which a number goes on; what is torn apart in an old document is read so
_MANY = 60  # groups of one stretch: a table of numbers, in which only whole groups count
_STRETCH = later(rf"[0-9](?:[{BETWEEN}\n]{{0,3}}[0-9]){{{_SHORTEST - 1},}}")
_GROUP = re.compile("[0-9]+")
_HAN_DIGITS = "〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺Oo"  # and the letter that looks like the first of them
_HAN = later(rf"[0-9{_HAN_DIGITS}](?<![A-Za-z0-9].)[0-9{_HAN_DIGITS}]{{{_SHORTEST - 1},}}+")  # of either kind
# Whoever goes through the text in steps meets every stretch once, or twice: that tells most texts apart in 2 µs.
_STEP = _SHORTEST // 2
_MAY_STRETCH = re.compile(rf"[0-9{BETWEEN}\n]{{2}}")
_MAY_BE_HAN = re.compile(rf"[0-9{_HAN_DIGITS}]{{2}}")
_VALUE = str.maketrans(_HAN_DIGITS, "000123456789123456789100")

_NAME_REACH = 12  # characters before a number in which letters may join it: 微信号a138…
_TELEPHONE = ("tel", "phone", "mob", "mobile", "wx")
_LABEL_REACH = 24  # characters before a number in which its label stands
_CELL = later(r"(.{0,200}![A-Z]{1,3})([0-9]{1,7})")
_ROW = later(r"^[^\n|]*+\|[^\n]*+\n?", re.MULTILINE)
_OUTSIDE = later(r"[^!-~]|[<>()\"']")  # what no address holds
# What a number is that is called so; right before it, or the head of its column.
_OTHER = later(
    r"(?:编号|编码|代码|序号|单号|注册号|登记号|备案号|批准?文?号|许可证号?|证书号|合格证号?|准考证号?|考号|报名号|受理号|流水号|合同号"
    r"|索引号|档案号|文号|图号|案号|宗地号|地块号?|车架号|发动机号|条形?码|批次号?|群号|QQ群?|面积|金额|总额|合计|总计|价款?|人民币"
    r"|发票号码?|订单号?|经度|纬度|坐标|信用代码|税号|识别号|统计|产量|index_number|doc_number)[^一-鿿\n]{0,4}$",
)
_IN_CODE = later("[0-9A-Za-z]-$|^-[0-9A-Za-z]")  # a hyphen on either side joins it to the rest of a code
# The head of a column that counts; of one that calls somebody it is not.
_SUMS = later("金额|[决预结]算|[(（](?:万|亿|千)?元|数额|经费|资金|收入|支出|产值|余额|合计|小计|面积|数量")
_CALLS = later("手机|电话|联系|号码|微信|姓名|人(?![民次数均员])|备注", re.IGNORECASE)
_IN_MONEY = later("单位[:：][ \t\u3000]{0,3}(?:人民币)?(?:万|亿|千)?元")
_FIRST_ROWS = 10  # of a sheet, in which its unit may stand
_ABOVE = 200  # characters above a table in which its unit may stand
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
        if end - start in lengths and _free(text, start, end):
            yield Number(text[start:end].translate(_VALUE), start, end, (end - start,), "", True, "")


@lru_cache(maxsize=1)  # every rule asks about one text before the next text comes
def _long(prose: Prose) -> _Long:
    text = prose.folded.text
    stretches = _STRETCH().finditer(text) if _MAY_STRETCH.search(text[::_STEP]) else ()
    han = _HAN().finditer(text) if _MAY_BE_HAN.search(text[::_STEP]) else ()
    return _Long(
        tuple(tuple(group.span() for group in _GROUP.finditer(text, *match.span())) for match in stretches),
        tuple(match.span() for match in han if not match.group().isdecimal()),
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
    after, before = text[end : end + 1], text[max(0, start - _NAME_REACH) : start]
    if after.isascii() and after.isalpha() and after not in "Xx":  # an identity number's last
        return False
    letter = before[-1:]
    if not (letter.isascii() and letter.isalpha()) or before.lower().endswith(_TELEPHONE):
        return True
    return "微信" in before or (end - start > _SHORTEST and before.lower().endswith("证id"))


def distinct(found: Iterator[Number]) -> Iterator[Number]:
    """The first ``MOST`` that do not overlap one before, in whatever order they come."""
    done: list[Number] = []
    for number in found:
        if all(number.end <= other.start or other.end <= number.start for other in done):
            done.append(number)
            yield number
        if len(done) == MOST:
            return


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
    if ("://" in address or "www." in address) and not address.endswith("wa.me/"):  # there the number is the address
        return True
    if text[number.end : number.end + 1] == "/" and text[number.end + 1 : number.end + 5].isdecimal():
        return True
    if around.endswith(("¥", "$", "￥", "〕", "〕第")):
        return True
    head = _head(prose, number.start)
    return any(_OTHER().search(words) for words in (around[-_LABEL_REACH:], head)) or _is_sum(prose, number, head)


def _is_sum(prose: Prose, number: Number, head: str) -> bool:
    """Whether its column, or all of its table, counts money."""
    if not head or len(number.sizes) > 1 or _CALLS().search(head):
        return False
    if _SUMS().search(head):
        return True
    position, _ = prose.folded.origin(number.start, number.end)
    if prose.attached:
        return _sheet(prose, position) in _in_money(prose)
    table = max(0, _table(prose, position))
    return _IN_MONEY().search(prose.text, max(0, table - _ABOVE), table) is not None


@lru_cache(maxsize=1)
def _in_money(prose: Prose) -> frozenset[str]:
    """The sheets at whose head a unit of money stands."""
    found = (_sheet(prose, match.start(), _FIRST_ROWS) for match in _IN_MONEY().finditer(prose.text))
    return frozenset(sheet for sheet in found if sheet)


def _sheet(prose: Prose, position: int, rows: int = 10_000_000) -> str:
    """The sheet in which a position stands, "" where it is in none, or below so many rows."""
    cell = _CELL().fullmatch(prose.spot(position).where or "")
    return cell.group(1).rpartition("!")[0] if cell and int(cell.group(2)) <= rows else ""


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

"""W303 punctuation: one finding an article and kind of slip, with the count and, where mechanical, the cure."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lanmu.repair import later
from lanmu.rules.form.body import Body
from lanmu.rules.prose import Hit, Prose
from lanmu.rules.rule import Basis, Example, warning
from lanmu.rules.sample import NEWS, edited
from lanmu.rules.wording import typography
from lanmu.rules.wording.typography import Place

W303 = warning(
    "W303",
    "punctuation",
    "正文的标点、日期和数字照国家标准写：中文里用全角标点，括号和引号成对，省略号六个点，日期不补零。"
    "同一种问题一篇只说一次，写明共几处。",
    (
        Basis("标点符号用法 GB/T 15834-2011、出版物上数字用法 GB/T 15835-2011"),
        Basis("陕西工信厅办法第十五条（格式标准规范）", "R135"),
    ),
    Example(edited(NEWS, ("3月19日，省", "3月19号,省")), (("W303", NEWS, 9), ("W303", NEWS, 9))),
    Example({}),
)

RULES = (W303,)
_SHOWN = 20  # characters of a slip that a message quotes

# What is no prose: addresses, targets and labels of links, tags, attributes.
_SYNTAX = later(
    r"(?:https?://|www\.)[^\s<>\"，。；、）》”]+|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)"
    r"|<[A-Za-z/!][^<>\n]*>|\{[:#.][^{}\n]*\}|&#?[A-Za-z0-9]{1,31};|\[\^[^\[\]\n]{1,50}\]:?"
    r"|^[ ]{0,3}\[[^\[\]\n]{1,200}\]:[^\n]*",
    re.MULTILINE,
)


class _Kind(NamedTuple):
    find: Callable[[str], Iterator[Place]]
    what: str
    cure: str


_KINDS = (
    _Kind(typography.half_width, "中文里用了半角标点", "换成全角的：，；：？！"),
    _Kind(typography.full_stop, "句号写成了英文的点", "换成“。”；外国人名中间的点写成“·”"),
    _Kind(typography.brackets, "中文用了半角括号，或括号一边全角一边半角", "两边都用全角括号（）"),
    _Kind(typography.quotes, "中文用了直引号", "换成“”"),
    _Kind(typography.ellipsis, "省略号写法不对", "写成六个点“……”"),
    _Kind(typography.et_cetera, "省略号后面又写了“等”", "只留一个"),
    _Kind(typography.doubled, "标点重复", "只留一个"),
    _Kind(typography.listed, "“等”前面多了顿号", "去掉“等”前的顿号"),
    _Kind(typography.wide, "数字或字母写成了全角", "换成半角"),
    _Kind(typography.day, "日期写成了“号”", "写成“日”，如“8月1日”"),
    _Kind(typography.short_year, "年份只写了两位", "写全四位，如“2026年底”"),
    _Kind(typography.percent, "百分数的范围，前一个数没有百分号", "两个数都写百分号，如“10%～20%”"),
    _Kind(typography.large, "范围的前一个数没有单位", "两个数都写“万”“亿”，如“1万～3万”"),
    _Kind(typography.ranges, "范围用了短横线", "年份之间用“—”，数字之间用“～”"),
    _Kind(typography.padded, "日期的月、日前补了零", "去掉零，如“2026年8月1日”"),
    _Kind(typography.mixed_year, "年份的写法不一致", "全用阿拉伯数字，如“2026年”，或全用汉字，如“二〇二六年”"),
    _Kind(typography.labels, "序号后面的标点不对", "写成“一、”“（一）”“第一，”"),
    _Kind(typography.unpaired, "引号、括号或书名号不成对", "补上缺的一半，或删去多的一半"),
)


def check(prose: Prose) -> Iterator[Hit]:
    """The body of an article. What is attached stays as its office made it; front matter has marks of its own."""
    article = prose.subject.source.article
    if prose.attached or article is None:
        return
    body = "\n" + article.body  # so that its first line begins like the others
    suspects = [kind for kind in _KINDS if next(kind.find(body), None)]
    if not suspects:
        return
    plain = "\n" + _SYNTAX().sub(_blank, Body(article).prose)
    found = [(kind, places) for kind in suspects if (places := sorted(kind.find(plain)))]
    edits = _apart([place for _, places in found for place in places if place.new is not None])
    for kind, places in found:
        yield _hit(prose, body, kind, places, edits)


def _blank(match: re.Match[str]) -> str:
    """As long, and nothing that a rule looks at."""
    return "\x00" * (match.end() - match.start())


def _apart(edits: list[Place]) -> list[Place]:
    """Edits without those that begin before their forerunner ends."""
    kept: list[Place] = []
    for edit in sorted(edits, key=lambda place: (place.start, place.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _hit(prose: Prose, body: str, kind: _Kind, places: list[Place], edits: list[Place]) -> Hit:
    first = places[0]
    start, end = first.start, max(place.end for place in places)
    shown = body[max(0, first.start - 4) : first.end + 4].split("\n")
    near = max(shown, key=len)[:_SHOWN]
    count = f"，共 {len(places)} 处" if len(places) > 1 else ""
    mendable = all(place.new is not None for place in places)
    new = _mended(body, start, end, edits) if mendable else None
    shift = prose.body - 1
    # It speaks of its first place alone: what lies between that and the last may be told to others.
    stretch = (start + shift, end + shift)
    return Hit(W303, stretch[0], first.end + shift, f"{kind.what}：“{near}”{count}", kind.cure, new, stretch)


def _mended(body: str, start: int, end: int, edits: list[Place]) -> str:
    parts, done = [], start
    for edit in edits:
        if start <= edit.start and edit.end <= end:
            parts += [body[done : edit.start], edit.new or ""]
            done = edit.end
    return "".join([*parts, body[done:end]])

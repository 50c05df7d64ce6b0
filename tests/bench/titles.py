"""Titles that no two articles share, nor nearly share."""

from typing import NamedTuple

from tests.bench.words import AIMS, FIELD, MEASURES, PLACES, TOPICS, WAYS

MOST = FIELD**3  # so many titles there are
_STRIDE = 53_117  # has no factor in common with MOST: every number of a title is met once, and neighbours lie apart
_FORMS = {
    "新闻": "{0}{1}{2}，以{3}{4}",
    "通知公告": "关于{0}{1}{2}、以{3}{4}的通知",
    "文件": "{0}{1}{2}、以{3}{4}实施办法",
    "解读": "{0}{1}{2}，怎样以{3}{4}",
}


class Pieces(NamedTuple):
    """What a title is made of, and what its article speaks about."""

    place: str
    way: str
    topic: str
    measure: str
    aim: str


def pieces(number: int) -> Pieces:
    """The pieces of article ``number`` (0 to ``MOST`` - 1).

    They are the values of a polynomial of degree two at five points of a prime field (a Reed-Solomon code), so
    that the titles of any two articles differ in three pieces of the five at least.
    """
    code = number * _STRIDE % MOST
    a, b, c = code % FIELD, code // FIELD % FIELD, code // FIELD**2
    lists = (PLACES, WAYS, TOPICS, MEASURES, AIMS)
    return Pieces(*(words[(a + b * x + c * x * x) % FIELD] for x, words in enumerate(lists)))


def title(number: int, kind: str) -> str:
    """The title of article ``number`` of the type ``kind``."""
    return _FORMS[kind].format(*pieces(number))

"""Bodies of articles: paragraphs, headings, lists, a table now and then, links to other articles."""

from collections.abc import Iterator, Sequence
from itertools import count, islice
from math import gcd
from random import Random
from typing import NamedTuple, TypeVar

from tests.bench.titles import Pieces
from tests.bench.words import (
    AIMS,
    DEPARTMENTS,
    HEADINGS,
    ITEMS,
    LAST_ITEM,
    LEADS,
    MEASURES,
    PLACES,
    ROWS,
    SENTENCES,
    TOPICS,
    WAYS,
)

MEDIAN = 1137  # Chinese characters of a body, as counted over the articles of a real portal
_SPREAD = 0.5  # of the logarithm of the length
_SHORTEST, _LONGEST = 200, 6000
_MARKS = 1.12  # characters written for one that is Chinese: marks, digits, Markdown
_LISTS, _TABLES = 0.12, 0.03  # of all blocks
_NUMERALS = "一二三四五六七八九十"
_T = TypeVar("_T")


class Link(NamedTuple):
    """Another article, by its title and its relative path."""

    title: str
    path: str


def pick(random: Random, words: Sequence[_T]) -> _T:
    """One of ``words``; three times as fast as ``Random.choice``, which a hundred thousand articles feel."""
    return words[int(random.random() * len(words))]


def turns(random: Random, words: Sequence[_T]) -> Iterator[_T]:
    """All of ``words`` in an order of its own, over and over: none comes twice before every other came once."""
    steps = [step for step in range(1, len(words)) if gcd(step, len(words)) == 1]
    start, step = int(random.random() * len(words)), pick(random, steps)
    return (words[(start + turn * step) % len(words)] for turn in count())


def body(random: Random, about: Pieces, links: Sequence[Link]) -> str:
    """A body in Markdown about the pieces of its title that leads to every one of ``links``."""
    wanted = _SHORTEST + (MEDIAN - _SHORTEST) * random.lognormvariate(0, _SPREAD)
    wanted = min(wanted, _LONGEST) * _MARKS
    sentences, headings = turns(random, SENTENCES), zip(_NUMERALS, turns(random, HEADINGS), strict=False)
    blocks = [_paragraph(random, about, sentences)]
    written = len(blocks[0])
    while written < wanted:
        if len(blocks) % 4 == 2 and (heading := next(headings, None)):
            blocks.append("## {}、{}".format(*heading))
        chance = random.random()
        if chance < _LISTS:
            blocks.append(_list(random, about))
        elif chance < _LISTS + _TABLES:
            blocks.append(_table(random, about))
        else:
            blocks.append(_paragraph(random, about, sentences))
        written += len(blocks[-1])
    for link in links:
        blocks.append(pick(random, LEADS).format(title=link.title, path=link.path))
    return "\n\n".join(blocks) + "\n"


def _paragraph(random: Random, about: Pieces, sentences: Iterator[str]) -> str:
    return "".join(_fill(random, next(sentences), about) for _ in range(2 + int(random.random() * 4)))


def _list(random: Random, about: Pieces) -> str:
    items = islice(turns(random, ITEMS), 2 + int(random.random() * 4))
    return "\n".join(f"- {_fill(random, item, about)}" for item in (*items, LAST_ITEM))


def _table(random: Random, about: Pieces) -> str:
    places = sorted({about.place, pick(random, PLACES), pick(random, PLACES)})
    lines = ["| 项目 | " + " | ".join(places) + " |", "|---" * (len(places) + 1) + "|"]
    for row in ROWS[: 3 + int(random.random() * 4)]:
        numbers = (str(20 + int(random.random() * 960)) for _ in places)
        lines.append(f"| {row} | " + " | ".join(numbers) + " |")
    return "\n".join(lines)


def _fill(random: Random, sentence: str, about: Pieces) -> str:
    """A sentence about the article's own matter, with something beside it now and then."""
    own = random.random() < 0.4
    return sentence.format(
        about.place if own else pick(random, PLACES),
        pick(random, WAYS),
        about.topic if own else pick(random, TOPICS),
        about.measure if own else pick(random, MEASURES),
        pick(random, AIMS),
        3 + int(random.random() * 7),
        20 + int(random.random() * 960),
        pick(random, DEPARTMENTS)[1],
    )

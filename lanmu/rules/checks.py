"""What is asked of every article, in the order in which it speaks. The values of the rules: ``registry``."""

from collections.abc import Callable, Iterator

from lanmu.finding import Finding
from lanmu.rules import excuses
from lanmu.rules.attached import folder
from lanmu.rules.banned import flags, hidden, internal, letters, listed, outbound, persons, secrecy
from lanmu.rules.form import (
    bounds,
    disclosure,
    links,
    naming,
    numbers,
    outline,
    sense,
    timeliness,
    titles,
    unsafe,
    values,
)
from lanmu.rules.prose import TextCheck
from lanmu.rules.subject import Subject
from lanmu.rules.wording import punctuation, terms

_OF_ARTICLE = (naming, values, sense, bounds, links, folder, disclosure, timeliness, excuses)
_OF_TEXT = (
    *(secrecy, internal, letters, persons, outbound, listed, hidden, flags),
    *(unsafe, outline, titles, numbers, terms, punctuation),
)
MODULES = (*_OF_ARTICLE, *_OF_TEXT)

ARTICLE_CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    *(module.check for module in _OF_ARTICLE),
    numbers.front,
)
TEXT_CHECKS: tuple[TextCheck, ...] = tuple(module.check for module in _OF_TEXT)
FOLLOWS = (naming.O401.code, values.F107.code)  # what a fault in the table may bring about by itself

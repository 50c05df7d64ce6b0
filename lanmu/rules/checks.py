"""What is asked of every article, in the order in which it speaks. The values of the rules: ``registry``."""

from collections.abc import Callable, Iterator

from lanmu.finding import Finding
from lanmu.rules import (
    attached,
    bounds,
    disclosure,
    excuses,
    internal,
    letters,
    links,
    naming,
    numbers,
    persons,
    secrecy,
    sense,
    timeliness,
    titles,
    values,
)
from lanmu.rules.prose import TextCheck
from lanmu.rules.subject import Subject

ARTICLE_CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    naming.check,
    values.check,
    sense.check,
    bounds.check,
    links.check,
    attached.check,
    disclosure.check,
    timeliness.check,
    excuses.check,
)
TEXT_CHECKS: tuple[TextCheck, ...] = (
    secrecy.check,
    internal.check,
    letters.check,
    persons.check,
    titles.check,
    numbers.check,
)
FOLLOWS = (naming.O401.code, values.F107.code)  # what a fault in the table may bring about by itself

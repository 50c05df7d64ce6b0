"""What is asked of every article, in the order in which it speaks. The values of the rules: ``registry``."""

from collections.abc import Callable, Iterator

from lanmu.finding import Finding
from lanmu.rules import (
    attached,
    banned,
    bounds,
    disclosure,
    excuses,
    flags,
    hidden,
    internal,
    letters,
    links,
    naming,
    numbers,
    outbound,
    outline,
    persons,
    punctuation,
    secrecy,
    sense,
    timeliness,
    titles,
    unsafe,
    values,
    wording,
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
    numbers.front,
    disclosure.check,
    timeliness.check,
    excuses.check,
)
TEXT_CHECKS: tuple[TextCheck, ...] = (
    secrecy.check,
    internal.check,
    letters.check,
    persons.check,
    outbound.check,
    banned.check,
    hidden.check,
    flags.check,
    unsafe.check,
    outline.check,
    titles.check,
    numbers.check,
    wording.check,
    punctuation.check,
)
NAME_CHECKS: tuple[TextCheck, ...] = (persons.check,)  # of an attachment's name, beside what others say of it
FOLLOWS = (naming.O401.code, values.F107.code)  # what a fault in the table may bring about by itself

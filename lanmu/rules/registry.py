"""Every rule in one list, sorted by code. What is asked of an article, and in which order: ``checks``."""

from lanmu.rules import (
    attached,
    banned,
    bounds,
    columns,
    disclosure,
    documents,
    encoding,
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
    timeliness,
    titles,
    unsafe,
    values,
    wording,
)
from lanmu.rules.rule import Rule

_MODULES = (
    *(encoding, naming, values, numbers, titles, disclosure, bounds, excuses),
    *(secrecy, internal, letters, persons, outbound, banned, hidden, flags),
    *(unsafe, outline, wording, punctuation),
    *(links, attached, documents, timeliness, columns),
)
RULES: tuple[Rule, ...] = tuple(
    sorted((rule for module in _MODULES for rule in module.RULES), key=lambda rule: rule.code)
)

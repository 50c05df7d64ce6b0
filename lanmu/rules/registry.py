"""Every rule in one list, sorted by code. What is asked of an article, and in which order: ``checks``."""

from lanmu.rules import (
    attached,
    bounds,
    columns,
    disclosure,
    documents,
    encoding,
    excuses,
    internal,
    letters,
    links,
    naming,
    numbers,
    persons,
    secrecy,
    timeliness,
    titles,
    values,
)
from lanmu.rules.rule import Rule

_MODULES = (
    *(encoding, naming, values, numbers, titles, disclosure, bounds, excuses),
    *(secrecy, internal, letters, persons),
    *(links, attached, documents, timeliness, columns),
)
RULES: tuple[Rule, ...] = tuple(
    sorted((rule for module in _MODULES for rule in module.RULES), key=lambda rule: rule.code)
)

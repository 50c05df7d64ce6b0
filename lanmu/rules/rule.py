"""A rule as one value, and the examples that are its tests and its page in docs/rules."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from lanmu.finding import ERROR, WARNING, Finding, Fix, Spot


class Basis(NamedTuple):
    """Where a rule comes from: a regulation and its article, and the requirement it meets."""

    text: str  # e.g. 陕西工信厅办法第十五条
    requirement: str = ""  # e.g. R135


Files = Mapping[str, str | bytes | None]  # by path; None removes one
_NONE: Files = MappingProxyType({})


class Approved(NamedTuple):
    """An approval of all that is pushed, or of ``files`` in its place."""

    account: str
    files: Files | None = None


class Push(NamedTuple):
    """How an example's files come to the server: who pushes them where, in one commit, and who has approved.

    ``before`` is laid over the sample as it lies on the server.
    """

    actor: str
    ref: str = "refs/heads/main"
    author: str = "kjt-liaison@shifan.gov.cn"  # mail address of the commit
    message: str = "更新"
    approvals: tuple[Approved, ...] = ()
    before: Files = _NONE


class Example(NamedTuple):
    """A small portal: ``files`` are laid over ``lanmu.rules.sample.FILES``.

    ``findings`` lists all that the check must find: (code, path, line); ``history`` tells the day of the
    first commit (YYYY-MM-DD) of a path; with ``push`` all that the server must find that is about the change.
    """

    files: Files
    findings: tuple[tuple[str, str, int | None], ...] = ()
    history: Mapping[str, str] = MappingProxyType({})
    push: Push | None = None


def told(basis: Iterable[Basis]) -> str:
    """The basis in one line; what one article says in several places is told together."""
    articles: dict[str, list[str]] = {}
    for item in basis:
        article, bracket, words = item.text.partition("（")
        whole = not bracket or not words.endswith("）") or "（" in words
        articles.setdefault(item.text if whole else article, []).extend([] if whole else [words[:-1]])
    return "；".join(f"{article}（{'、'.join(words)}）" if words else article for article, words in articles.items())


class Rule(NamedTuple):
    """One rule, one place: what, why, bad, good."""

    code: str
    name: str  # reads as "allow <name>"
    severity: str
    what: str  # what it does, in one Chinese sentence
    basis: tuple[Basis, ...]
    bad: Example
    good: Example

    def at(self, spot: Spot, message: str, cure: str, fix: Fix | None = None) -> Finding:
        """What this rule says about ``spot``; ``fix`` where a program can mend it."""
        return Finding(self.code, self.name, self.severity, *spot, message, cure, told(self.basis), fix)


def error(code: str, name: str, what: str, basis: tuple[Basis, ...], bad: Example, good: Example) -> Rule:
    """A rule that refuses."""
    return Rule(code, name, ERROR, what, basis, bad, good)


def warning(code: str, name: str, what: str, basis: tuple[Basis, ...], bad: Example, good: Example) -> Rule:
    """A rule that only reminds; ``lanmu check`` stays clean."""
    return Rule(code, name, WARNING, what, basis, bad, good)

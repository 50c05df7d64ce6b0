"""Whole documents for tests of marks and kinds: an article, or the text of an attachment of one."""

from collections.abc import Sequence

from lanmu.finding import Finding
from lanmu.rules import prose
from lanmu.rules.prose import Prose, TextCheck
from tests.lanmu.prose_sample import subject


def an_article(body: str, title: str = "关于做好有关工作的通知", keys: str = "") -> Prose:
    """The body begins in line 7; ``keys``: more lines of front matter, which move it down."""
    return prose.of_article(subject(f"\n{body}\n", title, more=keys))


def an_attachment(text: str, name: str = "a.docx", keys: str = "", places: Sequence[tuple[int, str]] = ()) -> Prose:
    """What an extractor gives: every paragraph and cell on a line of its own."""
    article = subject("\n见附件。\n", more=keys)
    return Prose(article, f"{article.folder}/{name}", text, attached=True, places=places)


def findings(text: Prose, check: TextCheck) -> list[Finding]:
    return list(prose.findings(text, (check,)))


def codes(text: Prose, check: TextCheck) -> list[str]:
    return [finding.rule for finding in findings(text, check)]

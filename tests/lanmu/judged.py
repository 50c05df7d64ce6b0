"""Texts under one text rule alone, as an article of the sample and as an attachment."""

from collections.abc import Sequence

from lanmu import article, structure
from lanmu.finding import Finding
from lanmu.rules import prose
from lanmu.rules.files import Files
from lanmu.rules.prose import Prose, TextCheck
from lanmu.rules.sample import COLUMNS, FILES, NEWS
from lanmu.rules.subject import Source, Subject
from lanmu.tree import Tree

HEAD = "---\ntitle: 省科技厅召开推进会\ndate: 2026-03-20\nsource: 省科技厅\n{}---\n"
LINE = 6  # of the file, on which the body begins where the front matter has no further lines


def subject(text: str, columns: str = FILES[COLUMNS]) -> Subject:
    portal = structure.read(columns.encode()).portal
    assert portal is not None
    tree: Tree = None  # type: ignore[assignment]  # text rules read no files
    return Subject(portal, Files(tree), Source(NEWS, text.encode(), *article.read(NEWS, text.encode())))


def whole(text: str, check: TextCheck, columns: str = FILES[COLUMNS]) -> list[Finding]:
    return list(prose.findings(prose.of_article(subject(text, columns)), (check,)))


def body(text: str, check: TextCheck, front: str = "", columns: str = FILES[COLUMNS]) -> list[Finding]:
    """What the check says about a body; ``front`` holds further lines of the front matter."""
    return whole(f"{HEAD.format(front)}{text}\n", check, columns)


def attached(
    text: str, check: TextCheck, name: str = "a.docx", places: Sequence[tuple[int, str]] = ()
) -> list[Finding]:
    given = Prose(subject(FILES[NEWS]), name, text, attached=True, places=places)
    return list(prose.findings(given, (check,)))


def placed(found: list[Finding]) -> list[tuple[str, int | None, int | None]]:
    return [(finding.rule, finding.line, finding.column) for finding in found]

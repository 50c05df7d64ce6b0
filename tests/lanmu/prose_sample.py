"""An article of the sample portal with a body of one's own, as the text rules read it."""

from pathlib import Path

from lanmu import article, structure
from lanmu.finding import Finding
from lanmu.rules import prose
from lanmu.rules.files import Files
from lanmu.rules.prose import Prose, TextCheck
from lanmu.rules.sample import COLUMNS, FILES, NEWS
from lanmu.rules.subject import Source, Subject
from lanmu.tree import Disk

FIRST_LINE = 6  # of the body
PORTAL = structure.read(FILES[COLUMNS].encode()).portal


def subject(body: str, title: str = "会议召开", date: str = "2026-03-20", more: str = "") -> Subject:
    """``more`` is front matter, whole lines; it moves the body down."""
    assert PORTAL is not None
    data = f"---\ntitle: {title}\ndate: {date}\nsource: 省科技厅\n{more}---\n{body}".encode()
    return Subject(PORTAL, Files(Disk(Path("/nonexistent"))), Source(NEWS, data, *article.read(NEWS, data)))


def written(body: str, title: str = "会议召开", date: str = "2026-03-20", more: str = "") -> Prose:
    return prose.of_article(subject(body, title, date, more))


def attached(text: str) -> Prose:
    return Prose(subject(""), "附件.docx", text, attached=True)


def find(check: TextCheck, text: Prose) -> list[Finding]:
    return list(prose.findings(text, (check,)))


def mended(check: TextCheck, body: str) -> str:
    """The body after every fix was carried out, as often as ``lanmu check --fix`` is run."""
    for _ in range(9):
        text = written(body)
        fixes = [finding.fix for finding in find(check, text) if finding.fix is not None]
        if not fixes:
            return body
        whole = text.text[: fixes[0].start] + fixes[0].new + text.text[fixes[0].end :]
        body = whole[text.body :]
    raise AssertionError(f"never mended: {body!r}")

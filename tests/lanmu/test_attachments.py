"""Which files may go to the site."""

import pytest

from lanmu.attachments import allowed


@pytest.mark.parametrize("name", ["a.pdf", "甲 1.DOCX", "b/c.json", "a.tar.zip", "x.JpG"])
def test_allowed(name: str) -> None:
    assert allowed(name)


@pytest.mark.parametrize(
    "name", ["a.html", "a.svg", "a.xml", "a.md", "a.pdf.exe", "pdf", ".pdf", ".a.pdf", ".git/a.pdf", "a.", "a.pdf ", ""]
)
def test_not_allowed(name: str) -> None:
    assert not allowed(name)

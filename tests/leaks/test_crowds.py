"""Nothing an author piles up, and no way of asking, keeps a leak from being found."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from lanmu.finding import ERROR, Finding
from lanmu.rules import engine, examples
from lanmu.rules.rule import Example
from tests.leaks import carriers, legacy, ooxml, places

MARK = "机密★5年"
ARTICLE = f"{places.NEWS_FOLDER}/{places.slug(0)}.md"
FILE = f"{places.slug(0)}/fu-jian"
CROWDS: Mapping[str, str] = {
    "broken links": "[说明](mei-you.html)\n\n" * 400,
    "other leaks": "手机13803510042\n\n" * 400,
    "wrong words": "布署，" * 50_000,
    "one long line": "工作安排，" * 60_000,
    "many paragraphs": "工作安排。\n\n" * 9_000,
    "digits": "1234567 " * 110_000,
    "an open fence": "```\n",
    "an open comment": "<!--\n\n",
    "an open tag": '<span title="\n\n',
    "an open script": "<script>\n\n",
    "an open bracket": "[" * 900 + "\n\n",
}


def check(root: Path, files: Mapping[str, str | bytes], paths: list[str] | None = None) -> tuple[Finding, ...]:
    """Errors about leaks and attachments in the sample portal with these files."""
    examples.write(root, Example(files))
    return tuple(f for f in engine.check(root, paths) if f.severity == ERROR and f.rule[0] in "BA")


def article(body: str) -> str:
    """An article around a body."""
    return f"---\ntitle: 全省科研仪器开放共享情况\ndate: {places.DAY}\nsource: 省科技厅\n---\n\n{body}\n"


@pytest.mark.parametrize("crowd", CROWDS)
def test_in_the_article(crowd: str, tmp_path: Path) -> None:
    text = article(f"{CROWDS[crowd]}\n\n{MARK}\n")
    found = check(tmp_path, {ARTICLE: text})
    assert (text.rstrip("\n").count("\n") + 1) in {finding.line for finding in found if finding.rule == "B201"}


def large(kind: str) -> bytes:
    """An attachment with the mark behind very much else."""
    rng = Random(1)
    around = carriers.sentences(rng, 3)
    if kind == "txt":
        return ("工作安排。\n" * 100_000 + MARK).encode()
    if kind == "csv":
        return ("1,工作安排,2\n" * 60_000 + f"2,{MARK},3\n").encode()
    if kind == "zip":
        return legacy.zipped({f"{number}.txt": "工作安排".encode() for number in range(300)} | {"z.txt": MARK.encode()})
    return ooxml.docx("body", around, ["工作安排。"] * 20_000 + [MARK])


@pytest.mark.parametrize("ending", ["txt", "csv", "zip", "docx"])
def test_in_an_attachment(ending: str, tmp_path: Path) -> None:
    """It is found, or the file is refused because nobody could read it to its end."""
    path = f"{places.NEWS_FOLDER}/{FILE}.{ending}"
    found = check(tmp_path, {ARTICLE: article(f"[附表]({FILE}.{ending})"), path: large(ending)})
    assert {finding.rule for finding in found if finding.path == path} & {"B201", "A603", "A604"}


@pytest.mark.parametrize("asked", [None, ["."], ["content"], [f"{places.NEWS_FOLDER}/{FILE}.txt"], [ARTICLE]])
@pytest.mark.parametrize("linked", [True, False])
def test_however_it_is_asked_for(asked: list[str] | None, linked: bool, tmp_path: Path) -> None:
    """A commit may hold the attachment alone; one that nothing links to is published all the same."""
    path = f"{places.NEWS_FOLDER}/{FILE}.txt"
    body = f"[附表]({FILE}.txt)" if linked else "正文。"
    found = check(tmp_path, {ARTICLE: article(body), path: f"{MARK}\n"}, asked)
    assert ("B201", path) in {(finding.rule, finding.path) for finding in found}


@pytest.mark.parametrize("name", ["fu-jian.pdf", "fu-jian.docx", "fu-jian.png", "fu-jian.csv", "fu-jian"])
def test_whatever_the_name_says(name: str, tmp_path: Path) -> None:
    """A text under another ending is refused or read; a document under another ending, too."""
    folder = f"{places.NEWS_FOLDER}/{places.slug(0)}"
    for number, data in enumerate((f"{MARK}\n".encode(), ooxml.docx("body", ("甲。", "乙。"), [MARK]))):
        root = tmp_path / str(number)
        root.mkdir()
        found = check(root, {ARTICLE: article("正文。"), f"{folder}/{name}": data})
        assert {finding.rule for finding in found if finding.path == f"{folder}/{name}"}


def test_in_a_file_beside_the_articles(tmp_path: Path) -> None:
    """What lies in a column's folder and belongs to no article is refused or read."""
    path = f"{places.NEWS_FOLDER}/fang-an.txt"
    examples.write(tmp_path, Example({path: f"{MARK}\n"}))
    assert path in {finding.path for finding in engine.check(tmp_path)}

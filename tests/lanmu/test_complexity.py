"""Bounds on Markdown: far above real articles, below what the converter takes long for."""

import pytest

from lanmu.complexity import MAX_LEVELS, excess


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("- " * 21, 1),
        ("一段。\n\n" + "> " * 21 + "引", 3),
        ("1. " * 30, 1),
        ("\n".join("    " * depth + "- a" for depth in range(40)), 22),
        ("[" * 1001, 1),
        ("甲\n\n" + "[甲] " * 1001, 3),
        ("<a " * 301, 1),
        ("<!" * 201, 1),
        ("(" * 1001, 1),
        ("甲\n\n" + "# a\n" * 1001, 3),
        ("a\n===\n" * 1001, 1),
        ("a\n---\n" * 1001, 1),
        ("&amp;" * 5001, 1),
        ("\\" * 5001, 1),
        ("`" * 5001, 1),
        ("*" * 5001, 1),
        ("a\n\n" * 20_000, 40_000),
        (("[甲]\n" * 999 + "\n") * 21, 1),
    ],
)
def test_what_no_article_needs(body: str, line: int) -> None:
    found = excess(body)
    assert found is not None
    assert found.line == line
    assert found.what
    assert found.most > 0


@pytest.mark.parametrize(
    "body",
    [
        "",
        "- 甲\n    - 乙\n        - 丙\n",
        "- " * MAX_LEVELS + "甲",
        "|甲|乙|\n|---|---|\n" + "|1|2|\n" * 5000,
        "一、" + "字" * 200_000,
        "[甲](https://a.gov.cn/)，" * 900,
        "    代码\n" * 3000,
        "第一段。\n\n" * 5000,
        "----------\n\n" * 100,
    ],
)
def test_what_articles_hold(body: str) -> None:
    assert excess(body) is None

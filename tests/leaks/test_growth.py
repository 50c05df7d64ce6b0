"""No line is long enough to hold the check up: time grows with the length and no faster."""

import resource
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from lanmu.rules import engine, examples
from lanmu.rules.rule import Example
from tests.hang import no_hang
from tests.leaks import places

SMALL, LARGE = 250_000, 999_000  # bytes of a line; an article may have 1 MB
HEAD = "---\ntitle: 标题\ndate: 2026-03-20\nsource: 省科技厅\n"
SIGNS = (*"1a绝密★<>[]()*_`|#&;!~=%@:/\\\"'-+.,，。：　 \t", "\u200b", "\u202e", "\u00ad", "\u0301")
UNITS = (
    *(
        "138-",
        "1 ",
        "13803510042 ",
        "140105198001011234,",
        "6222 0212 ",
        "1380351004",
        "1\u00ad",
        "1\u0301",
        "１３",
        "①",
    ),
    *(
        "&#32477;",
        "&#",
        "&starf;",
        "&#x",
        "<!--",
        "<!---->",
        "<b>",
        "<a ",
        '<a style="',
        "<span title='",
        "color:#fff;",
    ),
    *(
        "[a](b",
        "[a](b)",
        "![a](",
        "[a][",
        "\\*",
        "**a",
        "`a",
        "| a ",
        "- ",
        "> ",
        "绝\u200b",
        "机 ",
        "★密",
        "绝,",
        "“密",
    ),
    *(
        "省人民政府：",
        "请示",
        "函",
        "关于",
        "《关于",
        "〔2026",
        "2026年",
        "截止",
        "身份证号：",
        "晋A·",
        "内部资料",
        "密级：",
    ),
    *("a.", "https://a", "https://a.b ", "a@b.", "//", "../", "\u202ea", "\u7d55\u5bc6", "http", "www."),
)
TITLED = (*"1绝★<[ -a", "138-", "&#", "请示", "绝\u200b", "机 ", "关于", "1\u0301")
_numbers = count(1)  # no two articles are the same: what has been judged once costs nothing
WRAPS: dict[str, Callable[[str], str]] = {
    "body": lambda text: f"{HEAD}---\n\n{text}\n",
    "summary": lambda text: f"{HEAD}summary: |-\n  {text}\n---\n\n正文。\n",
}


def _seconds(root: Path, unit: str, size: int, wrap: Callable[[str], str]) -> float:
    """CPU seconds of checking one article that has a line of ``size`` bytes."""
    path = f"{places.NEWS_FOLDER}/{places.slug(0)}.md"
    text = wrap(unit * (size // len(unit.encode()))).replace("标题", f"标题之{next(_numbers)}", 1)
    (root / path).write_text(text, "utf-8")
    begun, children = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with no_hang(120):
        engine.check(root, [path])
    return time.process_time() - begun + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - children


@pytest.mark.parametrize(
    ("unit", "wrap"),
    [*((unit, "body") for unit in (*SIGNS, *UNITS)), *((unit, "summary") for unit in TITLED)],
    ids=ascii,
)
def test_a_line_four_times_as_long_takes_no_more_than_its_share(unit: str, wrap: str, tmp_path: Path) -> None:
    """Four times is linear, sixteen quadratic; noise passes at another try."""
    examples.write(tmp_path, Example({}))
    growth = []
    for _ in range(3):
        small, large = (_seconds(tmp_path, unit, size, WRAPS[wrap]) for size in (SMALL, LARGE))
        growth.append(large / small)
        if growth[-1] < 7:
            return
    assert min(growth) < 9, growth

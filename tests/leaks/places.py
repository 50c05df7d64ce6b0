"""Where in an article a leak may lie, and the article around it with the line of the leak known."""

import unicodedata
from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from tests.leaks import carriers
from tests.leaks.disguises import ENTITIES, LINES, MARKDOWN, PLAIN

DAY = "2026-03-20"
NEWS_FOLDER = "content/kjt/bmdt"
LETTER_FOLDER = "content/lyj/zxzx"


class Place(NamedTuple):
    """``template`` holds the leak at ``{}``. ``level``: what Markdown is rendered there (see disguises).

    ``own``: the leak has a line to itself. ``tight``: no blanks may stand there.
    """

    name: str
    level: int
    template: str
    own: bool = False
    tight: bool = False


BODY = (
    Place("paragraph", LINES, "{}", own=True),
    Place("bold", MARKDOWN, "**{}**", own=True),
    Place("heading", MARKDOWN, "## {}"),
    Place("underlined-heading", MARKDOWN, "{}\n----------"),
    Place("list", LINES, "- 会议安排\n- {}\n- 其他事项"),
    Place("ordered-list", MARKDOWN, "1. 会议安排\n2. {}\n3. 其他事项"),
    Place("quotation", MARKDOWN, "> {}"),
    Place("table", MARKDOWN, "| 事项 | 说明 |\n|---|---|\n| 材料 | {} |\n| 时间 | 三月 |"),
    Place("html-table", MARKDOWN, "<table><tr><td>材料</td><td>{}</td></tr></table>"),
    Place("html-block", MARKDOWN, "<div>\n<p>{}</p>\n</div>"),
    Place("details", MARKDOWN, "<details><summary>{}</summary>说明</details>"),
    Place("link-text", MARKDOWN, "详见[{}](https://www.shifan.gov.cn/a.html)。"),
    Place("reference-text", MARKDOWN, "详见[{}][甲]。\n\n[甲]: https://www.shifan.gov.cn/a.html"),
    Place("link-target", PLAIN, "详见[材料](https://www.shifan.gov.cn/{}.html)。", tight=True),
    Place("reference-target", PLAIN, "详见[材料][甲]。\n\n[甲]: https://www.shifan.gov.cn/{}.html", tight=True),
    Place("link-title", ENTITIES, '详见[材料](https://www.shifan.gov.cn/a.html "{}")。'),
    Place("image-alt", ENTITIES, "![{}](https://www.shifan.gov.cn/a.png)"),
    Place("attribute", ENTITIES, '材料见<span title="{}">此处</span>。'),
    Place("html-alt", ENTITIES, '<img src="https://www.shifan.gov.cn/a.png" alt="{}">'),
    Place("code-span", PLAIN, "运行`{}`即可。"),
    Place("fenced-code", PLAIN, "```\n{}\n```", own=True),
    Place("indented-code", PLAIN, "说明如下：\n\n    {}", own=True),
    Place("last-line", PLAIN, "以上。\n\n{}", own=True),
)


def _double(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _escaped(text: str) -> str:
    return '"' + "".join(f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}" for char in text) + '"'


def _folded(text: str) -> str:
    """Folded where no number is cut: that is a disguise of its own."""
    half = len(text) // 2
    whole = unicodedata.normalize("NFKC", text[:half])[-3:] + unicodedata.normalize("NFKC", text[half:])[:3]
    cut = half if not any(char.isdigit() for char in whole) else 0
    return f">-\n      {text[:cut]}\n      {text[cut:]}" if cut else f">-\n      {text}"


STYLES: Mapping[str, Callable[[str], str]] = {
    "double-quoted": _double,
    "single-quoted": _single,
    "yaml-escapes": _escaped,
    "folded-block": _folded,
    "literal-block": lambda text: f"|-\n      {text}",
}

_QUESTION = "question: 请问展览何时开放？\nasked: 2026-03-18\nstate: 办理中"
FRONT: Mapping[str, tuple[str, str, int]] = {  # place → (folder, front matter with the value at {}, level)
    "title": (NEWS_FOLDER, "title: {}", PLAIN),
    "source": (NEWS_FOLDER, "source: {}", PLAIN),
    "author": (NEWS_FOLDER, "author: {}", PLAIN),
    "summary": (NEWS_FOLDER, "summary: {}", PLAIN),
    "keywords": (NEWS_FOLDER, "keywords:\n    - 科技计划\n    - {}", PLAIN),
    "image-alt-field": (NEWS_FOLDER, "image_alt: {}", PLAIN),
    "attachment-title": (NEWS_FOLDER, "attachments:\n  - file: {folder}/fu-jian.csv\n    title: {}", PLAIN),
    "reply": (LETTER_FOLDER, f"type: 信件\n{_QUESTION}\nreply: {{}}", MARKDOWN),
    "question": (LETTER_FOLDER, "type: 信件\nasked: 2026-03-18\nstate: 办理中\nquestion: {}", MARKDOWN),
    "data-row": (
        LETTER_FOLDER,
        'type: 统计\nperiod: 2026年1月\ndata:\n  - item: {}\n    value: "12"',
        PLAIN,
    ),
}


class Written(NamedTuple):
    """An article with its leak: lines (from 1) on which a finding may point at it."""

    path: str
    text: str
    first: int
    last: int


def slug(number: int) -> str:
    """Name of the article and its folder."""
    return f"{DAY}-an-li-{number}"


def _front(number: int, rng: Random, without: str = "") -> list[str]:
    rows = {
        "title": f"title: {rng.choice(carriers.TITLES)}（第{number}期）",
        "date": f"date: {DAY} 09:30",
        "source": "source: 省科技厅",
    }
    return [row for key, row in rows.items() if key != without]


def body(number: int, rng: Random, template: str, leak: str, front: str = "", folder: str = NEWS_FOLDER) -> Written:
    """An article with ``template`` among its paragraphs, the leak at ``{}``."""
    around = carriers.sentences(rng, 3)
    head = "\n".join(["---", *_front(number, rng), *([front] if front else []), "---", ""])
    before, _, after = template.partition("{}")
    start = f"{head}\n{around[0]}\n\n{before}"
    first = start.count("\n") + 1
    text = f"{start}{leak}{after}\n\n{around[1]}\n\n{around[2]}\n"
    return Written(f"{folder}/{slug(number)}.md", text, first, first + leak.count("\n"))


def front(number: int, rng: Random, place: str, style: str, value: str) -> Written:
    """An article with the leak as a value of its front matter."""
    folder, template, _ = FRONT[place]
    before, _, after = template.replace("{folder}", slug(number)).partition("{}")
    rows = [*_front(number, rng, without=place), before]
    start = "\n".join(["---", *rows])
    first = start.count("\n") + 1
    written = STYLES[style](value)
    around = carriers.sentences(rng, 2)
    link = f"\n\n附件：[附表]({slug(number)}/fu-jian.csv)" if place == "attachment-title" else ""
    text = f"{start}{written}{after}\n---\n\n{around[0]}\n\n{around[1]}{link}\n"
    return Written(f"{folder}/{slug(number)}.md", text, first, first + written.count("\n"))

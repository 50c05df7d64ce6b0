"""A generated portal of any size: ``python -m tests.bench.corpus N DIR [--seed S]``.

The same N and seed give the same bytes on every machine. Nothing in it is found fault with by ``lanmu check``.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.bench import prose, titles
from tests.bench.words import COLUMNS, DEPARTMENTS, PLACES, ROWS, SECTIONS, SUBJECTS

SEED = 1
FIRST, LAST = date(2020, 1, 1), date(2025, 12, 31)  # six years
_DAYS = (LAST - FIRST).days + 1
_SHARE = 4  # departments that answer for one column
_ATTACHED = 50  # one article in so many has an attachment
_DOCUMENT = "文件"


class Place(NamedTuple):
    """Where an article lies and what it is; all of it follows from its number and the size of the portal."""

    number: int
    department: int
    column: str
    kind: str
    day: date

    @property
    def path(self) -> str:
        """Below content/."""
        return f"{DEPARTMENTS[self.department][0]}/{self.column}/{self.stem}.md"

    @property
    def stem(self) -> str:
        """The name of the file and of the folder of its attachments."""
        return f"{self.day}-{self.column}-{self.number + 1}"

    @property
    def title(self) -> str:
        """Chinese, about thirty characters."""
        return titles.title(self.number, self.kind)


def members(column: int) -> list[int]:
    """The departments that answer for a column, by their places in ``DEPARTMENTS``; the first leads."""
    return [(column * 7 + step * 11) % len(DEPARTMENTS) for step in range(_SHARE)]


def place(number: int, size: int) -> Place:
    """Article ``number`` of a portal of ``size``: columns and departments in turn, days from first to last."""
    column = number * 17 % len(COLUMNS)
    department = members(column)[number // len(COLUMNS) % _SHARE]
    day = FIRST + timedelta(days=number * _DAYS // size)
    return Place(number, department, COLUMNS[column][0], COLUMNS[column][3], day)


def article(number: int, size: int, seed: int = SEED) -> dict[str, str]:
    """The files of article ``number`` by their paths below content/: its text first, then its attachment, if any."""
    random, here = Random(f"{seed}/{number}"), place(number, size)
    links = [_link(here, place(int(random.random() * number), size)) for _ in range(min(number, _links(random)))]
    front = ["---", f"title: {here.title}", f"date: {here.day} {_clock(random)}"]
    front.append(f"source: {DEPARTMENTS[here.department][1]}")
    front += _own_fields(random, here, size)
    text = prose.body(random, titles.pieces(number), list(dict.fromkeys(links)))
    attachment = _attachment(random, here) if number % _ATTACHED == 7 else {}
    for path in attachment:
        beside = path.rpartition(f"{here.column}/")[2]
        front += ["attachments:", f"  - file: {beside}", "    title: 任务完成情况"]
        text += f"\n附件：[任务完成情况]({beside})\n"
    return {here.path: "\n".join([*front, "---", "", text])} | attachment


def write(root: Path, size: int, seed: int = SEED) -> None:
    """A portal of ``size`` articles in ``root``, a folder that is empty or not there yet."""
    if not 0 < size <= titles.MOST:
        raise ValueError(f"{size} articles: there are titles for 1 to {titles.MOST}")
    if root.exists() and any(root.iterdir()):
        raise ValueError(f"{root} is not empty")
    root.mkdir(parents=True, exist_ok=True)
    (root / "columns.yaml").write_text(columns_yaml(), "utf-8")
    made: set[str] = set()
    for number in range(size):
        for path, text in article(number, size, seed).items():
            folder = f"{root}/content/{path.rpartition('/')[0]}"
            if folder not in made:
                Path(folder).mkdir(parents=True)
                made.add(folder)
            with open(f"{root}/content/{path}", "w", encoding="utf-8", newline="\n") as file:
                file.write(text)


def columns_yaml() -> str:
    """The responsibility table: 40 departments, 60 columns."""
    return "\n".join([_HEAD, *_accounts(), *_departments(), *_sections(), *_columns(), ""])


def _links(random: Random) -> int:
    """How many links an article has: mostly one or none."""
    return int(random.random() * random.random() * 4)


def _link(here: Place, there: Place) -> prose.Link:
    return prose.Link(there.title, f"../../{there.path}")


def _clock(random: Random) -> str:
    return f"{8 + int(random.random() * 10):02}:{int(random.random() * 60):02}"


def _own_fields(random: Random, here: Place, size: int) -> Iterator[str]:
    """What the article's type asks for, and what it may have."""
    office, day = DEPARTMENTS[here.department][1], here.day
    if here.kind == "新闻":
        yield f"author: {office}信息员"
        yield f"event_date: {max(FIRST, day - timedelta(days=int(random.random() * 3)))}"
    elif here.kind == "通知公告":
        yield f"expires: {day + timedelta(days=10 + int(random.random() * 50))}"
    elif here.kind == _DOCUMENT:
        # Counted from the year's first article: no two of a year share a number.
        counted = here.number - (date(day.year, 1, 1) - FIRST).days * size // _DAYS + 1
        yield f"index_number: 0140{here.department:05}/{day.year}-{counted:05}"
        yield f"subject: {prose.pick(random, SUBJECTS)}"
        yield f"issuer: {office}"
        yield f"issued: {day - timedelta(days=int(random.random() * 10))}"
        yield f"doc_number: 样政发〔{day.year}〕{counted}号"
        yield "validity: 有效"
    elif document := _document_before(here, size):
        yield f"interprets: ../../{document.path}"
        yield "form: 文字"


def _document_before(here: Place, size: int) -> Place | None:
    """The last document that comes before this article."""
    before = (place(number, size) for number in range(here.number - 1, max(-1, here.number - len(COLUMNS) - 1), -1))
    return next((found for found in before if found.kind == _DOCUMENT), None)


def _attachment(random: Random, here: Place) -> dict[str, str]:
    """A table as CSV, or the same figures in sentences as plain text."""
    figures = [(area, row, 20 + int(random.random() * 960)) for area in PLACES[:20] for row in ROWS]
    folder = here.path.removesuffix(".md")
    if here.number % (2 * _ATTACHED) == 7:
        lines = ["地区,项目,数值", *(f"{area},{row},{value}" for area, row, value in figures)]
        return {f"{folder}/wan-cheng-qing-kuang.csv": "\n".join(lines) + "\n"}
    lines = [f"{area}：{row}{value}。" for area, row, value in figures]
    return {f"{folder}/wan-cheng-qing-kuang.txt": "\n".join(lines) + "\n"}


_HEAD = """\
site:
  id: yangben
  name: 样本省人民政府门户网站
  domain: www.yangben.gov.cn
  identifier: "0140000001"
  organiser: 省政府办公厅
  operator: 省政务信息中心
  contact: {office: 省政府办公厅, phone: 0140-0000001, email: web@yangben.gov.cn}
  filing: {icp: 样ICP备00000001号, police: 样公网安备 00000000000001号}
office: bgt
roles:
  leading_group: ldxz
  office: bgt
  supervisor: bgt
  operator: bgt
  publisher: bgt
  editor: bgt-liaison
  inspector: dcs
  webmaster: wzgl
  secrecy_reviewer: bmsc
  rechecker: fcg"""


def _accounts() -> Iterator[str]:
    yield "accounts:"
    for id, title in (
        *(("ldxz", "省政务公开领导小组"), ("dcs", "省政府督查室"), ("wzgl", "门户网站管理员")),
        *(("bmsc", "保密审查员"), ("fcg", "上网信息复查员")),
    ):
        yield f"  {id}: {{title: {title}}}"
    for id, name in DEPARTMENTS:
        yield f"  {id}-head: {{title: {name}负责人}}"
        yield f"  {id}-leader: {{title: {name}分管领导}}"
        yield f"  {id}-liaison: {{title: {name}信息员}}"


def _departments() -> Iterator[str]:
    yield f"groups:\n  各厅局: [{', '.join(id for id, _ in DEPARTMENTS)}]\ndepartments:"
    for number, (id, name) in enumerate(DEPARTMENTS):
        yield f"  {id}:\n    name: {name}\n    responsible: {id}-head\n    leader: {id}-leader"
        yield f"    liaisons: [{id}-liaison]\n    contact: {{office: {name}办公室, phone: 0140-{number + 1:07}}}"


def _sections() -> Iterator[str]:
    yield "sections:"
    yield from (f"  {id}: {{name: {name}}}" for id, name, _ in SECTIONS)


def _columns() -> Iterator[str]:
    categories = {id: category for id, _, category in SECTIONS}
    yield "columns:"
    for number, (id, name, section, kind) in enumerate(COLUMNS):
        own = ", ".join(DEPARTMENTS[member][0] for member in members(number))
        yield f"  {id}:\n    name: {name}\n    section: {section}\n    category: {categories[section]}"
        yield f"    modes: [信息报送]\n    departments: [{own}]\n    types: [{kind}]"


def main(argv: list[str] | None = None) -> int:
    """Write the portal that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.corpus", description="A generated portal root.")
    parser.add_argument("size", metavar="N", type=int, help="number of articles")
    parser.add_argument("root", metavar="DIR", type=Path, help="a folder that is empty or not there yet")
    parser.add_argument("--seed", metavar="S", type=int, default=SEED, help=f"another seed, another portal ({SEED})")
    given = parser.parse_args(argv)
    try:
        write(given.root, given.size, given.seed)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{given.size} articles in {given.root}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

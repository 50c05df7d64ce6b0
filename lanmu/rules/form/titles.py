"""One title, one item: F104 repeated-title, in the body and in the column.

A document may name itself again inside (印发通知, and below it the 办法 under its own name): only the
article's own whole title is a fault, at the head of its body or as a heading. In a column the same
title twice leaves readers guessing which is which, also where it comes every month; letters alone keep
the titles that their writers gave them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lanmu.article import Article
from lanmu.finding import WARNING, Finding, Spot
from lanmu.fold import Folded, fold
from lanmu.marked import Text, visible
from lanmu.model import Portal
from lanmu.place import locate
from lanmu.repair import later
from lanmu.rules.form.body import Body
from lanmu.rules.prose import Hit, Prose
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import NEWS, edited

F104 = error(
    "F104",
    "repeated-title",
    "标题只写一次：正文开头和小标题不再重复文章的标题，同一栏目里没有两篇标题相同的文章。",
    (Basis("陕西工信厅办法第十五条（大标题不要重复）", "R135"),),
    Example(edited(NEWS, ("---\n\n3月19日", "---\n\n省科技厅召开科技计划工作推进会\n\n3月19日")), (("F104", NEWS, 9),)),
    Example(edited(NEWS, ("---\n\n3月19日", "---\n\n## 会议情况\n\n3月19日"))),
)
NEAR = F104._replace(severity=WARNING)

RULES = (F104,)

_REMOVE = "删去正文里的标题；页面会自己显示文章的标题"
_TELL_APART = "标题里写明各自的日期、期次、地区或事项；是同一条信息的，只留一篇"

# ── in the body ──────────────────────────────────────────────────────────────────────────────────────────

_HEAD = 8  # lines of the body that may belong to its head
_LONGEST = 200  # characters of a line that could be a title
_MARKS = re.compile(r"[\W_]+")
_RUN = re.compile(r"[^\W_]{1,8}")
_LABEL = later(r"(?:大?标题|题目|文件名称)[:：]")
# What an office's paper has above its title, or a web page beside it.
_ABOVE = later(
    r"[^\W_]{2,40}文件|[^\W_]{1,12}[0-9]{4}第?[0-9]{1,6}号|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"
    r"|(?:(?:发布|发文|印发|成文)?(?:日期|时间|机构|机关|字号)|索引号|文号|主题分类|(?:信息)?来源|作者|浏览次数|点击数)[^\W_]{0,80}"
)
_OFFICE = later(r"[^\W_]{1,50}(?:政府|委员会|小组|指挥部|中心|[厅局委部署院处办室])")
_HEADING = later(r"^ {0,3}(?:#{1,6}[ \t]+[^\n]*|<h[1-6]\b[^\n]*|[^\n]+\n {0,3}(?:=+|-{2,})[ \t]*$)", re.MULTILINE)
_UNDERLINE = later(r" {0,3}(?:=+|-+)[ \t]*$")
_INDENTED = ("    ", "\t")


class _Line(NamedTuple):
    """A line of the body: its stretch of the file, and what it says without marks."""

    start: int
    end: int
    key: str


def check(prose: Prose) -> Iterator[Hit]:
    """The article's title once more in its body."""
    article = prose.subject.source.article
    if prose.attached or article is None or not _may_be_in_body(prose):
        return
    stretches = list(_stretches(prose, _key(prose.title)))
    shown = Body(article).prose if stretches else ""  # code and comments are blanks there
    done = prose.body
    for start, end, message in stretches:
        if start >= done and shown[start - prose.body : end - prose.body].strip():
            yield _hit(prose, start, end, message)
            done = end


def _stretches(prose: Prose, title: str) -> Iterator[tuple[int, int, str]]:
    """Where the title stands alone, at the head of the body or as a heading."""
    if found := _at_head(prose, title):
        yield *found, "正文开头重复了标题"
    for match in _HEADING().finditer(prose.text, prose.body):
        if len(title) <= match.end() - match.start() <= 2 * _LONGEST and _key(match.group()) == title:
            yield *match.span(), "正文里的小标题重复了文章的标题"


def _key(text: str) -> str:
    """A title without marks, blanks and disguise."""
    return _MARKS.sub("", Folded(text).text)


def _may_be_in_body(prose: Prose) -> bool:
    """A quick no for most articles: the beginning of the title does not come again."""
    run = _RUN.match(_MARKS.sub(" ", fold(prose.title)).lstrip())
    at = prose.folded.text.rfind(run.group()) if run else -1
    return at >= 0 and prose.folded.origin(at, at)[0] >= prose.body


def _at_head(prose: Prose, title: str) -> tuple[int, int] | None:
    """The stretch of the title where the body begins with it, be it over several lines."""
    lines = [line for line in _lines(prose) if line.key]
    for first, line in enumerate(lines):
        said = ""
        for last in lines[first:]:
            said += last.key
            if said == title:
                return line.start, last.end
            if not title.startswith(said):
                break
        if not _ABOVE().fullmatch(line.key) and not _is_office(prose, line):
            return None
    return None


def _is_office(prose: Prose, line: _Line) -> bool:
    """Whether an office's name stands alone in a line; with a colon behind it, it is written to."""
    end = prose.text[line.start : line.end].rstrip("* \u3000")[-1:]
    return end not in (":", "：") and _OFFICE().fullmatch(line.key) is not None


def _lines(prose: Prose) -> Iterator[_Line]:
    """The first lines of the body that are not blank."""
    start, text = prose.body, prose.text
    for _ in range(_HEAD):
        while text[start : start + 1] == "\n":
            start += 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if start >= len(text):
            return
        yield _Line(start, end, _said(text[start : min(end, start + 2 * _LONGEST)]))
        start = end


def _said(line: str) -> str:
    """The key of a line without its label; a picture says nothing."""
    if line.lstrip().startswith("!["):
        return ""
    plain = Folded(line).text.strip("# ")
    label = _LABEL().match(plain)
    return _MARKS.sub("", plain[label.end() :] if label else plain)


def _hit(prose: Prose, start: int, end: int, message: str) -> Hit:
    """What is said of a stretch of whole lines; it can go where nothing else hangs on it."""
    text = prose.text
    rest = len(text) - len(text[end:].lstrip("\n"))
    following = text[rest : rest + _LONGEST].partition("\n")[0]
    hangs = following.startswith(_INDENTED) or _UNDERLINE().match(following) or "<" in text[start:end]
    if start == prose.body or text[start - 2 : start] == "\n\n":
        end = rest  # the blank line below goes with it; elsewhere it must stay between what is left
    return Hit(F104, start, end, message, _REMOVE, None if hangs else "")


# ── in the column ────────────────────────────────────────────────────────────────────────────────────────

_LONG = 12  # characters of a key; shorter titles mean something else with one character more
_BLANKS = re.compile(r"\s+")
_PARTICLES = re.compile(r"关于|[的之]|(?<![0-9])[\W_]+|[\W_]+(?![0-9])")
_SLIPS = str.maketrans("作帐它象份布", "做账他像分部")  # what is typed for one another
# What makes another title of it: numbers, ranks, places, negations, kinds.
_TELLING = frozenset(
    "0123456789〇零一二三四五六七八九十百千万亿两廿首初末上中下前后左右东南西北内外大小多少新旧老高低正副总分"
    "不非未无免再复续补原省市县区乡镇村街路州旗甲乙丙丁男女公私国民军民农工商春夏秋冬年月日季旬期批次版号届度"
)


_FRONT = 4096  # bytes in which front matter is looked through
# A scalar without quotes, comment or colon: what YAML reads as it stands.
_PLAIN = re.compile(rb"^---\n(?:[a-z_]+: [^\n]*\n)*?title: ([^\s\"'|>\[\]{}&*!%@`#?:,-][^\n#:]*)\n")


class Title(NamedTuple):
    """A title in its place; ``home`` is the id of its column."""

    path: str
    line: int
    column: int
    title: str
    home: str
    asked: bool = False  # whether the check is about it


def title_of(portal: Portal, article: Article) -> Title | None:
    """The title that must be its own in its column; None for letters, and where there is none."""
    place, written = article.place, article.fields.find("title")
    home = portal.columns.get(place.column) if place else None
    if home is None or not isinstance(written, Text) or not article.text("title"):
        return None
    kind = portal.types.get(article.text("type") or next(iter(home.types), ""))
    if kind is not None and kind.template == "letter":
        return None
    return Title(article.path, written.line, written.column, str(written), home.id)


def glance(portal: Portal, path: str, data: bytes) -> Title | None:
    """As ``title_of``, from a title that is written plainly on its line; None where the article has to be read.

    A commit hook holds a title against all others of its column: reading each of them whole takes ten times as long.
    """
    match = _PLAIN.search(data, 0, _FRONT)
    place = locate(path)
    home = portal.columns.get(place.column) if place else None
    if match is None or home is None or b"\ntype:" in data[:_FRONT] or not home.types:
        return None
    kind = portal.types.get(home.types[0])
    if kind is None or kind.template == "letter":
        return None
    line = data.count(b"\n", 0, match.start(1)) + 1
    return Title(path, line, len("title: ") + 1, match.group(1).decode("utf-8", "replace").strip(), home.id)


def repeated(titles: Iterable[Title]) -> Iterator[Finding]:
    """Titles that a column has twice (an error), or almost (a warning), each said of the later item."""
    columns: dict[str, list[Title]] = defaultdict(list)
    for title in titles:
        columns[title.home].append(title)
    for home in sorted(columns):
        yield from _in_column(sorted(columns[home], key=_age))


def _age(title: Title) -> tuple[bool, str, str]:
    """Older first: file names begin with the day, and one of a day that had its name taken ends in a number.

    What is asked about comes after what it is held against: who writes a title twice is told, not who wrote it first.
    """
    return title.asked, title.path.rpartition("/")[2].removesuffix(".md"), title.path


def _in_column(titles: Sequence[Title]) -> Iterator[Finding]:
    """``titles`` of one column, the oldest first."""
    exact: dict[str, Title] = {}
    near: dict[str, list[Title]] = defaultdict(list)
    for title in titles:
        whole = _BLANKS.sub("", fold(title.title))
        first = exact.setdefault(whole, title)
        if first is title:
            near[_PARTICLES.sub("", whole).translate(_SLIPS)].append(title)
        else:
            message = f"栏目里已有标题相同的文章：{first.path}"
            yield F104.at(Spot(title.path, title.line, title.column), message, _TELL_APART)
    for newer, earlier in _alike(near).items():
        message = f"标题与栏目里的“{visible(earlier.title[:60])}”几乎相同：{earlier.path}"
        yield NEAR.at(Spot(newer.path, newer.line, newer.column), message, _TELL_APART)


def _alike(near: Mapping[str, Sequence[Title]]) -> dict[Title, Title]:
    """Newer title → an earlier one that says the same, or has one character less or more that tells nothing."""
    found: dict[Title, Title] = {}
    # A key less one character keeps one of its halves: who shares none is not cut, which takes most of the time.
    halves = {(len(key), half) for key in near for half in _halves(key, len(key) // 2)}
    for key, group in near.items():
        for newer in group[1:]:
            found.setdefault(newer, group[0])
        less = len(key) - 1
        shared = any((less, half) in halves for half in _halves(key, less // 2))
        for cut in _cuts(key) if shared else ():
            if cut in near:
                earlier, newer = sorted((group[0], near[cut][0]), key=_age)
                found.setdefault(newer, earlier)
    return found


def _halves(key: str, size: int) -> tuple[str, str]:
    """The first and the last ``size`` characters."""
    return key[:size], key[len(key) - size :]


def _cuts(key: str) -> Iterator[str]:
    """``key`` without one of those characters that would not tell two titles apart."""
    if len(key) > _LONG:
        for at, char in enumerate(key[:100]):
            if char not in _TELLING and char.isalpha() and not char.isascii():
                yield key[:at] + key[at + 1 :]

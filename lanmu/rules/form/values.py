"""Front matter: F101 missing-field, F102 bad-date, F107 wrong-type-for-column, F108 unknown-field,
F109 document-number, F110 bad-value, F112 placeholder."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate

from lanmu import fields, repair
from lanmu.article import PLACEHOLDER, Article, decode
from lanmu.fields import Problem
from lanmu.finding import Finding, Fix
from lanmu.marked import Text, visible
from lanmu.model import Column, Field
from lanmu.near import did_you_mean, listed, near
from lanmu.rules.rule import Basis, Example, Rule, error, warning
from lanmu.rules.sample import DOCUMENT, NEWS, edited
from lanmu.rules.subject import Subject

_TIDY = Basis("陕西工信厅办法第十五条（格式标准规范）", "R135")
_SUBMITTED = Basis("陕西工信厅办法第十八条（发布日期、信息来源等书写清楚）", "R150")
_EXACT = Basis("陕西工信厅办法第十六条（表述规范、准确）", "R141")
_CONTACT = Basis("陕西工信厅办法第十九条（联系方式准确）", "R153")
_TITLE = "title: 省科技厅召开科技计划工作推进会\n"

F101 = error(
    "F101",
    "missing-field",
    "每篇文章都要有标题、发布日期和信息来源；各类型还有自己的必填项。",
    (_SUBMITTED,),
    Example(edited(NEWS, ("source: 省科技厅\n", "")), (("F101", NEWS, 1),)),
    Example({}),
)

F102 = error(
    "F102",
    "bad-date",
    "日期写成 YYYY-MM-DD（可加 HH:MM），必须真实存在；发布日期与文件名里的日期是同一天。",
    (_SUBMITTED,),
    Example(edited(DOCUMENT, ("issued: 2026-02-26", "issued: 2026-02-30")), (("F102", DOCUMENT, 8),)),
    Example({}),
)

F107 = error(
    "F107",
    "wrong-type-for-column",
    "文章的类型必须是所在栏目收的类型，不能待填；同时显示于别的栏目的，那个栏目也要收这种类型，信件栏目只显示自己的信件。",
    (Basis("陕西工信厅办法第十五条（栏目对应准确）", "R140"), Basis("陕西工信厅办法第十三条（信息内容）", "R129")),
    Example(edited(NEWS, (_TITLE, f"{_TITLE}type: 通知公告\n")), (("F107", NEWS, 3),)),
    Example(edited(NEWS, (_TITLE, f"{_TITLE}type: 新闻\n"))),
)

F108 = error(
    "F108",
    "unknown-field",
    "文章开头只能写这一类型声明过的键。",
    (_TIDY,),
    Example(edited(NEWS, ("keywords:", "keyword:")), (("F108", NEWS, 6),)),
    Example({}),
)

F109 = error(
    "F109",
    "document-number",
    "发文字号写成“机关代字〔年份〕序号号”：用六角括号，年份四位，序号前不加“第”和零；令和公告写“令第8号”“公告2026年第8号”。",
    (Basis("党政机关公文格式 GB/T 9704-2012（发文字号）"), _TIDY),
    Example(edited(DOCUMENT, ("示科发〔2026〕8号", "示科发[2026]第08号")), (("F109", DOCUMENT, 9),)),
    Example({}),
)

F110 = error(
    "F110",
    "bad-value",
    "键的值要合乎它的写法：网址、电话、邮箱、数字、选项、列表各有各的样子，值里没有看不见的字符。",
    (_CONTACT, _TIDY, _EXACT),
    Example(edited(DOCUMENT, ("validity: 有效", "validity: 现行")), (("F110", DOCUMENT, 11),)),
    Example({}),
)

F112 = warning(
    "F112",
    "placeholder",
    "lanmu new 写下的“待填”要换成真实内容；送审时还有“待填”就不能通过。",
    (_EXACT,),
    Example(edited(NEWS, ("author: 省科技厅信息员", "author: 待填")), (("F112", NEWS, 5),)),
    Example(edited(NEWS, ("author: 省科技厅信息员", "author: 省科技厅办公室"))),
)

RULES = (F101, F102, F107, F108, F109, F110, F112)
_VALUE = F110._replace(basis=(_TIDY, _EXACT))  # what does not tell how an office is reached
_BY_KIND: Mapping[str, Rule] = {
    "missing": F101,
    "date": F102,
    "unknown": F108,
    "document": F109,
    "contact": F110._replace(basis=(_CONTACT,)),
    "value": _VALUE,
    "placeholder": F112,
}
_MENDABLE = frozenset(("date", "document", "contact", "value"))
_MARKS = frozenset(",[]{}#'\"\\")  # what ends a value in YAML: no fix brings one in
# How the kinds are mended whose proper form says the same as what was written.
_PROPER: Mapping[str, Callable[[str], str]] = {
    "date": repair.day,
    "day": repair.day,
    "datetime": repair.moment,
    "doc_number": repair.doc_number,
    "index_number": repair.index_number,
    "number": repair.number,
    "phone": repair.phone,
    "email": repair.email,
    "url": repair.url,
}
_MUST_BE_KNOWN: Mapping[str, Rule] = {"date": F102, "type": F107}  # left open, no page can be made


def check(subject: Subject) -> Iterator[Finding]:
    """Everything the front matter says."""
    article = subject.source.article
    if article is None:
        return
    declared = _declared(subject)
    mender = _Mender(subject, declared, article)
    for problem in fields.check(declared, article.fields):
        open_key = _left_open(problem, article)
        rule = _MUST_BE_KNOWN.get(open_key) or _BY_KIND[problem.kind]
        cure = _taken(subject) if open_key == "type" else problem.cure
        yield rule.at(subject.spot(problem.line, problem.column), problem.message, cure, mender.fix(problem))
    yield from _type(subject, article)
    yield from _day(subject, article)
    yield from _columns(subject, declared, article)


class _Mender:
    """Proper forms in the place of what is written; looked up once for all problems of an article."""

    def __init__(self, subject: Subject, declared: Mapping[str, Field], article: Article) -> None:
        self._data = subject.source.data
        self._declared = declared
        self._article = article

    @cached_property
    def _lines(self) -> list[str]:
        return decode(self._data)[0].split("\n")

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(line) + 1 for line in self._lines), initial=0))

    @cached_property
    def _leaves(self) -> Mapping[tuple[int, int], tuple[Field, Text]]:
        leaves = fields.leaves(self._declared, self._article.fields)
        return {(text.line, text.column): (field, text) for field, text in leaves}

    def fix(self, problem: Problem) -> Fix | None:
        """The fix of a value that stands on one line just as it is."""
        if problem.kind not in _MENDABLE or (problem.line, problem.column) not in self._leaves:
            return None
        field, text = self._leaves[problem.line, problem.column]
        good = _PROPER[field.kind](text) if field.kind in _PROPER else ""
        at = text.column - 1 + (not text.plain)
        if good in ("", text) or _MARKS & set(good) - set(text) or not self._lines[text.line - 1].startswith(text, at):
            return None
        start = self._starts[text.line - 1] + at
        return Fix(start, start + len(text), good)


def _left_open(problem: Problem, article: Article) -> str:
    """Which of the keys without which no page can be made is left open here, "" where none is."""
    if problem.kind == "placeholder":
        for name in _MUST_BE_KNOWN:
            written = article.fields.find(name)
            if isinstance(written, Text) and (problem.line, problem.column) == (written.line, written.column):
                return name
    return ""


def _taken(subject: Subject) -> str:
    """The cure of a type that is left open."""
    if subject.column is None:
        return f"写上一种类型：{listed(subject.portal.types)}"
    return f"写上一种类型，这个栏目收：{'、'.join(subject.column.types)}"


def _declared(subject: Subject) -> Mapping[str, Field]:
    """Fields of the article's type; where that is unknown, those that any type declares, none required."""
    if subject.type is not None:
        return subject.type.fields
    types = subject.portal.types.values()
    common = set.intersection(*(set(kind.fields) for kind in types)) if types else set()
    return {
        name: field if name in common else field._replace(required=False)
        for kind in types
        for name, field in kind.fields.items()
    }


def _type(subject: Subject, article: Article) -> Iterator[Finding]:
    written, column = article.fields.find("type"), subject.column
    if not isinstance(written, Text) or not written or column is None or written == PLACEHOLDER:
        return
    if visible(written) != written:  # said where its characters are judged
        return
    taken = f"这个栏目收：{'、'.join(column.types)}"
    if subject.type is None:
        message, cure = f"没有“{written[:40]}”这种类型", did_you_mean(written, column.types) + taken
    elif written not in column.types:
        message, cure = f"栏目“{column.name}”不收“{written}”", taken + _takers(subject, column, written)
    else:
        return
    yield F107.at(subject.spot(written.line, written.column), message, cure)


def _takers(subject: Subject, column: Column, written: str) -> str:
    """Columns of the same department that take such an article."""
    owner = subject.parts[0]
    found = [
        f"{item.id}（{item.name}）"
        for item in subject.portal.columns.values()
        if written in item.types and owner in item.departments
    ]
    return f"；{written}可以放在 {'、'.join(found[:3])}" if found else ""


def _day(subject: Subject, article: Article) -> Iterator[Finding]:
    """The file's name tells the day; the front matter must not tell another."""
    written, place = article.fields.find("date"), article.place
    if not isinstance(written, Text) or place is None or repair.real_day(place.day) is None:
        return
    spot, moment = subject.spot(written.line, written.column), repair.real_moment(written)
    if moment and (day := moment.date().isoformat()) != place.day:
        name = f"{day}-{place.slug}.md"
        message = f"发布日期是 {day}，文件名里却是 {place.day}"
        yield F102.at(spot, message, f"两处写成同一天：改 date，或把文件（和同名文件夹）改名为 {name}")


def _columns(subject: Subject, declared: Mapping[str, Field], article: Article) -> Iterator[Finding]:
    """Columns that show the article, too, must exist."""
    known = subject.portal.columns
    for field, text in subject.leaves if subject.type else fields.leaves(declared, article.fields):
        if field.kind != "columns" or not text or text == PLACEHOLDER or visible(text) != text:
            continue
        if text in known:
            yield from _shown_in(subject, known[text], text)
        else:
            names = {name: column.id for column in known.values() for name in (column.id, column.name)}
            found = dict.fromkeys(names[name] for name in near(text, names))
            offered = "、".join(f"{id}（{known[id].name}）" for id in found)
            cure = f"是不是 {offered}？" if offered else "栏目的编号见 lanmu columns"
            message = f"{fields.titled(field)}里没有编号为“{text[:40]}”的栏目"
            yield _VALUE.at(subject.spot(text.line, text.column), message, cure)


def _shown_in(subject: Subject, column: Column, text: Text) -> Iterator[Finding]:
    """A column that shows the article beside its own must take its type; the column of letters shows no others."""
    kind, spot = subject.type, subject.spot(text.line, text.column)
    if kind is None or column is subject.column:
        return
    if any(subject.portal.types[name].template == "letter" for name in column.types):
        message = f"栏目“{column.name}”是信件栏目，不显示别的栏目的文章"
        yield F107.at(spot, message, f"从 columns 里去掉 {column.id}")
    elif kind.name not in column.types:
        others = (item for item in subject.portal.public_columns() if item is not subject.column)
        takers = [item for item in others if kind.name in item.types]
        offered = "、".join(f"{item.id}（{item.name}）" for item in takers[:3])
        cure = f"从 columns 里去掉 {column.id}" + (f"，或换成收{kind.name}的栏目，如 {offered}" if offered else "")
        yield F107.at(spot, f"栏目“{column.name}”不收“{kind.name}”", cure)

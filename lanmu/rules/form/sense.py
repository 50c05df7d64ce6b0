"""What cannot be right together: ends before beginnings, answers that are missing, links to another kind of article."""

from collections.abc import Iterator

from lanmu import fields, repair
from lanmu.article import Article
from lanmu.finding import Finding
from lanmu.marked import Text
from lanmu.model import ArticleType
from lanmu.rules.form.values import F102, F110
from lanmu.rules.subject import Subject

_SPANS = (("starts", "ends"), ("date", "expires"))  # surveys, notices
_UNSOUND = F110._replace(basis=F110.basis[1:])  # no matter of how an office is reached
_MUST_BE = {"interprets": "文件", "topic": "专题"}


def check(subject: Subject) -> Iterator[Finding]:
    """Contradictions between fields each of which is well written."""
    article, kind = subject.source.article, subject.type
    if article is None or kind is None:
        return
    for first, last in _SPANS:
        yield from _span(subject, article, kind, first, last)
    yield from _answered(subject, article, kind)
    yield from _counted(subject, article, kind)
    for name, wanted in _MUST_BE.items():
        yield from _target(subject, article, kind, name, wanted)


def _span(subject: Subject, article: Article, kind: ArticleType, first: str, last: str) -> Iterator[Finding]:
    if article.fields.find(last) is None or not {first, last} <= kind.fields.keys():
        return
    starts, ends = repair.real_moment(article.text(first)), repair.real_moment(article.text(last))
    if starts and ends and ends.date() < starts.date():
        at, (begun, ended) = article.fields[Text(last)], (fields.titled(kind.fields[name]) for name in (first, last))
        message = f"{ended}{ends.date()} 早于{begun}{starts.date()}"
        yield F102.at(subject.spot(at.line, at.column), message, "核对两个日期")


def _answered(subject: Subject, article: Article, kind: ArticleType) -> Iterator[Finding]:
    """A letter that is said to be answered shows its answer, and since when."""
    if article.text("state") != "已答复" or not {"state", "reply", "replied"} <= kind.fields.keys():
        return
    missing = [name for name in ("replied", "reply") if not article.text(name)]
    if missing:
        at = article.fields[Text("state")]
        names = "、".join(fields.titled(kind.fields[name]) for name in missing)
        cure = f"补上 {'、'.join(missing)}；还没有答复的，state 写“办理中”"
        yield _UNSOUND.at(subject.spot(at.line, at.column), f"写了已答复，却没有{names}", cure)


def _counted(subject: Subject, article: Article, kind: ArticleType) -> Iterator[Finding]:
    """No one votes less than never."""
    if kind.template != "survey":
        return
    for field, text in subject.leaves:
        if field.name == "count" and text.startswith("-") and repair.number(text) == text:
            message = f"{fields.titled(field)}“{text}”小于零"
            yield _UNSOUND.at(subject.spot(text.line, text.column), message, "写实际的票数，没有人选的写 0")


def _target(subject: Subject, article: Article, kind: ArticleType, name: str, wanted: str) -> Iterator[Finding]:
    """The article that ``name`` leads to must be of the type ``wanted``, or of one that extends it."""
    at = article.fields.find(name)
    path = subject.resolve(at) if isinstance(at, Text) and name in kind.fields else ""
    if not path or not subject.files.has(path) or subject.is_hidden(path):
        return  # said where links are judged
    target = subject.type_of(path)
    if target is not None and not _extends(target, subject.portal.types[wanted]):
        message = f"{fields.titled(kind.fields[name])}指向的是“{target.name}”，不是“{wanted}”"
        yield _UNSOUND.at(subject.spot(at.line, at.column), message, f"写一篇{wanted}的相对路径；不需要时删去这一行")


def _extends(kind: ArticleType, base: ArticleType) -> bool:
    """Whether ``kind`` has all that ``base`` has: so it is where one extends the other."""
    return base.fields.keys() <= kind.fields.keys()

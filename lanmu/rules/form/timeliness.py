"""When a thing is published: T801 late, T802 backdated, an event that is yet to come."""

from collections.abc import Iterator
from datetime import date, timedelta

from lanmu import fields, repair
from lanmu.article import Article
from lanmu.finding import WARNING, Finding, Spot
from lanmu.marked import Text
from lanmu.model import Archive
from lanmu.rules.form.values import F102
from lanmu.rules.rule import Basis, Example, warning
from lanmu.rules.sample import NEWS, edited
from lanmu.rules.subject import Subject

LIMIT = 3  # days from the end of the work to its publication (陕西工信厅办法第十七条)

_SOURCE = "source: 省科技厅\n"
_BROUGHT_IN = {NEWS: "2026-03-25"}
_NOTE = "archive_note: 3月20日在原网站发布，改版时补录\n"

T801 = warning(
    "T801",
    "late",
    "工作结束后第 3 天以前发布：写了事件日期（event_date）的，与发布日期相隔不超过 3 天。",
    (Basis("陕西工信厅办法第十七条（不迟于工作结束后的第3天）", "R149"),),
    Example(edited(NEWS, (_SOURCE, f"{_SOURCE}event_date: 2026-03-16\n")), (("T801", NEWS, 5),)),
    Example(edited(NEWS, (_SOURCE, f"{_SOURCE}event_date: 2026-03-19\n"))),
)

T802 = warning(
    "T802",
    "backdated",
    "发布日期不早于文章进入仓库的那一天；补录以前发布过的信息，写明原来在哪里发布（archive_note）。",
    (Basis("国办秘函〔2019〕19号（伪造发稿日期）"),),
    Example(edited(NEWS, ("09:30", "16:00")), (("T802", NEWS, 3),), _BROUGHT_IN),
    Example(edited(NEWS, ("09:30", "16:00"), (_SOURCE, _SOURCE + _NOTE)), history=_BROUGHT_IN),
)

RULES = (T801, T802)

_AHEAD = F102._replace(severity=WARNING, basis=T801.basis)  # both dates are well written; one of them may be meant


def check(subject: Subject) -> Iterator[Finding]:
    """From the event to the publication."""
    article, kind = subject.source.article, subject.type
    event = article.fields.find("event_date") if article is not None else None
    if article is None or kind is None or not isinstance(event, Text) or "event_date" not in kind.fields:
        return
    happened, published = repair.real_day(event.strip()), repair.real_moment(article.text("date"))
    if happened is None or published is None:
        return
    label, spot = fields.titled(kind.fields["event_date"]), subject.spot(event.line, event.column)
    days = (published.date() - happened).days
    if days > LIMIT:
        last = happened + timedelta(days=LIMIT)
        message = f"{label}{happened} 到发布日期 {published.date()} 隔了 {days} 天，最迟应在 {last} 发布"
        yield T801.at(spot, message, f"以后在工作结束后 {LIMIT} 天内发布；日期写错的，改正 event_date 或 date")
    elif days < 0:
        message = f"{label}{happened} 晚于发布日期 {published.date()}"
        yield _AHEAD.at(spot, message, "事件日期写工作结束的那一天；工作还没有结束的，删去 event_date")


def backdated(path: str, article: Article, first: date, archive: Archive | None) -> Iterator[Finding]:
    """Whether the item at ``path`` is dated before ``first``, the day (Asia/Shanghai) of its first commit.

    ``first`` of what was never committed is today. ``archive`` is ``Portal.archive``: what came
    with an older site is excused.
    """
    written, published = article.fields.find("date"), repair.real_moment(article.text("date"))
    if published is None or not isinstance(written, Text) or published.date() >= first:
        return
    if article.text("archive_note") or (archive is not None and first <= archive.until):
        return
    days = (first - published.date()).days
    message = f"发布日期 {published.date()} 比文章进入仓库的日期 {first} 早 {days} 天"
    cure = "date 写真实的发布日期，文件名里的日期一起改；补录的信息写 archive_note: 原来在哪里发布、为什么补录"
    yield T802.at(Spot(path, written.line, written.column), message, cure)

"""T801 late, T802 backdated, and events that are yet to come."""

from datetime import date

import pytest

from lanmu import article
from lanmu.finding import WARNING, Finding
from lanmu.model import Archive
from lanmu.rules import examples
from lanmu.rules.form import timeliness
from lanmu.rules.rule import Example
from lanmu.rules.sample import COLUMNS, NEWS, edited
from lanmu.structure import read

SOURCE = "source: 省科技厅\n"


def about(event: str, published: str = "2026-03-20 09:30") -> list[Finding]:
    day = published[:10]
    changes = (("2026-03-20 09:30", published), (SOURCE, f"{SOURCE}event_date: {event}\n"))
    files = {NEWS: None, NEWS.replace("2026-03-20", day): edited(NEWS, *changes)[NEWS]}
    return [finding for finding in examples.run(Example(files)) if finding.line == 5]


@pytest.mark.parametrize(
    ("event", "published"),
    [
        ("2026-03-20", "2026-03-20"),
        ("2026-03-17", "2026-03-20"),
        ("2026-03-17", "2026-03-20 23:59"),
        ("2026-02-27", "2026-03-02"),
        ("2025-12-29", "2026-01-01"),
        ("待填", "2026-03-20"),
    ],
)
def test_within_three_days(event: str, published: str) -> None:
    assert [finding.rule for finding in about(event, published) if finding.rule != "F112"] == []


@pytest.mark.parametrize(
    ("event", "published", "days", "last"),
    [
        ("2026-03-16", "2026-03-20", 4, "2026-03-19"),
        ("2026-02-26", "2026-03-02", 4, "2026-03-01"),
        ("2025-03-20", "2026-03-20", 365, "2025-03-23"),
    ],
)
def test_later_says_both_dates_and_the_limit(event: str, published: str, days: int, last: str) -> None:
    (finding,) = about(event, published)
    assert (finding.rule, finding.severity, finding.line, finding.column) == ("T801", WARNING, 5, 13)
    assert (
        finding.message
        == f"“事件日期”（event_date）{event} 到发布日期 {published} 隔了 {days} 天，最迟应在 {last} 发布"
    )
    assert finding.basis == "陕西工信厅办法第十七条（不迟于工作结束后的第3天）"


def test_an_event_that_is_yet_to_come() -> None:
    (finding,) = about("2026-03-21")
    assert (finding.rule, finding.severity) == ("F102", WARNING)
    assert "2026-03-21 晚于发布日期 2026-03-20" in finding.message
    assert "工作还没有结束的，删去 event_date" in finding.cure


def test_a_date_that_is_none_is_judged_elsewhere() -> None:
    assert [finding.rule for finding in about("2026-02-30")] == ["F102"]


NOTE = "archive_note: 3月20日在原网站发布\n"
OLD_SITE = Archive(date(2026, 4, 30), "由旧网站迁来")


def backdated(first: date, archive: Archive | None = None, more: str = "") -> list[Finding]:
    text = edited(NEWS, (SOURCE, SOURCE + more))[NEWS]
    found, _ = article.read(NEWS, text.encode())
    assert found is not None
    return list(timeliness.backdated(NEWS, found, first, archive))


def test_dated_before_it_came_in() -> None:
    (finding,) = backdated(date(2026, 3, 21))
    assert (finding.rule, finding.severity, finding.path, finding.line, finding.column) == ("T802", WARNING, NEWS, 3, 7)
    assert finding.message == "发布日期 2026-03-20 比文章进入仓库的日期 2026-03-21 早 1 天"
    assert "archive_note" in finding.cure


@pytest.mark.parametrize("first", [date(2026, 3, 20), date(2026, 3, 1)])
def test_dated_the_day_it_came_in_or_later(first: date) -> None:
    assert backdated(first) == []


def test_a_note_excuses() -> None:
    assert backdated(date(2026, 5, 1), more=NOTE) == []
    assert len(backdated(date(2026, 5, 1), more="archive_note: 待填\n")) == 1


@pytest.mark.parametrize(("first", "count"), [(date(2026, 4, 30), 0), (date(2026, 5, 1), 1)])
def test_what_came_from_an_older_site_is_excused_until_its_day(first: date, count: int) -> None:
    assert len(backdated(first, OLD_SITE)) == count


@pytest.mark.parametrize("written", ["三月二十日", "2026-02-30", "[2026-03-20]", "待填"])
def test_without_a_date_there_is_nothing_to_compare(written: str) -> None:
    text = edited(NEWS, ("2026-03-20 09:30", written))[NEWS]
    found, _ = article.read(NEWS, text.encode())
    assert found is not None
    assert list(timeliness.backdated(NEWS, found, date(2026, 5, 1), None)) == []


# ── site.archive ─────────────────────────────────────────────────────────────────────────────────────────

LAST = "  filing: {icp: 示ICP备00000001号, police: 示公网安备 14000000000001号}\n"


def table(archive: str) -> bytes:
    return edited(COLUMNS, (LAST, f"{LAST}  archive: {archive}\n"))[COLUMNS].encode()


def test_the_table_says_what_came_from_an_older_site() -> None:
    loaded = read(table("{until: 2026-04-30, note: 由旧网站迁来}"))
    assert loaded.findings == ()
    assert loaded.portal is not None
    assert loaded.portal.archive == OLD_SITE
    without = read(edited(COLUMNS)[COLUMNS].encode()).portal
    assert without is not None
    assert without.archive is None


@pytest.mark.parametrize(
    "archive",
    ["{until: 2026-04-31, note: 甲}", "{note: 甲}", "{until: 2026-04-30}", "2026-04-30", "{until: [], note: 甲}"],
)
def test_a_faulty_excuse_excuses_nothing(archive: str) -> None:
    loaded = read(table(archive))
    assert loaded.findings
    assert loaded.portal is not None
    if "until: 2026-04-30" not in archive:
        assert loaded.portal.archive is None

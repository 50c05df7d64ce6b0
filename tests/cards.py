"""Cards of articles for tests, without reading any."""

from lanmu.card import Card

COLUMN = "bmdt"
DEPARTMENT = "kjt"
_EMPTY = Card("2026-03-01 00:00", "", "", DEPARTMENT, (COLUMN,), "新闻", *[""] * 17)


def card(number: int = 0, **more: object) -> Card:
    """The card of an article; those of higher numbers are newer, a minute each. ``more`` are fields."""
    found = _EMPTY._replace(date=f"2026-03-01 {number // 60:02}:{number % 60:02}", title=f"第{number}篇")
    found = found._replace(**more)  # type: ignore[arg-type]  (fields by name)
    stem = f"{found.department}/{found.columns[0]}/{found.day}-a{number:05}"
    return found._replace(path=f"content/{stem}.md", stem=stem)


def cards(count: int, **more: object) -> list[Card]:
    """The first ``count`` cards, oldest first."""
    return [card(number, **more) for number in range(count)]

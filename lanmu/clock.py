"""The one door to the clock. Everything else is told the day."""

import re
import time
from datetime import date, datetime, timedelta, timezone

# China keeps one time without summer time, so the fixed offset is exact for every date of this
# century and needs no time-zone data on the machine.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def now() -> datetime:
    """The present moment, Asia/Shanghai, to the minute: dates of articles have no seconds."""
    return datetime.now(SHANGHAI).replace(second=0, microsecond=0)


def today() -> date:
    """The present day, Asia/Shanghai."""
    return now().date()


def ticks() -> int:
    """The system's clock in nanoseconds, to hold the times of files against."""
    return time.time_ns()


def moment(written: str) -> datetime:
    """The moment that ``YYYY-MM-DD HH:MM`` names in Shanghai."""
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)


def parse_day(text: str) -> date | None:
    """The day ``text`` names as ``YYYY-MM-DD``; None where it is written otherwise or cannot be."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from lanmu import clock


def test_now_is_shanghais_to_the_minute() -> None:
    moment = clock.now()
    assert moment.utcoffset() == timedelta(hours=8)
    assert (moment.second, moment.microsecond) == (0, 0)
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=2)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Honolulu", "Pacific/Kiritimati"])
def test_today_does_not_depend_on_the_machines_zone(zone: str) -> None:
    code = "from lanmu import clock; print(clock.now().isoformat()[:13], clock.now().tzname())"
    run = subprocess.run([sys.executable, "-c", code], env=os.environ | {"TZ": zone}, capture_output=True, text=True)
    assert run.stdout.split() in ([clock.now().isoformat()[:13], "Asia/Shanghai"],), run.stderr


def test_today_is_the_day_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 0, 5, tzinfo=clock.SHANGHAI))
    assert clock.today() == date(2026, 11, 21)


@pytest.mark.parametrize("text", ["2026-11-20", "2024-02-29", "0001-01-01"])
def test_a_day_is_read(text: str) -> None:
    assert clock.parse_day(text) == date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-30",
        "2025-02-29",
        "20261120",
        "2026-W01-1",
        "2026-1-2",
        "2026-11-20 ",
        "２０２６-11-20",
        "0000-01-01",
        "2026-11-20T00:00",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert clock.parse_day(text) is None

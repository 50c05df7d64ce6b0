"""Which external addresses answered lately: those are not asked again for a week; all others are, each time."""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from lanmu import cache
from lanmu.whole import replace

DAYS = 7
_FILE = "links.json"


class Known:
    """The good addresses of a portal, and when each was seen; kept in the user's cache, where that can be."""

    def __init__(self, root: Path, now: datetime) -> None:
        self._folder = cache.folder(root)
        self._now = now
        self._seen = _read(self._folder / _FILE, now) if self._folder else {}

    def __contains__(self, address: str) -> bool:
        return address in self._seen

    def keep(self, good: Iterable[str], bad: Iterable[str]) -> None:
        """Remember what was asked just now, and drop what is too old."""
        moment = self._now.isoformat()
        for address in bad:
            self._seen.pop(address, None)
        self._seen |= dict.fromkeys(good, moment)
        if self._folder:
            with suppress(OSError):  # a full disk costs the next run time, and nothing else
                replace(self._folder / _FILE, json.dumps(self._seen))


def _read(path: Path, now: datetime) -> dict[str, str]:
    """What was kept, without what is old, of a time to come, or damaged."""
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {address: seen for address, seen in kept.items() if _is_fresh(seen, now)} if isinstance(kept, dict) else {}


def _is_fresh(seen: object, now: datetime) -> bool:
    try:
        return timedelta() <= now - datetime.fromisoformat(str(seen)) < timedelta(days=DAYS)
    except (ValueError, TypeError):  # no time, or one without a zone
        return False

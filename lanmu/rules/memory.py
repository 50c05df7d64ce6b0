"""What earlier checks found, by the content of what they read.

The findings about an article stand as long as its path, its bytes and every answer about its
surroundings stand; all are void when the table, the rules or a library change. What an attachment
says stands by its bytes alone.
"""

import json
import sqlite3
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lanmu import cache
from lanmu.extract import Extracted, Trouble
from lanmu.finding import Finding, Fix
from lanmu.rules.excuses import Excuse
from lanmu.rules.files import Files, digest
from lanmu.rules.form.titles import Title

_FILE = "check.sqlite"
_PATIENCE = 0.2  # seconds to wait for another check that is writing
_PASSING = ("timeout", "memory")  # troubles that may be the machine's
_DAMAGE = (sqlite3.Error, UnicodeError)  # the second where an error would quote damaged bytes
_LONGEST = 200_000  # characters of an attachment's text that are worth keeping
_SCHEMA = "CREATE TABLE IF NOT EXISTS known (key TEXT PRIMARY KEY, seal TEXT NOT NULL, value TEXT NOT NULL)"

Known = tuple[tuple[Finding, ...], Title | None, tuple[Excuse, ...]]


class Memory:
    """A context; outside it nothing is kept. Where the file cannot be used, everything is found anew."""

    def __init__(self, root: Path | None, table: bytes) -> None:
        """``table``: the bytes of ``columns.yaml``; without a ``root`` nothing is remembered."""
        self._folder = cache.folder(root) if root is not None else None
        self._environment = digest(cache.code().encode() + table)
        self._db: sqlite3.Connection | None = None
        self._crowded = False  # whether nothing more can be kept

    def __enter__(self) -> Self:
        """Open the file; one that is of another environment, or damaged, is begun anew."""
        if self._folder is not None:
            self._db = _opened(self._folder / _FILE, self._environment)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Keep what was found."""
        if self._db is not None:
            with suppress(*_DAMAGE):
                self._db.commit()
            self._db.close()
            self._db = None

    def recall(self, path: str, data: bytes, files: Files) -> Known | None:
        """What was found about these bytes at this path, None where anything it depends on differs."""
        value = self._get(_key(path, data))
        if value is None:
            return None
        found, title, excuses, asked = value
        if any(files.ask(question, about) != answer for question, about, answer in asked):
            return None
        return (
            tuple(_finding(*item) for item in found),
            Title(*title) if title else None,
            tuple(Excuse(*item) for item in excuses),
        )

    def keep(self, path: str, data: bytes, files: Files, known: Known) -> None:
        """Keep what was found, and what had been asked."""
        asked = [(question, about, answer) for (question, about), answer in files.asked.items()]
        self._put(_key(path, data), (*known, asked))

    def text(self, path: str, data: bytes) -> Extracted | None:
        """What was read from these bytes under a name with this ending."""
        value = self._get(_name(path, data))
        if value is None:
            return None
        kind, text, places, troubles = value
        named = tuple((start, name) for start, name in places)
        return Extracted(kind, text, named, tuple(Trouble(*trouble) for trouble in troubles))

    def keep_text(self, path: str, data: bytes, read: Extracted) -> None:
        """Keep what was read from an attachment, unless another run might read it better."""
        if len(read.text) <= _LONGEST and not is_passing(read):
            self._put(_name(path, data), read)

    def _get(self, key: str) -> Any:
        """The value as it was kept; None where there is none, or a damaged one."""
        if self._db is None:
            return None
        try:
            row = self._db.execute("SELECT seal, value FROM known WHERE key = ?", (key,)).fetchone()
        except _DAMAGE:
            return None
        seal, text = row or ("", "")
        return json.loads(text) if isinstance(text, str) and seal == self._seal(text) else None

    def _put(self, key: str, value: object) -> None:
        if self._db is None or self._crowded:
            return
        text = json.dumps(value)
        try:
            self._db.execute("INSERT OR REPLACE INTO known VALUES (?, ?, ?)", (key, self._seal(text), text))
        except _DAMAGE:  # another check is writing, or the disk is full: waiting once is enough
            self._crowded = True

    def _seal(self, text: str) -> str:
        """A name for a value that this environment found: another may write to the file while we read."""
        return digest(f"{self._environment} {text}".encode())


def _finding(*parts: Any) -> Finding:
    *plain, fix = parts
    return Finding(*plain)._replace(fix=Fix(*fix) if fix else None)


def is_passing(read: Extracted) -> bool:
    """Whether another run might read the attachment better."""
    return any(trouble.kind in _PASSING for trouble in read.troubles)


def _key(path: str, data: bytes) -> str:
    return f"{path!a} {digest(data)}"


def _name(path: str, data: bytes) -> str:
    """Of two names with one ending an attachment's content is read alike."""
    return f"{path.rpartition('.')[2]!a} {digest(data)}"


def _opened(path: Path, environment: str) -> sqlite3.Connection | None:
    """The file, without what another environment left there; None where it cannot be used."""
    for _ in range(2):
        try:
            db = sqlite3.connect(path, timeout=_PATIENCE)
        except sqlite3.Error:
            return None
        try:
            # What is lost in a crash is found anew.
            db.execute("PRAGMA synchronous = OFF")
            db.executescript(_SCHEMA)
            if db.execute("SELECT value FROM known WHERE key = ''").fetchone() != (environment,):
                db.execute("DELETE FROM known")
                db.execute("INSERT INTO known VALUES ('', '', ?)", (environment,))
            return db
        except sqlite3.OperationalError:  # locked by another check, or a disk that is full
            db.close()
            return None
        except _DAMAGE:
            db.close()
            with suppress(OSError):
                path.unlink()
    return None

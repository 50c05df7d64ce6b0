"""The index of a built site: its sources, the cards of its articles, its outputs and what each output asked for.

One SQLite file for a root and an output folder, in the user's cache folder (docs/decisions/0007): a file in the tree
could be brought along by a change. It is a memory and no source: whoever cannot trust it builds everything anew.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from lanmu import facts
from lanmu.card import Card

_SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE sources(path TEXT PRIMARY KEY, blob TEXT, size INTEGER, stamp TEXT, parts TEXT) WITHOUT ROWID;
CREATE TABLE cards(path TEXT PRIMARY KEY, card TEXT, opening TEXT) WITHOUT ROWID;
CREATE TABLE lists(kind TEXT, key TEXT, date TEXT, path TEXT, pinned TEXT,
    PRIMARY KEY(kind, key, date, path)) WITHOUT ROWID;
CREATE INDEX pinned ON lists(kind, key, pinned) WHERE pinned <> '';
CREATE TABLE days(day TEXT, path TEXT, PRIMARY KEY(day, path)) WITHOUT ROWID;
CREATE TABLE outputs(id INTEGER PRIMARY KEY, path TEXT UNIQUE, family TEXT, key TEXT, template TEXT,
    fingerprint TEXT, parts TEXT, facts TEXT, doubtful INTEGER);
CREATE INDEX members ON outputs(family, key);
CREATE TABLE facts(id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE asked(fact INTEGER, output INTEGER, PRIMARY KEY(fact, output)) WITHOUT ROWID;
"""
VERSION = "1"  # of the schema and of what the rows mean
_KNOWN = 4096  # cards that are kept
_BATCH = 500  # names in one question; SQLite takes at least 999


class Source(NamedTuple):
    """A file below content/. ``blob`` is its git id; ``stamp`` its times on disk, "" where they prove nothing."""

    path: str
    blob: str
    size: int  # bytes
    stamp: str
    parts: str  # of columns.yaml that its card was made from, one a line


class Made(NamedTuple):
    """An output that was made or looked at: all that the index keeps of it."""

    path: str
    family: str
    key: str
    template: str
    fingerprint: str
    parts: tuple[str, ...]
    facts: tuple[str, ...]
    doubtful: bool  # whether a link of the author leads to nothing on the site


class Index:
    """One index, open. Everything is written in one transaction, which ``commit`` ends."""

    def __init__(self, path: Path, fresh: bool = False) -> None:
        """``fresh``: begin an empty one. Raises sqlite3.Error where the file is none."""
        if fresh:
            path.unlink(missing_ok=True)
        self.path = path
        # The build fsyncs the whole file before it trusts it again (plugins/building/output.py): SQLite need not.
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute("PRAGMA journal_mode=MEMORY")
        self._fresh = fresh  # whether all that was ever put here was put by this object
        self._facts: dict[str, int] = {}
        self._database.execute("BEGIN")
        if fresh:
            for statement in _SCHEMA.split(";"):
                self._database.execute(statement)
            self["version"] = VERSION

    def commit(self) -> None:
        """Let other processes see what was written, and go on."""
        self._database.execute("COMMIT")
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Forget what was not committed."""
        with suppress(sqlite3.Error):
            self._database.execute("ROLLBACK")
        self._database.close()

    def rows(self, question: str, *values: object) -> Iterator[Any]:
        """Rows that answer a question in SQL."""
        return self._database.execute(question, values)

    def __getitem__(self, name: str) -> str:
        found = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return found[0] if found else ""

    def __setitem__(self, name: str, value: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    # Sources

    def put_sources(self, sources: Iterable[Source]) -> None:
        """Keep or replace sources."""
        self._database.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)", sources)

    def drop_sources(self, paths: Iterable[str]) -> None:
        """Forget sources."""
        self._database.executemany("DELETE FROM sources WHERE path = ?", ((path,) for path in paths))

    def source(self, path: str) -> Source | None:
        """The source at a path."""
        found = self._database.execute("SELECT * FROM sources WHERE path = ?", (path,)).fetchone()
        return Source(*found) if found else None

    def below(self, folder: str) -> list[str]:
        """Paths of all sources below a folder, sorted; the folder ends with a slash."""
        end = folder[:-1] + "0"  # what follows the slash
        return [path for (path,) in self.rows("SELECT path FROM sources WHERE path > ? AND path < ?", folder, end)]

    def made_from(self, parts: Iterable[str]) -> list[str]:
        """Paths of sources whose cards were made from one of the parts of columns.yaml."""
        wanted = set(parts)
        written = [one for (one,) in self.rows("SELECT DISTINCT parts FROM sources")] if wanted else []
        sets = [one for one in written if wanted.intersection(one.split("\n"))]
        return [path for one in sets for (path,) in self.rows("SELECT path FROM sources WHERE parts = ?", one)]

    # Cards

    def put_card(self, card: Card) -> None:
        """Keep the card of an article that may be on the site, in all of its lists."""
        self._database.execute(
            "INSERT INTO cards VALUES (?, ?, NULL)", (card.path, json.dumps(card, ensure_ascii=False))
        )
        rows = ((kind, key, card.date, card.path, card.pinned) for kind, key in facts.lists(card))
        self._database.executemany("INSERT OR IGNORE INTO lists VALUES (?, ?, ?, ?, ?)", rows)
        days = {card.day, card.pinned, card.starts, card.ends} - {""}
        self._database.executemany("INSERT INTO days VALUES (?, ?)", ((day, card.path) for day in days))

    def drop_card(self, card: Card) -> None:
        """Forget a card."""
        self._database.execute("DELETE FROM cards WHERE path = ?", (card.path,))
        rows = ((kind, key, card.date, card.path) for kind, key in facts.lists(card))
        self._database.executemany("DELETE FROM lists WHERE kind = ? AND key = ? AND date = ? AND path = ?", rows)
        days = {card.day, card.pinned, card.starts, card.ends}
        self._database.executemany("DELETE FROM days WHERE day = ? AND path = ?", ((day, card.path) for day in days))

    def card(self, path: str) -> Card | None:
        """The card of an article, whatever the day."""
        found = self._database.execute("SELECT card FROM cards WHERE path = ?", (path,)).fetchone()
        return read_card(found[0]) if found else None

    def opening(self, path: str) -> str | None:
        """How the text of an article begins, None where nobody has asked yet."""
        found = self._database.execute("SELECT opening FROM cards WHERE path = ?", (path,)).fetchone()
        return found[0] if found else None

    def put_openings(self, openings: Iterable[tuple[str, str]]) -> None:
        """Keep how texts begin: (path of the article, text)."""
        rows = ((text, path) for path, text in openings)
        self._database.executemany("UPDATE cards SET opening = ? WHERE path = ?", rows)

    def between(self, one: str, other: str) -> list[str]:
        """Paths of articles that look otherwise on one day than on the other."""
        first, last = sorted((one, other))
        found = self.rows("SELECT DISTINCT path FROM days WHERE day >= ? AND day <= ?", first, f"{last}\uffff")
        return [path for (path,) in found]

    # Outputs

    def put_outputs(self, made: Iterable[Made]) -> None:
        """Keep outputs, and what they asked for, in the place of what was kept of them."""
        for one in made:
            self.drop_output(one.path)
            self.add_outputs([one])

    def add_outputs(self, made: Iterable[Made]) -> None:
        """Keep outputs of which nothing was kept, and what they asked for."""
        for one in made:
            ids = sorted({self._fact(name) for name in one.facts})
            row = (one.path, one.family, one.key, one.template, one.fingerprint, "\n".join(one.parts))
            written = " ".join(map(str, ids))
            inserted = self._database.execute(
                "INSERT INTO outputs VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, written, one.doubtful)
            )
            output = inserted.lastrowid
            self._database.executemany("INSERT INTO asked VALUES (?, ?)", ((fact, output) for fact in ids))

    def drop_output(self, path: str) -> None:
        """Forget an output."""
        found = self._database.execute("SELECT id, facts FROM outputs WHERE path = ?", (path,)).fetchone()
        if found:
            pairs = ((int(fact), found[0]) for fact in found[1].split())
            self._database.executemany("DELETE FROM asked WHERE fact = ? AND output = ?", pairs)
            self._database.execute("DELETE FROM outputs WHERE id = ?", (found[0],))

    def _fact(self, name: str) -> int:
        known = self._facts.get(name)
        if known is None and not self._fresh:
            found = self._database.execute("SELECT id FROM facts WHERE name = ?", (name,)).fetchone()
            known = found[0] if found else None
        if known is None:
            known = self._database.execute("INSERT INTO facts VALUES (NULL, ?)", (name,)).lastrowid
        assert known is not None
        self._facts[name] = known
        return known

    def fingerprint(self, path: str) -> str:
        """Of the output at ``path``; "" where there is none."""
        found = self._database.execute("SELECT fingerprint FROM outputs WHERE path = ?", (path,)).fetchone()
        return found[0] if found else ""

    def outputs_of(self, family: str, key: str) -> set[str]:
        """Paths of the outputs of a key."""
        return {path for (path,) in self.rows("SELECT path FROM outputs WHERE family = ? AND key = ?", family, key)}

    def has_output(self, path: str) -> bool:
        """Whether an output is known."""
        return bool(self.fingerprint(path))

    def article_of(self, path: str) -> str:
        """Source path of the article whose page is at ``path``, "" for other pages."""
        found = self._database.execute("SELECT family, key FROM outputs WHERE path = ?", (path,)).fetchone()
        return found[1] if found and found[0] == "articles" else ""

    def who_asked(self, names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """(family, key, path) of all outputs that asked for one of these facts; some more than once."""
        kinds: dict[str, set[str]] = {"table": set(), "template": set()}
        others = []
        for name in names:
            kind, _, rest = name.partition("/")
            if kind in kinds:
                kinds[kind].add(rest)
            else:
                others.append(name)
        yield from self._by_fact(others)
        yield from self._by("template", lambda written: written in kinds["template"], kinds["template"])
        yield from self._by("parts", lambda written: kinds["table"].intersection(written.split("\n")), kinds["table"])

    def _by_fact(self, names: list[str]) -> Iterator[tuple[str, str, str]]:
        for start in range(0, len(names), _BATCH):
            some = names[start : start + _BATCH]
            marks = ",".join("?" * len(some))
            yield from self.rows(
                "SELECT family, key, path FROM facts JOIN asked ON asked.fact = facts.id "
                f"JOIN outputs ON outputs.id = asked.output WHERE facts.name IN ({marks})",
                *some,
            )

    def _by(self, column: str, fits: Any, wanted: set[str]) -> Iterator[tuple[str, str, str]]:
        """Outputs by one of the few values that ``column`` has."""
        values = [value for (value,) in self.rows(f"SELECT DISTINCT {column} FROM outputs")] if wanted else []
        for value in filter(fits, values):
            yield from self.rows(f"SELECT family, key, path FROM outputs WHERE {column} = ?", value)


@lru_cache(_KNOWN)  # a card stands in many lists
def read_card(text: str) -> Card:
    """A card from the row that keeps it."""
    values = json.loads(text)
    values[4] = tuple(values[4])  # columns
    return Card(*values)

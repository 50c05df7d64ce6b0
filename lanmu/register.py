"""The register (登记册): a row for every item below content/, on the site or not."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lanmu import article, library
from lanmu.article import Article
from lanmu.disclosure import KEY, OPEN
from lanmu.marked import Map, Seq, Text
from lanmu.model import Portal
from lanmu.place import Place
from lanmu.repair import real_moment


class Mark(NamedTuple):
    """What somebody answered for: a rule waived, or a flag confirmed."""

    rule: str
    by: str  # account name
    reason: str


class Row(NamedTuple):
    """An item as the register lists it; what is not written is empty."""

    date: str  # YYYY-MM-DD[ HH:MM], as written
    department: str  # id
    column: str  # id
    type: str
    title: str
    path: str
    source: str
    author: str
    disclosure: str  # 主动公开, 依申请公开, 不予公开; what else is written stands as it is
    disclosure_basis: str
    disclosure_reason: str
    decision: str
    waivers: tuple[Mark, ...]
    confirmations: tuple[Mark, ...]


class Register(NamedTuple):
    """Every item by date and path, and the paths of files that cannot be read as articles."""

    rows: tuple[Row, ...]
    unread: tuple[str, ...]


def register(portal: Portal, root: Path, since: str = "", until: str = "\uffff") -> Register:
    """The items below ``root`` dated from ``since`` to ``until`` (YYYY-MM-DD, both days included)."""
    rows, unread = [], []
    for path in library.scan(root):
        found, _ = article.read(path, article.fetch(root / path))
        if found is None or found.place is None:
            unread.append(path)
        elif since <= _day(found, found.place) <= until:
            rows.append(_row(portal, found, found.place))
    return Register(tuple(sorted(rows, key=lambda row: (row.date, row.path))), tuple(unread))


def _day(found: Article, place: Place) -> str:
    """The day of an item; that of its file's name where none is written as it should be."""
    written = found.text("date")
    return written[:10] if real_moment(written) else place.day


def _row(portal: Portal, found: Article, place: Place) -> Row:
    home = portal.columns.get(place.column)
    first = home.types[0] if home and home.types else ""
    written = found.fields.find(KEY)
    return Row(
        date=found.text("date"),
        department=place.department,
        column=place.column,
        type=found.text("type") or first,
        title=found.text("title"),
        path=found.path,
        source=found.text("source"),
        author=found.text("author"),
        disclosure=_disclosure(written),
        disclosure_basis=found.text("disclosure_basis"),
        disclosure_reason=found.text("disclosure_reason"),
        decision=found.text("decision"),
        waivers=tuple(_marks(found, "waive")),
        confirmations=tuple(_marks(found, "confirm")),
    )


def _disclosure(written: object) -> str:
    """公开方式 as it stands; what is no text keeps the item off the site, and says so."""
    if written is None:
        return OPEN
    return str(written).strip() or OPEN if isinstance(written, Text) else "写法不对"


def _marks(found: Article, key: str) -> Iterator[Mark]:
    entries = found.fields.find(key)
    for entry in entries if isinstance(entries, Seq) else ():
        if isinstance(entry, Map):
            texts = (entry.find(name) for name in Mark._fields)
            yield Mark(*(str(text).strip() if isinstance(text, Text) else "" for text in texts))

"""A build of what changed: the changed sources name facts, and the pages that asked for these are made anew."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from lanmu import facts, parts
from lanmu.card import Card
from lanmu.facts import NUMBERED, Change, Key, Move, Row
from lanmu.index import Index, Made
from lanmu.model import Portal
from lanmu.shelf import Shelf
from lanmu.sources import Changes, Stat
from plugins.building.gather import Read
from plugins.building.making import Maker, Order
from plugins.building.run import Built, Run
from plugins.edition import Site

_SHARE = 5  # where more than one article in so many changed, a full build costs less
_FEW = 200  # articles that may change in any case


class Stir(NamedTuple):
    """A way in which an article becomes another one though its file stands: its paths, by table parts and the day."""

    name: str
    paths: Callable[[Index, Collection[str], str], Collection[str]]


STIRS = (
    Stir("table", lambda index, parts, _: index.made_from(parts)),
    Stir("day", lambda index, _, on: index.between(index["on"], on) if index["on"] != on else ()),
)


class TooMuch(Exception):
    """So much changed that a full build is the cheaper way; carries the reason, in Chinese."""


class Table(NamedTuple):
    """``columns.yaml`` before and now: the portals, what a page may show of it, and what differs."""

    old: Portal
    new: Portal
    site: Site
    bytes: bytes
    parts: frozenset[str]
    pages: frozenset[str]  # fixed pages that came or went


def incremental(run: Run) -> Built:
    """Build what changed. Raises TooMuch, and sqlite3.Error where the index is damaged: nothing is written then."""
    index = Index(run.index_path)
    try:
        with run.stages("table"):
            table = _table(run, index)
        with run.stages("find"):
            changes = run.files.changes(index)
        with run.stages("read"):
            change = _apply(run, index, table, changes)
        maker = run.maker(table.site, index)
        with run.stages("order"):
            orders, gone = _orders(run, index, maker, table, change)
        made = run.make(table.site, index, maker, orders)
        return _finish(run, index, table, made, gone)
    finally:
        index.close()


def _table(run: Run, index: Index) -> Table:
    portal, data = run.portal()
    site = run.site(portal)
    written = index["table"].encode()
    if data == written:
        return Table(portal, portal, site, data, frozenset(), frozenset())
    from lanmu import structure  # 40 ms of importing, and the table seldom changes

    old = structure.read(written).portal
    if old is None:
        raise TooMuch("原来的栏目表读不出来")
    before = run.site(old)
    everything = {parts.EVERYTHING} if before.frame != site.frame else set()
    return Table(old, portal, site, data, parts.changed(old, portal) | everything, before.fixed ^ site.fixed)


def _apply(run: Run, index: Index, table: Table, changes: Changes) -> Change:
    """Bring sources and cards of the index up to date; what happened."""
    changed, gone = _differing(run, index, table, changes)
    if _is_too_much(index, len(changed) + len(gone)):
        raise TooMuch(f"改动的文件有 {len(changed) + len(gone)} 个，逐个更新不如全部重做")
    old, new = (Shelf(index, on, _unnoted) for on in (index["on"], run.on))
    moves = [
        *(Move(read.source.path, old.seen(index.card(read.source.path)), new.seen(read.card)) for read in changed),
        *(Move(path, old.seen(index.card(path)), None) for path in gone),
    ]
    before = _rows(old, moves)
    _write(index, changed, gone)
    after = _rows(new, moves)
    return Change(
        moves,
        lambda *key: before[key],
        lambda *key: after[key],
        [move.path for move in moves],
        table.parts,
        table.pages,
        _templates(run, index),
    )


def _is_too_much(index: Index, count: int) -> bool:
    return count > _FEW and count > next(index.rows("SELECT count(*) FROM sources"))[0] // _SHARE


def _unnoted(_: str) -> None:
    """For a shelf that is asked on nobody's behalf."""


def _differing(run: Run, index: Index, table: Table, changes: Changes) -> tuple[list[Read], list[str]]:
    """Sources whose bytes or cards may be others, read; and known ones that are gone."""
    found = {stat.path: stat for stat in changes.present}
    gone = set(changes.gone)
    stirred = {path for stir in STIRS for path in stir.paths(index, table.parts, run.on)}
    again = {}
    for path in stirred - found.keys():
        source = index.source(path)
        if source and path not in gone:
            again[path] = Stat(path, source.size, source.stamp, source.blob)
    changed, missing = [], found.keys() | again.keys()
    for read in run.read(table.new, [*found.values(), *again.values()]):
        path = read.source.path
        missing.discard(path)
        known = index.source(path)
        if known is None or known.blob != read.source.blob or read.source.parts != known.parts or path in stirred:
            changed.append(read)
        elif known.stamp != read.source.stamp:
            index.put_sources([read.source])
    lost = [path for path in missing if index.source(path)]  # went while we looked
    return changed, [*gone, *lost]


def _rows(shelf: Shelf, moves: Sequence[Move]) -> Mapping[Key, Sequence[Row]]:
    """Rows of the numbered lists that the moves touch."""
    keys = {key for move in moves for card in (move.old, move.new) if card for key in facts.lists(card)}
    return {key: shelf.rows(*key) for key in keys if key[0] in NUMBERED}


def _write(index: Index, changed: Sequence[Read], gone: Sequence[str]) -> None:
    for path in (*(read.source.path for read in changed), *gone):
        if card := index.card(path):
            index.drop_card(card)
    index.drop_sources(gone)
    for read in changed:
        index.put_sources([read.source])
        if read.card:
            index.put_card(read.card)
    if changed or gone:
        index["commit"] = ""


def _templates(run: Run, index: Index) -> set[str]:
    """Names of templates that changed, themselves or in what they include."""
    known, now = json.loads(index["templates"]), run.setup.closures
    return {name for name in (*known, *now) if known.get(name) != now.get(name)}


def _orders(run: Run, index: Index, maker: Maker, table: Table, change: Change) -> tuple[list[Order], list[str]]:
    """What to make, and outputs that are no more."""
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for family, key, path in index.who_asked(facts.of(change)):
        wanted[family, key].add(path)
    gone: list[str] = []
    for family, key in _touched(run, table, change):
        now = {draft.path for draft in maker.drafts(family, key)}
        known = index.outputs_of(family, key)
        gone += known - now
        wanted[family, key] |= now if family == "static" else now - known
    lost = set(gone)
    return [Order(*of, frozenset(paths - lost)) for of, paths in sorted(wanted.items())], gone


def _touched(run: Run, table: Table, change: Change) -> set[tuple[str, str]]:
    """Keys that may have gained or lost outputs."""
    keys = {("static", "theme")}
    for family in run.families(table.new):
        for move in change.moves:
            keys |= {(family.name, key) for key in _of(family.touched, table.old, move.old)}
            keys |= {(family.name, key) for key in _of(family.touched, table.new, move.new)}
        keys |= {(family.name, key) for path in change.files for key in family.beside(path)}
        if table.parts:
            keys |= {(family.name, key) for portal in (table.old, table.new) for key in family.fixed(portal)}
    return keys


def _of(touched: Callable[[Portal, Card], Iterable[str]], portal: Portal, card: Card | None) -> Iterable[str]:
    return touched(portal, card) if card else ()


def _finish(run: Run, index: Index, table: Table, made: list[Made], gone: list[str]) -> Built:
    gone = sorted(set(gone) - {one.path for one in made})
    with run.stages("index"):
        for path in gone:
            index.drop_output(path)
        index.put_outputs(made)
        run.finish(index, table.bytes)
    built = run.built(index, made, "", run.broken(index, table.new, made))
    with run.stages("place"):
        run.outputs.doubt()
        removed = run.outputs.commit(gone)
        index.commit()
        index.close()
        run.outputs.trust(run.index_path)
    return built._replace(removed=removed, seconds=run.stages.seconds())

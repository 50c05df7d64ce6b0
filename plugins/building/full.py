"""A full build: every source read, every output made, whatever is known."""

import os
from collections.abc import Iterator
from itertools import pairwise

from lanmu.card import Card
from lanmu.index import Index, Made, read_card
from plugins.building.making import Maker, Order
from plugins.building.run import Built, Run


def full(run: Run, reason: str) -> Built:
    """Build everything into a new index, then put outputs and index in place."""
    portal, table = run.portal()
    site = run.site(portal)
    new = run.index_path.with_suffix(".new")
    index = Index(new, fresh=True)
    try:
        with run.stages("read"):
            for read in run.read(portal, run.files.changes(index).present):
                index.put_sources([read.source])
                if read.card:
                    index.put_card(read.card)
        maker = run.maker(site, index)
        made = run.make(site, index, maker, list(_orders(run, index, maker)))
        with run.stages("index"):
            index.put_outputs(made)
            run.finish(index, table)
        built = run.built(index, made, reason, run.broken(index, portal, made))
        index.commit()
        index.close()
        with run.stages("place"):
            removed = _place(run, made)
            os.replace(new, run.index_path)
            run.outputs.trust(run.index_path)
        return built._replace(removed=removed, seconds=run.stages.seconds())
    finally:
        index.close()
        new.unlink(missing_ok=True)


def _orders(run: Run, index: Index, maker: Maker) -> Iterator[Order]:
    """Every key of every family once."""
    portal = maker.edition.site.portal
    for family in run.families(portal):
        keys = dict.fromkeys(family.fixed(portal))
        for card in _cards(index):
            if maker.edition.shelf.seen(card):
                keys.update(dict.fromkeys(family.touched(portal, card)))
        yield from (Order(family.name, key, None) for key in keys)


def _cards(index: Index) -> Iterator[Card]:
    return (read_card(text) for (text,) in index.rows("SELECT card FROM cards ORDER BY path"))


def _place(run: Run, made: list[Made]) -> int:
    """Put the outputs in place and sweep all else; how many files went."""
    owned = {one.path for one in made}
    if len(owned) < len(made):
        paths = sorted(one.path for one in made)
        raise ValueError(f"two pages claim {next(one for one, other in pairwise(paths) if one == other)}")
    run.outputs.doubt()
    removed = run.outputs.commit(run.outputs.foreign(owned))
    run.outputs.prune()
    return removed

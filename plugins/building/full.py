"""A full build: every source read, every output made, whatever is known."""

import os
from collections.abc import Iterator
from itertools import pairwise

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
        _refuse_twice(made)
        with run.stages("index"):
            index.add_outputs(made)
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
    keys = {family: dict.fromkeys(family.fixed(portal)) for family in run.families(portal)}
    for (text,) in index.rows("SELECT card FROM cards ORDER BY path"):
        card = read_card(text)
        if maker.edition.shelf.seen(card):
            for family, known in keys.items():
                known.update(dict.fromkeys(family.touched(portal, card)))
    for family, known in keys.items():
        yield from (Order(family.name, key, None) for key in known)


def _refuse_twice(made: list[Made]) -> None:
    for one, other in pairwise(sorted(one.path for one in made)):
        if one == other:
            raise ValueError(f"two pages claim {one}")


def _place(run: Run, made: list[Made]) -> int:
    """Put the outputs in place and sweep all else; how many files went."""
    run.outputs.doubt()
    removed = run.outputs.commit(run.outputs.foreign({one.path for one in made}))
    run.outputs.prune()
    return removed

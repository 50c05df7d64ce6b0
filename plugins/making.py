"""Outputs made: drafts become values, values fingerprints, and what moved is rendered and staged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from io import BytesIO
from typing import IO, NamedTuple

from jinja2 import Environment

from lanmu.index import Made
from lanmu.page import Copy, Page
from plugins.edition import Edition
from plugins.family import Draft, Family
from plugins.output import Stage
from plugins.render import fingerprint, render
from plugins.stages import Stages


class Order(NamedTuple):
    """Outputs to make: those of a key, or of these only those at ``paths``."""

    family: str
    key: str
    paths: frozenset[str] | None


class Batch(NamedTuple):
    """What became of some orders."""

    made: list[tuple[Made, str]]  # with the name of the staged file, "" where the file in place stands
    openings: dict[str, str]
    seconds: Mapping[str, float]
    orders: int


class Maker:
    """Makes outputs in one process."""

    def __init__(
        self, edition: Edition, families: Iterable[Family], env: Environment, closures: Mapping[str, str], stage: Stage
    ) -> None:
        self.edition = edition
        self.stages = Stages()
        self._families = {family.name: family for family in families}
        self._env = env
        self._closures = closures
        self._stage = stage

    def drafts(self, family: str, key: str) -> list[Draft]:
        """The outputs that a key has now."""
        return list(self._families[family].drafts(self.edition, key))

    def batch(self, orders: Sequence[Order]) -> Batch:
        """Make what is ordered."""
        self.stages.reset()
        self.edition.openings.clear()
        made = [one for order in orders for one in self._order(order)]
        return Batch(made, dict(self.edition.openings), self.stages.seconds(), len(orders))

    def _order(self, order: Order) -> Iterator[tuple[Made, str]]:
        for draft in self.drafts(order.family, order.key):
            if order.paths is None or draft.path in order.paths:
                yield self._make(order, draft)

    def _make(self, order: Order, draft: Draft) -> tuple[Made, str]:
        self.edition.begin()
        with self.stages("value"):
            output = draft.make()
        if output.path != draft.path:
            raise ValueError(f"the draft of {draft.path} made {output.path}")
        known = self.edition.index.fingerprint(draft.path)
        if isinstance(output, Copy):
            template, name, staged = "", _name(output), ""
            if name != known:
                with self.stages("copy"), self._source(output) as stream:
                    staged = self._stage.copy(draft.path, stream)
        else:
            template = output.template
            with self.stages("fingerprint"):
                name = fingerprint(output, self._closures.get(template, ""))
            staged = self._rendered(output) if name != known else ""
        facts, parts, doubtful = self.edition.noted()
        return Made(draft.path, order.family, order.key, template, name, parts, facts, doubtful), staged

    def _rendered(self, page: Page) -> str:
        with self.stages("render"):
            data = render(self._env, page)
        with self.stages("write"):
            return self._stage.write(page.path, data)

    def _source(self, output: Copy) -> IO[bytes]:
        return BytesIO(output.source) if isinstance(output.source, bytes) else self.edition.open(output.source)


def _name(copy: Copy) -> str:
    return blake2b(copy.source, digest_size=16).hexdigest() if isinstance(copy.source, bytes) else copy.source.blob

"""Outputs made: drafts become values, values fingerprints, and what moved is rendered and staged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from io import BytesIO
from typing import IO, NamedTuple

from jinja2 import Environment

from lanmu.index import Made
from lanmu.page import Copy, Page
from plugins.building.linked import Target, Targets
from plugins.building.output import Stage
from plugins.building.render import fingerprint, render
from plugins.building.stages import Stages
from plugins.edition import Edition
from plugins.family import Draft, Family


class Order(NamedTuple):
    """Outputs to make: those of a key, or of these only those at ``paths``."""

    family: str
    key: str
    paths: frozenset[str] | None


class Result(NamedTuple):
    """An output, the name of its staged file ("" where the file in place stands), and whether it was rendered."""

    made: Made
    staged: str
    rendered: bool


class Batch(NamedTuple):
    """What became of some orders."""

    made: list[Result]
    targets: dict[Target, str]  # where rendered pages lead, with one that does; those that were new to the process
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
        self._targets = Targets()

    def drafts(self, family: str, key: str) -> list[Draft]:
        """The outputs that a key has now."""
        return list(self._families[family].drafts(self.edition, key))

    def batch(self, orders: Sequence[Order]) -> Batch:
        """Make what is ordered."""
        self.stages.reset()
        self.edition.openings.clear()
        made = [one for order in orders for one in self._order(order)]
        targets, self._targets.found = self._targets.found, {}
        return Batch(made, targets, dict(self.edition.openings), self.stages.seconds(), len(orders))

    def _order(self, order: Order) -> Iterator[Result]:
        for draft in self.drafts(order.family, order.key):
            if order.paths is None or draft.path in order.paths:
                yield self._make(order, draft)

    def _make(self, order: Order, draft: Draft) -> Result:
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
        made = Made(draft.path, order.family, order.key, template, name, parts, facts, doubtful)
        return Result(made, staged, name != known)

    def _rendered(self, page: Page) -> str:
        with self.stages("render"):
            data = render(self._env, page)
        if page.path.endswith(".html"):
            with self.stages("links"):
                self._targets.collect(page.path, data.decode())
        with self.stages("write"):
            return self._stage.write(page.path, data)

    def _source(self, output: Copy) -> IO[bytes]:
        return BytesIO(output.source) if isinstance(output.source, bytes) else self.edition.open(output.source)


def _name(copy: Copy) -> str:
    return blake2b(copy.source, digest_size=16).hexdigest() if isinstance(copy.source, bytes) else copy.source.blob

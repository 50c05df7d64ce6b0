"""Outputs made: drafts become values, values fingerprints, and what moved is rendered and staged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from io import BytesIO
from itertools import islice
from typing import IO, NamedTuple, TypeVar

from jinja2 import Environment

from lanmu.index import Made
from lanmu.page import Copy, Page
from plugins.building.linked import Target, Targets
from plugins.building.output import Stage
from plugins.building.render import fingerprint, render
from plugins.building.stages import Stages
from plugins.edition import TOGETHER, Edition
from plugins.family import Draft, Family

_Item = TypeVar("_Item")


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


class _Valued(NamedTuple):
    """An output's value, and what it asked for."""

    order: Order
    output: Page | Copy
    facts: tuple[str, ...]
    parts: tuple[str, ...]
    doubtful: bool

    def made(self, name: str) -> Made:
        """What the index keeps of it; ``name`` is its fingerprint."""
        template = self.output.template if isinstance(self.output, Page) else ""
        about = (self.output.path, self.order.family, self.order.key, template, name)
        return Made(*about, self.parts, self.facts, self.doubtful)


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
        drafts = ((order, draft) for order in orders for draft in self._ordered(order))
        made = [one for some in _by(TOGETHER, drafts) for one in self._made(self._values(some))]
        targets, self._targets.found = self._targets.found, {}
        return Batch(made, targets, dict(self.edition.openings), self.stages.seconds(), len(orders))

    def _ordered(self, order: Order) -> Iterator[Draft]:
        return (one for one in self.drafts(order.family, order.key) if order.paths is None or one.path in order.paths)

    def _values(self, drafts: Sequence[tuple[Order, Draft]]) -> list[_Valued]:
        with self.stages("value"):
            self.edition.ahead(draft.article for _, draft in drafts if draft.article)
        return [self._value(*one) for one in drafts]

    def _value(self, order: Order, draft: Draft) -> _Valued:
        self.edition.begin()
        with self.stages("value"):
            output = draft.make()
        if output.path != draft.path:
            raise ValueError(f"the draft of {draft.path} made {output.path}")
        return _Valued(order, output, *self.edition.noted())

    def _made(self, values: Sequence[_Valued]) -> Iterator[Result]:
        """Outputs of values. Each step is taken for all before the next: so its code stays where it runs fastest."""
        with self.stages("fingerprint"):
            named = [(one, self._fingerprint(one.output)) for one in values]
        moved = {one.output.path for one, name in named if name != self.edition.index.fingerprint(one.output.path)}
        pages = [one.output for one in values if isinstance(one.output, Page) and one.output.path in moved]
        with self.stages("render"):
            texts = {page.path: render(self._env, page) for page in pages}
        with self.stages("links"):
            for path, text in texts.items():
                if path.endswith(".html"):
                    self._targets.collect(path, text.decode())
        for one, name in named:
            is_moved = one.output.path in moved
            yield Result(one.made(name), self._staged(one.output, texts) if is_moved else "", is_moved)

    def _fingerprint(self, output: Page | Copy) -> str:
        if isinstance(output, Page):
            return fingerprint(output, self._closures.get(output.template, ""))
        source = output.source
        return blake2b(source, digest_size=16).hexdigest() if isinstance(source, bytes) else source.blob

    def _staged(self, output: Page | Copy, texts: Mapping[str, bytes]) -> str:
        if isinstance(output, Page):
            with self.stages("write"):
                return self._stage.write(output.path, texts[output.path])
        with self.stages("copy"), self._source(output) as stream:
            return self._stage.copy(output.path, stream)

    def _source(self, output: Copy) -> IO[bytes]:
        return BytesIO(output.source) if isinstance(output.source, bytes) else self.edition.open(output.source)


def _by(count: int, items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """So many at a time."""
    rest = iter(items)
    while some := list(islice(rest, count)):
        yield some

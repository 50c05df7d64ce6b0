"""What the parts of an Office package say of each other (ECMA-376 part 2, 9.3): who refers to whom, and as what."""

import posixpath
from collections.abc import Mapping
from typing import NamedTuple

from lanmu.extract import markup


class Relation(NamedTuple):
    """What one part says of another: id, last word of the type, target (a part's path unless external)."""

    id: str
    kind: str
    target: str
    external: bool


class Relations:
    """Parser target: the relations of one part."""

    def __init__(self, source: str) -> None:
        self._folder = posixpath.dirname(source)
        self.found: list[Relation] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name != "Relationship":
            return
        target, external = attributes.get("Target", ""), attributes.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found.append(Relation(attributes.get("Id", ""), kind, target, external))

    def end(self, name: str) -> None:
        """Nothing to do."""

    def data(self, text: str) -> None:
        """Nothing to do."""


class Order:
    """Parser target: the elements called ``wanted``, with their attributes by local name, in order."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self.found: list[dict[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == self._wanted:
            # r:id and id have one local name; the one in a namespace comes last and counts
            pairs = sorted(attributes.items(), key=lambda pair: "}" in pair[0])
            self.found.append({markup.local(key): value for key, value in pairs})

    def end(self, name: str) -> None:
        """Nothing to do."""

    def data(self, text: str) -> None:
        """Nothing to do."""

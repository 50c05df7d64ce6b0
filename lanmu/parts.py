"""Parts of ``columns.yaml`` that pages ask for, noted while they are made, and which of them a change touches.

columns/<id>  departments/<id>  types/<name>  groups/<name>     one entry
columns/*     departments/*     …                               all entries, or their order
*                                                               what every page may show: site and sections
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lanmu.model import Parties, Portal, Reviewing

EVERYTHING = "*"
_MAPPINGS = ("columns", "departments", "types", "groups")

Note = Callable[[str], None]


class _Noted(Mapping[str, Any]):
    """A mapping that notes which entries are asked for."""

    def __init__(self, kind: str, entries: Mapping[str, Any], note: Note) -> None:
        self._entries = entries
        self._note = note
        self._name = f"{kind}/"
        self._all = f"{kind}/*"

    def __getitem__(self, id: str) -> Any:
        self._note(self._name + id)
        return self._entries[id]

    def __contains__(self, id: object) -> bool:
        self._note(self._name + str(id))
        return id in self._entries

    def __iter__(self) -> Iterator[str]:
        self._note(self._all)
        return iter(self._entries)

    def __len__(self) -> int:
        self._note(self._all)
        return len(self._entries)

    def values(self) -> Any:
        self._note(self._all)
        return self._entries.values()

    def items(self) -> Any:
        self._note(self._all)
        return self._entries.items()


def _shown(portal: Portal) -> Portal:
    """The portal without what no page shows: a page that cannot see it cannot depend on it."""
    site = portal.site._replace(columns=(), sites=(), links=(), roles=Parties())
    return portal._replace(site=site, accounts={}, archive=None, reviewing=Reviewing())


def noted(portal: Portal, note: Note) -> Portal:
    """``portal`` as pages see it; each part they ask for is noted by its name."""
    return _mapped(_shown(portal), lambda kind: _Noted(kind, getattr(portal, kind), note))


def _mapped(portal: Portal, of: Callable[[str], Any]) -> Portal:
    return portal._replace(columns=of("columns"), departments=of("departments"), types=of("types"), groups=of("groups"))


def changed(old: Portal, new: Portal) -> frozenset[str]:
    """Names of the parts in which two portals differ."""
    found: set[str] = set()
    for kind in _MAPPINGS:
        before, after = getattr(old, kind), getattr(new, kind)
        # As text: two mappings are equal whatever their order is, and a page shows a type's fields in theirs.
        ids = {id for id in (*before, *after) if repr(before.get(id)) != repr(after.get(id))}
        found |= {f"{kind}/{id}" for id in ids}
        if ids or [*before] != [*after]:
            found.add(f"{kind}/*")
    if _mapped(_shown(old), lambda _: {}) != _mapped(_shown(new), lambda _: {}):
        found.add(EVERYTHING)
    return frozenset(found)

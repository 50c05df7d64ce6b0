"""The portal of a tree, understood once for every ``columns.yaml``."""

import pickle
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from lanmu import cache
from lanmu.finding import Finding
from lanmu.marked import MAX_BYTES
from lanmu.model import Portal
from lanmu.tree import Tree
from lanmu.whole import replace

_NAME = "columns.yaml"
_FILE = "portal.pickle"
_DIGEST = 20  # bytes


class Loaded(NamedTuple):
    """As ``lanmu.structure.Loaded``, without importing it."""

    portal: Portal | None
    findings: tuple[Finding, ...]


def table(tree: Tree) -> bytes:
    """The bytes of ``columns.yaml``, none where it cannot be read."""
    try:
        return tree.read(_NAME, MAX_BYTES) if _NAME in tree.list("").files else b""
    except OSError:
        return b""


def load(tree: Tree, root: Path | None, data: bytes) -> Loaded:
    """As ``lanmu.structure.of``; a portal without faults is taken from the user's cache.

    ``data`` is the ``table`` of the tree, ``root`` names the cache. Understanding a table of 60 columns takes longer
    than checking an article, and most commits leave it as it is.
    """
    folder = cache.folder(root) if root is not None else None
    key = blake2b(data, digest_size=_DIGEST, key=bytes.fromhex(cache.code())).digest()
    portal = _recall(folder, key) if folder and data else None
    if portal is not None:
        return Loaded(portal, ())
    from lanmu import structure  # with its rules and its schema, 40 ms of importing

    loaded = Loaded(*structure.of(_Read(tree, data)))
    # An emblem lies in a file of its own, which may go.
    if folder and loaded.portal is not None and not loaded.findings and not loaded.portal.site.settings.emblem:
        _keep(folder, key, loaded.portal)
    return loaded


class _Read:
    """A tree whose table is the bytes that were read: the file may be saved again meanwhile."""

    def __init__(self, tree: Tree, data: bytes) -> None:
        self._tree = tree
        self._data = data
        self.list, self.link, self.walk = tree.list, tree.link, tree.walk

    def read(self, path: str, most: int) -> bytes:
        """As ``Tree.read``."""
        return self._data[:most] if path == _NAME and self._data else self._tree.read(path, most)


def _recall(folder: Path, key: bytes) -> Portal | None:
    """The portal kept under ``key``. Unpickling is safe here: the folder is the user's own, and no one else's."""
    try:
        kept = (folder / _FILE).read_bytes()
        found = pickle.loads(kept[_DIGEST:]) if kept[:_DIGEST] == key else None
    except Exception:  # damaged bytes may raise anything; whatever it is, the table is read again
        return None
    return found if isinstance(found, Portal) else None


def _keep(folder: Path, key: bytes, portal: Portal) -> None:
    with suppress(OSError):
        replace(folder / _FILE, key + pickle.dumps(portal, protocol=pickle.HIGHEST_PROTOCOL))

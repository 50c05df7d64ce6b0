"""Many portals built by many workers: one shard a portal (docs/decisions/0012).

Workers are whatever takes the part of ``concurrent.futures.Executor``: of this machine, or of a cluster.
Each works in a clone of its own; what goes between is names and digests, never pages.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple, Protocol

from tools.build import pelican

_MANIFEST = "manifest.json"
_OUTPUT = "build/shards"  # in the clone, which git ignores


class Order(NamedTuple):
    """A shard to build: where its portal lies in the clone, of which commit, as on which day."""

    name: str
    root: str  # relative to the clone, "." for its top
    commit: str
    day: str  # YYYY-MM-DD


class Store(Protocol):
    """Where built shards go: three calls of any S3-compatible storage, each of a whole object. Must be picklable."""

    def get(self, path: str) -> bytes | None:
        """An object's bytes, None where there is none."""

    def put(self, path: str, data: bytes) -> None:
        """Keep an object, whatever was there."""

    def remove(self, path: str) -> None:
        """Remove an object."""


class Folder(NamedTuple):
    """A store in a folder that all workers see."""

    place: str

    def get(self, path: str) -> bytes | None:
        """As ``Store.get``."""
        try:
            return Path(self.place, path).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, path: str, data: bytes) -> None:
        """As ``Store.put``."""
        target = Path(self.place, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def remove(self, path: str) -> None:
        """As ``Store.remove``."""
        Path(self.place, path).unlink(missing_ok=True)


def build(executor: Executor, orders: Iterable[Order], store: Store) -> dict[str, Mapping[str, str]]:
    """Build every shard and have it in the store; of each the SHA-256 of its files. The first failure is raised."""
    waiting = {order.name: executor.submit(make, order, store) for order in orders}
    return {name: future.result() for name, future in waiting.items()}


def make(order: Order, store: Store) -> Mapping[str, str]:
    """Build a shard in the clone that is the worker's current folder, by what changed since the worker's last build.

    The manifest is written last: what it names is there. Objects that no manifest names any more go after that.
    """
    root = Path(order.root).resolve()
    output = Path(_OUTPUT, order.name).resolve()
    output.mkdir(parents=True, exist_ok=True)
    pelican(root, output, order.day, commit=order.commit, jobs=1).publish()
    files = {path.relative_to(output).as_posix(): path for path in sorted(output.rglob("*")) if path.is_file()}
    now = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    before = json.loads(store.get(f"{order.name}/{_MANIFEST}") or b"{}")
    for name, digest in now.items():
        if before.get(name) != digest:
            store.put(f"{order.name}/{name}", files[name].read_bytes())
    store.put(f"{order.name}/{_MANIFEST}", json.dumps(now, indent=1).encode())
    for name in before.keys() - now.keys():
        store.remove(f"{order.name}/{name}")
    return now

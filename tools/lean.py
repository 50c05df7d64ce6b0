"""Pelican loaded without what a build never uses.

Pelican imports the tool boxes of reStructuredText, of a coloured log, of dates written anyhow, of feeds, of packages
and of its own file watcher, whatever a site is made of: 90 ms of CPU, more than a build of one edit takes besides.
While it is loaded here blanks take their places. ``python -m pelican`` loads everything, and makes the same site.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_UNUSED = (
    *("dateutil", "docutils", "feedgenerator", "pelican.rstdirectives", "pelican.server", "rich", "watchfiles"),
    "importlib.metadata",  # for Pelican's own version
    "pygments",  # of Markdown, for coloured listings
    "urllib.request",  # of the XML library, for documents elsewhere
)


class _Blank:
    """Finds unused modules, and loads nothing: whatever is asked of one is a class that does nothing.

    It is a finder and loader by its methods alone, for their base classes take 5 ms to load.
    """

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        return ModuleSpec(name, self, is_package=True) if _is_unused(name) else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        """A plain module, as Python makes it."""

    def exec_module(self, module: ModuleType) -> None:
        vars(module)["__getattr__"] = lambda name: type(name, (_Nothing,), {})


class _Nothing:
    def __init__(self, *_: Any, **__: Any) -> None:
        pass


def _is_unused(name: str) -> bool:
    return any(name == unused or name.startswith(f"{unused}.") for unused in _UNUSED)


@contextmanager
def loading() -> Iterator[None]:
    """What is imported within gets blanks for the unused; whoever imports these later gets the real ones."""
    if any(_is_unused(name) for name in sys.modules):
        yield  # somebody uses them after all
        return
    finder = _Blank()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if _is_unused(name)]:
            del sys.modules[name]
            parent, _, child = name.rpartition(".")
            if parent in sys.modules:  # else ``from parent import child`` would find the blank
                vars(sys.modules[parent]).pop(child, None)

"""A page as a value: what would have to change for its bytes to change."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from lanmu.index import Source


class Page(NamedTuple):
    """One output file that is rendered.

    ``path`` is relative to the output root. ``template`` names a template of the theme, or a function
    as ``module:name`` that takes the context as keywords and returns text. ``context`` holds all that
    it may read: strings, numbers, tuples and the named tuples of ``lanmu.views``.
    """

    path: str
    template: str
    context: Mapping[str, Any]


class Copy(NamedTuple):
    """One output file that is copied as it is: a file of content/, or the bytes of a small one."""

    path: str
    source: Source | bytes

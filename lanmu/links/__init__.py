"""Links of the built site, as a second reader finds them: what is broken, and what is said about it.

The reading is done in ``tools.crawl``; here is what it means.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Broken(NamedTuple):
    """Something that pages lead to, and that is not there.

    ``target`` is a path below the output folder, or an address of the web; ``place`` the part of a page that is
    meant, "" for all of it. ``reason`` is missing, place, outside, syntax, or what the reader said. ``pages``: how
    each page, by its path, writes the link.
    """

    target: str
    place: str
    reason: str
    pages: Mapping[str, str]


class Answer(NamedTuple):
    """What came of asking an address of the web.

    ``note`` is nohost (its name has no address), private (of this machine or its surroundings), robots (its
    robots.txt forbids it) or ""; ``result`` are the words of LinkChecker: ``404 Not Found``, ``ReadTimeout: …``.
    """

    valid: bool
    note: str
    result: str

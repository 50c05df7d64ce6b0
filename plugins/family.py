"""Page families: how a plugin tells the build which pages there are."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from blinker import Signal

from lanmu.card import Card
from lanmu.model import Portal
from lanmu.page import Copy, Page
from plugins.edition import Edition

Output = Page | Copy


class Draft(NamedTuple):
    """An output that exists; ``make`` says what it holds, and asks the edition for all that it needs.

    ``article``: the source of one that it will ask for, which may be read before.
    """

    path: str
    make: Callable[[], Output]
    article: str = ""


class Family(NamedTuple):
    """One kind of page. Keys are strings that name its members.

    ``fixed``: keys that exist whatever the articles are. ``touched``: keys to which an article belongs, by its facts
    alone; only these may gain or lose outputs when it changes. ``drafts``: the outputs of a key, as they should be
    now; none where nothing is left to show. ``beside``: keys that may gain or lose outputs with a file of content/.
    """

    name: str
    fixed: Callable[[Portal], Iterable[str]]
    touched: Callable[[Portal, Card], Iterable[str]]
    drafts: Callable[[Edition, str], Iterator[Draft]]
    beside: Callable[[str], Iterable[str]] = lambda _: ()


page_families = Signal("A plugin answers with its families.")


def no_keys(*_: object) -> tuple[str, ...]:
    """For families without fixed keys, or that no article touches."""
    return ()

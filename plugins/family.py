"""Page families: how a plugin tells the build which pages there are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from blinker import Signal

from lanmu import library
from lanmu.article import Article
from lanmu.card import Card
from lanmu.model import Portal
from lanmu.page import Copy, Page
from lanmu.shelf import Shelf
from lanmu.views import Frame
from plugins.reader import ArticleReader

Output = Page | Copy


@dataclass(frozen=True)
class Edition:
    """What pages are made from: the portal, its articles by source path, their cards, and the day."""

    root: Path
    portal: Portal
    articles: dict[str, Article]
    shelf: Shelf
    reader: ArticleReader
    frame: Frame
    emblem: Copy | None

    @property
    def on(self) -> str:
        """The day for which the site is built, YYYY-MM-DD."""
        return self.shelf.on

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file below content/, relative to the root."""
        return frozenset(library.files(self.root))

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        folders: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.files):
            folders[path.rpartition("/")[0]].append(path)
        return folders

    def beside(self, folder: str) -> tuple[str, ...]:
        """Files in an article's folder of attachments, relative to the root."""
        return tuple(self._folders.get(folder, ()))


class Family(NamedTuple):
    """One kind of page. Keys are strings that name its members.

    ``fixed``: keys that exist whatever the articles are. ``touched``: keys whose pages an article
    may change, by its facts alone; the build takes those of its old and its new facts.
    ``pages``: the outputs of a key, as they should be now; none where nothing is left to show.
    """

    name: str
    fixed: Callable[[Portal], Iterable[str]]
    touched: Callable[[Portal, Card], Iterable[str]]
    pages: Callable[[Edition, str], Iterator[Output]]


page_families = Signal("A plugin answers with its Family.")


def no_keys(*_: object) -> tuple[str, ...]:
    """For families without fixed keys, or that no article touches."""
    return ()

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
from lanmu.attachments import allowed
from lanmu.card import Card
from lanmu.model import Portal
from lanmu.page import Copy, Page
from lanmu.place import CONTENT
from lanmu.shelf import Shelf
from lanmu.views import Frame
from plugins.reader import ArticleReader

Output = Page | Copy
_DEPTH = 4  # steps of an article's path: content, department, column, file


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
    fixed: frozenset[str]  # pages that exist whatever the articles are

    @property
    def on(self) -> str:
        """The day for which the site is built, YYYY-MM-DD."""
        return self.shelf.on

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file below content/, relative to the root."""
        return frozenset(library.files(self.root))

    @cached_property
    def _beside(self) -> dict[str, list[str]]:
        beside: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.files):
            steps = path.split("/")
            if len(steps) > _DEPTH and allowed(steps[-1]):
                beside["/".join(steps[1:_DEPTH])].append(path)
        return beside

    def beside(self, stem: str) -> tuple[str, ...]:
        """Files that go on the site from the folder of the article with this stem, relative to the root."""
        return tuple(self._beside.get(stem, ()))

    def on_site(self, source: str) -> bool:
        """Whether a path below content/ has something on the site: a page, or a file beside an article that has one."""
        path = source.removeprefix(f"{CONTENT}/")
        if path in self.fixed:
            return True
        stem = "/".join(path.split("/")[: _DEPTH - 1])
        card = self.shelf.by_stem.get(stem.removesuffix(".html"))
        if card is None or card.link:
            return False
        return path == f"{card.stem}.html" or source in self.beside(card.stem)


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

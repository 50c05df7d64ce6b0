"""What pages are made from: one edition of the site, as it is on a day. Whatever is asked of it is noted."""

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import IO, NamedTuple

from lanmu import article, facts, parts, urls
from lanmu.article import Article
from lanmu.attachments import allowed
from lanmu.index import Index, Source
from lanmu.model import Forge, Portal
from lanmu.page import Copy
from lanmu.place import CONTENT
from lanmu.refusal import Unable
from lanmu.shelf import Shelf
from lanmu.sources import Sources
from lanmu.views import Frame
from plugins.reader import ArticleReader

TOGETHER = 60  # outputs that are made at the same time
_DEPTH = 4  # steps of an article's path: content, department, column, file
_HEAD = 1 << 18  # bytes of a picture in which its size stands; photographs may begin with a preview


class Site(NamedTuple):
    """What all pages share, whichever process makes them."""

    portal: Portal
    on: str  # the day, YYYY-MM-DD
    frame: Frame
    fixed: frozenset[str]  # pages that exist whatever the articles are
    staff: Forge | None = None  # where staff edit, on pages that are built for them alone


class Edition:
    """The portal, its articles and files on a day, for one process.

    ``portal`` and ``shelf`` note by themselves what a page asks for; ``begin`` starts a new page.
    """

    def __init__(self, site: Site, index: Index, sources: Sources, reader: ArticleReader) -> None:
        self.site = site
        self.index = index
        self.reader = reader
        self.frame = site.frame
        self.on = site.on
        self.openings: dict[str, str] = {}  # of texts converted since the index was written
        self._sources = sources
        self._facts: set[str] = set()
        self._parts: set[str] = set()
        self._doubtful = False
        self.portal = parts.noted(site.portal, lambda name: self._parts.add(name))
        self.shelf = Shelf(index, site.on, lambda name: self._facts.add(name))
        self._article = lru_cache(TOGETHER)(self._read)

    def begin(self) -> None:
        """Forget what was noted."""
        self._facts.clear()
        self._parts.clear()
        self._doubtful = False

    def noted(self) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Facts and parts of columns.yaml asked for since ``begin``, and whether a link led to nothing on the site."""
        return tuple(sorted(self._facts)), (parts.EVERYTHING, *sorted(self._parts)), self._doubtful

    def has_column(self, id: str) -> bool:
        """Whether the public may see a column; notes nothing, like the next."""
        column = self.site.portal.columns.get(id)
        return column is not None and column.public

    def has_department(self, id: str) -> bool:
        """Whether a department has pages: one that guarantees nothing by design only if it published all the same."""
        department = self.site.portal.departments.get(id)
        return department is not None and (not department.external or bool(self.shelf.rows("department", id)))

    def ahead(self, paths: Iterable[str]) -> None:
        """Read and convert articles that will be asked for, ``TOGETHER`` at most; notes nothing."""
        self.reader.ahead([self._article(path).body for path in paths])

    def article(self, path: str) -> Article:
        """The article at ``path``, which has a card. It is read again: nobody keeps all bodies."""
        self._facts.add(facts.file(path))
        return self._article(path)

    def _read(self, path: str) -> Article:
        try:
            found, _ = article.read(path, self._bytes(path, article.MAX_BYTES + 1))
        except FileNotFoundError:
            found = None
        if found is None:
            raise Unable(f"{path} 在生成的时候被改动了", "改完以后再运行一次")
        return found

    def beginning(self, path: str, most: int) -> bytes:
        """The first bytes of a file that the index knows. Raises OSError."""
        self._facts.add(facts.file(path))
        return self._bytes(path, most)

    def _bytes(self, path: str, most: int) -> bytes:
        source = self.index.source(path)
        if source is None:
            raise FileNotFoundError(2, "没有这个文件", path)
        with self.open(source) as stream:
            return stream.read(most)

    def open(self, source: Source) -> IO[bytes]:
        """A file's bytes as a stream; notes nothing. Raises OSError."""
        return self._sources.open(source)

    def copy(self, path: str) -> Copy:
        """A file of content/ as an output."""
        self._facts.add(facts.file(path))
        source = self.index.source(path)
        assert source is not None
        return Copy(path.removeprefix(f"{CONTENT}/"), source)

    def size(self, path: str) -> int:
        """Bytes of a file, 0 where there is none."""
        self._facts.add(facts.file(path))
        source = self.index.source(path)
        return source.size if source else 0

    def picture_size(self, path: str) -> tuple[int, int]:
        """Width and height in pixels; (0, 0) where the file is missing or no picture."""
        import imagesize  # most pages have no picture

        try:
            width, height = imagesize.get(BytesIO(self.beginning(path, _HEAD)))
        except (OSError, ValueError):
            return 0, 0
        return (width, height) if width > 0 and height > 0 else (0, 0)

    def beside(self, stem: str) -> list[str]:
        """Files that go on the site from the folder of the article with this stem, relative to the root."""
        return [path for path in self.index.below(f"{CONTENT}/{stem}/") if allowed(path.rpartition("/")[2])]

    def doubt(self) -> None:
        """Note that a link led to nothing on the site."""
        self._doubtful = True

    def on_site(self, source: str) -> bool:
        """Whether a path below content/ has something on the site: a page, or a file beside an article that has one."""
        found = self._on_site(source)
        self._doubtful |= not found
        return found

    def _on_site(self, source: str) -> bool:
        path = source.removeprefix(f"{CONTENT}/")
        self._facts.add(facts.page(path))
        if path in self.site.fixed:
            return True
        stem = "/".join(path.split("/")[: _DEPTH - 1]).removesuffix(".html")
        card = self.shelf.card(f"{CONTENT}/{stem}.md")
        if card is None or card.link:
            return False
        self._facts.add(facts.file(source))
        if path == urls.article(stem):
            return True
        beside = source.startswith(f"{CONTENT}/{stem}/") and allowed(path.rpartition("/")[2])
        return beside and self.index.source(source) is not None

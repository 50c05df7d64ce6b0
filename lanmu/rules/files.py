"""The files around an article, each folder listed and each article read once, however many rules ask."""

from functools import lru_cache
from hashlib import blake2b

from lanmu import article, attachments
from lanmu.article import Article
from lanmu.disclosure import on_site
from lanmu.tree import Entry, Listing, Tree

MAX_PATH = 1024  # characters of a path that an article writes


class Files:
    """A tree under check.

    What is asked about the surroundings of an article, and the answer, is kept in ``asked``: findings
    stand as long as the article and every answer do, and that is what lets them be remembered.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.asked: dict[tuple[str, str], object] = {}
        self._folders: dict[str, Listing] = {}
        self._articles: dict[str, Article | None] = {}
        self._on_site: dict[str, bool] = {}

    def ask(self, question: str, path: str) -> object:
        """The answer to one question, in plain values that JSON can keep."""
        if question == "has":
            folder, _, name = path.rpartition("/")
            return name in self._list(folder).files
        if question == "names":
            return [ascii(name) for name in sorted(self._list(path).files)]
        if question == "below":
            return [[ascii(entry.path), entry.plain] for entry in self._below(path)]
        if question == "bytes":
            return digest(self._bytes(path))
        if question == "on site":
            return self._is_on_site(path)
        return self._type(path)

    def names(self, folder: str) -> frozenset[str]:
        """Names of the regular files in ``folder``; links are not followed, and no folder holds none."""
        self._keep("names", folder)
        return self._list(folder).files

    def has(self, path: str) -> bool:
        """Whether ``path`` is a regular file, written exactly so (some file systems ignore case)."""
        return bool(self._keep("has", path))

    def listed(self, folder: str) -> frozenset[str]:
        """As ``names``, for who asks after an article has been judged."""
        return self._list(folder).files

    def folders(self, folder: str) -> frozenset[str]:
        """Names of the folders in ``folder``, for who asks after an article has been judged."""
        return self._list(folder).folders

    def exists(self, path: str) -> bool:
        """As ``has``, for who asks before an article is judged."""
        return bool(self.ask("has", path))

    def below(self, folder: str) -> list[Entry]:
        """What lies below ``folder``, sorted; names with a leading dot are left out."""
        self._keep("below", folder)
        return self._below(folder)

    def content(self, path: str) -> bytes:
        """The content of an attachment; of one that is too large one byte too many."""
        data = self._bytes(path)
        self.asked[("bytes", path)] = digest(data)
        return data

    def saw(self, path: str, data: bytes) -> None:
        """Take note of an article that has been read: it need not be read again for whoever links to it."""
        if b"disclosure" not in data:
            self._on_site[path] = True

    def type_of(self, path: str) -> str | None:
        """The type that the article at ``path`` names, "" where it names none, None where it cannot be read."""
        said = self._keep("type", path)
        return said if isinstance(said, str) else None

    def is_on_site(self, path: str) -> bool:
        """Whether the article at ``path`` may be published, as far as it says itself (公开方式)."""
        return bool(self._keep("on site", path))

    def _keep(self, question: str, path: str) -> object:
        answer = self.asked[(question, path)] = self.ask(question, path)
        return answer

    def _list(self, folder: str) -> Listing:
        if folder not in self._folders:
            self._folders[folder] = self.tree.list(folder) if len(folder) <= 2 * MAX_PATH else Listing()
        return self._folders[folder]

    def _below(self, folder: str) -> list[Entry]:
        above, _, name = folder.rpartition("/")
        return sorted(self.tree.walk(folder)) if name in self._list(above).folders else []

    def _bytes(self, path: str) -> bytes:
        return self.tree.read(path, attachments.MAX_BYTES + 1)

    def _type(self, path: str) -> str | None:
        found = self._article(path)
        return found.text("type") if found else None

    def _is_on_site(self, path: str) -> bool:
        if path not in self._on_site:
            # Few articles say so, and looking for the word costs a fiftieth of reading front matter.
            found = self._article(path) if b"disclosure" in self._source(path) else None
            self._on_site[path] = found is None or on_site(found)
        return self._on_site[path]

    def _article(self, path: str) -> Article | None:
        if path not in self._articles:
            self._articles[path] = article.read(path, self._source(path))[0]
        return self._articles[path]

    def _source(self, path: str) -> bytes:
        """The start of a file, nothing where it cannot be read."""
        try:
            return self.tree.read(path, article.MAX_BYTES + 1)
        except (OSError, ValueError):
            return b""


def digest(data: bytes) -> str:
    """A name for content that no two contents share."""
    return _last(data) if len(data) <= article.MAX_BYTES else _digest(data)


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=20).hexdigest()


_last = lru_cache(maxsize=1)(_digest)  # an article is asked for by its digest, kept under it, and mended by it

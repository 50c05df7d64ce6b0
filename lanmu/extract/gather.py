"""What is read from one file, as it is read: text with its places and troubles, everything bounded."""

from collections.abc import Iterator
from contextlib import contextmanager

MAX_TEXT = 2_000_000  # characters of all text
MAX_PLACES = 400_000
MAX_TROUBLES = 20  # of each kind: a crowd of warnings must not hide an error
MAX_UNPACKED = 200 * 1024 * 1024  # bytes that archives may unpack to, all together
MAX_ENTRIES = 5000  # entries of archives, all together
_PLACE = 200  # characters of a place's name


class Cannot(Exception):
    """A file, or a part of one, cannot be read on: the kind of trouble and a few Chinese words."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail


class Exhausted(Cannot):
    """A bound of the whole file is reached: nothing more of it is read."""


class Gather:
    """Collects; ``inside`` names the file within the file that is being read.

    The text begins with what readers meet first: what is told ``aside`` (properties, settings, names) comes behind it.
    """

    def __init__(self) -> None:
        self.troubles: list[tuple[str, str | None, str]] = []
        self._body: list[tuple[str, str]] = []  # place, text that ends with a line break
        self._beside: list[tuple[str, str]] = []
        self._aside = 0
        self._size = 0
        self._unpacked = 0
        self._entries = 0
        self._within: list[str] = []

    @property
    def depth(self) -> int:
        """How many files this one lies within."""
        return len(self._within)

    def text(self) -> str:
        """All text; each piece ends with a line break."""
        return "".join(text for _, text in (*self._body, *self._beside))

    @property
    def places(self) -> list[tuple[int, str]]:
        """Where in the text each place begins, ascending."""
        found: list[tuple[int, str]] = []
        start = 0
        for name, text in (*self._body, *self._beside):
            if not found or found[-1][1] != name:
                found.append((start, name))
            start += len(text)
        return found

    def add(self, place: str, text: str) -> None:
        """A piece of text that stands at ``place`` of the current file."""
        text = text.replace("\x00", "").strip()
        if not text:
            return
        text = text.encode("utf-8", "replace").decode()  # lone surrogates are no text
        room = MAX_TEXT - self._size - 1
        text = text[: max(room, 0)]
        (self._beside if self._aside else self._body).append((self._named(place), f"{text}\n"))
        self._size += len(text) + 1
        if self._size >= MAX_TEXT or len(self._body) + len(self._beside) >= MAX_PLACES:
            raise Exhausted("long", f"{MAX_TEXT // 10_000} 万字或 {MAX_PLACES // 10_000} 万处")

    def trouble(self, kind: str, detail: str = "", where: str | None = None) -> None:
        """Something to tell about the current file; said once for each place."""
        place = self._named(where or "") or None
        detail = detail.encode("utf-8", "replace").decode()[:_PLACE]
        item = (kind, place, detail)
        alike = [known for known in self.troubles if known[0] == kind]
        if item not in alike and len(alike) < MAX_TROUBLES:
            self.troubles.append(item)

    def unpacked(self, size: int) -> None:
        """Account for bytes that came out of an archive."""
        self._unpacked += size
        if self._unpacked > MAX_UNPACKED:
            raise Exhausted("ratio", f"解开后大于 {MAX_UNPACKED // 1024 // 1024} MB")

    def entries(self, number: int) -> None:
        """Account for entries of an archive."""
        self._entries += number
        if self._entries > MAX_ENTRIES:
            raise Exhausted("ratio", f"里面的文件多于 {MAX_ENTRIES} 个")

    @contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """Places are named within the file called ``name`` until the block ends."""
        self._within.append(name)
        try:
            yield
        finally:
            self._within.pop()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is told until the block ends is not where reading begins: it comes behind the text."""
        self._aside += 1
        try:
            yield
        finally:
            self._aside -= 1

    def _named(self, place: str) -> str:
        name = " › ".join([*self._within, place] if place else self._within)
        name = name.encode("utf-8", "replace").decode()
        return name if len(name) <= _PLACE else f"{name[:_PLACE]}…"

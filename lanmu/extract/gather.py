"""What is read from one file, as it is read: text with its places and troubles, everything bounded."""

from collections.abc import Iterator
from contextlib import contextmanager

MAX_TEXT = 2_000_000  # characters of all text
MAX_PLACES = 400_000
MAX_TROUBLES = 50
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
    """Collects; ``inside`` names the file within the file that is being read."""

    def __init__(self) -> None:
        self.places: list[tuple[int, str]] = []
        self.troubles: list[tuple[str, str | None, str]] = []
        self._parts: list[str] = []
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
        return "".join(self._parts)

    def add(self, place: str, text: str) -> None:
        """A piece of text that stands at ``place`` of the current file."""
        text = text.replace("\x00", "").strip()
        if not text:
            return
        text = text.encode("utf-8", "replace").decode()  # lone surrogates are no text
        room = MAX_TEXT - self._size - 1
        if room < len(text) or len(self.places) >= MAX_PLACES:
            text = text[: max(room, 0)]
        name = self._named(place)
        if not self.places or self.places[-1][1] != name:
            self.places.append((self._size, name))
        self._parts += [text, "\n"]
        self._size += len(text) + 1
        if self._size >= MAX_TEXT or len(self.places) >= MAX_PLACES:
            raise Exhausted("long", f"{MAX_TEXT // 10_000} 万字或 {MAX_PLACES // 10_000} 万处")

    def trouble(self, kind: str, detail: str = "", where: str | None = None) -> None:
        """Something to tell about the current file; said once for each place."""
        place = self._named(where or "") or None
        detail = detail.encode("utf-8", "replace").decode()[:_PLACE]
        item = (kind, place, detail)
        if item not in self.troubles and len(self.troubles) < MAX_TROUBLES:
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

    def _named(self, place: str) -> str:
        name = " › ".join([*self._within, place] if place else self._within)
        name = name.encode("utf-8", "replace").decode()
        return name if len(name) <= _PLACE else f"{name[:_PLACE]}…"

"""Sources read: which of them are articles for the site, and what their cards say."""

from collections.abc import Iterable
from io import BytesIO
from typing import IO, NamedTuple

from lanmu import article, card, complexity, fields, parts
from lanmu.article import Article
from lanmu.card import Card
from lanmu.disclosure import on_site
from lanmu.index import Source
from lanmu.library import ARTICLE_ENDING
from lanmu.model import ArticleType, Portal
from lanmu.sources import Sources, Stat, blob_id


class Read(NamedTuple):
    """A source as read; no ``card`` for what is no article of the site, not ``sound`` where it should be an article."""

    source: Source
    card: Card | None
    sound: bool


def read(portal: Portal, sources: Sources, found: Iterable[Stat]) -> list[Read]:
    """Each file read once; one that is gone by now is left out, and gone at the next build."""
    noted: set[str] = set()
    seen = parts.noted(portal, noted.add)
    return [made for one in found if (made := _read(portal, seen, noted, sources, one))]


def _read(portal: Portal, seen: Portal, noted: set[str], sources: Sources, found: Stat) -> Read | None:
    noted.clear()
    try:
        if not found.path.endswith(ARTICLE_ENDING):
            blob = found.blob or _blob(sources, found)
            return Read(Source(found.path, blob, found.size, found.stamp, ""), None, True)
        with sources.open(found) as stream:
            made, sound, blob = _article(portal, seen, stream, found)
    except FileNotFoundError:
        return None
    written = "\n".join(sorted(noted))
    return Read(Source(found.path, blob, found.size, found.stamp, written), made, sound)


def _blob(sources: Sources, found: Stat) -> str:
    with sources.open(found) as stream:
        return blob_id(stream, found.size)


def _article(portal: Portal, seen: Portal, stream: IO[bytes], found: Stat) -> tuple[Card | None, bool, str]:
    data = stream.read(article.MAX_BYTES + 1)
    blob = found.blob or blob_id(BytesIO(data), len(data))
    written, _ = article.read(found.path, data)
    made = card.card(seen, written) if written else None
    if written is None or made is None or not _convertible(seen.types.get(made.type), written):
        return None, False, blob
    shown = on_site(written) and seen.columns[made.columns[0]].public
    return (made if shown else None), True, blob


def _convertible(kind: ArticleType | None, found: Article) -> bool:
    """Whether the type is known, and the converter will come to an end with every text (F116)."""
    if kind is None:
        return False
    texts = (text for field, text in fields.leaves(kind.fields, found.fields) if field.kind == "text")
    return not any(complexity.excess(text) for text in (found.body, *texts))

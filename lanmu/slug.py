"""A title as the last part of an address: pinyin and ASCII words joined by hyphens."""

import re
import unicodedata

LONGEST = 60  # characters, as ``lanmu.place`` reads them
_TITLE = 200  # characters of a title that are looked at; the rest would be cut anyway
_WORD = re.compile("[a-z0-9]+|[〇\u3400-\u9fff]+")


def slug(title: str) -> str:
    """``关于投资2026`` → ``guan-yu-tou-zi-2026``; matches ``[a-z0-9-]{1,60}``, "" where nothing can be said."""
    plain = unicodedata.normalize("NFKC", title[:_TITLE]).lower()
    words = [part for word in _WORD.findall(plain) for part in _syllables(word)]
    return _cut(words)


def _syllables(word: str) -> list[str]:
    if word.isascii():
        return [word]
    from pypinyin import lazy_pinyin  # its dictionaries are large: loaded only where Chinese must be spelt

    spelt = lazy_pinyin(word.replace("〇", "零"), errors="ignore")
    return [re.sub("[^a-z]", "", syllable.replace("ü", "v")) for syllable in spelt]


def _cut(words: list[str]) -> str:
    """As many whole words as fit; a single word that is too long is cut."""
    taken = ""
    for word in filter(None, words):
        longer = f"{taken}-{word}" if taken else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        taken = longer
    return taken

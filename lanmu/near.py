"""“Did you mean”: the known names that come nearest to an unknown one."""

from collections.abc import Iterable
from itertools import islice

_LONGEST = 40  # characters; a longer word is no name, and comparing it would cost time
_MOST = 1000  # names looked at; a portal has hardly more
_COMPARED = 12  # of these the ones worth a real comparison, which is slow
_LISTED = 40  # names in a message


def near(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """At most three of ``names`` that resemble ``word``, the nearest first.

    Chinese names are short, so that one contained in the other counts as near (科技 → 省科技厅),
    as does one whose characters all occur in the other in this order (科技厅 → 省科学技术厅).
    """
    if not word or len(word) > _LONGEST:
        return ()
    from difflib import get_close_matches  # a clean check needs neither
    from heapq import nlargest

    known = [name for name in islice(dict.fromkeys(names), _MOST) if len(name) <= _LONGEST]
    by_lower = {name.lower(): name for name in reversed(known)}
    likely = nlargest(_COMPARED, by_lower, key=lambda name: _shared(word.lower(), name))
    # Of four Chinese characters two are as much as six of ten letters.
    close = get_close_matches(word.lower(), likely, n=3, cutoff=0.6 if word.isascii() else 0.5)
    found = [by_lower[name] for name in close]
    if len(word) > 1:
        within = [name for name in known if len(name) > 1 and (_within(word, name) or _within(name, word))]
        found += sorted(within, key=lambda name: abs(len(name) - len(word)))
    return tuple(dict.fromkeys(found))[:3]


def asked(names: Iterable[str]) -> str:
    """``是不是“省科技厅”？`` or, without names, an empty string."""
    quoted = "、".join(f"“{name}”" for name in names)
    return f"是不是{quoted}？" if quoted else ""


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """The question whether one of the near ``names`` was meant; empty where none is near."""
    return asked(near(word, names))


def listed(names: Iterable[str], most: int = _LISTED) -> str:
    """``甲、乙、丙``; of more than ``most`` names only the first."""
    known = list(islice(names, most + 1))
    return "、".join(known[:most]) + ("等" if len(known) > most else "")


def _shared(word: str, name: str) -> float:
    mine, its = set(word), set(name)
    return len(mine & its) / len(mine | its) if its else 0.0


def _within(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)

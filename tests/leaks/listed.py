"""What the operator's own lists forbid: words and hosts are taken from whatever the lists say."""

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import yaml

from tests.leaks.payloads import Leak

_LISTS = Path(__file__).parents[2] / "lanmu" / "rules" / "lists"
_FILES = {"B209": "commercial.yaml", "B210": "banned.yaml"}
_CONDITIONS = ("限", "除")  # a word that counts only beside others, or not beside some: titles here could hold them


def _words(name: str) -> list[str]:
    """Words of a list that are forbidden wherever no context excuses them."""
    groups = yaml.safe_load((_LISTS / name).read_text("utf-8"))
    rows = [
        row for group in groups.values() for row in group if not any(sign in row for sign in ("每条", *_CONDITIONS))
    ]
    return [word.strip() for row in rows for word in row.partition("|")[0].split("、")]


def texts() -> Mapping[str, Callable[[Random], Leak]]:
    """Rules that go by words, each with its leak."""

    def maker(rule: str, words: list[str]) -> Callable[[Random], Leak]:
        return lambda rng: Leak(rule, rng.choice(words))

    return {rule: maker(rule, _words(name)) for rule, name in _FILES.items()}


def hosts() -> tuple[str, ...]:
    """Hosts that nobody may link to."""
    lists = yaml.safe_load((_LISTS / "links.yaml").read_text("utf-8"))
    return tuple(host for name in ("禁止", "短链接") for host in lists[name] if "." in host)

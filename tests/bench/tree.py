"""``lanmu check`` of the whole tree, without its cache and with it, against AutoCorrect on the same files."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Failed, Run, in_turn, ratio
from tests.bench.portal import Portal
from tests.bench.table import Line

AUTOCORRECT = Path(__file__).parent / "node_modules" / ".bin" / "autocorrect"

# Official texts have no blank between Chinese and digits: without these rules AutoCorrect finds nothing, as we do.
_CONFIG = "rules:\n  space-word: 0\n  space-punctuation: 0\n  space-bracket: 0\n"
_FOUND = 1  # AutoCorrect's exit status where it finds fault


def lines(portal: Portal, rounds: int) -> Iterator[Line]:
    """Check and AutoCorrect in turn."""
    if not AUTOCORRECT.exists():
        raise Failed("AutoCorrect is missing: (cd tests/bench && npm install --no-save)")
    config = portal.folder / "autocorrect.yaml"
    config.write_text(_CONFIG, "utf-8")

    def cold() -> Run:
        portal.forget()
        return portal.python("tools", "check")

    kinds = (
        cold,
        lambda: portal.python("tools", "check"),
        lambda: portal.run(AUTOCORRECT, "--lint", "content", fine=(0, _FOUND)),
        lambda: portal.run(AUTOCORRECT, "--lint", "--config", config, "content"),
    )
    anew, again, default, quiet = in_turn(rounds, *kinds)
    yield Line("lanmu check, no cache", anew, f"{ratio(anew, default):.2f} of AutoCorrect", "≤ 0.8", "≤ 0.3")
    yield Line("lanmu check, nothing changed since", again, f"{ratio(again, anew):.2f} of no cache")
    yield Line("AutoCorrect --lint", default)
    yield Line("AutoCorrect --lint, spacing rules off", quiet, f"we take {ratio(anew, quiet):.2f} of it")

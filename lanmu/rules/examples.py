"""Examples of rules, run for real: the tests run every one, the documentation shows what they give."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from lanmu.finding import Finding
from lanmu.rules import engine, sample
from lanmu.rules.rule import Example
from lanmu.tree import Disk


def files(example: Example) -> Mapping[str, str | bytes]:
    """The example's whole portal."""
    laid = {**sample.FILES, **example.files}
    return {path: content for path, content in laid.items() if content is not None}


def write(root: Path, example: Example) -> None:
    """Write the example's portal below ``root``."""
    for path, content in files(example).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


def run(example: Example) -> tuple[Finding, ...]:
    """All that the check finds in the example, or what the server says to it."""
    if example.push is not None:
        from lanmu.review import trial  # which needs the rules

        return trial.run(example, example.push)
    with TemporaryDirectory() as folder:
        write(Path(folder), example)
        firsts = example.history
        history = (lambda path: date.fromisoformat(firsts[path]) if path in firsts else None) if firsts else None
        return engine.examine(Disk(Path(folder)), None, None, history).findings

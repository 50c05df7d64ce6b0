"""``python -m lanmu.rules FOLDER`` writes the pages of docs/rules, and removes those of rules that are gone."""

import sys
from pathlib import Path

from lanmu.rules import RULES
from lanmu.rules.pages import pages


def write(folder: Path) -> None:
    """Make ``folder`` hold exactly the pages of today's rules."""
    wanted = pages(RULES)
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))

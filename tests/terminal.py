"""What a page of the handbook shows of a terminal, carried out again: its files written, its commands given.

``Terminal.played`` goes through a page from top to bottom and gives it back as it would read today. What differs from
one time to the next (names of commits, keys, moments) is called as the page calls it.
"""

import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from tools.cli import cli

HANDBOOK = Path(__file__).parents[1] / "docs" / "handbook"
_PLAYED = re.compile(r"```(markdown|console)(?: (\S+))?\n(.*?)```\n", re.DOTALL)
COMMIT = re.compile(r"\b[0-9a-f]{7,40}\b")
_VARIES = re.compile(rf"{COMMIT.pattern}|\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00|\bAAAA[A-Za-z0-9+/]{{60,}}")
_ANSWER = re.compile(r"\[y/N\]: (\w+)$", re.MULTILINE)


class Terminal:
    """A folder in which a page is carried out."""

    def __init__(self, root: Path, names: dict[str, str]) -> None:
        """``names``: what a page calls things that are called otherwise here; those that vary are added as they show."""
        self.root = root
        self.names = names

    def played(self, page: str) -> str:
        """The page with what its commands print today."""
        text = (HANDBOOK / page).read_text("utf-8")
        return _PLAYED.sub(self._block, text)

    def _block(self, block: re.Match[str]) -> str:
        kind, path, body = block.groups()
        if kind == "console":
            return f"```console\n{''.join(self._commands(body))}```\n"
        if path:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(body, "utf-8")
        return block.group()

    def _commands(self, body: str) -> Iterator[str]:
        for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE)[1:]:
            line, _, shown = part.partition("\n")
            said = self.run(line.removeprefix("$ "), "\n".join(_ANSWER.findall(shown)))
            self.names |= {
                name: here
                for name, here in zip(_VARIES.findall(shown), _VARIES.findall(said), strict=False)
                if name != here and name not in self.names
            }
            # The longest first: the whole name of a commit begins with its short one.
            for name, here in sorted(self.names.items(), key=lambda pair: -len(pair[1])):
                said = said.replace(here, name)
            yield f"{line}\n{said}"

    def run(self, command: str, answers: str = "") -> str:
        """What the command prints; ``answers``: what is typed meanwhile, a line each."""
        for name, here in self.names.items():
            command = command.replace(name, here)
        if command.startswith("cd "):
            self.root = (self.root / command.removeprefix("cd ")).resolve(strict=True)
            return ""
        if command.startswith("lanmu "):
            words = ["--root", str(self.root), *shlex.split(command)[1:]]
            with chdir(self.root):
                return CliRunner().invoke(cli, words, input=f"{answers}\n").output
        done = subprocess.run(
            command, shell=True, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )
        return re.sub(" +$", "", done.stdout, flags=re.MULTILINE)  # git fills up the lines of a server

"""A finding: one thing wrong in one place, with its cure."""

import re
from typing import NamedTuple

ERROR = "error"
WARNING = "warning"
_NUMBER = re.compile("([0-9]{1,9})")


class Fix(NamedTuple):
    """A mechanical cure: ``text[start:end]`` becomes ``new``.

    Offsets count characters of the file as ``lanmu.article.decode`` gives it.
    """

    start: int
    end: int
    new: str


class Finding(NamedTuple):
    """What a check says to its user.

    ``path`` is relative to the portal's root; ``line`` and ``column`` count from 1, in
    characters; ``where`` says where inside an attachment (``第3页``, ``Sheet1!C7``).
    ``fix`` is for ``lanmu check --fix`` alone: no report shows it as a key.
    """

    rule: str
    name: str
    severity: str
    path: str
    line: int | None
    column: int | None
    where: str | None
    message: str
    cure: str
    basis: str
    fix: Fix | None = None

    @property
    def place(self) -> tuple[str, int, int, tuple[tuple[str, int], ...], str, str]:
        """Sort key: file by file, top to bottom; inside an attachment ``C4`` before ``C10``, 第2页 before 第10页."""
        inside = _natural(self.where) if self.where else ()
        return self.path, self.line or 0, self.column or 0, inside, self.rule, self.message


def _natural(where: str) -> tuple[tuple[str, int], ...]:
    """Words and the numbers behind them, by turns."""
    words, numbers = (parts := _NUMBER.split(where))[::2], parts[1::2]
    return tuple(zip(words, [*map(int, numbers), 0], strict=True))


class Spot(NamedTuple):
    """A place in a source file, before a rule has spoken about it."""

    path: str
    line: int | None = None
    column: int | None = None
    where: str | None = None

"""A change under review: the files it touches, and the commits it is made of."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lanmu import git
from lanmu.ranges import Range, bounds

MAIN = "refs/heads/main"
TABLE = "columns.yaml"
PUSHES = "refs/notes/lanmu-pushes"  # who brought a commit to the server; written by the server alone
_FIELDS = 6  # of a commit in the listing


class Touched(NamedTuple):
    """A file that is not what it was. ``old`` and ``new`` name its content, "" where it is not there."""

    path: str
    old: str
    new: str
    mode: str  # of the new one, as git writes it; "" where it is gone


class Commit(NamedTuple):
    """A commit that the change brings along."""

    id: str
    author: str  # mail address
    committer: str
    parents: tuple[str, ...]
    message: str
    paths: frozenset[str]  # that it changed; of a merge those that are as in none of its parents
    pusher: str = ""  # account that brought it to the server, as the server noted; "" where nobody knows
    blobs: frozenset[str] = frozenset()  # contents that it brought to any path
    moves: tuple[tuple[str, str], ...] = ()  # (from, to) of what it renamed or copied


class Change(NamedTuple):
    """What somebody wants to have on a ref, against what is there."""

    actor: str  # account that pushes, "" where nobody knows
    ref: str
    base: str  # commit, or the empty tree
    head: str
    touched: tuple[Touched, ...]
    commits: tuple[Commit, ...]  # oldest first

    @property
    def on_main(self) -> bool:
        """Whether it is to be published."""
        return self.ref == MAIN


def of(
    root: Path, range: Range, actor: str, ref: str, known: tuple[str, ...] = (), fresh: frozenset[str] = frozenset()
) -> Change:
    """The change that a range of commits makes. Raises ``Unable`` as git does.

    ``known`` are commits of main: what a branch takes over by merging them is not the branch's doing. ``fresh`` are
    commits that ``actor`` brings along now.
    """
    touched = _touched(root, range.base, range.head)
    taken = [{one.path: one for one in _touched(root, commit, range.head)} for commit in known if commit != range.base]
    own = tuple(one for one in touched if all(one.path in others for others in taken))
    limits = (*bounds(range), *(f"^{commit}" for commit in known))
    commits = (one._replace(pusher=actor) if one.id in fresh else one for one in _commits(root, limits))
    return Change(actor, ref, range.base, range.head, own, tuple(commits))


def _touched(root: Path, base: str, head: str) -> list[Touched]:
    options = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--relative")
    parts = os.fsdecode(git.run(root, "diff-tree", *options, base, head)).split("\0")
    return [_one(about, path) for about, path in zip(parts[::2], parts[1::2], strict=False)]


def _one(about: str, path: str) -> Touched:
    _, mode, old, new, _ = about.split(" ")
    return Touched(path, old if old.strip("0") else "", new if new.strip("0") else "", mode if new.strip("0") else "")


def _commits(root: Path, limits: tuple[str, ...]) -> Iterator[Commit]:
    form = "--format=format:%H%x00%ae%x00%ce%x00%P%x00%B%x00%N%x00"
    options = ("--reverse", "--encoding=UTF-8", f"--notes={PUSHES}", form)
    listed = git.run(root, "log", *options, *limits, "--").decode("utf-8", "replace")
    paths, brought = _paths(root, limits), _brought(root, limits)
    fields = iter(listed.split("\0")[:-1])
    for id, author, committer, parents, message, pusher in zip(*[fields] * _FIELDS, strict=True):
        name = id.strip("\n")
        blobs, moves = brought.get(name, ([], []))
        own = frozenset((*paths.get(name, ()), *(old for old, _ in moves)))
        about = (name, author, committer, tuple(parents.split()), message)
        yield Commit(*about, own, pusher.strip(), frozenset(blobs), tuple(moves))


def _brought(root: Path, limits: tuple[str, ...]) -> dict[str, tuple[list[str], list[tuple[str, str]]]]:
    """The contents that each commit brought, and what it renamed or copied; merges bring nothing by themselves."""
    options = ("--root", "--no-merges", "-M", "-C", "--relative", "--raw", "--no-abbrev", "-z", "--format=%x01%H")
    found: dict[str, tuple[list[str], list[tuple[str, str]]]] = {}
    blobs: list[str] = []
    moves: list[tuple[str, str]] = []
    parts = iter(os.fsdecode(git.run(root, "log", *options, *limits, "--")).split("\0"))
    for part in parts:
        _, mark, rest = part.rpartition("\x01")
        if mark:
            blobs, moves = found.setdefault(rest.strip(), ([], []))
        elif part.lstrip("\n").startswith(":"):
            *_, blob, status = part.split(" ")
            blobs.append(blob)
            path = next(parts)
            if status[0] in "RC":
                moves.append((path, next(parts)))
    return found


def _paths(root: Path, limits: tuple[str, ...]) -> dict[str, list[str]]:
    """What each commit changed below ``root``. A path is what follows a record, whatever it looks like."""
    # Not --relative, which git leaves out of account in merges.
    options = ("--root", "--no-renames", "--diff-merges=combined", "--no-relative", "--raw", "-z", "--format=%H")
    above = os.fsdecode(git.run(root, "rev-parse", "--show-prefix")).removesuffix("\n")
    found: dict[str, list[str]] = {}
    at: list[str] = []
    parts = iter(os.fsdecode(git.run(root, "log", *options, *limits, "--")).split("\0"))
    for part in parts:
        about = part.strip("\n")
        if about.startswith(":"):
            path = next(parts)
            at += [path.removeprefix(above)] if path.startswith(above) else []
        elif about:
            at = found.setdefault(about, [])
    return found

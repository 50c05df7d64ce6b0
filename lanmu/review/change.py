"""A change under review: the files it touches, and the commits it is made of."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lanmu import attachments, git
from lanmu.ranges import Range, bounds

MAIN = "refs/heads/main"
_FIELDS = 5  # of a commit in the listing


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


class Change(NamedTuple):
    """What somebody wants to have on a ref, against what is there."""

    actor: str  # account that pushes, "" where nobody knows
    ref: str
    base: str  # commit, or the empty tree
    head: str
    touched: tuple[Touched, ...]
    commits: tuple[Commit, ...]  # oldest first
    articles: tuple[Touched, ...] = ()  # of touched attachments, where the article itself is as it was

    @property
    def on_main(self) -> bool:
        """Whether it is to be published."""
        return self.ref == MAIN

    @property
    def by_path(self) -> dict[str, Touched]:
        """All that tells a level, by path."""
        return {one.path: one for one in (*self.articles, *self.touched)}


def of(root: Path, range: Range, actor: str, ref: str, known: tuple[str, ...] = ()) -> Change:
    """The change that a range of commits makes. Raises ``Unable`` as git does.

    ``known`` are commits of main: what a branch takes over by merging them is not the branch's doing.
    """
    touched = _touched(root, range.base, range.head)
    taken = [{one.path: one for one in _touched(root, commit, range.head)} for commit in known if commit != range.base]
    own = tuple(one for one in touched if all(one.path in others for others in taken))
    limits = (*bounds(range), *(f"^{commit}" for commit in known))
    return Change(actor, ref, *range, own, tuple(_commits(root, limits)), tuple(_articles(root, range.head, own)))


def _touched(root: Path, base: str, head: str) -> list[Touched]:
    options = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--relative")
    parts = os.fsdecode(git.run(root, "diff-tree", *options, base, head)).split("\0")
    return [_one(about, path) for about, path in zip(parts[::2], parts[1::2], strict=False)]


def _articles(root: Path, head: str, touched: tuple[Touched, ...]) -> Iterator[Touched]:
    owners = {attachments.owner(one.path) for one in touched} - {one.path for one in touched}
    if not owners - {""}:
        return
    with git.commit(root, head) as tree:
        yield from (Touched(path, tree.id(path), tree.id(path), "") for path in sorted(owners) if tree.id(path))


def _one(about: str, path: str) -> Touched:
    _, mode, old, new, _ = about.split(" ")
    return Touched(path, old if old.strip("0") else "", new if new.strip("0") else "", mode if new.strip("0") else "")


def _commits(root: Path, limits: tuple[str, ...]) -> Iterator[Commit]:
    form = "--format=format:%H%x00%ae%x00%ce%x00%P%x00%B%x00"
    listed = git.run(root, "log", "--reverse", "--encoding=UTF-8", form, *limits, "--").decode("utf-8", "replace")
    paths = _paths(root, limits)
    fields = iter(listed.split("\0")[:-1])
    for id, author, committer, parents, message in zip(*[fields] * _FIELDS, strict=True):
        name = id.strip("\n")
        yield Commit(name, author, committer, tuple(parents.split()), message, frozenset(paths.get(name, ())))


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

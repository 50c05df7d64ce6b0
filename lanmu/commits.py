"""What a build asks git of a commit: its files, and what differs from another one. Paths are relative to the root."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lanmu import git
from lanmu.git import Blob, GitTree, Reader
from lanmu.marked import visible
from lanmu.refusal import Unable

_FOLDER = "040000"


class Entry(NamedTuple):
    """A file of a commit; mode and blob of one that is gone are zeros."""

    path: str
    mode: str
    blob: str


def resolve(root: Path, reader: Reader, revision: str) -> str:
    """The full name of the commit that ``revision`` means. Raises Unable."""
    try:
        name = reader.commit(revision)
    except OSError:  # no git, or it ended at once
        name = ""
    if not name:
        git.run(root, "rev-parse", "--git-dir")  # says why, where there is no git or no repository
        raise Unable(f"没有提交 {visible(revision)}", "写提交号、分支名或 HEAD；浅克隆先运行 git fetch --unshallow")
    return name


def files(root: Path, commit: str, *under: str) -> Iterator[Entry]:
    """Every file below the folders ``under``."""
    return _listed(git.run(root, "ls-tree", "-r", "-z", commit, "--", *under))


def _listed(said: bytes) -> Iterator[Entry]:
    for line in said.split(b"\0")[:-1]:
        head, _, path = line.partition(b"\t")
        mode, _, blob = head.decode().split()
        yield Entry(os.fsdecode(path), mode, blob)


def differences(root: Path, old: str, new: str, under: str) -> Iterator[Entry]:
    """Every file below ``under`` that differs, as it is in ``new``."""
    options = ("--raw", "-r", "-z", "--no-renames", "--no-abbrev", "--relative")
    listed = git.run(root, "diff-tree", *options, old, new, "--", under)
    parts = iter(os.fsdecode(listed).split("\0")[:-1])
    for head in parts:
        _, mode, _, blob, _ = head.split()
        yield Entry(next(parts), mode, blob)


def sizes(root: Path, blobs: Sequence[str]) -> dict[str, int]:
    """Bytes of each blob. Raises Unable where one is not there."""
    if not blobs:
        return {}
    given = "\n".join(blobs).encode()
    said = git.run(root, "cat-file", "--batch-check=%(objectname) %(objectsize)", given=given)
    found = dict(line.split() for line in said.decode().splitlines())
    if lost := [name for name, size in found.items() if not size.isdecimal()]:
        raise Unable(f"仓库里缺少对象 {lost[0]}", "用 git fsck 检查仓库，缺少的对象从别的克隆取回")
    return {name: int(size) for name, size in found.items()}


def top(root: Path, commit: str, reader: Reader) -> GitTree:
    """The files at the top of a commit, none of its folders."""
    listed = _listed(git.run(root, "ls-tree", "-z", commit))
    blobs = {entry.path: Blob(entry.mode, entry.blob) for entry in listed if entry.mode != _FOLDER}
    return GitTree(root, blobs, reader)


def beside(root: Path, commit: str, left_out: str) -> GitTree:
    """The files of a commit without those of one folder at its top."""
    names = [entry.path for entry in _listed(git.run(root, "ls-tree", "-z", commit)) if entry.path != left_out]
    found = files(root, commit, *names) if names else iter(())
    return GitTree(root, {entry.path: Blob(entry.mode, entry.blob) for entry in found})

"""A range of commits under review: what is in it, and all that came with any of its commits."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lanmu import git
from lanmu.git import LINK, SUBMODULE
from lanmu.refusal import Unable

if TYPE_CHECKING:
    from git import Repo


_NO_COMMIT = (0, 40, 64)  # zeros that git writes for a ref that was not there; or nothing at all


class Introduced(NamedTuple):
    """A blob that came with a commit of a range, the first that has it."""

    path: str
    id: str
    commit: str  # its id


class Range(NamedTuple):
    """Commits under review, resolved: all of ``head`` that ``base`` does not have."""

    base: str  # commit id, or the empty tree where the history begins in the range
    head: str


def resolve(root: Path, written: str) -> Range:
    """``A..B`` as commits. A new ref (A all zeros or empty) starts where it left main (DESIGN: merge base)."""
    first, dots, last = written.partition("..")
    if not dots or last.startswith("."):
        raise Unable(f"“{written}”不是提交的范围", "写成 A..B，如 origin/main..HEAD")
    repo = _repository(root)
    head = _commit(repo, last or "HEAD")
    new = not first.strip("0") and len(first) in _NO_COMMIT
    base = _left_main(repo, head) if new else _merge_base(repo, _commit(repo, first), head)
    return Range(base or git.no_files(root), head)


def _repository(root: Path) -> "Repo":
    git.run(root, "rev-parse", "--git-dir")  # says why, where there is no git or no repository
    from git import InvalidGitRepositoryError, NoSuchPathError, Repo

    try:
        repo = Repo(root, search_parent_directories=True, expand_vars=False)
    except (InvalidGitRepositoryError, NoSuchPathError) as error:
        raise Unable(f"{root} 不在 git 仓库里", "在门户的仓库里运行，或用 --root 指明门户的根文件夹") from error
    repo.git.update_environment(**git.ORIGINAL)
    return repo


def _commit(repo: "Repo", name: str) -> str:
    from git import GitCommandError

    cure = "核对分支名和提交号；只取了部分历史的仓库先运行 git fetch --unshallow"
    try:
        said: str = repo.git.rev_parse("--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except GitCommandError as error:
        raise Unable(f"没有“{name}”这个提交", cure) from error
    found = said.rpartition("\n")[2]
    if found.startswith("^"):  # all but that commit: git takes it for a name, too
        raise Unable(f"没有“{name}”这个提交", cure)
    return found


def _left_main(repo: "Repo", head: str) -> str:
    """Where ``head`` left main; "" where it did not come from there."""
    bases = (_merge_base(repo, name, head) for name in ("refs/heads/main", "refs/remotes/origin/main"))
    return next((base for base in bases if base not in ("", head)), "")


def _merge_base(repo: "Repo", one: str, other: str) -> str:
    """The commit from which both come, "" where there is none or no such name.

    ``Repo.merge_base`` would make an object of it, and knows no SHA-256.
    """
    from git import GitCommandError

    try:
        found: str = repo.git.merge_base(one, other)
    except GitCommandError:
        return ""
    return found


def bounds(range: Range) -> tuple[str, ...]:
    """The range as ``git log`` takes it."""
    return (range.head,) if range.base in git.NO_FILES.values() else (range.head, f"^{range.base}")


def introduced(root: Path, range: Range) -> tuple[Introduced, ...]:
    """Every blob that a commit of the range brings in, oldest first, each path and content once.

    ``rev-list`` says what is new; ``log`` says which commit and under which name.
    """
    limits = bounds(range)
    listed = git.run(root, "rev-list", "--objects", "--no-object-names", *limits)
    new = set(listed.decode().split())
    options = [
        "--reverse",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "--root",
        "--diff-merges=separate",  # what a merge brings in by itself is in none of its parents
        "--relative",
        "-z",
        "--format=%x01%H",
    ]
    log = git.run(root, "log", *options, *limits, "--")
    found: dict[tuple[str, str], Introduced] = {}
    name, parts = "", iter(os.fsdecode(log).split("\0"))
    for part in parts:
        if "\x01" in part:
            name = part.rpartition("\x01")[2].strip()
        elif part.lstrip("\n").startswith(":"):
            mode, id = part.split()[1], part.split()[3]
            path = next(parts)
            if id in new and mode not in (LINK, SUBMODULE):
                found.setdefault((path, id), Introduced(path, id, name))
    return tuple(found.values())

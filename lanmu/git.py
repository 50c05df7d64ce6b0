"""The one door to git.

What the commit hook needs is asked of git's plumbing directly: GitPython takes 100 ms to load, more
than the hook may (docs/decisions/0008). What a merge request needs goes through GitPython.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, NamedTuple

from lanmu.clock import SHANGHAI
from lanmu.refusal import Unable
from lanmu.tree import Entry, Listing

if TYPE_CHECKING:
    from git import Repo

_TIMEOUT = 120  # seconds; a repository that takes longer to list is not one of ours
_EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # the tree without files
_LINK, _SUBMODULE = "120000", "160000"


class Blob(NamedTuple):
    """A file's content as git keeps it."""

    mode: str
    id: str


class Introduced(NamedTuple):
    """A blob that came with a commit of a range, the first that has it."""

    path: str
    id: str
    commit: str  # its id


class Changes(NamedTuple):
    """Paths, relative to the root, that differ between two trees."""

    present: tuple[str, ...]  # added or changed
    added: tuple[str, ...]  # of these what was not there; a file moved is gone and added
    gone: tuple[str, ...]


def run(root: Path, *arguments: str) -> bytes:
    """Standard output of ``git`` in ``root``. Raises ``Unable`` where git fails, is missing or takes too long."""
    try:
        done = subprocess.run(
            _command(root, arguments), env=_environment(), capture_output=True, timeout=_TIMEOUT, check=False
        )
    except FileNotFoundError as error:
        raise Unable("没有 git", "先安装 git") from error
    except subprocess.TimeoutExpired as error:
        raise Unable(f"git {arguments[0]} 超过 {_TIMEOUT} 秒没有结束", "检查仓库和磁盘") from error
    if done.returncode:
        raise _refused(root, arguments, done.stderr.decode("utf-8", "replace"))
    return done.stdout


def _command(root: Path, arguments: tuple[str, ...]) -> list[str]:
    return ["git", "-C", os.fspath(root), "-c", "core.quotePath=off", *arguments]


def _environment() -> Mapping[str, str]:
    own = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    if index := os.environ.get("GIT_INDEX_FILE"):  # set in a hook, relative to where it runs
        own["GIT_INDEX_FILE"] = os.path.abspath(index)
    return os.environ | own


def _refused(root: Path, arguments: tuple[str, ...], said: str) -> Unable:
    if "not a git repository" in said:
        return Unable(f"{root} 不在 git 仓库里", "在门户的仓库里运行，或用 --root 指明门户的根文件夹")
    if "dubious ownership" in said:
        return Unable(
            "仓库属于别的用户，git 不肯读", f"请仓库的所有者运行，或者 git config --global safe.directory {root}"
        )
    return Unable(
        f"git {arguments[0]} 失败：{said.strip().splitlines()[-1] if said.strip() else '没有说明原因'}", "检查仓库"
    )


class GitTree:
    """The files of an index or a commit; a context, because it keeps a reader of blobs open."""

    def __init__(self, root: Path, blobs: Mapping[str, Blob]) -> None:
        self._root = root
        self._blobs = blobs
        self._files: dict[str, set[str]] = {}
        for path, blob in blobs.items():
            if blob.mode not in (_LINK, _SUBMODULE):
                folder, _, name = path.rpartition("/")
                self._files.setdefault(folder, set()).add(name)
        self._folders = _folders(self._files)
        self._reader = Reader(root)

    def __enter__(self) -> "GitTree":
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the reader."""
        self._reader.close()

    def list(self, folder: str) -> Listing:
        """As ``Tree.list``."""
        return Listing(frozenset(self._files.get(folder, ())), frozenset(self._folders.get(folder, ())))

    def link(self, path: str) -> str:
        """As ``Tree.link``."""
        steps = path.split("/")
        prefixes = ("/".join(steps[:end]) for end in range(1, len(steps) + 1))
        return next((step for step in prefixes if step in self._blobs and self._blobs[step].mode == _LINK), "")

    def walk(self, under: str) -> Iterator[Entry]:
        """As ``Tree.walk``."""
        skip = len(under) + 1
        for path, blob in self._blobs.items():
            if path == under or (path.startswith(f"{under}/") and "/." not in f"/{path[skip:]}"):
                yield Entry(path, blob.mode not in (_LINK, _SUBMODULE))

    def exists(self, path: str) -> bool:
        """Whether a file lies at ``path``."""
        return path in self._blobs

    def id(self, path: str) -> str:
        """Name of the content at ``path``, "" where there is none."""
        blob = self._blobs.get(path)
        return blob.id if blob else ""

    def read(self, path: str, most: int) -> bytes:
        """As ``Tree.read``."""
        blob = self._blobs.get(path)
        if blob is None:
            raise FileNotFoundError(2, "没有这个文件", path)
        return self._reader.read(blob.id, most)


def _folders(known: Iterable[str]) -> dict[str, set[str]]:
    """Names of the folders in each folder, from the paths of all that hold files."""
    found: dict[str, set[str]] = {}
    for path in known:
        while path:
            folder, _, name = path.rpartition("/")
            if name in found.setdefault(folder, set()):
                break
            found[folder].add(name)
            path = folder
    return found


class Reader:
    """Reads blobs by id through one ``git cat-file``, started when first asked."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, id: str, most: int) -> bytes:
        """The first ``most`` bytes of the blob. Raises OSError where there is none."""
        send, receive = self._pipes()
        send.write(f"{id}\n".encode())
        send.flush()
        head = receive.readline().split()
        if len(head) != 3 or head[1] != b"blob":
            raise FileNotFoundError(2, "仓库里没有这个对象", id)
        size = int(head[2])
        data = receive.read(min(size, most))
        _skip(receive, size - len(data) + 1)
        return data

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            command = _command(self._root, ("cat-file", "--batch"))
            self._process = subprocess.Popen(
                command, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            with self._process as process:
                process.kill()
            self._process = None


def _skip(stream: IO[bytes], count: int) -> None:
    while count > 0 and (read := stream.read(min(count, 1 << 20))):
        count -= len(read)


def index(root: Path) -> GitTree:
    """What is staged."""
    listed = run(root, "ls-files", "--stage", "-z")
    blobs = {}
    for line in listed.split(b"\0")[:-1]:
        head, _, path = line.partition(b"\t")
        mode, id, stage = head.decode().split()
        if stage == "0":
            blobs[os.fsdecode(path)] = Blob(mode, id)
    return GitTree(root, blobs)


def commit(root: Path, revision: str) -> GitTree:
    """What ``revision`` holds below ``root``."""
    blobs = {}
    for line in run(root, "ls-tree", "-r", "-z", revision).split(b"\0")[:-1]:
        head, _, path = line.partition(b"\t")
        mode, _, id = head.decode().split()
        blobs[os.fsdecode(path)] = Blob(mode, id)
    return GitTree(root, blobs)


def staged(root: Path) -> Changes:
    """What the index changes against the last commit; against nothing where there is none."""
    base = "HEAD" if _has_commit(root) else _EMPTY
    return _changes(run(root, "diff-index", "--cached", "--relative", "--no-renames", "--name-status", "-z", base))


def _has_commit(root: Path) -> bool:
    try:
        run(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except Unable:
        return False
    return True


def between(root: Path, base: str, head: str) -> Changes:
    """What ``head`` changes against ``base``, both resolved."""
    return _changes(run(root, "diff-tree", "-r", "--relative", "--no-renames", "--name-status", "-z", base, head))


def _changes(listed: bytes) -> Changes:
    parts = [os.fsdecode(part) for part in listed.split(b"\0")]
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    return Changes(
        tuple(path for status, path in pairs if status != "D"),
        tuple(path for status, path in pairs if status == "A"),
        tuple(path for status, path in pairs if status == "D"),
    )


def mentions(root: Path, words: tuple[str, ...], revision: str = "") -> tuple[str, ...]:
    """Articles of the commit, or of the index, in which one of ``words`` occurs."""
    where = [revision] if revision else ["--cached"]
    patterns = [part for word in words for part in ("-e", word)]
    options = ["--no-color", "--full-name", "-l", "-z", "-F", "-I"]
    command = _command(root, ("grep", *options, *patterns, *where, "--", "content/*.md"))
    done = subprocess.run(command, env=_environment(), capture_output=True, timeout=_TIMEOUT, check=False)
    if done.returncode > 1:  # 1: nothing found
        raise _refused(root, ("grep",), done.stderr.decode("utf-8", "replace"))
    prefix = os.fsdecode(run(root, "rev-parse", "--show-prefix")).rstrip("\n")
    paths = [os.fsdecode(path).removeprefix(f"{revision}:") for path in done.stdout.split(b"\0")[:-1]]
    return tuple(path.removeprefix(prefix) for path in paths)


def first_commits(root: Path, limits: Sequence[str] = ("HEAD",)) -> dict[str, date]:
    """Day (Asia/Shanghai) of the first commit of every path below content/, through renames; of a shallow clone none.

    ``limits`` bounds the history as for ``git log``.
    """
    if run(root, "rev-parse", "--is-shallow-repository").strip() == b"true" or not _has_commit(root):
        return {}
    options = ["--reverse", "-M", "--diff-filter=AR", "--name-status", "--relative", "-z", "--format=%x01%ct"]
    log = run(root, "log", *options, *limits, "--", "content")
    found: dict[str, date] = {}
    day, parts = date.min, iter(os.fsdecode(log).split("\0"))
    for part in parts:
        if "\x01" in part:
            day = datetime.fromtimestamp(int(part.rpartition("\x01")[2]), SHANGHAI).date()
        elif part.lstrip("\n").startswith("A"):
            found.setdefault(next(parts), day)
        elif part.lstrip("\n").startswith("R"):
            old, new = next(parts), next(parts)
            found[new] = found.pop(old, day)
    return found


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
    if not first.strip("0"):
        return Range(_left_main(repo, head), head)
    bases = repo.merge_base(_commit(repo, first), head)
    return Range(bases[0].hexsha if bases else _EMPTY, head)


def _repository(root: Path) -> "Repo":
    from git import InvalidGitRepositoryError, NoSuchPathError, Repo

    try:
        return Repo(root, search_parent_directories=True)
    except (InvalidGitRepositoryError, NoSuchPathError) as error:
        raise Unable(f"{root} 不在 git 仓库里", "在门户的仓库里运行，或用 --root 指明门户的根文件夹") from error


def _commit(repo: "Repo", name: str) -> str:
    from git import GitCommandError

    try:
        found: str = repo.git.rev_parse("--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except GitCommandError as error:
        cure = "核对分支名和提交号；只取了部分历史的仓库先运行 git fetch --unshallow"
        raise Unable(f"没有“{name}”这个提交", cure) from error
    return found.splitlines()[-1]


def _left_main(repo: "Repo", head: str) -> str:
    """Where ``head`` left main; the empty tree where it did not come from there."""
    from git import GitCommandError

    for name in ("refs/heads/main", "refs/remotes/origin/main"):
        try:
            bases = repo.merge_base(name, head)
        except GitCommandError:
            continue
        if bases and bases[0].hexsha != head:
            return bases[0].hexsha
    return _EMPTY


def bounds(range: Range) -> tuple[str, ...]:
    """The range as ``git log`` takes it."""
    return (range.head,) if range.base == _EMPTY else (range.head, f"^{range.base}")


def introduced(root: Path, range: Range) -> tuple[Introduced, ...]:
    """Every blob that a commit of the range brings in, oldest first, each path and content once.

    ``rev-list`` says what is new; ``log`` says which commit and under which name.
    """
    limits = bounds(range)
    listed = run(root, "rev-list", "--objects", "--no-object-names", *limits)
    new = set(listed.decode().split())
    options = [
        "--reverse",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "--root",
        "-m",
        "--relative",
        "-z",
        "--format=%x01%H",
    ]
    log = run(root, "log", *options, *limits, "--")
    found: dict[tuple[str, str], Introduced] = {}
    name, parts = "", iter(os.fsdecode(log).split("\0"))
    for part in parts:
        if "\x01" in part:
            name = part.rpartition("\x01")[2].strip()
        elif part.lstrip("\n").startswith(":"):
            mode, id = part.split()[1], part.split()[3]
            path = next(parts)
            if id in new and mode not in (_LINK, _SUBMODULE):
                found.setdefault((path, id), Introduced(path, id, name))
    return tuple(found.values())

"""The one door to git.

What the commit hook needs is asked of git's plumbing directly: GitPython takes 100 ms to load, more
than the hook may (docs/decisions/0008). What a merge request needs goes through GitPython.
"""

import errno
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

from lanmu.clock import SHANGHAI
from lanmu.refusal import Unable
from lanmu.tree import Entry, Listing

_TIMEOUT = 120  # seconds; a repository that takes longer to list is not one of ours
# The tree and the file without content, by the way in which a repository names its objects.
NO_FILES = {
    b"sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    b"sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
_NO_BYTES = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
LINK, SUBMODULE = "120000", "160000"


# A pushed ref below refs/replace, or a graft, would show other content than what is there.
_SETTINGS = ("-c", "core.quotePath=off", "-c", "log.showSignature=false")  # which would put a line before each commit
ORIGINAL = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull}


class Blob(NamedTuple):
    """A file's content as git keeps it."""

    mode: str
    id: str


class Changes(NamedTuple):
    """Paths, relative to the root, that differ between two trees."""

    present: tuple[str, ...]  # added or changed
    added: tuple[str, ...]  # of these what was not there; a file moved is gone and added
    gone: tuple[str, ...]


def run(root: Path, *arguments: str, given: bytes = b"", fine: Sequence[int] = (0,)) -> bytes:
    """Standard output of ``git`` in ``root``, which reads ``given``.

    Raises ``Unable`` where git is missing, takes too long or ends otherwise than ``fine``.
    """
    try:
        done = subprocess.run(
            command(root, arguments),
            env=_environment(),
            input=given,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except FileNotFoundError as error:
        raise Unable("没有 git", "先安装 git") from error
    except subprocess.TimeoutExpired as error:
        raise Unable(f"git {arguments[0]} 超过 {_TIMEOUT} 秒没有结束", "检查仓库和磁盘") from error
    if done.returncode not in fine:
        raise _refused(root, arguments, done.stderr.decode("utf-8", "replace"))
    return done.stdout


def command(root: Path, arguments: tuple[str, ...]) -> list[str]:
    """The words of a call of git in ``root``."""
    return ["git", "-C", os.fspath(root), *_SETTINGS, *arguments]


def _environment() -> Mapping[str, str]:
    own = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", **ORIGINAL}
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

    def __init__(self, root: Path, blobs: Mapping[str, Blob], reader: "Reader | None" = None) -> None:
        """``reader``: one that is there already."""
        self._root = root
        self._blobs = blobs
        self._names: dict[str, list[str]] = {}  # by folder, of all that is no folder
        for path in blobs:
            folder, _, name = path.rpartition("/")
            self._names.setdefault(folder, []).append(name)
        self._folders = _folders(self._names)
        self._reader = reader or Reader(root)

    def __enter__(self) -> "GitTree":
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the reader."""
        self._reader.close()

    def list(self, folder: str) -> Listing:
        """As ``Tree.list``."""
        above = f"{folder}/" if folder else ""
        files = (name for name in self._names.get(folder, ()) if self._plain(above + name))
        return Listing(frozenset(files), frozenset(self._folders.get(folder, ())))

    def link(self, path: str) -> str:
        """As ``Tree.link``."""
        steps = path.split("/")
        prefixes = ("/".join(steps[:end]) for end in range(1, len(steps) + 1))
        return next((step for step in prefixes if step in self._blobs and self._blobs[step].mode == LINK), "")

    def walk(self, under: str) -> Iterator[Entry]:
        """As ``Tree.walk``."""
        if under in self._blobs:
            yield Entry(under, self._plain(under))
        pending = [under]
        while pending:
            folder = pending.pop()
            shown = (f"{folder}/{name}" for name in self._names.get(folder, ()))
            yield from (Entry(path, self._plain(path)) for path in shown)
            pending += [f"{folder}/{name}" for name in self._folders.get(folder, ())]

    def _plain(self, path: str) -> bool:
        return self._blobs[path].mode not in (LINK, SUBMODULE)

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
        """The first ``most`` bytes of the blob. Raises OSError where there is none, or it is damaged."""
        send, receive = self._pipes()
        send.write(f"{id}\n".encode())
        send.flush()
        head = receive.readline().split()
        if len(head) != 3 or head[1] != b"blob":
            raise FileNotFoundError(2, "仓库里没有这个对象", id)
        size = int(head[2])
        data = receive.read(min(size, most))
        if len(data) < min(size, most):  # git has said how much there is, and then given up
            raise OSError(errno.EIO, "仓库里的对象损坏了", id)
        _skip(receive, size - len(data) + 1)
        return data

    def commit(self, revision: str) -> str:
        """The full name of the commit that ``revision`` means, "" where it means none."""
        if any(character < " " for character in revision):
            return ""
        send, receive = self._pipes()
        send.write(f"{revision}^{{commit}}\n".encode("utf-8", "surrogateescape"))
        send.flush()
        head = receive.readline().rsplit(b" ", 2)
        if len(head) != 3 or head[1] != b"commit":
            return ""
        _skip(receive, int(head[2]) + 1)
        return head[0].decode()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            words = command(self._root, ("cat-file", "--batch"))
            self._process = subprocess.Popen(
                words, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
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
    listed = os.fsdecode(run(root, "ls-files", "--stage", "-z"))  # at once: a thousand names cost as much as one
    blobs = {}
    for line in listed.split("\0")[:-1]:
        head, _, path = line.partition("\t")
        mode, id, stage = head.split(" ")
        if stage == "0":
            blobs[path] = Blob(mode, id)
    if any(blob.id in _NO_BYTES for blob in blobs.values()):
        # Only announced (git add -N): it looks like an empty file, and is in no commit.
        announced = run(root, "diff-files", "--relative", "--diff-filter=A", "--name-only", "-z")
        for name in announced.split(b"\0")[:-1]:
            blobs.pop(os.fsdecode(name), None)
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
    options = ("--cached", "--relative", "--no-renames", "--name-status", "-z")
    return _changes(run(root, "diff-index", *options, last(root)))


def last(root: Path) -> str:
    """The last commit; the tree without files where there is none."""
    return "HEAD" if _has_commit(root) else no_files(root)


def no_files(root: Path) -> str:
    """Name of the tree without files."""
    return NO_FILES[run(root, "rev-parse", "--show-object-format").strip()]


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
    # --text: an attribute of a file, which is part of the change, must not keep it from being searched.
    options = ["--no-color", "--full-name", "--no-recurse-submodules", "--text", "-l", "-z", "-F", "-f", "-"]
    given = b"\n".join(map(os.fsencode, words))
    found = run(root, "grep", *options, *where, "--", "content/*.md", given=given, fine=(0, 1))  # 1: nothing found
    prefix = os.fsdecode(run(root, "rev-parse", "--show-prefix")).removesuffix("\n")
    paths = [os.fsdecode(path).removeprefix(f"{revision}:") for path in found.split(b"\0")[:-1]]
    return tuple(path.removeprefix(prefix) for path in paths)


def first_commits(root: Path, limits: Sequence[str] = ("HEAD",)) -> dict[str, date]:
    """Day (Asia/Shanghai) of the first commit of every path below content/, through renames; of a shallow clone none.

    ``limits`` bounds the history as for ``git log``.
    """
    if run(root, "rev-parse", "--is-shallow-repository").strip() == b"true" or not _has_commit(root):
        return {}
    options = [
        "--reverse",
        "-M",
        "--no-follow",
        "--diff-filter=AR",
        "--name-status",
        "--relative",
        "-z",
        "--format=%x01%ct",
    ]
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

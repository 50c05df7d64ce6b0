"""What the tests of review stand on: the sample portal with mail addresses, keys and a support unit; changes; approvals."""

import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from lanmu import portals
from lanmu.finding import Finding
from lanmu.model import Portal
from lanmu.review.change import MAIN, Change, Commit, Touched
from lanmu.review.record import DUTIES, QUESTIONS, Approval, File
from lanmu.rules.sample import COLUMNS, FILES
from lanmu.tree import Disk
from tests.e2e.toolbox import need

Edit = tuple[str, str]
BRANCH = "refs/heads/kjt-0320"
BASE, HEAD = "1" * 40, "2" * 40
A, B, C, D = ("a" * 40, "b" * 40, "c" * 40, "d" * 40)  # contents
PLAIN = "100644"
RIGHT = tuple(answer for *_, answer in QUESTIONS)

SUPPORT: tuple[Edit, ...] = (
    ("  rechecker: bgt-fcr\n", "  rechecker: bgt-fcr\n  support: jszc\n"),
    ("departments:\n", "departments:\n  jszc: {name: 技术支持单位, external: true, liaisons: [jszc-gcs]}\n"),
    ("  shifan-dcs: {", "  jszc-gcs: {title: 技术支持工程师}\n  shifan-dcs: {"),
)
TWO_STAGE = ("    lead: kjt\n", "    lead: kjt\n    two_stage: true\n")
PUBLISHES = ("    lead: kjt\n", "    lead: kjt\n    publishes: {who: [kjt-liaison], by: 办公室, date: 2026-01-05}\n")
LAST_ONLY = ("office: bgt\nroles:", "review: {every_level: false}\noffice: bgt\nroles:")


def table(*edits: Edit) -> str:
    """The sample's ``columns.yaml`` with a support unit, and then edited."""
    text = FILES[COLUMNS]
    for old, new in (*SUPPORT, *edits):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def mails(text: str) -> str:
    """Every account with the mail address ``account@shifan.gov.cn``."""
    return re.sub(r"^(  ([a-z-]+): \{title: [^,}]+)\}$", r"\1, emails: [\2@shifan.gov.cn]}", text, flags=re.MULTILINE)


@cache
def understood(text: str) -> Portal:
    """The portal of a ``columns.yaml`` without errors."""
    with TemporaryDirectory() as folder:
        for path, content in (FILES | {COLUMNS: text}).items():
            Path(folder, path).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, path).write_text(content, "utf-8")
        tree = Disk(Path(folder))
        loaded = portals.load(tree, None, portals.table(tree))
    assert loaded.portal is not None, loaded.findings
    assert not [found for found in loaded.findings if found.severity == "error"], loaded.findings
    return loaded.portal


def portal(*edits: Edit) -> Portal:
    """The portal, with mail addresses."""
    return understood(mails(table(*edits)))


class Known:
    """What files hold, by the names of contents; ``there``: names by path, on both sides."""

    def __init__(self, blobs: Mapping[str, bytes], there: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._blobs = blobs
        self._there = there or {}

    def read(self, blob: str) -> bytes:
        return self._blobs[blob]

    def at(self, path: str) -> tuple[str, ...]:
        return self._there.get(path, ())


class Same(Known):
    """Every file holds the same."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__({})
        self._data = data

    def read(self, blob: str) -> bytes:
        return self._data


def touched(path: str, old: str = A, new: str = B, mode: str = PLAIN) -> Touched:
    return Touched(path, old, new, mode if new else "")


def commit(
    author: str = "kjt-liaison",
    *paths: str,
    committer: str = "",
    id: str = HEAD,
    parents: tuple[str, ...] = (BASE,),
    message: str = "更新",
) -> Commit:
    """A commit of an account, or of a mail address."""
    by, of = (name if "@" in name else f"{name}@shifan.gov.cn" for name in (author, committer or author))
    return Commit(id, by, of, parents, message, frozenset(paths))


def change(
    actor: str, *files: Touched | str, ref: str = BRANCH, commits: tuple[Commit, ...] = (), base: str = BASE
) -> Change:
    """A change of files that an actor pushes."""
    made = tuple(touched(one) if isinstance(one, str) else one for one in files)
    return Change(actor, ref, base, HEAD, made, commits)


def landing(actor: str, *files: Touched | str, commits: tuple[Commit, ...] | None = None) -> Change:
    """What the liaison wrote and ``actor`` puts on main."""
    paths = [one if isinstance(one, str) else one.path for one in files]
    return change(actor, *files, ref=MAIN, commits=commits if commits is not None else (commit("kjt-liaison", *paths),))


def approval(
    account: str, *files: tuple[str, str, str], level: str = "一般", base: str = BASE, **more: str
) -> Approval:
    """An approval of files: (path, old, new)."""
    given = Approval("shifan", account, level, base, "2026-03-20T10:00:00+08:00", RIGHT, DUTIES, "bgt-bmy", ())
    return given._replace(files=tuple(File(*one) for one in files), **more)


def codes(found: Iterable[Finding]) -> list[str]:
    return sorted(one.rule for one in found)


def places(found: Iterable[Finding]) -> list[tuple[str, str, str]]:
    return sorted((one.rule, one.severity, one.path) for one in found)


def generate(path: Path, *options: str) -> tuple[Path, str]:
    """A real key: its private file, and the public one as columns.yaml holds it."""
    program = need("ssh-keygen")
    words = [program, "-q", "-t", "ed25519", "-N", "", "-C", path.name, *options, "-f", os.fspath(path)]
    subprocess.run(words, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return path, path.with_name(f"{path.name}.pub").read_text("utf-8").strip()


def keyed(text: str, account: str, *keys: str) -> str:
    """``columns.yaml`` with keys of an account: each as in ``{key: …, from: …, until: …}``."""
    line = next(one for one in text.split("\n") if one.startswith(f"  {account}: {{title"))
    return text.replace(line, f"{line[:-1]}, keys: [{', '.join(keys)}]}}", 1)

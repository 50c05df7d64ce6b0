"""The mechanical cures, carried out: ``lanmu check --fix``."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from lanmu import article, tidy, whole
from lanmu.finding import Finding, Fix
from lanmu.rules.files import digest
from lanmu.tree import Disk


class Fixed(NamedTuple):
    """What became of the fixes of one file."""

    path: str
    done: int  # fixes carried out
    left: int  # fixes that stand in another's way: the next run finds them again
    why: str = ""  # why none could be carried out


class _Untouched(Exception):
    """The file stays as it is; says why."""


def apply(root: Path, findings: Iterable[Finding], judged: Mapping[str, str]) -> tuple[Fixed, ...]:
    """Carry out the fixes of ``findings``, each file written whole; what became of each file, by path.

    ``judged`` holds the ``digest`` (of ``lanmu.rules.files``) of the bytes that each path had when it was judged:
    offsets are theirs, so a file that changed since is left alone. Of two fixes that overlap the first wins.
    """
    wanted: dict[str, list[Fix]] = {}
    for finding in findings:
        if finding.fix is not None:
            wanted.setdefault(finding.path, []).append(finding.fix)
    return tuple(_file(root, path, wanted[path], judged.get(path, "")) for path in sorted(wanted))


def _file(root: Path, path: str, fixes: list[Fix], judged: str) -> Fixed:
    unique = sorted(set(fixes))
    try:
        done = _mend(root, path, unique, judged)
    except OSError as error:
        return Fixed(path, 0, len(unique), error.strerror or str(error))
    except _Untouched as reason:
        return Fixed(path, 0, len(unique), str(reason))
    return Fixed(path, done, len(unique) - done)


def _mend(root: Path, path: str, fixes: Sequence[Fix], judged: str) -> int:
    """How many fixes were carried out; the file is tidy then, so that the commit hook finds nothing left."""
    if link := Disk(root).link(path):
        raise _Untouched(f"{link} 是符号链接")
    data = article.fetch(root / path)
    if digest(data) != judged:
        raise _Untouched("检查之后文件又有改动，请再检查一次")
    text, _ = article.decode(data)
    if not text:
        raise _Untouched("不是 1 MB 以内的 UTF-8 纯文本")
    done, mended = edited(text, fixes)
    new = tidy.tidy(mended.encode("utf-8"), tidy.is_yaml(path))
    if done and not whole.rewrite(root / path, data, new):
        raise _Untouched("检查之后文件又有改动，请再检查一次")
    return done


def edited(text: str, fixes: Sequence[Fix]) -> tuple[int, str]:
    """``text`` with the sorted ``fixes`` carried out from its start, and how many were.

    One that begins before its forerunner ends waits, as does one that lies outside the text.
    """
    parts, at, done = [], 0, 0
    for fix in fixes:
        if at <= fix.start <= fix.end <= len(text):
            parts += [text[at : fix.start], fix.new]
            at, done = fix.end, done + 1
    return done, "".join([*parts, text[at:]])

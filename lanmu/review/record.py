"""An approval as text: what is signed, and how it travels in the message of a commit or in a note.

It names what was approved by content, so that a rebase keeps it and an edit voids it; and the commit of main from which
the change started, so that what has been on main and was withdrawn cannot return with an old approval.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from lanmu.model import LEVELS

FIRST = "lanmu-approval 1"
_BEGIN, _END = "-----BEGIN LANMU APPROVAL-----", "-----END LANMU APPROVAL-----"
_SIGNED, _UNTIL = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
# 陕西工信厅第十六条（审查四问）, 第十二条（四项责任）.
QUESTIONS = (
    ("法规政策", "是否符合法律法规和政策", "符合"),
    ("涉密", "有无涉密问题", "不涉密"),
    ("及时", "是否及时", "及时"),
    ("格式表述", "格式、文字表述是否规范", "规范"),
)
DUTIES = ("真实", "合法", "时效", "准确")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")
_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}|-")
_FILES = 5000
_MOST = 1 << 20  # characters of a message that are read


class Bad(ValueError):
    """The text is no approval; says why, in Chinese."""


class File(NamedTuple):
    """A file as it was and as it is approved; "" where it is not there."""

    path: str
    old: str
    new: str


class Approval(NamedTuple):
    """What somebody put their name to."""

    portal: str
    account: str
    level: str
    base: str  # commit of main
    time: str  # Asia/Shanghai, ISO 8601
    answers: tuple[str, ...]  # to QUESTIONS
    duties: tuple[str, ...]
    secrecy: str  # account of the 保密审查人, "" where not named
    files: tuple[File, ...]


class Signed(NamedTuple):
    """A text with its signature, as found; nothing of it is believed yet."""

    text: str
    signature: str


def write(approval: Approval) -> str:
    """The text that is signed."""
    answers = [f"{name}: {answer}" for (name, *_), answer in zip(QUESTIONS, approval.answers, strict=True)]
    files = [f"file: {file.old or '-'} {file.new or '-'} {_quoted(file.path)}" for file in approval.files]
    lines = [
        FIRST,
        f"portal: {approval.portal}",
        f"account: {approval.account}",
        f"level: {approval.level}",
        f"base: {approval.base}",
        f"time: {approval.time}",
        *answers,
        f"责任: {' '.join(approval.duties)}",
        f"保密审查人: {approval.secrecy or '-'}",
        *files,
    ]
    return "\n".join(lines) + "\n"


def _quoted(path: str) -> str:
    """Chinese stays Chinese; what cannot be seen, or is not UTF-8, is escaped."""
    return json.dumps(path, ensure_ascii=not path.isprintable())


def read(text: str) -> Approval:
    """The approval that ``text`` is. Raises ``Bad``."""
    lines = text.split("\n")
    if lines[0] != FIRST or lines[-1]:
        raise Bad(f"第一行不是 {FIRST}")
    fields = [line.partition(": ") for line in lines[1:-1]]
    names = ["portal", "account", "level", "base", "time", *(name for name, *_ in QUESTIONS), "责任", "保密审查人"]
    count = len(names)
    if [name for name, *_ in fields[:count]] != names or any(name != "file" for name, *_ in fields[count:]):
        raise Bad("缺少应有的各项，或者次序不对")
    portal, account, level, base, time, *answers, duties, secrecy = (value for _, _, value in fields[:count])
    if level not in (*LEVELS, "复审") or not _TIME.fullmatch(time) or not _ID.fullmatch(base):
        raise Bad("级别、时间或起点写得不对")
    if not 0 < len(fields) - count <= _FILES:
        raise Bad("没有列出文件，或者列得太多")
    files = tuple(_file(value) for _, _, value in fields[count:])
    named = "" if secrecy == "-" else secrecy
    return Approval(portal, account, level, base, time, tuple(answers), tuple(duties.split()), named, files)


def _file(value: str) -> File:
    parts = value.split(" ", 2)
    try:
        old, new, path = parts[0], parts[1], json.loads(parts[2])
    except (IndexError, ValueError, RecursionError):
        raise Bad("文件的一行写得不对") from None
    if not isinstance(path, str) or not _ID.fullmatch(old) or not _ID.fullmatch(new):
        raise Bad("文件的一行写得不对")
    return File(path, "" if old == "-" else old, "" if new == "-" else new)


def armour(one: Signed) -> str:
    """As it stands in a message."""
    return f"{_BEGIN}\n{one.text}{_END}\n{one.signature.strip()}\n"


def found(message: str) -> Iterator[Signed]:
    """What a message carries; a squash may have indented it. Every line is looked at once, whatever it says."""
    indent, block = "", None
    for line in message[:_MOST].split("\n"):
        if line.strip() == _BEGIN:
            indent, block = line[: len(line) - len(line.lstrip())], list[str]()
        elif block is not None:
            block.append(line.removeprefix(indent).rstrip("\r"))
            if block[-1] == _UNTIL:
                yield from _signed(block)
                block = None


def _signed(block: list[str]) -> Iterator[Signed]:
    """The text and its signature, where nothing stands between them."""
    end = block.index(_END) if _END in block else len(block) - 1
    if block[end + 1 : end + 2] == [_SIGNED]:
        yield Signed("\n".join([*block[:end], ""]), "\n".join([*block[end + 1 :], ""]))

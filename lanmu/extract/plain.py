"""Plain text, CSV and JSON: line by line, in whichever encoding."""

import re

from lanmu.extract import kinds
from lanmu.extract.gather import Cannot, Gather

_ESCAPES = re.compile(r"(?:\\u[0-9A-Fa-f]{4}){1,200}")

_TAG = re.compile("</?[A-Za-z!][^<>]{0,1000}>")


def read(data: bytes, gather: Gather) -> None:
    """Every line, places ``第N行``; characters that JSON writes as ``\\u7edd`` are read as such, too."""
    text = kinds.decoded(data)
    if text is None:
        text = data.decode("gb18030", "replace")
        _lines(text, gather)
        raise Cannot("unreadable", "文字编码有损坏，不是完整的 UTF-8 或 GB18030")
    _lines(text, gather)


def _lines(text: str, gather: Gather) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        line = _ESCAPES.sub(_character, line) if "\\u" in line else line
        gather.add(f"第{number}行", _apart(line) if "<" in line else line)


def _apart(line: str) -> str:
    """The line as a browser shows it, its tags behind it."""
    return " ".join([_TAG.sub("", line), *_TAG.findall(line)])


def _character(match: re.Match[str]) -> str:
    units = bytes.fromhex(match.group().replace("\\u", ""))
    return units.decode("utf-16-be", "replace")

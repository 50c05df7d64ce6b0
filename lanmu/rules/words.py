"""The operator's word lists: all of them looked for at once, in one pass over a text as its reader takes it.

A list is a file ``lists/<name>.yaml``: groups of lines, one entry a line::

    用语:
      - 布署 → 部署
      - 登陆 → 登录 | 限旁：网站 平台 | 除旁：台风 抢滩 | 注：进入系统用“登录”

Before ``→`` stands what is looked for (several words parted by 、), after it what it should be: one for all, or as
many, each for its own. The fields after ``|`` say when it counts: 限前/限后/限旁 needs one of the words right
before, right after or in the same sentence, 除前/除后/除旁 is excused by one. 注 is a note, 据 the source, 自 the
day since when it holds (of a name that was given up). An entry ``每条`` gives fields to every entry of its group.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs
import yaml

from lanmu.fold import fold
from lanmu.marked import Loader
from lanmu.near import did_you_mean
from lanmu.refusal import Unable
from lanmu.repair import real_day
from lanmu.rules.prose import Prose

LISTS = Path(__file__).parent / "lists"
NEAR = 60  # characters on either side that “in the same sentence” reaches at most
MOST = 50  # matches of one entry in one text; more teach nobody anything
_ENDS = "。!?\n"  # of sentences, folded
_EVERY = "每条"
_CONTEXTS = ("限前", "限后", "限旁", "除前", "除后", "除旁")
_TEXTS = ("注", "据", "自")
_FORM = "写成“- 错的写法 → 对的写法 | 除旁：词 词 | 注：说明”，没有的部分不写"


class Entry(NamedTuple):
    """One line of a list. Words and contexts are folded; an empty context asks for nothing."""

    list: str  # name of the file without .yaml
    group: str
    words: tuple[str, ...]
    right: str  # "" where there is no other word for it
    note: str
    source: str
    since: str  # YYYY-MM-DD or ""
    only_after: tuple[str, ...]
    only_before: tuple[str, ...]
    only_near: tuple[str, ...]
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    not_near: tuple[str, ...]


class Match(NamedTuple):
    """A word of a list at ``prose.folded.text[start:end]``, in a context that does not excuse it."""

    entry: Entry
    start: int
    end: int


@lru_cache(maxsize=1)  # every rule asks about one text before the next text comes
def find(prose: Prose) -> tuple[Match, ...]:
    """Every match of every list, by place; overlapping ones, too."""
    text = prose.folded.text
    automaton, entries = _automaton()
    kept: dict[int, int] = {}  # by identity: an entry is long to hash
    found = []
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        for entry in entries[index]:
            if kept.get(id(entry), 0) < MOST and _counts(entry, text, start, end):
                kept[id(entry)] = kept.get(id(entry), 0) + 1
                found.append(Match(entry, start, end))
    return tuple(found)


def of_list(prose: Prose, name: str) -> Iterator[Match]:
    """Matches of one list, without those that lie within a longer one of it, sorted by place."""
    found, end = [match for match in find(prose) if match.entry.list == name], 0
    for match in sorted(found, key=lambda match: (match.start, -match.end)):
        if match.end > end:
            end = match.end
            yield match


def _counts(entry: Entry, text: str, start: int, end: int) -> bool:
    if entry.not_after and text.endswith(entry.not_after, max(0, start - NEAR), start):
        return False
    if entry.not_before and text.startswith(entry.not_before, end):
        return False
    if entry.only_after and not text.endswith(entry.only_after, max(0, start - NEAR), start):
        return False
    if entry.only_before and not text.startswith(entry.only_before, end):
        return False
    if not (entry.only_near or entry.not_near):
        return True
    around = sentence(text, start, end)
    if any(word in around for word in entry.not_near):
        return False
    return not entry.only_near or any(word in around for word in entry.only_near)


def sentence(text: str, start: int, end: int) -> str:
    """What stands around ``text[start:end]`` in its sentence, the stretch itself as a blank."""
    left = max(start - NEAR, 0, *(text.rfind(mark, max(start - NEAR, 0), start) + 1 for mark in _ENDS))
    stops = (text.find(mark, end, end + NEAR) for mark in _ENDS)
    right = min((stop for stop in stops if stop >= 0), default=end + NEAR)
    return f"{text[left:start]} {text[end:right]}"


@cache
def _automaton() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[Entry, ...], ...]]:
    """The automaton over all lists, and the entries of each of its patterns."""
    known: dict[str, list[Entry]] = {}
    for entry in entries():
        for word in entry.words:
            known.setdefault(word, []).append(entry)
    return ahocorasick_rs.AhoCorasick(list(known)), tuple(map(tuple, known.values()))


@cache
def entries() -> tuple[Entry, ...]:
    """The entries of all lists, the files by name; raises ``Unable`` where one is not as it should be."""
    return tuple(entry for file in sorted(LISTS.glob("*.yaml")) for entry in read(file.stem, file.read_text("utf-8")))


def read(name: str, text: str) -> tuple[Entry, ...]:
    """The entries of the list ``name``, whose file holds ``text``; raises ``Unable``."""
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _broken(name, mark.line if mark else 0, "不是 YAML", "缩进用空格，每条前面写“- ”") from error
    if not isinstance(root, yaml.MappingNode):
        raise _broken(name, 0, "没有分组", "先写组名和半角冒号，下面每行一条")
    found: list[Entry] = []
    seen: dict[tuple[str, str], int] = {}
    for key, value in root.value:
        if not isinstance(value, yaml.SequenceNode) or not isinstance(key, yaml.ScalarNode):
            raise _broken(name, key.start_mark.line, "一组应当是一列词条", "组名后写冒号，下面每行一条，前面写“- ”")
        for entry, line in _group(name, key.value, value):
            for word in entry.words:
                before = seen.get((entry.group, word))
                if before is not None:
                    raise _broken(name, line, f"“{word}”在第 {before + 1} 行已经写过", "两条并成一条")
                seen[entry.group, word] = line
            found.append(entry)
    return tuple(found)


def _group(name: str, group: str, node: yaml.SequenceNode) -> Iterator[tuple[Entry, int]]:
    shared: dict[str, str] = {}
    for item in node.value:
        line = item.start_mark.line
        if not isinstance(item, yaml.ScalarNode) or item.value.count("\n"):
            raise _broken(name, line, "这一条不是一行字", f"{_FORM}；冒号用全角，整条有特殊符号就加引号")
        head, *parts = (part.strip() for part in item.value.split("|"))
        given = _fields(name, line, parts)
        if head == _EVERY:
            shared = given
        else:
            for entry in _entries(name, group, line, head, {**given, **_joined(shared, given)}):
                yield entry, line


def _joined(shared: dict[str, str], own: dict[str, str]) -> dict[str, str]:
    """Contexts of a group add to those of the entry; its texts stand where the entry has none."""
    return {
        key: f"{own.get(key, '')} {value}" if key in _CONTEXTS else own.get(key, value) for key, value in shared.items()
    }


def _fields(name: str, line: int, parts: list[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for part in parts:
        key, mark, value = part.replace(":", "：", 1).partition("：")
        if key not in (*_CONTEXTS, *_TEXTS):
            known = "、".join((*_CONTEXTS, *_TEXTS))
            raise _broken(name, line, f"没有“{key[:20]}”这一项", f"{did_you_mean(key, _CONTEXTS)}可以写：{known}")
        if key in given or not mark or not value.strip():
            raise _broken(name, line, f"“{key}”后面没有写，或写了两遍", _FORM)
        given[key] = fold(value) if key in _CONTEXTS else value.strip()
    return given


def _entries(name: str, group: str, line: int, head: str, given: dict[str, str]) -> Iterator[Entry]:
    """One entry for all words of a line; where each has its own right one, an entry a pair."""
    written, arrow, put = head.partition("→")
    words, rights = _split(fold(written)), _split(put)
    since = given.get("自", "")
    if not words or (arrow and not rights):
        raise _broken(name, line, f"“{head[:20]}”缺一边", _FORM)
    if short := next((word for word in words if len(word) < 2), None):
        raise _broken(name, line, f"“{short}”太短，会到处误中", "至少写两个字，把它前后的字也写上")
    if since and real_day(since) is None:
        raise _broken(name, line, f"“{since[:20]}”不是日期", "写成 2018-04-01 这样")
    if len(rights) not in (0, 1, len(words)):
        raise _broken(
            name,
            line,
            f"左边有 {len(words)} 个词，右边有 {len(rights)} 个",
            "右边只写一个，或者一一对应；任选的用“或”连接",
        )
    contexts = [tuple(given.get(key, "").split()) for key in _CONTEXTS]
    shared = [words] if len(rights) < 2 else [(word,) for word in words]
    for each, right in zip(shared, rights or ("",), strict=True):
        yield Entry(name, group, each, right, given.get("注", ""), given.get("据", ""), since, *contexts)


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.replace("、", " ").split())


def _broken(name: str, line: int, what: str, cure: str) -> Unable:
    return Unable(f"词表 lanmu/rules/lists/{name}.yaml 第 {line + 1} 行：{what}", cure)

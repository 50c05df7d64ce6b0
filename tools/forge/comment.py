"""The one review comment of a merge request: composed from values, so that equal facts give an equal text.

Everything that authors can write (paths, titles, words of their articles in a message) goes through ``escaped``: it can
neither end the comment's structure, nor call anybody (``@name``), nor name an issue, nor give the server an order
(``/approve`` at the start of a line).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from lanmu.finding import ERROR, Finding
from lanmu.report.terminal import place, seen
from tools.forge import MARK

_MOST = 50  # findings that are written out
_LONGEST = 400  # characters of one text
_REVIEW = "R9"  # findings about approvals
# What a server turns into a reference is parted by a character that takes no room; so are addresses.
_REFERENCE = re.compile(r"(?<=[@#!~$%&^])(?=\S)|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
_JOINER = "\u2060"
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>#!~|&@$%^])")  # what means something inside a line of Markdown


class Size(NamedTuple):
    """How large a change is."""

    files: int
    added: int  # lines
    removed: int


class Facts(NamedTuple):
    """All that the comment tells."""

    findings: Sequence[Finding]
    size: Size
    head: str  # commit that was judged
    preview: str = ""  # address of the built site


def compose(facts: Facts) -> str:
    """The comment in Markdown, beginning with ``tools.forge.MARK``."""
    missing = [finding for finding in facts.findings if finding.rule.startswith(_REVIEW)]
    faults = [finding for finding in facts.findings if not finding.rule.startswith(_REVIEW)]
    lines = [MARK, f"### {_headline(faults, missing)}", "", f"- 改动：{_size(facts.size)}"]
    if facts.preview:
        lines.append(f"- 预览：<{_address(facts.preview)}>")
    lines += [*_approvals(missing), *_faults(faults)]
    return "\n".join([*lines, "", f"检查的是提交 `{facts.head[:12]}`；再次推送后，这条评论会更新。"]) + "\n"


def escaped(text: str) -> str:
    """``text`` on one line, as the words that it holds and nothing else."""
    flat = seen(" ".join(text.split()))
    short = flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"
    return _PUNCTUATION.sub(r"\\\1", _REFERENCE.sub(_JOINER, short))


def _headline(faults: Sequence[Finding], missing: Sequence[Finding]) -> str:
    errors = sum(finding.severity == ERROR for finding in faults)
    if errors:
        return f"有 {errors} 个错误要改"
    return "没有错误，还缺审批" if missing else "没有错误"


def _size(size: Size) -> str:
    return f"{size.files} 个文件，增加 {size.added} 行，删去 {size.removed} 行"


def _address(url: str) -> str:
    """An address that cannot end the brackets around it."""
    return re.sub(r"[\s<>\\]", "", url)


def _approvals(missing: Sequence[Finding]) -> Iterator[str]:
    if missing:
        yield from ("", "#### 还要由谁审批")
        yield from _listed(missing)


def _faults(faults: Sequence[Finding]) -> Iterator[str]:
    if faults:
        yield from ("", "#### 检查结果")
        yield from _listed(faults)


def _listed(findings: Sequence[Finding]) -> Iterator[str]:
    """Findings by file; of more than fit the errors go first, and the rest is counted."""
    ranked = sorted(findings, key=lambda finding: (finding.severity != ERROR, *finding.place))
    shown = sorted(ranked[:_MOST], key=lambda finding: finding.place)
    for path, group in groupby(shown, key=lambda finding: finding.path):
        yield from ("", f"**{escaped(path)}**", "")
        for finding in group:
            kind = "错误" if finding.severity == ERROR else "提醒"
            where = "" if finding.line is None and finding.where is None else f"{escaped(place(finding))}　"
            yield f"- {kind} {finding.rule}　{where}{escaped(finding.message)}"
            yield f"  - 改法：{escaped(finding.cure)}"
    if len(ranked) > _MOST:
        yield from ("", f"另有 {len(ranked) - _MOST} 项没有列出，运行 `lanmu check --range` 查看全部。")

"""Whatever bytes an author commits, the check comes back: no crash, no hang, little memory, nothing written."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lanmu.finding import Finding
from lanmu.rules import engine, examples
from lanmu.rules.rule import Example
from lanmu.rules.sample import DOCUMENT, FILES, NEWS
from tests.hang import no_hang
from tests.leaks import damaged, places

ROOT = Path(__file__).parents[2]
CASES = 5000  # of each of the four kinds
BATCH = 250
MEMORY = 500 * 1024  # KB

_VISIBLE = """
★ ☆ 绝密 机密 秘 密 内部资料 请示 报告 函 省人民政府： 妥否，请批示。 身份证号 卡号： 手机 138 0351 0042 140105198001011234
6222021234567894 1 X ０ ① ㊙ &# &#x7edd; &#32477 &starf; & ; < > <!-- --> <b> </b> <span style=' display:none '> <a href="
"> </a> <script> javascript: data: [ ] ( ) ![ ]( ` ``` ~~~ * ** _ \\ | |---| # - 1. 。 ， , https:// www.shifan.gov.cn
tel: mailto: ../ 待填 截止 \\u7edd 〔2026〕 [2026] 第08号 a % =
"""
_UNSEEN = ("\u200b", "\u202e", "\u00ad", "\u0301", "\t", " ", "\n", "\n\n", "\r", "\0", "\ufeff", "\ud7ff")
_SIGNS = (*_VISIBLE.split(), *_UNSEEN, "# ", "- ", "1. ", "> ", "    ")
_FIELDS = """
title date source type author summary keywords image attachments disclosure decision consultation waive confirm rule
reason by file doc_number index_number phone email link question reply data event_date archive columns basis unknown
"""
_YAML = (
    *(": ", ":", "\n", "\n  ", "\n- ", "\n  - ", "|\n  ", ">-\n  ", '"', "'", "[", "]", "{", "}", ",", "#"),
    *("&a ", "*a", "!!python/x ", "B201", "true", "2026-03-20", "---\n"),
)

markdown = st.lists(st.sampled_from(_SIGNS), max_size=40).map("".join)
_row = st.tuples(*map(st.sampled_from, (_FIELDS.split(), _YAML, _SIGNS, (*_SIGNS, *_YAML)))).map("".join)
front = st.lists(_row, max_size=12).map("\n".join)


def _article(head: str, body: str) -> bytes:
    return f"---\n{head}\n---\n\n{body}".encode("utf-8", "surrogatepass")


def _cut(parts: tuple[str, int, bytes, int]) -> bytes:
    """A sound article with some of its bytes replaced."""
    path, start, new, length = parts
    data = FILES[path].encode()
    return data[:start] + new + data[start + length :]


KINDS: dict[str, st.SearchStrategy[bytes]] = {
    "bytes": st.one_of(
        st.binary(max_size=200),
        st.tuples(
            st.sampled_from((NEWS, DOCUMENT)), st.integers(0, 700), st.binary(max_size=20), st.integers(0, 40)
        ).map(_cut),
    ),
    "front matter": st.builds(_article, front, st.just("正文。\n")),
    "markdown": st.builds(_article, st.just("title: 标题\ndate: 2026-03-20\nsource: 省科技厅"), markdown),
    "anything": st.builds(_article, st.one_of(front, st.text(max_size=60)), st.one_of(markdown, st.text(max_size=120))),
}


def drawn(kind: str) -> list[bytes]:
    """Articles that hypothesis makes up, the same each time."""
    found: list[bytes] = []

    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(KINDS[kind])
    def draw(data: bytes) -> None:
        found.append(data)

    draw()
    return (found * (CASES // len(found) + 1))[:CASES]


def check(root: Path, batch: Sequence[bytes]) -> tuple[Finding, ...]:
    """What the check says of a portal of these articles."""
    folder = root / places.NEWS_FOLDER
    for old in folder.glob("*.md"):
        old.unlink()
    for number, data in enumerate(batch):
        (folder / f"{places.slug(number)}.md").write_bytes(data)
    with no_hang():
        return engine.check(root)


@pytest.mark.parametrize("kind", KINDS)
def test_no_article_stops_the_check(kind: str, tmp_path: Path) -> None:
    examples.write(tmp_path, Example({}))
    cases = drawn(kind)
    for start in range(0, CASES, BATCH):
        found = check(tmp_path, cases[start : start + BATCH])
        for finding in found:
            assert finding.line is None or finding.line >= 1, finding
            assert finding.column is None or finding.column >= 1, finding
            finding.message.encode()
            finding.cure.encode()
        json.dumps(found)


# The peak of a process's own memory is VmHWM: ru_maxrss counts that of whoever started it, too.
_CHILD = """
import json, re, resource, sys
from pathlib import Path
from lanmu.rules import engine
found = engine.check(Path(sys.argv[1]))
own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(json.dumps({"found": found, "peaks": [own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]}))
"""


def _snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _laid(corpus: Sequence[damaged.Damaged]) -> dict[str, str | bytes | None]:
    laid: dict[str, str | bytes | None] = {}
    for number, item in enumerate(corpus):
        target = f"{places.slug(number)}/fu-jian.{item.ending}"
        head = f"title: 附件之{number}\ndate: {places.DAY}\nsource: 省科技厅"
        laid[f"{places.NEWS_FOLDER}/{places.slug(number)}.md"] = _article(head, f"[附表]({target})\n")
        laid[f"{places.NEWS_FOLDER}/{target}"] = item.data
    return laid


@pytest.mark.skipif(sys.platform != "linux", reason="缺少 /proc：在 Linux 上运行")
def test_damaged_documents_cost_little_and_leave_nothing_behind(tmp_path: Path) -> None:
    corpus = list(damaged.corpus(1))
    root, cache = tmp_path / "a" / "portal", tmp_path / "cache"
    cache.mkdir()
    examples.write(root, Example(_laid(corpus)))
    before = _snapshot(tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, str(root)],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "TMPDIR": str(cache)},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert "Traceback" not in run.stderr
    said = json.loads(run.stdout)
    assert max(said["peaks"]) < MEMORY, said["peaks"]
    after = {path: data for path, data in _snapshot(tmp_path).items() if not path.startswith(str(cache))}
    assert after == before
    found = [Finding(*row) for row in said["found"]]
    refused = {finding.path for finding in found if finding.rule.startswith("A") and finding.severity == "error"}
    passed = [
        item.name
        for number, item in enumerate(corpus)
        if item.refused and f"{places.NEWS_FOLDER}/{places.slug(number)}/fu-jian.{item.ending}" not in refused
    ]
    assert passed == []

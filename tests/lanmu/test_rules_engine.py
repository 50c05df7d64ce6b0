"""Which files the check reads, and that nothing anyone writes can stop it."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanmu.article import Article
from lanmu.finding import Finding
from lanmu.marked import Map
from lanmu.refusal import Unable
from lanmu.rules import engine, examples
from lanmu.rules.form.body import Body
from lanmu.rules.rule import Example
from lanmu.rules.sample import COLUMNS, DOCUMENT, FILES, NEWS, edited
from lanmu.tree import Disk
from tests.hang import no_hang


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample with one fault in each of two articles and one in the table."""
    changed = {
        **edited(NEWS, ("source: 省科技厅\n", "")),
        **edited(DOCUMENT, ("validity: 有效", "validity: 现行")),
        **edited(COLUMNS, ("office: bgt\nroles", "office: bgt\nfoo: 1\nroles")),
    }
    examples.write(tmp_path, Example(changed))
    return tmp_path


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.path) for finding in found]


def test_the_whole_tree(root: Path) -> None:
    assert codes(engine.check(root)) == [("C705", COLUMNS), ("F101", NEWS), ("F110", DOCUMENT)]
    assert engine.check(root, ["."]) == engine.check(root)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([NEWS], [("F101", NEWS)]),
        ([NEWS, NEWS, "content/kjt/bmdt"], [("F101", NEWS)]),
        (["content/kjt/zcwj/"], [("F110", DOCUMENT)]),
        (["content"], [("F101", NEWS), ("F110", DOCUMENT)]),
        ([COLUMNS], [("C705", COLUMNS)]),
        (["./content/../" + COLUMNS], [("C705", COLUMNS)]),
        (["content/lyj"], []),
        (["README.md"], []),
        ([], []),
    ],
)
def test_some_paths(root: Path, paths: list[str], expected: list[tuple[str, str]]) -> None:
    (root / "content/lyj").mkdir(parents=True)
    (root / "README.md").write_text("不是文章\n", encoding="utf-8")
    assert codes(engine.check(root, paths)) == expected


@pytest.mark.parametrize("path", ["content/kjt/none.md", "../else.md", "/etc", "content/../../x"])
def test_a_path_that_is_not_there(root: Path, path: str) -> None:
    with pytest.raises(Unable):
        engine.check(root, [path])


def test_without_a_table_its_findings_speak(root: Path) -> None:
    (root / COLUMNS).unlink()
    assert [finding.path for finding in engine.check(root, [NEWS])] == [COLUMNS]


def test_a_link_out_of_the_tree_is_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "2026-03-20-a.md").write_text("秘密\n", encoding="utf-8")
    (outside / "a.pdf").write_bytes(b"%PDF")
    os.symlink(outside, root / "content/kjt/bmdt/link")
    os.symlink(outside / "2026-03-20-a.md", root / "content/kjt/bmdt/2026-03-20-a.md")
    (root / NEWS).write_text(FILES[NEWS] + "\n[甲](link/a.pdf)\n", encoding="utf-8")
    article, folder = "content/kjt/bmdt/2026-03-20-a.md", "content/kjt/bmdt/link"
    assert codes(engine.check(root, ["content/kjt/bmdt/"])) == [("F103", article), ("L502", NEWS), ("F103", folder)]
    assert codes(engine.check(root, [article, f"{folder}/2026-03-20-a.md"])) == [("F103", article), ("F103", folder)]


def test_content_that_is_no_folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (root / COLUMNS).write_text(FILES[COLUMNS], encoding="utf-8")
    moved = tmp_path_factory.mktemp("moved") / "content"
    (root / "content").rename(moved)
    assert engine.check(root) == ()
    os.symlink(moved, root / "content")
    assert codes(engine.check(root)) == [("F103", "content")]
    assert codes(engine.check(root, [NEWS, "content"])) == [("F103", "content")]
    (root / "content").unlink()
    (root / "content").write_text("不是文件夹\n", encoding="utf-8")
    assert codes(engine.check(root)) == [("F103", "content")]


def test_a_pipe_is_not_opened(root: Path) -> None:
    os.mkfifo(root / "content/kjt/bmdt/2026-03-20-pipe.md")
    pipe = "content/kjt/bmdt/2026-03-20-pipe.md"
    assert codes(engine.check(root, ["content/kjt/bmdt"])) == [("F101", NEWS), ("F103", pipe)]
    assert codes(engine.check(root, [pipe])) == [("F103", pipe)]


def test_a_file_that_cannot_be_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Disk.read

    def denied(tree: Disk, path: str, most: int) -> bytes:
        if path == NEWS:
            raise PermissionError(13, "Permission denied", path)
        return real(tree, path, most)

    monkeypatch.setattr(Disk, "read", denied)
    with pytest.raises(Unable, match="读不了"):
        engine.check(root)


def test_a_folder_that_ends_like_an_article(root: Path) -> None:
    (root / "content/kjt/bmdt/2026-03-20-a.md").mkdir()
    assert ("F101", NEWS) in codes(engine.check(root))


def test_a_name_that_is_no_text(root: Path) -> None:
    name = b"content/kjt/bmdt/2026-03-20-\xff.md"
    with open(os.fsencode(root) + b"/" + name, "wb") as file:
        file.write(FILES[NEWS].encode())
    found = [finding for finding in engine.check(root) if finding.rule == "F103"]
    assert [finding.path for finding in found] == [os.fsdecode(name)]


def test_each_article_is_read_once_and_once_more_where_links_lead_to_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = Disk.read
    monkeypatch.setattr(Disk, "read", lambda tree, path, most: read.append(path) or real(tree, path, most))
    engine.check(root, ["content", NEWS])
    assert sorted(path for path in read if path.endswith(".md")) == sorted([NEWS, DOCUMENT, DOCUMENT])


def test_loading_the_rules_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    heavy = "pelican markdown click pypinyin jinja2 nh3 git"
    code = f"import sys, lanmu.rules.engine; sys.exit(' '.join(m for m in '{heavy}'.split() if m in sys.modules) or 0)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


# Whatever stands in a file: findings, and no more.
_MARKS = st.sampled_from(
    ["---\n", "title: ", "date: 2026-03-20\n", "source: 甲\n", "[", "](", ")", "`", "```\n", "<a href=", "<!--", "-->",
     "\\", "#", "待填", ": ", "- ", "\n", "    ", "../", "%00", "&a ", "*a", "!!x ", "{", "}", "\"", "\t", "\ufeff", "：",
     "attachments:\n  - file: ", "columns: [", "type: ", "\U0001f600"]
)  # fmt: skip
_TEXTS = st.lists(st.one_of(_MARKS, st.text(max_size=12)), max_size=40).map(
    lambda parts: "".join(parts).encode("utf-8", "replace")
)
_HEAD, _, _TAIL = FILES[NEWS].partition("---\n\n")
_BODIES = _TEXTS.map(lambda data: f"{_HEAD}---\n\n".encode() + data)
_HEADS = _TEXTS.map(lambda data: b"---\n" + data + f"\n---\n{_TAIL}".encode())


@given(st.one_of(st.binary(max_size=300), _TEXTS, _BODIES, _HEADS))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_findings(root: Path, data: bytes) -> None:
    (root / NEWS).write_bytes(data)
    for finding in engine.check(root, [NEWS]):
        assert finding.path == NEWS
        assert finding.line is None or 1 <= finding.line <= data.count(b"\n") + data.count(b"\r") + 2
        assert all((finding.message, finding.cure, finding.basis))


HOSTILE = {
    "open links": "](",
    "links in links": "](](z)",
    "links on one line": "[a](#b) ",
    "backticks": "` `` ``` ",
    "backticks of every length": "".join("`" * length + " " for length in range(1, 1400)),
    "open tags": "<a ",
    "open attributes": '<a href="',
    "open comments": "<!-- ",
    "brackets": "](a(b)",
    "definitions": "[x]: a.b\n",
    "blanks": "](a" + " " * 1000,
    "code": "    a\n",
    "fences": "```\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_body_is_scanned_in_linear_time(name: str) -> None:
    text = (HOSTILE[name] * (300_000 // len(HOSTILE[name]) + 1))[:300_000]
    article = Article(NEWS, None, Map(), text, 1)
    with no_hang():
        for _ in Body(article).links():
            pass

"""What earlier checks found is believed exactly as long as it is true, and is never needed."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from lanmu import cache, portals
from lanmu.extract import Extracted, Trouble
from lanmu.finding import Finding, Fix
from lanmu.rules import engine
from lanmu.rules.files import Files
from lanmu.rules.memory import Memory
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS
from lanmu.tree import Disk
from tests.hang import no_hang

REPOSITORY = Path(__file__).parents[2]
HIDDEN = "source: 省科技厅\ndisclosure: 不予公开\ndisclosure_basis: 政府信息公开条例第十六条\ndisclosure_reason: 属于过程性信息\n"
NEW = "content/kjt/bmdt/2026-03-22-new.md"
MARKER = "X000"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample with a fault in each article, and a cache folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for path, text in FILES.items():
        write(tmp_path / "portal", path, text)
    write(tmp_path / "portal", NEWS, FILES[NEWS] + "密级：机密★5年\n")
    write(tmp_path / "portal", ATTACHMENT, FILES[ATTACHMENT] + "手机,13803510042,\n")
    return tmp_path / "portal"


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def file(root: Path) -> Path:
    folder = cache.folder(root)
    assert folder is not None
    return folder / "check.sqlite"


def fresh(root: Path) -> tuple[Finding, ...]:
    """Findings without any memory."""
    return engine.examine(Disk(root), None, None).findings


def plant(root: Path) -> None:
    """Put a mark into everything that is remembered about articles, as if it had been found."""
    engine.check(root)
    memory = Memory(root, portals.table(Disk(root)))
    with closing(sqlite3.connect(file(root))) as db:
        for key, value in db.execute("SELECT key, value FROM known WHERE key LIKE '''content/%'").fetchall():
            _, *others = json.loads(value)
            path = key.split("'")[1]
            said = json.dumps([[[MARKER, "mark", "warning", path, 1, 1, None, "甲", "乙", "丙", None]], *others])
            db.execute("UPDATE known SET value = ?, seal = ? WHERE key = ?", (said, memory._seal(said), key))
        db.commit()


def recalled(root: Path) -> set[str]:
    """Articles of which the planted mark is believed."""
    return {finding.path for finding in engine.check(root) if finding.rule == MARKER}


def append(path: str, text: str) -> Callable[[Path], None]:
    return lambda root: write(root, path, (root / path).read_text("utf-8") + text)


def withhold(root: Path) -> None:
    write(root, DOCUMENT, FILES[DOCUMENT].replace("source: 省科技厅\n", HIDDEN))


CHANGES: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "nothing": (lambda root: None, {NEWS, DOCUMENT}),
    "a time": (lambda root: os.utime(root / NEWS, (1, 1)), {NEWS, DOCUMENT}),
    "an article": (append(NEWS, "又一句。\n"), {DOCUMENT}),
    "what it links to, which is still there": (append(DOCUMENT, "又一句。\n"), {NEWS}),
    "what it links to goes": (lambda root: (root / DOCUMENT).unlink(), set()),
    "what it links to leaves the site": (withhold, set()),
    "an attachment": (append(ATTACHMENT, "甲,乙,丙\n"), {NEWS}),
    "an attachment goes": (lambda root: (root / ATTACHMENT).unlink(), {NEWS}),
    "one more attachment": (lambda root: write(root, ATTACHMENT.replace(".csv", ".txt"), "甲\n"), {NEWS}),
    "one more article": (lambda root: write(root, NEW, FILES[NEWS]), {NEWS, DOCUMENT}),
    "the table": (append(COLUMNS, "# 备注\n"), set()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_makes_void_what_depends_on_it(name: str, root: Path) -> None:
    change, stand = CHANGES[name]
    plant(root)
    change(root)
    assert recalled(root) == stand


@pytest.mark.parametrize("name", CHANGES)
def test_after_a_change_the_findings_are_true(name: str, root: Path) -> None:
    for _ in range(2):
        assert engine.check(root) == fresh(root)
    CHANGES[name][0](root)
    for _ in range(2):
        assert engine.check(root) == fresh(root)


@pytest.mark.parametrize("path", ["rules/banned/letters.py", "rules/lists/terms.yaml", "types.yaml", "fold.py"])
def test_a_rule_that_is_edited_makes_all_void(path: str, root: Path, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "lanmu", tmp_path / "own/lanmu", ignore=shutil.ignore_patterns("__pycache__"))
    surroundings = os.environ | {
        "PYTHONPATH": f"{tmp_path / 'own'}{os.pathsep}{REPOSITORY}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run(call: str) -> str:
        code = f"import sys, pathlib\nfrom tests.lanmu.test_rules_memory import *\nroot = pathlib.Path(sys.argv[1])\n{call}"
        command = [sys.executable, "-c", code, str(root)]
        return subprocess.run(
            command, env=surroundings, cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout

    run("plant(root)")
    assert run("print(len(recalled(root)))") == "2\n"
    os.utime(tmp_path / "own/lanmu" / path, (1, 1))
    assert run("print(len(recalled(root)))") == "0\n"


def test_everything_kept_comes_back_as_it_was(root: Path) -> None:
    table = portals.table(Disk(root))
    finding = Finding("W301", "a", "warning", NEWS, 1, 2, None, "甲", "乙", "丙", Fix(1, 2, "三"))
    odd = os.fsdecode(b"content/\xff.md")
    read = Extracted("docx", "甲\n乙", ((0, "第1段"), (2, "第2段")), (Trouble("legacy", None, "doc"),))
    files = Files(Disk(root))
    files.has(NEWS)
    files.below("content/kjt/zcwj")
    with Memory(root, table) as memory:
        memory.keep(odd, b"1", files, ((finding,), None, ()))
        memory.keep_text("a/b.docx", b"2", read)
    with Memory(root, table) as memory:
        assert memory.recall(odd, b"1", files) == ((finding,), None, ())
        assert memory.recall(odd, b"2", files) is memory.recall(NEWS, b"1", files) is None
        assert memory.text("c/d.docx", b"2") == read
        assert memory.text("a/b.pdf", b"2") is memory.text("a/b.docx", b"3") is None


@pytest.mark.parametrize("kind", ["timeout", "memory"])
def test_a_trouble_that_may_pass_is_not_kept(kind: str, root: Path) -> None:
    with Memory(root, b"") as memory:
        memory.keep_text("a.pdf", b"1", Extracted("", "", (), (Trouble(kind, None, ""),)))
        assert memory.text("a.pdf", b"1") is None


def test_another_environment_is_not_believed_even_while_both_are_at_work(root: Path) -> None:
    read = Extracted("txt", "甲", (), ())
    with Memory(root, b"one") as one:
        with Memory(root, b"two") as two:
            two.keep_text("a.txt", b"1", read)
        assert one.text("a.txt", b"1") is None
        one.keep_text("b.txt", b"1", read)
    with Memory(root, b"two") as two:
        assert two.text("b.txt", b"1") is None


# Whatever lies in the folder, the findings are the same.


def scrap(kind: str, path: Path) -> None:
    """Leave something else where the file was."""
    data = path.read_bytes()
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "another program's":
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE known (other TEXT)")
    elif kind == "values of another kind":
        path.write_bytes(data)
        with closing(sqlite3.connect(path)) as db:
            db.execute("UPDATE known SET value = CAST(value AS BLOB) WHERE key <> ''")
            db.commit()
    elif kind == "link":
        path.symlink_to("nowhere/at/all")
    else:
        path.write_bytes(
            {"empty": b"", "text": "不是数据库\n".encode() * 999, "half": data[: len(data) // 2], "head": data[:100]}[
                kind
            ]
        )


@pytest.mark.parametrize(
    "kind", ["folder", "another program's", "values of another kind", "link", "empty", "text", "half", "head"]
)
def test_something_else_in_its_place(kind: str, root: Path) -> None:
    expected = engine.check(root)
    scrap(kind, file(root))
    assert [engine.check(root) for _ in range(2)] == [expected] * 2


@pytest.mark.parametrize("kind", ["empty", "text", "half"])
def test_a_damaged_file_is_begun_anew(kind: str, root: Path) -> None:
    engine.check(root)
    scrap(kind, file(root))
    plant(root)
    assert recalled(root) == {NEWS, DOCUMENT}


@pytest.mark.parametrize("seed", range(36))
def test_any_damage(seed: int, root: Path) -> None:
    expected = engine.check(root)
    rng, path = random.Random(seed), file(root)
    data = bytearray(path.read_bytes())
    for _ in range(rng.choice((1, 8, 200))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    path.write_bytes(data[: rng.choice((len(data), rng.randrange(len(data))))])
    if seed % 4 == 0:
        path.with_name(f"{path.name}-journal").write_bytes(rng.randbytes(600))
    with no_hang():
        assert [engine.check(root) for _ in range(2)] == [expected] * 2


@pytest.mark.parametrize("lock", ["EXCLUSIVE", "IMMEDIATE"])
def test_another_check_is_writing(lock: str, root: Path) -> None:
    expected = engine.check(root)
    for number in range(40):
        write(root, f"content/kjt/zcwj/note-{number}.txt", f"{number}\n")
    with closing(sqlite3.connect(file(root))) as db:
        db.execute(f"BEGIN {lock}")
        with no_hang():
            assert engine.check(root) == expected
    assert engine.check(root) == expected


def test_many_checks_at_once(root: Path) -> None:
    command = [sys.executable, "-m", "tools", "check", "--format", "json"]
    surroundings = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    started = [subprocess.Popen(command, cwd=root, env=surroundings, stdout=subprocess.PIPE) for _ in range(4)]
    said = [process.communicate(timeout=120)[0] for process in started]
    assert len(set(said)) == 1
    assert {finding["rule"] for finding in json.loads(said[0])} == {finding.rule for finding in fresh(root)}


def test_a_full_disk(root: Path) -> None:
    code = (
        "import resource, sys, pathlib; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "from lanmu.rules import engine\nprint(*(f.rule for f in engine.check(pathlib.Path(sys.argv[1]))))"
    )
    command = [sys.executable, "-B", "-c", code, str(root)]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(REPOSITORY)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [finding.rule for finding in fresh(root)]


def test_a_folder_that_others_may_write_to_is_not_used(root: Path) -> None:
    plant(root)
    file(root).parent.chmod(0o777)
    assert recalled(root) == set()
    assert engine.check(root) == fresh(root)
    file_parent = Path(os.environ["XDG_CACHE_HOME"]) / "lanmu"
    next(file_parent.iterdir()).chmod(0o700)
    assert recalled(root) == {NEWS, DOCUMENT}


def test_a_folder_that_cannot_be_written_to(root: Path) -> None:
    engine.check(root)
    folder = file(root).parent
    file(root).chmod(0o400)
    folder.chmod(0o500)
    try:
        write(root, NEWS, FILES[NEWS])
        assert engine.check(root) == fresh(root)
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize("below", ["", ".cache/lanmu", ".lanmu", "content", "cache/lanmu"])
def test_what_a_tree_brings_along_is_not_believed(below: str, root: Path) -> None:
    plant(root)
    kept = file(root)
    (root / below).mkdir(parents=True, exist_ok=True)
    for name in ("check.sqlite", "portal.pickle"):
        shutil.copy(kept.with_name(name), root / below / name)
        kept.with_name(name).unlink()
    (root / below / kept.parent.name).mkdir()
    assert recalled(root) == set()

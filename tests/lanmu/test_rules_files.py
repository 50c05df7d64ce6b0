"""The files around an article: what is asked is noted, and each file is read once."""

import json
import os
from pathlib import Path

import pytest

from lanmu import attachments
from lanmu.rules import examples
from lanmu.rules.files import MAX_PATH, Files, digest
from lanmu.rules.rule import Example
from lanmu.rules.sample import ATTACHMENT, DOCUMENT, FILES, NEWS, edited
from lanmu.tree import Disk, Entry
from tests.hang import no_hang

FOLDER = ATTACHMENT.rpartition("/")[0]
WITHHELD = "source: 省科技厅\ndisclosure: 不予公开\n"


class Counted(Disk):
    """A folder that notes what is read and listed."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.done: list[str] = []

    def list(self, folder: str):  # type: ignore[no-untyped-def]  # as in the base
        self.done.append(f"list {folder}")
        return super().list(folder)

    def read(self, path: str, most: int) -> bytes:
        self.done.append(f"read {path}")
        return super().read(path, most)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    examples.write(tmp_path, Example({}))
    return tmp_path


def test_each_question_is_noted_with_its_answer(root: Path) -> None:
    files = Files(Disk(root))
    assert files.has(NEWS) and not files.has(NEWS.upper()) and not files.has("content/kjt") and not files.has("")
    assert files.names("content/kjt/bmdt") == {NEWS.rpartition("/")[2]}
    assert files.below(FOLDER) == [Entry(ATTACHMENT, True)]
    assert files.content(ATTACHMENT) == FILES[ATTACHMENT].encode()
    assert files.type_of(NEWS) == "" and files.type_of("content/none.md") is None
    assert files.is_on_site(NEWS) and files.is_on_site("content/none.md")
    assert files.asked == {
        ("has", NEWS): True,
        ("has", NEWS.upper()): False,
        ("has", "content/kjt"): False,
        ("has", ""): False,
        ("names", "content/kjt/bmdt"): [f"'{NEWS.rpartition('/')[2]}'"],
        ("below", FOLDER): [[f"'{ATTACHMENT}'", True]],
        ("bytes", ATTACHMENT): digest(FILES[ATTACHMENT].encode()),
        ("type", NEWS): "",
        ("type", "content/none.md"): None,
        ("on site", NEWS): True,
        ("on site", "content/none.md"): True,
    }


def test_a_fresh_look_gives_the_same_answers(root: Path) -> None:
    """As they come back from JSON: that is how they are remembered."""
    os.symlink("/etc", root / "content/out")
    (root / FOLDER / os.fsdecode(b"\xff.csv")).write_text("甲\n", "utf-8")
    files = Files(Disk(root))
    files.names(FOLDER), files.below(FOLDER), files.has(DOCUMENT), files.type_of(DOCUMENT), files.is_on_site(DOCUMENT)
    for entry in files.below("content"):
        files.has(entry.path)
    again = Files(Disk(root))
    for (question, path), answer in files.asked.items():
        assert again.ask(question, path) == json.loads(json.dumps(answer)) == answer
    assert again.asked == {}


def test_who_asks_outside_a_judgement_leaves_no_note(root: Path) -> None:
    files = Files(Disk(root))
    assert files.exists(NEWS) and files.listed("content/kjt/bmdt")
    assert files.asked == {}


def test_each_folder_is_listed_and_each_article_read_once(root: Path) -> None:
    tree = Counted(root)
    files = Files(tree)
    for _ in range(3):
        files.has(NEWS), files.names("content/kjt/bmdt"), files.type_of(DOCUMENT), files.is_on_site(NEWS)
    assert sorted(tree.done) == ["list content/kjt/bmdt", f"read {NEWS}", f"read {DOCUMENT}"]


@pytest.mark.parametrize(
    ("written", "on_site"),
    [
        ("disclosure: 不予公开\n", False),
        ("disclosure: 依申请公开\n", False),
        ("disclosure: 主动公开\n", True),
        ("disclosure: 写错了\n", False),
        ("", True),
    ],
)
def test_whether_an_article_is_on_the_site(written: str, on_site: bool, root: Path) -> None:
    examples.write(root, Example(edited(NEWS, ("source: 省科技厅\n", f"source: 省科技厅\n{written}"))))
    assert Files(Disk(root)).is_on_site(NEWS) is on_site


@pytest.mark.parametrize("written", ["---\n", "disclosure: 不予公开\n", "\xff", "---\ndisclosure: [\n---\n"])
def test_an_article_that_cannot_be_read_says_nothing(written: str, root: Path) -> None:
    (root / NEWS).write_bytes(written.encode("latin-1", "replace"))
    files = Files(Disk(root))
    assert (files.type_of(NEWS), files.is_on_site(NEWS)) == (None, True)


def test_an_attachment_is_read_one_byte_too_far_and_no_more(root: Path) -> None:
    with open(root / ATTACHMENT, "wb") as file:
        file.truncate(attachments.MAX_BYTES * 20)
    assert len(Files(Disk(root)).content(ATTACHMENT)) == attachments.MAX_BYTES + 1


@pytest.mark.parametrize("path", ["content/" + "a/" * MAX_PATH * 2, "a\x00b/c", "\ud800/x", "a" * 5000])
def test_hostile_paths(path: str, root: Path) -> None:
    files = Files(Disk(root))
    assert not files.has(path) and not files.below(path)
    assert files.type_of(path) is None and files.is_on_site(path)


def test_what_lies_behind_a_link_says_nothing(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An answer about a file out of the tree would tell of it."""
    outside = tmp_path_factory.mktemp("outside") / "2026-03-20-a.md"
    outside.write_text(FILES[NEWS].replace("source: 省科技厅\n", WITHHELD + "type: 新闻\n"), "utf-8")
    os.symlink(outside.parent, root / "content/kjt/out")
    os.symlink(outside, root / "content/kjt/bmdt/2026-03-20-a.md")
    files = Files(Disk(root))
    for path in ("content/kjt/out/2026-03-20-a.md", "content/kjt/bmdt/2026-03-20-a.md"):
        assert (files.has(path), files.type_of(path), files.is_on_site(path)) == (False, None, True)
        with pytest.raises(OSError, match=r"."):
            files.content(path)


def test_a_pipe_that_is_linked_is_not_waited_for(root: Path) -> None:
    from lanmu.rules import engine

    pipe = "content/kjt/bmdt/2026-03-20-pipe.md"
    os.mkfifo(root / pipe)
    examples.write(root, Example({NEWS: FILES[NEWS] + "\n[甲](2026-03-20-pipe.md)\n"}))
    with no_hang(20):
        found = engine.check(root)
    assert [(finding.rule, finding.path) for finding in found] == [("L501", NEWS), ("F103", pipe)]

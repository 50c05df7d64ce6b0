"""Changes of the working tree: found by size and times, and never by following a link."""

import os
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from lanmu import clock, sources
from lanmu.index import Index, Source
from lanmu.refusal import Unable
from lanmu.rules.sample import ATTACHMENT, DOCUMENT, FILES, NEWS
from lanmu.sources import Changes, Stat, WorkingTree, blob_id
from tests.hang import no_hang

CONTENTS = {NEWS, DOCUMENT, ATTACHMENT}
HOUR = 3_600_000_000_000  # ns


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        write(tmp_path / "portal", path, text.encode())
    return tmp_path / "portal"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index.sqlite", fresh=True)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour has passed, so that the times of all files prove something."""
    now = clock.ticks
    monkeypatch.setattr(clock, "ticks", lambda: now() + HOUR)


def write(root: Path, path: str, data: bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)


def look(root: Path, index: Index) -> tuple[set[str], set[str]]:
    """What changed since the last look; the index knows it then."""
    found = WorkingTree(root).changes(index)
    index.put_sources(Source(one.path, "", one.size, one.stamp, "") for one in found.present)
    index.drop_sources(found.gone)
    return {one.path for one in found.present}, set(found.gone)


def test_everything_is_new_once(root: Path, index: Index) -> None:
    assert look(root, index) == (CONTENTS, set())
    assert look(root, index) == (set(), set())


def test_what_was_added_edited_and_removed(root: Path, index: Index) -> None:
    look(root, index)
    write(root, "content/kjt/bmdt/new.md", b"")
    write(root, NEWS, b"---\n")
    (root / DOCUMENT).unlink()
    assert look(root, index) == ({"content/kjt/bmdt/new.md", NEWS}, {DOCUMENT})
    assert look(root, index) == (set(), set())


def test_an_edit_of_the_same_size_shows_by_its_times(root: Path, index: Index) -> None:
    look(root, index)
    before = (root / NEWS).stat()
    write(root, NEWS, FILES[NEWS].replace("推进会", "推进汇").encode())
    os.utime(root / NEWS, ns=(before.st_atime_ns, before.st_mtime_ns))  # as some tools do; they cannot set ctime
    assert (root / NEWS).stat().st_size == before.st_size
    assert look(root, index)[0] == {NEWS}


def test_another_file_under_the_name_shows(root: Path, index: Index) -> None:
    look(root, index)
    write(root, "content/x", (root / NEWS).read_bytes())
    os.replace(root / "content/x", root / NEWS)
    assert look(root, index)[0] == {NEWS}


def test_what_changed_just_now_proves_nothing(root: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """It could change once more within the same tick, so it is looked at again until it has rested."""
    last = max((root / path).stat().st_ctime_ns for path in CONTENTS)
    monkeypatch.setattr(clock, "ticks", lambda: last)
    found = WorkingTree(root).changes(index)
    assert {one.path for one in found.present} == CONTENTS
    assert {one.stamp for one in found.present} == {""}
    assert look(root, index) == look(root, index) == (CONTENTS, set())
    monkeypatch.setattr(clock, "ticks", lambda: last + HOUR)
    assert look(root, index) == (CONTENTS, set())
    assert look(root, index) == (set(), set())


def test_a_time_to_come_proves_nothing(root: Path, index: Index) -> None:
    ahead = clock.ticks() + 24 * HOUR
    os.utime(root / NEWS, ns=(ahead, ahead))
    look(root, index)
    assert look(root, index) == ({NEWS}, set())


@pytest.mark.parametrize("name", [".hidden.md", ".git/a.md", "kjt/.obsidian/a.md", "kjt/bmdt/.DS_Store", ".x"])
def test_hidden_names_belong_to_some_program(name: str, root: Path, index: Index) -> None:
    look(root, index)
    write(root, f"content/{name}", b"x")
    assert look(root, index) == (set(), set())


def test_names_that_are_no_text(root: Path, index: Index) -> None:
    """No address can hold them; what may be meant as an article is told to its author all the same."""
    name = os.fsdecode(b"content/kjt/\xff")
    for path in (f"{name}.md", f"{name}.png", f"{name}/a.png", f"{name}/b.md"):
        write(root, path, b"x")
    found = WorkingTree(root).changes(index)
    assert {one.path for one in found.present} == CONTENTS | {f"{name}.md", f"{name}/b.md"}


def test_names_of_all_kinds_are_found(root: Path, index: Index) -> None:
    names = {f"content/kjt/bmdt/{name}" for name in ("申报表.pdf", "a b.md", "-x.md", "a\nb.txt", "a:b.md", "*.md")}
    for path in names:
        write(root, path, b"x")
    assert look(root, index) == (CONTENTS | names, set())


def test_links_are_not_followed(root: Path, index: Index, tmp_path: Path) -> None:
    write(tmp_path, "elsewhere/secret.md", b"x")
    (root / "content/kjt/a.md").symlink_to(tmp_path / "elsewhere/secret.md")
    (root / "content/folder").symlink_to(tmp_path / "elsewhere")
    (root / "content/loop").symlink_to(root / "content")
    assert look(root, index) == (CONTENTS, set())


def test_a_file_that_becomes_a_link_is_gone(root: Path, index: Index, tmp_path: Path) -> None:
    look(root, index)
    (root / NEWS).rename(tmp_path / "a.md")
    (root / NEWS).symlink_to(tmp_path / "a.md")
    assert look(root, index) == (set(), {NEWS})


def test_pipes_are_no_sources(root: Path, index: Index) -> None:
    os.mkfifo(root / "content/kjt/a.md")
    assert look(root, index) == (CONTENTS, set())


@pytest.mark.parametrize("what", ["link", "broken link", "file"])
def test_content_must_be_a_folder(what: str, root: Path, index: Index, tmp_path: Path) -> None:
    (root / "content").rename(tmp_path / "moved")
    if what == "file":
        (root / "content").write_text("x")
    else:
        (root / "content").symlink_to(tmp_path / ("moved" if what == "link" else "none"))
    with pytest.raises(Unable, match="content 不是普通文件夹"):
        WorkingTree(root).changes(index)


def test_a_portal_without_content(index: Index, tmp_path: Path) -> None:
    assert WorkingTree(tmp_path).changes(index) == Changes((), ())


def test_a_source_is_opened_and_no_link(root: Path, tmp_path: Path) -> None:
    tree = WorkingTree(root)
    with tree.open(Stat(NEWS, 0, "", "")) as stream:
        assert stream.read() == FILES[NEWS].encode()
    with pytest.raises(FileNotFoundError):
        tree.open(Stat("content/none.md", 0, "", ""))
    (root / "content/a.md").symlink_to(root / NEWS)
    with pytest.raises(OSError, match="symbolic"):
        tree.open(Stat("content/a.md", 0, "", ""))
    os.mkfifo(root / "content/pipe.md")
    with no_hang(5), tree.open(Stat("content/pipe.md", 0, "", "")) as stream:
        assert stream.read() == b""


@pytest.mark.parametrize("data", [b"", b"x\n", "栏目".encode(), bytes(range(256)) * 10_000], ids=len)
def test_a_blob_has_the_name_that_git_gives_it(data: bytes, tmp_path: Path) -> None:
    command = ["git", "hash-object", "--stdin"]
    named = subprocess.run(command, input=data, capture_output=True, check=True, cwd=tmp_path)
    assert blob_id(BytesIO(data), len(data)) == named.stdout.decode().strip()


def test_without_a_revision_it_is_the_working_tree(root: Path) -> None:
    found = sources.of(root, None)
    assert isinstance(found, WorkingTree)
    assert (found.commit, found.whole()) == ("", found.tree)
    assert found.tree.read("columns.yaml", 4) == b"site"
    found.close()

"""Which index is believed, and what happens to the files of outputs that are no more."""

import os
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from lanmu.refusal import Unable
from plugins.building.output import Outputs
from tests.hang import no_hang

FILES = ("index.html", "kjt/bmdt/a.html", "kjt/bmdt/b.html", "kjt/zcwj/c/d.csv")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A file in the place of an index: what it holds is nobody's business here."""
    (tmp_path / "index.sqlite").write_bytes(b"index")
    return tmp_path / "index.sqlite"


@pytest.fixture
def outputs(tmp_path: Path) -> Iterator[Outputs]:
    """A folder with some outputs in place."""
    with _outputs(tmp_path) as found:
        for path in FILES:
            found.write(path, path.encode())
        found.commit(())
        found.staged.clear()
        yield found


def _outputs(tmp_path: Path) -> Outputs:
    return Outputs(tmp_path / "output", tmp_path / "portal")


def files(outputs: Outputs) -> set[str]:
    found = outputs.folder.rglob("*")
    return {path.relative_to(outputs.folder).as_posix() for path in found if path != outputs.stage.staging}


def test_an_index_is_known_from_when_it_is_trusted_until_it_is_doubted(tmp_path: Path, index: Path) -> None:
    with _outputs(tmp_path) as outputs:
        assert not outputs.knows(index)
        outputs.write("index.html", b"1")  # an empty folder is what no index says
        outputs.commit(())
        outputs.trust(index)
        assert outputs.knows(index)
    with _outputs(tmp_path) as outputs:
        assert outputs.knows(index)  # the next build, too
        outputs.doubt()
        assert not outputs.knows(index)
    with _outputs(tmp_path) as outputs:
        assert not outputs.knows(index)
        outputs.trust(index)
        assert outputs.knows(index)


def test_an_index_that_was_written_to_is_not_known(outputs: Outputs, index: Path) -> None:
    outputs.trust(index)
    with index.open("r+b") as file:
        file.write(b"xedni")
    assert not outputs.knows(index)


def test_an_older_copy_of_an_index_is_not_known(outputs: Outputs, index: Path, tmp_path: Path) -> None:
    """Not even one with the same bytes and times: it is another file."""
    outputs.trust(index)
    shutil.copy2(index, tmp_path / "backup")
    assert not outputs.knows(tmp_path / "backup")
    (tmp_path / "backup").replace(index)
    assert not outputs.knows(index)


def test_an_index_that_is_gone_is_not_known(outputs: Outputs, index: Path) -> None:
    outputs.trust(index)
    index.unlink()
    assert not outputs.knows(index)
    index.mkdir()
    assert not outputs.knows(index)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"1", b"\xff", b"{}", b'{"index": null}', b'{"index": [1, 2]}'])
def test_a_damaged_record_knows_no_index(data: bytes, outputs: Outputs, index: Path) -> None:
    outputs.trust(index)
    outputs.record.write_bytes(data)
    assert not outputs.knows(index)


def test_a_folder_of_its_own_has_an_index_of_its_own(tmp_path: Path, index: Path) -> None:
    one, other = (Outputs(tmp_path / name, tmp_path / "portal") for name in ("one", "other"))
    assert one.name != other.name
    with one, other:
        one.trust(index)
        assert one.knows(index)
        assert not other.knows(index)


def test_a_folder_made_anew_with_the_old_name_has_no_index(tmp_path: Path, index: Path) -> None:
    with _outputs(tmp_path) as outputs:
        outputs.trust(index)
    (tmp_path / "output").rename(tmp_path / "old")  # its inode is in use, so that the new one has another
    with _outputs(tmp_path) as outputs:
        assert not outputs.knows(index)


def test_a_record_is_never_seen_half_written(outputs: Outputs, index: Path) -> None:
    before = outputs.record.stat().st_ino
    outputs.trust(index)
    assert outputs.record.stat().st_ino != before  # put in place whole
    assert [path.suffix for path in outputs.record.parent.iterdir() if path.stem.startswith("output-")].count(
        ".json"
    ) == 1


def test_what_is_gone_is_removed_with_the_folders_that_it_leaves_empty(outputs: Outputs) -> None:
    assert outputs.commit(["kjt/bmdt/a.html", "kjt/zcwj/c/d.csv"]) == 2
    assert files(outputs) == {"index.html", "kjt", "kjt/bmdt", "kjt/bmdt/b.html"}
    assert outputs.commit(["kjt/bmdt/b.html", "index.html"]) == 2
    assert files(outputs) == set()
    assert outputs.folder.is_dir()


def test_what_is_gone_already_does_not_count(outputs: Outputs) -> None:
    (outputs.folder / "kjt/bmdt/a.html").unlink()
    assert outputs.commit(["kjt/bmdt/a.html", "none/none.html", "index.html/x.html"]) == 0
    assert "kjt/bmdt/b.html" in files(outputs)


def test_a_folder_in_the_place_of_what_is_gone_stays(outputs: Outputs) -> None:
    """A build may need it: ``a`` was a file, and now there is ``a/b``."""
    outputs.write("index.html/more.html", b"x")
    assert outputs.commit(["index.html"]) == 0
    assert {"index.html", "index.html/more.html"} <= files(outputs)


def test_what_comes_is_in_place_before_what_is_gone_goes(outputs: Outputs) -> None:
    outputs.write("kjt/bmdt/e.html", b"x")
    assert outputs.commit(["kjt/bmdt/a.html", "kjt/bmdt/b.html"]) == 2
    assert (outputs.folder / "kjt/bmdt/e.html").read_bytes() == b"x"


@pytest.mark.parametrize("path", ["../portal/columns.yaml", "/etc/x", "", "a/../../x"])
def test_nothing_outside_is_removed_or_read(path: str, outputs: Outputs) -> None:
    with pytest.raises(ValueError, match="outside"):
        outputs.commit([path])
    with pytest.raises(ValueError, match="outside"):
        outputs.read(path)


def test_the_bytes_that_an_output_will_have(outputs: Outputs) -> None:
    outputs.write("index.html", b"new")
    outputs.write("kjt/new.html", b"more")
    outputs.write("kjt/bmdt/a.html", b"kjt/bmdt/a.html")  # as it is
    assert [outputs.read(path) for path in ("index.html", "kjt/new.html", "kjt/bmdt/a.html")] == [
        b"new",
        b"more",
        b"kjt/bmdt/a.html",
    ]
    assert (outputs.folder / "index.html").read_bytes() == b"index.html"
    assert outputs.staged.keys() == {"index.html", "kjt/new.html"}


def test_files_that_nobody_owns(outputs: Outputs, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/x.html").touch()
    (outputs.folder / "kjt/link").symlink_to(tmp_path / "elsewhere")
    (outputs.folder / "kjt/broken").symlink_to(tmp_path / "none")
    owned = {"index.html", "kjt/bmdt/a.html"}
    foreign = outputs.foreign(owned)
    assert sorted(foreign) == ["kjt/bmdt/b.html", "kjt/broken", "kjt/link", "kjt/zcwj/c/d.csv"]
    assert outputs.commit(foreign) == 4
    assert (tmp_path / "elsewhere/x.html").exists()
    assert files(outputs) == {"index.html", "kjt", "kjt/bmdt", "kjt/bmdt/a.html"}


def test_more_files_than_are_made_durable_one_by_one(outputs: Outputs) -> None:
    many = {f"a/{number}.html" for number in range(150)}
    for path in many:
        outputs.write(path, b"x")
    assert outputs.commit(()) == 0
    assert {f"a/{path.name}" for path in (outputs.folder / "a").iterdir()} == many


def _linked(outputs: Outputs, tmp_path: Path) -> Path:
    (outputs.folder / "kjt").rename(tmp_path / "elsewhere")
    (outputs.folder / "kjt").symlink_to(tmp_path / "elsewhere")
    return tmp_path / "elsewhere"


def test_nothing_is_removed_behind_a_link(outputs: Outputs, tmp_path: Path) -> None:
    elsewhere = _linked(outputs, tmp_path)
    assert outputs.commit(["kjt/bmdt/a.html", "kjt/zcwj/c/d.csv"]) == 0
    assert (elsewhere / "bmdt/a.html").exists()
    assert (elsewhere / "zcwj/c/d.csv").exists()


def test_what_lies_behind_a_link_is_not_in_place(tmp_path: Path) -> None:
    for linked in (False, True):
        with _outputs(tmp_path) as outputs:
            if linked:
                _linked(outputs, tmp_path)
            for path in FILES:
                outputs.write(path, path.encode())
            outputs.commit(outputs.foreign(set(FILES)))
    assert all((outputs.folder / path).is_file() for path in FILES)
    assert not (outputs.folder / "kjt").is_symlink()


@pytest.mark.parametrize("what", ["lock", "record", "folder", "pipe", "deep"])
def test_what_a_change_brings_into_our_records_is_not_followed(what: str, tmp_path: Path) -> None:
    """A commit can hold anything below .lanmu; the names of our files there are known to whoever knows the folder."""
    victim = tmp_path / "victim"
    state = tmp_path / "portal" / ".lanmu"
    name = _outputs(tmp_path).record
    state.parent.mkdir()
    if what == "folder":
        victim.mkdir()
        state.symlink_to(victim)
    else:
        state.mkdir()
        victim.write_text("keep", "utf-8")
    if what == "lock":
        name.with_suffix(".lock").symlink_to(victim)
    elif what == "record":
        name.symlink_to(victim)
    elif what == "pipe":
        os.mkfifo(state / "output-x.json")
    elif what == "deep":
        (state / "output-x.json").write_text("[" * 60_000, "utf-8")
    refused = pytest.raises(Unable) if what in ("lock", "folder") else nullcontext()
    with no_hang(), refused, _outputs(tmp_path) as outputs:
        outputs.write("a.html", b"1")
        outputs.commit(())
    assert not list(victim.iterdir()) if what == "folder" else victim.read_text("utf-8") == "keep"

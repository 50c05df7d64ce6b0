"""The output folder: nothing half-written, nothing foreign swept, nothing stale left."""

import io
from pathlib import Path

import pytest

from lanmu.refusal import Unable
from plugins.building.output import Outputs


def build(root: Path, folder: Path, files: dict[str, bytes]) -> tuple[int, int]:
    with Outputs(folder, root) as outputs:
        for path, data in files.items():
            outputs.write(path, data)
        staged = len(outputs.staged)
        gone = outputs.commit(outputs.foreign(set(files)))
        outputs.prune()
        return staged, gone


def test_writes_sweeps_and_leaves_equal_files_alone(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    assert build(tmp_path, folder, {"index.html": b"1", "a/b/c.html": b"2"}) == (2, 0)
    before = (folder / "index.html").stat().st_mtime_ns
    assert build(tmp_path, folder, {"index.html": b"1", "a/d.html": b"3"}) == (1, 1)
    assert (folder / "index.html").stat().st_mtime_ns == before
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*")) == ["a", "a/d.html", "index.html"]
    assert (folder / "index.html").stat().st_mode & 0o777 == 0o644


def test_a_folder_of_somebody_else_is_not_swept(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "mine.txt").write_text("x")
    with pytest.raises(Unable, match="不是空的"):
        build(tmp_path, folder, {})
    assert (folder / "mine.txt").exists()


@pytest.mark.parametrize("folder", [".", "..", "content", "content/kjt", ".lanmu", ".git/x"])
def test_sources_are_never_an_output_folder(tmp_path: Path, folder: str) -> None:
    root = tmp_path / "portal"
    (root / "content").mkdir(parents=True)
    with pytest.raises(Unable, match="源文件"):
        Outputs(root / folder, root)


def test_a_file_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("x")
    with pytest.raises(Unable, match="不是文件夹"):
        Outputs(tmp_path / "output", tmp_path)


@pytest.mark.parametrize("path", ["../x.html", "/etc/x.html", "a/../../x.html"])
def test_no_path_leaves_the_folder(tmp_path: Path, path: str) -> None:
    with Outputs(tmp_path / "output", tmp_path) as outputs, pytest.raises(ValueError, match="outside"):
        outputs.write(path, b"x")


def test_a_link_in_the_output_does_not_lead_writing_astray(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    build(tmp_path, folder, {"a.html": b"1"})
    victim = tmp_path / "victim.txt"
    victim.write_text("keep")
    (folder / "a.html").unlink()
    (folder / "a.html").symlink_to(victim)
    build(tmp_path, folder, {"a.html": b"2"})
    assert victim.read_text() == "keep"
    assert (folder / "a.html").read_bytes() == b"2"
    assert not (folder / "a.html").is_symlink()
    (folder / "a.html").unlink()
    (folder / "b").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    build(tmp_path, folder, {"b/c.html": b"3"})
    assert (folder / "b/c.html").read_bytes() == b"3"
    assert not list((tmp_path / "elsewhere").iterdir())


def test_records_of_folders_that_are_gone_are_dropped(tmp_path: Path) -> None:
    build(tmp_path, tmp_path / "one", {"a.html": b"1"})
    (tmp_path / "one" / "a.html").unlink()
    (tmp_path / "one").rmdir()
    (tmp_path / ".lanmu" / "output-damaged.json").write_text("[]")
    build(tmp_path, tmp_path / "two", {"a.html": b"1"})
    assert len(list((tmp_path / ".lanmu").glob("output-*.json"))) == 2


def test_a_folder_made_anew_under_the_name_is_not_ours(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    build(tmp_path, folder, {"a.html": b"1"})
    folder.rename(tmp_path / "old")
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    with pytest.raises(Unable, match="不是空的"):
        build(tmp_path, folder, {"a.html": b"1"})
    assert (folder / "thesis.txt").exists()


def test_a_build_that_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    build(tmp_path, folder, {"a.html": b"1", "b.html": b"1"})
    with Outputs(folder, tmp_path) as outputs:
        outputs.write("a.html", b"2")  # and no commit
    assert sorted(path.name for path in folder.iterdir()) == ["a.html", "b.html"]
    assert (folder / "a.html").read_bytes() == b"1"


def test_what_a_killed_build_left_is_swept(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    build(tmp_path, folder, {"a.html": b"1"})
    (folder / ".building-killed").mkdir()
    (folder / ".building-killed" / "0").write_bytes(b"half")
    build(tmp_path, folder, {"a.html": b"1"})
    assert [path.name for path in folder.iterdir()] == ["a.html"]


def test_two_builds_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    with Outputs(tmp_path / "output", tmp_path), pytest.raises(Unable, match="另一次生成"):
        build(tmp_path, tmp_path / "output", {"a.html": b"1"})
    assert build(tmp_path, tmp_path / "output", {"a.html": b"1"}) == (1, 0)


def test_a_folder_where_a_page_belongs_gives_way(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    build(tmp_path, folder, {"a.html": b"1"})
    (folder / "a.html").unlink()
    (folder / "a.html").mkdir()
    (folder / "a.html" / "b").write_text("x")
    build(tmp_path, folder, {"a.html": b"1"})
    assert (folder / "a.html").read_bytes() == b"1"


def test_copies_of_any_size_are_compared_and_placed(tmp_path: Path) -> None:
    for changed in (1, 0):
        with Outputs(tmp_path / "output", tmp_path) as outputs:
            outputs.adopt("x/big.zip", outputs.stage.copy("x/big.zip", io.BytesIO(bytes(3_000_000))))
            assert len(outputs.staged) == changed
            outputs.commit(())
    assert (tmp_path / "output/x/big.zip").stat().st_size == 3_000_000

"""The output folder: nothing half-written, nothing foreign swept, nothing stale left."""

import os
from pathlib import Path

import pytest

from lanmu.refusal import Unable
from plugins.output import Outputs


def build(root: Path, folder: Path, files: dict[str, bytes]) -> tuple[int, int]:
    outputs = Outputs(folder, root)
    outputs.begin()
    for path, data in files.items():
        outputs.write(path, data)
    return outputs.changed, outputs.finish()


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
        Outputs(folder, tmp_path)
    assert (folder / "mine.txt").exists()


@pytest.mark.parametrize("folder", [".", "..", "content", "content/kjt"])
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
    outputs = Outputs(tmp_path / "output", tmp_path)
    outputs.begin()
    with pytest.raises(ValueError, match="outside"):
        outputs.write(path, b"x")


def test_two_pages_never_share_a_path(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "output", tmp_path)
    outputs.begin()
    outputs.write("a.html", b"1")
    with pytest.raises(ValueError, match="two pages"):
        outputs.write("a.html", b"2")


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="缺少符号链接：换一个支持它的文件系统")
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

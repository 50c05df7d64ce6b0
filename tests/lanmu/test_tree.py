"""A folder on disk, git's index and a commit say the same about the same files."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanmu import git
from lanmu.tree import Disk, Entry, Laid, Listing, Tree
from tests.hang import no_hang
from tests.repository import Repository

ARTICLE = "content/kjt/bmdt/2026-03-20-a.md"
FOLDER = "content/kjt/bmdt/2026-03-20-a"
NAMES = (
    ARTICLE,
    f"{FOLDER}/fu-jian.pdf",
    f"{FOLDER}/.hidden.pdf",
    f"{FOLDER}/deep/er/x.txt",
    f"{FOLDER}/.dots/x.txt",
    "content/.gitkeep",
    'content/kjt/"quoted".md',
    "content/kjt/two\nlines.md",
    "content/kjt/tab\there.md",
    "content/kjt/附件 一.md",
    os.fsdecode(b"content/kjt/\xff\xfe.md"),
    "content/kjt/bmdt-2/x.md",  # begins like the folder beside it
    "content/kjt/bmdt.md",
    "columns.yaml",
    "README.md",
)


def repository(path: Path) -> Repository:
    made = Repository(path)
    made.commit({name: f"内容 {number}\n" for number, name in enumerate(NAMES)})
    return made


def trees(root: Path) -> tuple[Tree, Tree, Tree]:
    return Disk(root), git.index(root), git.commit(root, "HEAD")


def folders(names: tuple[str, ...]) -> set[str]:
    """Every folder above one of the names, the root, and some that are not there."""
    steps = (name.split("/") for name in names)
    return {"/".join(parts[:end]) for parts in steps for end in range(len(parts))} | {"content/none", ARTICLE, "a/../b"}


def test_every_folder_lists_alike(tmp_path: Path) -> None:
    root = repository(tmp_path).path
    for folder in folders(NAMES):
        disk, index, commit = (tree.list(folder) for tree in trees(root))
        if not folder:
            disk = disk._replace(folders=disk.folders - {".git"})
        assert disk == index == commit, folder
    assert git.index(root).list("content/kjt/bmdt") == Listing(
        frozenset({"2026-03-20-a.md"}), frozenset({"2026-03-20-a"})
    )


def test_every_walk_meets_the_same(tmp_path: Path) -> None:
    root = repository(tmp_path).path
    for under in folders(NAMES[:-2]) | set(NAMES) - {""}:
        if under:
            disk, index, commit = (sorted(tree.walk(under)) for tree in trees(root))
            assert disk == index == commit, under
    assert Entry(ARTICLE, True) in set(git.index(root).walk("content"))
    assert Entry(f"{FOLDER}/.hidden.pdf", True) in set(git.index(root).walk("content"))


def test_every_file_reads_alike(tmp_path: Path) -> None:
    root = repository(tmp_path).path
    for number, name in enumerate(NAMES):
        for most in (0, 1, 7, 1 << 20):
            expected = f"内容 {number}\n".encode()[:most]
            assert [tree.read(name, most) for tree in trees(root)] == [expected] * 3


@pytest.mark.parametrize("path", ["content/none.md", "content", "", ARTICLE + "/x", "a\x00b", "\udcff\ud800"])
def test_what_is_no_file_cannot_be_read(path: str, tmp_path: Path) -> None:
    root = repository(tmp_path).path
    for tree in trees(root):
        with pytest.raises((OSError, ValueError)):
            tree.read(path, 10)
        assert tree.link(path) == ""
        assert tree.list("content/\x00") == tree.list("content/\ud800") == Listing()


def test_files_laid_over_a_tree_are_as_if_they_were_in_it(tmp_path: Path) -> None:
    whole = repository(tmp_path / "whole").path
    half = Repository(tmp_path / "half")
    half.write(dict.fromkeys(NAMES[::2], "别的内容\n"))
    laid = Laid(Disk(half.path), {name: Disk(whole).read(name, 100) for name in (NAMES[0], *NAMES[1::2])})
    for folder in folders(NAMES):
        assert laid.list(folder) == Disk(whole).list(folder)
        assert not folder or sorted(laid.walk(folder)) == sorted(Disk(whole).walk(folder))
    for name in NAMES:
        expected = "别的内容\n".encode() if name in NAMES[2::2] else Disk(whole).read(name, 100)
        assert laid.read(name, 100) == expected
        assert laid.read(name, 5) == expected[:5]
        assert laid.link(name) == ""
    with pytest.raises(FileNotFoundError):
        laid.read("content/none.md", 10)


def test_links_are_met_and_never_followed(tmp_path: Path) -> None:
    made = repository(tmp_path / "in")
    outside = tmp_path / "out"
    outside.mkdir()
    (outside / "x.md").write_text("外面的文件\n", "utf-8")
    for link, target in {
        "content/kjt/one.md": "../../columns.yaml",
        "content/out": str(outside),
        "content/gone": "none",
    }.items():
        os.symlink(target, made.path / link)
    made.commit({"content/kjt/one.md.txt": "x"})
    made.git("add", "--all")
    made.git("commit", "--quiet", "-m", "链接")
    for tree in trees(made.path):
        assert tree.link("content/kjt/one.md") == tree.link("content/kjt/one.md/x") == "content/kjt/one.md"
        assert tree.link("content/out/x.md") == "content/out"
        assert tree.link("content/gone") == "content/gone"
        assert tree.link(ARTICLE) == ""
        assert tree.list("content/out") == Listing()
        assert not {"one.md", "gone", "out"} & (tree.list("content/kjt").files | tree.list("content").files)
        assert not {"gone", "out"} & tree.list("content").folders
        met = set(tree.walk("content"))
        assert {Entry(path, False) for path in ("content/kjt/one.md", "content/out", "content/gone")} <= met
        assert list(tree.walk("content/out")) == [Entry("content/out", False)]
    for path in ("content/out/x.md", "content/kjt/one.md", "content/gone"):
        with pytest.raises(OSError, match=r"."):
            Disk(made.path).read(path, 10)
    with pytest.raises(OSError, match=r"."):
        git.index(made.path).read("content/out/x.md", 10)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with no_hang(20), pytest.raises(OSError, match="不是普通文件"):
        Disk(tmp_path).read("pipe.md", 10)


def test_a_submodule_is_no_file_and_no_folder(tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner")
    commit = inner.commit({"x.md": "x"})
    outer = repository(tmp_path / "outer")
    outer.git("update-index", "--add", "--cacheinfo", f"160000,{commit},content/kjt/sub")
    outer.git("commit", "--quiet", "-m", "子模块")
    for tree in trees(outer.path)[1:]:
        assert Entry("content/kjt/sub", False) in set(tree.walk("content"))
        assert "sub" not in tree.list("content/kjt").files | tree.list("content/kjt").folders


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path).path
    (root / "content/kjt/empty").mkdir()
    for tree in trees(root):
        assert tree.list("content/kjt/empty") == Listing()
        assert list(tree.walk("content/kjt/empty")) == []


def test_a_folder_below_the_root_of_the_repository(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.commit({f"portals/甲 x/{name}": name.encode("utf-8", "surrogateescape") for name in NAMES} | {"other.md": "x"})
    root = tmp_path / "portals/甲 x"
    for tree in trees(root):
        assert tree.list("").files == {"columns.yaml", "README.md"}
        assert tree.read(ARTICLE, 100) == ARTICLE.encode()
        below = {entry.path for entry in tree.walk("content/kjt/bmdt")}
        hidden = {f"{FOLDER}/.dots/x.txt", f"{FOLDER}/.hidden.pdf"}
        assert below == {f"{FOLDER}/deep/er/x.txt", f"{FOLDER}/fu-jian.pdf", ARTICLE} | hidden


STEP = st.sampled_from(["a", "b", ".c", "甲", "d e", "x.md", '"', "\t", "\\", "*", "[a]", ":", "-n", "\udcff"])
PATH = st.lists(STEP, min_size=1, max_size=4).map("/".join)


@given(st.lists(PATH, min_size=1, max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_names(tmp_path_factory: pytest.TempPathFactory, paths: list[str]) -> None:
    made = Repository(tmp_path_factory.mktemp("any"))
    kept: list[str] = []
    for path in paths:
        target = made.path / "content" / path
        if not target.is_dir() and all(parent.is_dir() or not parent.exists() for parent in target.parents):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(os.fsencode(path))
            kept.append(f"content/{path}")
    made.git("add", "--all", "--force")
    made.git("commit", "--quiet", "-m", "任意")
    disk, index, commit = trees(made.path)
    for folder in folders(tuple(kept)) - {""}:
        assert disk.list(folder) == index.list(folder) == commit.list(folder)
        assert sorted(disk.walk(folder)) == sorted(index.walk(folder)) == sorted(commit.walk(folder))
    for path in kept:
        assert disk.read(path, 99) == index.read(path, 99) == commit.read(path, 99)

"""The files of a commit, whatever lies in the working tree, and what differs between two."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lanmu import commits, git, sources
from lanmu.index import Index, Source
from lanmu.refusal import Unable
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS, edited
from lanmu.sources import Commit, Stat, blob_id
from tests.repository import Repository, portal

CONTENTS = {NEWS, DOCUMENT, ATTACHMENT}
OTHER = "content/kjt/bmdt/2026-03-21-other.md"
BIG = 3 << 20  # bytes
FORMATS = ("sha1", "sha256")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index.sqlite", fresh=True)
    yield made
    made.close()


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    return portal(tmp_path / "portal")


def look(root: Path, index: Index, revision: str = "HEAD") -> tuple[set[str], set[str]]:
    """What changed since the commit at which was looked last; the index knows it then."""
    files = Commit(root, revision)
    found = files.changes(index)
    for one in found.present:
        with files.open(one) as stream:
            assert len(stream.read()) == one.size
        assert one.stamp == ""
    index.put_sources(Source(one.path, one.blob, one.size, "", "") for one in found.present)
    index.drop_sources(found.gone)
    index["commit"] = files.commit
    files.close()
    return {one.path for one in found.present}, set(found.gone)


def read(root: Path, path: str, revision: str = "HEAD") -> bytes:
    files = Commit(root, revision)
    blob = git.commit(root, revision).id(path)
    with files.open(Stat(path, commits.sizes(root, [blob])[blob], "", blob)) as stream:
        data = stream.read()
    files.close()
    return data


@pytest.mark.parametrize("form", FORMATS)
def test_a_commit_whatever_is_on_disk(form: str, index: Index, tmp_path: Path) -> None:
    made = portal(tmp_path / form, f"--object-format={form}")
    made.write({NEWS: "改\n", OTHER: "新\n", DOCUMENT: None})
    assert look(made.path, index) == (CONTENTS, set())
    assert look(made.path, index) == (set(), set())
    assert read(made.path, NEWS) == FILES[NEWS].encode()


@pytest.mark.parametrize("form", FORMATS)
def test_what_differs_from_the_commit_that_is_known(form: str, index: Index, tmp_path: Path) -> None:
    made = portal(tmp_path / form, f"--object-format={form}")
    look(made.path, index)
    made.write({DOCUMENT: None})
    made.commit({NEWS: "改\n", OTHER: "新\n", "README.md": "说明\n", DOCUMENT.removesuffix(".md") + "/b.csv": "1\n"})
    made.git("commit", "--quiet", "--all", "--message", "删除")
    added = DOCUMENT.removesuffix(".md") + "/b.csv"
    assert look(made.path, index) == ({NEWS, OTHER, added}, {DOCUMENT})
    # And back again: the older commit is as good as the newer.
    assert look(made.path, index, "HEAD~2") == ({NEWS, DOCUMENT}, {OTHER, added})


def test_a_rename_is_one_gone_and_one_new(made: Repository, index: Index) -> None:
    look(made.path, index)
    made.git("config", "diff.renames", "copies")
    made.git("mv", NEWS, OTHER)
    made.git("commit", "--quiet", "--message", "改名")
    assert look(made.path, index) == ({OTHER}, {NEWS})


@pytest.mark.parametrize("known", ["", "0123456789" * 4])
def test_without_a_commit_to_compare_all_names_are(known: str, made: Repository, index: Index) -> None:
    look(made.path, index)
    made.write({DOCUMENT: None})
    made.git("commit", "--quiet", "--all", "--message", "删除")
    made.commit({NEWS: "改\n"})
    index["commit"] = known
    assert look(made.path, index) == ({NEWS}, {DOCUMENT})


def test_a_commit_that_was_collected_is_no_obstacle(made: Repository, index: Index) -> None:
    made.commit({NEWS: "改\n"})
    look(made.path, index)
    made.git("reset", "--quiet", "--hard", "HEAD~")
    made.commit({OTHER: "新\n"})
    made.git("reflog", "expire", "--expire=now", "--all")
    made.git("gc", "--quiet", "--prune=now")
    with pytest.raises(Unable):
        list(commits.differences(made.path, index["commit"], "HEAD", "content"))
    assert look(made.path, index) == ({NEWS, OTHER}, set())


@pytest.mark.parametrize("revision", ["main", "HEAD", "v1", "@", "HEAD~0", "feature/栏目"])
def test_ways_to_name_a_commit(revision: str, made: Repository) -> None:
    made.git("tag", "--annotate", "--message", "一", "v1")
    made.git("branch", "feature/栏目")
    files = Commit(made.path, revision)
    assert files.commit == made.git("rev-parse", "HEAD")
    files.close()


@pytest.mark.parametrize(
    "revision",
    [
        "none",
        "0" * 40,
        "--help",
        "--all",
        "-h",
        "--output=x",
        "HEAD:content",
        "HEAD..main",
        "^HEAD",
        "",
        " ",
        "a\nb",
        "\0",
    ],
)
def test_what_is_no_commit_is_said(revision: str, made: Repository) -> None:
    before = sorted(made.path.rglob("*"))
    with pytest.raises(Unable, match="没有提交") as said:
        sources.of(made.path, revision)
    assert "HEAD" in said.value.cure
    assert sorted(made.path.rglob("*")) == before


def test_no_repository_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unable, match="不在 git 仓库里"):
        Commit(tmp_path, "HEAD")


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    Repository(tmp_path)
    with pytest.raises(Unable, match="没有提交 HEAD"):
        Commit(tmp_path, "HEAD")


def test_links_and_submodules_are_left_out(made: Repository, index: Index) -> None:
    look(made.path, index)
    (made.path / "content/link.md").symlink_to("../columns.yaml")
    (made.path / NEWS).unlink()
    (made.path / NEWS).symlink_to("a.md")
    made.git("add", "--all")
    made.git("update-index", "--add", "--cacheinfo", f"160000,{made.git('rev-parse', 'HEAD')},content/kjt/module.md")
    made.git("commit", "--quiet", "--message", "链接")
    assert look(made.path, index)[0] == set()
    assert index.source(NEWS) is None
    fresh = Index(index.path.with_suffix(".new"), fresh=True)
    assert look(made.path, fresh) == (CONTENTS - {NEWS}, set())
    fresh.close()


def test_a_file_that_may_run_is_a_file(made: Repository, index: Index) -> None:
    look(made.path, index)
    made.git("update-index", "--chmod=+x", NEWS)
    made.git("commit", "--quiet", "--message", "权限")
    assert look(made.path, index) == ({NEWS}, set())


def test_hidden_names_and_those_that_are_no_text(made: Repository, index: Index) -> None:
    look(made.path, index)
    name = os.fsdecode(b"content/kjt/\xff")
    made.commit({f"{name}.png": "x", "content/.hidden.md": "x", "content/kjt/.x/a.md": "x", f"{name}/.a.md": "x"})
    assert look(made.path, index)[0] == set()
    for path in (f"{name}.png", f"{name}/.a.md"):
        made.write({path: None})
    made.git("commit", "--quiet", "--all", "--message", "删除")
    assert look(made.path, index)[0] == set()
    made.commit({f"{name}.md": "x"})
    assert {one.path for one in Commit(made.path, "HEAD").changes(index).present} == {f"{name}.md"}


def test_names_of_all_kinds(made: Repository, index: Index) -> None:
    names = {f"content/kjt/bmdt/{name}" for name in ("申报表.pdf", "a b.md", "-x.md", "a\nb.txt", '"a".md', ":(x).md")}
    made.commit(dict.fromkeys(sorted(names), "x"))
    assert look(made.path, index) == (CONTENTS | names, set())


@pytest.mark.parametrize("folder", ["门户", "sites/a b"])
def test_a_portal_in_a_folder_of_the_repository(folder: str, index: Index, tmp_path: Path) -> None:
    made = portal(tmp_path, folder=folder)
    root = tmp_path / folder
    assert look(root, index) == (CONTENTS, set())
    made.commit({f"{folder}/{NEWS}": "改\n", NEWS: "别的门户\n", f"{folder}/emblem.png": "x"})
    assert look(root, index) == ({NEWS}, set())
    assert read(root, NEWS) == "改\n".encode()
    files = Commit(root, "HEAD")
    assert files.tree.list("").files == {COLUMNS, "emblem.png"}
    files.close()


def test_a_bare_repository(made: Repository, index: Index, tmp_path: Path) -> None:
    made.git("clone", "--quiet", "--bare", str(made.path), str(tmp_path / "bare.git"))
    root = tmp_path / "bare.git"
    assert look(root, index, "main") == (CONTENTS, set())
    made.commit({NEWS: "改\n"})
    made.git("push", "--quiet", str(root), "main")
    assert look(root, index, "main") == ({NEWS}, set())
    assert read(root, NEWS, "main") == "改\n".encode()


def test_large_files_come_whole(made: Repository, index: Index) -> None:
    path = NEWS.removesuffix(".md") + "/a.zip"
    data = bytes(range(256)) * (BIG // 256)
    made.commit({path: data})
    look(made.path, index)
    source = index.source(path)
    assert source is not None
    assert (source.size, read(made.path, path)) == (BIG, data)
    with open(made.path / path, "rb") as stream:
        assert blob_id(stream, BIG) == source.blob


@pytest.mark.parametrize("size", [10, BIG])
def test_a_replaced_object_is_not_believed(size: int, made: Repository) -> None:
    """A ref that was pushed below refs/replace would show what is not in the commit."""
    path = NEWS.removesuffix(".md") + "/a.zip"
    made.commit({path: b"a" * size})
    made.write({"other": b"b" * size})
    made.git("replace", made.git("rev-parse", f"HEAD:{path}"), made.git("hash-object", "-w", "other"))
    assert read(made.path, path) == b"a" * size


@pytest.mark.parametrize("size", [10, BIG])
@pytest.mark.parametrize("how", ["lost", "damaged within", "damaged at its end"])
def test_an_object_that_cannot_be_read_is_said(size: int, how: str, made: Repository, index: Index) -> None:
    """It is in the commit: a site without it would be wrong."""
    path = NEWS.removesuffix(".md") + "/a.zip"
    made.commit({path: bytes(range(256)) * (size // 256) + b"\xff" * (size % 256)})
    blob = made.git("rev-parse", f"HEAD:{path}")
    file = made.path / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    if how == "lost":
        file.unlink()
        with pytest.raises(Unable, match=f"缺少对象 {blob}"):
            Commit(made.path, "HEAD").changes(index)
    else:
        data = file.read_bytes()
        sound = len(data) // 2 if how == "damaged within" else len(data) - 4
        file.write_bytes(data[:sound] + b"\0" * (len(data) - sound))
    files = Commit(made.path, "HEAD")
    with pytest.raises(Unable, match="读不出") as said, files.open(Stat(path, size, "", blob)) as stream:
        stream.read()
    assert "git fsck" in said.value.cure
    files.close()


def test_a_reader_of_its_own_for_each_process(made: Repository, index: Index) -> None:
    """Two processes that write into one pipe would get each other's answers."""
    files = Commit(made.path, "HEAD")
    found = files.changes(index)
    child = os.fork()
    if not child:
        sound = all(files.open(one).read() == FILES[one.path].encode() for one in found.present for _ in range(50))
        os._exit(0 if sound else 1)
    sound = all(files.open(one).read() == FILES[one.path].encode() for one in found.present for _ in range(50))
    assert os.waitpid(child, 0)[1] == 0
    assert sound
    files.close()


def test_what_lies_beside_the_table(made: Repository) -> None:
    files = Commit(made.path, "HEAD")
    assert files.tree.list("") == git.Listing(frozenset({COLUMNS}), frozenset())
    files.close()
    table = edited(COLUMNS, ("site:\n", "site:\n  emblem: pictures/emblem.png\n"))
    made.commit({**table, "pictures/emblem.png": b"x", "pictures/more/a.png": b"y"})
    files = Commit(made.path, "HEAD")
    assert files.tree.list("").folders == {"pictures"}  # and no content/: listing it takes its time
    assert files.tree.read("pictures/emblem.png", 9) == b"x"
    assert files.whole().read(NEWS, 9) == FILES[NEWS].encode()[:9]
    files.close()


def test_a_commit_without_a_table_or_content(tmp_path: Path, index: Index) -> None:
    made = Repository(tmp_path / "portal")
    made.commit({"README.md": "说明\n"})
    files = Commit(made.path, "HEAD")
    assert files.tree.list("").files == {"README.md"}
    assert files.changes(index) == ((), ())
    files.close()


def test_a_commit_that_holds_the_articles_alone(tmp_path: Path, index: Index) -> None:
    made = Repository(tmp_path / "portal")
    made.commit({"columns.yaml": "emblem: a.png\n", NEWS: "x"})
    made.git("rm", "--quiet", "columns.yaml")
    made.git("commit", "--quiet", "--message", "删除")
    assert commits.beside(made.path, "HEAD", "content").list("") == git.Listing()
    assert look(made.path, index) == ({NEWS}, set())


def test_no_blobs_no_question(tmp_path: Path) -> None:
    assert commits.sizes(tmp_path / "nowhere", []) == {}


def test_a_moved_repository_is_the_same_commit(made: Repository, index: Index, tmp_path: Path) -> None:
    look(made.path, index)
    shutil.copytree(made.path, tmp_path / "copy")
    assert look(tmp_path / "copy", index) == (set(), set())

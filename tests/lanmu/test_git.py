"""The door to git, on real repositories."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from lanmu import git, ranges
from lanmu.refusal import Unable
from lanmu.rules.sample import DOCUMENT, FILES, NEWS
from tests.hang import no_hang
from tests.repository import ENVIRONMENT, Repository, portal

ZEROS = "0" * 40
OTHER = "content/kjt/bmdt/2026-03-21-other.md"
FORMATS = ("sha1", "sha256")


def blobs(root: Path, written: str) -> list[tuple[str, bytes, str]]:
    """Path, content and commit of all that a range introduces."""
    reader = git.Reader(root)
    found = [
        (item.path, reader.read(item.id, 99), item.commit)
        for item in ranges.introduced(root, ranges.resolve(root, written))
    ]
    reader.close()
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_the_first_commit_is_compared_with_nothing(form: str, tmp_path: Path) -> None:
    made = Repository(tmp_path, f"--object-format={form}")
    made.stage(FILES)
    assert git.staged(tmp_path) == git.Changes(tuple(sorted(FILES)), tuple(sorted(FILES)), ())


@pytest.mark.parametrize("form", FORMATS)
def test_the_empty_tree_is_that_of_git(form: str, tmp_path: Path) -> None:
    made = Repository(tmp_path, f"--object-format={form}")
    assert git.no_files(tmp_path) == made.git("hash-object", "-t", "tree", os.devnull)


def test_what_is_staged_and_nothing_else(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.stage({OTHER: "一\n", NEWS: "二\n"})
    made.git("rm", "--quiet", DOCUMENT)
    made.write({OTHER: "三\n", "content/kjt/bmdt/2026-03-22-untracked.md": "四\n"})
    assert git.staged(tmp_path) == git.Changes((NEWS, OTHER), (OTHER,), (DOCUMENT,))
    with git.index(tmp_path) as tree:
        assert (tree.read(OTHER, 99), tree.read(NEWS, 99)) == ("一\n".encode(), "二\n".encode())
        assert not tree.exists(DOCUMENT)


def test_a_rename_is_one_gone_and_one_added(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("config", "diff.renames", "copies")
    made.git("mv", NEWS, OTHER)
    assert git.staged(tmp_path) == git.Changes((OTHER,), (OTHER,), (NEWS,))


def test_what_is_only_announced_is_not_there(tmp_path: Path) -> None:
    made = portal(tmp_path)
    empty = "content/kjt/bmdt/2026-03-22-empty.md"
    made.write({OTHER: "一\n", empty: ""})
    made.git("add", "--intent-to-add", OTHER)
    made.git("add", empty)
    with git.index(tmp_path) as tree:
        assert not tree.exists(OTHER)
        assert tree.read(empty, 9) == b""


def test_a_detached_head(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("checkout", "--quiet", "--detach")
    made.stage({OTHER: "一\n"})
    assert git.staged(tmp_path).added == (OTHER,)


def test_the_index_that_a_hook_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = portal(tmp_path)
    made.write({OTHER: "一\n"})
    made.git("add", OTHER, GIT_INDEX_FILE=str(tmp_path / ".git/next"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next")
    assert git.staged(Path()).present == (OTHER,)
    (tmp_path / "deep").mkdir()
    assert git.index(tmp_path / "deep").list("") == git.index(tmp_path / "deep").list("content")


def test_no_repository(tmp_path: Path) -> None:
    calls = (
        lambda: git.staged(tmp_path),
        lambda: git.index(tmp_path),
        lambda: git.first_commits(tmp_path),
        lambda: ranges.resolve(tmp_path, "A..B"),
    )
    for call in calls:
        with pytest.raises(Unable, match="不在 git 仓库里") as caught:
            call()
        assert "--root" in caught.value.cure


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    portal(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    for call in (lambda: git.staged(tmp_path), lambda: ranges.resolve(tmp_path, "HEAD..HEAD")):
        with pytest.raises(Unable, match="没有 git"):
            call()


@pytest.mark.parametrize(
    "word", ["-banfa", "--open-files-in-pager=touch x", "2026-03-01-ke-ji-ji-hua-ban-fa", "(", "[", "\udcff"]
)
@pytest.mark.parametrize("revision", ["", "HEAD"])
def test_articles_in_which_a_word_occurs(word: str, revision: str, tmp_path: Path) -> None:
    text = f"前面 {word} 后面\n".encode("utf-8", "surrogateescape")
    made = Repository(tmp_path)
    made.commit(
        {NEWS: text, DOCUMENT: "别的\n", "notes.md": text, "content/a.txt": text, "content/deep/x/y/z/a.md": text}
    )
    assert git.mentions(tmp_path, ("没有的词", word), revision) == ("content/deep/x/y/z/a.md", NEWS)
    assert git.mentions(tmp_path, ("没有的词",), revision) == ()


def test_a_word_is_found_below_the_root_and_whatever_the_attributes(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.commit({".gitattributes": "*.md binary -diff\n", f"portals/甲/{NEWS}": b"a \x00 word\n", NEWS: "word\n"})
    for revision in ("", "HEAD"):
        assert git.mentions(tmp_path / "portals/甲", ("word",), revision) == (NEWS,)


def test_very_many_words(tmp_path: Path) -> None:
    portal(tmp_path)
    words = tuple(f"2026-01-01-{number:060d}" for number in range(40_000))
    with no_hang(110):
        assert git.mentions(tmp_path, (*words, "ke-ji-ji-hua")) == (NEWS, DOCUMENT)


def test_first_commits_through_renames(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("mv", NEWS, OTHER)
    made.commit({}, "2026-04-01")
    third = OTHER.replace("other", "third")
    made.git("mv", OTHER, third)
    made.commit({third: FILES[NEWS] + "\n补充一句。\n"}, "2026-05-01")
    made.commit({NEWS: "新的\n"}, "2026-06-01")
    for follow in ("false", "true"):
        made.git("config", "log.follow", follow)
        found = git.first_commits(tmp_path)
        assert (found[third], found[NEWS]) == (date(2026, 3, 1), date(2026, 6, 1))
        assert OTHER not in found
    assert git.first_commits(tmp_path, ("HEAD", "^HEAD~1")) == {NEWS: date(2026, 6, 1)}


def test_the_day_of_a_commit_is_that_of_shanghai(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.stage({NEWS: "一\n"})
    made.git("commit", "--quiet", "-m", "一", GIT_COMMITTER_DATE="2026-03-20T17:00:00+00:00")
    assert git.first_commits(tmp_path) == {NEWS: date(2026, 3, 21)}


def test_first_commits_of_odd_names(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    names = (
        "content/A\n:\x01x.md",
        'content/"q"\t.md',
        "content/R100",
        "content/甲.md",
        os.fsdecode(b"content/\xff.md"),
    )
    made.commit({name: name.encode("utf-8", "surrogateescape") for name in names})
    assert git.first_commits(tmp_path) == dict.fromkeys(names, date(2026, 3, 20))
    assert {item[:2] for item in blobs(tmp_path, f"{ZEROS}..HEAD")} == {(name, os.fsencode(name)) for name in names}


def test_nothing_is_known_of_a_history_that_was_cut_off_or_not_begun(tmp_path: Path) -> None:
    made = portal(tmp_path / "full")
    made.commit({OTHER: "一\n"})
    Repository(tmp_path / "empty")
    made.git("clone", "--quiet", "--depth=1", f"file://{made.path}", str(tmp_path / "shallow"))
    assert git.first_commits(tmp_path / "shallow") == git.first_commits(tmp_path / "empty") == {}


def test_a_range_holds_what_each_of_its_commits_brought(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("checkout", "--quiet", "-b", "work")
    first = made.commit({OTHER: "一\n"})
    second = made.commit({OTHER: "二\n", NEWS: FILES[NEWS] + "尾\n"})
    made.commit({OTHER: None})
    expected = [
        (OTHER, "一\n".encode(), first),
        (NEWS, (FILES[NEWS] + "尾\n").encode()[:99], second),
        (OTHER, "二\n".encode(), second),
    ]
    for written in ("main..work", "main..", f"main..{second}~0", f"{ZEROS}..work", "..work"):
        assert sorted(blobs(tmp_path, written)) == sorted(expected)
    assert ranges.resolve(tmp_path, "main..work").base == made.git("rev-parse", "main")


def test_main_merged_in_is_not_part_of_the_range(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("checkout", "--quiet", "-b", "work")
    made.commit({OTHER: "一\n"})
    made.git("checkout", "--quiet", "main")
    made.commit({"content/kjt/bmdt/2026-03-23-main.md": "主\n"})
    made.git("checkout", "--quiet", "work")
    made.git("merge", "--quiet", "--no-edit", "main")
    limits = ranges.resolve(tmp_path, "main..work")
    assert [item[0] for item in blobs(tmp_path, "main..work")] == [OTHER]
    assert git.between(tmp_path, *limits).present == (OTHER,)


@pytest.mark.parametrize("setting", ["separate", "off", "first-parent", "combined"])
def test_a_merge_that_brings_something_in_by_itself(setting: str, tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("config", "log.diffMerges", setting)
    made.git("checkout", "--quiet", "-b", "work")
    made.commit({OTHER: "一\n"})
    made.git("checkout", "--quiet", "-b", "side", "main")
    made.commit({"content/kjt/bmdt/2026-03-23-side.md": "侧\n"})
    made.git("checkout", "--quiet", "work")
    made.git("merge", "--quiet", "--no-commit", "side")
    evil = made.commit({"content/kjt/bmdt/2026-03-24-evil.md": "恶\n"})
    made.commit({"content/kjt/bmdt/2026-03-24-evil.md": None})
    found = blobs(tmp_path, "main..work")
    assert ("content/kjt/bmdt/2026-03-24-evil.md", "恶\n".encode(), evil) in found
    assert len(found) == 3


def test_history_written_anew_begins_where_both_meet(tmp_path: Path) -> None:
    made = portal(tmp_path)
    base = made.git("rev-parse", "HEAD")
    old = made.commit({OTHER: "旧\n"})
    made.git("reset", "--quiet", "--hard", base)
    made.commit({OTHER: "新\n"})
    assert ranges.resolve(tmp_path, f"{old}..main").base == base
    assert [item[1] for item in blobs(tmp_path, f"{old}..main")] == ["新\n".encode()]


@pytest.mark.parametrize("form", FORMATS)
def test_histories_that_share_nothing(form: str, tmp_path: Path) -> None:
    made = portal(tmp_path, f"--object-format={form}")
    made.git("checkout", "--quiet", "--orphan", "alien")
    limits = ranges.resolve(tmp_path, "main..main")
    assert limits.base == limits.head == made.git("rev-parse", "main")
    made.commit({OTHER: "一\n"})
    limits = ranges.resolve(tmp_path, "main..alien")
    assert limits.base == git.no_files(tmp_path)
    assert OTHER in git.between(tmp_path, *limits).added
    assert {item[0] for item in blobs(tmp_path, "main..alien")} == {OTHER, *FILES}


@pytest.mark.parametrize("form", FORMATS)
def test_a_new_ref_begins_where_it_left_main(form: str, tmp_path: Path) -> None:
    made = portal(tmp_path, f"--object-format={form}")
    main = made.git("rev-parse", "main")
    made.git("checkout", "--quiet", "-b", "work")
    made.commit({OTHER: "一\n"})
    zeros = "0" * len(main)
    assert ranges.resolve(tmp_path, f"{zeros}..work").base == main
    made.git("branch", "-m", "main", "trunk")
    assert ranges.resolve(tmp_path, f"{zeros}..work").base == git.no_files(tmp_path)
    made.git("update-ref", "refs/remotes/origin/main", main)
    assert ranges.resolve(tmp_path, f"{zeros}..work").base == main


def test_a_bare_repository(tmp_path: Path) -> None:
    made = portal(tmp_path / "work")
    made.commit({OTHER: "一 ke-ji-ji-hua\n"})
    made.git("clone", "--quiet", "--bare", str(made.path), str(tmp_path / "bare.git"))
    bare = tmp_path / "bare.git"
    limits = ranges.resolve(bare, "main~1..main")
    assert git.between(bare, *limits).added == (OTHER,)
    assert [item[0] for item in blobs(bare, "main~1..main")] == [OTHER]
    assert git.commit(bare, limits.head).read(NEWS, 9) == FILES[NEWS].encode()[:9]
    assert OTHER in git.mentions(bare, ("ke-ji-ji-hua",), limits.head)
    assert git.first_commits(bare)[OTHER] == date(2026, 3, 20)


WRONG = (
    "",
    "main",
    "main...work",
    "main..none",
    "none..main",
    "main..main..main",
    "main..HEAD:content",
    "--upload-pack=touch x..HEAD",
    "HEAD..--upload-pack=touch x",
    "--output=x..main",
    "main..-h",
    "^main..main",
    "main..\udcff",
    "main..\n",
    "main..main\nmain",
    "1234567890..main",
)


@pytest.mark.parametrize("written", WRONG)
def test_a_range_that_is_none(written: str, tmp_path: Path) -> None:
    made = portal(tmp_path)
    with pytest.raises(Unable) as caught:
        ranges.resolve(tmp_path, written)
    assert caught.value.message.startswith(("没有“", "“"))
    assert caught.value.cure
    assert made.git("status", "--porcelain", "--ignored") == ""


def test_a_commit_that_a_shallow_clone_lacks(tmp_path: Path) -> None:
    made = portal(tmp_path / "full")
    first = made.git("rev-parse", "HEAD")
    made.commit({OTHER: "一\n"})
    made.git("clone", "--quiet", "--depth=1", f"file://{made.path}", str(tmp_path / "shallow"))
    with pytest.raises(Unable) as caught:
        ranges.resolve(tmp_path / "shallow", f"{first}..HEAD")
    assert "--unshallow" in caught.value.cure
    found = {item[0] for item in blobs(tmp_path / "shallow", f"{ZEROS}..HEAD")}
    assert found == {OTHER, *FILES}


def test_a_range_in_which_nothing_happened(tmp_path: Path) -> None:
    portal(tmp_path)
    assert blobs(tmp_path, "main..main") == []
    assert git.between(tmp_path, *ranges.resolve(tmp_path, "main..main")) == git.Changes((), (), ())


def test_two_thousand_commits(tmp_path: Path) -> None:
    made = portal(tmp_path)
    lines: list[bytes] = []
    for number in range(2000):
        day = 1_772_000_000 + number * 3600
        lines.append(
            f"commit refs/heads/long\nmark :{number + 1}\ncommitter 省科技厅 <k@s.cn> {day} +0800\ndata 1\nx\n".encode()
            + (b"from refs/heads/main^0\n" if not number else b"")
            + f"M 100644 inline {OTHER.replace('other', f'n{number % 40}')}\ndata {len(str(number))}\n{number}\n".encode()
        )
    subprocess.run(["git", "fast-import", "--quiet"], cwd=made.path, env=ENVIRONMENT, input=b"".join(lines), check=True)
    with no_hang():
        found = ranges.introduced(tmp_path, ranges.resolve(tmp_path, "main..long"))
        assert len(found) == 2000
        assert len(git.first_commits(tmp_path, ("long",))) == 43


def test_settings_of_the_user_change_nothing(tmp_path: Path) -> None:
    made = portal(tmp_path)
    made.git("checkout", "--quiet", "-b", "work")
    made.commit({OTHER: "一 ke-ji-ji-hua\n", "content/甲.md": "二\n"})

    def all_that_is_asked() -> object:
        limits = ranges.resolve(tmp_path, "main..work")
        asked = git.mentions(tmp_path, ("ke-ji-ji-hua",)), git.mentions(tmp_path, ("ke-ji-ji-hua",), "work")
        return blobs(tmp_path, "main..work"), git.between(tmp_path, *limits), git.first_commits(tmp_path), asked

    before = all_that_is_asked()
    for name, value in {
        "color.ui": "always",
        "core.quotePath": "true",
        "log.showSignature": "true",
        "log.date": "relative",
        "format.pretty": "full",
        "diff.relative": "true",
        "diff.noprefix": "true",
        "grep.lineNumber": "true",
        "grep.patternType": "perl",
        "grep.fullName": "true",
        "submodule.recurse": "true",
        "core.abbrev": "7",
    }.items():
        made.git("config", name, value)
    assert all_that_is_asked() == before

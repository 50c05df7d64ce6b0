"""What a change is made of, of real repositories: its files, its commits, and what each of them did."""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from lanmu import ranges
from lanmu.git import LINK, SUBMODULE
from lanmu.review import change
from lanmu.review.change import MAIN, Change, Commit
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS
from tests.repository import Repository, portal

OTHER = "content/kjt/bmdt/2026-03-21-other.md"
OF_LYJ = "content/lyj/bmdt/2026-03-21-lv-you.md"
BRANCH = "refs/heads/work"


def work(path: Path, *options: str, folder: str = "") -> Repository:
    made = portal(path, *options, folder=folder)
    made.git("checkout", "--quiet", "-b", "work")
    return made


def of(made: Repository, written: str = "main..work", folder: str = "", known: Iterable[str] = ()) -> Change:
    root = made.path / folder
    return change.of(root, ranges.resolve(root, written), "kjt-liaison", BRANCH, tuple(known))


def states(one: Change) -> dict[str, str]:
    return {each.path: "new" if not each.old else "gone" if not each.new else "other" for each in one.touched}


def paths(one: Change) -> list[set[str]]:
    return [set(commit.paths) for commit in one.commits]


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_files_and_commits(form: str, tmp_path: Path) -> None:
    made = work(tmp_path, f"--object-format={form}")
    first = made.commit({OTHER: "一\n", NEWS: "二\n"}, message="写一篇\n\n说明")
    second = made.commit({DOCUMENT: None})
    found = of(made)
    assert states(found) == {OTHER: "new", NEWS: "other", DOCUMENT: "gone"}
    assert (found.base, found.head, found.actor, found.on_main) == (
        made.git("rev-parse", "main"),
        second,
        "kjt-liaison",
        False,
    )
    one = next(each for each in found.touched if each.path == NEWS)
    assert (one.old, one.new) == (made.git("rev-parse", f"main:{NEWS}"), made.git("rev-parse", f"work:{NEWS}"))
    mail = "kjt-liaison@shifan.gov.cn"
    assert found.commits == (
        Commit(first, mail, mail, (found.base,), "写一篇\n\n说明\n", frozenset([OTHER, NEWS])),
        Commit(second, mail, mail, (first,), "更新内容\n", frozenset([DOCUMENT])),
    )


def test_nothing_changed(tmp_path: Path) -> None:
    made = work(tmp_path)
    assert (of(made).touched, of(made).commits) == ((), ())
    made.commit({})
    assert (of(made).touched, paths(of(made))) == ((), [set()])


def test_a_rename_is_a_file_gone_and_a_file_new(tmp_path: Path) -> None:
    made = work(tmp_path)
    made.git("config", "diff.renames", "copies")
    (made.path / OF_LYJ).parent.mkdir(parents=True)
    made.git("mv", NEWS, OF_LYJ)
    made.commit({})
    assert states(of(made)) == {NEWS: "gone", OF_LYJ: "new"}
    assert paths(of(made)) == [{NEWS, OF_LYJ}]


def test_kinds_of_files(tmp_path: Path) -> None:
    made = work(tmp_path)
    (made.path / "docs").mkdir()
    (made.path / "docs" / "link").symlink_to("/etc/passwd")
    made.git("add", "docs/link")
    made.git("update-index", "--add", "--cacheinfo", f"{SUBMODULE},{made.git('rev-parse', 'main')},vendor")
    made.git("update-index", "--chmod=+x", NEWS)
    made.git("commit", "--quiet", "-m", "x")
    assert {one.path: one.mode for one in of(made).touched} == {"docs/link": LINK, "vendor": SUBMODULE, NEWS: "100755"}
    assert next(one for one in of(made).touched if one.path == NEWS).old


@pytest.mark.parametrize("name", [b"a\nb", b"\xff\xfe", b'"a"', b"a\tb", b"\x01b", "申报".encode()])
def test_names_of_any_bytes(name: bytes, tmp_path: Path) -> None:
    made = work(tmp_path)
    path = os.fsdecode(b"content/kjt/bmdt/" + name)
    made.commit({path: "x\n"})
    assert states(of(made)) == {path: "new"}
    assert paths(of(made)) == [{path}]


def test_no_name_hides_what_a_commit_did(tmp_path: Path) -> None:
    """Names that look like what git says between commits: who wrote the file behind them must not be forgotten."""
    made = work(tmp_path)
    first = made.commit({OTHER: "x\n"})
    names = (
        "content/\x01",
        f"content/\x01{first}",
        f"content/a/\x01{'0' * 40}",
        f"a\n\x01{first}",
        "a\n\n",
        f"{first}",
    )
    second = made.commit(dict.fromkeys(names, "x\n") | {NEWS: "y\n"})
    made.commit(dict.fromkeys(names))
    found = {one.id: one.paths for one in of(made).commits}
    assert found[first] == {OTHER}
    assert found[second] == {*names, NEWS}


def test_messages_of_any_kind(tmp_path: Path) -> None:
    made = work(tmp_path)
    texts = ["\x01" + "a" * 40, "x\n\n\n\ny\n", "", "题\x1b[2J\n"]
    for text in texts:
        made.git("commit", "--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-m", text)
    found = of(made).commits
    assert [one.message.strip("\n") for one in found] == [text.strip("\n") for text in texts]
    assert all("@" in one.author for one in found)


def test_mail_addresses_as_they_stand(tmp_path: Path) -> None:
    """A mailmap in the change does not say who somebody is."""
    made = work(tmp_path)
    made.commit({".mailmap": "x <kjt-head@shifan.gov.cn> <kjt-liaison@shifan.gov.cn>\n"})
    made.git("config", "log.mailmap", "true")
    made.git("commit", "--quiet", "--allow-empty", "-m", "x", GIT_AUTHOR_EMAIL="a@b.cn", GIT_COMMITTER_EMAIL="c@d.cn")
    assert [(one.author, one.committer) for one in of(made).commits] == [
        ("kjt-liaison@shifan.gov.cn", "kjt-liaison@shifan.gov.cn"),
        ("a@b.cn", "c@d.cn"),
    ]


# Merges.
def test_a_branch_that_took_over_main_did_not_write_it(tmp_path: Path) -> None:
    made = work(tmp_path)
    start = made.git("rev-parse", "main")
    mine = made.commit({OTHER: "x\n"})
    made.git("checkout", "--quiet", "main")
    main = made.commit({OF_LYJ: "旅游\n", NEWS: "别人改的\n"})
    made.git("checkout", "--quiet", "work")
    made.git("merge", "--quiet", "--no-edit", "main")
    pushed_before = of(made, f"{start}..work", known=(main, start))
    assert states(pushed_before) == {OTHER: "new"}
    assert [one.id for one in pushed_before.commits] == [mine, made.git("rev-parse", "work")]
    assert paths(pushed_before) == [{OTHER}, set()]
    assert states(of(made, f"{start}..work")) == {OTHER: "new", OF_LYJ: "new", NEWS: "other"}


def test_an_evil_merge(tmp_path: Path) -> None:
    made = work(tmp_path)
    start = made.git("rev-parse", "main")
    made.commit({OTHER: "x\n"})
    made.git("checkout", "--quiet", "main")
    main = made.commit({OF_LYJ: "旅游\n"})
    made.git("checkout", "--quiet", "work")
    made.git("merge", "--quiet", "--no-commit", "--no-ff", "main")
    made.stage({OF_LYJ: "改过\n", DOCUMENT: None, "Makefile": "all:\n"})
    made.git("commit", "--quiet", "-m", "合并")
    found = of(made, known=(main, start))
    assert states(found) == {OTHER: "new", OF_LYJ: "other", DOCUMENT: "gone", "Makefile": "new"}
    merge = found.commits[-1]
    assert len(merge.parents) == 2
    assert {OF_LYJ, DOCUMENT, "Makefile"} <= merge.paths
    assert OTHER not in merge.paths


def test_a_merge_that_takes_one_side_whole(tmp_path: Path) -> None:
    """What main has since then is thrown away: on main that is a change of those files."""
    made = work(tmp_path)
    made.commit({OTHER: "x\n"})
    made.git("checkout", "--quiet", "main")
    made.commit({OF_LYJ: "旅游\n"})
    made.git("checkout", "--quiet", "work")
    made.git("merge", "--quiet", "--no-edit", "-s", "ours", "main")
    assert states(of(made)) == {OTHER: "new", OF_LYJ: "gone"}


def test_a_merge_of_three(tmp_path: Path) -> None:
    made = work(tmp_path)
    for name in ("a", "b"):
        made.git("checkout", "--quiet", "-b", name, "main")
        made.commit({f"content/kjt/bmdt/2026-03-21-{name}.md": "x\n"})
    made.git("checkout", "--quiet", "work")
    made.git("merge", "--quiet", "--no-edit", "--no-ff", "a", "b")
    merge = of(made).commits[-1]
    assert (len(merge.parents), merge.paths) == (3, frozenset())


def test_a_root_commit(tmp_path: Path) -> None:
    """A history of its own, merged or not."""
    made = work(tmp_path)
    made.git("checkout", "--quiet", "--orphan", "alone")
    made.commit({OTHER: "x\n"})
    found = of(made, "main..alone")
    assert states(found) == dict.fromkeys((*FILES, OTHER), "new")
    assert [one.parents for one in found.commits] == [()]
    assert paths(found) == [{*FILES, OTHER}]


def test_a_portal_in_a_folder(tmp_path: Path) -> None:
    made = work(tmp_path, folder="site")
    made.commit({f"site/{OTHER}": "x\n", "beside.txt": "y\n"})
    made.commit({"beside.txt": "z\n"})
    made.git("checkout", "--quiet", "-b", "other", "main")
    made.commit({f"site/{OF_LYJ}": "x\n"})
    made.git("checkout", "--quiet", "work")
    made.git("merge", "--quiet", "--no-commit", "--no-ff", "other")
    made.stage({f"site/{OF_LYJ}": "改过\n", "beside.txt": "z\nz\n"})
    made.git("commit", "--quiet", "-m", "合并")
    found = of(made, folder="site")
    assert states(found) == {OTHER: "new", OF_LYJ: "new"}
    assert sorted(map(sorted, paths(found))) == [[], [OTHER], [OF_LYJ], [OF_LYJ]]


def test_on_main(tmp_path: Path) -> None:
    made = work(tmp_path)
    found = change.of(made.path, ranges.resolve(made.path, "main..work"), "", MAIN)
    assert found.on_main and found.actor == ""


def test_files_of_the_whole_sample(tmp_path: Path) -> None:
    made = work(tmp_path)
    made.commit(dict.fromkeys((COLUMNS, ATTACHMENT)))
    assert states(of(made)) == {COLUMNS: "gone", ATTACHMENT: "gone"}

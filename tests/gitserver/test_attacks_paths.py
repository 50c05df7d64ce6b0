"""Files that are not the pusher's to change, and paths that are none."""

import pytest

from lanmu.git import LINK, SUBMODULE
from lanmu.rules.sample import ATTACHMENT, COLUMNS, NEWS
from tests.gitserver import ground
from tests.gitserver.attack import WORK, Attack, plants, refused, writes
from tests.gitserver.bare import Bare
from tests.gitserver.clone import Clone
from tests.gitserver.ground import OTHER_NEWS, article

MINE = "content/kjt/bmdt/2026-03-20-ke-ji-zhou.md"
TEXT = article("举办科技周活动")
TRIP = article("组织旅游节活动", department="省旅游局")


def renamed(old: str, new: str) -> "object":
    def make(clone: Clone) -> tuple[str, ...]:
        clone.branch("work")
        clone.write({new: ""})
        clone.git("mv", "-f", old, new)
        clone.commit({})
        return WORK

    return make


def granted(*changes: tuple[str, object]) -> "object":
    """Give oneself rights, and use them in the same push."""

    def make(clone: Clone) -> tuple[str, ...]:
        clone.branch("work")
        table = (clone.path / COLUMNS).read_text("utf-8")
        clone.commit({COLUMNS: ground.edited(table, *changes)})
        clone.commit({"content/lyj/zxzx/2026-03-20-zi-xun.md": TRIP})
        return WORK

    return make


def granted_before(clone: Clone) -> tuple[str, ...]:
    """Give oneself rights on a branch, which is a proposal; then use them there."""
    make = granted(("departments.lyj.liaisons", ["kjt-liaison"]))
    make(clone)
    assert clone.push("work~1:refs/heads/work").ok
    return WORK


def accented(clone: Clone) -> tuple[str, ...]:
    """One letter with its accent, and a letter and an accent."""
    clone.branch("work")
    for name in ("\u00e9", "e\u0301"):
        clone.plant(f"content/kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/{name}.csv".encode(), "100644", b"a\n")
    return WORK


TREE = [
    Attack("another department's folder", writes("content/lyj/bmdt/2026-03-20-lv-you-zhou.md", TRIP), "O401", "content/lyj/bmdt/"),
    Attack("another department's article changed", writes(OTHER_NEWS, TRIP), "O401", OTHER_NEWS),
    Attack("another department's article deleted", writes(OTHER_NEWS, None), "O401", OTHER_NEWS),
    Attack("another department's attachment", writes(OTHER_NEWS.replace(".md", "/biao.csv"), "a,b\n"), "O401", "biao.csv"),
    Attack("an article given away", renamed(NEWS, "content/lyj/bmdt/2026-03-20-ke-ji-zhou.md"), "O401", "content/lyj/bmdt/"),
    Attack("an article taken away", renamed(OTHER_NEWS, MINE), "O401", OTHER_NEWS),
    Attack("a column of others", writes("content/kjt/zxzx/2026-03-20-zi-xun.md", TEXT), "O401", "content/kjt/zxzx/"),
    Attack("the office's folder", writes("content/bgt/zcwj/2026-03-20-tong-zhi.md", TEXT), "O401", "content/bgt/zcwj/"),
    Attack("content beside the columns", writes("content/kjt/readme.md", "a\n"), "O401", "content/kjt/readme.md"),
    Attack("rights granted in the same push", granted(("departments.lyj.liaisons", ["kjt-liaison"])), "O401", "content/lyj/zxzx/"),
    Attack("columns granted in the same push", granted(("columns.zxzx.departments", ["lyj", "kjt"])), "O401", "content/lyj/zxzx/"),
    Attack("an office granted in the same push", granted(("office", "kjt")), "O401", "content/lyj/zxzx/"),
    Attack("rights granted in an earlier push", granted_before, "O401", "content/lyj/zxzx/"),
    Attack("content by the support unit", writes(MINE, TEXT), "O401", MINE, ground.SUPPORT),
    Attack("content by the inspector", writes(MINE, TEXT), "O401", MINE, "shifan-dcs"),
    Attack("a template", writes("themes/lanmu/templates/base.html", "<b>a</b>\n"), "O402", "themes/lanmu/templates/base.html"),
    Attack("a plugin", writes("plugins/evil.py", "import os\n"), "O402", "plugins/evil.py"),
    Attack("a rule", writes("lanmu/rules/checks.py", "ALL = ()\n"), "O402", "lanmu/rules/checks.py"),
    Attack("the settings", writes("pelicanconf.py", "PLUGINS = []\n"), "O402", "pelicanconf.py"),
    Attack("the pipeline", writes(".gitlab-ci.yml", "a: {script: id}\n"), "O402", ".gitlab-ci.yml"),
    Attack("a hook in the tree", writes("tools/hooks/pre-receive", "exit 0\n"), "O402", "tools/hooks/pre-receive"),
    Attack("attributes of all files", writes(".gitattributes", "* export-ignore\n"), "O402", ".gitattributes"),
    Attack("attributes of one's own files", writes("content/kjt/.gitattributes", "* -diff\n"), "O404", "content/kjt/.gitattributes"),
    Attack("modules", writes(".gitmodules", '[submodule "a"]\n\tpath = a\n\turl = ../a\n'), "O402", ".gitmodules"),
    Attack("withdrawals", writes("withdrawn.yaml", "[]\n"), "O402", "withdrawn.yaml"),
]  # fmt: skip
STRANGE = [
    Attack("a link out of the tree", plants(MINE.encode(), LINK, b"../../../../../etc/passwd"), "O404", MINE),
    Attack("a link to another's article", plants(MINE.encode(), LINK, b"../../lyj/bmdt/a.md"), "O404", MINE),
    Attack("a folder that is a link", plants(b"content/kjt/tsxx", LINK, b"../lyj/bmdt"), "O404", "content/kjt/tsxx"),
    Attack("a submodule", plants(b"content/kjt/bmdt/2026-03-20-x", SUBMODULE), "O404", "content/kjt/bmdt/2026-03-20-x"),
    Attack("a department in capitals", plants(f"content/KJT/{MINE[12:]}".encode()), "O404", "content/KJT/"),
    Attack("content in capitals", plants(f"Content/{MINE[8:]}".encode()), "O404", "Content/kjt/"),
    Attack("a table in capitals", plants(b"Columns.yaml"), "O404", "Columns.yaml"),
    Attack("an article twice but for case", plants(NEWS.replace("gong", "Gong").encode()), "O404", "Gong"),
    Attack("a department in Cyrillic", plants(MINE.replace("kjt", "kјt").encode()), "O404", "content/k"),
    Attack("a table in Cyrillic", plants("сolumns.yaml".encode()), "O404", "olumns.yaml"),
    Attack("a department in full width", plants(MINE.replace("kjt", "ｋｊｔ").encode()), "O404", "ｋｊｔ"),
    Attack("a department with a blank that is none", plants(MINE.replace("kjt", "kjt\u200b").encode()), "O404", "content/kjt"),
    Attack("a name that is read from right to left", plants(ATTACHMENT.replace("biao", "\u202excod").encode()), "O404", "content/kjt/zcwj"),
    Attack("an attachment twice but for its accents", accented, "O404", "csv"),
    Attack("a line end in a name", plants(b"content/kjt/bmdt/2026-03-20-a\nb.md"), "O404", "content/kjt/bmdt/2026-03-20-a"),
    Attack("an escape in a name", plants(b"content/kjt/bmdt/2026-03-20-\x1b[2J.md"), "O404", "content/kjt/bmdt/2026-03-20-"),
    Attack("a name that is no UTF-8", plants(b"content/kjt/bmdt/2026-03-20-\xff\xfe.md"), "O404", "content/kjt/bmdt/2026-03-20-"),
    Attack("a backslash", plants(b"content\\lyj\\bmdt\\a.md"), "O402", "lyj"),
    Attack("a name above", plants(b"content/kjt/../lyj/a.md"), "", "hasDotdot"),
    Attack("git's own folder", plants(b"content/kjt/.git/hooks/post-checkout"), "", "hasDotgit"),
    Attack("git's own folder in capitals", plants(b"content/kjt/.GIT/config"), "", "hasDotgit"),
    Attack("two files of one name", plants(NEWS.encode(), content=b"b\n"), "", "duplicateEntries"),
]  # fmt: skip


@pytest.mark.parametrize("attack", [*TREE, *STRANGE], ids=lambda attack: attack.name)
def test_refused(attack: Attack, gated: Bare) -> None:
    refused(gated, attack)

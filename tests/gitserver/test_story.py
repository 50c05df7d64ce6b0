"""One item from the liaison's desk to the site, by the commands that staff use, on the real server."""

import random
from pathlib import Path

import pytest

from tests.gitserver import ground
from tests.gitserver.attack import codes
from tests.gitserver.bare import Bare
from tests.gitserver.clone import Clone
from tests.leaks.payloads import identity

TITLE = "省科技厅举办科技活动周"
BODY = "活动周期间，全省科研院所向公众开放。"
NUMBER = identity(random.Random(7))
LEAK = f"报名联系人身份证号码：{NUMBER}。"


def done(clone: Clone, *arguments: str) -> str:
    """What a command of ours prints; fails where it does."""
    result = clone.lanmu(*arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def built(clone: Clone, revision: str, folder: Path) -> set[str]:
    """The department's articles on the site as a commit has it."""
    done(clone, "build", "--commit", revision, "--output", str(folder))
    return {path.relative_to(folder).as_posix() for path in folder.glob("kjt/*/*.html")}


def wrote(clone: Clone, path: str, *paragraphs: str) -> None:
    """The liaison fills the scaffolded article and commits it."""
    text = clone.git("show", f":{path}").partition("\n---\n")[0]
    clone.stage({path: "\n\n".join([f"{text}\n---", *paragraphs]) + "\n"})


@pytest.fixture
def liaison(gated: Bare) -> Clone:
    return gated.clone(ground.LIAISON)


def test_an_item_is_written_refused_mended_approved_landed_and_published(
    gated: Bare, liaison: Clone, keys: Path, tmp_path: Path
) -> None:
    # The liaison writes, and a number slips in.
    liaison.branch("kjt/hdz")
    path = done(liaison, "new", "bmdt", "--department", "kjt", "--title", TITLE).strip()
    liaison.git("add", path)
    wrote(liaison, path, BODY, LEAK)
    liaison.git("commit", "-q", "-m", "科技活动周")
    line = (liaison.path / path).read_text("utf-8").splitlines().index(LEAK) + 1
    before = gated.state()
    refused = liaison.push("kjt/hdz")
    assert (refused.ok, codes(refused)) == (False, {"B205"}), refused.heard
    for part in (path, f"{line}:", "公民身份号码", "改法", "依据", "没有接收"):
        assert part in refused.said, refused.said
    assert NUMBER not in refused.heard and "\x1b" not in refused.heard

    # Deleting it in a further commit does not help: the history would keep it.
    wrote(liaison, path, BODY)
    liaison.git("commit", "-q", "-m", "删去号码")
    refused = liaison.push("kjt/hdz")
    assert (refused.ok, codes(refused)) == (False, {"B205"}), refused.heard
    assert "重写这个分支的提交" in refused.said
    assert gated.state() == before
    liaison.git("reset", "-q", "--soft", "origin/main")
    liaison.git("commit", "-q", "-m", "科技活动周")
    taken = liaison.push("kjt/hdz")
    assert taken.ok and codes(taken) == set(), taken.heard

    # The editor may not take it yet.
    editor = gated.clone(ground.EDITOR)
    editor.git("merge", "-q", "--no-ff", "-m", "发布科技活动周", "origin/kjt/hdz")
    early = editor.push("main")
    assert (early.ok, "R901" in codes(early)) == (False, True), early.heard
    assert path in early.said and "kjt-head" in early.said

    # The responsible person sees what waits, signs, and the branch carries the signature.
    head = gated.clone(ground.HEAD)
    head.branch("kjt/hdz", "origin/kjt/hdz")
    waiting = head.lanmu("review", "--range", "origin/main..HEAD")
    assert (waiting.returncode, "R901" in waiting.stdout) == (1, True), waiting.stdout
    done(head, "approve", "origin/main..HEAD", "--as", ground.HEAD, "--key", str(keys / ground.HEAD), "--yes")
    done(head, "review", "--range", "origin/main..HEAD", "--actor", ground.EDITOR)
    signed = head.push("kjt/hdz")
    assert signed.ok and codes(signed) == set(), signed.heard

    # The editor lands it, and the site of main has its page.
    editor.git("fetch", "-q")
    editor.git("reset", "-q", "--hard", "origin/main")
    editor.git("merge", "-q", "--no-ff", "-m", "发布科技活动周", "origin/kjt/hdz")
    landed = editor.push("main")
    assert landed.ok and codes(landed) == set(), landed.heard
    page = path.removeprefix("content/").replace(".md", ".html")
    public = gated.clone(ground.WEBMASTER)
    now = built(public, "main", tmp_path / "after")
    assert now - built(public, "main~1", tmp_path / "old") == {page}
    shown = (tmp_path / "after" / page).read_text("utf-8")
    assert TITLE in shown and BODY in shown and NUMBER not in shown

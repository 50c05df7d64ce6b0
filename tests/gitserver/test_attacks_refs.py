"""Refs that are not the pusher's to move, and names that are none."""

import random
from collections.abc import Callable

import pytest

from lanmu.rules.sample import NEWS
from tests.gitserver import ground, raw
from tests.gitserver.attack import Attack, refused
from tests.gitserver.bare import Bare
from tests.gitserver.clone import Clone
from tests.gitserver.ground import article
from tests.leaks.payloads import identity

MINE = "content/kjt/bmdt/2026-03-20-ke-ji-zhou.md"
TEXT = article("举办科技周活动")


def work(clone: Clone) -> None:
    """A commit that is the account's to make."""
    clone.branch("work")
    clone.commit({MINE: TEXT})


def to(*refs: str | bytes) -> Callable[[Clone], tuple[str | bytes, ...]]:
    """Push good work to refs that are not for it."""

    def make(clone: Clone) -> tuple[str | bytes, ...]:
        work(clone)
        return refs

    return make


def leaking(*refs: str) -> Callable[[Clone], tuple[str, ...]]:
    def make(clone: Clone) -> tuple[str, ...]:
        clone.branch("work")
        clone.commit({MINE: f"{TEXT}身份证号码：{identity(random.Random(5))}\n"})
        return refs

    return make


def rewound(clone: Clone) -> tuple[str, ...]:
    """Main without its last commit."""
    clone.branch("work", "origin/main~1")
    clone.commit({MINE: TEXT})
    return ("+work:main",)


def annotated(clone: Clone) -> tuple[str, ...]:
    clone.git("tag", "-a", "v1", "-m", "发布")
    return ("v1",)


def noted(ref: str) -> Callable[[Clone], tuple[str, ...]]:
    """A note where the server keeps its own."""

    def make(clone: Clone) -> tuple[str, ...]:
        clone.git("notes", "--ref", ref, "add", "-m", "kind: 经过审批", "origin/main")
        return (ref,)

    return make


def replaced(clone: Clone) -> tuple[str, ...]:
    work(clone)
    clone.git("replace", clone.git("rev-parse", "origin/main"), "work")
    return ("refs/replace/*:refs/replace/*",)


def unborn(clone: Clone) -> tuple[str, ...]:
    """A history that has nothing to do with main's."""
    clone.git("checkout", "--quiet", "--orphan", "work")
    clone.git("rm", "-r", "-q", "--cached", ".")
    clone.commit({MINE: TEXT})
    return ("work",)


EDITOR, WEBMASTER, SUPPORT = ground.EDITOR, ground.WEBMASTER, ground.SUPPORT
ATTACKS = [
    Attack("straight to main", to("work:main"), "R906", "main"),
    Attack("straight to main by the responsible person", to("work:main"), "R906", "main", ground.HEAD),
    Attack("straight to main by the support unit", to("work:main"), "R906", "main", SUPPORT),
    Attack("main and a branch at once", to("work", "work:main"), "R906", "main"),
    Attack("main rewound", rewound, "O406", "main"),
    Attack("main rewound by the editor", rewound, "O406", "main", EDITOR),
    Attack("main rewound by the webmaster", rewound, "O406", "main", WEBMASTER),
    Attack("main deleted", to(":main"), "O406", "main"),
    Attack("main deleted by the editor", to(":main"), "O406", "main", EDITOR),
    Attack("main in capitals", to("work:refs/heads/Main"), "O406", "Main"),
    Attack("main in Cyrillic", to("work:refs/heads/mаin"), "O406", "refs/heads/m"),
    Attack("a branch that is called like main's ref", to("work:refs/heads/refs/heads/main"), "O406", "refs/heads/refs/heads/main"),
    Attack("a branch that is called like the remote's main", to("work:refs/heads/origin/main"), "O406", "origin/main"),
    Attack("a branch that is no UTF-8", to(b"work:refs/heads/\xff\xfe"), "O406", "refs/heads/"),
    Attack("a branch that is read from right to left", to("work:refs/heads/\u202enaim"), "O406", "refs/heads/"),
    Attack("a tag", to("work:refs/tags/v1"), "O406", "refs/tags/v1"),
    Attack("a tag with a message", annotated, "O406", "refs/tags/v1"),
    Attack("a tag that is called main", to("work:refs/tags/main"), "O406", "refs/tags/main", EDITOR),
    Attack("a tag on what no branch may hold", leaking("work:refs/tags/v1"), "O406", "不是 main 上的提交", EDITOR),
    Attack("the server's notes of approvals", noted("refs/notes/lanmu-approvals"), "O406", "refs/notes/lanmu-approvals"),
    Attack("the server's notes of landings", noted("refs/notes/lanmu-landings"), "O406", "refs/notes/lanmu-landings", EDITOR),
    Attack("what was published last", to("work:refs/lanmu/released"), "O406", "refs/lanmu/released", EDITOR),
    Attack("a commit shown for another", replaced, "O406", "refs/replace/"),
    Attack("a merge request that nobody asked for", to("work:refs/merge-requests/1/head"), "O406", "refs/merge-requests/1/head"),
    Attack("a file as a branch", lambda clone: (f"{clone.git('rev-parse', f'HEAD:{NEWS}')}:refs/heads/work",), "O406", "不是提交"),
    Attack("more branches than anybody needs", to(*(f"work:refs/heads/work-{number}" for number in range(1001))), "", "1000"),
    Attack("a ref of no kind", to("work:refs/x"), "O406", "refs/x"),
    Attack("a history of its own", unborn, "O406", "work"),
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_refused(attack: Attack, gated: Bare) -> None:
    refused(gated, attack)


@pytest.mark.parametrize(
    "ref", ["HEAD", "main", "refs/heads/../main", "refs/heads/a..b", "refs/heads/a\nb", "refs/heads/x.lock", "/refs/heads/x", "refs/heads/", "config"]
)  # fmt: skip
def test_names_that_no_git_would_send(ref: str, gated: Bare) -> None:
    """Sent by hand, for the client would not."""
    clone = gated.clone(ground.LIAISON)
    work(clone)
    before = gated.state()
    answer = raw.push(clone, ref)
    assert f"ng {ref}".splitlines()[0] in answer or "unpack" not in answer, answer
    assert gated.state() == before

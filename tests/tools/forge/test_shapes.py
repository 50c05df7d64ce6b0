"""Answers that are JSON and nothing else of what the API promises: no adapter believes them, none falls over them."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from lanmu.refusal import Unable
from tests.forges.gitea import Gitea
from tests.forges.gitlab import GitLab
from tools import forge
from tools.forge import MARK, Forge, Wanted

WANTED = Wanted("main", ("bgt-webmaster",))
SHAPES: list[Any] = [None, 7, "x", [], [7], [[]], {}, {"x": []}, [{}], [{"id": "x", "user": 7, "state": []}]]
SERVERS = {"gitea": Gitea, "gitlab": GitLab}
METHODS: dict[str, Callable[[Forge], object]] = {
    "approvals": lambda there: there.approvals(3),
    "resets_on_push": lambda there: there.resets_on_push(),
    "comment": lambda there: there.comment(3, f"{MARK}\n没有发现问题。"),
    "settings": lambda there: there.settings(WANTED),
    "protect": lambda there: there.protect(WANTED),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", SERVERS)
def test_no_answer_of_another_shape_is_a_fault_of_ours(kind: str, method: str) -> None:
    with SERVERS[kind]("kjt-head", "bgt-webmaster") as stand:
        there = forge.open(kind, stand.url, "menhu/site", stand.token)
        if kind == "gitlab":
            stand.approval["reset_approvals_on_push"] = True
        else:
            there.protect(WANTED)
        stand.push(3, "aaa")
        stand.calls.clear()
        METHODS[method](there)
        asked = list(dict.fromkeys(stand.calls))
        for operation in asked:
            for shape in SHAPES:
                stand.broken = lambda other, operation=operation, shape=shape: (
                    (200, shape) if other == operation else None
                )
                found: object = None
                with suppress(Unable):
                    found = METHODS[method](forge.open(kind, stand.url, "menhu/site", stand.token))
                assert method != "approvals" or not found, (operation, shape)
        stand.faults.clear()  # the answers are none of the API's

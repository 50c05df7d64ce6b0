"""What is tried against the gate, and the proof that it came to nothing."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tests.gitserver import ground
from tests.gitserver.bare import Bare
from tests.gitserver.clone import Clone, Pushed

WORK = ("work",)  # the branch that most attacks push
_CODE = re.compile(r"\b[A-Z]\d{3}\b")


class Attack(NamedTuple):
    """``make`` prepares it in a clone of ``actor`` and says what to push.

    The gate must answer with ``code`` (where git itself refuses, none) and with ``says``.
    """

    name: str
    make: Callable[[Clone], Sequence[str | bytes]]
    code: str
    says: str
    actor: str = ground.LIAISON


def refused(bare: Bare, attack: Attack) -> Pushed:
    """Carry out an attack; fails unless it is refused for its own reason and leaves nothing behind."""
    clone = bare.clone(attack.actor)
    refs = attack.make(clone)
    before = bare.state()
    pushed = clone.push(*refs)
    assert not pushed.ok, f"got through: {pushed.heard}"
    assert bare.state() == before, f"refused, yet something moved: {pushed.heard}"
    assert attack.code in codes(pushed) if attack.code else not codes(pushed), pushed.heard
    assert attack.says in (pushed.said if attack.code else pushed.heard), pushed.heard
    assert "Traceback" not in pushed.heard, pushed.heard
    return pushed


def codes(pushed: Pushed) -> set[str]:
    """Codes of the findings that the server named."""
    return set(_CODE.findall(pushed.said))


def writes(
    path: str, text: str | bytes | None = None, *more: tuple[str, str | bytes | None]
) -> Callable[[Clone], Sequence[str]]:
    """An attack that commits one file, or several, to a branch and pushes that."""

    def make(clone: Clone) -> Sequence[str]:
        clone.branch("work")
        clone.commit({path: text, **dict(more)})
        return WORK

    return make


def plants(path: bytes, mode: str = "100644", content: bytes = b"a\n") -> Callable[[Clone], Sequence[str]]:
    """An attack that commits what no working tree could hold."""

    def make(clone: Clone) -> Sequence[str]:
        clone.branch("work")
        clone.plant(path, mode, content)
        return WORK

    return make

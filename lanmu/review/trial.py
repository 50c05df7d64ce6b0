"""A change that never was in a repository, judged as one: the examples of rules about changes."""

import os
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from lanmu import portals
from lanmu.finding import Finding
from lanmu.model import Portal
from lanmu.review import evidence, judge, rights
from lanmu.review.change import MAIN, Change, Commit, Touched
from lanmu.review.record import DUTIES, QUESTIONS, Approval, File
from lanmu.rules import engine, sample
from lanmu.rules.rule import Approved, Example, Files, Push
from lanmu.sources import blob_id
from lanmu.tree import Disk

_BASE, _HEAD = "0" * 39 + "1", "0" * 39 + "2"
_PLAIN = "100644"


def run(example: Example, push: Push) -> tuple[Finding, ...]:
    """All that is said about the change, and nothing that the check says about its files."""
    before = _laid(sample.FILES, push.before)
    after = _laid(before, example.files)
    with TemporaryDirectory() as folder:
        portal = _portal(Path(folder, "before"), before)
        _write(Path(folder, "after"), after)
        found = engine.examine(Disk(Path(folder, "after")), None, None).findings if push.ref == MAIN else ()
    touched = _touched(before, after)
    paths = frozenset(one.path for one in touched)
    pusher = push.author.partition("@")[0] if push.ref == MAIN else ""  # to a branch, before
    commit = Commit(_HEAD, push.author, push.author, (_BASE,), push.message, paths, pusher)
    change = Change(push.actor, push.ref, _BASE, _HEAD, touched, (commit,))
    said = [*rights.of_ref(portal, push.actor, push.ref, gone=False, forced=False)]
    said += (
        rights.findings(portal, change, before, frozenset() if change.on_main else frozenset([_HEAD]))
        if not said
        else ()
    )
    if change.on_main:
        given = [_approval(portal, one, before, after) for one in push.approvals]
        said += evidence.trailers(portal, change, frozenset(one.account for one in push.approvals))
        said += judge.findings(portal, change, given, _Files(before, after), lambda _: frozenset(), found)
    return engine.in_order(said)


class _Files:
    """Both sides of the change (lanmu.review.contents.Contents)."""

    def __init__(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
        self._sides = (before, after)

    def read(self, blob: str) -> bytes:
        return next(one for side in self._sides for one in side.values() if _id(one) == blob)

    def at(self, path: str) -> tuple[str, ...]:
        return tuple(_id(side[path]) for side in self._sides if path in side)


def _laid(files: Mapping[str, str | bytes], over: Files) -> dict[str, bytes]:
    laid = {**files, **over}
    return {
        path: os.fsencode(text) if isinstance(text, str) else text for path, text in laid.items() if text is not None
    }


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def _portal(root: Path, files: Mapping[str, bytes]) -> Portal:
    _write(root, files)
    tree = Disk(root)
    loaded = portals.load(tree, None, portals.table(tree))
    assert loaded.portal is not None, loaded.findings
    return loaded.portal


def _touched(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[Touched, ...]:
    paths = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    return tuple(
        Touched(path, _name(before, path), _name(after, path), _PLAIN if path in after else "") for path in paths
    )


def _name(files: Mapping[str, bytes], path: str) -> str:
    return _id(files[path]) if path in files else ""


def _id(content: bytes) -> str:
    return blob_id(BytesIO(content), len(content))


def _approval(portal: Portal, one: Approved, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Approval:
    approved = after if one.files is None else _laid(before, one.files)
    files = tuple(File(each.path, each.old, each.new) for each in _touched(before, approved))
    right = tuple(answer for *_, answer in QUESTIONS)
    return Approval(portal.site.id, one.account, "一般", _BASE, "", right, DUTIES, "", files)

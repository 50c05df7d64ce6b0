"""Everything that came to main since the last release, landing by landing: nothing unapproved is published."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lanmu import git
from lanmu.finding import Finding
from lanmu.model import Portal
from lanmu.ranges import Range
from lanmu.refusal import Unable
from lanmu.review import landing, push
from lanmu.review.change import TABLE
from lanmu.rules import engine

REF = "refs/lanmu/released"  # the commit that was published last


class Landed(NamedTuple):
    """A stretch of main, and the account that landed it; "" where the server wrote nothing down."""

    range: Range
    account: str


def findings(root: Path) -> tuple[Finding, ...]:
    """What keeps the current commit from being published. Raises ``Unable`` where files are not committed."""
    if git.run(root, "status", "--porcelain", "--untracked-files=normal", "--", "content", "columns.yaml").strip():
        raise Unable("有没有提交的改动：发布的只能是审批过的提交", "先 git status 看一看，提交、审批以后再发布")
    head = _commit(root, "HEAD")
    portal = push.portal_of(root, head)
    start = _start(root, portal)
    found = [one for stretch in stretches(root, portal, start, head) for one in _of(root, stretch)]
    return engine.in_order(found)


def _of(root: Path, stretch: Landed) -> Iterator[Finding]:
    found = push.review(root, stretch.range, stretch.account)
    return (one for one in found if one.path != TABLE or not _says_since_alone(root, stretch.range))


def _says_since_alone(root: Path, range: Range) -> bool:
    """Whether all that happened to the table is ``review.since``: whoever writes it cannot have signed it before."""
    if range.base in git.NO_FILES.values():
        return False
    before, after = (_without_since(push.portal_of(root, commit)) for commit in range)
    return before == after


def _without_since(portal: Portal) -> str:
    """As text: two mappings are equal whatever their order is, and a page shows it."""
    return repr(portal._replace(reviewing=portal.reviewing._replace(since="")))


def mark(root: Path) -> str:
    """From now on the current commit is the one that was published last; its id."""
    head = _commit(root, "HEAD")
    git.run(root, "update-ref", "-m", "lanmu publish", REF, head)
    return head


def _start(root: Path, portal: Portal) -> str:
    """Where to begin: the last release, else where columns.yaml says; else all of the history is looked at."""
    for name in (REF, portal.reviewing.since):
        if name and (found := _commit(root, name)):
            return found
    if portal.reviewing.since:
        raise Unable(
            f"没有 review.since 写的提交 {portal.reviewing.since[:12]}", "取回完整的历史：git fetch --unshallow"
        )
    return git.no_files(root)


def stretches(root: Path, portal: Portal, start: str, head: str) -> Iterator[Landed]:
    """Main from ``start`` to ``head`` as it was landed; what the server did not note is taken together."""
    limits = () if start in git.NO_FILES.values() else (f"^{start}",)
    line = git.run(root, "rev-list", "--first-parent", head, *limits).decode().split()
    places = {commit: number for number, commit in enumerate([*line, start])}
    end = 0  # of the stretch that nobody noted
    number = 0
    while number < len(line):
        noted = landing.of(root, portal, line[number])
        began = places.get(noted.start, 0) if noted else 0
        if noted is None or began <= number:
            number += 1
            continue
        if number > end:
            yield Landed(Range(line[number], line[end]), "")
        yield Landed(Range(noted.start, line[number]), noted.account)
        number = end = began
    if number > end:
        yield Landed(Range(start, line[end]), "")


def _commit(root: Path, name: str) -> str:
    try:
        return git.run(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
    except Unable:
        return ""

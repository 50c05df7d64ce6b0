"""Links of some articles that lead to nothing, for the build, which knows which articles may have one."""

from collections.abc import Iterable

from lanmu import article
from lanmu.finding import Finding
from lanmu.model import Portal
from lanmu.rules.files import Files
from lanmu.rules.form import links
from lanmu.rules.subject import Source, Subject
from lanmu.tree import Tree


def broken(portal: Portal, tree: Tree, paths: Iterable[str]) -> tuple[Finding, ...]:
    """L501 and L502 of the articles at ``paths``; of one that is gone meanwhile nothing."""
    files = Files(tree)
    found: list[Finding] = []
    for path in paths:
        try:
            data = tree.read(path, article.MAX_BYTES + 1)
        except OSError:
            continue
        subject = Subject(portal, files, Source(path, data, *article.read(path, data)))
        found += (finding for finding in links.check(subject) if finding.rule in (links.L501.code, links.L502.code))
    return tuple(sorted(found, key=lambda finding: finding.place))

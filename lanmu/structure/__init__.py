"""``columns.yaml`` → ``Portal``, with every fault at once."""

from pathlib import Path
from typing import NamedTuple

from lanmu.finding import Finding
from lanmu.model import Portal
from lanmu.schema import Report, check
from lanmu.schema.declared import COLUMNS_YAML
from lanmu.structure import emblem, pick, portal, review, source
from lanmu.structure.names import Names
from lanmu.structure.source import NAME
from lanmu.tree import Disk, Tree

__all__ = ["NAME", "Loaded", "load", "of", "read"]


class Loaded(NamedTuple):
    """What a ``columns.yaml`` gave.

    ``portal`` is None only where the file holds no readable mapping; with findings it is what
    could be understood, good enough to go on checking, not to build.
    """

    portal: Portal | None
    findings: tuple[Finding, ...]


def load(root: Path) -> Loaded:
    """The portal whose ``columns.yaml`` lies in ``root``."""
    return of(Disk(root))


def of(tree: Tree) -> Loaded:
    """The portal whose ``columns.yaml`` lies at the top of ``tree``."""
    report = Report(NAME)
    data = source.fetch(tree, report)
    return _understand(data, report, tree) if data is not None else Loaded(None, tuple(report.findings))


def read(data: bytes) -> Loaded:
    """The portal that ``data``, the bytes of a ``columns.yaml``, describe."""
    return _understand(data, Report(NAME))


def _understand(data: bytes, report: Report, tree: Tree | None = None) -> Loaded:
    text = source.decode(data, report)
    written = source.tree(text, report) if text is not None else None
    if written is None:
        return Loaded(None, _sorted(report))
    root = check(COLUMNS_YAML, written, report)
    names = Names(pick.part(root, "departments"), pick.part(root, "groups"), report)
    found = portal.build(root, names, report)
    review.review(root, found, report)
    if tree is not None:
        emblem.review(tree, root, report)
    return Loaded(found, _sorted(report))


def _sorted(report: Report) -> tuple[Finding, ...]:
    return tuple(sorted(report.findings, key=lambda finding: finding.place))

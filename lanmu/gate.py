"""What may come in: the check of the working tree, of what is staged, and of a range of commits.

Of a change judged are the files that the change leaves behind, what refers to a file that goes, and, where it edits
``columns.yaml``, everything; of a range also what only its earlier commits held, for a secret stays in
the history.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path, PurePosixPath

from lanmu import article, attachments, clock, disclosure, git, portals, ranges
from lanmu.extract import Extractor
from lanmu.finding import ERROR, WARNING, Finding
from lanmu.git import Changes, GitTree, Reader
from lanmu.marked import MAX_BYTES
from lanmu.place import CONTENT
from lanmu.ranges import Introduced, Range
from lanmu.refusal import Unable
from lanmu.rules import engine, excuses, prose
from lanmu.rules.checks import TEXT_CHECKS
from lanmu.rules.engine import COLUMNS, Check, Examined, History
from lanmu.rules.form import encoding
from lanmu.rules.memory import Memory
from lanmu.rules.subject import Source, Subject
from lanmu.tree import Disk, Laid

LINKS = ("L501", "L502")
_FEW = 200  # names that git is asked to search for; where more go, every article is judged
# Folders of the program, which departments cannot write to and whose tests hold planted leaks. All else is read.
_PROGRAM = ("lanmu", "plugins", "tools", "themes", "tests", "docs", "schema")
LASTING = ("A6", "B2")  # what must not be in any commit
_STOOD = "---\ntitle: 已经撤下的文章\ndate: 2026-01-01 00:00\nsource: 办公室\n---\n".encode()  # an article like any
_PURGE = "只在新的提交里删去还不够：按手册“把泄漏的内容从分支里清除”重写这个分支的提交"


def on_disk(root: Path, paths: Sequence[str] | None) -> Examined:
    """Findings about files as they lie in the working tree; what was never committed is new today."""
    today = clock.today()
    try:
        firsts = git.first_commits(root)
    except Unable:  # no repository: since when a file is there, nobody knows
        firsts = {}
    found = engine.on_disk(root, paths, (lambda path: firsts.get(path, today)) if firsts else None)
    return found._replace(findings=_taken_down(root, found.findings, firsts)) if firsts else found


def _taken_down(root: Path, found: Sequence[Finding], ever: Iterable[str]) -> tuple[Finding, ...]:
    """Links to what has been on the site and is in no file of the last commit any more are remarks.

    Whoever takes it away hears of them as errors (``staged``, ``of_range``). What the webmaster took down at once has
    to come off the site before others have mended their links. ``ever``: paths that were once committed.
    """
    broken = {one for one in found if one.rule in LINKS}
    if not broken:
        return tuple(found)
    with git.commit(root, git.last(root)) as last:
        gone = {path: _STOOD for path in ever if not last.exists(path)}
    stood = engine.examine(Laid(Disk(root), gone), None, sorted({one.path for one in broken})).findings
    still = {one.place for one in stood}  # whatever name is now offered as the nearest
    return tuple(one._replace(severity=WARNING) if one in broken and one.place not in still else one for one in found)


def staged(root: Path) -> tuple[Finding, ...]:
    """Findings about what is staged."""
    changes, today = git.staged(root), clock.today()
    new = frozenset(changes.added) if not changes.gone else frozenset()
    with git.index(root) as tree:
        found = _changed(tree, root, changes, git.last(root), "", lambda path: today if path in new else None)
        return engine.in_order(found)


def between(root: Path, written: str) -> tuple[Finding, ...]:
    """Findings about a range of commits ``A..B``."""
    return of_range(root, ranges.resolve(root, written))


def of_range(root: Path, limits: Range) -> tuple[Finding, ...]:
    """As ``between``, of a range that is resolved."""
    changes = git.between(root, *limits)
    firsts = git.first_commits(root, ranges.bounds(limits))
    with git.commit(root, limits.head) as tree:
        found = [*_changed(tree, root, changes, limits.base, limits.head, firsts.get)]
        found += _past(tree, root, ranges.introduced(root, limits))
        return engine.in_order(found)


def before_commit(root: Path, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What must not be in any commit, of ``files`` (by path) that are about to be committed to the portal.

    Raises ``Unable`` where no sound ``columns.yaml`` says what they are.
    """
    found = engine.examine(Laid(Disk(root), files), root, sorted(files)).findings
    if any(one.path == COLUMNS for one in found):  # nobody asked for it: nothing else can be said without it
        raise Unable(f"{COLUMNS} 读不出来，不知道稿件是什么", "先用 lanmu check 检查、改好栏目表")
    illegible = {path for path, data in files.items() if not prose.is_legible(data)}
    return tuple(
        one
        for one in found
        if one.severity == ERROR
        and (one.rule[:2] in LASTING or (one.rule == encoding.F113.code and one.path in illegible))
    )


def _changed(
    tree: GitTree, root: Path, changes: Changes, base: str, revision: str, history: History
) -> Iterator[Finding]:
    """Findings about the tree that come of the change against ``base``."""
    if COLUMNS in (*changes.present, *changes.gone):
        beside = [path for path in changes.present if path.split("/")[0] not in (*_PROGRAM, CONTENT)]
        found = engine.examine(tree, root, [".", *beside], history).findings
        yield from _as_before(root, base, found, frozenset(changes.present))
        return
    owners = [attachments.owner(path) for path in changes.gone]
    wanted = {path for path in (*changes.present, *owners) if path.split("/")[0] not in _PROGRAM and tree.exists(path)}
    yield from engine.examine(tree, root, sorted(wanted), history).findings
    if gone := _names((*changes.gone, *_withheld(tree, wanted))):
        few = len(gone) <= _FEW
        others = sorted(set(git.mentions(root, gone, revision)) - wanted) if few else [CONTENT]
        found = engine.examine(tree, root, others).findings if others else ()
        yield from (finding for finding in found if finding.rule in LINKS)


def _as_before(root: Path, base: str, found: Sequence[Finding], touched: frozenset[str]) -> Iterator[Finding]:
    """Broken links of files that the change leaves alone are remarks where they were broken before it.

    A takedown breaks them, and the office cannot wait with the table until departments have mended theirs.
    """
    elsewhere = {one for one in found if one.rule in LINKS and one.path not in touched}
    if elsewhere:
        with git.commit(root, base) as before:
            there = sorted({one.path for one in elsewhere if before.exists(one.path)})
            known = {one.place for one in engine.examine(before, root, there).findings}
        elsewhere = {one for one in elsewhere if one.place in known}
    yield from (one._replace(severity=WARNING) if one in elsewhere else one for one in found)


def _withheld(tree: GitTree, paths: Iterable[str]) -> Iterator[str]:
    """Articles that are not for the site: what links to them leads nowhere, as to one that is gone."""
    for path in filter(attachments.looks_like_article, paths):
        data = tree.read(path, article.MAX_BYTES + 1)
        found = article.read(path, data)[0] if disclosure.KEY.encode() in data else None
        if found is not None and not disclosure.on_site(found):
            yield path


def _names(gone: Iterable[str]) -> tuple[str, ...]:
    """What a link to one of these files must contain: an article's stem, or the folder of an attachment."""
    paths = (PurePosixPath(path) for path in gone if path.startswith(f"{CONTENT}/"))
    return tuple(
        sorted({path.stem if len(path.parts) == 4 else path.parts[3] for path in paths if len(path.parts) > 3})
    )


def _past(tree: GitTree, root: Path, introduced: Iterable[Introduced]) -> Iterator[Finding]:
    """What earlier commits of the range held and its last one no longer does."""
    past = [item for item in introduced if item.path.split("/")[0] not in _PROGRAM and tree.id(item.path) != item.id]
    portal = portals.load(tree, root, table := portals.table(tree)).portal if past else None
    if portal is None:
        return
    said = set()
    with closing(Reader(root)) as reader, Memory(root, table) as memory, Extractor() as extractor:
        check = Check(portal, tree, memory, extractor)
        for item in past:
            for finding in _of_blob(check, item, reader):
                lasts = finding.rule[:2] in LASTING or finding.rule == encoding.F113.code
                if lasts and (key := (finding.rule, finding.path, finding.message)) not in said:
                    said.add(key)
                    message = f"提交 {item.commit[:8]} 里：{finding.message}"
                    yield finding._replace(message=message, cure=f"{finding.cure}；{_PURGE}", fix=None)


def _of_blob(check: Check, item: Introduced, reader: Reader) -> Iterator[Finding]:
    """Findings about what a path once held."""
    if attachments.looks_like_article(item.path):
        data = reader.read(item.id, article.MAX_BYTES + 1)
        subject = Subject(check.portal, check.files, Source(item.path, data, *article.read(item.path, data)))
        found: Iterable[Finding] = prose.findings(prose.of_article(subject), TEXT_CHECKS)
        if not prose.is_legible(data):  # nobody knows what it gives away
            found = (*found, *encoding.check(subject.source))
    elif item.path == COLUMNS:
        yield from check.table(reader.read(item.id, MAX_BYTES + 1))
        return
    else:
        subject = _owner(check, item.path)
        found = check.attachment(subject, item.path, reader.read(item.id, attachments.MAX_BYTES + 1))
        inside = item.path.startswith(f"{CONTENT}/")
        if not inside or not attachments.allowed(item.path.rpartition("/")[2]):  # not published; what it told lasts
            found = (finding for finding in found if finding.rule.startswith("B2"))
    waived = excuses.excuses(subject.source.article)
    yield from excuses.excused(check.portal, subject.path, waived, found)


def _owner(check: Check, path: str) -> Subject:
    """The article to which an attachment belongs as the last commit has it; an empty one where there is none."""
    owner = attachments.owner(path)
    data = check.read(owner) if owner and check.files.exists(owner) else b""
    return Subject(check.portal, check.files, Source(owner or path, data, *article.read(owner, data)))

"""The check: every file read once, every rule asked, all findings sorted."""

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from lanmu import article, attachments, portals
from lanmu.extract import Extracted, Extractor
from lanmu.finding import ERROR, Finding
from lanmu.model import Portal
from lanmu.place import CONTENT, locate
from lanmu.refusal import Unable
from lanmu.rules import excuses, prose
from lanmu.rules.checks import ARTICLE_CHECKS, FOLLOWS, TEXT_CHECKS
from lanmu.rules.excuses import Excuse
from lanmu.rules.files import Files, digest
from lanmu.rules.form import encoding, naming, timeliness, titles
from lanmu.rules.form.titles import Title
from lanmu.rules.memory import Memory, is_passing
from lanmu.rules.subject import Source, Subject
from lanmu.tree import Disk, Tree

COLUMNS = "columns.yaml"
History = Callable[[str], date | None]  # the day (Asia/Shanghai) on which a path was first committed; None: unknown
_GRAVE = "AB"
_GUESSED = ("批注、文本框或页眉页脚", "内部数据", "末尾之外")  # places whose text is taken from runs of bytes
_DIGITS = 8 + 7  # of a day, and of the shortest number that a name could give away
_TELLING = "B2"  # what a file gives away, whatever it is
MOST = 300  # findings about one file: no one reads more, and looking takes time


class Judged(NamedTuple):
    """What one article and its attachments give, before anything is excused."""

    found: tuple[Finding, ...]
    title: Title | None
    excuses: tuple[Excuse, ...]


class Examined(NamedTuple):
    """All findings, sorted; and the digest of every article's bytes as they were judged."""

    findings: tuple[Finding, ...]
    digests: Mapping[str, str]


def check(root: Path, paths: Sequence[str] | None = None) -> tuple[Finding, ...]:
    """All findings below ``root``, or of ``paths`` (files or folders, relative to ``root``), sorted.

    Findings about ``columns.yaml`` are among them when it is asked for, and always when no portal
    could be read from it: without it nothing can be said about an article.
    """
    return on_disk(root, paths).findings


def on_disk(root: Path, paths: Sequence[str] | None = None, history: History | None = None) -> Examined:
    """As ``check``, with what a fix has to know."""
    tree = Disk(root)
    return examine(tree, root, None if paths is None else [_inside(tree, path) for path in paths], history)


def examine(tree: Tree, root: Path | None, wanted: Sequence[str] | None, history: History | None = None) -> Examined:
    """Findings about ``wanted`` (None: all) of a tree; ``root`` names the portal whose memory is used, None: none."""
    table = portals.table(tree)
    loaded = portals.load(tree, root, table)
    found = list(loaded.findings) if _asked(wanted) or loaded.portal is None else []
    digests: dict[str, str] = {}
    if loaded.portal is not None:
        with Memory(root, table) as memory, Extractor() as extractor:
            check = Check(loaded.portal, tree, memory, extractor, history)
            found += check.judge(wanted)
            found += check.table(table) if _asked(wanted) else ()
            digests = check.digests
    return Examined(in_order(found), digests)


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings sorted, each once, without those that a fault of the table may have brought about."""
    found = set(found)
    if any(finding.path == COLUMNS and finding.severity == ERROR for finding in found):
        found = {finding for finding in found if finding.rule not in FOLLOWS}
    return tuple(sorted(found, key=lambda finding: finding.place))


class Check:
    """One check of one tree."""

    def __init__(
        self, portal: Portal, tree: Tree, memory: Memory, extractor: Extractor, history: History | None = None
    ) -> None:
        """``history`` tells since when an article is there; without it nobody asks."""
        self.portal = portal
        self.files = Files(tree)
        self.digests: dict[str, str] = {}
        self._tree = tree
        self._memory = memory
        self._history = history
        self._extractor = extractor
        self._passing = False  # whether an attachment could not be read for want of time or memory

    def judge(self, wanted: Sequence[str] | None) -> Iterator[Finding]:
        """Findings about every article of ``wanted``, their attachments and their titles."""
        articles, loose, odd = self._sorted([CONTENT] if wanted is None else wanted)
        yield from map(naming.not_plain, odd)
        for path in loose:
            yield from self.loose(path)
        judged = {path: self.article(path) for path in articles}
        repeated = self._repeated(judged)
        for path, one in judged.items():
            found = chain(one.found, repeated.get(path, ()), self._backdated(path))
            yield from _foremost(excuses.excused(self.portal, path, one.excuses, found))

    def article(self, path: str) -> Judged:
        """What is wrong with one article, remembered where nothing it depends on has changed."""
        data = self.read(path)
        self.digests[path] = digest(data)
        self.files.saw(path, data)
        if (known := self._memory.recall(path, data, self.files)) is not None:
            return Judged(*known)
        self.files.asked, self._passing = {}, False
        judged = self._judged(path, data)
        if not self._passing:
            self._memory.keep(path, data, self.files, judged)
        return judged

    def _judged(self, path: str, data: bytes) -> Judged:
        subject = Subject(self.portal, self.files, Source(path, data, *article.read(path, data)))
        text = prose.findings(prose.of_article(subject), TEXT_CHECKS)
        if subject.source.article is None:  # its form comes first, but what it gives away cannot wait
            text = (finding for finding in text if finding.rule[0] in _GRAVE)
        own = chain(text, encoding.check(subject.source), *(rule(subject) for rule in ARTICLE_CHECKS))
        found = (*_some(own), *self._named(subject, path), *self.attachments(subject))
        written = subject.source.article
        title = titles.title_of(self.portal, written) if written is not None else None
        return Judged(found, title, excuses.excuses(written))

    def loose(self, path: str) -> Iterator[Finding]:
        """What is wrong inside a file that belongs to no article: it is not published, but it is there to be read."""
        alone = Subject(self.portal, self.files, Source(path, b"", None, ()))
        found = _some(self.attachment(alone, path, self.files.content(path)))
        return _told(found, path.startswith(f"{CONTENT}/") and attachments.allowed(path.rpartition("/")[2]))

    def attachments(self, subject: Subject) -> Iterator[Finding]:
        """What is wrong inside the files of the article's folder."""
        for entry in self.files.below(subject.folder) if subject.folder else ():
            if entry.plain:
                inside = entry.path.removeprefix(f"{subject.folder}/")
                found = self.attachment(subject, entry.path, self.files.content(entry.path))
                yield from _told(_some(found), attachments.allowed(inside) or attachments.looks_like_article(inside))

    def attachment(self, subject: Subject, path: str, data: bytes) -> Iterator[Finding]:
        """What is wrong inside one attachment."""
        from lanmu.rules.attached import documents

        extracted = self._extracted(path, data)
        yield from documents.check(path, extracted)
        text = prose.Prose(subject, path, extracted.text, attached=True, places=extracted.places)
        found = [item for item in prose.findings(text, TEXT_CHECKS) if not _is_guess(item)]
        yield from found
        said = {finding.rule for finding in found}
        yield from (finding for finding in self._named(subject, path) if finding.rule not in said)

    def _named(self, subject: Subject, path: str) -> Iterator[Finding]:
        """What the names of a file and of its folders give away; those of department and column are the office's."""
        name = printable("\n".join(path.split("/")[3:]) or path)
        if name.isascii() and sum(map(str.isdigit, name)) < _DIGITS:
            return iter(())
        text = prose.Prose(subject, path, name, attached=True, places=((0, "文件名"),))
        return _told(prose.findings(text, TEXT_CHECKS), False)

    def table(self, data: bytes) -> Iterator[Finding]:
        """What the text of ``columns.yaml`` gives away: it is published, its comments are read by many."""
        subject = Subject(self.portal, self.files, Source(COLUMNS, data, None, ()))
        return _told(prose.findings(prose.of_article(subject), TEXT_CHECKS), False)

    def _extracted(self, path: str, data: bytes) -> Extracted:
        known = self._memory.text(path, data)
        if known is None:
            known = self._extractor.read(path.rpartition("/")[2], data)
            self._memory.keep_text(path, data, known)
        self._passing = self._passing or is_passing(known)
        return known

    def read(self, path: str) -> bytes:
        """The bytes of an article; no more of it than an article may have."""
        try:
            return self._tree.read(path, article.MAX_BYTES + 1)
        except OSError as error:
            raise Unable(f"读不了 {printable(path)}：{error.strerror}", "检查文件的权限") from error

    def _sorted(self, wanted: Sequence[str]) -> tuple[list[str], list[str], set[str]]:
        """Articles, loose attachments, and what is no plain file or folder; an attachment stands for its article.

        A link could lead out of the tree, and a device could keep us waiting: neither is opened.
        """
        found: set[str] = set()
        loose: set[str] = set()
        odd: set[str] = set()
        for path in wanted:
            path = CONTENT if path == "." else path
            for entry in self._tree.walk(path) if path != COLUMNS else ():
                if not entry.path.startswith(f"{CONTENT}/") and entry.path != CONTENT:
                    loose.update([entry.path] if entry.plain else [])
                elif not entry.plain or entry.path == CONTENT:
                    odd.add(entry.path)
                elif attachments.looks_like_article(entry.path):
                    found.add(entry.path)
                elif self.files.exists(owner := attachments.owner(entry.path)):
                    found.add(owner)
                else:
                    loose.add(entry.path)
        return sorted(found), sorted(loose), odd

    def _repeated(self, judged: dict[str, Judged]) -> dict[str, list[Finding]]:
        """Titles that a column has twice, by the path of the later one, where that is among ``judged``."""
        columns = {one.title.home for one in judged.values() if one.title is not None}
        known = [one.title._replace(asked=True) for one in judged.values() if one.title is not None]
        others = (self._glance(path) for home in columns for path in self._of_column(home) if path not in judged)
        found: dict[str, list[Finding]] = {}
        for finding in titles.repeated([*known, *(title for title in others if title is not None)]):
            found.setdefault(finding.path, []).append(finding)
        return found

    def _backdated(self, path: str) -> Iterator[Finding]:
        first, place = self._history(path) if self._history else None, locate(path)
        if first is not None and place is not None and place.day < first.isoformat():
            found, _ = article.read(path, self.read(path))
            if found is not None:
                yield from timeliness.backdated(path, found, first, self.portal.archive)

    def _glance(self, path: str) -> Title | None:
        """The title of an article that is not itself judged."""
        data = self.read(path)
        plain = titles.glance(self.portal, path, data)
        if plain is not None:
            return plain
        found, _ = article.read(path, data)
        return titles.title_of(self.portal, found) if found is not None else None

    def _of_column(self, home: str) -> Iterator[str]:
        for department in self.portal.departments:
            if home not in self.files.folders(f"{CONTENT}/{department}"):  # of forty few have the column
                continue
            folder = f"{CONTENT}/{department}/{home}"
            yield from (f"{folder}/{name}" for name in self.files.listed(folder) if name.endswith(".md"))


def _some(found: Iterable[Finding]) -> Iterator[Finding]:
    """Of each rule the first ``MOST``: many of one, which may be waived, must not hide another."""
    seen: Counter[str] = Counter()
    for finding in found:
        seen[finding.rule] += 1
        if seen[finding.rule] <= MOST:
            yield finding


def _told(found: Iterable[Finding], all_of_it: bool) -> Iterator[Finding]:
    """What a text gives away; ``all_of_it``: and how it is made, where it is to be published."""
    return (finding for finding in found if all_of_it or finding.rule.startswith(_TELLING))


def _is_guess(finding: Finding) -> bool:
    """Whether a matter of wording was found where the text is guessed from bytes (lanmu/extract)."""
    return finding.rule[0] == "W" and (finding.where or "").endswith(_GUESSED)


def _foremost(found: Iterable[Finding]) -> list[Finding]:
    """The first ``MOST`` findings: errors, what must never be published, what no one may waive before all else."""
    return sorted(found, key=_weight)[:MOST]


def _weight(finding: Finding) -> tuple[bool, bool, bool]:
    return finding.severity != ERROR, finding.rule[0] not in _GRAVE, excuses.may_waive(finding.rule)


def printable(path: str) -> str:
    """``path`` as it can be shown: a file name need not be text."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _inside(tree: Disk, path: str) -> str:
    clean = posixpath.normpath(path)
    if clean.startswith(("..", "/")):
        raise Unable(f"{printable(path)} 不在门户的根文件夹里", "写门户里的路径")
    if not tree.exists(clean):
        raise Unable(f"没有 {printable(path)}", "核对路径；不写路径则检查整个门户")
    return clean


def _asked(wanted: Sequence[str] | None) -> bool:
    return wanted is None or any(path in (".", COLUMNS) for path in wanted)

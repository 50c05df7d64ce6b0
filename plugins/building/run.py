"""One build under way: what both kinds of build need."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pelican.readers import Readers

from lanmu import portals
from lanmu.attachments import MAX_BYTES
from lanmu.finding import ERROR, Finding
from lanmu.index import Index, Made
from lanmu.model import Portal
from lanmu.page import Copy
from lanmu.refusal import Refused
from lanmu.sources import Sources, Stat
from plugins import frame
from plugins.building import crew, gather, linked
from plugins.building.gather import Read
from plugins.building.linked import Target
from plugins.building.making import Batch, Maker, Order
from plugins.building.output import Outputs
from plugins.building.setup import Setup
from plugins.building.stages import Stages
from plugins.edition import Edition, Site
from plugins.family import Draft, Family, no_keys
from plugins.reader import ArticleReader

_READ = 200  # sources a task
_MADE = 60  # orders a task at most
_SHARES = 16  # tasks for each process at least: some keys have a hundred pages, and nobody should wait for the last
_WORTH = 150  # orders or sources from which on further processes pay


class Built(NamedTuple):
    """What a build did: ``pages`` counts all outputs, ``made`` those looked at, ``changed`` those with other bytes."""

    articles: int
    pages: int
    made: int
    changed: int
    removed: int
    reason: str  # why it was a full build, "" where it was none
    broken: tuple[Finding, ...]  # links of authors that lead to nothing
    seconds: Mapping[str, float]  # by stage, all processes added up


@dataclass
class Run:
    """The means of one build, and its stages."""

    setup: Setup
    files: Sources
    outputs: Outputs
    on: str
    jobs: int
    index_path: Path
    say: Callable[[str, int, int], None]
    stages: Stages = field(default_factory=Stages)
    rendered: set[str] = field(default_factory=set)
    targets: dict[Target, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        # Now: Pelican's readers add to the settings later.
        self.states = self.setup.states

    def why_not(self) -> str:
        """Why the index cannot be built upon, "" where it can."""
        if reason := self.setup.not_understood():
            return reason
        if not self.index_path.is_file():
            return "还没有索引"
        if not self.outputs.knows(self.index_path):
            return "上一次生成没有完成，或者索引不是它留下的"
        return self._other_state()

    def _other_state(self) -> str:
        index = Index(self.index_path)
        try:
            known = json.loads(index["states"] or "{}")
        finally:
            index.close()
        changed = [what for what, state in self.states.items() if known.get(what) != state]
        return f"{'、'.join(changed)}变了" if changed else ""

    def portal(self) -> tuple[Portal, bytes]:
        """The portal and the bytes of its table; C7xx errors refuse the build."""
        table = portals.table(self.files.tree)
        loaded = portals.load(self.files.tree, self.setup.root, table)
        errors = [finding for finding in loaded.findings if finding.severity == ERROR]
        if errors or loaded.portal is None:
            raise Refused(errors)
        return loaded.portal, table

    def site(self, portal: Portal) -> Site:
        """What all pages share."""
        staff = portal.forge if self.setup.settings.get("LANMU_STAFF") else None
        fixed = frozenset(frame.fixed_pages(portal))
        return Site(portal, self.on, frame.frame(portal, _emblem(portal)), fixed, staff)

    def read(self, portal: Portal, found: Sequence[Stat]) -> Iterator[Read]:
        """Sources read; those that are no sound articles refuse the build, all at once."""
        unsound: list[str] = []
        done = 0
        jobs = self.jobs if len(found) > _WORTH else 1
        for some in crew.each(lambda task: gather.read(portal, self.files, task), _tasks(found, _READ), jobs):
            unsound += [read.source.path for read in some if not read.sound]
            yield from (read for read in some if read.sound)  # the others may have names that no index takes
            done += len(some)
            self.say("读文章", done, len(found))
        if unsound:
            from lanmu.rules import engine  # with all rules, 60 ms of importing

            tree = self.files.whole()
            raise Refused(engine.examine(tree, None, unsound).findings)

    def families(self, portal: Portal) -> tuple[Family, ...]:
        """Those of the plugins, and the files that every page needs."""
        return (*self.setup.families, Family("static", lambda _: ("theme",), no_keys, self._static(portal)))

    def _static(self, portal: Portal) -> Callable[[Edition, str], Iterator[Draft]]:
        def drafts(_: Edition, key: str) -> Iterator[Draft]:
            path = _emblem(portal)
            yield from (draft for draft in self.setup.static() if draft.path != path)
            if path:
                emblem = portal.site.settings.emblem
                yield Draft(path, lambda: Copy(path, self.files.tree.read(emblem, MAX_BYTES)))

        return drafts

    def maker(self, site: Site, index: Index) -> Maker:
        """Makes outputs in this process."""
        reader = Readers(dict(self.setup.settings)).readers["md"]
        assert isinstance(reader, ArticleReader)
        edition = Edition(site, index, self.files, reader)
        families = self.families(site.portal)
        return Maker(edition, families, self.setup.environment, self.setup.closures, self.outputs.stage)

    def make(self, site: Site, index: Index, maker: Maker, orders: Sequence[Order]) -> list[Made]:
        """Outputs made, staged where their bytes moved; articles before what shows how their texts begin."""
        made: list[Made] = []
        done = 0
        articles = [order for order in orders if order.family == "articles"]
        for group in (articles, [order for order in orders if order.family != "articles"]):
            jobs = self.jobs if len(group) > _WORTH else 1
            if jobs > 1:  # other processes must see what the index has, so that it cannot be taken back any more
                self.outputs.doubt()
                index.commit()
            work = _Work(self, site, index, maker)
            openings: dict[str, str] = {}
            size = min(_MADE, max(1, len(group) // (jobs * _SHARES)))
            for batch in crew.each(work, _tasks(group, size), jobs):
                for one in batch.made:
                    self.outputs.adopt(one.made.path, one.staged)
                    made.append(one.made)
                self.rendered.update(one.made.path for one in batch.made if one.rendered)
                self.targets |= batch.targets
                openings |= batch.openings
                self.stages.add(batch.seconds)
                done += batch.orders
                self.say("做网页", done, len(orders))
            index.put_openings(openings.items())
        return made

    def broken(self, index: Index, portal: Portal, made: Sequence[Made]) -> tuple[Finding, ...]:
        """Links that lead to nothing: of authors in the articles that were made, of templates on any page."""
        with self.stages("links"):
            return (*self._of_authors(portal, made), *self._of_pages(index))

    def _of_authors(self, portal: Portal, made: Sequence[Made]) -> tuple[Finding, ...]:
        paths = sorted({one.key for one in made if one.doubtful and one.family == "articles"})
        if not paths:
            return ()
        from lanmu.rules.broken import broken

        return broken(portal, self.files.whole(), paths)

    def _of_pages(self, index: Index) -> tuple[Finding, ...]:
        """Targets of the pages rendered now, and those that were missing before on pages that stand."""
        before = [(target, page) for *target, page in json.loads(index["missing"] or "[]") if page not in self.rendered]
        wanted = {(path, place): page for (path, place), page in before if index.has_output(page)} | self.targets
        missing = linked.missing(wanted, index.has_output, self.outputs.read)
        index["missing"] = json.dumps([[*target, wanted[target]] for target in missing], ensure_ascii=False)
        return linked.findings({target: wanted[target] for target in missing}, index.article_of) if missing else ()

    def finish(self, index: Index, table: bytes) -> None:
        """Write down what the index was made with."""
        index["states"] = json.dumps(self.states, ensure_ascii=False)
        index["templates"] = json.dumps(self.setup.closures)
        index["table"] = table.decode("utf-8", "replace")
        index["on"] = self.on
        index["commit"] = self.files.commit or index["commit"]

    def built(self, index: Index, made: Sequence[Made], reason: str, broken: tuple[Finding, ...]) -> Built:
        """What was done, before it is put in place."""
        shown = next(index.rows("SELECT count(*) FROM lists WHERE kind = 'all' AND date < ?", f"{self.on}~"))[0]
        pages = next(index.rows("SELECT count(*) FROM outputs"))[0]
        changed = len(self.outputs.staged)
        return Built(shown, pages, len(made), changed, 0, reason, broken, {})


class _Work:
    """What makes a task's orders, in this process or in a forked one, which needs an index of its own."""

    def __init__(self, run: Run, site: Site, index: Index, maker: Maker) -> None:
        self._run = run
        self._site = site
        self._path = index.path
        self._makers = {os.getpid(): maker}

    def __call__(self, orders: Sequence[Order]) -> Batch:
        maker = self._makers.get(os.getpid())
        if maker is None:
            maker = self._makers[os.getpid()] = self._run.maker(self._site, Index(self._path))
        return maker.batch(orders)


def _emblem(portal: Portal) -> str:
    """Where the picture that ``site.emblem`` names stands in the output (C719 has seen it); "" where none is given."""
    written = portal.site.settings.emblem
    return f"theme/emblem{Path(written).suffix.lower()}" if written else ""


def _tasks(all: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [all[start : start + size] for start in range(0, len(all), size)]

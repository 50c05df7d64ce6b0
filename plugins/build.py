"""The Pelican class: what ``lanmu build`` and ``python -m pelican`` run."""

import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pelican import Pelican

from lanmu import cache, clock, sources
from lanmu.refusal import Refused, Unable
from lanmu.sources import Sources
from plugins import crew
from plugins.family import Family, page_families
from plugins.full import full
from plugins.incremental import TooMuch, incremental
from plugins.output import Outputs
from plugins.run import Built, Run
from plugins.setup import Setup

Say = Callable[[str], None]


class LanmuPelican(Pelican):
    """Pelican with page families instead of generators (docs/decisions/0002), built by what changed (0010).

    Settings of its own: ``LANMU_ROOT``, ``LANMU_ON`` (a day), ``LANMU_COMMIT`` (a revision, instead of the working
    tree), ``LANMU_FULL`` (ignore the index), ``LANMU_JOBS`` (processes) and ``LANMU_SAY``, which is told how far it is.
    """

    def run(self) -> None:
        """What ``python -m pelican`` calls: as ``publish``, with a kind end where it cannot."""
        from lanmu.report import human

        try:
            self.publish()
        except Refused as refused:
            sys.stderr.write(human(refused.findings))
            sys.exit(1)
        except Unable as unable:
            sys.stderr.write(f"{unable.message}\n  {unable.cure}\n")
            sys.exit(2)

    def publish(self) -> Built:
        """Build the site. Raises Refused and Unable; the output folder is then as it was."""
        root = Path(self.settings["LANMU_ROOT"]).resolve()
        setup = Setup(root, self.settings, self.families())
        with (
            Outputs(Path(self.output_path), root) as outputs,
            _files(root, self.settings.get("LANMU_COMMIT")) as files,
            _index(root, outputs.name) as index,
        ):
            run = Run(setup, files, outputs, self.day(), self.settings.get("LANMU_JOBS") or crew.cores(), index)
            run.say = self.settings.get("LANMU_SAY") or run.say
            return self._built(run)

    def _built(self, run: Run) -> Built:
        """By what changed where that can be told, else in full; the reason is said."""
        reason = "要求全部重做" if self.settings.get("LANMU_FULL") else run.why_not()
        if not reason:
            try:
                return incremental(run)
            except TooMuch as much:
                reason = str(much)
            except sqlite3.Error:
                reason = "索引损坏"
        return full(run, reason)

    def day(self) -> str:
        """The day of the edition: ``LANMU_ON``, else today in Shanghai."""
        on = self.settings.get("LANMU_ON") or clock.today()
        return on.isoformat() if isinstance(on, date) else str(on)

    def families(self) -> tuple[Family, ...]:
        """Every family of every registered plugin, articles first: feeds show how their texts begin."""
        found = [family for _, families in page_families.send(self) for family in families]
        return tuple(sorted(found, key=lambda family: family.name != "articles"))


@contextmanager
def _files(root: Path, revision: str | None) -> Iterator[Sources]:
    files = sources.of(root, revision)
    try:
        yield files
    finally:
        files.close()


@contextmanager
def _index(root: Path, name: str) -> Iterator[Path]:
    """Where the index lies: in the user's cache folder, or for this build alone where there is none."""
    folder = cache.folder(root)
    if folder:
        yield folder / f"{name}.sqlite"
        return
    with tempfile.TemporaryDirectory(prefix="lanmu-") as passing:
        yield Path(passing, f"{name}.sqlite")

"""The Pelican class: what ``lanmu build`` and ``python -m pelican`` run."""

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pelican import Pelican

from lanmu import cache, clock, sources
from lanmu.refusal import Refused, Unable
from lanmu.sources import Sources
from plugins.building import crew
from plugins.building.full import full
from plugins.building.incremental import TooMuch, incremental
from plugins.building.output import Outputs
from plugins.building.run import Built, Run
from plugins.building.setup import Setup
from plugins.family import Family, page_families


class LanmuPelican(Pelican):
    """Pelican with page families instead of generators (docs/decisions/0002), built by what changed (0010).

    Settings of its own: ``LANMU_ROOT``, ``LANMU_ON`` (a day), ``LANMU_COMMIT`` (a revision, instead of the working
    tree), ``LANMU_FULL`` (ignore the index), ``LANMU_JOBS`` (processes), ``LANMU_STAFF`` (pages lead staff to
    ``site.forge``) and ``LANMU_SAY``, which is told how far it is.
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
            jobs = self.settings.get("LANMU_JOBS") or crew.cores()

            def run() -> Run:
                return Run(setup, files, outputs, self.day(), jobs, index, self.settings.get("LANMU_SAY") or _silent)

            built = self._by_change(run())
            if isinstance(built, Built):
                return built
            outputs.staged.clear()
            return full(run(), built)

    def _by_change(self, run: Run) -> Built | str:
        """A build of what changed; or why there can be none, in Chinese."""
        if self.settings.get("LANMU_FULL"):
            return "要求全部重做"
        try:
            return run.why_not() or incremental(run)
        except TooMuch as much:
            return str(much)
        except sqlite3.Error:
            return "索引损坏"

    def day(self) -> str:
        """The day of the edition: ``LANMU_ON``, else today in Shanghai."""
        on = self.settings.get("LANMU_ON") or clock.today()
        return on.isoformat() if isinstance(on, date) else str(on)

    def families(self) -> tuple[Family, ...]:
        """Every family of every registered plugin."""
        return tuple(family for _, families in page_families.send(self) for family in families)


def _silent(stage: str, done: int, total: int) -> None:
    """For builds that nobody watches."""


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

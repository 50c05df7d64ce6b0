"""Pelican without what a build never uses: blanks while it is loaded, the real parts for all who come later."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
Process = Callable[..., subprocess.CompletedProcess[str]]

REAL = """
    from docutils.core import publish_string
    assert b"<em>" in publish_string("*x*", writer_name="html", settings_overrides={"report_level": 5})
    import dateutil.parser, feedgenerator, rich.console, urllib.request, watchfiles
    assert dateutil.parser.parse("20 March 2026").day == 20
    assert issubclass(feedgenerator.Atom1Feed, feedgenerator.SyndicationFeed)
    assert all(module.__file__ for module in (dateutil, feedgenerator, rich.console, urllib.request, watchfiles))
    assert urllib.request.Request("https://www.a.gov.cn/").host == "www.a.gov.cn"
"""
LOADED = """
    import sys
    from tools import lean
    with lean.loading():
        import pelican
        from pelican import log, readers, settings
        assert pelican.__file__ and readers.__file__
        during = dict(sys.modules)
"""


def python(script: str) -> None:
    """Run it in a process of its own, which has loaded nothing yet; fail with what it says."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_unused_modules_are_blank_while_pelican_is_loaded() -> None:
    python(
        LOADED
        + """
    unused = {"dateutil", "docutils", "feedgenerator", "rich", "watchfiles"}
    blank = {name: module for name, module in during.items() if name.partition(".")[0] in unused}
    assert {"docutils", "docutils.core", "rich.console", "watchfiles"} <= blank.keys()
    assert not [name for name, module in blank.items() if "__file__" in vars(module)]
    assert not blank.keys() & sys.modules.keys(), "blanks stay behind"
    readers.docutils.core.Publisher("whatever", is_given="to it")  # nothing that loads them may fail
    """
    )


def test_the_real_parts_can_be_imported_afterwards() -> None:
    python(LOADED + REAL)


def test_what_is_loaded_already_is_left_alone() -> None:
    python(
        """
    import docutils.core
    before = docutils.core
    """
        + LOADED
        + """
    assert sys.modules["docutils.core"] is before
    assert readers.docutils.core is before
    """
        + REAL
    )


def test_blanks_go_where_loading_fails() -> None:
    python(
        """
    import sys
    from tools import lean
    before = list(sys.meta_path)
    try:
        with lean.loading():
            import docutils
            raise KeyError("broken")
    except KeyError:
        pass
    assert sys.meta_path == before
    assert "docutils" not in sys.modules
    """
        + REAL
    )


def test_others_are_found_as_ever() -> None:
    python(
        """
    from tools import lean
    with lean.loading():
        import colorsys
        try:
            import docutils_of_nobody
        except ModuleNotFoundError:
            pass
        else:
            raise AssertionError("a name that only begins like an unused one is another")
    assert colorsys.__file__
    """
    )


def test_a_build_loads_none_of_it(root: Path) -> None:
    python(
        f"""
    import sys
    from pathlib import Path
    from tools.build import pelican
    site = pelican(Path({str(root)!r}), Path({str(root / "output")!r}), "2026-03-31")
    site.publish()
    loaded = {{name.partition(".")[0] for name in sys.modules}}
    assert not loaded & {{"docutils", "rich", "watchfiles"}}, loaded
    import gc
    assert gc.isenabled()
    """
    )
    assert (root / "output/index.html").is_file()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("first", ["lanmu", "pelican"])
def test_pelican_as_it_comes_makes_the_same_bytes(first: str, process: Process, root: Path) -> None:
    """One after the other into one folder: neither has anything to change in what the other left."""

    def by_lanmu() -> None:
        result = process("build", "--on", "2026-03-31")
        assert result.returncode == 0, result.stderr

    def by_pelican() -> None:
        more = (f'LANMU_ROOT="{root}"', 'LANMU_ON="2026-03-31"')
        command = ("content", "-s", str(REPOSITORY / "pelicanconf.py"), "-o", str(root / "output"), "-e", *more)
        done = subprocess.run(
            [sys.executable, "-m", "pelican", *command, "--fatal", "errors"],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == 0, done.stderr

    one, other = (by_lanmu, by_pelican) if first == "lanmu" else (by_pelican, by_lanmu)
    one()
    before = contents(root / "output")
    written = times(root / "output")
    other()
    assert "index.html" in before
    assert contents(root / "output") == before
    assert times(root / "output") == written

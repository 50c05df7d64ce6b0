"""A portal of its own, built and served by the real command, for tests that save its files."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lanmu.rules import sample
from tests.hang import no_hang

REPOSITORY = Path(__file__).parents[1]
TITLE = "省科技厅召开科技计划工作推进会"


class Served:
    """A running ``lanmu serve``: what it says, and what it tells its pages."""

    def __init__(self, root: Path, process: subprocess.Popen[bytes]) -> None:
        self.root = root
        self.process = process
        self.url = re.search(r"http://[\d.:]+", self.until("\n"))[0]

    def until(self, text: str) -> str:
        """What is said from here on, as far as the end of ``text``."""
        said = b""
        while not said.endswith(text.encode()):
            more = self.process.stderr.read(1)
            assert more, f"no more after {said.decode()!r}"
            said += more
        return said.decode()

    def line(self) -> str:
        """The next line that is said, without the time that a build took."""
        return re.sub(r"（[\d.]+ 秒）", "", self.until("\n")).rstrip("\n")

    def stop(self) -> str:
        """Ctrl-C; what is said from here on. It ends as an interrupted command does."""
        self.process.send_signal(signal.SIGINT)
        said = self.process.communicate()[1].decode()
        assert self.process.returncode == 130, said
        return said

    def edit(self, path: str, old: str, new: str) -> None:
        """Save a file of the portal in place."""
        file = self.root / path
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")

    def shown(self, path: str) -> str:
        """A file of the site as it lies on disk."""
        return (self.root / "output" / path).read_text("utf-8")

    @contextmanager
    def listening(self) -> Iterator[Callable[[], str]]:
        """Gives a function that waits for the next event, as a page that was loaded now hears it."""
        host = self.url.removeprefix("http://")
        page, stream = http.client.HTTPConnection(host), http.client.HTTPConnection(host)
        page.request("GET", "/")
        address = re.search(r"/-/changes\?[\w-]+", page.getresponse().read().decode())[0]
        stream.request("GET", address)
        answer = stream.getresponse()

        def event() -> str:
            while True:
                line = answer.readline().decode()
                assert line, "the stream ended"
                if line.startswith("event: "):
                    return line.removeprefix("event: ").strip()

        yield event
        page.close()
        stream.close()


@contextmanager
def serving(root: Path, prepare: Callable[[], object] | None = None) -> Iterator[Served]:
    """Write the sample portal, build it, and serve it from a folder that is none; nothing may hang in the meantime."""
    for path, text in sample.FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    command = [sys.executable, "-m", "tools", "--root", str(root)]
    where = {"cwd": root.parent, "env": os.environ | {"PYTHONPATH": str(REPOSITORY)}}
    subprocess.run([*command, "build"], check=True, capture_output=True, **where)

    def start() -> None:
        # Whoever starts the tests in the background hands on a Ctrl-C that is ignored.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if prepare:
            prepare()

    with (
        no_hang(120),
        subprocess.Popen(
            [*command, "serve", "--port", "0"],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            bufsize=0,
            preexec_fn=start,
            **where,
        ) as process,
    ):
        try:
            yield Served(root, process)
        finally:
            process.kill()

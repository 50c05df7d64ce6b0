"""Repositories on the server, as whoever looks into its folders sees them."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.gitserver.clone import Clone
from tests.gitserver.server import Server
from tests.repository import ENVIRONMENT, Repository

_TRUSTED = ("HEAD", "config", "packed-refs", "info", "hooks", "objects/info")  # what a push must never change


class Bare(Repository):
    """A bare repository that the server serves."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name
        self.path = server.repositories / name
        self._clones = 0

    def clone(self, account: str) -> Clone:
        """A new working clone of an account, over the network."""
        self._clones += 1
        folder = self.server.folder / "clones" / self.name
        return Clone(folder / f"{account}-{self._clones}", self.server, self.name, account)

    def refs(self) -> dict[str, str]:
        """Every ref with what it names."""
        lines = self.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        return dict(line.split(" ") for line in lines)

    def state(self) -> dict[str, object]:
        """All that a refused push must leave as it was: refs, settings, hooks, grafts, and the number of objects."""
        files = {path for name in _TRUSTED for path in _files(self.path / name)}
        kept: dict[str, object] = {str(path.relative_to(self.path)): path.read_bytes() for path in files}
        return kept | self.refs() | {"objects": sum(1 for _ in _files(self.path / "objects"))}

    def copy(self, name: str) -> "Bare":
        """Another repository with the same content and the same hooks."""
        shutil.copytree(self.path, self.server.repositories / name, symlinks=True)
        return Bare(self.server, name)


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]


def create(server: Server, name: str, files: Mapping[str, str]) -> Bare:
    """A bare repository that can be pushed to, with ``files`` as the first commit of main."""
    source = Repository(server.folder / "first" / name)
    source.commit({}, "2026-02-28", "建立仓库")  # so that main has something to be rewound to
    source.commit(files, "2026-03-01", "建立门户")
    bare = Bare(server, name)
    command = ["git", "clone", "--quiet", "--bare", str(source.path), str(bare.path)]
    subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, timeout=60)
    bare.git("remote", "remove", "origin")
    bare.git("config", "http.receivepack", "true")
    return bare

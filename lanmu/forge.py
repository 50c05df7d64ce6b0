"""Where the forge lets a person edit a file, or begin a new one, in the browser."""

from urllib.parse import quote

from lanmu.model import Forge

# The words between repository and branch. Gitea and Forgejo answer alike.
_EDIT = {"gitlab": "-/edit", "gitea": "_edit", "forgejo": "_edit"}
_NEW = {"gitlab": "-/new", "gitea": "_new", "forgejo": "_new"}


def edit(forge: Forge, path: str) -> str:
    """Address at which the file at ``path`` (relative to the root) is edited."""
    return _address(forge, _EDIT[forge.kind], path)


def new(forge: Forge, folder: str) -> str:
    """Address at which a file is begun in ``folder``."""
    return _address(forge, _NEW[forge.kind], folder)


def _address(forge: Forge, words: str, path: str) -> str:
    return f"{forge.url}/{words}/{quote(forge.branch)}/{quote(path)}"

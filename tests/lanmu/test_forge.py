"""Addresses of the forge, as GitLab, Gitea and Forgejo route them."""

import pytest

from lanmu import forge
from lanmu.model import FORGE_KINDS, Forge

URL = "https://code.shifan.gov.cn/bgt/portal"


@pytest.mark.parametrize(
    ("kind", "edit", "new"),
    [
        ("gitlab", "/-/edit/main/content/kjt/a.md", "/-/new/main/content/kjt"),
        ("gitea", "/_edit/main/content/kjt/a.md", "/_new/main/content/kjt"),
        ("forgejo", "/_edit/main/content/kjt/a.md", "/_new/main/content/kjt"),
    ],
)
def test_addresses(kind: str, edit: str, new: str) -> None:
    place = Forge(kind, URL, "main")
    assert forge.edit(place, "content/kjt/a.md") == URL + edit
    assert forge.new(place, "content/kjt") == URL + new


def test_a_strange_name_stays_one_path() -> None:
    assert forge.edit(Forge("gitea", URL, "main"), "content/a b?#.md") == f"{URL}/_edit/main/content/a%20b%3F%23.md"


def test_every_kind_has_its_addresses() -> None:
    for kind in FORGE_KINDS:
        assert forge.edit(Forge(kind, URL, "main"), "a") != forge.new(Forge(kind, URL, "main"), "a")

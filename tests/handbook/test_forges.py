"""The pages on forges, carried out against stand-ins of their API."""

import re
from collections.abc import Callable

import pytest

from tests.forges.gitea import Gitea
from tests.forges.gitlab import GitLab
from tests.forges.stand import Stand
from tests.handbook.place import ACCOUNTS, ARTICLE, NEW, URL, Person, Place, git, home
from tests.terminal import HANDBOOK


@pytest.fixture
def forge(place: Place, monkeypatch: pytest.MonkeyPatch) -> Callable[[Stand], Person]:
    """Whoever looks after a forge, in a clone of the portal, and the forge's stand-in."""

    def served(stand: Stand) -> Person:
        monkeypatch.setenv("LANMU_TOKEN", stand.token)
        person = place.person("bgt-webmaster")
        home(person.root, person.names[URL], "bgt-webmaster")
        person.names["https://git.shifan.gov.cn"] = stand.url
        return person

    return served


def test_the_page_of_gitlab(forge: Callable[[Stand], Person]) -> None:
    with GitLab(*ACCOUNTS, paid=False) as stand:
        person = forge(stand)
        assert person.played("gitlab.md") == (HANDBOOK / "gitlab.md").read_text("utf-8")
        _is_protected(person, "gitlab", "gitlab.md")


def test_the_page_of_gitea(place: Place, forge: Callable[[Stand], Person], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pre-receive", "post-receive"):
        (place.bare / "hooks" / f"{name}.d").mkdir(exist_ok=True)
        hook = place.bare / "hooks" / name
        hook.write_text(_GIVES_ON, "utf-8")
        hook.chmod(0o755)
    with Gitea(*ACCOUNTS) as stand:
        person = forge(stand)
        home(person.root / "portal", person.names[URL], "kjt-liaison")
        git(person.root / "portal", "switch", "--quiet", "--create", "kjt-0321")
        (person.root / "portal" / NEW).write_text(f"{ARTICLE}\n联系人证件号码：990000198001010012。\n", "utf-8")
        git(person.root / "portal", "add", ".")
        git(person.root / "portal", "commit", "--quiet", "-m", "项目验收通讯")
        monkeypatch.setenv("GITEA_PUSHER_NAME", "kjt-liaison")
        assert person.played("gitea.md") == (HANDBOOK / "gitea.md").read_text("utf-8")
        _is_protected(person, "gitea", "gitea.md")


def _is_protected(person: Person, kind: str, page: str) -> None:
    """``--apply`` ends as the page says, and leaves nothing to be done."""
    command = f"lanmu server protect --forge {kind} --server https://git.shifan.gov.cn --project menhu/site"
    (last,) = re.findall("最后一行是“(.+?)”", (HANDBOOK / page).read_text("utf-8"))
    assert person.run(f"{command} --apply").endswith(f"{last}\n")
    assert person.run(command).endswith("都已经这样设置，没有要改的。\n")


# As Gitea shares out its hooks.
_GIVES_ON = """\
#!/bin/sh
data=$(cat)
for hook in hooks/$(basename "$0").d/*; do
    test -x "$hook" || continue
    echo "$data" | "$hook" || exit 1
done
"""

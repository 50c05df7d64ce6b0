"""``protect``: the plan, the command, and that a second run changes nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lanmu import structure
from lanmu.refusal import Unable
from lanmu.rules import sample
from tests.forges.gitea import Gitea
from tests.forges.gitlab import PROJECT, GitLab
from tests.forges.stand import Stand
from tools import forge
from tools.cli import cli
from tools.forge import protect

Run = Callable[..., Result]


@pytest.fixture(params=["gitlab", "gitea", "forgejo"])
def stand(request: pytest.FixtureRequest) -> Iterator[Stand]:
    accounts = ("bgt-head", "bgt-leader", "bgt-liaison", "bgt-webmaster")
    made = GitLab(*accounts) if request.param == "gitlab" else Gitea(*accounts, forgejo=request.param == "forgejo")
    made.kind = request.param
    with made as stand:
        yield stand


@pytest.fixture
def run(stand: Stand, root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``lanmu server protect`` on the small portal and the stand-in."""
    monkeypatch.setenv("LANMU_TOKEN", stand.token)
    where = ["--forge", stand.kind, "--server", stand.url, "--project", PROJECT]
    return lambda *more: CliRunner().invoke(cli, ["--root", str(root), "server", "protect", *where, *more])


def test_who_lands_is_who_the_table_names() -> None:
    def publishers(*changes: tuple[str, str]) -> tuple[str, ...]:
        portal = structure.read(sample.edited(sample.COLUMNS, *changes)[sample.COLUMNS].encode()).portal
        assert portal is not None
        return protect.wanted(portal).publishers

    office = ("bgt-head", "bgt-leader", "bgt-liaison", "bgt-webmaster")
    assert publishers() == office
    assert publishers(("editor: bgt-liaison", "editor: lyj")) == (*office, "lyj-head", "lyj-leader", "lyj-liaison")
    allowed = "    types: [新闻]\n    publishes: {who: [kjt-liaison], by: 办公室, date: 2026-01-05}\n"
    assert publishers(("    types: [新闻]\n", allowed)) == (*office, "kjt-liaison")
    assert publishers(("editor: bgt-liaison", "editor: lyj-head\n  support: bgt-leader")) == (
        *("bgt-head", "bgt-liaison", "bgt-webmaster", "lyj-head"),
    )


def test_it_shows_first_changes_when_asked_and_then_nothing(stand: Stand, run: Run) -> None:
    shown = run()
    assert (shown.exit_code, stand.writes) == (1, [])
    assert "核对后加上 --apply 再运行" in shown.stderr
    for part in ("设置", "现在", "应当", "改", "main"):
        assert part in shown.stdout
    done = run("--apply")
    assert done.exit_code == 0
    assert "已修改" in done.stderr
    written = list(stand.writes)
    assert written
    for again in (run("--apply"), run()):
        assert (again.exit_code, stand.writes) == (0, written)
        assert "没有要改的" in again.stderr
        assert not any(line.startswith("改") for line in again.stdout.splitlines())


def test_a_server_that_keeps_its_own_is_no_success(stand: Stand, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand, "_keep", lambda name, body: stand_rules(stand)[name])
    result = run("--apply")
    assert result.exit_code == 2
    assert "没有采纳" in result.stderr


def stand_rules(stand: Stand) -> dict[str, dict[str, object]]:
    return stand.branches if isinstance(stand, GitLab) else stand.protections


def test_a_token_is_never_said(stand: Stand, run: Run) -> None:
    result = run("--apply")
    assert stand.token not in result.stdout + result.stderr


def test_a_table_without_an_editor_protects_nothing() -> None:
    portal = structure.read(
        sample.edited(sample.COLUMNS, ("  editor: bgt-liaison\n", ""))[sample.COLUMNS].encode()
    ).portal
    assert portal is not None
    with pytest.raises(Unable, match="编辑发布机构"):
        protect.wanted(portal)


@pytest.mark.parametrize(
    ("url", "project", "token", "said"),
    [
        ("git.shifan.gov.cn", PROJECT, "x", "不是 git 服务器的地址"),
        ("ftp://git.shifan.gov.cn", PROJECT, "x", "不是 git 服务器的地址"),
        ("https://", PROJECT, "x", "不是 git 服务器的地址"),
        ("https://git.shifan.gov.cn", "site", "x", "不是项目的路径"),
        ("https://git.shifan.gov.cn", "menhu/", "x", "不是项目的路径"),
        ("https://git.shifan.gov.cn", PROJECT, "", "没有令牌"),
    ],
)
@pytest.mark.parametrize("kind", forge.KINDS)
def test_what_leads_to_no_project(kind: str, url: str, project: str, token: str, said: str) -> None:
    with pytest.raises(Unable, match=said):
        forge.open(kind, url, project, token)

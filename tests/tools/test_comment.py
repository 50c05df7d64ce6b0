from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lanmu.rules import sample
from tests.forges.gitea import Gitea
from tests.forges.gitlab import PROJECT, GitLab
from tests.forges.stand import Stand
from tests.repository import Repository, portal
from tools.cli import cli
from tools.forge import MARK

LEAK = sample.FILES[sample.NEWS] + "\n联系人身份证号 110101199003074530。\n"
ACTORS = ("GL_USERNAME", "GITEA_PUSHER_NAME", "REMOTE_USER", "GITLAB_USER_LOGIN", "GITHUB_ACTOR")
TOLD = {"gitlab": ("CI_SERVER_URL", "CI_PROJECT_PATH"), "gitea": ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY")}


@pytest.fixture(params=["gitlab", "gitea"])
def stand(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    with GitLab("kjt-liaison") if request.param == "gitlab" else Gitea("kjt-liaison") as stand:
        stand.kind = request.param
        for name in (*TOLD["gitlab"], *TOLD["gitea"], *ACTORS):
            monkeypatch.delenv(name, raising=False)
        for name, value in zip(TOLD[request.param], (stand.url, PROJECT), strict=True):
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("LANMU_TOKEN", stand.token)
        stand.push(3, "aaa")
        yield stand


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = portal(tmp_path / "portal")
    found.git("checkout", "--quiet", "-b", "bao-song")
    return found


def lanmu(repository: Repository, stand: Stand, *more: str) -> Result:
    words = ["comment", "--forge", stand.kind, "--merge", "3", "--range", "main..HEAD", *more]
    return CliRunner().invoke(cli, ["--root", str(repository.path), *words])


def bodies(stand: Stand) -> list[str]:
    kept = stand.requests["3"]["notes"] if isinstance(stand, GitLab) else stand.pulls["3"]["comments"]
    return [entry["body"] for entry in kept]


def test_one_comment_follows_the_branch(stand: Stand, repository: Repository) -> None:
    repository.commit({sample.NEWS: LEAK, "content/kjt/bmdt/a.png": b"\x89PNG\r\n\x1a\n\x00"})
    first = lanmu(repository, stand, "--preview", "https://git.shifan.gov.cn/preview")
    assert (first.exit_code, first.stdout, first.stderr) == (0, "", "评论已发表\n")
    (text,) = bodies(stand)
    assert text.startswith(f"{MARK}\n")
    for part in (
        "个错误要改",
        sample.NEWS,
        "B205",
        "改法：",
        "<https://git.shifan.gov.cn/preview>",
        "2 个文件，增加 2 行",
    ):
        assert part in text
    repository.git("reset", "--quiet", "--hard", "main")
    repository.commit({sample.NEWS: sample.FILES[sample.NEWS] + "\n会议还讨论了经费管理。\n"})
    assert lanmu(repository, stand).stderr == "评论已更新\n"
    assert lanmu(repository, stand).stderr == "评论没有变化\n"
    (text,) = bodies(stand)
    assert "### 没有错误，还缺审批\n" in text
    assert "- 错误 R901　没有经过审批：还要省科技厅负责人（kjt-head）签批\n" in text
    assert repository.git("rev-parse", "HEAD")[:12] in text


def test_options_go_before_what_the_runner_tells(
    stand: Stand, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in TOLD[stand.kind]:
        monkeypatch.setenv(name, "http://127.0.0.1:9/x")
    assert lanmu(repository, stand, "--server", stand.url, "--project", PROJECT).exit_code == 0


@pytest.mark.parametrize(
    ("name", "said"), [("LANMU_TOKEN", "没有令牌"), ("project", "项目的路径"), ("server", "服务器的地址")]
)
def test_what_is_missing_is_said(
    stand: Stand, repository: Repository, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.delenv(dict(zip(("server", "project"), TOLD[stand.kind], strict=True)).get(name, name))
    result = lanmu(repository, stand)
    assert result.exit_code == 2
    assert said in result.stderr
    assert bodies(stand) == []


def test_who_pushes_is_judged_as_in_the_check(
    stand: Stand, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({sample.NEWS: sample.FILES[sample.NEWS] + "\n会议还讨论了经费管理。\n"})
    monkeypatch.setenv("GITLAB_USER_LOGIN", "lyj-liaison")
    assert lanmu(repository, stand).exit_code == 0
    (text,) = bodies(stand)
    assert "### 有 1 个错误要改\n" in text
    assert "O401" in text

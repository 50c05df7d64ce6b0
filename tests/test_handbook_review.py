"""The pages of the handbook on review, each carried out by whom it is written for, against a real gate."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from lanmu import clock
from lanmu.rules import sample
from tests.repository import Repository
from tests.terminal import HANDBOOK, Terminal
from tools.cli import cli

URL = "https://git.shifan.gov.cn/portal.git"
SERVER = "/srv/git/portal.git"
NEW = "content/kjt/bmdt/2026-03-21-sheng-ke-ji-ting-bu-shu-xiang-mu-yan-shou-gong-zuo.md"
ARTICLE = """\
---
title: 省科技厅部署项目验收工作
date: 2026-03-21 09:00
source: 省科技厅
type: 新闻
---

3月20日，省科技厅部署年度科技计划项目验收工作，要求各单位6月底前完成验收。
"""
ACCOUNTS: tuple[str, ...] = tuple(yaml.safe_load(sample.FILES[sample.COLUMNS])["accounts"])


class Person(Terminal):
    """Somebody at a computer; ``meanwhile``: what others do before a command is given."""

    meanwhile: Mapping[str, Callable[[], object]] = {}

    def run(self, command: str, answers: str = "") -> str:
        """As ``Terminal.run``."""
        self.meanwhile.get(command, lambda: None)()
        return super().run(command, answers)


class Place:
    """The portal on a server, and everybody's computers."""

    def __init__(self, folder: Path, seed: Repository, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bare = folder / "server" / "portal.git"
        self.seed = seed
        self._folder = folder
        self._keys = keys
        self._set = monkeypatch.setenv

    def gate(self) -> None:
        """The gate, and its key in the table: what the pages about daily work begin with."""
        command = [sys.executable, "-m", "tools", "server", "install", str(self.bare)]
        subprocess.run(command, check=True, capture_output=True)
        first = self.git("rev-parse", "main")
        public = " ".join((self.bare / "lanmu" / "server_key.pub").read_text("utf-8").split()[:2])
        table = self.git("show", f"main:{sample.COLUMNS}")
        table += f"\nreview: {{since: {first}, keys: [{{key: {public}, from: 2026-01-01}}]}}\n"
        self.seed.commit({sample.COLUMNS: table}, "2026-03-02", "审批的方式")
        self.git("fetch", "--quiet", str(self.seed.path), "main:main")

    def git(self, *words: str) -> str:
        """What git says on the server."""
        done = subprocess.run(["git", "-C", self.bare, *words], check=True, capture_output=True, encoding="utf-8")
        return done.stdout.strip()

    def sit(self, account: str) -> Path:
        """A new folder of an account, at its computer."""
        home = self._folder / "home" / account
        if not home.exists():
            (home / ".ssh").mkdir(parents=True)
            for name in (account, f"{account}.pub"):
                shutil.copy(self._keys / name, home / ".ssh" / name.replace(account, "id_ed25519"))
        self._set("HOME", str(home))
        self._set("REMOTE_USER", account)
        folder = home / f"{len(list(home.iterdir()))}"
        folder.mkdir()
        return folder

    def person(self, account: str) -> Person:
        """An account at its computer, with nothing on it but its key."""
        root = self.sit(account)
        # By another way than on the server, so that each output shows the way that was gone.
        network = self._folder / "network"
        if not network.is_symlink():
            network.symlink_to(self.bare.parent)
        return Person(root, {URL: str(network / "portal.git"), SERVER: str(self.bare)})

    def work(self, account: str, branch: str, change: Callable[[Path], object], message: str) -> None:
        """Somebody else's commit on a branch of the server, in the meantime; who sat there sits there again."""
        before = {name: os.environ.get(name, "") for name in ("HOME", "REMOTE_USER")}
        root = self.sit(account)
        there = self.git("for-each-ref", f"refs/heads/{branch}")
        _home(root, str(self.bare), account)
        _git(root, "switch", "--quiet", *([branch] if there else ["-c", branch]))
        change(root)
        _git(root, "add", ".")
        if subprocess.run(["git", "diff", "--cached", "--quiet"], cwd=root, check=False).returncode:
            _git(root, "commit", "--quiet", "-m", message)
        _git(root, "push", "--quiet", "origin", branch)
        for name, value in before.items():
            self._set(name, value)


def _git(root: Path, *words: str) -> None:
    done = subprocess.run(["git", *words], cwd=root, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def _title(account: str) -> str:
    return str(yaml.safe_load(sample.FILES[sample.COLUMNS])["accounts"][account]["title"])


def _written(root: Path) -> None:
    (root / NEW).parent.mkdir(parents=True, exist_ok=True)
    (root / NEW).write_text(ARTICLE, "utf-8")


def _edited(root: Path) -> None:
    (root / NEW).write_text(ARTICLE.replace("6月底", "7月底"), "utf-8")


def _lines(root: Path) -> None:
    path = root / "content/lyj/bmdt/2026-03-21-chun-ji-xian-lu.md"
    path.parent.mkdir(parents=True)
    path.write_text(ARTICLE.replace("省科技厅", "省旅游局").replace("部署项目验收工作", "发布春季线路"), "utf-8")


def _approved(root: Path) -> None:
    words = ["--root", str(root), "approve", "--yes"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output


def _home(root: Path, url: str, account: str) -> None:
    """A clone in which somebody works."""
    _git(root, "clone", "--quiet", url, ".")
    for key, value in (("name", _title(account)), ("email", f"{account}@shifan.gov.cn")):
        _git(root, "config", f"user.{key}", value)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a pair of SSH keys for every account."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("缺少 ssh-keygen：apt-get install openssh-client")
    folder = tmp_path_factory.mktemp("keys")
    for account in ACCOUNTS:
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{account}@shifan.gov.cn", "-f"]
        subprocess.run([*words, str(folder / account)], check=True, capture_output=True)
    return folder


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: Path) -> Place:
    """The sample portal with mail and keys of every account in a bare repository, on the day of the handbook."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("GL_USERNAME", "GITEA_PUSHER_NAME", "XDG_CACHE_HOME", "SSH_AUTH_SOCK"):
        monkeypatch.delenv(name, raising=False)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", "2026-03-21T09:00:00+08:00")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 21, 9, 0, tzinfo=clock.SHANGHAI))
    table = sample.FILES[sample.COLUMNS]
    for account in ACCOUNTS:
        public = " ".join((keys / f"{account}.pub").read_text("utf-8").split()[:2])
        more = f"emails: [{account}@shifan.gov.cn], keys: [{{key: {public}, from: 2026-01-01}}]"
        table = re.sub(rf"(?m)^(  {account}: {{.*)}}$", rf"\1, {more}}}", table)
    seed = Repository(tmp_path / "seed")
    seed.commit({**sample.FILES, sample.COLUMNS: table}, "2026-03-01", "建站")
    found = Place(tmp_path, seed, keys, monkeypatch)
    found.bare.parent.mkdir()
    _git(tmp_path, "clone", "--quiet", "--bare", str(seed.path), str(found.bare))
    return found


def test_the_page_of_the_liaison(place: Place) -> None:
    place.gate()
    assert place.person("kjt-liaison").played("liaison.md") == (HANDBOOK / "liaison.md").read_text("utf-8")


def test_the_page_of_those_who_approve(place: Place) -> None:
    place.gate()
    place.work("kjt-liaison", "kjt-0321", _written, "项目验收通讯")
    person = place.person("kjt-head")
    person.meanwhile = {"git pull --quiet": lambda: place.work("kjt-liaison", "kjt-0321", _edited, "改日期")}
    assert person.played("reviewer.md") == (HANDBOOK / "reviewer.md").read_text("utf-8")


def test_the_page_of_the_office(place: Place) -> None:
    place.gate()
    place.work("kjt-liaison", "kjt-0321", _written, "项目验收通讯")
    place.work("kjt-head", "kjt-0321", _approved, "")
    place.work("lyj-liaison", "lyj-0321", _lines, "春季线路")
    person = place.person("bgt-liaison")
    _home(person.root, person.names[URL], "bgt-liaison")
    assert person.played("office.md") == (HANDBOOK / "office.md").read_text("utf-8")


def test_the_page_of_the_webmaster(place: Place) -> None:
    person = place.person("bgt-webmaster")
    table = place.git("show", "main:columns.yaml")
    broken = table.replace("office: bgt\nroles", "office: bgy\nroles")

    def spoilt() -> None:
        _git(place.seed.path, "pull", "--quiet", str(place.bare), "main")
        place.seed.commit({sample.COLUMNS: f"{broken}\n"}, "2026-03-21", "栏目表")
        place.git("fetch", "--quiet", str(place.seed.path), "main:main")

    person.meanwhile = {f"git clone --quiet {SERVER} mended": spoilt}
    assert person.played("webmaster.md") == (HANDBOOK / "webmaster.md").read_text("utf-8")
    assert place.git("show", "main:columns.yaml") == table
    place.work("kjt-liaison", "kjt-0321", _written, "项目验收通讯")
    assert place.git("log", "-1", "--format=%s", "kjt-0321") == "项目验收通讯"

"""A portal on a server and everybody's computers: where the pages of the handbook on review are carried out."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from lanmu.rules import sample
from tests.repository import Repository
from tests.terminal import Terminal
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
        self.port = 0  # where it is served
        self._folder = folder
        self._keys = keys
        self._set = monkeypatch.setenv

    def gate(self) -> None:
        """The gate, and its key in the table: what the pages about daily work begin with."""
        command = [sys.executable, "-m", "tools", "server", "install", str(self.bare)]
        subprocess.run(command, check=True, capture_output=True)
        public = " ".join((self.bare / "lanmu" / "server_key.pub").read_text("utf-8").split()[:2])
        table = self.git("show", f"main:{sample.COLUMNS}")
        keys = f"keys: [{{key: {public}, from: 2026-01-01}}]"
        first = self.seed.commit({sample.COLUMNS: f"{table}\nreview: {{{keys}}}\n"}, "2026-03-02", "审批的方式")
        begun = f"{table}\nreview: {{since: {first}, {keys}}}\n"
        self.seed.commit({sample.COLUMNS: begun}, "2026-03-02", "从这里起要审批")
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
        home(root, str(self.bare), account)
        git(root, "switch", "--quiet", *([branch] if there else ["-c", branch]))
        change(root)
        git(root, "add", ".")
        if subprocess.run(["git", "diff", "--cached", "--quiet"], cwd=root, check=False).returncode:
            git(root, "commit", "--quiet", "-m", message)
        git(root, "push", "--quiet", "origin", branch)
        for name, value in before.items():
            self._set(name, value)


def git(root: Path, *words: str) -> None:
    done = subprocess.run(["git", *words], cwd=root, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def title(account: str) -> str:
    return str(yaml.safe_load(sample.FILES[sample.COLUMNS])["accounts"][account]["title"])


def written(root: Path) -> None:
    (root / NEW).parent.mkdir(parents=True, exist_ok=True)
    (root / NEW).write_text(ARTICLE, "utf-8")


def edited(root: Path) -> None:
    (root / NEW).write_text(ARTICLE.replace("6月底", "7月底"), "utf-8")


def lines(root: Path) -> None:
    path = root / "content/lyj/bmdt/2026-03-21-chun-ji-xian-lu.md"
    path.parent.mkdir(parents=True)
    path.write_text(ARTICLE.replace("省科技厅", "省旅游局").replace("部署项目验收工作", "发布春季线路"), "utf-8")


def proposed(root: Path) -> None:
    path = root / sample.COLUMNS
    path.write_text(path.read_text("utf-8").replace("name: 部门动态", "name: 部门新闻"), "utf-8")


def approved(root: Path) -> None:
    words = ["--root", str(root), "approve", "--yes"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output


def home(root: Path, url: str, account: str) -> None:
    """A clone in which somebody works."""
    root.mkdir(exist_ok=True)
    git(root, "clone", "--quiet", url, ".")
    for key, value in (("name", title(account)), ("email", f"{account}@shifan.gov.cn")):
        git(root, "config", f"user.{key}", value)

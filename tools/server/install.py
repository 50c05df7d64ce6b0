"""``lanmu server install``: the hooks of a bare repository, and the key by which the server signs."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click

from lanmu import git, whole
from lanmu.refusal import Unable
from lanmu.review import push, signed
from lanmu.review.change import MAIN
from lanmu.review.evidence import FORGES
from tools import console
from tools.help import Command

_MARK = "# 由 lanmu server install 写入"
_HOOKS = Path(__file__).parent.parent / "hooks"
_NAMES = ("pre-receive", "post-receive")
# Where a forge looks for hooks of others, by the variable in which it names the account.
_PLACES = {"GL_USERNAME": "custom_hooks/{}", "GITEA_PUSHER_NAME": "hooks/{}.d/lanmu"}
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,60}")
KEY = "lanmu/server_key"  # below the repository
# What git itself can keep out.
_SETTINGS = {
    "receive.fsckObjects": "true",
    "receive.maxInputSize": "512m",
    "core.protectHFS": "true",
    "core.protectNTFS": "true",
    "receive.advertisePushOptions": "false",
}


@click.command("install", cls=Command)
@click.argument("repository", metavar="REPO.git", type=click.Path(path_type=Path))
@click.option("--actor-from", "variable", metavar="NAME", default="REMOTE_USER", help="服务器把账号放在哪个环境变量里")
@click.option("--limit", metavar="秒", type=click.IntRange(5, 3600), default=120, help="一次推送最多检查多少秒")
def command(repository: Path, variable: str, limit: int) -> int:
    """在裸仓库里装上审核闸门
    Install the gate into a bare repository.

    写入 pre-receive 和 post-receive，设置几项 git 的防护，生成服务器签名用的密钥。可以重复运行；别人写的钩子不覆盖。
    GitLab 自建服务器用 --actor-from GL_USERNAME，Gitea 用 GITEA_PUSHER_NAME：钩子放到它们各自的地方。
    """
    if not _VARIABLE.fullmatch(variable):
        raise Unable(f"“{variable}”不是环境变量的名称", "如 REMOTE_USER、GL_USERNAME、GITEA_PUSHER_NAME")
    root = _bare(repository)
    if variable not in _PLACES:
        _refuse_elsewhere(root)
    hooks = {name: root / _PLACES.get(variable, "hooks/{}").format(name) for name in _NAMES}
    for path in hooks.values():
        _refuse_foreign(path)
    for name, path in hooks.items():
        _write(path, _text(name, variable, limit))
    for name, value in _SETTINGS.items():
        git.run(root, "config", name, value)
    public = _key(root / KEY)
    console.note(f"已装上闸门：{root}（账号取自 {variable}，每次推送最多检查 {limit} 秒）")
    console.note(f"服务器的签名公钥，由办公室写进 columns.yaml 的 review.keys：\n{public}")
    _remind(root)
    return console.CLEAN


def _remind(root: Path) -> None:
    """What is still missing, without which nothing can be pushed or approved."""
    try:
        portal = push.portal_of(root, MAIN)
    except Unable as error:
        console.note(f"提醒：{error.message}\n    改法  {error.cure}")
        return
    if not signed.allowed_signers(portal) and portal.reviewing.evidence not in FORGES:
        console.note(
            "提醒：columns.yaml 的 accounts 里还没有任何签名公钥，谁的签批都不算，什么也合并不到 main\n"
            "    改法  先在服务器上导入登记了公钥的 columns.yaml（见 docs/handbook/git-server.md）"
        )


def _bare(repository: Path) -> Path:
    root = repository.absolute()
    is_some = (root / "HEAD").is_file()  # what lies in no repository git would only complain of
    if not is_some or git.run(root, "rev-parse", "--is-bare-repository").strip() != b"true":
        raise Unable(f"{root} 不是裸仓库", "指明服务器上的 .git 仓库，如 /srv/git/portal.git")
    return Path(git.run(root, "rev-parse", "--absolute-git-dir").decode().strip())


def _refuse_elsewhere(root: Path) -> None:
    """Where git looks for hooks in another folder (core.hooksPath), those of the repository never run."""
    looked = Path(os.fsdecode(git.run(root, "rev-parse", "--git-path", "hooks")).removesuffix("\n"))
    if (root / looked).resolve() != (root / "hooks").resolve():
        message = f"git 设置了 core.hooksPath：钩子从 {looked} 运行，装在 {root / 'hooks'} 里的不会运行"
        cure = f"git -C {root} config --unset core.hooksPath；是全局设置的，在服务器上改"
        raise Unable(message, cure)


def _refuse_foreign(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise Unable(f"{path} 不是普通文件", "先把它移到别处")
    if path.exists() and _MARK not in path.read_text("utf-8", errors="replace"):
        cure = f"先把它移到别处；两个都要时，另写一个 {path.name} 依次调用它们"
        raise Unable(f"{path} 已经有了，不是本程序写的", cure)


def _text(name: str, variable: str, limit: int) -> str:
    """A hook with the paths and choices of this server; it refuses where the program cannot be started."""
    first, _, command = (_HOOKS / name).read_text("utf-8").rpartition("exec ")
    words = [sys.executable, *shlex.split(command)[1:]]
    chosen = {"REMOTE_USER": variable, "120": str(limit)}
    return f"{first}exec {shlex.join(chosen.get(word, word) for word in words)}\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.replace(path, text)
    path.chmod(0o755)


def _key(path: Path) -> str:
    """The server's public key, made with its private one where there is none."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lanmu-server", "-f", str(path)]
        try:
            subprocess.run(words, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        except FileNotFoundError as error:
            raise Unable(
                "没有 ssh-keygen", "安装 OpenSSH 的客户端（Debian：apt-get install openssh-client）"
            ) from error
        except subprocess.CalledProcessError as error:
            raise Unable("服务器的密钥没有生成", f"检查 {path.parent} 的权限") from error
    return path.with_name(f"{path.name}.pub").read_text("utf-8").strip()

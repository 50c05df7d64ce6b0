"""``lanmu editor``: Decap CMS at 127.0.0.1, for trying out on one's own machine how staff write in forms."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from html import escape
from http.server import ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import click

from lanmu import editor, gate, git
from lanmu.model import Portal
from lanmu.refusal import Unable
from tools import console, desk, find
from tools.help import Command
from tools.serve import HOST, Server

_HOME = Path(__file__).parents[1] / "editor"
_DECAP = _HOME / "node_modules" / "decap-cms" / "dist"
_SERVER = _HOME / "server.js"
_NEEDED = (_DECAP / "decap-cms.js", _HOME / "node_modules" / "decap-server", _HOME / "node_modules" / "express")
_PATIENCE = 20  # seconds for decap-server to answer


def files(portal: Portal, backend: Mapping[str, Any]) -> desk.Files:
    """Everything that is served, by address: a page that lists the departments, and for each its editor."""
    found: dict[str, bytes | Path] = {f"{desk.ADDRESS}lanmu.js": _HOME / "lanmu.js"}
    found[f"{desk.ADDRESS}index.html"] = _choice(portal).encode()
    for office in editor.offices(portal):
        found[f"{desk.ADDRESS}{office.id}/index.html"] = _HOME / "index.html"
        config = editor.config(portal, office, backend)
        found[f"{desk.ADDRESS}{office.id}/config.yml"] = editor.text(config).encode()
    for path in _DECAP.iterdir():
        if desk.is_served(path):
            found[f"{desk.ADDRESS}decap/{path.name}"] = path
    return found


def _choice(portal: Portal) -> str:
    """The page on which staff choose their department."""
    links = "\n".join(f'<li><a href="{office.id}/">{escape(office.name)}</a></li>' for office in editor.offices(portal))
    page = (_HOME / "choice.html").read_text("utf-8")
    return page.replace("{site}", escape(portal.site.name)).replace("{links}", links)


@click.command(cls=Command)
@click.option("--port", type=click.IntRange(0, 65535), default=8090, metavar="N", help="默认 8090；0 为任一空闲端口")
@click.pass_obj
def command(root: Path, port: int) -> int:
    """在本机用表单写文章（Decap CMS），只供试用和开发
    Try the editing forms (Decap CMS) at 127.0.0.1; development only.

    不核对身份，只有本机能访问。保存的稿件在 cms/ 开头的分支上，“发布”只是合并到本机的分支；推送以后由服务器审核。
    """
    portal = find.portal(root)
    branch = _branch(root)
    node = _installed()
    # Whoever ends us must not leave decap-server behind.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    turn = Lock()
    with TemporaryDirectory(prefix="lanmu-") as folder:  # of this user alone
        place = Path(folder, "decap")
        with listen(port, root, portal, branch, place, turn) as server, _decap_server(node, root, place, turn):
            address = f"http://{HOST}:{server.server_port}"
            console.note(f"编辑器已在 {address}{desk.ADDRESS} ，按 Ctrl-C 停止")
            console.note("只供本机试用和开发：不核对身份，谁能用这台电脑，谁就能写。")
            console.note(f"稿件直接提交到 {root} 的 git 分支（合并到 {branch}）；开着的时候不要在那里改文件。")
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                console.note("\n已停止")
                return console.INTERRUPTED
    return console.CLEAN


def listen(port: int, root: Path, portal: Portal, branch: str, place: Path, turn: Lock) -> ThreadingHTTPServer:
    """The server of the editor, bound to this machine only. See ``desk.Handler``."""
    served = files(portal, editor.local(branch))
    handler = partial(desk.Handler, files=served, place=place, judge=partial(gate.before_commit, root), turn=turn)
    try:
        return Server((HOST, port), handler)
    except OSError:
        raise Unable(f"端口 {port} 用不了", f"换一个：lanmu editor --port {port + 1}") from None


def _installed() -> str:
    """Where Node is; Unable where it or the editor is missing."""
    node = shutil.which("node")
    if node is None:
        raise Unable("没有 Node.js", "先安装 Node.js 18 以上的版本，如 apt-get install nodejs npm")
    if not all(path.exists() for path in _NEEDED):
        raise Unable("还没有安装编辑器", "在本程序的文件夹里运行 make editor，或 npm ci --prefix editor")
    return node


def _branch(root: Path) -> str:
    """The branch that is checked out. Unable where decap-server would do harm: it commits all that it finds."""
    top = git.run(root, "rev-parse", "--show-toplevel").decode().strip()
    if Path(top) != root.resolve():
        raise Unable(f"{root} 不是 git 仓库的最上一级", "编辑器只能用在单独成仓库的门户里")
    branch = git.run(root, "symbolic-ref", "--quiet", "--short", "HEAD", fine=(0, 1)).decode().strip()
    if not branch:
        raise Unable("当前不在任何分支上", "先切换到分支：git switch main")
    if branch.startswith("cms/"):
        raise Unable(f"当前的分支 {branch} 是一篇草稿", "切换到主分支：git switch main")
    if git.run(root, "status", "--porcelain", "-z"):
        raise Unable("有还没有提交的修改，编辑器会把它们一起提交", "先提交，或收起来：git stash --include-untracked")
    if not git.run(root, "var", "GIT_AUTHOR_IDENT", fine=(0, 128)):
        raise Unable("git 不知道由谁提交", "git config user.name 岗位名称，git config user.email 邮箱")
    return branch


@contextmanager
def _decap_server(node: str, root: Path, place: Path, turn: Lock) -> Iterator[None]:
    """decap-server for the repository at ``root``, at the socket file ``place``; it is ended between two requests."""
    own = {"GIT_REPO_DIRECTORY": str(root)}
    # It reads paths as git prints them: those of Chinese names must not be escaped.
    own |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.quotePath", "GIT_CONFIG_VALUE_0": "off"}
    process = subprocess.Popen(
        [node, str(_SERVER), str(place)],
        env=os.environ | own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # a Ctrl-C is for us, who let it finish
    )
    try:
        _wait(process, place)
        yield
    finally:
        turn.acquire(timeout=_PATIENCE)
        process.terminate()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", place: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(place)) == 0:
                return
        time.sleep(0.05)
    raise Unable("decap-server 没有启动", "看上面它说了什么；重新安装：npm ci --prefix editor")

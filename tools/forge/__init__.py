"""Git servers with merge requests: what we ask of GitLab, Gitea and Forgejo, and no more.

Each has a thin module of its own; the rest of the program knows the values and the protocol of this one. Approvals
are evidence, so that everything fails closed: where an answer is missing or cannot be verified, ``Unable`` is raised.
"""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any, NamedTuple, Protocol, TypeVar
from urllib.parse import urlsplit

from lanmu.refusal import Unable

KINDS = {"gitlab": "gitlab", "gitea": "gitea", "forgejo": "gitea"}  # kind and its module
MARK = "<!-- lanmu:review -->"  # the first line of our comment, by which it is found again
TIMEOUT = 30  # seconds for an answer
LACKING = "这一版没有"  # what a setting is where the edition of the server lacks it


class Given(NamedTuple):
    """An approval that stands on the server."""

    account: str
    commit: str  # the head of the merge request to which the server bound it
    time: str  # ISO 8601, "" where the server does not tell


class Wanted(NamedTuple):
    """How the branch that is published has to be protected."""

    branch: str
    publishers: tuple[str, ...]  # accounts that may land and push


class Setting(NamedTuple):
    """One setting of the server: how it is, how it should be. ``able`` is False where this edition lacks it."""

    name: str
    now: str
    wanted: str
    able: bool = True

    @property
    def differs(self) -> bool:
        """Whether something is to be done about it."""
        return self.able and self.now != self.wanted


class Forge(Protocol):
    """A project on a git server. Every method raises ``Unable`` where the server does not answer as it should."""

    def approvals(self, number: int) -> tuple[Given, ...]:
        """Approvals of merge request ``number`` that stand; ``Unable`` where the server keeps them after a push."""

    def resets_on_push(self) -> bool:
        """Whether the server drops approvals when the branch of a merge request changes."""

    def comment(self, number: int, text: str) -> str:
        """Write ``text``, which begins with ``MARK``, or put it in the place of our comment; says what was done."""

    def settings(self, wanted: Wanted) -> tuple[Setting, ...]:
        """What protects ``wanted.branch``, setting by setting."""

    def protect(self, wanted: Wanted) -> None:
        """Change every setting that differs."""


_Project = TypeVar("_Project")


def understood(project: type[_Project]) -> type[_Project]:
    """Makes a class keep the promise of ``Forge`` for answers of another shape than the API's, too."""
    for name in ("approvals", "resets_on_push", "comment", "settings", "protect"):
        setattr(project, name, _understood(getattr(project, name)))
    return project


def _understood(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def careful(*arguments: Any) -> Any:
        try:
            return method(*arguments)
        except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
            cure = "核对服务器地址、种类（--forge）和版本；都对的，请网站管理员查看服务器的答复"
            raise Unable("git 服务器的答复不是这样的服务器该有的，看不懂", cure) from error

    return careful


def open(kind: str, url: str, project: str, token: str) -> Forge:
    """The project ``group/name`` on the server at ``url``, asked with ``token``; nothing is asked yet."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unable(f"“{url}”不是 git 服务器的地址", "写成 https://git.shifan.gov.cn 这样")
    if not all(project.partition("/")):
        raise Unable(f"“{project}”不是项目的路径", "写成 组/项目，如 menhu/site")
    if not token:
        raise Unable("没有令牌", "在环境变量 LANMU_TOKEN 里给出 git 服务器的访问令牌，不要写在命令里")
    forge: Forge = import_module(f"tools.forge.{KINDS[kind]}").Project(url.rstrip("/"), project, token)
    return forge


def refused(status: int, what: str) -> Unable:
    """What a status of HTTP means to whoever runs the command."""
    if status == 401:
        return Unable(f"{what}：git 服务器不认这个令牌", "换一个没有过期的令牌，放在环境变量 LANMU_TOKEN 里")
    if status == 403:
        return Unable(f"{what}：令牌的权限不够", "请网站管理员给这个令牌的账号相应的权限")
    if status == 404:
        return Unable(f"{what}：git 服务器上没有，或令牌看不到", "核对项目路径、合并请求的编号和令牌的权限")
    return Unable(f"{what}：git 服务器答复 {status}", "稍后再试；一直这样就请网站管理员查看服务器日志")


def unreachable(what: str) -> Unable:
    """No answer at all, or one that leads elsewhere, or none of the API's."""
    return Unable(f"{what}：连不上 git 服务器，或它的答复不是 API 的答复", "核对服务器地址（不要写会跳转的地址）和网络")


def said(value: object) -> str:
    """A value of a setting in words; lists are compared without regard to order."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(sorted(value)) or "没有"
    return "没有" if value in (None, "") else str(value).replace("\n", "↵")

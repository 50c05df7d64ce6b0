"""GitLab through python-gitlab (docs.gitlab.com/api, version 4)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

import gitlab
import requests
from gitlab.exceptions import GitlabError
from gitlab.v4.objects import Project as Remote
from gitlab.v4.objects import ProjectMergeRequest

from lanmu.refusal import Unable
from tools.forge import LACKING, MARK, TIMEOUT, Given, Setting, Wanted, refused, said, understood, unreachable

# For readers of the history: nothing goes by what a merge says of approvals (R907).
TEMPLATE = "%{title}\n\n%{reference}\n%{approved_by}"
_PROJECT = {
    "merge_method": "merge",
    "merge_commit_template": TEMPLATE,
    "squash_commit_template": TEMPLATE,
    "only_allow_merge_if_pipeline_succeeds": True,
}
_APPROVALS = {  # of the paid editions; in the free one approvals are a remark
    "reset_approvals_on_push": True,
    "merge_requests_author_approval": False,
    "merge_requests_disable_committers_approval": True,
    "disable_overriding_approvers_per_merge_request": True,
}
_NO_ONE, _MAINTAINERS = 0, 40
_LEVELS = {_NO_ONE: "没有人", _MAINTAINERS: "维护者"}


@understood
class Project:
    """A project on a GitLab server. See ``tools.forge.Forge``."""

    def __init__(self, url: str, project: str, token: str) -> None:
        session = requests.Session()
        session.max_redirects = 0  # the token goes nowhere else
        self._server = gitlab.Gitlab(url, private_token=token, timeout=TIMEOUT, session=session, keep_base_url=True)
        self._path = project

    @cached_property
    def _project(self) -> Remote:
        with _asked(f"项目 {self._path}"):
            return self._server.projects.get(self._path)

    def resets_on_push(self) -> bool:
        """As ``Forge.resets_on_push``: ``reset_approvals_on_push`` of the project, which the free edition lacks."""
        return self._approval_settings().get("reset_approvals_on_push") is True

    def approvals(self, number: int) -> tuple[Given, ...]:
        """As ``Forge.approvals``. GitLab tells who approved, newer ones also when; never which commit.

        With the time, it is the head that the server had recorded by then; without it, the head now, if that was
        the same before and after the question: what was approved earlier was dropped by the push.
        """
        if not self.resets_on_push():
            raise Unable(
                "GitLab 在推送后不会撤销审批，所以不采信", "先运行 lanmu server protect --apply，或改用签名的审批记录"
            )
        with _asked(f"合并请求 !{number} 的审批"):
            before = self._request(number)
            approved = before.approvals.get().attributes["approved_by"]
            versions = [(item.created_at, item.head_commit_sha) for item in before.diffs.list(iterator=True)]
            after = self._request(number)
        if before.attributes["sha"] != after.attributes["sha"]:
            raise Unable(f"合并请求 !{number} 正在变动", "等推送完成后再试")
        head = str(after.attributes["sha"])
        return tuple(_given(entry, head, versions) for entry in approved)

    def comment(self, number: int, text: str) -> str:
        """As ``Forge.comment``: our own note, for that of another who copied the mark is not ours."""
        with _asked(f"合并请求 !{number} 的评论"):
            self._server.auth()
            own = self._server.user.id if self._server.user else None
            notes = self._request(number).notes
            for note in notes.list(iterator=True, order_by="created_at", sort="asc"):
                if note.author["id"] == own and note.body.startswith(MARK):
                    if note.body.strip() == text.strip():
                        return "没有变化"
                    notes.update(note.id, {"body": text})
                    return "已更新"
            notes.create({"body": text})
            return "已发表"

    def settings(self, wanted: Wanted) -> tuple[Setting, ...]:
        """As ``Forge.settings``."""
        approvals = self._approval_settings()
        paid = bool(approvals)
        names = {id: name for name, id in self._ids(wanted.publishers).items()} if paid else {}
        now = _branch(self._protected(wanted.branch), names)
        found = [Setting(key, said(self._project.attributes.get(key)), said(value)) for key, value in _PROJECT.items()]
        found += [
            Setting(key, said(approvals.get(key)) if paid else LACKING, said(value), paid)
            for key, value in _APPROVALS.items()
        ]
        for key, value in _branch_wanted(tuple(names.values())).items():
            able = paid or key != "code_owner_approval_required"
            found.append(Setting(f"{wanted.branch}: {key}", said(now.get(key)) if able else LACKING, said(value), able))
        return tuple(found)

    def protect(self, wanted: Wanted) -> None:
        """As ``Forge.protect``."""
        differing = {setting.name for setting in self.settings(wanted) if setting.differs}
        with _asked(f"项目 {self._path} 的设置"):
            if project := {key: value for key, value in _PROJECT.items() if key in differing}:
                self._server.projects.update(self._project.id, project)
            if approvals := {key: value for key, value in _APPROVALS.items() if key in differing}:
                self._project.approvals.update(None, approvals)
            if any(name.startswith(f"{wanted.branch}: ") for name in differing):
                self._protect_branch(wanted)
        self.__dict__.pop("_project", None)

    @property
    def _paid(self) -> bool:
        return bool(self._approval_settings())

    def _approval_settings(self) -> dict[str, Any]:
        """The approval settings of the project; none in the free edition, whose server does not know the question."""
        project = self._project
        try:
            with _asked("项目的审批设置"):
                return dict(project.approvals.get().attributes)
        except _Absent:
            return {}

    def _protected(self, name: str) -> dict[str, Any]:
        """The protection of a branch as the server gives it; nothing where it has none."""
        try:
            with _asked(f"受保护的分支 {name}"):
                return dict(self._project.protectedbranches.get(name).attributes)
        except _Absent:
            return {}

    def _protect_branch(self, wanted: Wanted) -> None:
        """The paid editions change a protection in place; the free one drops it first, and is open for that moment."""
        branches = self._project.protectedbranches
        now = self._protected(wanted.branch)
        given: dict[str, Any] = {"allow_force_push": False}
        if self._paid:
            users = [{"user_id": id} for id in self._ids(wanted.publishers).values()]
            for key in ("push", "merge"):
                gone = [{"id": level["id"], "_destroy": True} for level in now.get(f"{key}_access_levels", [])]
                given[f"allowed_to_{key}"] = gone + users
            given["code_owner_approval_required"] = True
            if now:
                branches.update(wanted.branch, given)
                return
        else:
            given |= {"push_access_level": _NO_ONE, "merge_access_level": _MAINTAINERS}
            if now:
                branches.delete(wanted.branch)
        branches.create({"name": wanted.branch, **given})

    def _ids(self, accounts: tuple[str, ...]) -> dict[str, int]:
        """Ids of accounts by name; ``Unable`` where the server has no such account."""
        with _asked("发布账号"):
            found = {name: self._server.users.list(username=name, get_all=True) for name in accounts}
        if missing := [name for name, users in found.items() if not users]:
            raise Unable(
                f"GitLab 上没有账号 {'、'.join(missing)}", "先在 GitLab 上建立这些账号，名称和 columns.yaml 里的一样"
            )
        return {name: users[0].id for name, users in found.items()}

    def _request(self, number: int) -> ProjectMergeRequest:
        return self._project.mergerequests.get(number)


class _Absent(Unable):
    """The server says that there is no such thing (404)."""


@contextmanager
def _asked(what: str) -> Iterator[None]:
    """Turns the faults of the library and of the network into ``Unable``."""
    try:
        yield
    except GitlabError as error:
        ending = refused(error.response_code, what) if error.response_code else unreachable(what)
        raise (_Absent if error.response_code == 404 else Unable)(ending.message, ending.cure) from error
    except requests.RequestException as error:
        raise unreachable(what) from error


def _given(entry: dict[str, Any], head: str, versions: list[tuple[str, str]]) -> Given:
    account, time = entry["user"]["username"], entry.get("approved_at") or ""
    if time:
        moment = datetime.fromisoformat(time)
        known = [(datetime.fromisoformat(made), commit) for made, commit in versions]
        head = max((version for version in known if version[0] <= moment), default=(moment, ""))[1]
    return Given(account, head, time)


def _branch_wanted(publishers: Sequence[str]) -> dict[str, Any]:
    """Who may land and push; where the edition names no accounts nobody pushes, and maintainers land."""
    return {
        "push": list(publishers) or [_LEVELS[_NO_ONE]],
        "merge": list(publishers) or [_LEVELS[_MAINTAINERS]],
        "allow_force_push": False,
        "code_owner_approval_required": True,
    }


def _branch(found: dict[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """A protection in the words of ``_branch_wanted``; nothing where there is none."""
    levels = {
        key: [_access(level, names) for level in found[f"{key}_access_levels"]] for key in ("push", "merge") if found
    }
    return levels | {key: found.get(key) for key in ("allow_force_push", "code_owner_approval_required")}


def _access(level: Mapping[str, Any], names: Mapping[int, str]) -> str:
    for key in ("user", "group", "deploy_key"):
        if id := level.get(f"{key}_id"):
            return names.get(id, f"{key} {id}") if key == "user" else f"{key} {id}"
    return _LEVELS.get(level["access_level"], f"level {level['access_level']}")

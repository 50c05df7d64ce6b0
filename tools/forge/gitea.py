"""Gitea and Forgejo by their API (``/api/swagger`` of either, version 1)."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import requests
from requests.auth import AuthBase

from lanmu.refusal import Unable
from tools.forge import LACKING, MARK, TIMEOUT, Given, Setting, Wanted, refused, said, understood, unreachable

MAIN = "main"
STATUSES = [f"lanmu / {job} (pull_request)" for job in ("check", "review")]  # what .gitea/workflows/lanmu.yml reports
_PAGE = 50
_PAGES = 200  # no merge request has so many reviews
_JUDGING = ("APPROVED", "REQUEST_CHANGES")  # what a reviewer says last counts


@understood
class Project:
    """A project on a Gitea or Forgejo server. See ``tools.forge.Forge``."""

    def __init__(self, url: str, project: str, token: str) -> None:
        self._api = f"{url}/api/v1"
        self._path = "/repos/" + "/".join(map(quote, project.split("/", 1)))
        self._session = requests.Session()
        self._session.max_redirects = 0  # the token goes nowhere else
        self._session.auth = _Token(token)

    def resets_on_push(self) -> bool:
        """As ``Forge.resets_on_push``: ``dismiss_stale_approvals`` of the rule that protects main."""
        return self._resets(MAIN)

    def approvals(self, number: int) -> tuple[Given, ...]:
        """As ``Forge.approvals``; each review names its commit."""
        what = f"合并请求 #{number} 的审批"
        branch = self._get(f"{self._path}/pulls/{number}", what)["base"]["ref"]
        if not self._resets(branch):
            cure = "先运行 lanmu server protect --apply，或改用签名的审批记录"
            raise Unable(f"git 服务器在推送后不会撤销 {branch} 分支的审批，所以不采信", cure)
        last: dict[str, dict[str, Any]] = {}
        for review in sorted(
            self._pages(f"{self._path}/pulls/{number}/reviews", what), key=lambda review: review["id"]
        ):
            if review["state"] in _JUDGING and review.get("user"):
                last[review["user"]["login"]] = review
        return tuple(
            Given(account, review["commit_id"], review["submitted_at"])
            for account, review in last.items()
            if review["state"] == "APPROVED" and not review["dismissed"]
        )

    def comment(self, number: int, text: str) -> str:
        """As ``Forge.comment``: our own comment, for that of another who copied the mark is not ours."""
        what = f"合并请求 #{number} 的评论"
        own = self._get("/user", "令牌的账号")["id"]
        address = f"{self._path}/issues/{number}/comments"
        for comment in self._get(address, what):  # all at once: this list has no pages
            if comment["user"]["id"] == own and comment["body"].startswith(MARK):
                if comment["body"].strip() == text.strip():
                    return "没有变化"
                self._ask("PATCH", f"{self._path}/issues/comments/{comment['id']}", what, json={"body": text})
                return "已更新"
        self._ask("POST", address, what, json={"body": text})
        return "已发表"

    def settings(self, wanted: Wanted) -> tuple[Setting, ...]:
        """As ``Forge.settings``."""
        rule, now = self._effective(wanted.branch), self._rule(wanted.branch)
        if rule not in ("", wanted.branch):
            raise Unable(f"{wanted.branch} 分支由另一条规则“{rule}”保护", "先删去那条规则，或把它改成只管别的分支")
        return tuple(_setting(wanted.branch, key, value, now) for key, value in _protection(wanted).items())

    def protect(self, wanted: Wanted) -> None:
        """As ``Forge.protect``."""
        what = f"{wanted.branch} 分支的保护"
        if not any(setting.differs for setting in self.settings(wanted)):
            return
        address = f"{self._path}/branch_protections"
        if self._rule(wanted.branch):
            self._ask("PATCH", f"{address}/{quote(wanted.branch, '')}", what, json=_protection(wanted))
        else:
            self._ask("POST", address, what, json={"rule_name": wanted.branch, **_protection(wanted)})

    def _resets(self, branch: str) -> bool:
        name = self._effective(branch)
        return bool(name) and self._rule(name).get("dismiss_stale_approvals") is True

    def _effective(self, branch: str) -> str:
        """Name of the rule that protects a branch, "" where there is none."""
        found = self._get(f"{self._path}/branches/{quote(branch, '')}", f"{branch} 分支")
        return str(found["effective_branch_protection_name"]) if found["protected"] else ""

    def _rule(self, name: str) -> dict[str, Any]:
        """The rule called ``name``; nothing where there is none."""
        rules = self._get(f"{self._path}/branch_protections", "分支保护规则")
        found: dict[str, Any] = next((rule for rule in rules if rule["rule_name"] == name), {})
        return found

    def _pages(self, address: str, what: str) -> Iterator[dict[str, Any]]:
        for page in range(1, _PAGES + 1):
            items = self._get(address, what, page=page, limit=_PAGE)
            yield from items
            if not items:
                return
        raise unreachable(what)  # a server, or something before it, that gives one page again and again

    def _get(self, address: str, what: str, **query: int) -> Any:
        return self._ask("GET", address, what, params=query)

    def _ask(self, method: str, address: str, what: str, **more: Any) -> Any:
        """The answer to one request. Raises ``Unable`` for what is none of the API's."""
        try:
            answer = self._session.request(method, self._api + address, timeout=TIMEOUT, **more)
            if not answer.ok:
                raise refused(answer.status_code, what)
            return answer.json()
        except requests.RequestException as error:
            raise unreachable(what) from error


class _Token(AuthBase):
    """The token; as ``auth``, so that no .netrc is asked for another."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"token {self._token}"
        return request


def _protection(wanted: Wanted) -> dict[str, Any]:
    """The rule as it should be. Forgejo says ``apply_to_admins`` for ``block_admin_merge_override``."""
    names = sorted(wanted.publishers)
    return {
        "enable_push": True,
        "enable_push_whitelist": True,
        "push_whitelist_usernames": names,
        "push_whitelist_teams": [],
        "push_whitelist_deploy_keys": False,
        "enable_force_push": False,
        "enable_merge_whitelist": True,
        "merge_whitelist_usernames": names,
        "merge_whitelist_teams": [],
        "enable_status_check": True,
        "status_check_contexts": STATUSES,
        "required_approvals": 1,
        "dismiss_stale_approvals": True,
        "block_on_rejected_reviews": True,
        "block_admin_merge_override": True,
        "apply_to_admins": True,
    }


def _setting(branch: str, key: str, value: Any, now: dict[str, Any]) -> Setting:
    able = not now or key in now
    name = f"{branch}: {key}"
    return Setting(name, said(now.get(key)) if able else LACKING, said(value), able)

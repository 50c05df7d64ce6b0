"""A stand-in of Gitea, or with ``forgejo=True`` of Forgejo, whose rules lack some keys and have another."""

from pathlib import Path
from typing import Any

from tests.forges.stand import Answer, Asked, Stand

PROJECT = "menhu/site"
ABSENT: Answer = (404, {"message": "not found"})
NEW_RULE: dict[str, Any] = {
    "enable_push": False,
    "enable_push_whitelist": False,
    "push_whitelist_usernames": [],
    "push_whitelist_teams": [],
    "push_whitelist_deploy_keys": False,
    "enable_merge_whitelist": False,
    "merge_whitelist_usernames": [],
    "merge_whitelist_teams": [],
    "enable_status_check": False,
    "status_check_contexts": [],
    "required_approvals": 0,
    "dismiss_stale_approvals": False,
    "block_on_rejected_reviews": False,
}


class Gitea(Stand):
    """Accounts, one repository, its pull requests. ``push`` and ``review`` do what people do in the browser."""

    shape = Path(__file__).with_name("gitea.json")
    header = "Authorization"

    def __init__(self, *accounts: str, forgejo: bool = False) -> None:
        super().__init__()
        self.users_known = {name: {"id": 100 + number, "login": name} for number, name in enumerate(accounts)}
        self.users_known["lanmu-bot"] = {"id": 1, "login": "lanmu-bot"}
        own = (
            {"apply_to_admins": False} if forgejo else {"enable_force_push": False, "block_admin_merge_override": False}
        )
        self.new_rule = NEW_RULE | own
        self.protections: dict[str, dict[str, Any]] = {}
        self.pulls: dict[str, dict[str, Any]] = {}
        self.effective = ""  # a rule that takes the place of main's own
        self._made = 0

    def _next(self) -> int:
        self._made += 1
        return self._made

    def _time(self) -> str:
        return f"2026-03-20T18:00:{self._next():02d}+08:00"

    # What people do

    def push(self, index: int, sha: str) -> None:
        pull = self.pulls.setdefault(str(index), {"reviews": [], "comments": []})
        pull["sha"] = sha
        for review in pull["reviews"]:
            review["stale"] = True
            if self.protections.get("main", {}).get("dismiss_stale_approvals"):
                review["dismissed"] = True

    def review(self, index: int, account: str, state: str = "APPROVED") -> dict[str, Any]:
        pull = self.pulls[str(index)]
        review = {"id": self._next(), "user": self.users_known[account], "state": state, "body": "", "official": True}
        review |= {"commit_id": pull["sha"], "stale": False, "dismissed": False, "submitted_at": self._time()}
        pull["reviews"].append(review)
        return review

    def say(self, index: int, account: str, body: str) -> dict[str, Any]:
        comment = {"id": self._next(), "user": self.users_known[account], "body": body}
        comment |= {"created_at": self._time(), "updated_at": self._time()}
        self.pulls[str(index)]["comments"].append(comment)
        return comment

    # Operations, by operationId

    def user(self, asked: Asked) -> Answer:
        return 200, self.users_known["lanmu-bot"]

    def branch(self, asked: Asked) -> Answer:
        if asked.path["branch"] != "main":
            return ABSENT
        name = self.effective or ("main" if "main" in self.protections else "")
        return 200, {"name": "main", "protected": bool(name), "effective_branch_protection_name": name}

    def rules(self, asked: Asked) -> Answer:
        return 200, list(self.protections.values())

    def add_rule(self, asked: Asked) -> Answer:
        name = asked.body["rule_name"]
        if name in self.protections:
            return 403, {"message": "Branch protection already exist"}
        self.protections[name] = {"rule_name": name, **self.new_rule}
        return 201, self._keep(name, asked.body)

    def edit_rule(self, asked: Asked) -> Answer:
        return 200, self._keep(asked.path["name"], asked.body)

    def _keep(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        found = self.protections[name]
        found |= {key: value for key, value in body.items() if key in found}
        return found

    def pull(self, asked: Asked) -> Answer:
        found = self.pulls.get(asked.path["index"])
        if found is None:
            return ABSENT
        head = {"ref": "bao-song", "sha": found["sha"]}
        base = {"ref": "main", "sha": "b"}
        return 200, {"number": int(asked.path["index"]), "state": "open", "head": head, "base": base}

    def reviews(self, asked: Asked) -> Answer:
        page, limit = int(asked.query["page"]), min(int(asked.query["limit"]), 2)  # a server may give fewer
        return 200, self.pulls[asked.path["index"]]["reviews"][(page - 1) * limit : page * limit]

    def comments(self, asked: Asked) -> Answer:
        return 200, self.pulls[asked.path["index"]]["comments"]

    def add_comment(self, asked: Asked) -> Answer:
        return 201, self.say(int(asked.path["index"]), "lanmu-bot", asked.body["body"])

    def edit_comment(self, asked: Asked) -> Answer:
        for pull in self.pulls.values():
            for comment in pull["comments"]:
                if str(comment["id"]) == asked.path["id"]:
                    if comment["user"]["login"] != "lanmu-bot":
                        return 403, {"message": "forbidden"}
                    comment["body"] = asked.body["body"]
                    return 200, comment
        return ABSENT

"""A stand-in of GitLab: the paid edition, or with ``paid=False`` the free one."""

from pathlib import Path
from typing import Any

from tests.forges.stand import Answer, Asked, Stand

PROJECT = "menhu/site"
ID = 7
ABSENT: Answer = (404, {"message": "404 Not found"})
LEVELS = {0: "No one", 30: "Developers + Maintainers", 40: "Maintainers"}


class GitLab(Stand):
    """Accounts, one project, its merge requests. ``push`` and ``approve`` do what people do in the browser."""

    shape = Path(__file__).with_name("gitlab.json")
    header = "PRIVATE-TOKEN"

    def __init__(self, *accounts: str, paid: bool = True, times: bool = True) -> None:
        super().__init__()
        self.users = {
            name: {"id": 100 + number, "username": name, "name": name} for number, name in enumerate(accounts)
        }
        self.users["lanmu-bot"] = {"id": 1, "username": "lanmu-bot", "name": "lanmu-bot"}
        self.paid, self.times = paid, times
        self.settings: dict[str, Any] = {"merge_method": "merge", "merge_commit_template": None}
        self.settings |= {"squash_commit_template": None, "only_allow_merge_if_pipeline_succeeds": False}
        self.approval = {
            "reset_approvals_on_push": False,
            "merge_requests_author_approval": True,
            "merge_requests_disable_committers_approval": False,
            "disable_overriding_approvers_per_merge_request": False,
            "selective_code_owner_removals": False,
            "require_password_to_approve": False,
        }
        self.branches: dict[str, dict[str, Any]] = {}
        self.requests: dict[str, dict[str, Any]] = {}
        self._made = 0

    def _next(self) -> int:
        self._made += 1
        return self._made

    def _time(self) -> str:
        return f"2026-03-20T10:00:{self._next():02d}.000Z"

    # What people do

    def push(self, iid: int, sha: str) -> None:
        request = self.requests.setdefault(str(iid), {"versions": [], "approved": [], "notes": []})
        request["versions"].insert(0, (sha, self._time()))
        if self.paid and self.approval["reset_approvals_on_push"]:
            request["approved"].clear()

    def approve(self, iid: int, account: str) -> None:
        entry: dict[str, Any] = {"user": self.users[account]}
        moment = self._time()
        self.requests[str(iid)]["approved"].append(entry | ({"approved_at": moment} if self.times else {}))

    def say(self, iid: int, account: str, body: str) -> dict[str, Any]:
        note = {"id": self._next(), "body": body, "author": self.users[account], "system": False, "noteable_iid": iid}
        note |= {"created_at": self._time(), "updated_at": self._time()}
        self.requests[str(iid)]["notes"].append(note)
        return note

    # Operations, by operationId

    def user(self, asked: Asked) -> Answer:
        return 200, self.users["lanmu-bot"]

    def accounts(self, asked: Asked) -> Answer:
        return 200, [user for name, user in self.users.items() if name == asked.query["username"]]

    def project(self, asked: Asked) -> Answer:
        if asked.path["id"] not in (PROJECT, str(ID)):
            return ABSENT
        return 200, {"id": ID, "path_with_namespace": PROJECT, "default_branch": "main", **self.settings}

    def edit_project(self, asked: Asked) -> Answer:
        self.settings |= asked.body
        return self.project(asked)

    def approval_settings(self, asked: Asked) -> Answer:
        return (200, self.approval) if self.paid else ABSENT

    def edit_approval_settings(self, asked: Asked) -> Answer:
        self.approval |= asked.body
        return 201, self.approval

    def protected_branch(self, asked: Asked) -> Answer:
        found = self.branches.get(asked.path["name"])
        return (200, found) if found else ABSENT

    def protect(self, asked: Asked) -> Answer:
        name = asked.body["name"]
        if name in self.branches:
            return 409, {"message": f"Protected branch '{name}' already exists"}
        self.branches[name] = {"id": self._next(), "name": name, "allow_force_push": False}
        for kind in ("push", "merge"):
            given = asked.body.get(f"allowed_to_{kind}") if self.paid else None
            levels = given or [{"access_level": asked.body.get(f"{kind}_access_level", 40)}]
            self.branches[name][f"{kind}_access_levels"] = [self._level(level) for level in levels]
        return 201, self._keep(name, asked.body)

    def edit_protected_branch(self, asked: Asked) -> Answer:
        found = self.branches[asked.path["name"]]
        for kind in ("push", "merge"):
            levels, given = found[f"{kind}_access_levels"], asked.body.get(f"allowed_to_{kind}", [])
            gone = {level["id"] for level in given if level.get("_destroy")}
            new = [self._level(level) for level in given if "id" not in level]
            found[f"{kind}_access_levels"] = [level for level in levels if level["id"] not in gone] + new
        return 200, self._keep(asked.path["name"], asked.body)

    def unprotect(self, asked: Asked) -> Answer:
        del self.branches[asked.path["name"]]
        return 204, None

    def _keep(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        known = ("allow_force_push", *(("code_owner_approval_required",) if self.paid else ()))
        self.branches[name] |= {key: body[key] for key in known if key in body}
        return self.branches[name]

    def _level(self, given: dict[str, Any]) -> dict[str, Any]:
        level = given.get("access_level", 40)
        made = {"id": self._next(), "access_level": level, "access_level_description": LEVELS[level]}
        return made | ({"user_id": given.get("user_id"), "group_id": None} if self.paid else {})

    def merge_request(self, asked: Asked) -> Answer:
        found = self.requests.get(asked.path["iid"])
        if found is None:
            return ABSENT
        iid, head = int(asked.path["iid"]), found["versions"][0][0]
        said = {"id": 1000 + iid, "iid": iid, "project_id": ID, "title": "报送动态", "state": "opened", "sha": head}
        return 200, said | {"source_branch": "bao-song", "target_branch": "main"}

    def approvals(self, asked: Asked) -> Answer:
        return 200, {"approved_by": self.requests[asked.path["iid"]]["approved"]}

    def versions(self, asked: Asked) -> Answer:
        if asked.query.get("page", "1") != "1":
            return 200, []
        more = {"base_commit_sha": "b", "start_commit_sha": "b", "merge_request_id": 1, "state": "collected"}
        found = enumerate(self.requests[asked.path["iid"]]["versions"])
        return 200, [
            {"id": number, "head_commit_sha": sha, "created_at": time, "real_size": "1", **more}
            for number, (sha, time) in found
        ]

    def notes(self, asked: Asked) -> Answer:
        return 200, self.requests[asked.path["iid"]]["notes"]

    def add_note(self, asked: Asked) -> Answer:
        return 201, self.say(int(asked.path["iid"]), "lanmu-bot", asked.body["body"])

    def edit_note(self, asked: Asked) -> Answer:
        for note in self.requests[asked.path["iid"]]["notes"]:
            if str(note["id"]) == asked.path["note"]:
                if note["author"]["username"] != "lanmu-bot":
                    return 403, {"message": "403 Forbidden"}
                note["body"] = asked.body["body"]
                return 200, note
        return ABSENT

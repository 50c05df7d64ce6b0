"""The GitLab adapter against the stand-in."""

from collections.abc import Iterator

import pytest

from lanmu.refusal import Unable
from tests.forges.gitlab import PROJECT, GitLab
from tools import forge
from tools.forge import MARK, Forge, Given, Wanted

WANTED = Wanted("main", ("bgt-liaison", "bgt-webmaster"))


@pytest.fixture
def stand() -> Iterator[GitLab]:
    with GitLab("kjt-head", "kjt-leader", "bgt-liaison", "bgt-webmaster") as stand:
        yield stand


def project(stand: GitLab, token: str = GitLab.token) -> Forge:
    return forge.open("gitlab", stand.url, PROJECT, token)


def test_an_approval_is_bound_to_the_head_that_was_approved(stand: GitLab) -> None:
    stand.approval["reset_approvals_on_push"] = True
    stand.push(3, "aaa")
    stand.approve(3, "kjt-head")
    assert project(stand).approvals(3) == (Given("kjt-head", "aaa", "2026-03-20T10:00:02.000Z"),)
    stand.push(3, "bbb")
    assert project(stand).approvals(3) == ()
    stand.approve(3, "kjt-leader")
    assert [given.commit for given in project(stand).approvals(3)] == ["bbb"]


def test_an_approval_that_a_rebase_on_the_server_left_is_bound_to_what_was_seen(stand: GitLab) -> None:
    stand.approval["reset_approvals_on_push"] = True
    stand.push(3, "aaa")
    stand.approve(3, "kjt-head")
    stand.requests["3"]["versions"].insert(0, ("rebased", "2026-03-20T11:00:00.000+08:00"))  # earlier than it looks
    stand.requests["3"]["versions"].insert(0, ("rebased again", "2026-03-20T19:00:00.000+08:00"))
    assert [given.commit for given in project(stand).approvals(3)] == ["aaa"]


def test_an_approval_older_than_every_version_is_bound_to_none(stand: GitLab) -> None:
    stand.approval["reset_approvals_on_push"] = True
    stand.push(3, "aaa")
    stand.approve(3, "kjt-head")
    stand.requests["3"]["versions"] = [("bbb", "2026-03-21T10:00:00.000Z")]
    assert [given.commit for given in project(stand).approvals(3)] == [""]


def test_where_no_time_is_told_the_head_counts(stand: GitLab) -> None:
    stand.times = False
    stand.approval["reset_approvals_on_push"] = True
    stand.push(3, "aaa")
    stand.approve(3, "kjt-head")
    assert project(stand).approvals(3) == (Given("kjt-head", "aaa", ""),)


def test_a_push_while_asking_is_seen(stand: GitLab) -> None:
    stand.approval["reset_approvals_on_push"] = True
    stand.push(3, "aaa")

    def meanwhile(operation: str) -> None:
        if operation == "approvals":
            stand.push(3, "bbb")

    stand.broken = meanwhile
    with pytest.raises(Unable, match="正在变动"):
        project(stand).approvals(3)


@pytest.mark.parametrize("paid", [True, False])
def test_approvals_that_outlive_a_push_are_no_evidence(paid: bool) -> None:
    with GitLab("kjt-head", paid=paid) as stand:
        stand.push(3, "aaa")
        stand.approve(3, "kjt-head")
        assert not project(stand).resets_on_push()
        with pytest.raises(Unable, match="不会撤销审批"):
            project(stand).approvals(3)


@pytest.mark.parametrize(("status", "said"), [(500, "答复 500"), (403, "权限不够"), (404, "没有"), (302, "连不上")])
def test_what_the_server_refuses_is_no_approval(stand: GitLab, status: int, said: str) -> None:
    stand.approval["reset_approvals_on_push"] = True
    stand.push(3, "aaa")
    stand.broken = lambda operation: (status, "/elsewhere") if operation == "approvals" else None
    with pytest.raises(Unable, match=said):
        project(stand).approvals(3)
    stand.faults.clear()  # 302 is no answer of the API's


def test_a_wrong_token_and_a_server_that_is_none(stand: GitLab) -> None:
    with pytest.raises(Unable, match="不认这个令牌"):
        project(stand, "wrong").resets_on_push()
    with pytest.raises(Unable, match="连不上"):
        forge.open("gitlab", "http://127.0.0.1:9", PROJECT, "x").resets_on_push()
    with pytest.raises(Unable, match="没有"):
        forge.open("gitlab", stand.url, "menhu/none", stand.token).resets_on_push()


def test_the_comment_is_written_once_and_then_updated(stand: GitLab) -> None:
    stand.push(3, "aaa")
    stand.say(3, "kjt-head", f"{MARK}\n冒充的")
    server = project(stand)
    assert [server.comment(3, f"{MARK}\n{text}\n") for text in ("甲", "甲", "乙")] == ["已发表", "没有变化", "已更新"]
    assert [note["body"] for note in stand.requests["3"]["notes"]] == [f"{MARK}\n冒充的", f"{MARK}\n乙\n"]


def test_protecting_is_done_once(stand: GitLab) -> None:
    server = project(stand)
    assert all(setting.differs for setting in server.settings(WANTED) if setting.name != "merge_method")
    assert stand.writes == []
    server.protect(WANTED)
    assert [setting for setting in server.settings(WANTED) if setting.differs] == []
    assert stand.approval["reset_approvals_on_push"] and not stand.approval["merge_requests_author_approval"]
    assert "%{approved_by}" in stand.settings["merge_commit_template"]
    main = stand.branches["main"]
    ids = [stand.users[name]["id"] for name in WANTED.publishers]
    assert [level["user_id"] for level in main["push_access_levels"]] == ids
    assert not main["allow_force_push"] and main["code_owner_approval_required"]
    done = list(stand.writes)
    server.protect(WANTED)
    assert stand.writes == done


def test_a_protection_that_was_loosened_is_mended_in_place(stand: GitLab) -> None:
    server = project(stand)
    server.protect(WANTED)
    loose = {
        "id": 900,
        "access_level": 40,
        "user_id": None,
        "group_id": None,
        "access_level_description": "Maintainers",
    }
    stand.branches["main"]["push_access_levels"].append(loose)
    stand.branches["main"]["allow_force_push"] = True
    assert {setting.name for setting in server.settings(WANTED) if setting.differs} == {
        "main: push",
        "main: allow_force_push",
    }
    (push,) = [setting for setting in server.settings(WANTED) if setting.name == "main: push"]
    assert (push.now, push.wanted) == ("bgt-liaison、bgt-webmaster、维护者", "bgt-liaison、bgt-webmaster")
    before = len(stand.writes)
    server.protect(WANTED)
    assert stand.writes[before:] == ["edit_protected_branch"]
    assert [setting for setting in server.settings(WANTED) if setting.differs] == []


def test_the_free_edition_lets_nobody_push_and_says_what_it_lacks() -> None:
    with GitLab("bgt-liaison", paid=False) as stand:
        server = project(stand)
        server.protect(WANTED)
        stand.branches["main"]["push_access_levels"][0]["access_level"] = 40
        server.protect(WANTED)
        settings = server.settings(WANTED)
        assert [setting for setting in settings if setting.differs] == []
        assert {setting.name for setting in settings if not setting.able} == {
            "reset_approvals_on_push",
            "merge_requests_author_approval",
            "merge_requests_disable_committers_approval",
            "disable_overriding_approvers_per_merge_request",
            "main: code_owner_approval_required",
        }
        assert stand.branches["main"]["push_access_levels"][0]["access_level"] == 0


def test_an_account_that_the_server_lacks_is_named() -> None:
    with GitLab("bgt-liaison") as stand, pytest.raises(Unable, match="bgt-webmaster"):
        project(stand).settings(WANTED)

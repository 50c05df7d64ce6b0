"""The Gitea and Forgejo adapter against the stand-in."""

from collections.abc import Iterator

import pytest

from lanmu.refusal import Unable
from tests.forges.gitea import PROJECT, Gitea
from tools import forge
from tools.forge import MARK, Forge, Given, Wanted

WANTED = Wanted("main", ("bgt-webmaster", "bgt-liaison"))


@pytest.fixture(params=["gitea", "forgejo"])
def stand(request: pytest.FixtureRequest) -> Iterator[Gitea]:
    with Gitea("kjt-head", "kjt-leader", "lyj-head", forgejo=request.param == "forgejo") as stand:
        yield stand


def project(stand: Gitea, token: str = Gitea.token) -> Forge:
    return forge.open("gitea", stand.url, PROJECT, token)


def test_an_approval_is_bound_to_its_commit_and_dismissed_by_a_push(stand: Gitea) -> None:
    project(stand).protect(WANTED)
    stand.push(3, "aaa")
    stand.review(3, "kjt-head")
    assert project(stand).approvals(3) == (Given("kjt-head", "aaa", "2026-03-20T18:00:02+08:00"),)
    stand.push(3, "bbb")
    assert project(stand).approvals(3) == ()


def test_the_last_word_of_a_reviewer_counts(stand: Gitea) -> None:
    project(stand).protect(WANTED)
    stand.push(3, "aaa")
    for account, state in [
        ("kjt-head", "APPROVED"),
        ("kjt-leader", "REQUEST_CHANGES"),
        ("lyj-head", "APPROVED"),
        ("kjt-head", "REQUEST_CHANGES"),
        ("kjt-leader", "APPROVED"),
        ("lyj-head", "COMMENT"),
    ]:
        stand.review(3, account, state)
    assert [given.account for given in project(stand).approvals(3)] == ["kjt-leader", "lyj-head"]
    stand.pulls["3"]["reviews"][2]["dismissed"] = True
    stand.pulls["3"]["reviews"].append(stand.review(3, "kjt-head") | {"user": None})  # of a deleted account
    assert "lyj-head" not in [given.account for given in project(stand).approvals(3)]


@pytest.mark.parametrize("rule", ["", "main", "ma*"])
def test_approvals_that_outlive_a_push_are_no_evidence(stand: Gitea, rule: str) -> None:
    if rule:
        stand.protections[rule] = {"rule_name": rule, **stand.new_rule}
        stand.effective = rule
    stand.push(3, "aaa")
    stand.review(3, "kjt-head")
    assert not project(stand).resets_on_push()
    with pytest.raises(Unable, match="不会撤销"):
        project(stand).approvals(3)


@pytest.mark.parametrize(("status", "said"), [(500, "答复 500"), (403, "权限不够"), (404, "没有"), (302, "连不上")])
@pytest.mark.parametrize("operation", ["pull", "branch", "rules", "reviews"])
def test_what_the_server_refuses_is_no_approval(stand: Gitea, operation: str, status: int, said: str) -> None:
    project(stand).protect(WANTED)
    stand.push(3, "aaa")
    stand.broken = lambda asked: (status, "/elsewhere") if asked == operation else None
    with pytest.raises(Unable, match=said):
        project(stand).approvals(3)
    stand.faults.clear()  # 302 is no answer of the API's


def test_a_list_without_end(stand: Gitea) -> None:
    """Something before the server drops what was asked, and gives the first page whatever page is wanted."""
    project(stand).protect(WANTED)
    stand.push(3, "aaa")
    stand.review(3, "kjt-head")
    pages = stand.reviews
    stand.reviews = lambda asked: pages(asked._replace(query=asked.query | {"page": "1"}))  # type: ignore[method-assign]
    with pytest.raises(Unable, match="审批"):
        project(stand).approvals(3)


def test_a_wrong_token_and_a_server_that_is_none(stand: Gitea) -> None:
    with pytest.raises(Unable, match="不认这个令牌"):
        project(stand, "wrong").resets_on_push()
    with pytest.raises(Unable, match="连不上"):
        forge.open("forgejo", "http://127.0.0.1:9", PROJECT, "x").resets_on_push()


def test_the_comment_is_written_once_and_then_updated(stand: Gitea) -> None:
    stand.push(3, "aaa")
    stand.say(3, "kjt-head", f"{MARK}\n冒充的")
    server = project(stand)
    assert [server.comment(3, f"{MARK}\n{text}\n") for text in ("甲", "甲", "乙")] == ["已发表", "没有变化", "已更新"]
    assert [comment["body"] for comment in stand.pulls["3"]["comments"]] == [f"{MARK}\n冒充的", f"{MARK}\n乙\n"]


def test_protecting_is_done_once_and_mends_what_was_loosened(stand: Gitea) -> None:
    server = project(stand)
    assert any(setting.differs for setting in server.settings(WANTED))
    assert stand.writes == []
    server.protect(WANTED)
    server.protect(WANTED)
    assert stand.writes == ["add_rule"]
    assert [setting for setting in server.settings(WANTED) if setting.differs] == []
    rule = stand.protections["main"]
    assert rule["push_whitelist_usernames"] == ["bgt-liaison", "bgt-webmaster"]
    assert rule["dismiss_stale_approvals"]
    rule["dismiss_stale_approvals"] = False
    assert [setting.name for setting in server.settings(WANTED) if setting.differs] == ["main: dismiss_stale_approvals"]
    server.protect(WANTED)
    assert stand.writes == ["add_rule", "edit_rule"]
    assert server.resets_on_push()


def test_what_an_edition_lacks_is_said(stand: Gitea) -> None:
    project(stand).protect(WANTED)
    lacking = {setting.name.partition(": ")[2] for setting in project(stand).settings(WANTED) if not setting.able}
    if "apply_to_admins" in stand.new_rule:
        assert lacking == {"enable_force_push", "block_admin_merge_override"}
    else:
        assert lacking == {"apply_to_admins"}


def test_another_rule_over_main_is_no_protection(stand: Gitea) -> None:
    stand.protections["ma*"] = {"rule_name": "ma*", **stand.new_rule}
    stand.effective = "ma*"
    with pytest.raises(Unable, match=r"ma\*"):
        project(stand).settings(WANTED)

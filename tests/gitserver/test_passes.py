"""What must pass: a gate that refused everything would stand every attack."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lanmu import gate
from lanmu.rules.sample import NEWS
from tests.gitserver import ground
from tests.gitserver.attack import codes
from tests.gitserver.bare import Bare
from tests.gitserver.clone import Clone, Pushed
from tests.gitserver.ground import EDITOR, GROUP, HEAD, LEADER, LIAISON, OFFICE, OTHER_NEWS, SUPPORT, WEBMASTER, article
from tests.gitserver.landing import Desk, Step, lands, merged, squashed, tabled, wrote

MINE = "content/kjt/bmdt/2026-03-20-ke-ji-zhou.md"
WEIGHTY = "content/kjt/zyxx/2026-03-20-ke-ji-zhou.md"
GRAVE = "content/kjt/tsxx/2026-03-20-ke-ji-zhou.md"
TEXT = article("举办科技周活动")
written = wrote({MINE: TEXT})


def passed(bare: Bare, clone: Clone, *refs: str) -> Pushed:
    """The push is taken: each ref is where the clone has it."""
    pushed = clone.push(*refs)
    assert pushed.ok, pushed.heard
    for ref in refs:
        source, _, target = ref.removeprefix("+").partition(":")
        assert bare.refs()[f"refs/heads/{target or source}"] == clone.git("rev-parse", source)
    return pushed


def landed(bare: Bare, *steps: Step, actor: str = EDITOR) -> Pushed:
    clone = bare.clone(actor)
    return passed(bare, clone, *lands(*steps)(clone))


def test_the_portal_that_is_attacked_has_no_fault(files: dict[str, str], tmp_path: Path) -> None:
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert gate.on_disk(tmp_path, None).findings == ()


@pytest.mark.parametrize("account", [LIAISON, HEAD, LEADER])
def test_a_branch_of_the_department(account: str, gated: Bare) -> None:
    clone = gated.clone(account)
    clone.branch("work")
    wrote({MINE: TEXT}, account)(clone)
    pushed = passed(gated, clone, "work")
    assert codes(pushed) == set(), pushed.said


@pytest.mark.parametrize("start", ["origin/main", "origin/main~1"])
def test_a_branch_on_which_nothing_was_done_yet(start: str, gated: Bare, desk: Desk) -> None:
    landed(gated, written, desk.approved(HEAD), lambda clone: clone.git("checkout", "--quiet", "-B", "main"))
    clone = gated.clone(ground.OTHER)
    clone.branch("plan", start)
    passed(gated, clone, "plan")


def test_what_a_column_may_publish_by_itself(gated: Bare, desk: Desk) -> None:
    """The liaison's branch, approved and landed by whom the table allows it."""
    mine = gated.clone(LIAISON)
    mine.branch("work")
    wrote({MINE.replace("bmdt", "kjyq"): TEXT})(mine)
    passed(gated, mine, "work")
    clone = gated.clone(HEAD)
    clone.branch("work", "origin/work")
    desk.approved(HEAD)(clone)
    merged()(clone)
    passed(gated, clone, "main")


def test_a_branch_grows_is_rewritten_and_goes(gated: Bare) -> None:
    clone = gated.clone(LIAISON)
    clone.branch("kjt/科技周")
    written(clone)
    passed(gated, clone, "kjt/科技周")
    wrote({MINE: TEXT.replace("全年", "今年")})(clone)
    passed(gated, clone, "kjt/科技周")
    clone.git("reset", "--quiet", "--soft", "origin/main")
    clone.git("commit", "--quiet", "-m", "重写")
    passed(gated, clone, "+kjt/科技周")
    assert clone.push(":kjt/科技周").ok
    assert set(gated.refs()) == {"refs/heads/main", "refs/notes/lanmu-pushes"}


def test_a_branch_from_a_shallow_clone(gated: Bare) -> None:
    clone = gated.clone(LIAISON)
    clone.git("fetch", "--quiet", "--depth", "1", "origin", "main")
    assert (clone.path / ".git/shallow").is_file()
    clone.branch("work")
    written(clone)
    passed(gated, clone, "work")


def test_a_branch_that_takes_over_what_main_has_become(gated: Bare, desk: Desk) -> None:
    """Others' files come along with the merge, and are not the liaison's doing."""
    mine = gated.clone(LIAISON)
    mine.branch("work")
    written(mine)
    passed(gated, mine, "work")
    other = wrote({OTHER_NEWS: article("发布夏季线路", department="省旅游局")}, ground.OTHER)
    landed(gated, other, desk.approved(HEAD))
    mine.git("fetch", "--quiet")
    mine.git("merge", "--quiet", "--no-edit", "origin/main")
    passed(gated, mine, "work")


def test_code_by_the_support_unit(gated: Bare) -> None:
    clone = gated.clone(SUPPORT)
    clone.branch("work")
    wrote({"themes/lanmu/static/css/main.css": "a {}\n"}, SUPPORT)(clone)
    passed(gated, clone, "work")


@pytest.mark.parametrize(("account", "warned"), [(LIAISON, {"O402"}), (SUPPORT, {"O402"}), (OFFICE, set())])
def test_a_proposal_to_change_the_table(account: str, warned: set[str], gated: Bare) -> None:
    clone = gated.clone(account)
    clone.branch("work")
    tabled(("columns.bmdt.name", "部门要闻"), account=account)(clone)
    pushed = passed(gated, clone, "work")
    assert codes(pushed) & {"O402"} == warned, pushed.said


def test_an_approved_landing(gated: Bare, desk: Desk) -> None:
    assert codes(landed(gated, written, desk.approved(HEAD))) == set()


def test_a_landing_without_a_merge(gated: Bare, desk: Desk) -> None:
    landed(gated, written, desk.approved(HEAD), lambda clone: clone.git("checkout", "--quiet", "-B", "main"))


def test_a_squash_keeps_the_approval_in_its_message(gated: Bare, desk: Desk) -> None:
    landed(gated, written, desk.approved(HEAD), squashed())


def test_the_higher_levels(gated: Bare, desk: Desk) -> None:
    landed(gated, wrote({WEIGHTY: TEXT}), desk.approved(HEAD), desk.approved(LEADER, "重要"))
    landed(
        gated,
        wrote({GRAVE: article("举办科技节活动")}),
        *(desk.approved(HEAD), desk.approved(LEADER, "重要"), desk.approved(GROUP, "特殊")),
    )


def test_a_rebase_keeps_the_approval(gated: Bare, desk: Desk) -> None:
    """Main has moved on; the editor puts the branch on top of it."""
    clone = gated.clone(EDITOR)
    clone.branch("work")
    written(clone)
    desk.approved(HEAD)(clone)
    landed(gated, wrote({NEWS: None}), desk.approved(HEAD))
    clone.git("fetch", "--quiet")
    clone.git("rebase", "--quiet", "--keep-empty", "origin/main")
    merged()(clone)
    passed(gated, clone, "main")


def test_main_moves_on_under_a_merge(gated: Bare, desk: Desk) -> None:
    clone = gated.clone(EDITOR)
    clone.branch("work")
    written(clone)
    desk.approved(HEAD)(clone)
    clone.put("work")
    landed(gated, wrote({NEWS: None}), desk.approved(HEAD))
    clone.git("fetch", "--quiet")
    merged()(clone)
    passed(gated, clone, "main")


def test_a_withdrawal_that_was_approved_and_a_new_approval_after_it(gated: Bare, desk: Desk) -> None:
    landed(gated, written, desk.approved(HEAD))
    landed(gated, wrote({MINE: None}), desk.approved(HEAD))
    landed(gated, written, desk.approved(HEAD))


def test_the_table_landed_by_the_office(gated: Bare, desk: Desk) -> None:
    """Signed by another than who wrote it: the office's responsible person, or the leader where that one wrote it."""
    landed(gated, tabled(("columns.bmdt.name", "部门要闻")), desk.approved("bgt-leader"), actor=OFFICE)


def test_an_emergency_takedown(gated: Bare) -> None:
    """No chain; it is said, and kept for the report that is due."""
    clone = gated.clone(WEBMASTER)
    wrote({NEWS: None}, WEBMASTER)(clone)
    pushed = passed(gated, clone, "main")
    assert "R909" in codes(pushed), pushed.said
    note = gated.git("notes", "--ref=lanmu-landings", "show", "main")
    assert f"account: {WEBMASTER}" in note and "kind: 紧急撤下，待补报" in note


def test_who_landed_what_is_written_down_and_signed_by_the_server(gated: Bare, desk: Desk, tmp_path: Path) -> None:
    landed(gated, written, desk.approved(HEAD))
    note = gated.git("notes", "--ref=lanmu-landings", "show", "main")
    text, begin, rest = note.partition("-----BEGIN SSH SIGNATURE-----")
    assert f"account: {EDITOR}" in text and "kind: 经过审批" in text
    server = (gated.path / "lanmu/server_key.pub").read_text("utf-8")
    (tmp_path / "signers").write_text(f"lanmu-server {server}", "utf-8")
    (tmp_path / "signature").write_text(f"{begin}{rest}\n", "utf-8")
    options = ["-n", "lanmu-approval", "-I", "lanmu-server", "-f", "signers", "-s", "signature"]
    command = ["ssh-keygen", "-Y", "verify", *options]
    subprocess.run(command, cwd=tmp_path, input=f"{text.rstrip()}\n".encode(), check=True, capture_output=True)


def test_rights_change_with_the_table(gated: Bare, desk: Desk) -> None:
    """Once landed, a grant holds: the same push that was refused before is taken."""
    granted = tabled(("departments.lyj.liaisons", [ground.OTHER, LIAISON]))
    landed(gated, granted, desk.approved("bgt-leader"), actor=OFFICE)
    clone = gated.clone(LIAISON)
    clone.branch("work")
    wrote({OTHER_NEWS: article("发布夏季线路", department="省旅游局")})(clone)
    passed(gated, clone, "work")


def test_of_two_landings_at_once_one_is_taken(gated: Bare, desk: Desk) -> None:
    """Both are good; the second did not see the first."""
    clones = []
    for number in (1, 2):
        clone = gated.clone(EDITOR)
        path = MINE.replace("zhou", f"zhou-{number}")
        lands(wrote({path: article(f"举办第{number}届科技周")}), desk.approved(HEAD))(clone)
        clones.append(clone)
    with ThreadPoolExecutor() as both:
        pushed = list(both.map(lambda clone: clone.push("main"), clones))
    assert sorted(each.ok for each in pushed) == [False, True], pushed
    winner = next(clone for clone, each in zip(clones, pushed, strict=True) if each.ok)
    assert gated.refs()["refs/heads/main"] == winner.git("rev-parse", "main")

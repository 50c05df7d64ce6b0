"""What comes to main without the approvals it needs, or with such as prove nothing."""

import re
from collections.abc import Callable

import pytest

from lanmu.review import record
from lanmu.rules.sample import ATTACHMENT, COLUMNS, NEWS
from tests.gitserver import ground
from tests.gitserver.attack import Attack, refused
from tests.gitserver.bare import Bare
from tests.gitserver.clone import Clone
from tests.gitserver.ground import (
    EDITOR,
    EXPIRED,
    FUTURE,
    GROUP,
    HEAD,
    LEADER,
    LIAISON,
    OFFICE,
    OTHER_HEAD,
    SUPPORT,
    WEBMASTER,
    article,
    mail,
)
from tests.gitserver.landing import Desk, lands, merged, say, squashed, tabled, wrote

MINE = "content/kjt/bmdt/2026-03-20-ke-ji-zhou.md"
NEXT = "content/kjt/bmdt/2026-03-20-ke-ji-jie.md"
WEIGHTY = "content/kjt/zyxx/2026-03-20-ke-ji-zhou.md"
GRAVE = "content/kjt/tsxx/2026-03-20-ke-ji-zhou.md"
TEXT = article("举办科技周活动")
OTHER_TEXT = article("举办科技节活动")
EDITED = TEXT.replace("全年", "今年")
written = wrote({MINE: TEXT})

Make = Callable[[Clone], tuple[str, ...]]
Build = Callable[[Desk], Make]


def case(name: str, build: Build, code: str, says: str, actor: str = EDITOR) -> "object":
    return pytest.param(build, Attack(name, lands(), code, says, actor), id=name)


def trailer(text: str) -> Build:
    return lambda desk: lands(written, merged(f"合并\n\n{text}\n"))


def unsigned(desk: Desk) -> Make:
    """An approval whose signature is somebody's word."""

    def step(clone: Clone) -> None:
        paper = desk.paper(clone, HEAD)
        say(
            clone.acting(HEAD), re.sub(r"(?s)(BEGIN SSH SIGNATURE-----\n).*?\n(-----END SSH)", r"\1QUFBQQ==\n\2", paper)
        )

    return lands(written, step)


def tampered(desk: Desk) -> Make:
    """One article is approved, another one written into the paper."""

    def step(clone: Clone) -> None:
        paper = desk.paper(clone, HEAD)
        wrote({MINE: EDITED})(clone)
        old, new = (clone.git("rev-parse", f"{commit}:{MINE}") for commit in ("HEAD~1", "HEAD"))
        say(clone.acting(HEAD), paper.replace(old, new))

    return lands(written, step)


def transplanted(desk: Desk) -> Make:
    """The signature of another approval by the same person."""

    def step(clone: Clone) -> None:
        other = desk.paper(clone, HEAD, time="2026-03-22T09:00:00+08:00")
        signature = other[other.index("-----BEGIN SSH") :]
        paper = desk.paper(clone, HEAD)
        say(clone.acting(HEAD), paper[: paper.index("-----BEGIN SSH")] + signature)

    return lands(written, step)


def of_another_branch(desk: Desk) -> Make:
    """The approval of one article comes along with another."""

    def step(clone: Clone) -> None:
        paper = desk.paper(clone, HEAD)
        clone.git("reset", "--quiet", "--hard", "origin/main")
        wrote({NEXT: OTHER_TEXT})(clone)
        say(clone.acting(HEAD), paper)

    return lands(written, step)


def of_another_place(desk: Desk) -> Make:
    """The same bytes, in a column of a higher level."""

    def step(clone: Clone) -> None:
        paper = desk.paper(clone, HEAD)
        clone.git("reset", "--quiet", "--hard", "origin/main")
        wrote({WEIGHTY: TEXT})(clone)
        say(clone.acting(HEAD), paper)

    return lands(written, step)


def smuggled(clone: Clone) -> None:
    """The commit of the approval brings a file of its own."""
    clone.stage({NEXT: OTHER_TEXT})
    clone.git("commit", "--quiet", "--amend", "--no-edit")


def authored(who: str) -> dict[str, str]:
    return {"GIT_AUTHOR_EMAIL": mail(who), "GIT_AUTHOR_NAME": who}


MISSING = [
    case("not approved", lambda desk: lands(written), "R901", MINE),
    case("not approved, by the webmaster", lambda desk: lands(written), "R901", MINE, WEBMASTER),
    case("a deletion that nobody approved", lambda desk: lands(wrote({NEWS: None})), "R901", NEWS),
    case("a trailer that anybody can write", trailer(f"Approved-by: {HEAD} <{mail(HEAD)}>"), "R907", "谁都能这样写"),
    case("a trailer in Chinese", trailer("审核：省科技厅负责人"), "R901", MINE),
    case("one of two files", lambda desk: lands(written, desk.approved(HEAD), wrote({NEXT: OTHER_TEXT})), "R901", NEXT),
    case("another branch's approval", of_another_branch, "R901", NEXT),
    case("another column's approval", of_another_place, "R901", WEIGHTY),
    case("a merge that brings in an article", lambda desk: lands(written, desk.approved(HEAD), merged(also={NEXT: OTHER_TEXT})), "R901", NEXT),
    case("an approval that brings in an article", lambda desk: lands(written, desk.approved(HEAD), smuggled), "R901", NEXT),
    case("a takedown that brings in an article", lambda desk: lands(wrote({NEWS: None, MINE: TEXT}, WEBMASTER)), "R901", MINE, WEBMASTER),
    case("a takedown that is an edit", lambda desk: lands(wrote({NEWS: EDITED}, WEBMASTER)), "R901", NEWS, WEBMASTER),
]  # fmt: skip
WHO = [
    case("one's own text", lambda desk: lands(wrote({MINE: TEXT}, HEAD), desk.approved(HEAD)), "R902", MINE),
    case("one's own text under the liaison's name", lambda desk: lands(wrote({MINE: TEXT}, HEAD, **authored(LIAISON)), desk.approved(HEAD)), "R902", MINE),
    case("one's own text, committed by the liaison", lambda desk: lands(wrote({MINE: TEXT}, LIAISON, **authored(HEAD)), desk.approved(HEAD)), "R902", MINE),
    case("one's own last word in another's text", lambda desk: lands(written, wrote({MINE: EDITED}, HEAD), desk.approved(HEAD)), "R902", MINE),
    case("the liaison approves", lambda desk: lands(written, desk.approved(LIAISON)), "R902", MINE),
    case("another department approves", lambda desk: lands(written, desk.approved(OTHER_HEAD)), "R903", MINE),
    case("the support unit approves", lambda desk: lands(written, desk.approved(SUPPORT)), "R903", MINE),
    case("the secrecy reviewer approves", lambda desk: lands(written, desk.approved("bgt-bmy")), "R903", MINE),
    case("the editor approves", lambda desk: lands(written, desk.approved(EDITOR)), "R903", MINE),
    case("an important column, by the responsible person", lambda desk: lands(wrote({WEIGHTY: TEXT}), desk.approved(HEAD)), "R903", WEIGHTY),
    case("an important column, by the leader alone", lambda desk: lands(wrote({WEIGHTY: TEXT}), desk.approved(LEADER, "重要")), "R903", WEIGHTY),
    case("a special column, without the leading group", lambda desk: lands(wrote({GRAVE: TEXT}), desk.approved(HEAD), desk.approved(LEADER, "重要")), "R903", GRAVE),
    case("a special column, the level claimed", lambda desk: lands(wrote({GRAVE: TEXT}), desk.approved(HEAD, "特殊")), "R903", GRAVE),
    case("an important item", lambda desk: lands(wrote({MINE: article("举办科技周活动", fields="level: 重要\n")}), desk.approved(HEAD)), "R903", MINE),
    case("an item that calls itself ordinary", lambda desk: lands(wrote({WEIGHTY: article("举办科技周活动", fields="level: 一般\n")}), desk.approved(HEAD)), "R903", WEIGHTY),
    case("a column lowered on the way", lambda desk: lands(tabled(("columns.zyxx.review", "一般")), wrote({WEIGHTY: TEXT}), desk.approved(HEAD)), "R903", WEIGHTY),
    case("an approver made on the way", lambda desk: lands(tabled(("departments.kjt.responsible", OTHER_HEAD)), written, desk.approved(OTHER_HEAD)), "R903", MINE),
    case("landed by the responsible person", lambda desk: lands(written, desk.approved(HEAD)), "R906", "main", HEAD),
    case("landed by the liaison", lambda desk: lands(written, desk.approved(HEAD)), "R906", "main", LIAISON),
    case("landed by the support unit", lambda desk: lands(written, desk.approved(HEAD)), "R906", "main", SUPPORT),
    case("landed by the leading group", lambda desk: lands(written, desk.approved(HEAD)), "R906", "main", GROUP),
    case("a table landed by the liaison", lambda desk: lands(tabled(("columns.bmdt.name", "动态"))), "O402", COLUMNS, LIAISON),
    case("a table landed by the editor", lambda desk: lands(tabled(("columns.bmdt.name", "动态"))), "O402", COLUMNS),
    case("a template landed by the editor", lambda desk: lands(wrote({"themes/lanmu/templates/base.html": "a\n"}, SUPPORT)), "O402", "base.html"),
    case("content landed by the office", lambda desk: lands(written, desk.approved(HEAD)), "R906", "main", OFFICE),
]  # fmt: skip
STALE = [
    case("an edit after the approval", lambda desk: lands(written, desk.approved(HEAD), wrote({MINE: EDITED})), "R904", MINE),
    case("one byte in the merge", lambda desk: lands(written, desk.approved(HEAD), merged(also={MINE: TEXT + "\n"})), "R904", MINE),
    case("one byte in a squash", lambda desk: lands(written, desk.approved(HEAD), squashed(also={MINE: TEXT + "\n"})), "R904", MINE),
    case("an attachment exchanged", lambda desk: lands(wrote({ATTACHMENT: "项目名称,年度\n"}), desk.approved(OFFICE), wrote({ATTACHMENT: "项目,年\n"})), "R904", ATTACHMENT),
]  # fmt: skip
FORGED = [
    case("another's key", lambda desk: lands(written, desk.approved(HEAD, key=OTHER_HEAD)), "R907", HEAD),
    case("the liaison's key", lambda desk: lands(written, desk.approved(HEAD, key=LIAISON)), "R907", HEAD),
    case("a key whose days are over", lambda desk: lands(written, desk.approved(HEAD, key=EXPIRED)), "R907", HEAD),
    case("a key whose days are over, dated back", lambda desk: lands(written, desk.approved(HEAD, key=EXPIRED, time="2025-06-01T09:00:00+08:00")), "R907", HEAD),
    case("a key whose days are to come", lambda desk: lands(written, desk.approved(HEAD, key=FUTURE)), "R907", HEAD),
    case("an approval of tomorrow", lambda desk: lands(written, desk.approved(HEAD, key=FUTURE, time="2099-06-01T09:00:00+08:00")), "R907", HEAD),
    case("a key added on the way", lambda desk: lands(tabled((f"accounts.{HEAD}.keys", [{"key": ground.public(desk.keys / SUPPORT)}])), written, desk.approved(HEAD, key=SUPPORT)), "R907", HEAD),
    case("no signature", unsigned, "R907", HEAD),
    case("a paper changed after it was signed", tampered, "R907", HEAD),
    case("another paper's signature", transplanted, "R907", HEAD),
    case("another portal's approval", lambda desk: lands(written, desk.approved(HEAD, portal="quzhou")), "R907", "quzhou"),
    case("an approval of another main", lambda desk: lands(written, desk.approved(HEAD, base="1" * 40)), "R904", MINE),
    case("a question left open", lambda desk: lands(written, desk.approved(HEAD, answers=("符合", "", "及时", "规范"))), "R907", "涉密"),
    case("a secret admitted", lambda desk: lands(written, desk.approved(HEAD, answers=("符合", "涉密", "及时", "规范"))), "R907", "涉密"),
    case("no secrecy reviewer", lambda desk: lands(written, desk.approved(HEAD, secrecy="")), "R907", "保密审查人"),
    case("the approver's own secrecy review", lambda desk: lands(written, desk.approved(HEAD, secrecy=HEAD)), "R907", "保密审查人"),
    case("a responsibility left out", lambda desk: lands(written, desk.approved(HEAD, duties=record.DUTIES[:3])), "R907", "四项责任"),
]  # fmt: skip
CONTENT = [
    case("a gap", lambda desk: lands(wrote({MINE: article("举办科技周活动", "待填")}), desk.approved(HEAD)), "R910", MINE),
    case("a sensitive word that nobody confirmed", lambda desk: lands(wrote({MINE: article("举办科技周活动", "会前印发了代表团名单。")}), desk.approved(HEAD)), "R905", MINE),
]  # fmt: skip


def replayed(desk: Desk) -> Make:
    """Landed, withdrawn, and landed again with the old approval."""

    def make(clone: Clone) -> tuple[str, ...]:
        first = lands(written, desk.approved(HEAD))
        assert clone.push(*first(clone)).ok
        old = clone.git("rev-parse", "work")
        assert clone.push(*lands(wrote({MINE: None}), desk.approved(HEAD))(clone)).ok
        again = lands(lambda here: here.git("cherry-pick", "--allow-empty", f"{old}~1", old))
        return again(clone)

    return make


def undone(desk: Desk) -> Make:
    """What was approved to go comes back by reverting the deletion."""

    def make(clone: Clone) -> tuple[str, ...]:
        assert clone.push(*lands(wrote({NEWS: None}), desk.approved(HEAD))(clone)).ok
        return lands(lambda here: here.git("revert", "--no-edit", "-m", "1", "origin/main"))(clone)

    return make


def dropping(desk: Desk) -> Make:
    """A merge that takes nothing of what main has become."""

    def make(clone: Clone) -> tuple[str, ...]:
        start = clone.git("rev-parse", "origin/main")
        assert clone.push(*lands(written, desk.approved(HEAD))(clone)).ok
        clone.git("checkout", "--quiet", "-B", "other", start)
        wrote({NEXT: OTHER_TEXT})(clone)
        desk.approved(HEAD)(clone)
        clone.git("merge", "--quiet", "-s", "ours", "-m", "合并", "origin/main")
        clone.put("other")
        return ("other:main",)

    return make


def past_a_foxtrot(desk: Desk) -> Make:
    """Replayed after a fast forward to a branch that had merged main: main's own line is no longer the first one."""

    def make(clone: Clone) -> tuple[str, ...]:
        start = clone.git("rev-parse", "origin/main")
        assert clone.push(*lands(written, desk.approved(HEAD))(clone)).ok
        old = clone.git("rev-parse", "work")
        assert clone.push(*lands(wrote({MINE: None}), desk.approved(HEAD))(clone)).ok
        clone.git("checkout", "--quiet", "-B", "other", start)
        wrote({NEXT: OTHER_TEXT})(clone)
        desk.approved(HEAD)(clone)
        clone.git("merge", "--quiet", "--no-edit", "origin/main")
        clone.put("other")
        assert clone.push("other:main").ok
        return lands(lambda here: here.git("cherry-pick", "--allow-empty", f"{old}~1", old))(clone)

    return make


def important(desk: Desk) -> Make:
    """The attachment of an important item is exchanged, and the item left as it is."""
    attachment = MINE.replace(".md", "/ming-dan.csv")
    item = article("举办科技周活动", f"[名单]({attachment.split('/', 3)[-1]})", fields="level: 重要\n")

    def make(clone: Clone) -> tuple[str, ...]:
        whole = wrote({MINE: item, attachment: "单位\n"})
        first = clone.push(*lands(whole, desk.approved(HEAD), desk.approved(LEADER, "重要"))(clone))
        assert first.ok, first.heard
        return lands(wrote({attachment: "单位,人数\n"}), desk.approved(HEAD))(clone)

    return make


def moved(clone: Clone) -> None:
    hand = clone.acting(LIAISON)
    hand.git("mv", NEXT, MINE)
    hand.git("commit", "--quiet", "-m", "改名")


def nameless(desk: Desk) -> Make:
    """One's own text, in a portal that has written down no mail address."""

    def make(clone: Clone) -> tuple[str, ...]:
        tabled(*((f"accounts.{account}.emails", []) for account in ground.accounts()))(clone)
        clone.put("main")
        clone.git("fetch", "--quiet")
        return lands(wrote({MINE: TEXT}, HEAD), desk.approved(HEAD))(clone)

    return make


def alone(desk: Desk) -> Make:
    """Whoever may land a column writes in the liaison's name, approves and lands it: one person, three roles."""
    path = "content/kjt/kjyq/2026-03-20-ke-ji-zhou.md"
    return lands(wrote({path: TEXT}, LIAISON), desk.approved(HEAD), known=False)


AGAIN = [
    case("one's own text where no mail is known", nameless, "O405", "不知道是谁写的"),
    case("an approval replayed past a merge the wrong way round", past_a_foxtrot, "R904", MINE),
    case("an important item's attachment", important, "R903", "ming-dan.csv"),
    case(
        "one's own text, moved by the liaison",
        lambda desk: lands(wrote({NEXT: TEXT}, HEAD), moved, desk.approved(HEAD)),
        "R902",
        MINE,
    ),
    case("one's own text in the liaison's name, landed by oneself", alone, "R902", "kjyq", HEAD),
    case("an approval replayed after a withdrawal", replayed, "R904", MINE),
    case("a merge that drops what main has", dropping, "R901", MINE),
    case("a withdrawal undone", undone, "R901", NEWS),
]


@pytest.mark.parametrize(("build", "attack"), [*MISSING, *WHO, *STALE, *FORGED, *CONTENT, *AGAIN])
def test_refused(build: Build, attack: Attack, gated: Bare, desk: Desk) -> None:
    refused(gated, attack._replace(make=build(desk)))

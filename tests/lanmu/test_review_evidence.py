"""What counts as an approval: real signatures in the messages of real commits."""

from datetime import timedelta
from pathlib import Path

import pytest

from lanmu.model import Portal
from lanmu.review import evidence, record
from lanmu.review.change import Touched
from lanmu.review.evidence import Evidence
from lanmu.review.record import Signed
from lanmu.rules.sample import NEWS
from tests.lanmu.evidence_sample import EDITED, NOW, Keys, branch, carry, gathered, of, ours, proof, refused
from tests.lanmu.review_sample import codes, table, understood
from tests.repository import Repository


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    return branch(tmp_path)


def test_a_signed_record_counts(made: Repository, known: Keys) -> None:
    carry(made, proof(ours(made), known.head))
    assert gathered(made, known) == Evidence((ours(made),), ())


def test_nothing_is_nothing(made: Repository, known: Keys) -> None:
    assert gathered(made, known) == Evidence((), ())


def test_the_same_record_twice_counts_once(made: Repository, known: Keys) -> None:
    one = proof(ours(made), known.head)
    carry(made, one, one)
    carry(made, one)
    assert len(gathered(made, known).approvals) == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"portal": "shaanxi"}, "另一个门户"),
        ({"account": "nobody"}, "没有登记"),
        ({"account": "kjt-liaison"}, "没有登记签名公钥"),
        ({"account": "lyj-head"}, "只有指纹不够"),
        ({"account": "lanmu-server"}, "没有登记"),
        ({"account": "kjt-*"}, "没有登记"),
        ({"time": "2026-03-20T12:11:00+08:00"}, "还没有到"),
        ({"time": "2099-03-20T12:11:00+08:00"}, "还没有到"),
        ({"time": "2026-02-30T10:00:00+08:00"}, "没有这样的时间"),
        ({"time": "0000-01-01T10:00:00+08:00"}, "没有这样的时间"),
        ({"time": "٢٠٢٦-03-20T10:00:00+08:00"}, "没有这样的时间"),
        ({"answers": ("符合", "涉密", "及时", "规范")}, "涉密（涉密）"),
        (
            {"answers": ("不符合", "不涉密", "不及时", "不规范")},
            "法规政策（不符合）、及时（不及时）、格式表述（不规范）",
        ),
        ({"answers": ("", "", "", "")}, "缺少应有的各项"),  # git takes the blanks off
        ({"duties": ("真实", "合法", "时效")}, "四项责任"),
        ({"duties": ()}, "缺少应有的各项"),
        ({"duties": ("真实", "合法", "时效", "准确", "其他")}, "四项责任"),
        ({"secrecy": ""}, "保密审查人"),
        ({"secrecy": "kjt-head"}, "保密审查人"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_signed_and_still_does_not_count(more: dict[str, str], why: str, made: Repository, known: Keys) -> None:
    carry(made, proof(ours(made, **more), known.head))
    assert why in refused(gathered(made, known))


def test_the_order_of_the_duties_is_free(made: Repository, known: Keys) -> None:
    carry(made, proof(ours(made)._replace(duties=("准确", "时效", "合法", "真实")), known.head))
    assert gathered(made, known).faults == ()


def test_clocks_may_differ_a_little(made: Repository, known: Keys) -> None:
    carry(made, proof(ours(made, time="2026-03-20T12:10:00+08:00"), known.head))
    assert gathered(made, known).faults == ()


def test_another_hand(made: Repository, known: Keys) -> None:
    """The leader's key in the head's name; the head's record changed on its way; the server's key in anybody's."""
    carry(made, proof(ours(made), known.leader))
    assert "不是" in refused(gathered(made, known))
    made.git("reset", "--quiet", "--hard", "HEAD~1")
    carry(made, proof(ours(made), known.head).replace("level: 一般", "level: 重要"))
    assert "签后改过" in refused(gathered(made, known))
    made.git("reset", "--quiet", "--hard", "HEAD~1")
    carry(made, proof(ours(made), known.server))
    assert "不是" in refused(gathered(made, known))


@pytest.mark.parametrize(
    ("time", "live", "counts"),
    [
        ("2026-03-19T23:59:59+08:00", False, True),  # it was good when it was used: what is on main stays approved
        ("2026-03-19T23:59:59+08:00", True, False),  # but it lands nothing any more, or time could be turned back
        ("2026-03-20T00:00:00+08:00", False, False),
    ],
)
def test_a_key_past_its_day(time: str, live: bool, counts: bool, made: Repository, known: Keys) -> None:
    carry(made, proof(ours(made, "kjt-leader", time=time), known.leader))
    found = gathered(made, known, live=live)
    assert bool(found.approvals) == counts == (not found.faults)
    assert all("有效期" in one.message or "失效" in one.message for one in found.faults)


@pytest.mark.parametrize(
    "spoilt",
    [
        "-----BEGIN LANMU APPROVAL-----\n废话\n-----END LANMU APPROVAL-----\n"
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
    ],
)
def test_what_is_no_record_at_all_is_said(spoilt: str, made: Repository, known: Keys) -> None:
    carry(made, spoilt)
    found = gathered(made, known)
    assert "第一行" in refused(found)
    assert found.faults[0].path == "columns.yaml"


def test_a_bad_one_does_not_void_a_good_one(made: Repository, known: Keys) -> None:
    carry(made, proof(ours(made), known.head))
    carry(made, proof(ours(made, portal="shaanxi"), known.head))
    found = gathered(made, known)
    assert (len(found.approvals), codes(found.faults)) == (1, ["R907"])


def test_records_are_counted(made: Repository, known: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_MOST", 3)
    text = record.write(ours(made, portal="shaanxi"))
    carry(
        made,
        *(
            record.armour(Signed(text, f"-----BEGIN SSH SIGNATURE-----\n{n}\n-----END SSH SIGNATURE-----\n"))
            for n in range(9)
        ),
    )
    found = gathered(made, known)
    assert len(found.faults) == 4 and "超过 3 份" in found.faults[-1].message


# Hands.
def test_whose_hands_were_on_a_file(made: Repository, known: Keys) -> None:
    def people_of(portal: Portal, path: str = NEWS) -> frozenset[str]:
        return evidence.hands(portal, of(made).commits, Touched(path, "", "", ""))

    known = understood(known.text)
    assert people_of(known) == {"kjt-liaison"}
    made.write({NEWS: EDITED + "又一句。\n"})
    made.git(
        *("commit", "--quiet", "-am", "x"),
        GIT_AUTHOR_EMAIL="KJT-HEAD@shifan.gov.cn",
        GIT_COMMITTER_EMAIL="kjt-leader@shifan.gov.cn",
    )
    assert people_of(known) == {"kjt-liaison", "kjt-head", "kjt-leader"}
    assert people_of(known, "content/kjt/bmdt/2026-03-21-other.md") == frozenset()
    assert people_of(understood(table())) == frozenset()


def test_a_moment_later(made: Repository, known: Keys) -> None:
    carry(made, proof(ours(made, time="2026-03-20T13:00:00+08:00"), known.head))
    assert gathered(made, known).approvals == ()
    assert gathered(made, known, now=NOW + timedelta(hours=1)).faults == ()

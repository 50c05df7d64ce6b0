"""What the tests of evidence stand on: a branch with a change, real keys, and records signed by them."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lanmu import ranges
from lanmu.clock import SHANGHAI
from lanmu.review import change, evidence, record, signed
from lanmu.review.change import MAIN, Change
from lanmu.review.evidence import Evidence, Verifier
from lanmu.review.record import Approval, File, Signed
from lanmu.rules.sample import FILES, NEWS
from tests.lanmu.review_sample import approval, generate, keyed, mails, table, understood
from tests.repository import Repository, portal

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=SHANGHAI)
EDITED = FILES[NEWS].replace("部署全年", "安排全年")


class Keys(NamedTuple):
    head: Path
    leader: Path
    server: Path
    text: str  # columns.yaml that knows them


def make_keys(folder: Path) -> Keys:
    """Keys of the head, of the leader until yesterday, of the server; of another head only a fingerprint."""
    (head, head_key), (leader, leader_key), (server, server_key) = (
        generate(folder / name) for name in ("head", "leader", "server")
    )
    text = keyed(mails(table()), "kjt-head", f'{{key: "{head_key}"}}')
    text = keyed(text, "kjt-leader", f'{{key: "{leader_key}", until: 2026-03-19}}')
    text = keyed(text, "lyj-head", f"{{key: SHA256:{'A' * 43}}}")
    return Keys(
        head,
        leader,
        server,
        text.replace("office: bgt\nroles:", f'review: {{keys: [{{key: "{server_key}"}}]}}\noffice: bgt\nroles:'),
    )


def branch(path: Path) -> Repository:
    """NEWS edited on a branch."""
    found = portal(path)
    found.git("checkout", "--quiet", "-b", "work")
    found.commit({NEWS: EDITED})
    return found


def of(made: Repository, actor: str = "bgt-liaison") -> Change:
    return change.of(made.path, ranges.resolve(made.path, "main..work"), actor, MAIN)


def ours(made: Repository, account: str = "kjt-head", **more: str) -> Approval:
    """What ``account`` would sign of the branch as it is."""
    found = of(made)
    given = approval(account, base=found.base)._replace(
        files=tuple(File(one.path, one.old, one.new) for one in found.touched)
    )
    return given._replace(**more)


def proof(one: Approval, key: Path) -> str:
    text = record.write(one)
    return record.armour(Signed(text, signed.sign(text, key)))


def carry(made: Repository, *proofs: str) -> None:
    made.git("commit", "--quiet", "--allow-empty", "-m", "\n".join(["签批", "", *proofs]))


def gathered(made: Repository, keys: Keys, live: bool = True, evidence_of: str = "", now: datetime = NOW) -> Evidence:
    of_portal = understood(keys.text)
    if evidence_of:
        of_portal = of_portal._replace(reviewing=of_portal.reviewing._replace(evidence=evidence_of))
    verifier = Verifier(of_portal, now, live)
    return evidence.gather(made.path, of_portal, of(made), verifier)


def refused(found: Evidence) -> str:
    """Why the one record does not count."""
    assert found.approvals == ()
    (fault,) = found.faults
    assert (fault.rule, fault.severity) == ("R907", "error") and fault.cure
    return fault.message

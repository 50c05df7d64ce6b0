"""What the server writes down when main moves: who landed what (山西第八条：谁上网谁负责), what is to be reported."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lanmu import git, ranges
from lanmu.model import Portal
from lanmu.review import change, contents, judge, notes, signed
from lanmu.review.change import MAIN, PUSHES
from lanmu.review.evidence import SERVER
from lanmu.review.rights import MOST_COMMITS

NOTES = "refs/notes/lanmu-landings"  # written by the server alone
FIRST = "lanmu-landing 1"
_SIGNATURE = "-----BEGIN SSH SIGNATURE-----"
TAKEDOWN, REVIEWED = "紧急撤下，待补报", "经过审批"


def text(root: Path, portal: Portal, account: str, old: str, new: str, now: datetime) -> str:
    """What is written about main going from ``old`` to ``new``; ``portal`` is that of ``old``."""
    made = change.of(root, ranges.resolve(root, f"{old}..{new}"), account, MAIN)
    with contents.of(root, made) as files:
        kind = TAKEDOWN if judge.is_takedown(portal, made, files) else REVIEWED
    lines = [FIRST, f"account: {account}", f"time: {now.isoformat(timespec='seconds')}", f"from: {old}", f"to: {new}"]
    return "\n".join([*lines, f"kind: {kind}"]) + "\n"


class Landing(NamedTuple):
    """Main as one push moved it."""

    account: str
    start: str  # commit
    head: str


def of(root: Path, portal: Portal, commit: str) -> Landing | None:
    """The landing that the server noted about a commit; None where it did not, or not by a key that counts."""
    text, mark, rest = notes.show(root, NOTES, commit).partition(_SIGNATURE)
    keys = "".join(signed.lines_of(SERVER, portal.reviewing.keys))
    fields = dict(line.partition(": ")[::2] for line in text.splitlines())
    if not mark or not keys or not text.startswith(f"{FIRST}\n") or fields.get("to") != commit:
        return None
    moment = "".join(filter(str.isdigit, fields.get("time", "")))[:14]
    if not signed.verify(text.removesuffix("\n"), mark + rest, SERVER, keys, moment):
        return None
    return Landing(fields.get("account", ""), fields.get("from", ""), commit)


def write(root: Path, new: str, text: str, key: Path) -> None:
    """Note ``text``, signed by the server's key, about the commit that main is at now."""
    notes.write(root, NOTES, new, f"{text}\n{signed.sign(text, key)}")


def pushed(root: Path, account: str, old: str, new: str, ref: str) -> None:
    """Note who brought the commits of a push that no other ref has; whoever brought one first stays noted."""
    limits = () if not old.strip("0") else (f"^{old}",)
    others = ("--not", f"--exclude={ref}", "--glob=refs/*")  # --all would count HEAD, which is main
    for commit in git.run(root, "rev-list", new, *limits, *others).decode().split()[:MOST_COMMITS]:
        if not notes.show(root, PUSHES, commit):
            notes.write(root, PUSHES, commit, account)

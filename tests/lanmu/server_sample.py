"""A bare repository as a server has it, and a clone beside it whose commits it can see but that no ref has."""

import shutil
from pathlib import Path
from typing import NamedTuple

from lanmu.finding import Finding
from lanmu.review import push, record, signed
from lanmu.review.change import MAIN
from lanmu.review.push import Update
from lanmu.review.record import File, Signed
from lanmu.rules.sample import COLUMNS, FILES
from tests.lanmu.review_sample import approval, generate, keyed, mails, table
from tests.repository import Repository

Files = dict[str, str | bytes | None]


class Keys(NamedTuple):
    """Private keys of accounts, and the table that knows them."""

    head: Path
    leader: Path
    office: Path
    text: str


def make_keys(folder: Path) -> Keys:
    text, files = mails(table()), []
    for account in ("kjt-head", "kjt-leader", "bgt-head"):
        private, public = generate(folder / account)
        text = keyed(text, account, f'{{key: "{public}"}}')
        files.append(private)
    return Keys(*files, text)


class Server:
    """``push`` asks what the gate says; ``take`` moves the ref, as git does where it says nothing."""

    def __init__(self, folder: Path, table: str, *options: str, more: Files | None = None) -> None:
        self.work = Repository(folder / "work", *options)
        self.commit(FILES | {COLUMNS: table} | (more or {}), "bgt-liaison", "2026-03-01")
        self.work.git("clone", "--quiet", "--bare", ".", str(folder / "portal.git"))
        self.path = folder / "portal.git"
        # As in the quarantine of a push: objects are there, and no ref leads to them.
        (self.path / "objects" / "info" / "alternates").write_text(f"{self.work.path}/.git/objects\n", "utf-8")
        self.zeros = "0" * len(self.of("main"))

    def of(self, name: str) -> str:
        return self.work.git("rev-parse", name)

    def commit(self, files: Files, by: str = "kjt-liaison", day: str = "2026-03-20", message: str = "更新内容") -> str:
        """Files committed by an account."""
        self.work.stage(files)
        mail, when = f"{by}@shifan.gov.cn", f"{day}T10:00:00+08:00"
        self.work.git(
            *("commit", "--quiet", "--allow-empty", "-m", message),
            GIT_AUTHOR_EMAIL=mail,
            GIT_COMMITTER_EMAIL=mail,
            GIT_AUTHOR_DATE=when,
            GIT_COMMITTER_DATE=when,
        )
        return self.of("HEAD")

    def branch(self, name: str = "work", at: str = "main") -> None:
        self.work.git("checkout", "--quiet", "-B", name, at)

    def sign(
        self, account: str, key: Path, base: str = "main", by: str = "", time: str = "2026-03-20T11:00:00+08:00"
    ) -> str:
        """An empty commit with the signature over all that HEAD changes against ``base``."""
        ids = self.work.git("merge-base", base, "HEAD")
        lines = self.work.git("diff", "--raw", "--no-abbrev", "--no-renames", ids, "HEAD").splitlines()
        files = [
            File(line.split("\t")[1], *("" if not id.strip("0") else id for id in line.split()[2:4])) for line in lines
        ]
        text = record.write(approval(account, base=ids, time=time)._replace(files=tuple(files)))
        proof = record.armour(Signed(text, signed.sign(text, key)))
        return self.commit({}, by or account, message=f"签批\n\n{proof}")

    def push(self, actor: str, new: str = "HEAD", ref: str = "refs/heads/work") -> tuple[Finding, ...]:
        return push.findings(self.path, actor, [self.update(new, ref)])

    def update(self, new: str, ref: str) -> Update:
        old = self.work.git("ls-remote", str(self.path), ref).split("\t")[0] or self.zeros
        return Update(old, self.of(new) if new else self.zeros, ref)

    def take(self, new: str = "HEAD", ref: str = "refs/heads/work") -> None:
        self.work.git("push", "--quiet", "--force", str(self.path), f"{self.of(new)}:{ref}")

    def land(self, new: str = "HEAD") -> None:
        """On main, and main fetched."""
        self.take(new, MAIN)
        self.work.git("update-ref", "refs/heads/main", self.of(new))

    def empty(self) -> None:
        """All refs gone."""
        shutil.rmtree(self.path / "refs" / "heads")
        (self.path / "packed-refs").unlink(missing_ok=True)
        (self.path / "refs" / "heads").mkdir()


def land(server: Server, actor: str = "bgt-liaison") -> list[tuple[str, str]]:
    """Errors when HEAD is pushed to main; taken where there are none."""
    found = server.push(actor, ref=MAIN)
    refused = [(one.rule, one.path) for one in found if one.severity == "error"]
    if not refused:
        server.land()
    return refused

"""What main did: takedowns, what moved since an approval, a range reviewed, what the server writes down."""

from pathlib import Path

import pytest

from lanmu import clock, ranges
from lanmu.review import landing, push, record, signed
from lanmu.review.change import MAIN, Change
from lanmu.review.record import Signed
from lanmu.rules.sample import ATTACHMENT, DOCUMENT, FILES, NEWS
from tests.lanmu.gate_sample import OTHER, TEXT
from tests.lanmu.review_sample import codes, places
from tests.lanmu.server_sample import Keys, Server, land

pytestmark = pytest.mark.usefixtures("the_day")
EDITED = FILES[NEWS].replace("部署全年", "安排全年")
LATER = FILES[NEWS].replace("部署全年", "研究全年")
LINK = "\n会议印发的办法见[省级科技计划项目管理办法](../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md)。\n"


def since_main(server: Server) -> push.Since:
    """What main changed since a commit, for a change that begins at main."""
    main = server.of("main")
    return push.since(server.work.path, Change("", MAIN, main, main, (), ()))


# Takedown.
def test_the_webmaster_takes_down_at_once(server: Server) -> None:
    server.commit({NEWS: None}, "bgt-webmaster")
    assert places(server.push("bgt-webmaster", ref=MAIN)) == [("R909", "warning", NEWS)]
    assert land(server, "bgt-liaison") == [("R901", NEWS)]


def test_what_others_link_to_is_taken_down_as_well(server: Server) -> None:
    """A leak cannot wait until every article that refers to it has been edited and approved."""
    server.commit({DOCUMENT: None, ATTACHMENT: None}, "bgt-webmaster")
    found = server.push("bgt-webmaster", ref=MAIN)
    assert [one for one in found if one.severity == "error"] == []
    assert codes(found) == ["L501", "R909"]
    assert ("L501", NEWS) in land(server, "bgt-liaison")


@pytest.mark.parametrize("gone", [DOCUMENT, ATTACHMENT])
def test_half_an_article_is_taken_down_as_well(gone: str, server: Server) -> None:
    """The text without its attachment, or the attachment alone."""
    server.commit({gone: None}, "bgt-webmaster")
    found = server.push("bgt-webmaster", ref=MAIN)
    assert "R909" in codes(found)
    assert [one for one in found if one.severity == "error"] == []


def test_a_takedown_brings_nothing_along(server: Server) -> None:
    """Not even for one commit."""
    server.commit({OTHER: TEXT + "密级：机密★5年\n"}, "bgt-webmaster")
    server.commit({OTHER: None, NEWS: None}, "bgt-webmaster")
    assert "B201" in codes(one for one in server.push("bgt-webmaster", ref=MAIN) if one.severity == "error")


# A range, locally.
def test_review_of_a_range(server: Server, keys: Keys) -> None:
    server.commit({NEWS: EDITED})

    def review(actor: str = "", written: str = "main..work") -> list[str]:
        return codes(push.review(server.work.path, ranges.resolve(server.work.path, written), actor))

    assert review() == ["R901"]
    assert review("kjt-liaison") == ["R901", "R906"]
    server.sign("kjt-head", keys.head)
    assert review() == review("bgt-liaison") == []
    assert review("kjt-liaison") == ["R906"]
    assert review(written="work..work") == []


def test_names_that_no_report_can_hold(server: Server, keys: Keys) -> None:
    """A record that names half a character, or a line of its own."""
    text = record.write(server_record("\ud800\n\x1b[2J"))
    proof = record.armour(Signed(text, signed.sign(text, keys.leader)))
    server.commit({NEWS: EDITED}, message=f"x\n\n{proof}")
    (bad,) = (
        one
        for one in push.review(server.work.path, ranges.resolve(server.work.path, "main..work"), "")
        if one.rule == "R907"
    )
    assert bad.path.encode("utf-8").isascii() and "\x1b" not in bad.path + bad.message


def server_record(path: str) -> record.Approval:
    from tests.lanmu.review_sample import A, B, approval

    return approval("kjt-head", (path, A, B))


@pytest.mark.parametrize("base", ["-", "f" * 40, "--all", "", "main..work"])
def test_since_a_commit_that_is_none_of_mains(base: str, server: Server) -> None:
    assert since_main(server)(base) is None


def test_since(server: Server) -> None:
    start = server.of("main")
    server.branch("main")
    first = server.commit({NEWS: EDITED})
    server.commit({NEWS: FILES[NEWS], OTHER: TEXT})
    since = since_main(server)
    assert since(server.of("main")) == frozenset()
    assert since("4b825dc642cb6eb9a060e54bf8d69288fbee4904") == {*FILES, OTHER}  # from the beginning
    assert since(first) == since(start) == {NEWS, OTHER}  # there and back again is moved as well
    server.branch("work", first)
    aside = server.commit({DOCUMENT: None, ATTACHMENT: None})
    assert since(aside) is None
    server.branch("main")
    server.work.git("merge", "--quiet", "--no-edit", "work")
    assert since_main(server)(start) == {NEWS, OTHER, DOCUMENT, ATTACHMENT}


# What the server writes down.
@pytest.mark.parametrize(
    ("files", "account", "kind"),
    [
        ({NEWS: None}, "bgt-webmaster", "紧急撤下，待补报"),
        ({NEWS: EDITED}, "bgt-webmaster", "经过审批"),
        ({NEWS: None}, "bgt-liaison", "经过审批"),
    ],
)
def test_who_landed_what(
    files: dict[str, str | None], account: str, kind: str, server: Server, keys: Keys, tmp_path: Path
) -> None:
    old, new = server.of("main"), server.commit(dict(files))
    text = landing.text(server.path, push.portal_of(server.path, "main"), account, old, new, clock.now())
    assert (
        text
        == f"lanmu-landing 1\naccount: {account}\ntime: 2026-03-20T12:00:00+08:00\nfrom: {old}\nto: {new}\nkind: {kind}\n"
    )
    landing.write(server.path, new, text, keys.office)
    landing.write(server.path, new, text, keys.office)  # landed again, noted anew
    said = server.work.git("--git-dir", str(server.path), "notes", "--ref", landing.NOTES, "show", new)
    proof = said[said.index("-----BEGIN SSH") :] + "\n"
    public = keys.office.with_name("bgt-head.pub").read_text("utf-8").strip()
    allowed = f'lanmu-server namespaces="{signed.NAMESPACE}" {public}\n'
    assert said.startswith(text)
    assert signed.verify(text, proof, "lanmu-server", allowed, "20260320120000")

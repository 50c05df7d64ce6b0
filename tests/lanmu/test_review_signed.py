"""Signatures by real keys: whose they are, of what, and on which days they count."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from lanmu.model import AccountKey
from lanmu.refusal import Unable
from lanmu.review import record, signed
from lanmu.review.record import Signed
from tests.lanmu.review_sample import A, B, approval, generate, keyed, table, understood

TEXT = record.write(approval("kjt-head", ("content/kjt/bmdt/2026-03-20-a.md", A, B)))
NOON = "20260320120000"


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return generate(tmp_path_factory.mktemp("keys") / "kjt-head")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return generate(tmp_path_factory.mktemp("keys") / "kjt-leader")


def allowed(account: str, *keys: AccountKey) -> str:
    return "".join(signed.lines_of(account, keys))


def always(key: str) -> AccountKey:
    return AccountKey(key, "", "")


def test_what_was_signed_is_verified(head: tuple[Path, str]) -> None:
    proof = signed.sign(TEXT, head[0])
    assert proof.startswith("-----BEGIN SSH SIGNATURE-----\n")
    assert signed.verify(TEXT, proof, "kjt-head", allowed("kjt-head", always(head[1])), NOON)


def test_it_survives_its_way_through_a_message(head: tuple[Path, str]) -> None:
    armoured = record.armour(Signed(TEXT, signed.sign(TEXT, head[0])))
    (one,) = record.found(f"签批\n\n{armoured}\n")
    assert signed.verify(one.text, one.signature, "kjt-head", allowed("kjt-head", always(head[1])), NOON)


def test_every_other_way_it_is_refused(head: tuple[Path, str], other: tuple[Path, str]) -> None:
    proof = signed.sign(TEXT, head[0])
    lines = allowed("kjt-head", always(head[1]))
    both = lines + allowed("kjt-leader", always(other[1]))
    for text, signature, account, signers in (
        (TEXT.replace("一般", "重要"), proof, "kjt-head", lines),  # changed text
        (TEXT + "\n", proof, "kjt-head", lines),
        (TEXT.rstrip("\n"), proof, "kjt-head", lines),
        (TEXT, signed.sign(TEXT, other[0]), "kjt-head", both),  # another's key
        (TEXT, proof, "kjt-leader", both),  # in another's name
        (TEXT, proof, "kjt-leade?", both),
        (TEXT, proof, "*", both),
        (TEXT, proof, "", lines),
        (TEXT, proof, "kjt-head", ""),
        (TEXT, proof, "kjt-head", lines.replace("lanmu-approval", "git")),
        (TEXT, "", "kjt-head", lines),
        (TEXT, "-----BEGIN SSH SIGNATURE-----\n!!\n-----END SSH SIGNATURE-----\n", "kjt-head", lines),
        (TEXT, proof.replace("U1NIU0lH", "U1NIU0lI"), "kjt-head", lines),
        (TEXT, "签名\udc80" * 100, "kjt-head", lines),
    ):
        assert not signed.verify(text, signature, account, signers, NOON), (account, signature[:40])


def test_a_signature_for_something_else_is_none(head: tuple[Path, str]) -> None:
    """What somebody signed for git, or for mail, by the same key."""
    for namespace in ("git", "file", "lanmu-approval-2"):
        words = ["ssh-keygen", "-Y", "sign", "-q", "-n", namespace, "-f", os.fspath(head[0])]
        proof = subprocess.run(words, input=TEXT, capture_output=True, encoding="utf-8", check=True).stdout
        assert not signed.verify(TEXT, proof, "kjt-head", allowed("kjt-head", always(head[1])), NOON)


@pytest.mark.parametrize(
    ("since", "until", "moment", "good"),
    [
        ("2026-03-20", "", "20260319235959", False),
        ("2026-03-20", "", "20260320000000", True),
        ("2026-03-20", "", "20360320000000", True),
        ("", "2026-03-20", "20260320235958", True),
        ("", "2026-03-20", "20260320235959", True),  # the last second of the last day
        ("", "2026-03-20", "20260321000000", False),
        ("2026-03-20", "2026-03-20", "20260320120000", True),
        ("2026-03-20", "2026-03-20", "20260321000000", False),
        ("2026-03-20", "2026-03-19", "20260320000000", False),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Shanghai"])
def test_the_days_of_a_key_are_those_of_shanghai(
    since: str, until: str, moment: str, good: bool, zone: str, head: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    lines = allowed("kjt-head", AccountKey(head[1], since, until))
    assert signed.verify(TEXT, signed.sign(TEXT, head[0]), "kjt-head", lines, moment) == good


def test_a_fingerprint_proves_nothing(head: tuple[Path, str]) -> None:
    words = ["ssh-keygen", "-l", "-f", os.fspath(head[0])]
    print_of_it = subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stdout.split()[1]
    assert print_of_it.startswith("SHA256:")
    assert allowed("kjt-head", always(print_of_it)) == ""


@pytest.mark.parametrize(
    "key",
    [
        "",
        "ssh-ed25519",
        "ssh-ed25519 ",
        "ssh-dss AAAA",
        "ssh-ed25519 AAAA\n* ssh-ed25519 BBBB",
        "cert-authority ssh-ed25519 AAAA",
        '" ssh-ed25519 AAAA',
        "ssh-ed25519 AAAA kjt\nkjt-leader ssh-ed25519 BBBB",
    ],
)
def test_what_is_no_key_makes_no_line(key: str) -> None:
    assert allowed("kjt-head", always(key)) == ""


def test_several_keys_each_on_its_days(head: tuple[Path, str], other: tuple[Path, str]) -> None:
    """A new key beside the old one."""
    old, new = AccountKey(head[1], "", "2026-03-19"), AccountKey(other[1], "2026-03-20", "")
    lines = allowed("kjt-head", old, new)
    for key, moment, good in (
        (head[0], "20260319120000", True),
        (other[0], "20260319120000", False),
        (head[0], "20260320120000", False),
        (other[0], "20260320120000", True),
    ):
        assert signed.verify(TEXT, signed.sign(TEXT, key), "kjt-head", lines, moment) == good


@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_other_kinds_of_keys(kind: str, tmp_path: Path) -> None:
    key, public = generate(tmp_path / kind, "-t", kind)
    assert signed.verify(TEXT, signed.sign(TEXT, key), "kjt-head", allowed("kjt-head", always(public)), NOON)


def test_the_file_of_columns_yaml(head: tuple[Path, str], other: tuple[Path, str]) -> None:
    text = keyed(table(), "kjt-head", f'{{key: "{head[1]}", from: 2026-01-01, until: 2026-12-31}}')
    text = keyed(text, "kjt-leader", f'{{key: "{other[1]}"}}', f"{{key: SHA256:{'A' * 43}}}")
    assert signed.allowed_signers(understood(text)) == (
        'kjt-head namespaces="lanmu-approval",valid-after="20260101000000",valid-before="20261231235959" '
        f'{head[1]}\nkjt-leader namespaces="lanmu-approval" {other[1]}\n'
    )


def test_keys_that_cannot_sign(tmp_path: Path) -> None:
    with pytest.raises(Unable) as raised:
        signed.sign(TEXT, tmp_path / "nowhere")
    assert "nowhere" in raised.value.message and "--key" in raised.value.cure
    (tmp_path / "broken").write_text("no key\n", "utf-8")
    (tmp_path / "broken").chmod(0o600)
    with pytest.raises(Unable) as raised:
        signed.sign(TEXT, tmp_path / "broken")
    assert raised.value.message.startswith("签名没有成功：")


def test_a_public_key_alone_wants_the_agent(
    head: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    alone = tmp_path / "alone.pub"
    shutil.copy(head[0].with_name("kjt-head.pub"), alone)
    with pytest.raises(Unable) as raised:
        signed.sign(TEXT, alone)
    assert "ssh-agent" in raised.value.cure


def test_a_machine_without_openssh(head: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for attempt in (
        lambda: signed.sign(TEXT, head[0]),
        lambda: signed.verify(TEXT, "", "kjt-head", "", NOON),
    ):
        with pytest.raises(Unable) as raised:
            attempt()
        assert "ssh-keygen" in raised.value.message


def test_a_key_that_is_never_touched(head: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that answers to no one in place of ``ssh-keygen``, as for a token left in the drawer."""
    (tmp_path / "ssh-keygen").write_text("#!/bin/sh\nexec sleep 60\n", "utf-8")
    (tmp_path / "ssh-keygen").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(signed, "_TIMEOUT", 0.3)
    with pytest.raises(Unable) as raised:
        signed.sign(TEXT, head[0])
    assert "秒" in raised.value.message

"""Signatures by SSH keys, made and checked by OpenSSH's own ``ssh-keygen``."""

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lanmu.model import AccountKey, Portal
from lanmu.refusal import Unable

NAMESPACE = "lanmu-approval"
_KEY = re.compile(r"(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-\S+|sk-\S+@openssh\.com) [A-Za-z0-9+/]+={0,3}(?: .*)?")
_TIMEOUT = 20  # seconds; a key on a token wants to be touched


def sign(text: str, key: Path) -> str:
    """The signature of ``text`` by a private key, or by an agent that holds the one of a public key file."""
    if not key.is_file():
        raise Unable(
            f"没有签名用的密钥文件 {key}", "用 --key 指明，或者 ssh-keygen -t ed25519 生成一个，公钥交办公室登记"
        )
    done = _run("-Y", "sign", "-q", "-n", NAMESPACE, "-f", os.fspath(key), given=text)
    if done.returncode or "SSH SIGNATURE" not in done.stdout:
        why = (done.stderr.strip().splitlines() or ["没有说明原因"])[-1]
        raise Unable(f"签名没有成功：{why}", "核对密钥文件和它的口令；密钥在 ssh-agent 里的，用 --key 指明公钥文件")
    return done.stdout


def verify(text: str, signature: str, account: str, allowed: str, moment: str) -> bool:
    """Whether ``account`` signed ``text`` by a key that counted at ``moment`` (YYYYMMDDHHMMSS, Asia/Shanghai).

    ``allowed`` is the text of an allowed-signers file.
    """
    with tempfile.TemporaryDirectory() as folder:
        signers, proof = Path(folder, "signers"), Path(folder, "signature")
        signers.write_text(allowed, "utf-8")
        proof.write_text(signature, "utf-8", errors="replace")
        options = ("-n", NAMESPACE, "-I", account, "-f", os.fspath(signers), "-s", os.fspath(proof))
        done = _run("-Y", "verify", "-q", *options, f"-Overify-time={moment}", given=text)
    return done.returncode == 0


def allowed_signers(portal: Portal) -> str:
    """The accounts of columns.yaml with their keys and days, as OpenSSH reads it."""
    lines = [line for one in portal.accounts.values() for line in lines_of(one.id, one.keys)]
    return "".join(lines)


def lines_of(principal: str, keys: Sequence[AccountKey]) -> list[str]:
    """The lines of an allowed-signers file for somebody's keys; fingerprints prove nothing and are left out."""
    return [f'{principal} namespaces="{NAMESPACE}"{_days(key)} {key.key}\n' for key in keys if _KEY.fullmatch(key.key)]


def _days(key: AccountKey) -> str:
    """From the first moment of one day to the last of the other."""
    since = f',valid-after="{_digits(key.since)}000000"' if key.since else ""
    return since + (f',valid-before="{_digits(key.until)}235959"' if key.until else "")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _run(*arguments: str, given: str) -> "subprocess.CompletedProcess[str]":
    # The days of keys are those of Shanghai, wherever the server stands.
    env = os.environ | {"TZ": "CST-8", "LC_ALL": "C.UTF-8"}
    words = ["ssh-keygen", *arguments]
    try:
        return subprocess.run(
            words,
            input=given,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=env,
            timeout=_TIMEOUT,
            check=False,
        )
    except FileNotFoundError as error:
        raise Unable("没有 ssh-keygen", "安装 OpenSSH 的客户端（Debian：apt-get install openssh-client）") from error
    except subprocess.TimeoutExpired as error:
        raise Unable(f"签名超过 {_TIMEOUT} 秒没有完成", "密钥要口令时先 ssh-add 放进 ssh-agent") from error

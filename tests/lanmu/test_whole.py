"""``rewrite`` puts new bytes only where the judged ones still lie."""

import os
import stat
from pathlib import Path

import pytest

from lanmu import whole
from tests.hang import no_hang


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    return path


def test_rewrite_keeps_the_mode_and_leaves_no_trace(file: Path) -> None:
    file.chmod(0o640)
    assert whole.rewrite(file, b"old", b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(file.parent) == ["a.md"]


@pytest.mark.parametrize("now", [b"", b"ol", b"older", b"new"])
def test_other_bytes_stay(file: Path, now: bytes) -> None:
    file.write_bytes(now)
    assert not whole.rewrite(file, b"old", b"new")
    assert file.read_bytes() == now
    assert os.listdir(file.parent) == ["a.md"]


def test_what_is_saved_meanwhile_stays(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def save(handle: int) -> None:
        sync(handle)
        file.write_bytes(b"saved")

    monkeypatch.setattr(os, "fsync", save)
    assert not whole.rewrite(file, b"old", b"new")
    assert file.read_bytes() == b"saved"
    assert os.listdir(file.parent) == ["a.md"]


def test_a_link_is_not_followed(file: Path) -> None:
    link = file.with_name("b.md")
    link.symlink_to(file)
    assert not whole.rewrite(link, b"old", b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"old"


def test_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with no_hang():
        assert not whole.rewrite(tmp_path / "a.md", b"old", b"new")


def test_what_is_gone_does_not_come_back(tmp_path: Path) -> None:
    assert not whole.rewrite(tmp_path / "a.md", b"old", b"new")
    assert os.listdir(tmp_path) == []


def test_a_failed_write_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        whole.rewrite(file, b"old", b"new")
    assert {path.name: path.read_bytes() for path in file.parent.iterdir()} == {"a.md": b"old"}

import os
import stat
import threading
from pathlib import Path

import pytest

from lanmu import whole


def test_create_writes_utf8_in_folders_it_makes(tmp_path: Path) -> None:
    assert whole.create(tmp_path / "a" / "b.md", "栏目\n")
    assert (tmp_path / "a" / "b.md").read_bytes() == "栏目\n".encode()


def test_create_never_overwrites_and_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("先来的", "utf-8")
    assert not whole.create(tmp_path / "b.md", "后到的")
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"b.md": "先来的"}


def test_create_lets_one_of_many_win(tmp_path: Path) -> None:
    won: list[str] = []

    def attempt(text: str) -> None:
        if whole.create(tmp_path / "b.md", text):
            won.append(text)

    threads = [threading.Thread(target=attempt, args=(str(number) * 1000,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(tmp_path / "b.md").read_text()] == won
    assert os.listdir(tmp_path) == ["b.md"]


def test_replace_overwrites(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("旧", "utf-8")
    whole.replace(tmp_path / "b", "新")
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"b": "新"}


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "b").write_text("旧", "utf-8")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        whole.replace(tmp_path / "b", "新")
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"b": "旧"}


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_the_umask_decides_who_reads(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        whole.create(tmp_path / "b", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o666 & ~mask

"""The mechanical cures: what is carried out, what waits, and what no file suffers."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanmu import article, fix, whole
from lanmu.finding import Fix
from lanmu.fix import Fixed
from lanmu.rules.files import digest
from tests.lanmu.report_sample import FINDINGS

PATH = "content/kjt/tzdt/2026-03-01-a.md"
TEXT = "---\ntitle: 截止三月\n---\n截止四月\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, TEXT.encode())
    return tmp_path


def write(root: Path, data: bytes, path: str = PATH) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)


def run(root: Path, *fixes: Fix, path: str = PATH) -> Fixed:
    """Apply ``fixes`` to what lies there now."""
    found = [FINDINGS[0]._replace(path=path, fix=item) for item in fixes]
    (fixed,) = fix.apply(root, found, {path: digest((root / path).read_bytes())})
    return fixed


def read(root: Path, path: str = PATH) -> bytes:
    return (root / path).read_bytes()


def test_fixes_are_carried_out(root: Path) -> None:
    (root / PATH).chmod(0o664)
    assert run(root, Fix(20, 22, "截至"), Fix(11, 13, "截至")) == Fixed(PATH, 2, 0)
    assert read(root).decode() == TEXT.replace("截止", "截至")
    assert stat.S_IMODE((root / PATH).stat().st_mode) == 0o664
    assert os.listdir((root / PATH).parent) == [Path(PATH).name]


def test_offsets_count_characters_without_bom_and_carriage_returns(root: Path) -> None:
    write(root, b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert run(root, Fix(20, 22, "截至")) == Fixed(PATH, 1, 0)
    assert read(root).decode() == TEXT.replace("截止四", "截至四")


def test_what_is_written_is_tidy(root: Path) -> None:
    write(root, b"\xef\xbb\xbf" + "甲 \r\n乙".encode())
    assert run(root, Fix(0, 0, "")) == Fixed(PATH, 1, 0)
    assert read(root) == "甲\n乙\n".encode()


def test_of_two_that_overlap_the_first_wins_and_the_other_waits(root: Path) -> None:
    assert run(root, Fix(12, 14, "x"), Fix(11, 13, "截至")) == Fixed(PATH, 1, 1)
    assert read(root).decode() == TEXT.replace("截止三", "截至三")


def test_two_that_touch_are_both_carried_out(root: Path) -> None:
    assert run(root, Fix(11, 12, "甲"), Fix(12, 13, "乙"), Fix(13, 13, "丙")).done == 3
    assert "title: 甲乙丙三月" in read(root).decode()


def test_the_same_fix_of_two_findings_is_carried_out_once(root: Path) -> None:
    assert run(root, Fix(11, 11, "于"), Fix(11, 11, "于")) == Fixed(PATH, 1, 0)
    assert "title: 于截止三月" in read(root).decode()


@pytest.mark.parametrize("outside", [Fix(5, 999, ""), Fix(999, 999, "x"), Fix(-1, 2, ""), Fix(3, 2, "x")])
def test_what_lies_outside_the_text_is_left(root: Path, outside: Fix) -> None:
    write(root, TEXT.encode() + b" \r\n")
    assert run(root, outside) == Fixed(PATH, 0, 1)
    assert read(root) == TEXT.encode() + b" \r\n"


def test_a_file_that_changed_since_is_left_alone(root: Path) -> None:
    found = [FINDINGS[0]._replace(path=PATH, fix=Fix(11, 13, "截至"))]
    judged = {PATH: digest(read(root))}
    write(root, b"saved")
    assert fix.apply(root, found, judged) == (Fixed(PATH, 0, 1, "检查之后文件又有改动，请再检查一次"),)
    assert fix.apply(root, found, {}) == (Fixed(PATH, 0, 1, "检查之后文件又有改动，请再检查一次"),)
    assert read(root) == b"saved"


def test_a_file_that_changes_while_it_is_mended_is_left_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = whole.rewrite

    def late(path: Path, old: bytes, new: bytes) -> bool:
        write(root, b"saved")
        return real(path, old, new)

    monkeypatch.setattr(whole, "rewrite", late)
    assert run(root, Fix(11, 13, "截至")).why == "检查之后文件又有改动，请再检查一次"
    assert read(root) == b"saved"


@pytest.mark.parametrize("step", [PATH, "content/kjt"])
def test_nothing_is_written_through_a_link(root: Path, step: str) -> None:
    (root / step).rename(root / "elsewhere")
    (root / step).symlink_to(root / "elsewhere")
    assert run(root, Fix(11, 13, "截至")) == Fixed(PATH, 0, 1, f"{step} 是符号链接")
    assert read(root) == TEXT.encode()


def test_a_file_that_is_gone_is_said_so(root: Path) -> None:
    (root / PATH).unlink()
    found = [FINDINGS[0]._replace(path=PATH, fix=Fix(11, 13, "截至"))]
    assert fix.apply(root, found, {PATH: digest(TEXT.encode())}) == (Fixed(PATH, 0, 1, "No such file or directory"),)


@pytest.mark.parametrize("data", ["甲".encode("gb18030"), b"\x00\x01", b"a" * (article.MAX_BYTES + 1)])
def test_what_is_no_article_stays(root: Path, data: bytes) -> None:
    write(root, data)
    assert run(root, Fix(0, 0, "")) == Fixed(PATH, 0, 1, "不是 1 MB 以内的 UTF-8 纯文本")
    assert read(root) == data


def test_each_file_on_its_own(root: Path) -> None:
    write(root, b"a\n", "content/b.md")
    found = [FINDINGS[0]._replace(path=path, fix=Fix(0, 0, "x")) for path in (PATH, "content/b.md")]
    judged = {path: digest(read(root, path)) for path in (PATH, "content/b.md")}
    write(root, b"saved")
    assert [item.done for item in fix.apply(root, [FINDINGS[0], *found], judged)] == [1, 0]
    assert read(root, "content/b.md") == b"xa\n"


def test_nothing_to_mend_touches_nothing(root: Path) -> None:
    assert fix.apply(root, FINDINGS[:1], {}) == ()


@given(st.text(max_size=20), st.sets(st.builds(Fix, st.integers(-2, 22), st.integers(-2, 22), st.text(max_size=3))))
def test_what_no_fix_covers_stays(text: str, fixes: set[Fix]) -> None:
    done, after = fix.edited(text, sorted(fixes))
    assert 0 <= done <= len(fixes)
    covered = [index for item in fixes if 0 <= item.start <= item.end for index in range(item.start, item.end)]
    rest = iter(after)
    assert all(char in rest for index, char in enumerate(text) if index not in covered)

"""An approval as text: what is written is read again, what is no approval is said to be none, nothing takes for ever."""

import os
import textwrap
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanmu.review import record
from lanmu.review.record import DUTIES, QUESTIONS, Approval, Bad, File, Signed
from tests.hang import no_hang
from tests.lanmu.review_sample import RIGHT, A, B, approval

PATH = "content/kjt/bmdt/2026-03-20-a.md"
TEXT = record.write(approval("kjt-head", (PATH, A, B)))
SIGNATURE = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\nAAAA\n-----END SSH SIGNATURE-----\n"
ARMOURED = record.armour(Signed(TEXT, SIGNATURE))

ids = st.one_of(
    st.text("0123456789abcdef", min_size=40, max_size=40), st.text("0123456789abcdef", min_size=64, max_size=64)
)
gone = st.one_of(st.just(""), ids)
paths = st.binary(min_size=1, max_size=60).map(os.fsdecode)  # whatever git can hold as a name
words = st.from_regex(r"[a-z][a-z0-9-]{0,30}", fullmatch=True)
approvals = st.builds(
    Approval,
    words,
    words,
    st.sampled_from(["一般", "重要", "特殊", "重大", "复审"]),
    ids,
    st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}+08:00".zfill(25)),
    st.just(RIGHT),
    st.just(DUTIES),
    st.one_of(st.just(""), words),
    st.lists(st.builds(File, paths, gone, gone), min_size=1, max_size=6).map(tuple),
)


@given(approvals)
def test_what_is_written_is_read_again(one: Approval) -> None:
    text = record.write(one)
    assert record.read(text) == one
    text.encode("utf-8")  # it is signed as bytes
    assert list(record.found(f"签批\n\n{record.armour(Signed(text, SIGNATURE))}")) == [Signed(text, SIGNATURE)]


@given(st.text())
def test_whatever_is_no_approval_is_bad(text: str) -> None:
    with pytest.raises(Bad):
        record.read(text)


@given(st.lists(st.sampled_from([*ARMOURED.splitlines(), "", " ", "\r", "x"]), max_size=40).map("\n".join))
@settings(max_examples=300)
def test_no_message_breaks_the_search(message: str) -> None:
    for one in record.found(message):
        assert one.signature.endswith("-----END SSH SIGNATURE-----\n")
        with suppress(Bad):
            record.read(one.text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lanmu-approval 1", "lanmu-approval 2"),
        ("lanmu-approval 1\n", "\nlanmu-approval 1\n"),
        ("portal: shifan\naccount: kjt-head\n", "account: kjt-head\nportal: shifan\n"),
        ("account: kjt-head\n", ""),
        ("account: kjt-head\n", "account: kjt-head\naccount: kjt-leader\n"),
        ("涉密: 不涉密\n", ""),
        ("责任: 真实 合法 时效 准确\n", ""),
        ("保密审查人: bgt-bmy\n", ""),
        ("level: 一般", "level: 最高"),
        ("level: 一般", "level: "),
        (f"base: {'1' * 40}", "base: main"),
        (f"base: {'1' * 40}", "base: --all"),
        (f"base: {'1' * 40}", f"base: {'1' * 41}"),
        (f"base: {'1' * 40}", f"base: {'1' * 40}\n\nx"),
        ("+08:00", "+00:00"),
        ("+08:00", "Z"),
        ("2026-03-20T10:00:00", "2026-03-20 10:00:00"),
        ("2026-03-20", "yesterday"),
        (f"file: {A}", "file: HEAD"),
        (f"file: {A}", "file: "),
        (f"file: {A} {B} ", f"file: {A} "),
        (f'"{PATH}"', PATH),
        (f'"{PATH}"', f'["{PATH}"]'),
        (f'"{PATH}"', "null"),
        (f'"{PATH}"', "[" * 5000),
        (f'"{PATH}"', f'"{PATH}'),
        (f'file: {A} {B} "{PATH}"\n', ""),
        (f'"{PATH}"\n', f'"{PATH}"\n备注: 无\n'),
        (f'"{PATH}"\n', f'"{PATH}"\n\n'),
        (f'"{PATH}"\n', f'"{PATH}"'),
    ],
)
def test_what_is_wrong_with_a_record(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(Bad):
        record.read(TEXT.replace(old, new, 1))


@pytest.mark.parametrize(("count", "good"), [(5000, True), (5001, False)])
def test_how_many_files_a_record_may_name(count: int, good: bool) -> None:
    text = record.write(approval("kjt-head", *[(f"{number}", A, B) for number in range(count)]))
    if good:
        assert len(record.read(text).files) == count
        return
    with pytest.raises(Bad):
        record.read(text)


def test_the_four_questions_and_the_four_duties() -> None:
    """陕西工信厅第十六条、第十二条."""
    assert [name for name, *_ in QUESTIONS] == ["法规政策", "涉密", "及时", "格式表述"]
    assert DUTIES == ("真实", "合法", "时效", "准确")
    for name, _, answer in QUESTIONS:
        assert f"\n{name}: {answer}\n" in TEXT


@pytest.mark.parametrize("indent", ["    ", "\t", "  "])
def test_a_squash_indents_what_it_keeps(indent: str) -> None:
    message = f"合并\n\n{textwrap.indent(ARMOURED, indent)}\n    另一个提交\n"
    assert list(record.found(message)) == [Signed(TEXT, SIGNATURE)]
    assert record.read(next(record.found(message)).text).account == "kjt-head"


def test_line_ends_of_another_system() -> None:
    assert list(record.found(ARMOURED.replace("\n", "\r\n"))) == [Signed(TEXT, SIGNATURE)]


def test_several_in_one_message() -> None:
    other = record.write(approval("kjt-leader", (PATH, A, B), level="重要"))
    both = f"x\n{ARMOURED}中间\n{record.armour(Signed(other, SIGNATURE))}"
    assert [one.text for one in record.found(both)] == [TEXT, other]


@pytest.mark.parametrize(
    "message",
    [
        "",
        TEXT,
        ARMOURED.replace("-----END LANMU APPROVAL-----\n", ""),
        ARMOURED.replace("-----END SSH SIGNATURE-----\n", ""),
        ARMOURED.replace("-----BEGIN SSH SIGNATURE-----", "x\n-----BEGIN SSH SIGNATURE-----"),
        ARMOURED.replace("-----BEGIN LANMU APPROVAL-----", "> -----BEGIN LANMU APPROVAL-----"),
        SIGNATURE,
        "-----BEGIN LANMU APPROVAL-----",
        "-----BEGIN LANMU APPROVAL-----\n-----END LANMU APPROVAL-----\n-----END SSH SIGNATURE-----",
    ],
)
def test_what_carries_none(message: str) -> None:
    assert list(record.found(message)) == []


def test_one_that_was_cut_off_hides_none_behind_it() -> None:
    cut = ARMOURED.partition("-----END LANMU")[0]
    assert list(record.found(cut + ARMOURED)) == [Signed(TEXT, SIGNATURE)]


@pytest.mark.parametrize(
    "message",
    [
        "-----BEGIN LANMU APPROVAL-----\n" * 200_000,
        "-----BEGIN LANMU APPROVAL-----\n" * 30_000 + "-----END LANMU APPROVAL-----\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN LANMU APPROVAL-----\n" * 15_000 + "x\n" * 200_000 + ARMOURED,
        " " * 5_000_000,
        "x" * 5_000_000,
        "\n" * 5_000_000,
    ],
    ids=["begins", "nested", "far", "blanks", "letters", "lines"],
)
def test_a_hostile_message_is_read_once(message: str) -> None:
    with no_hang(10):
        assert len(list(record.found(message))) <= 1

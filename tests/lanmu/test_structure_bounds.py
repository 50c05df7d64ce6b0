"""Hostile files: any bytes give findings, quickly, and never an exception."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lanmu.finding import ERROR
from lanmu.marked import MAX_BYTES
from lanmu.rules.table.columns import RULES
from lanmu.schema.report import MOST
from lanmu.structure import load, read
from tests.hang import no_hang

SMALL = Path(__file__).with_name("columns_small.yaml").read_text(encoding="utf-8")
LINES = SMALL.splitlines()
CODES = {rule.code for rule in RULES}


def sole(loaded):
    assert loaded.portal is None
    assert len(loaded.findings) == 1
    return loaded.findings[0]


def test_missing_file(tmp_path):
    tmp_path.joinpath("columns.yml").write_text(SMALL, encoding="utf-8")
    finding = sole(load(tmp_path))
    assert (finding.rule, finding.path, finding.line) == ("C701", "columns.yaml", None)
    assert "columns.yml" in finding.cure


@pytest.mark.parametrize("name", ["none/at/all", "columns.yaml"])
def test_root_that_is_no_folder(tmp_path, name):
    tmp_path.joinpath("columns.yaml").write_text(SMALL, encoding="utf-8")
    assert sole(load(tmp_path / name)).rule == "C701"


def test_root_that_cannot_be_asked_for(tmp_path):
    finding = sole(load(tmp_path / ("x" * 5000)))
    assert finding.rule == "C701"
    assert "没有 columns.yaml" in finding.message


def test_folder_in_place_of_the_file(tmp_path):
    tmp_path.joinpath("columns.yaml").mkdir()
    assert sole(load(tmp_path)).rule == "C701"


def test_pipe_in_place_of_the_file(tmp_path):
    os.mkfifo(tmp_path / "columns.yaml")
    assert sole(load(tmp_path)).rule == "C701"


def test_fifty_megabytes_are_refused_unread(tmp_path):
    with tmp_path.joinpath("columns.yaml").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with no_hang():
        finding = sole(load(tmp_path))
    assert finding.rule == "C701"
    assert "超过2 MB" in finding.message


def test_bytes_too_many():
    assert sole(read(b"#" * (MAX_BYTES + 1))).rule == "C701"


def test_not_utf8_names_the_byte():
    data = SMALL.encode()
    at = data.index("政策解读]".encode())
    finding = sole(read(data[:at] + b"\xff" + data[at:]))
    assert (finding.rule, finding.line, finding.column) == ("C701", data[:at].count(b"\n") + 1, 21)
    assert "0xFF" in finding.message


@pytest.mark.parametrize(
    ("encoding", "named"), [("utf-16", "像是 UTF-16"), ("gb18030", "像是 GBK"), ("big5", "不是 UTF-8")]
)
def test_other_encodings(encoding, named):
    text = SMALL if encoding == "gb18030" else "site: {name: 市政府}"
    finding = sole(read(text.encode(encoding)))
    assert finding.rule == "C701"
    assert named in finding.message


def test_byte_order_mark_and_windows_line_ends_are_harmless():
    assert read(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()).findings == ()


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "- 一\n- 二\n", "文字", "null", "[]", "''"])
def test_no_mapping(text):
    assert sole(read(text.encode())).rule == "C702"


def test_control_character_has_its_place():
    finding = sole(read(SMALL.replace("信息处", "信息\x00处").encode()))
    assert (finding.rule, finding.line, finding.column) == ("C701", 10, 23)


def test_empty_mapping_names_all_that_is_missing():
    assert [finding.rule for finding in read(b"{}").findings] == [*["C706"] * 6, "C755"]


BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghij", "bcdefghijk", strict=True))
HOSTILE = {
    "bomb": BOMB,
    "merge": "a: &a {x: 1}\nb: {<<: *a}\n",
    "deep lists": "a: " + "[" * 100_000,
    "deep maps": "".join(" " * depth + "a:\n" for depth in range(400)),
    "deep question marks": "? " * 50_000,
    "many keys": "\n".join(f"k{n}: 1" for n in range(90_000)),
    "one key often": "k: 1\n" * 200_000,
    "many lists": "a: [" + "[]," * 250_000 + "]",
    "long scalar": "site: " + "长" * 600_000,
    "long key": "长" * 600_000 + ": 1",
    "dashes": "- " * 100_000,
    "colons": ": " * 100_000,
    "quotes": "a: '" + "''" * 500_000,
    "tabs": "\t" * 500_000,
    "newlines": "\n" * 1_000_000,
    "percent": "%" * 500_000,
    "faults without end": SMALL + "".join(f"key{n}: 1\n" for n in range(5_000)),
    "faults in a list": SMALL.replace("aliases: [市府办]", f"aliases: [{'{}, ' * 1500}]"),
    "faults in a table": SMALL.replace(
        "sections:\n  g", "sections:\n" + "".join(f"  S{n}: 1\n" for n in range(800)) + "  g"
    ),
    "spaces": "a:" + " " * 1_000_000 + "b",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_end_soon_with_few_findings(text):
    with no_hang():
        findings = read(text.encode()).findings
    assert 0 < len(findings) <= MOST + 1


def crowded() -> str:
    """As many departments, groups and columns as the size allows, every column naming every group."""
    ids = [f"d{n}" for n in range(700)]
    groups = [f"g{n}" for n in range(40)]
    lines = [SMALL.partition("groups:")[0], "groups:"]
    lines += [f"  {group}: [{', '.join(ids)}]" for group in groups]
    lines += ["departments:", *(f"  {id}: {{name: n{id}, responsible: a, leader: b, liaisons: [c]}}" for id in ids)]
    lines += ["sections: {s: {name: s}}", "columns:"]
    row = f"section: s, modes: [信息报送], lead: d0, departments: [{', '.join(groups)}]"
    lines += [f"  c{n}: {{name: c{n}, {row}}}" for n in range(700)]
    return "\n".join(lines)


def test_crowded_table_ends_soon():
    data = crowded().encode()
    assert len(data) < MAX_BYTES
    with no_hang():
        loaded = read(data)
    assert len(loaded.portal.columns["c699"].departments) == 700


def test_further_faults_are_counted_out():
    findings = read(HOSTILE["faults in a list"].encode()).findings
    assert len(findings) == MOST + 1
    assert any("只列出" in finding.message for finding in findings)


def test_guessing_at_names_takes_little_time():
    """Three hundred unknown names, each much like four hundred known ones."""
    names = [f"{'ab' * 17}{n}" for n in range(400)]
    rows = "".join(f"  d{n}: {{name: {name}, external: true}}\n" for n, name in enumerate(names))
    groups = f"groups:\n  g: [{', '.join('ba' * 17 + str(n) for n in range(300))}]\n"
    with no_hang():
        findings = read(f"{groups}departments:\n{rows}".encode()).findings
    assert any("是不是" in finding.cure for finding in findings)


def test_long_chain_of_types_ends_soon():
    chain = "".join(f"  t{n}: {{extends: t{n + 1}}}\n" for n in range(20_000))
    findings = read((SMALL + chain).encode()).findings
    assert "C707" in {finding.rule for finding in findings}


def sound(data: bytes) -> None:
    """What holds for any bytes: findings of the known rules, with every part filled, in order."""
    loaded = read(data)
    for finding in loaded.findings:
        assert finding.rule in CODES
        assert finding.severity == ERROR
        assert all((finding.message, finding.cure, finding.basis))
        assert (finding.line is None) == (finding.column is None)
        assert finding.line is None or finding.line > 0
    assert loaded.findings == tuple(sorted(loaded.findings, key=lambda finding: finding.place))
    assert loaded.portal is not None or loaded.findings


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
@example(b"\xef\xbb\xbf")
@example(b"a: \xe4")
def test_any_bytes(data):
    sound(data)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab:-[]{}&*!|>'\"#,?%@` \n\t0站", max_size=200))
@example("{!")
def test_any_yaml_like_text(text):
    sound(text.encode())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_damage_to_a_valid_file(data):
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        damage = data.draw(st.sampled_from(["drop", "twice", "indent", "outdent", "value", "swap", "cut"]))
        line = lines[at]
        key = line.partition(":")[0]
        lines[at : at + 1] = {
            "drop": [],
            "twice": [line, line],
            "indent": ["  " + line],
            "outdent": [line[2:]],
            "value": [
                f"{key}: {data.draw(st.sampled_from(['', '[]', '{}', '[[]]', 'x', '-1', '各局', 'kjj', '{a: b}']))}"
            ],
            "swap": [lines[data.draw(st.integers(0, len(lines) - 1))]],
            "cut": [line[: len(line) // 2]],
        }[damage]
        if not lines:
            break
    sound("\n".join(lines).encode())

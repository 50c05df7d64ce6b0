"""What a finding about ``columns.yaml`` proposes: the nearest name, the form with its keys; accounts and the emblem."""

import pytest

from lanmu.structure import load, read
from tests.lanmu.test_structure_faults import SMALL, changed, found, line_of


def test_an_unknown_account_is_told_with_the_nearest():
    finding = read(changed("secrecy_reviewer: bgs-bm", "secrecy_reviewer: bgs-haed").encode()).findings[0]
    assert finding.message == "roles.secrecy_reviewer：“bgs-haed”不是部门，也不是账号"
    assert finding.cure.startswith("是不是“bgs-head”")


def test_a_table_without_accounts_needs_none():
    """Whoever a department names is an account; only a role must still lead to a department or to one of these."""
    before, _, rest = SMALL.partition("accounts:\n")
    text = before + rest[rest.index("groups:") :]
    roles = {
        "ldxz": "bgs",
        "xxzx-admin": "bgs-head",
        "bgs-bm": "bgs-head",
        "bgs-fc": "bgs-head",
        "xxzx-cb": "kjj-second",
    }
    unknown = ["leading_group", "webmaster", "secrecy_reviewer", "rechecker", "collectors"]
    assert [finding.message.split("：")[0] for finding in read(text.encode()).findings] == [
        f"roles.{r}" for r in unknown
    ]
    for old, new in roles.items():
        text = text.replace(f": {old}\n", f": {new}\n").replace(f"[{old}]", f"[{new}]")
    assert found(text) == []


def test_an_account_with_a_title_where_it_is_named_is_listed_enough():
    assert found(changed("leader: lyj-leader", "leader: {account: lyj-fgld, title: 市旅游局分管领导}")) == []


@pytest.mark.parametrize(
    ("emblem", "files", "said"),
    [
        ("a.png", ["a.png"], ""),
        ("emblem/a.SVG.jpeg", ["emblem/a.SVG.jpeg"], ""),
        ("a.png", [], "没有“a.png”"),
        ("a.png", ["b/a.png"], "没有“a.png”"),
        ("a.gif", ["a.gif"], "不是 PNG"),
        ("a.webp", ["a.webp"], "不是 PNG"),
        ("a.png", ["a.png/b.png"], "没有“a.png”"),
        ("out/a.png", ["../a.png"], "没有“out/a.png”"),
    ],
)
def test_emblem(tmp_path, emblem, files, said):
    root = tmp_path / "root"
    root.mkdir()
    (root / "out").symlink_to(tmp_path)
    for name in files:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(b"")
    text = changed("  id: yang\n", f"  id: yang\n  emblem: {emblem}\n")
    (root / "columns.yaml").write_text(text, encoding="utf-8")
    findings = load(root).findings
    assert [(f.rule, f.line) for f in findings] == ([("C719", line_of(text, "emblem:"))] if said else [])
    assert all(said in f.message for f in findings)


def test_an_emblem_misspelt_is_told_with_the_nearest(tmp_path):
    (tmp_path / "guohui.png").write_bytes(b"")
    text = changed("  id: yang\n", "  id: yang\n  emblem: guohiu.png\n")
    (tmp_path / "columns.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path).findings[0].cure.startswith("是不是“guohui.png”？")


CURES = [
    ("a column's due in words", "due: {days: 14}", "due: 每周", "写成 due: {at_least: 3, workdays: 5}，或 {days: 14}"),
    ("due half written", "due: {days: 14}", "due: {workdays: 5}", "写成 due: {at_least: 3, workdays: 5}"),
    ("due empty", "due: {days: 14}", "due:", "写成 due: {at_least: 3, workdays: 5}，或 {days: 14}"),
    (
        "contact in words",
        "contact: {phone: 0000-0000003}",
        "contact: 电话",
        "写成 contact: {office: …, phone: […], email: …",
    ),
    ("contact without its blank", "contact: {phone: 0000-0000003}", "contact: 'phone:3'", "“phone”的冒号"),
    ("contact without its blank in braces", "contact: {phone: 0000-0000003}", "contact: {phone:3}", "“phone”的冒号"),
    ("no office", "office: bgs\nroles", "roles", "补上 office: …（负责本文件的部门，写 departments 里的编号"),
    ("a section in words", "  gongkai: {name: 政务公开, show: 宫格}", "  gongkai: 政务公开", "写成 gongkai: {name: …}"),
    ("a colon without its blank", "    name: 市旅游局\n", "    name:市旅游局\n", "冒号后面空一格"),
    ("a full-width colon", "    name: 市旅游局\n", "    name：市旅游局\n", "改用半角冒号"),
]


@pytest.mark.parametrize("case", CURES, ids=[case[0] for case in CURES])
def test_the_cure_shows_how_it_is_written(case):
    _, old, new, cure = case
    assert any(cure in finding.cure for finding in read(changed(old, new).encode()).findings)


def test_missing_parts_are_told_with_their_keys():
    cures = " ".join(finding.cure for finding in read(b"{}").findings)
    assert "补上 roles: {leading_group: …, office: …, supervisor: …" in cures
    assert "补上 departments: {编号: {name: …}}" in cures


def test_without_departments_no_name_is_called_unknown():
    text = SMALL[: SMALL.index("departments:\n")] + SMALL[SMALL.index("sections:\n  gongkai") :]
    assert "C713" not in {code for code, _ in found(text)}


def test_every_colon_is_told_at_its_own_line():
    text = SMALL.replace("  id: yang\n", "  id:yang\n").replace("    leader: lyj-leader\n", "    leader：lyj-leader\n")
    assert found(text) == [("C702", line_of(text, "id:yang")), ("C702", line_of(text, "leader：lyj"))]

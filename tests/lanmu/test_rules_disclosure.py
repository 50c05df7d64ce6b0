"""F119: what is withheld says by what law, and why. And what goes to the site."""

import pytest

from lanmu import article, structure
from lanmu.disclosure import on_site
from lanmu.finding import ERROR, Finding
from lanmu.rules.files import Files
from lanmu.rules.form import disclosure
from lanmu.rules.sample import COLUMNS, FILES, NEWS, edited
from lanmu.rules.subject import Source, Subject
from lanmu.tree import Tree

SOURCE = "source: 省科技厅\n"
BASIS = "disclosure_basis: 政府信息公开条例第十六条\n"
REASON = "disclosure_reason: 属于过程性信息\n"


def check(more: str) -> list[Finding]:
    portal = structure.read(FILES[COLUMNS].encode()).portal
    assert portal is not None
    tree: Tree = None  # type: ignore[assignment]  # the rule reads the article alone
    data = edited(NEWS, (SOURCE, SOURCE + more))[NEWS].encode()
    return list(disclosure.check(Subject(portal, Files(tree), Source(NEWS, data, *article.read(NEWS, data)))))


@pytest.mark.parametrize(
    "more",
    [
        "",
        "disclosure: 主动公开\n",
        "disclosure:\n",
        "disclosure: 待填\n",
        "disclosure: 不公开\n",
        "disclosure: [不予公开]\n",
        f"disclosure: 依申请公开\n{BASIS}{REASON}",
        f"disclosure: 不予公开\n{BASIS}{REASON}",
        f"disclosure: 不予公开\ndisclosure_basis: 《中华人民共和国政府信息公开条例》第十五条第一款\n{REASON}",
        f"disclosure: 不予公开\ndisclosure_basis: 保守国家秘密法（2024年修订）第二十条、第22条\n{REASON}",
    ],
)
def test_nothing_to_say(more: str) -> None:
    assert check(more) == []


@pytest.mark.parametrize("way", ["依申请公开", "不予公开"])
@pytest.mark.parametrize(
    ("grounds", "missing"),
    [
        ("", "依据和理由"),
        (BASIS, "理由"),
        (REASON, "依据"),
        (f"disclosure_basis: 待填\n{REASON}", "依据"),
        (f"{BASIS}disclosure_reason: ''\n", "理由"),
    ],
)
def test_basis_and_reason_are_missed(way: str, grounds: str, missing: str) -> None:
    (finding,) = check(f"disclosure: {way}\n{grounds}")
    assert (finding.rule, finding.severity, finding.line, finding.column) == ("F119", ERROR, 5, 13)
    assert finding.message == f"公开方式写了“{way}”，却没有写{missing}"
    assert ("disclosure_basis: 政府信息公开条例第" in finding.cure) == ("依据" in missing)


@pytest.mark.parametrize("basis", ["领导要求", "政府信息公开条例", "第十六条", "厅务会议研究决定", '"甲\\u200b"'])
def test_a_basis_is_a_provision_of_a_law(basis: str) -> None:
    (finding,) = check(f"disclosure: 不予公开\ndisclosure_basis: {basis}\n{REASON}")
    assert (finding.rule, finding.line, finding.column) == ("F119", 6, 19)
    assert "第十四条" in finding.cure
    assert "\u200b" not in finding.message


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (None, True),
        ("主动公开", True),
        ("'主动公开'", True),
        ("''", True),
        ("", True),
        ("依申请公开", False),
        ("不予公开", False),
        ("不公开", False),
        ("待填", False),
        ("[主动公开]", False),
        ("{主动公开: true}", False),
        ('"主动公开\\u200b"', False),
        ("no", False),
    ],
)
def test_on_site(written: str | None, shown: bool) -> None:
    line = "" if written is None else f"disclosure: {written}\n"
    found, _ = article.read(NEWS, f"---\ntitle: 甲\n{line}---\n".encode())
    assert found is not None
    assert on_site(found) == shown

"""What links and tags part in the source and not on the page."""

import pytest

from lanmu import joined
from lanmu.rules.banned import secrecy
from tests.hang import no_hang
from tests.lanmu.judged import body

PARTED = {
    "机[密](https://www.shifan.gov.cn/a)★3年": "机密★3年",
    "机[密][x]★3年": "机密★3年",
    "机[密]★3年\n\n[密]: u": "机密★3年\n\n[密]: u",
    "机[](u)密★3年": "机密★3年",
    "机**[密](u)**★3年": "机**密**★3年",
    '机<span title="秘">密</span>★3年': "机密★3年",
    '机<b title=">">密</b>★3年': "机密★3年",
    f'机<b title="{"a" * 500}">密</b>★3年': "机密★3年",
    "<td title='一'>13</td><td title='二'>80</td>\n138<b>0</b>": "\n\n13\n\n\n\n80\n\n\n1380",
}
KEPT = (
    "见[办法](a.md)和[通知](b.md)。",
    "晋政发[2026]13号",
    "![机](a.png)密",
    "<p>一</p><p>二</p>",
    "<https://a.example/1>2",
    "机[密]★",
)


def _read(text: str) -> str:
    parts, at = [], 0
    for start, end, new in joined.edits(text):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


@pytest.mark.parametrize("text", PARTED)
def test_read_as_on_the_page(text: str) -> None:
    assert _read(text) == PARTED[text]


@pytest.mark.parametrize("text", KEPT)
def test_what_parts_nothing_stays(text: str) -> None:
    assert joined.edits(text) == ()


@pytest.mark.parametrize("text", [text for text in PARTED if "机" in text])
def test_a_mark_is_found(text: str) -> None:
    assert any(finding.rule == "B201" and finding.column == 1 for finding in body(text, secrecy.check))


@pytest.mark.parametrize(
    "unit", ["[", "[a](", "[a][", "](", "<a ", '<a "', "<a x=\"'", "[a]", "[1](u)1", "<b>1", "[a]((", "[a]:\n"]
)
def test_no_hang(unit: str) -> None:
    with no_hang():
        joined.edits(unit * (1_000_000 // len(unit)))

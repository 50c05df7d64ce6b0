"""B208 denied-link, and web addresses that cannot be (L501)."""

import pytest

from lanmu.refusal import Unable
from lanmu.rules import examples
from lanmu.rules.banned import outbound
from lanmu.rules.rule import Example
from lanmu.rules.sample import COLUMNS, FILES, NEWS, edited
from tests.hang import no_hang
from tests.lanmu.judged import LINE, attached, body, placed

# Text → column and what the message names.
FOUND = {
    "[甲](https://dubo.example/a)": (5, "禁止"),
    "见 http://www.dubo.example": (3, "www.dubo.example"),
    "<https://dubo.example>": (2, "禁止"),
    '<a href="https://dubo.example">甲</a>': (10, "禁止"),
    "[甲]: https://dubo.example": (6, "禁止"),
    "[甲](//dubo.example)": (5, "禁止"),
    "www.dubo.example": (1, "禁止"),
    "HTTPS://DUBO.EXAMPLE": (1, "dubo.example"),
    "ｈｔｔｐ：／／ｄｕｂｏ．ｅｘａｍｐｌｅ": (1, "禁止"),
    "http://dubo&#46;example/": (1, "禁止"),
    "http://dubo。example/": (1, "禁止"),
    "http://%64ubo.example": (1, "禁止"),
    "http:\\\\dubo.example": (1, "禁止"),
    "http://du\u200bbo.example/": (1, "禁止"),
    "http://dubo.example:8080/": (1, "禁止"),
    "http://dubo.example./": (1, "禁止"),
    "https://a.casino.example": (1, "casino"),
    "https://t.cn/A6": (1, "短链接"),
    "http://127.0.0.1/a": (1, "IP"),
    "http://2130706433/": (1, "IP"),
    "http://0x7f.1/": (1, "IP"),
    "http://[::1]/": (1, "IP"),
    "http://localhost:8000": (1, "localhost"),
    "https://www.gov.cn.shenbao.example/": (1, "冒充"),
    "https://www.g0v.cn": (1, "冒充"),
    "https://www.g\u043ev.cn": (1, "冒充"),
    "https://www.xn--gv-fmc.cn": (1, "冒充"),
    "https://www-gov-cn.example": (1, "冒充"),
    "https://shanxi.govcn.example": (1, "冒充"),
    "https://www.gov.com.cn": (1, "冒充"),
    "https://www.gov.cn@fang.example/": (1, "真正通向 fang.example"),
    "https://\u0440aypal.example": (1, "外文字母"),
}


@pytest.mark.parametrize("text", FOUND)
def test_found(text: str) -> None:
    column, word = FOUND[text]
    [finding] = body(text, outbound.check)
    assert placed([finding]) == [("B208", LINE, column)]
    assert word in finding.message
    assert finding.cure


CLEAN = (
    "https://www.gov.cn/zhengce/index.htm",
    "http://a.b.gov.cn:8080/",
    "见http://www.shanxi.gov.cn查询",
    "见http://www.gov.cn。另外",
    "（www.gov.cn）",
    "https://www.gov.hk https://data.gov.uk",
    "https://www.shifan.gov.cn https://a.example/g0v.cn",
    "https://xn--fiqs8s",
    "http://山西.政务",
    "https://casinoroyale.example https://mapbet365x.example",
    "a@dubo.example 不是网址",
    "1//2，注释写 // ",
    "[甲](../zcwj/a.md)",
)


@pytest.mark.parametrize("text", CLEAN)
def test_clean(text: str) -> None:
    assert body(text, outbound.check) == []


def test_front_matter_and_attachments() -> None:
    assert placed(body("甲", outbound.check, front="link: https://dubo.example/\n")) == [("B208", 5, 7)]
    [finding] = attached("甲\nhttps://dubo.example\n", outbound.check, places=[(0, "第1页"), (2, "第2页")])
    assert (finding.rule, finding.where) == ("B208", "第2页")


def test_domains_of_the_portal_pass() -> None:
    text = "https://fuwu.casino.example"
    assert len(body(text, outbound.check)) == 1
    columns = FILES[COLUMNS].replace("domain: www.shifan.gov.cn", "domain: casino.example")
    assert body(text, outbound.check, columns=columns) == []


def test_the_lists_are_read() -> None:
    lists = outbound.parse("禁止: [a.example]\n允许:\n")
    assert lists.denied == {"a.example"}
    assert lists.allowed == frozenset()
    assert outbound.load().short


@pytest.mark.parametrize(
    "text", ["- a", "禁止: a", "禁止: [https://a.example/]", "别的: [a]", "禁止: [1.5, {}]", "禁止: [", ""]
)
def test_lists_that_cannot_be_read(text: str) -> None:
    with pytest.raises(Unable) as refusal:
        outbound.parse(text)
    assert "links.yaml" in str(refusal.value)


@pytest.mark.parametrize(
    "target", ["http://[::1", "http://a:99999/", "http://a..b/", f"http://{'a' * 64}.cn", "http://a\\b.cn"]
)
def test_an_address_that_cannot_be(target: str) -> None:
    found = examples.run(Example(edited(NEWS, ("3月19日，省科技厅", f"[甲]({target})\n\n3月19日，省科技厅"))))
    assert [(finding.rule, finding.line) for finding in found if finding.rule == "L501"] == [("L501", 9)]


@pytest.mark.parametrize("unit", ["http://", "http://a@", "//t.cn ", "www.", "http://xn--", "http://1.", "。"])
def test_no_hang(unit: str) -> None:
    with no_hang():
        body(unit * (300_000 // len(unit)), outbound.check)

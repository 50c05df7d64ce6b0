"""H201 to H209: words that only a person can judge, and contexts that excuse them."""

import pytest

from lanmu.finding import WARNING
from lanmu.refusal import Unable
from lanmu.rules import words
from lanmu.rules.banned import flags
from lanmu.rules.banned.flags import RULES, check
from tests.lanmu.marks_sample import an_article, an_attachment, codes, findings

FLAGGED = [
    ("H201", "会前印发了会见口径。"),
    ("H202", "会议使用的是尚未公布的数据。"),
    ("H203", "附上规划（送审稿），请各单位阅知。"),
    ("H203", "这一方案尚未审定。"),
    ("H204", "机关食堂从周一起调整开饭时间。"),
    ("H205", "名单中列出了举报人姓名。"),
    ("H206", "网传下月起停止办理。"),
    ("H207", "少数刁民不配合工作。"),
    ("H208", "昨日发生群体性事件。"),
    ("H208", "文中列出了部队驻地。"),
    ("H209", "页面上有淫秽图片。"),
]
EXCUSED = [
    "征求意见稿现面向社会公开征求意见。",
    "网传下月停止办理的消息不实，请勿轻信。",
    "数据传输延迟低于一秒，各地开展了数据传递演练。",
    "历史照片展现了感情色彩。",
    "公安机关查处淫秽物品案件。",
    "制定群体性事件应急预案。",
    "节假日值班安排及服务窗口咨询电话。",
    "企业应当建立考勤制度，用人单位保存劳动者考勤记录。",
    "严禁公款吃喝。",
    "举报人信息严格保密。",
    "企业名称不得有下列情形：\n\n1. 损害国家利益；\n\n2. 含有淫秽、色情、赌博的内容；",
    "会议审议了《全省科技创新规划（送审稿）》。",
    "会议听取汇报，讨论《甲办法》《乙规划（讨论稿）》。",
    "起草单位应将送审稿、起草说明等一并提交审核。",
]


@pytest.mark.parametrize(("rule", "sentence"), FLAGGED)
def test_a_word_asks_for_a_person(rule: str, sentence: str) -> None:
    found = findings(an_article(f"会议继续。\n\n{sentence}"), check)
    assert [(finding.rule, finding.severity, finding.line) for finding in found] == [(rule, WARNING, 9)]
    assert rule in found[0].cure
    assert codes(an_attachment(f"会议继续。\n{sentence}\n"), check) == [rule]


@pytest.mark.parametrize("sentence", EXCUSED)
def test_a_context_excuses(sentence: str) -> None:
    assert codes(an_article(f"会议继续。\n\n{sentence}"), check) == []


def test_a_word_is_named_once_where_it_first_stands() -> None:
    found = findings(an_article("少数刁民。\n\n又见刁民，还有愚民。"), check)
    assert [(finding.rule, finding.line, finding.column) for finding in found] == [("H207", 7, 3), ("H207", 9, 8)]


@pytest.mark.parametrize("keys", ["decision: 省政府第12次常务会议\n", "consultation: true\n", "method: 意见征集\n"])
def test_what_is_decided_or_put_before_the_public_is_no_question(keys: str) -> None:
    body = "附上规划（讨论稿）。\n\n少数刁民。"
    assert codes(an_article(body), check) == ["H203", "H207"]
    assert codes(an_article(body, keys=keys), check) == ["H207"]


@pytest.mark.parametrize(
    "body", ["展播如下：\n\n1. 淫秽画面；", "不得有下列情形：\n\n1. 其一；\n\n正文。\n\n1. 淫秽画面；"]
)
def test_a_list_that_nothing_forbids_is_asked_about(body: str) -> None:
    assert codes(an_article(body), check) == ["H209"]


def test_words_that_share_characters_ask_once() -> None:
    assert codes(an_article("招标底价为300万元。"), check) == ["H202"]


@pytest.mark.parametrize("decision", ["局长办公会", "省委常委会", "示科发〔2026〕3号"])
def test_a_meeting_or_a_paper_decides(decision: str) -> None:
    assert codes(an_article("附上规划（讨论稿）。", keys=f"decision: {decision}\n"), check) == []


@pytest.mark.parametrize("decision", ["已经", "领导已定"])
def test_any_word_decides_nothing(decision: str) -> None:
    found = findings(an_article("附上规划（讨论稿）。", keys=f"decision: {decision}\n"), check)
    assert [finding.rule for finding in found] == ["H203"]
    assert f"“{decision}”看不出是哪次会议" in found[0].cure


def test_keys_that_no_reader_sees_are_not_asked() -> None:
    keys = "confirm:\n  - {rule: H203, by: kjt-head, reason: 讨论稿已经定稿}\narchive_note: 原为讨论稿\n"
    assert codes(an_article("正文。", keys=keys), check) == []
    assert codes(an_article("正文。", keys="summary: 规划讨论稿\n"), check) == ["H203"]


def test_what_stays_off_the_site_is_not_asked() -> None:
    assert codes(an_article("少数刁民。", keys="disclosure: 不予公开\n"), check) == []


def test_every_rule_has_words_and_every_group_a_rule() -> None:
    groups = {entry.group[:4] for entry in words.entries() if entry.list == flags.LIST}
    assert groups == {rule.code for rule in RULES}


def test_a_group_without_a_rule_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = words.read(flags.LIST, "H230 别的:\n  - 刁民\n")
    monkeypatch.setattr(words, "entries", lambda: listed)
    flags._by_group.cache_clear()
    try:
        with pytest.raises(Unable, match="H230 别的") as refused:
            flags._by_group()
        assert "H203" in refused.value.cure
    finally:
        flags._by_group.cache_clear()

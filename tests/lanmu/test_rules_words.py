"""Word lists: what their lines mean, what is found where, and how a broken list is refused."""

import pytest

from lanmu.refusal import Unable
from lanmu.rules import words
from lanmu.rules.words import Entry
from tests.hang import no_hang
from tests.lanmu.prose_sample import attached, written

ENTRIES = words.entries()


def read(*lines: str) -> tuple[Entry, ...]:
    return words.read("shi", "组:\n" + "".join(f"  - {line}\n" for line in lines))


def test_a_line_says_all() -> None:
    line = "登陸、帐戶 → 登录 | 限旁：网站　平台 | 除前：颱风 | 除后：艇 | 注：进入，系统 | 据：词典 | 自：2018-04-01"
    [entry] = read(line)
    plain = Entry("shi", "组", ("登陆", "帐户"), "登录", "进入，系统", "词典", "2018-04-01", (), (), (), (), (), ())
    assert entry == plain._replace(only_near=("网站", "平台"), not_after=("台风",), not_before=("艇",))


def test_words_and_right_ones_in_pairs() -> None:
    assert [(entry.words, entry.right) for entry in read("甲甲、乙乙 → 丙丙、丁丁", "戊戊、己己 → 庚庚", "辛辛")] == [
        (("甲甲",), "丙丙"),
        (("乙乙",), "丁丁"),
        (("戊戊", "己己"), "庚庚"),
        (("辛辛",), ""),
    ]


def test_what_every_entry_of_a_group_is_given() -> None:
    first, second = read("每条 | 除旁：原 | 注：旧名", "甲局 → 乙局", "丙局 → 丁局 | 除旁：曾 | 注：别的")
    assert (first.not_near, first.note) == (("原",), "旧名")
    assert (sorted(second.not_near), second.note) == (["原", "曾"], "别的")


BROKEN = {
    "- 甲甲 → 乙乙\n": (1, "没有分组", "先写组名"),
    "组:\n  甲甲: 乙乙\n": (1, "一组应当是一列词条", "每行一条"),
    "组:\n  - 甲甲: 乙乙\n": (2, "不是一行字", "冒号用全角"),
    "组:\n  - 甲甲 → 乙乙\n\t- 丙丙\n": (3, "不是 YAML", "缩进用空格"),
    "组:\n  - 甲甲 →\n": (2, "缺一边", "错的写法 → 对的写法"),
    "组:\n  - → 甲甲\n": (2, "缺一边", "错的写法 → 对的写法"),
    "组:\n  - 甲 → 乙\n": (2, "“甲”太短", "至少写两个字"),
    "组:\n  - 甲甲 → 乙乙 | 除傍：丙\n": (2, "没有“除傍”这一项", "是不是“除旁”"),
    "组:\n  - 甲甲 → 乙乙 | 除旁：\n": (2, "“除旁”后面没有写", "写成"),
    "组:\n  - 甲甲 → 乙乙 | 除旁：丙 | 除旁：丁\n": (2, "写了两遍", "写成"),
    "组:\n  - 甲甲 → 乙乙 | 自：去年\n": (2, "“去年”不是日期", "2018-04-01"),
    "组:\n  - 甲甲、乙乙 → 丙丙、丁丁、戊戊\n": (2, "左边有 2 个词，右边有 3 个", "一一对应"),
    "组:\n  - 甲甲 → 乙乙\n  - 丙丙\n  - 甲　甲甲\n  - 甲甲 → 丁丁\n": (4, "“甲”太短", "至少写两个字"),
    "组:\n  - 甲甲 → 乙乙\n  - 丙丙\n  - 甲甲 → 丁丁\n": (4, "“甲甲”在第 2 行已经写过", "并成一条"),
}


@pytest.mark.parametrize("text", BROKEN)
def test_broken_lists_are_refused(text: str) -> None:
    line, message, cure = BROKEN[text]
    with pytest.raises(Unable) as refused:
        words.read("shi", text)
    assert refused.value.message.startswith(f"词表 lanmu/rules/lists/shi.yaml 第 {line} 行：")
    assert message in refused.value.message
    assert cure in refused.value.cure


@pytest.mark.parametrize("entry", ENTRIES, ids=[f"{entry.list}-{entry.words[0]}" for entry in ENTRIES])
def test_every_entry_is_found(entry: Entry) -> None:
    before, after = (*entry.only_after, "")[0], (*entry.only_before, "")[0]
    near = (*entry.only_near, "")[0]
    for word in entry.words:
        found = words.find(written(f"{near}，{before}{word}{after}"))
        assert [entry for match in found if match.entry == entry], word


def test_right_words_are_not_wrong_ones() -> None:
    right = "。".join(dict.fromkeys(entry.right for entry in ENTRIES if entry.right))
    assert [match.entry.words for match in words.find(attached(right)) if match.entry.list == "terms"] == []


def test_the_longest_of_a_list_and_all_lists() -> None:
    [match] = words.of_list(written("市银保监局的人"), "terms")
    assert match.entry.words == ("银保监局",)


def test_contexts_end_with_the_sentence() -> None:
    excused = "台风将登陆，请登录网站查看。"
    assert not list(words.of_list(written(excused), "terms"))
    assert len(list(words.of_list(written(f"台风已过。{'请登陆网站查看。'}"), "terms"))) == 1


def test_no_more_than_anyone_reads() -> None:
    with no_hang():
        found = words.find(attached("布署" * 200_000))
    assert len(found) == words.MOST


def test_an_excused_word_takes_no_place_from_others() -> None:
    text = "尤其它好。" * (words.MOST + 5) + "其它。"
    assert len(words.find(attached(text))) == 1

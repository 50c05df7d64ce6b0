"""Folded text: every disguise undone, and the way back exact."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanmu.fold import Folded, fold, unescaped
from tests.hang import no_hang

# Written, and what its reader takes it for.
DISGUISES = {
    "full-width": ("ＡＢ１２３（甲）", "AB123(甲)"),
    "circled": ("①②", "12"),
    "compatibility": ("機密\uf9b4", "机密领"),
    "traditional": ("機密級別、陜西", "机密级别、陕西"),
    "zero-width": ("机\u200b密\u200c\u200d\ufeff\u2060件", "机密件"),
    "soft hyphen": ("机\u00ad密", "机密"),
    "direction": ("机\u202e密\u2066件\u2069", "机密件"),
    "combining": ("机\u0336密\u20dd件", "机密件"),
    "variation": ("机\ufe0f密\U000e0101", "机密"),
    "tag characters": ("机\U000e0041密", "机密"),
    "marks of other scripts": ("机\u1ab0密\u064b件\u302a级\ufe20", "机密件级"),
    "steering signs": ("机\U0001d173密\U0001bca0件", "机密件"),
    "line separator": ("机\u2028密", "机密"),
    "empty Braille": ("机\u2800密", "机密"),
    "digits of other scripts": ("١٣٨०๑", "13801"),
    "zeros before an entity": ("&#0000000026426;&#x0000000673A;密", "机机密"),
    "fillers": ("机\u3164密\u115f件\uffa0", "机密件"),
    "blanks": ("绝 密\u3000文　件", "绝密文件"),
    "odd blanks": ("绝\u00a0\u2003\u202f密", "绝密"),
    "line break": ("绝\n密", "绝密"),
    "broken with blanks": ("绝  \n  密", "绝密"),
    "star": ("机密 ★ 5年", "机密★ 5年"),
    "emphasis": ("**机**密_件_", "机密件"),
    "struck": ("~~机~~密", "机密"),
    "code": ("`机`密", "机密"),
    "escape": ("机\\密", "机密"),
    "comment": ("机<!-- x -->密", "机密"),
    "tag": ("机<b>密</b><br/>件", "机密件"),
    "tag over lines": ("机<span\nclass=a>密</span>", "机密"),
    "decimal entity": ("&#26426;&#23494;", "机密"),
    "hexadecimal entity": ("&#x673A;&#X5bc6;", "机密"),
    "entity without its end": ("&#26426&#23494", "机密"),
    "named entity": ("机&nbsp;密&zwj;件", "机密件"),
    "unicode escape": ("\\u673a\\U00005bc6", "机密"),
    "all at once": ("**機**\u200b&#x5BC6;<i>　</i>\n★", "机密★"),
}
KEPT = {
    "words": "Laws and notices, version 2.0.",
    "sentences": "第一句。第二句，第三句！",
    "paragraphs": "第一段。\n\n第二段。",
    "latin between": "使用 Python 3 编写",
    "key": "archive_note: 原网站 x_1_y",
    "ellipsis": "等等……以及…",
    "letter before": "a\\b \\n",
    "ampersand": "A&B & C",
    "less": "1 < 2 > 0",
    "address with many digits": '<a href="tel:13803510042">',
    "address with words": "<a title='机密'>",
}


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_is_undone(name: str) -> None:
    written, plain = DISGUISES[name]
    folded = Folded(f"前文。{written}。后文")
    assert folded.text == f"前文。{plain}。后文"
    assert folded.origin(0, 3) == (0, 3)
    end = len(folded.text)
    assert folded.origin(end - 2, end) == (len(written) + 4, len(written) + 6)
    start, stop = folded.origin(3, end - 3)
    assert 3 <= start < stop <= 3 + len(written)


@pytest.mark.parametrize("name", KEPT)
def test_what_is_no_disguise_stays(name: str) -> None:
    folded = Folded(KEPT[name])
    assert folded.text == KEPT[name].replace("，", ",").replace("！", "!")
    assert folded.origin(0, len(folded.text)) == (0, len(KEPT[name]))


@pytest.mark.parametrize(
    ("written", "word", "origin"),
    [
        ("机<b>密</b>★", "机密", "机<b>密"),
        ("机<b>密</b>★", "密★", "密</b>★"),
        ("a&nbsp;机密", "机密", "机密"),
        ("&#26426;密", "机", "&#26426;"),
        ("&#26426;密", "密", "密"),
        ("一&#26426;&#23494;二", "机密", "&#26426;&#23494;"),
        ("绝 密", "绝密", "绝 密"),
        ("\u200b绝\u200b密\u200b", "绝密", "绝\u200b密"),
        ("一 二\n三", "二", "二"),
        ("**一**、**二**", "、", "、"),
    ],
)
def test_the_way_back_is_exact(written: str, word: str, origin: str) -> None:
    folded = Folded(written)
    start = folded.text.index(word)
    found = folded.origin(start, start + len(word))
    assert written[slice(*found)] == origin


def test_an_entity_that_stands_for_several_characters() -> None:
    written = "前&NotEqualTilde;后"
    folded = Folded(written)
    assert folded.text[0] + folded.text[-1] == "前后"
    for start in range(1, len(folded.text) - 1):
        first, last = folded.origin(start, start + 1)
        assert 1 <= first < last <= len(written) - 1


def test_plain_text_keeps_its_marks() -> None:
    assert Folded("*机*\u200b密 件 <b> &#26426;", markup=False).text == "*机*密件 <b> &#26426;"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "\u200b",
        "<b>",
        "*",
        " ",
        "\n",
        "&#0;",
        "&#x110000;",
        "&#55296;",
        "\\ud800",
        "\\U00110000",
        "\\UFFFFFFFF",
        "&#99999999;",
    ],
)
def test_odd_and_empty_texts(written: str) -> None:
    folded = Folded(written)
    folded.text.encode("utf-8")  # no half of a pair
    start, end = folded.origin(0, len(folded.text))
    assert 0 <= start <= end <= len(written)
    assert folded.origin(0, 0)[0] == folded.origin(0, 0)[1]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"&#{'0' * 5000}65;b", "Ab"),
        (f"&#X{'0' * 5000}41;b", "Ab"),
        (f"&#{'1' * 5000};", "\ufffd"),
        (f"&#{'0' * 5000};", "\ufffd"),
        ("&#65a&amp;&nichts;", "Aa&&nichts;"),
    ],
)
def test_entities_with_any_number_of_digits(written: str, shown: str) -> None:
    assert unescaped(written) == shown


def test_what_is_cut_is_not_read_and_led_back_over() -> None:
    folded = Folded("一机[密](u)★二", cut=((2, 3, ""), (4, 8, "")))
    assert folded.text == "一机密★二"
    assert folded.origin(1, 4) == (1, 9)


def test_a_word_is_folded_as_text_is() -> None:
    for written, word in (("機\u200b密", "机密"), ("ＶＰＮ", "VPN"), ("", "")):
        assert fold(written) == word


PIECES = st.sampled_from(
    ["机", "密", "機", "★", "a", "1", "_", "*", "~~", "`", "\\", "\\u673a", "\\U00005bc6", "\\x41", "&#26426;", "&#x5bc6",
     "&nbsp;", "&amp;", "&notit;", "&NotEqualTilde;", "<b>", "</b>", "<br/>", "<!-- x -->", "<!--", "<a href='机'>", "<", ">",
     "&", " ", "　", "\u00a0", "\n", "\n\n", "\t", "\u200b", "\u0301", "\ufe0f", "\U000e0041", "\U00020000", "…", "①", "Ａ", "ﬁ", "。"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, PIECES, st.characters(codec="utf-8")), max_size=30).map("".join)


@given(TEXTS, st.booleans())
@settings(max_examples=1500, deadline=None)
def test_every_stretch_leads_back_into_the_text(written: str, markup: bool) -> None:
    folded = Folded(written, markup)
    length = len(folded.text)
    origins = [folded.origin(at, at + 1) for at in range(length)]
    assert all(0 <= start < end <= len(written) for start, end in origins)
    assert origins == sorted(origins), "later text comes from later text"
    for start in range(length):
        for end in (start + 1, start + 2, length):
            if end <= length:
                assert folded.origin(start, end) == (origins[start][0], origins[end - 1][1])


SAFE = st.text(st.characters(categories=("Lo", "Nd", "Ll"), max_codepoint=0x9FFF), min_size=1, max_size=6).filter(
    lambda text: Folded(text).text == fold(text) and len(fold(text)) == len(text)
)


@given(SAFE, TEXTS, SAFE)
@settings(max_examples=500, deadline=None)
def test_what_is_not_edited_leads_to_itself(before: str, written: str, after: str) -> None:
    """Stretches around a disguise; a period at its sides keeps it from taking of them."""
    text = f"{before}。|{written}|。{after}"
    folded = Folded(text)
    for at in range(len(before)):
        assert folded.origin(at, at + 1) == (at, at + 1)
    for back in range(1, len(after) + 1):
        at = len(folded.text) - back
        assert folded.origin(at, at + 1) == (len(text) - back, len(text) - back + 1)


SPECIAL = {
    "blanks between": "密" + " " * 1_000_000 + "a",
    "lines between": "密" + "\n" * 1_000_000 + "a",
    "blanks and lines": "密" + " \n" * 500_000 + "a",
    "blanks after each": "密 " * 500_000,
    "blanks that lead on": "密" + "\u3000" * 1_000_000 + "级",
    "less": "<" * 1_000_000,
    "open tags": "<a " * 330_000,
    "open comments": "<!--" * 250_000,
    "open comment": "<!--" + "-" * 1_000_000,
    "one open tag": "<a" + " " * 1_000_000,
    "ampersands": "&" * 1_000_000,
    "open entities": "&#" * 500_000,
    "digits of an entity": "&#" + "1" * 1_000_000,
    "letters of an entity": "&" + "a" * 1_000_000,
    "entities": "&#26426;" * 125_000,
    "unknown entities": "&abcdef" * 140_000,
    "backslashes": "\\" * 1_000_000,
    "escapes": "\\u673a" * 166_000,
    "stars": "*" * 1_000_000,
    "underscores": "_" * 1_000_000,
    "underscores in words": "a_" * 500_000,
    "ticks": "`~" * 500_000,
    "unseen": "\u200b" * 1_000_000,
    "unseen between": "密\u200b" * 500_000,
    "zeros": "&#" + "0" * 1_000_000 + "65;",
    "marks of other scripts": "密\u064b" * 500_000,
    "combining": "密" + "\u0301" * 1_000_000,
    "traditional": "機" * 1_000_000,
    "every character": "".join(chr(code) for code in range(0x20, 0x110000) if not 0xD800 <= code < 0xE000),
}  # fmt: skip


@pytest.mark.parametrize("name", SPECIAL)
@pytest.mark.parametrize("markup", [True, False])
def test_a_long_text_is_folded_in_linear_time(name: str, markup: bool) -> None:
    with no_hang():
        folded = Folded(SPECIAL[name], markup)
        for at in range(0, len(folded.text), max(1, len(folded.text) // 1000)):
            folded.origin(at, at + 1)

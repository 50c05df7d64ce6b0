"""Written forms and the proper form of each."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanmu import repair

FORMS = {
    repair.day: {
        "2026-03-01": "2026-03-01",
        "2026年3月1日": "2026-03-01",
        "2026/3/1": "2026-03-01",
        "2026.3.1": "2026-03-01",
        "20260301": "2026-03-01",
        "２０２６—０３—０１": "2026-03-01",
        "二〇二六年三月一日": "2026-03-01",
        "二○○八年十二月三十一日": "2008-12-31",
        "2026年十月二十日": "2026-10-20",
        "2026年三十一十月一日": "",
        "2026-02-30": "",
        "26-3-1": "",
        "2226-03-01": "",
        "三月一日": "",
        "": "",
    },
    repair.moment: {
        "2026-03-21 09:00": "2026-03-21 09:00",
        "2026-03-21T09:00:05+08:00": "2026-03-21 09:00",
        "2026年3月21日9时30分": "2026-03-21 09:30",
        "2026年3月21日 9点": "2026-03-21 09:00",
        "2026-3-21 9：30": "2026-03-21 09:30",
        "2026-3-21": "2026-03-21",
        "2026-03-21 25:00": "",
        "2026-03-21 09:60": "",
        "2026-03-21 下午": "",
        "2026-03-21 1": "",
    },
    repair.doc_number: {
        "晋政发〔2026〕8号": "晋政发〔2026〕8号",
        "晋政发[2026]第08号": "晋政发〔2026〕8号",
        "晋政发（2026）8号": "晋政发〔2026〕8号",
        "晋政发【2026】8": "晋政发〔2026〕8号",
        "晋政发〔2014〕号16": "晋政发〔2014〕16号",
        "发文字号：晋政发〔2010〕 2号": "晋政发〔2010〕2号",
        "晋政发\u200b〔2010〕2号": "晋政发〔2010〕2号",
        "晋科（办）发〔2026〕8号": "晋科（办）发〔2026〕8号",
        "晋科(办)发[2026]8号": "晋科（办）发〔2026〕8号",
        "晋政发〔２０２６〕８号": "晋政发〔2026〕8号",
        "山西省人民政府令第256号": "山西省人民政府令第256号",
        "省政府令 第0102号": "省政府令第102号",
        "公告2026年第14号": "公告2026年第14号",
        "发文字号：公告2026年第14号": "公告2026年第14号",
        "财政部、税务总局公告2026年第44号": "财政部、税务总局公告2026年第44号",
        "全国人民代表大会常务委员会公告（第四号）": "全国人民代表大会常务委员会公告（第四号）",
        "省政府令第0102号": "省政府令第102号",
        "国家发展改革委2017年第9号": "",
        "晋政发2026年8号": "",
        "无": "",
        "": "",
    },
    repair.index_number: {
        "000014348/2020-35147": "000014348/2020-35147",
        "11140000000000000X/2026-00001": "11140000000000000X/2026-00001",
        "０00014348/2020—35147": "000014348/2020-35147",
        "无": "",
        "12": "",
        "编号未定": "",
    },
    repair.number: {"12.5": "12.5", "-3": "-3", "1,234": "1234", "１２": "12", "+3": "3", "١٢": "", "12%": "", "": ""},
    repair.email: {
        "bgt@shifan.gov.cn": "bgt@shifan.gov.cn",
        "bgt＠shifan.gov.cn": "bgt@shifan.gov.cn",
        "mailto:bgt@shifan.gov.cn": "bgt@shifan.gov.cn",
        "bgt@shifan": "",
        "bgt": "",
    },
    repair.url: {
        "https://www.shifan.gov.cn/a?b=1#c": "https://www.shifan.gov.cn/a?b=1#c",
        "http://示范.政务/": "http://示范.政务/",
        "www.shifan.gov.cn/a": "https://www.shifan.gov.cn/a",
        "http：//www.shifan.gov.cn": "http://www.shifan.gov.cn",
        "https://shifan.gov.cn/a b": "https://shifan.gov.cn/a%20b",
        "javascript:alert(1)": "",
        "ftp://shifan.gov.cn": "",
        "https://user:word@shifan.gov.cn/": "",
        "https://shifan.gov.cn/" + "a" * 2000: "",
        "见附件": "",
        "http://a..b/": "",
        "http://.a.cn/": "",
        "http://a.cn./": "",
        "http://a.cn/%zz": "",
        "http://a.cn/%4": "",
        "http://a%2e.cn/": "",
        "http://a.cn/%E7%94%B2?b=%20#c": "http://a.cn/%E7%94%B2?b=%20#c",
        **{f"http://a.cn/{char}": "" for char in "|{}<>^`\x01"},
        **{f"http://a{char}.cn/": "" for char in "|{}<>^`\x01"},
    },
    repair.phone: {
        "0351-3046778": "0351-3046778",
        "(0351) 3046778": "(0351) 3046778",
        "（0351）3046778": "（0351）3046778",
        "0351 3046778": "0351 3046778",
        "+86-351-3046778": "+86-351-3046778",
        "3046778": "3046778",
        "12345": "12345",
        "400-123-4567": "400-123-4567",
        "0351-3046778转8001": "0351-3046778转8001",
        "0351-3046778、3049179": "0351-3046778、3049179",
        "0351-3046778/0351-3046779": "0351-3046778/0351-3046779",
        "0351-3046778/79": "0351-3046778/79",
        "办公室：0351-3046778（工作日 9:00-17:00）": "办公室：0351-3046778（工作日 9:00-17:00）",
        "０３５１－３０４６７７８": "0351-3046778",
        "0351—3046778": "0351-3046778",
        "0351-12345": "0351-12345",
        "010-6601-8888": "010-6601-8888",
        "8610-66018888": "8610-66018888",
        "13000000000": "13000000000",
        "0351-304677": "",
        "0351-3046": "",
        "0351-304677890": "",
        "010-1234567": "",
        "3513046778": "",
        "1300000000": "",
        "办公室、0351-3046778": "",
        "见网站": "",
        "、": "",
        "03513046778030467780": "",
    },
}


@pytest.mark.parametrize(("proper", "written"), [(form, text) for form, table in FORMS.items() for text in table])
def test_proper_form(proper, written) -> None:  # type: ignore[no-untyped-def]
    assert proper(written) == FORMS[proper][written]


@pytest.mark.parametrize("proper", FORMS)
@given(text=st.text(max_size=60))
@settings(max_examples=60)
def test_a_proper_form_needs_no_repair(proper, text: str) -> None:  # type: ignore[no-untyped-def]
    good = proper(text)
    assert good == "" or proper(good) == good


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-03-21 09:05", datetime(2026, 3, 21, 9, 5)),
        ("2026-03-21", datetime(2026, 3, 21)),
        ("2026-03-21 ", None),
        ("2026-03-21 24:00", None),
        ("2026-02-29", None),
        ("２０２６-０３-２１", None),
    ],
)
def test_real_moment(text: str, found: datetime | None) -> None:
    assert repair.real_moment(text) == found


def test_real_day() -> None:
    assert repair.real_day("2028-02-29") == date(2028, 2, 29)
    assert repair.real_day("2026-02-29") is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-30", "2026年2月有28天"),
        ("2026-12-32", "2026年12月有31天"),
        ("2026-00-01", "月份写 01 到 12"),
        ("2026-03-21 24:00", "小时写 00 到 23"),
        ("1026-03-21", "年份写在 1900 到 2099 之间"),
        ("2026-3-1", ""),
    ],
)
def test_impossible(text: str, why: str) -> None:
    assert why in repair.impossible(text)
    assert bool(repair.impossible(text)) == bool(why)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("3046778", True),
        ("联系电话：3046778转8001", True),
        ("3046778、0351-3046779", True),
        ("0351-3046778、3046779", False),
        ("010-6601-8888", False),
        ("12345", False),
        ("400-123-4567", False),
        ("13000000000", False),
        ("", False),
    ],
)
def test_a_number_without_area_code(text: str, lacks: bool) -> None:
    assert repair.lacks_area_code(text) == lacks

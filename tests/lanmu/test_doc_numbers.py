"""发文字号: real ones by the class that a careful clerk gave them, and cases of our own."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from lanmu.repair import doc_number

REAL = Path(__file__).parents[3] / "shared" / "data" / "doc_numbers_800.csv"
SHARE = 0.98

# What each class asks: raw text, the proper form that the label gives, and ours.
EXPECTED: dict[str, Callable[[str, str, str], bool]] = {
    "strict": lambda raw, normal, ours: ours == raw == normal,
    "label-prefixed": lambda raw, normal, ours: ours == normal != raw,
    "repairable": lambda raw, normal, ours: ours == normal != raw,
    "order(令)": lambda raw, normal, ours: "令" in ours and ours in ("".join(raw.split()), _after_label(raw)),
    "announcement no.": lambda raw, normal, ours: ours == raw,
    "other": lambda raw, normal, ours: ours == "",
    "empty": lambda raw, normal, ours: ours == raw == "",
}
# Every difference from the labels, and why ours is right.
REVIEWED = {
    "发文字号：晋政发〔2014〕号16": "organ, year and number are all there; 号 slipped before the number",
    "发文字号：晋政办发〔2012〕18": "organ, year and number are all there; only 号 is missing",
}


def _after_label(raw: str) -> str:
    return "".join(raw.partition("：")[2].split())


@pytest.mark.skipif(not REAL.exists(), reason="缺少 ../shared/data/doc_numbers_800.csv（真实发文字号）")
def test_real_numbers_fall_into_their_classes() -> None:
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["class"] in EXPECTED]
    differ = {
        row["docno_raw"]: doc_number(row["docno_raw"])
        for row in rows
        if not EXPECTED[row["class"]](row["docno_raw"], row["docno_normal"], doc_number(row["docno_raw"]))
    }
    print(f"{len(rows)} numbers, {len(differ)} differ: {differ}")
    assert len(rows) == 641
    assert sorted(differ) == sorted(REVIEWED)
    assert 1 - len(differ) / len(rows) >= SHARE


# As written → the proper form, "" where none can honestly be given.
CASES = {
    "示政发〔2026〕8号": "示政发〔2026〕8号",
    "示科函〔2026〕120号": "示科函〔2026〕120号",
    "示财税〔2026〕1号": "示财税〔2026〕1号",
    "示科（办）〔2026〕12号": "示科（办）〔2026〕12号",
    "示政发[2026]8号": "示政发〔2026〕8号",
    "示政发［2026］8号": "示政发〔2026〕8号",
    "示政发(2026)8号": "示政发〔2026〕8号",
    "示政发（2026）8号": "示政发〔2026〕8号",
    "示政发【2026】8号": "示政发〔2026〕8号",
    "示政发﹝2026﹞8号": "示政发〔2026〕8号",
    "示政发<2026>8号": "示政发〔2026〕8号",
    "示政发〔2026)8号": "示政发〔2026〕8号",
    "示政发〔2026年〕8号": "示政发〔2026〕8号",
    "示政发〔2026〕第8号": "示政发〔2026〕8号",
    "示政发〔2026〕008号": "示政发〔2026〕8号",
    "示政发〔2026〕第08号": "示政发〔2026〕8号",
    "示政发〔2026〕8": "示政发〔2026〕8号",
    "示政发 〔2026〕 8 号": "示政发〔2026〕8号",
    "示政发\u3000〔2026〕8号": "示政发〔2026〕8号",
    "示政发\ufeff〔2026〕8号": "示政发〔2026〕8号",
    "示政发〔２０２６〕８号": "示政发〔2026〕8号",
    "文号:示政发〔2026〕8号": "示政发〔2026〕8号",
    "文件编号 示政发〔2026〕8号": "示政发〔2026〕8号",
    "示范省人民政府令第25号": "示范省人民政府令第25号",
    "示范省人民政府令第二十五号": "示范省人民政府令第二十五号",
    "示范省人民政府令（第25号）": "示范省人民政府令（第25号）",
    "示范省人民政府令 第 025 号": "示范省人民政府令第25号",
    "示范省财政厅公告2026年第3号": "示范省财政厅公告2026年第3号",
    "示范省财政厅通告2026年第03号": "示范省财政厅通告2026年第3号",
    "示范省财政厅2026年第3号": "",
    "示政 第24号": "",
    "示政发〔2026〕48号〔〕": "",
    "示政发〔26〕8号": "",
    "示政发〔2026〕号": "",
    "示政发〔2026〕0号": "",
    "〔2026〕8号": "",
    "示政发2026年8号": "",
    "示政发〔2026〕8号、9号": "",
    "发文字号：": "",
    "": "",
}


@pytest.mark.parametrize("written", CASES)
def test_form(written: str) -> None:
    assert doc_number(written) == CASES[written]

"""Bad articles, one fault each: what the check must find, and where."""

from pathlib import Path

import pytest

from lanmu.finding import Finding
from lanmu.rules import engine, examples
from lanmu.rules.rule import Example
from lanmu.rules.sample import DOCUMENT, FILES, NEWS, edited

NEWS_TEXT = FILES[NEWS]
SURVEY = "content/kjt/zxdc/2026-03-20-wen-juan.md"
GUIDE = "content/lyj/zxzx/2026-03-20-ban-li.md"
GUIDE_TEXT = """\
---
title: 旅行社设立许可办理指南
date: 2026-03-20
source: 省旅游局
type: 办事指南
item_kind: 行政许可事项
audience: [企业]
basis: 旅行社条例
conditions: 有固定的经营场所
materials:
  - name: 设立申请书
    copies: "1"
procedure:
  - 到窗口提交材料
  - 领取许可证
phone: 0351-0000003、0351-0000004
apply: https://lyj.shifan.gov.cn/shenqing
office: 省旅游局
---

办理地点见省旅游局网站。
"""


def run(files: dict[str, str | bytes | None]) -> tuple[Finding, ...]:
    return examples.run(Example(files))


def news(*changes: tuple[str, str]) -> dict[str, str | bytes | None]:
    return dict(edited(NEWS, *changes))


def document(*changes: tuple[str, str]) -> dict[str, str | bytes | None]:
    return dict(edited(DOCUMENT, *changes))


def guide(*changes: tuple[str, str]) -> dict[str, str | bytes | None]:
    text = GUIDE_TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return {GUIDE: text}


def link(target: str) -> dict[str, str | bytes | None]:
    return news((BODY, f"[甲]({target})\n\n{BODY}"))


SURVEY_TEXT = """\
---
title: 出行意见征集
date: 2026-03-20
source: 省旅游局
type: 调查
method: 意见征集
starts: 2026-03-20
ends: 2026-04-20
---

请填写问卷。
"""
LETTER_TEXT = """\
---
title: 博物馆周一是否开放
date: 2026-03-20
source: 省旅游局
question: 周一开放吗？
asked: 2026-03-18
state: 已答复
replied: 2026-03-19
reply: 周一开放。
---
"""


def letters_column(text: str, *changes: tuple[str, str]) -> dict[str, str | bytes | None]:
    """An article of 在线咨询, which here takes surveys, too."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return {**edited("columns.yaml", ("types: [信件,", "types: [信件, 调查,")), GUIDE: text}


def survey(*changes: tuple[str, str]) -> dict[str, str | bytes | None]:
    return letters_column(SURVEY_TEXT, *changes)


def letter(*changes: tuple[str, str]) -> dict[str, str | bytes | None]:
    return letters_column(LETTER_TEXT, *changes)


def notice(expires: str) -> dict[str, str | bytes | None]:
    text = (
        FILES[DOCUMENT]
        .partition("subject:")[0]
        .replace("index_number: 11140000000000000X/2026-00001\n", "type: 通知公告\n")
    )
    return {DOCUMENT: f"{text}expires: {expires}\n---\n"}


def interpretation(target: str, kind: str = "解读") -> dict[str, str | bytes | None]:
    table = edited(
        "columns.yaml",
        ("types: [文件,", "types: [文件, 解读, 规章,"),
        ("sections:\n", "types:\n  规章: {extends: 文件}\nsections:\n"),
    )
    text = f"---\ntitle: 办法解读\ndate: 2026-03-05\nsource: 省科技厅\ntype: {kind}\ninterprets: {target}\n---\n"
    return {**table, "content/kjt/zcwj/2026-03-05-jie-du.md": text}


def raw(data: bytes) -> dict[str, str | bytes | None]:
    return {NEWS: data}


def at(path: str) -> dict[str, str | bytes | None]:
    text = NEWS_TEXT.replace("../zcwj/", "../../kjt/zcwj/")
    return {NEWS: None, path: text}


TITLE = "title: 省科技厅召开科技计划工作推进会"
BODY = "3月19日，省科技厅"
HEAD, TAIL = NEWS_TEXT.split("---\n\n")
GOOD = NEWS_TEXT.encode()

# name: (files, expected (code, line), a part of the message, a part of the cure)
CASES: dict[str, tuple[dict[str, str | bytes | None], list[tuple[str, int | None]], str, str]] = {
    # bytes
    "empty": (raw(b""), [("F115", 1)], "开头没有键和值", "第一行写“---”"),
    "no text": (raw(b"\n\n"), [("F115", 1)], "开头没有键和值", "---"),
    "bom": (raw(b"\xef\xbb\xbf" + GOOD), [("F113", 1)], "BOM", "无 BOM"),
    "utf-16": (raw(NEWS_TEXT.encode("utf-16")), [("F113", 1)], "UTF-16", "无 BOM"),
    "utf-16 without mark": (raw(b"---\nA: b\n".decode().encode("utf-16-le")), [("F113", 1)], "UTF-16", "另存为"),
    "gbk": (raw(NEWS_TEXT.encode("gb18030")), [("F113", 2)], "像是 GBK", "GB18030"),
    "broken byte": (raw(GOOD + b"\xff"), [("F113", 12)], f"第{len(GOOD) + 1}个字节 0xFF", "删去损坏的字符"),
    "broken character": (raw(GOOD[:-2] + b"\n"), [("F113", 11)], "不是 UTF-8", "另存为"),
    "nul": (raw(GOOD + b"\x00"), [("F113", 12)], "U+0000", "删去"),
    "escape": (news((BODY, f"\x1b[31m{BODY}")), [("F113", 9)], "U+001B", "粘贴"),
    "too large": (raw(GOOD + b"a" * 1024 * 1024), [("F113", 1)], "1024 KB", "附件"),
    "pdf under another name": (raw(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), [("F113", 2)], "不是 UTF-8", "另存为"),
    # front matter
    "no front matter": (raw("只有正文。\n".encode()), [("F115", 1)], "没有键和值", "---"),
    "unclosed": (news(("keywords: [科技计划, 推进会]\n---\n", "")), [("F115", 1)], "没有结束", "另起一行"),
    "a list": (raw(b"---\n- a\n---\n"), [("F115", 2)], "没有键和值", "键: 值"),
    "colon in a value": (news((TITLE, f"{TITLE}: 二")), [("F115", 2)], "冒号", "加引号"),
    "value begins with @": (news((TITLE, "title: @甲")), [("F115", 2)], "开头", "加引号"),
    "open bracket": (news(("[科技计划, 推进会]", "[科技计划")), [("F115", 6)], "方括号", "加引号"),
    "open quotation mark": (news((TITLE, 'title: "甲')), [("F115", 2)], "引号", "加引号"),
    "no colon": (news((TITLE, "title 甲")), [("F115", 3)], "冒号", "半角"),
    "full-width colon": (news(("source: ", "source：")), [("F115", 4)], "“source”后面的冒号是全角的", "半角"),
    "no blank after the colon": (news(("title: ", "title:")), [("F115", 2)], "“title”的冒号后面没有空格", "空一格"),
    "every colon at once": (news(("title: ", "title:"), ("source: ", "source："), ("author: ", "author:")),
                            [("F115", 2), ("F115", 4), ("F115", 5)], "“title”", "空一格"),
    "bad indent": (news(("source:", "  source:")), [("F115", 4)], "冒号", "加引号"),
    "tab": (news(("source: 省科技厅", "source:\n\t- 甲")), [("F115", 5)], "制表符", "空格"),
    "duplicate key": (news((TITLE, f"{TITLE}\ntitle: 甲")), [("F115", 3)], "title（第2行已有）", "留一行"),
    "anchor": (news((TITLE, "title: &a 甲")), [("F115", 2)], "锚点", "加引号"),
    "alias": (news((TITLE, "title: *a")), [("F115", 2)], "锚点", "加引号"),
    "tag": (news((TITLE, "title: !!python/object 甲")), [("F115", 2)], "标签", "加引号"),
    "deep": (news(("[科技计划, 推进会]", "[" * 99 + "]" * 99)), [("F115", 6)], "嵌套", "lanmu new"),
    "two documents": (raw(b"---\na: 1\n--- b\n---\n"), [("F115", 3)], "只能有一个文档", "键: 值"),
    # fields
    "no title": (news((f"{TITLE}\n", "")), [("F101", 1)], "“标题”（title）", "title: …"),
    "no date": (news(("date: 2026-03-20 09:30\n", "")), [("F101", 1)], "发布日期", "2026-03-21"),
    "empty source": (news(("source: 省科技厅", "source:")), [("F101", 4)], "是空的", "信息的单位"),
    "blank source": (news(("source: 省科技厅", 'source: "  "')), [("F101", 4)], "是空的", "source"),
    "a row without its file": (
        document(("- file: 2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv\n    title", "- title")),
        [("F101", 13)],
        "“附件第1项的文件”（file）",
        "file: …",
    ),
    "a document without number": (document(("doc_number: 示科发〔2026〕8号\n", "")), [("F101", 1)], "发文字号", "晋政发"),
    "unknown key": (news(("author:", "auther:")), [("F108", 5)], "auther", "改成 author"),
    "a key that is there already": (news(("author: ", "auther: 某处\nauthor: ")), [("F108", 5)], "auther", "author 已经写在第6行"),
    "the label of a key that is there": (news(("author: ", "作者: 某处\nauthor: ")), [("F108", 5)], "作者", "author 已经写在第6行"),
    "a key without its blank in braces": (document(("  - file: 2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv\n    title: 项目申报表", "  - {title:甲, file: 2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv}")),
                                          [("F108", 13)], "title:甲", "“title”的冒号"),
    "a label for a key": (news(("author:", "作者:")), [("F108", 5)], "作者", "改成 author"),
    "a key of nothing": (news(("author:", "zzz:")), [("F108", 5)], "zzz", "可以写的键：title"),
    "a key of another type": (news((TITLE, f"{TITLE}\nvalidity: 有效")), [("F108", 3)], "validity", "键"),
    "unknown key of a row": (document(("    title: 项目", "    tilte: 项目")), [("F108", 14)], "tilte", "改成 title"),
    # dates
    "no such day": (document(("2026-02-26", "2026-02-30")), [("F102", 8)], "不存在", "2026年2月有28天"),
    "no such month": (document(("2026-02-26", "2026-13-01")), [("F102", 8)], "不存在", "01 到 12"),
    "no such hour": (news(("09:30", "25:30")), [("F102", 3)], "不存在", "00 到 23"),
    "no such year": (document(("2026-02-26", "2226-02-26")), [("F102", 8)], "不存在", "1900 到 2099"),
    "a date in Chinese": (document(("2026-02-26", "2026年2月6日")), [("F102", 8)], "写法", "改成 2026-02-06"),
    "a date in full width": (document(("2026-02-26", "２０２６-２-６")), [("F102", 8)], "写法", "改成 2026-02-06"),
    "a date with slashes": (news(("2026-03-20 09:30", "2026/3/20 9:30")), [("F102", 3)], "写法", "2026-03-20 09:30"),
    "a date with T": (news(("20 09:30", "20T09:30:00+08:00")), [("F102", 3)], "写法", "改成 2026-03-20 09:30"),
    "a date in words": (news(("2026-03-20 09:30", "三月二十日")), [("F102", 3)], "写法", "YYYY-MM-DD"),
    "a date left open": (news(("2026-03-20 09:30", "待填")), [("F102", 3)], "发布日期", "补上"),
    "no such day, loosely written": (news(("2026-03-20 09:30", "2026-02-30 9:00")), [("F102", 3)], "不存在", "有28天；时间写成 09:00"),
    "no such day, with slashes": (document(("2026-02-26", "2026/2/30")), [("F102", 8)], "不存在", "有28天；日期写成 YYYY-MM-DD"),
    "no such hour, loosely written": (news(("2026-03-20 09:30", "2026/3/20 25:00")), [("F102", 3)], "不存在", "00 到 59；日期写成"),
    "a list for a date": (news(("2026-03-20 09:30", "[2026-03-20]")), [("F110", 3)], "一行文字", "date"),
    "another day than the name's": (news(("2026-03-20", "2026-03-21")), [("F102", 3)], "文件名", "2026-03-21-gong"),
    # numbers of documents
    "square brackets": (document(("示科发〔2026〕8号", "示科发[2026]第08号")), [("F109", 9)], "发文字号", "〔2026〕8号"),
    "round brackets": (document(("〔2026〕8号", "（2026）8号")), [("F109", 9)], "写法", "改成 示科发〔2026〕8号"),
    "a label": (document(("示科发〔", "文号：示科发〔")), [("F109", 9)], "写法", "改成 示科发〔2026〕8号"),
    "full-width digits": (document(("〔2026〕8号", "〔２０２６〕８号")), [("F109", 9)], "写法", "〔2026〕8号"),
    "no number": (document(("示科发〔2026〕8号", "无")), [("F109", 9)], "“无”", "机关代字"),
    # other values
    "an unknown choice": (document(("有效\n", "有\n")), [("F110", 11)], "不能是“有”", "是不是“有效”"),
    "two lines in a title": (news((TITLE, "title: |\n  甲\n  乙")), [("F110", 2)], "只能有一行", "甲 乙"),
    "a list for a title": (news((TITLE, "title: [甲]")), [("F110", 2)], "这里是列表", 'title: "…"'),
    "keywords in one text": (news(("[科技计划, 推进会]", "科技计划、推进会")), [("F110", 6)], "几项", "[科技计划, 推进会]"),
    "keywords as a mapping": (news(("[科技计划, 推进会]", "{a: b}")), [("F110", 6)], "应当是列表", "- "),
    "a keyword that is a list": (news(("[科技计划, 推进会]", "[[a]]")), [("F110", 6)], "一行文字", "keywords"),
    "an unknown audience": (guide(("[企业]", "[企业家]")), [("F110", 7)], "企业家", "是不是“企业”"),
    "rows that are no list": (guide(("materials:\n  - name: 设立申请书\n    copies: \"1\"", "materials: 申请书")),
                              [("F110", 10)], "应当是几组键和值", "“- name: …”，下面与 name 对齐写 copies、form、note"),
    "a row that is text": (guide(("- name: 设立申请书\n    copies: \"1\"", "- 设立申请书")), [("F110", 11)], "键和值", "name: …"),
    "a telephone in words": (guide(("0351-0000003、0351-0000004", "见网站")), [("F110", 16)], "不是电话", "0351-"),
    "a telephone in full width": (guide(("0351-0000003、", "０３５１－0000003、")), [("F110", 16)], "不是电话", "0351-0000003、"),
    "an address without scheme": (guide(("https://", "")), [("F110", 17)], "不是网址", "改成 https://lyj"),
    "a script for an address": (guide(("https://lyj.shifan.gov.cn/shenqing", "javascript:alert(1)")),
                                [("F110", 17)], "不是网址", "https://"),
    "an index number of nothing": (document(("11140000000000000X/2026-00001", "无")), [("F110", 5)], "索引号", "000014348"),
    "a picture that is a table": (news((TITLE, f"{TITLE}\nimage: a.xlsx\nimage_alt: 会场")), [("F110", 3)], "不是图片", ".png"),
    "an article that is none": (news((TITLE, f"{TITLE}\ntopic: 专题")), [("F110", 3)], "不是文章", ".md"),
    "a column by its name": (news((TITLE, f"{TITLE}\ncolumns: [政策文件]")), [("F110", 3)], "政策文件", "zcwj（政策文件）"),
    "a column that is none": (news((TITLE, f"{TITLE}\ncolumns: [xyzw]")), [("F110", 3)], "xyzw", "lanmu columns"),
    # types
    "a type the column refuses": (news((TITLE, f"{TITLE}\ntype: 通知公告")), [("F107", 3)], "不收", "zcwj（政策文件）"),
    "a type that is none": (news((TITLE, f"{TITLE}\ntype: 新文")), [("F107", 3)], "没有“新文”", "是不是“新闻”"),
    "a column that refuses the type": (news((TITLE, f"{TITLE}\ncolumns: [bmdt, zcwj]")), [("F107", 3)], "“政策文件”不收“新闻”", "去掉 zcwj"),
    "the column of letters": (news((TITLE, f"{TITLE}\ncolumns: [zxzx]")), [("F107", 3)], "信件栏目", "去掉 zxzx"),
    # what cannot be right together
    "a survey that ends before it begins": (survey(("ends: 2026-04-20", "ends: 2026-03-19")), [("F102", 8)], "早于“开始日期”", "核对"),
    "a notice that expired before it was out": (notice("2026-02-28"), [("F102", 6)], "“截止日期”（expires）2026-02-28 早于“发布日期”", "核对"),
    "an answer that is not there": (letter(("reply: 周一开放。\n", "")), [("F110", 7)], "却没有“答复内容”（reply）", "办理中"),
    "an answer without its day": (letter(("replied: 2026-03-19\n", "")), [("F110", 7)], "“答复日期”（replied）", "补上 replied"),
    "a topic that is a document": (news((TITLE, f"{TITLE}\ntopic: ../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md")),
                                   [("F110", 3)], "指向的是“文件”，不是“专题”", "专题"),
    "an interpretation of news": (interpretation("../bmdt/2026-03-20-gong-zuo-tui-jin-hui.md"), [("F110", 6)], "不是“文件”", "文件"),
    # places
    "Chinese name": (at("content/kjt/bmdt/2026-03-20-关于投资.md"), [("F103", None)], "样子", "2026-03-20-guan-yu-tou-zi.md"),
    "capitals": (at("content/kjt/bmdt/2026-03-20-Tou-Zi.md"), [("F103", None)], "样子", "2026-03-20-tou-zi.md"),
    "no date in the name": (at("content/kjt/bmdt/投资.md"), [("F103", None)], "样子", "2026-03-20-tou-zi.md"),
    "a loose date in the name": (at("content/kjt/bmdt/2026.3.20 投资.md"), [("F103", None)], "样子", "2026-03-20-tou-zi"),
    "a date without more": (at("content/kjt/bmdt/20260320.md"), [("F103", None)], "样子", "2026-03-20-sheng-ke-ji"),
    "another ending": (at("content/kjt/bmdt/2026-03-20-a.markdown"), [("F103", None)], "样子", "2026-03-20-a.md"),
    "an impossible day in the name": (at("content/kjt/bmdt/2026-02-30-a.md"), [("F103", None)], "不存在", "2026-03-20-a.md"),
    "no column folder": (at("content/kjt/2026-03-20-a.md"), [("F103", None), ("L501", 11)], "文件夹", "<栏目>"),
    "too deep": (at("content/kjt/bmdt/a/2026-03-20-a.md"), [("F103", None), ("L501", 11)], "文件夹", "<部门>"),
    "unknown department": (at("content/kjj/bmdt/2026-03-20-a.md"), [("O401", None)], "“kjj”的部门", "content/kjt/"),
    "department by its name": (at("content/科技厅/bmdt/2026-03-20-a.md"), [("O401", None)], "“科技厅”的部门", "content/kjt/"),
    "unknown column": (at("content/kjt/bmdd/2026-03-20-a.md"), [("O401", None)], "“bmdd”的栏目", "bmdt（部门动态）"),
    "not its column": (at("content/bgt/bmdt/2026-03-20-a.md"), [("O401", None)], "不是栏目“部门动态”", "zcwj（政策文件）"),
    # links
    "no such article": (news(("ban-fa.md", "ban-fo.md")), [("L501", 11)], "没有“../zcwj/", "ke-ji-ji-hua-ban-fa.md"),
    "article on another day": (news(("03-01-ke", "03-02-ke")), [("L501", 11)], "没有", "是不是 ../zcwj/2026-03-01-ke"),
    "a link out of content": (news(("../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md", "../../../columns.yaml")),
                              [("L502", 11)], "离开了", "同名的文件夹"),
    "an absolute path": (news(("../zcwj/", "/zcwj/")), [("L501", 11)], "不是相对路径", "同名的文件夹"),
    "a path of this computer": (news(("../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md", "C:/tmp/a.docx")),
                                [("L502", 11)], "不是相对路径", "同名的文件夹"),
    "a path of this computer with backslashes": (document(("- file: 2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv", "- file: C:\\Users\\a.docx")),
                                                 [("F110", 13)], "自己电脑上的路径", "写“文件夹/a.docx”"),
    "a host without scheme": (link("www.gov.cn"), [("L501", 9)], "不是完整的网址", "https://www.gov.cn"),
    "a scheme with one slash": (link("http:/www.gov.cn"), [("L501", 9)], "不是完整的网址", "http://www.gov.cn"),
    "a scheme without colon": (link("https//www.gov.cn/a"), [("L501", 9)], "不是完整的网址", "https://www.gov.cn/a"),
    "a scheme alone": (link("http://"), [("L501", 9)], "不是完整的网址", "如 https://"),
    "a script": (link("JavaScript:alert(1)"), [("F114", 9)], "javascript:", "网址"),
    "a script of another kind": (link("vbscript:a"), [("F114", 9)], "vbscript:", "网址"),
    "a picture in an address": (news((BODY, f"![会场](data:image/png;base64,AA)\n\n{BODY}")), [("F114", 9)], "data:", "文件夹"),
    "a column from the root": (link("/columns/zcwj/"), [("L501", 9)], "不是相对路径", "写成 ../../columns/zcwj/index.html"),
    "a column from the root, misspelt": (link("/columns/zcwk/"), [("L501", 9)], "不是相对路径", "../../columns/zcwj/index.html"),
    "a department from the root": (link("/kjt"), [("L501", 9)], "不是相对路径", "写成 ../../kjt/index.html"),
    "the home page from the root": (link("/"), [("L501", 9)], "不是相对路径", "写成 ../../index.html"),
    "an article from the root": (link("/kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md"), [("L501", 9)], "不是相对路径", "写成 ../../kjt/zcwj/2026-03"),
    "a column's page that is none": (link("../../columns/zcwk/index.html"), [("L501", 9)], "没有", "是不是 ../../columns/zcwj/index.html"),
    "another page of a column": (link("../../columns/zcwj/a.html"), [("L501", 9)], "没有", "../../columns/zcwj/index.html"),
    "a section's page that is none": (link("../../sections/gongkia/index.html"), [("L501", 9)], "没有", "../../sections/gongkai/index.html"),
    "a department's page that is none": (link("../../ktj/index.html"), [("L501", 9)], "没有", "../../kjt/index.html"),
    "a page that is not built": (link("../../search/index.html"), [("L501", 9)], "没有", "核对路径"),
    "backslashes": (news(("../zcwj/2026", "..\\zcwj\\2026")), [("L501", 11)], "反斜线", "../zcwj/2026"),
    "an empty link": (news(("../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md", "")), [("L501", 11)], "通向哪里", "网址"),
    "tag that leads nowhere": (news((BODY, f'<a href="x">二</a>\n\n{BODY}')), [("L501", 9)], "“x”", "核对路径"),
    "prose that is a link": (news((BODY, f"机关[1](二)\n\n{BODY}")), [("L501", 9)], "“二”", "反斜线"),
    "a comment is not looked into for links": (news((BODY, f"<!-- [甲](a.pdf) 待填 -->\n\n{BODY}")), [("B212", 9)], "", ""),
    "a missing picture": (news((BODY, f"![会场](a.png)\n\n{BODY}")), [("L502", 9)], "这个图片", "content/kjt/bmdt/2026-03-20"),
    "a missing picture in HTML": (news((BODY, f'<img alt="" src="a.png">\n\n{BODY}')), [("L502", 9)], "这个图片", "2026-03-20"),
    "a missing reference": (news((BODY, f"[a]: a.pdf\n\n{BODY}")), [("L502", 9)], "这个附件", "a.pdf"),
    "an attachment without its folder": (document(("- file: 2026-03-01-ke-ji-ji-hua-ban-fa/", "- file: ")),
                                         [("L502", 13)], "这个附件", "是不是 2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv"),
    "an attachment misspelt": (document(("biao.csv\n    title", "biao.xlsx\n    title")), [("L502", 13)], "附件", "shen-bao-biao.csv"),
    "an attachment by absolute path": (document(("- file: 2026", "- file: /2026")), [("F110", 13)], "相对路径", "文件夹"),
    "an interpretation of nothing": (news((TITLE, f"{TITLE}\ntopic: ../zcwj/2026-01-01-a.md")), [("L501", 3)], "没有", "核对路径"),
    "a name no system takes": (news(("2026-03-01-ke-ji-ji-hua-ban-fa.md", "%00" + "a" * 300 + ".md")), [("L501", 11)], "没有", "核对"),
    # what is left open
    "an open field that must be filled": (news(("source: 省科技厅", "source: 待填")), [("F112", 4)], "“信息来源”", "再送审"),
    "an open field": (news(("author: 省科技厅信息员", "author: 待填")), [("F112", 5)], "“作者”", "送审"),
    "an open place in a field": (news((TITLE, f"{TITLE}（待填）")), [("F112", 2)], "没填写的地方", "换成"),
    "an open place in the body": (news((BODY, f"联系电话：待填\n\n{BODY}")), [("F112", 9)], "正文里", "换成"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    files, expected, message, cure = CASES[name]
    found = run(files)
    assert [(finding.rule, finding.line) for finding in found] == expected
    assert message in found[0].message
    assert cure in found[0].cure


def test_the_guide_is_clean() -> None:
    assert run(guide()) == ()


CLEAN = {
    "a survey of one day": survey(("ends: 2026-04-20", "ends: 2026-03-20")),
    "an answered letter": letter(),
    "a letter in work": letter(("state: 已答复\nreplied: 2026-03-19\nreply: 周一开放。", "state: 办理中")),
    "a notice that ends today": notice("2026-03-01"),
    "an interpretation of a document": interpretation("2026-03-01-ke-ji-ji-hua-ban-fa.md"),
    "an interpretation of a type that extends it": {
        **interpretation("2026-03-01-ke-ji-ji-hua-ban-fa.md"),
        **document(("source: 省科技厅", "source: 省科技厅\ntype: 规章")),
    },
    "its own column among those that show it": news((TITLE, f"{TITLE}\ncolumns: [bmdt]")),
    "pages of the site": news((BODY, "[甲](../../sections/gongkai/) [乙](../../archive/index.html) [丙](../../kjt/archive/index.html) "
                               f"[丁](../../columns/zcwj/index.html) [戊](../../feeds/index.xml) [己](../../map/index.html)\n\n{BODY}")),
    "addresses of every kind": link("HTTPS://示范.政务/?q='(甲)'"),
    "line ends of Windows": raw(GOOD.replace(b"\n", b"\r\n")),
    "a comment": news((TITLE, f"# 说明\n{TITLE}")),
    "quotation marks": news((TITLE, 'title: "省科技厅: 召开会议"')),
    "an empty optional field": news(("author: 省科技厅信息员", "author:")),
    "a day alone": news(("2026-03-20 09:30", "2026-03-20")),
    "one keyword": news(("[科技计划, 推进会]", "科技计划")),
    "an order": document(("示科发〔2026〕8号", "示范省人民政府令第302号")),
    "an announcement": document(("示科发〔2026〕8号", "示范省科技厅公告2026年第3号")),
    "an older index number": document(("11140000000000000X/2026-00001", "000014348/2020-35147")),
    "a telephone with a note": guide(("0351-0000003、0351-0000004", "办公室：0351-0000003（工作日）")),
    "one step": guide(("\n  - 到窗口提交材料\n  - 领取许可证", " 到窗口提交材料，当场领取许可证")),
    "code": news((BODY, f"`[甲](a.pdf)` 和\n\n```\n![图](b.png)\n```\n\n    [乙](c.pdf)\n\n{BODY}")),
    "external links": news((BODY, f"[甲](https://a.gov.cn/b) [乙](mailto:a@b.cn) [丙](//a.cn) [丁](#yi)\n\n{BODY}")),
    "a link with a title": news(("ban-fa.md)", 'ban-fa.md "办法")')),
    "a link in angle brackets": news(("](../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md)", "](<../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md>)")),
    "a link to a place in an article": news(("ban-fa.md)", "ban-fa.md#yi)")),
    "a link to the page of an article": news(("ban-fa.md)", "ban-fa.html)")),
    "links to generated pages": news((BODY, f"[甲](../../columns/zcwj/index.html) [乙](../../lyj/) [丙](../../index.html)\n\n{BODY}")),
    "brackets in prose": news((BODY, f"[注]: 本文所称单位， (一)机关\n\n{BODY}")),
    "a form to be filled in": news((BODY, f"下载待填写的表格。\n\n{BODY}")),
    "a blank in a file's name": {
        **document(("](2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv)", "](2026-03-01-ke-ji-ji-hua-ban-fa/甲 (1).csv)")),
        "content/kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/甲 (1).csv": "甲\n",
    },
    "a blank as %20": {
        **document(("](2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv)", "](2026-03-01-ke-ji-ji-hua-ban-fa/a%20b.csv)")),
        "content/kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/a b.csv": "甲\n",
    },
    "hidden files": {"content/kjt/bmdt/.draft.md": "不是文章\n", "content/.git/a.md": ""},
    "a list that goes on": news((BODY, f"- 甲\n\n    乙 `[丙](a.pdf)`\n\n{BODY}")),
}  # fmt: skip


@pytest.mark.parametrize("name", CLEAN)
def test_clean(name: str) -> None:
    assert run(CLEAN[name]) == ()


def test_all_faults_at_once() -> None:
    found = run(
        news(("source: 省科技厅\n", ""), ("09:30", "25:30"), ("author:", "auther:"), ("ban-fa.md", "ban-fo.md"))
    )
    assert [(finding.rule, finding.line) for finding in found] == [("F101", 1), ("F102", 3), ("F108", 4), ("L501", 10)]


def test_a_link_in_a_list_is_seen() -> None:
    found = run(news((BODY, f"- 甲\n\n    [丙](a.pdf)\n\n{BODY}")))
    assert [(finding.rule, finding.line, finding.column) for finding in found] == [("L502", 11, 9)]


def test_a_suggested_name_is_free() -> None:
    taken = "content/kjt/bmdt/2026-03-20-tou-zi.md"
    other = NEWS_TEXT.replace("推进会", "座谈会", 1)
    files = {NEWS: None, taken: NEWS_TEXT, "content/kjt/bmdt/2026-03-20-投资.md": other}
    assert [finding.cure for finding in run(files)] == ["改名为 2026-03-20-tou-zi-2.md"]


def test_no_more_findings_than_anyone_reads(tmp_path: Path) -> None:
    text = NEWS_TEXT + "[甲](a.pdf)\n" * (2 * engine.MOST)
    assert len(run({NEWS: text})) == engine.MOST


def test_a_fault_in_the_table_hides_what_follows_from_it() -> None:
    table = edited("columns.yaml", ("departments: [各厅局]", "departments: [各厅]"))
    assert {finding.rule[0] for finding in run(dict(table))} == {"C"}

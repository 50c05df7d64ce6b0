"""Types that a portal declares itself: every filled field reaches the page, whatever its kind."""

from collections.abc import Callable, Mapping

from lanmu.rules.sample import COLUMNS, edited
from tests.plugins.conftest import Site
from tests.plugins.test_pages import DOCUMENT_PAGE, soup

Build = Callable[..., Site]
TYPES = """\
types:
  招聘:
    extends: 通知公告
    fields:
      posts:
        label: 招聘岗位
        kind: rows
        fields:
          name: {label: 岗位, kind: line}
          count: {label: 人数, kind: number}
          note: {label: 备注, kind: line}
          form: {label: 登记表, kind: file}
      how: {label: 报名办法, kind: text}
      stages: {label: 招聘程序, kind: steps}
      site: {label: 报名网址, kind: url}
      places: {label: 考点, kind: list}
      paid: {label: 是否收费, kind: flag}
      law: {label: 招聘依据, kind: article}
      inner: {label: 内部编号, kind: line, show: false}
      note: {label: 内部说明, kind: text, show: false}
  简介: {extends: 领导, template: article}
"""
POSTING = """\
---
title: 招聘公告
date: 2026-03-22 09:00
source: 省科技厅
type: 招聘
expires: 2026-04-22
posts:
  - {name: 文秘, count: 2}
  - {name: 会计, form: 2026-03-22-zhao-pin/biao.csv}
  - 司机
how: 每人限报**一个**岗位，见[办法](../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md)。
stages: [报名, 面试]
site: https://bm.example.gov.cn/
places: [太原, 大同]
paid: false
law: ../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md
inner: N-77
note: 不对外的说明。
---
正文，见[外网](https://example.gov.cn/b.html)和[表](2026-03-22-zhao-pin/biao.csv)。
"""
POSTING_PAGE = "kjt/bmdt/2026-03-22-zhao-pin.html"


def own_types(build: Build, more: Mapping[str, str] | None = None) -> Site:
    """The sample with two types of its own, and an article of each."""
    columns = edited(COLUMNS, ("    types: [新闻]\n", "    types: [新闻, 招聘, 简介]\n"))[COLUMNS] + TYPES
    leader = (
        "---\ntitle: 分工\ndate: 2026-03-23\nsource: 省科技厅\ntype: 简介\npost: 厅长\nduties: 负责全面工作。\n---\n"
    )
    return build(
        {
            COLUMNS: columns,
            f"content/{POSTING_PAGE.replace('.html', '.md')}": POSTING,
            "content/kjt/bmdt/2026-03-22-zhao-pin/biao.csv": "岗位\n",
            "content/kjt/bmdt/2026-03-23-fen-gong.md": leader,
            **(more or {}),
        }
    )


def test_every_field_of_a_portals_own_type_is_shown(build: Build) -> None:
    site = own_types(build)
    page = soup(site[POSTING_PAGE]).select_one("main")
    facts = {row.dt.text: row.dd for row in page.select("dl.sheet > div")}
    texts = {label: value.text for label, value in facts.items()}
    law = "关于印发省级科技计划项目管理办法的通知"
    site_text = "https://bm.example.gov.cn/"
    assert texts == {
        "截止日期": "2026年4月22日",
        "报名网址": site_text,
        "考点": "太原、大同",
        "是否收费": "否",
        "招聘依据": law,
    }
    assert facts["报名网址"].a["href"] == site_text
    assert facts["招聘依据"].a["href"] == f"../../{DOCUMENT_PAGE}"
    assert not any(word in text for text in site.values() for word in ("N-77", "不对外的说明"))
    parts = {part.h2.text: part for part in page.select("section.part")}
    assert list(parts) == ["招聘岗位", "报名办法", "招聘程序"]
    table = [[cell.text for cell in row.select("th, td")] for row in parts["招聘岗位"].select("tr")]
    assert table == [["岗位", "人数", "登记表"], ["文秘", "2", ""], ["会计", "", "biao.csv"], ["司机", "", ""]]
    assert parts["招聘岗位"].a["href"] == "../../kjt/bmdt/2026-03-22-zhao-pin/biao.csv"
    assert parts["报名办法"].strong.text == "一个"
    assert [step.text for step in parts["招聘程序"].select("ol > li")] == ["报名", "面试"]


def test_a_field_whose_template_was_left_behind_is_shown(build: Build) -> None:
    part = soup(own_types(build)["kjt/bmdt/2026-03-23-fen-gong.html"]).select_one("main section.part")
    assert part.h2.text == "分工"
    assert "负责全面工作。" in part.text


def test_links_carry_their_public_address_for_paper(build: Build) -> None:
    page = soup(own_types(build)[POSTING_PAGE]).select_one("main")
    links = {link.text: link for link in page.select(".body a")}
    domain = "https://www.shifan.gov.cn"
    assert links["表"]["data-url"] == f"{domain}/kjt/bmdt/2026-03-22-zhao-pin/biao.csv"
    assert links["办法"]["data-url"] == f"{domain}/{DOCUMENT_PAGE}"
    assert links["外网"]["href"] == "https://example.gov.cn/b.html"  # ends as our pages do, and is none of ours
    assert not links["外网"].get("data-url")


def test_what_a_portal_keeps_to_itself_is_no_excerpt(build: Build) -> None:
    head = "---\ntitle: 甲\ndate: 2026-03-24\nsource: 省科技厅\ntype: 招聘\nnote: 不对外的说明。\n---\n"
    site = own_types(build, {"content/kjt/bmdt/2026-03-24-jia.md": head})
    assert "甲" in site["feeds/index.json"]
    assert not any("不对外的说明" in text for text in site.values())

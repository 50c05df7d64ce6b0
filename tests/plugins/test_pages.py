"""What stands on the pages, and what the day, a withdrawal or a hidden column takes away."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from lanmu.refusal import Refused
from lanmu.rules.sample import COLUMNS, DOCUMENT, NEWS, edited
from tests.plugins.conftest import Site, read

Build = Callable[..., Site]
NEWS_PAGE = "kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui.html"
DOCUMENT_PAGE = "kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.html"


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "lxml")


def news(title: str, day: str, **more: str) -> dict[str, str]:
    """An article of the sample's news column."""
    fields = "".join(f"{key}: {value}\n" for key, value in more.items())
    text = f"---\ntitle: {title}\ndate: {day} 09:00\nsource: 省科技厅\n{fields}---\n正文。\n"
    return {f"content/kjt/bmdt/{day}-{title}.md": text}


def titles(page: str) -> list[str]:
    return [a.get_text(strip=True) for a in soup(page).select("main li a, main td a")]


def test_every_kind_of_page_is_there(build: Build) -> None:
    site = build()
    for path in (
        "index.html",
        "404.html",
        "robots.txt",
        "sitemap.xml",
        "sitemap/pages.xml",
        "sitemap/2026-03.xml",
        "sections/gongkai/index.html",
        "columns/zcwj/index.html",
        NEWS_PAGE,
        DOCUMENT_PAGE,
        "kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv",
        "kjt/index.html",
        "kjt/archive/index.html",
        "sites/index.html",
        "departments/index.html",
        "duties/index.html",
        "duties/departments.html",
        "archive/index.html",
        "archive/2026/index.html",
        "archive/2026/03/index.html",
        "map/index.html",
        "feeds/index.xml",
        "feeds/columns/zcwj.json",
        "feeds/departments/kjt.xml",
    ):
        assert path in site, path


def test_official_tags(build: Build) -> None:
    site = build()
    tags = {m["name"]: m["content"] for m in soup(site[DOCUMENT_PAGE]).select("meta[name]")}
    assert tags["SiteName"] == "示范省人民政府门户网站"
    assert tags["SiteDomain"] == "www.shifan.gov.cn"
    assert tags["SiteIDCode"] == "1400000001"
    assert tags["ColumnName"] == "政策文件"
    assert tags["ColumnType"] == "公开"
    assert tags["ArticleTitle"] == "关于印发省级科技计划项目管理办法的通知"
    assert tags["PubDate"] == "2026-03-01 10:00"
    assert tags["ContentSource"] == "省科技厅"
    assert tags["Url"] == f"https://www.shifan.gov.cn/{DOCUMENT_PAGE}"
    home = {m["name"] for m in soup(site["index.html"]).select("meta[name^=Site], meta[name^=Column]")}
    assert home == {"SiteName", "SiteDomain", "SiteIDCode"}


def test_a_document_shows_its_table_and_attachment(build: Build) -> None:
    page = soup(build()[DOCUMENT_PAGE])
    text = page.select_one("main").get_text(" ", strip=True)
    for part in ("11140000000000000X/2026-00001", "示科发〔2026〕8号", "2026年2月26日", "有效", "项目申报表", "CSV"):
        assert part in text
    assert page.select_one('a[href="../../kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv"]')


def test_links_between_articles_lead_to_pages(build: Build) -> None:
    assert soup(build()[NEWS_PAGE]).select_one('.body a[href="../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.html"]')


def test_a_link_to_what_is_not_there_yet_is_plain_text(build: Build) -> None:
    later = edited(DOCUMENT, ("2026-03-01 10:00", "2026-04-01 10:00"))[DOCUMENT]
    moved = DOCUMENT.replace("2026-03-01", "2026-04-01")
    reference = edited(NEWS, ("2026-03-01-ke-ji", "2026-04-01-ke-ji"))
    site = build({DOCUMENT: None, moved: later, **reference})
    assert "省级科技计划项目管理办法" in site[NEWS_PAGE]
    assert "2026-04-01" not in site[NEWS_PAGE]
    after = build(on="2026-04-01")
    assert soup(after[NEWS_PAGE]).select_one('.body a[href="../zcwj/2026-04-01-ke-ji-ji-hua-ban-fa.html"]')


def test_a_scheduled_article_waits_for_its_day(build: Build) -> None:
    site = build(on="2026-03-19")
    assert NEWS_PAGE not in site
    assert not any("推进会" in text for text in site.values())
    assert NEWS_PAGE in build(on="2026-03-20")


def test_what_is_deleted_leaves_nothing(build: Build) -> None:
    build()
    site = build({NEWS: None})
    assert not any("推进会" in text for text in site.values())
    assert not any("tui-jin-hui" in text or "tui-jin-hui" in path for path, text in site.items())


def test_a_hidden_column_leaves_no_trace(build: Build) -> None:
    hidden = "  yljd:\n    name: 舆情摘编\n    section: hudong\n    category: 互动\n    modes: [信息报送]\n"
    hidden += "    departments: [lyj]\n    types: [新闻]\n    public: false\n"
    text = edited(COLUMNS, ("columns:\n  bmdt:", f"columns:\n{hidden}  bmdt:"))
    article = "---\ntitle: 本周批评集\ndate: 2026-03-02 09:00\nsource: 省旅游局\n---\n摘编。\n"
    site = build({**text, "content/lyj/yljd/2026-03-02-zhai-bian.md": article})
    for path, page in site.items():
        assert "yljd" not in path
        assert not any(word in page for word in ("yljd", "舆情摘编", "本周批评集"))


def test_an_item_in_several_columns_has_one_home(build: Build) -> None:
    site = build(news("liangchu", "2026-03-22", columns="[zcwj]"))
    assert "liangchu" in titles(site["columns/zcwj/index.html"])
    assert "liangchu" in titles(site["columns/bmdt/index.html"])
    assert [path for path in site if path.endswith("liangchu.html")] == ["kjt/bmdt/2026-03-22-liangchu.html"]


def test_pinned_items_stand_first_until_their_day(build: Build) -> None:
    files = news("jiu", "2026-01-05", pinned="2026-03-31") | news("xin", "2026-03-25")
    pinned = titles(build(files)["columns/bmdt/index.html"])
    assert pinned.index("jiu") < pinned.index("xin")
    later = titles(build(on="2026-04-01")["columns/bmdt/index.html"])
    assert later.index("jiu") > later.index("xin")


def test_an_external_item_leads_out_and_has_no_page(build: Build) -> None:
    site = build(news("wailian", "2026-03-22", link="https://www.example.gov.cn/a"))
    assert soup(site["columns/bmdt/index.html"]).select_one('main a[href="https://www.example.gov.cn/a"]')
    assert not any(path.endswith("wailian.html") for path in site)
    assert "wailian" not in site["sitemap/2026-03.xml"]


def test_lists_are_numbered_from_the_oldest(build: Build) -> None:
    files: dict[str, str] = {}
    for number in range(1, 40):
        files |= news(f"n{number:02}", f"2025-{1 + number // 28:02}-{1 + number % 28:02}")
    site = build(files)  # with the sample's own: 40
    assert len(titles(site["columns/bmdt/1.html"])) >= 20
    assert "n01" in titles(site["columns/bmdt/1.html"])
    assert "n20" in titles(site["columns/bmdt/1.html"])
    assert "n21" in titles(site["columns/bmdt/index.html"])
    first = site["columns/bmdt/1.html"]
    after = build(news("n40", "2026-03-30"))
    assert after["columns/bmdt/1.html"] == first


def test_interpretation_and_document_lead_to_each_other(build: Build) -> None:
    text = "---\ntitle: 一图读懂管理办法\ndate: 2026-03-03 09:00\nsource: 省科技厅\ntype: 解读\n"
    text += "interprets: 2026-03-01-ke-ji-ji-hua-ban-fa.md\n---\n要点。\n"
    allowed = edited(COLUMNS, ("types: [文件, 通知公告]", "types: [文件, 通知公告, 解读]"))
    site = build({**allowed, "content/kjt/zcwj/2026-03-03-yi-tu.md": text})
    assert "一图读懂管理办法" in site[DOCUMENT_PAGE]
    assert (
        "关于印发省级科技计划项目管理办法的通知" in soup(site["kjt/zcwj/2026-03-03-yi-tu.html"]).select_one("main").text
    )


def test_feeds(build: Build) -> None:
    site = build()
    atom = ElementTree.fromstring(site["feeds/index.xml"])
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert atom.findtext("a:entry/a:title", namespaces=space) == "省科技厅召开科技计划工作推进会"
    assert atom.find("a:updated", space).text == "2026-03-20T09:30:00+08:00"
    empty = ElementTree.fromstring(site["feeds/departments/lyj.xml"])
    assert empty.find("a:updated", space).text == "1970-01-01T00:00:00+00:00"
    feed = json.loads(site["feeds/columns/bmdt.json"])
    assert feed["version"].endswith("1.1")
    assert feed["items"][0]["url"] == f"https://www.shifan.gov.cn/{NEWS_PAGE}"


def test_sitemap_names_every_public_page(build: Build) -> None:
    site = build()
    domain = "https://www.shifan.gov.cn/"
    named = {
        loc.text
        for path in site
        if path.startswith("sitemap/")
        for loc in ElementTree.fromstring(site[path]).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    }
    pages = {path for path in site if path.endswith(".html") and not path.startswith(("archive/2", "404"))}
    pages = {path for path in pages if "/archive/" not in path}
    assert named == {domain + path.removesuffix("index.html") for path in pages}


def test_structured_data_cannot_end_its_script(build: Build) -> None:
    files = news("x", "2026-03-22")
    path = next(iter(files))
    files[path] = files[path].replace("title: x", "title: 'a</script><script>alert(1)</script>'")
    page = soup(build(files)["kjt/bmdt/2026-03-22-x.html"])
    scripts = page.select("script")
    assert [script["type"] for script in scripts] == ["application/ld+json"]
    assert json.loads(scripts[0].string)["headline"] == "a</script><script>alert(1)</script>"


@pytest.mark.parametrize(
    "files",
    [
        {COLUMNS: "site: [\n"},
        edited(COLUMNS, ("modes: [栏目共建]", "modes: [栏目共见]")),
        {NEWS: "没有表头"},
        {NEWS: b"\xff\xfe\x00"},
        edited(NEWS, ("date: 2026-03-20 09:30", "date: 去年")),
        {"content/kjt/bmdt/一篇.md": "---\ntitle: a\ndate: 2026-03-20\nsource: b\n---\n"},
        edited(NEWS, ("author:", "type: 没有这种\nauthor:")),
    ],
)
def test_a_build_that_is_refused_leaves_the_site_as_it_was(build: Build, tmp_path: Path, files: dict[str, str]) -> None:
    build()
    with pytest.raises(Refused) as refused:
        build(files)
    assert refused.value.findings
    assert all(finding.cure and finding.line for finding in refused.value.findings if finding.rule != "F103")
    assert NEWS_PAGE in read(tmp_path / "output")


def test_the_operator_supplies_the_emblem(build: Build) -> None:
    assert not soup(build()["index.html"]).select("header img")
    named = edited(COLUMNS, ("  operator: 省政务信息中心", "  operator: 省政务信息中心\n  emblem: images/emblem.png"))
    with pytest.raises(Refused) as refused:
        build(named)
    assert [finding.rule for finding in refused.value.findings] == ["C719"]
    assert "images/emblem.png" in refused.value.findings[0].message
    png = bytes.fromhex("89504e470d0a1a0a0000000d494844520000006400000064080600000000000000")
    site = build({"images/emblem.png": png})
    shown = soup(site["kjt/index.html"]).select_one('header img[src="../theme/emblem.png"]')
    assert shown["alt"] == ""  # the site's name stands beside it


def test_a_hosted_sub_site_shows_its_own_settings(build: Build) -> None:
    contact = "contact: {office: 省科技厅办公室, phone: 0351-0000002}\n"
    hosted = (
        "    site:\n      name: 省科技厅网站\n      kind: 分站\n      type: 部门\n"
        "      settings: {operator: 省科技信息所}\n"
        "      columns:\n        kjcg:\n          name: 科技成果\n          category: 公开\n"
        "          modes: [信息报送]\n          departments: [kjt]\n          types: [新闻]\n"
    )
    files = edited(
        COLUMNS,
        ("  operator: 省政务信息中心\n", "  operator: 省政务信息中心\n  local: [operator]\n"),
        (contact, contact + hosted),
    )
    article = "---\ntitle: 成果一\ndate: 2026-03-02 09:00\nsource: 省科技厅\n---\n正文。\n"
    site = build({**files, "content/kjt/kjcg/2026-03-02-cheng-guo.md": article})
    for path in ("kjt/index.html", "columns/kjcg/index.html", "kjt/kjcg/2026-03-02-cheng-guo.html"):
        page = soup(site[path])
        assert "省科技厅网站" in page.select_one("body").text
        footer = page.select_one("footer").text
        assert "省科技信息所" in footer
        assert "省政府办公厅" in footer  # inherited
    assert "省科技信息所" not in soup(site["index.html"]).select_one("footer").text
    assert "科技成果" in site["kjt/index.html"]
    assert "成果一" in site["kjt/index.html"]
    links = soup(site["sites/index.html"]).select_one("main")
    assert links.select_one('a[href="../kjt/index.html"]')


def test_the_link_page_names_what_is_missing(build: Build) -> None:
    contact = "contact: {office: 省科技厅办公室, phone: 0351-0000002}\n"
    site = "    site: {name: 省科技厅网站, kind: 独立, type: 部门, domain: kjt.shifan.gov.cn}\n"
    page = soup(build(edited(COLUMNS, (contact, contact + site)))["sites/index.html"]).select_one("main")
    assert "省科技厅" in page.text
    assert not page.select('a[href*="kjt"]')


def test_feeds_say_how_an_article_begins(build: Build) -> None:
    site = build(news("jian", "2026-03-22", summary="一句话。"))
    items = json.loads(site["feeds/index.json"])["items"]
    assert items[0]["content_text"] == "一句话。"
    meeting = items[1]["content_text"]
    assert meeting.startswith("3月19日，省科技厅召开科技计划工作推进会")
    assert meeting.endswith("见省级科技计划项目管理办法。")
    assert soup(site[NEWS_PAGE]).select_one("meta[name=Description]")["content"] == meeting
    atom = ElementTree.fromstring(site["feeds/columns/bmdt.xml"])
    summaries = [entry.text for entry in atom.iter("{http://www.w3.org/2005/Atom}summary")]
    assert summaries == ["一句话。", meeting]


def test_a_feed_gives_no_markup_to_readers(build: Build) -> None:
    site = build(news("x", "2026-03-22", summary="'小于号<b>是文字</b>'"))
    assert json.loads(site["feeds/index.json"])["items"][0]["content_text"] == "小于号<b>是文字</b>"
    summary = next(ElementTree.fromstring(site["feeds/index.xml"]).iter("{http://www.w3.org/2005/Atom}summary"))
    assert (summary.get("type"), summary.text) == ("html", "小于号&lt;b&gt;是文字&lt;/b&gt;")


def test_the_feed_of_a_letter_tells_its_question(build: Build) -> None:
    letter = "---\ntitle: 景区几点开门\ndate: 2026-03-22\nsource: 省旅游局\nquestion: 请问冬天几点开门？\n"
    site = build({"content/lyj/zxzx/2026-03-22-jing-qu.md": f"{letter}asked: 2026-03-20\nstate: 办理中\n---\n"})
    assert json.loads(site["feeds/columns/zxzx.json"])["items"][0]["content_text"] == "请问冬天几点开门？"


def test_a_department_is_described_by_its_columns(build: Build) -> None:
    described = edited(
        COLUMNS, ("  operator: 省政务信息中心\n", "  operator: 省政务信息中心\n  description: 全省门户。\n")
    )
    contact = "contact: {office: 省科技厅办公室, phone: 0351-0000002}\n"
    own = "    site: {name: 省科技厅网站, kind: 分站, type: 部门}\n"
    site = build({COLUMNS: described[COLUMNS].replace(contact, contact + own)})
    said = {m["name"]: m["content"] for m in soup(site["kjt/index.html"]).select("meta[name]")}
    assert said["ColumnDescription"] == said["description"] == "省科技厅网站：部门动态、政策文件"
    assert "全省门户。" in site["index.html"]


def test_the_headline_is_not_repeated_right_below(build: Build) -> None:
    shown = ("  xinwen: {name: 新闻}", "  xinwen: {name: 新闻, show: 列表}")
    lone = soup(build(edited(COLUMNS, shown))["index.html"])
    assert lone.select_one(".headline a")["href"] == NEWS_PAGE
    assert lone.select_one(f'.rows a[href="{NEWS_PAGE}"]'), "a list of one would look empty"
    two = soup(build(news("xin", "2026-03-25"))["index.html"])
    assert two.select_one(".headline a").text == "xin"
    assert "xin" not in [link.text for link in two.select(".rows a")]
    assert two.select_one(f'.rows a[href="{NEWS_PAGE}"]')


def test_a_section_and_its_column_of_one_name_have_two_titles(build: Build) -> None:
    site = build(edited(COLUMNS, ("  gongkai: {name: 政务公开}", "  gongkai: {name: 政策文件}")))
    assert soup(site["columns/zcwj/index.html"]).title.text == "政策文件 - 示范省人民政府门户网站"
    assert soup(site["sections/gongkai/index.html"]).title.text == "政策文件（栏目组） - 示范省人民政府门户网站"


def test_the_archive_names_the_section_above(build: Build) -> None:
    nested = ("  gongkai: {name: 政务公开}", "  gongkai: {name: 政务公开, sections: {wenjian: {name: 文件}}}")
    moved = ("    section: gongkai\n", "    section: gongkai/wenjian\n")
    page = soup(build(edited(COLUMNS, nested, moved))["archive/index.html"])
    assert "政务公开 › 文件" in [heading.text for heading in page.select("h3")]


def test_a_column_of_a_table_that_no_row_fills_is_left_out(build: Build) -> None:
    data = "data:\n  - {item: 门票收入, value: 12, unit: 万元}\n  - {item: 游客, value: 30, unit: 万人}\n"
    text = f"---\ntitle: 统计\ndate: 2026-03-22\nsource: 省旅游局\ntype: 统计\nperiod: 2026年2月\n{data}---\n"
    guide = (
        "---\ntitle: 登记\ndate: 2026-03-22\nsource: 省旅游局\ntype: 办事指南\nitem_kind: 公共服务事项\nbasis: 条例\n"
    )
    guide += "conditions: 无\nmaterials:\n  - {name: 申请表, copies: 2}\nprocedure: [受理]\n---\n"
    site = build({"content/lyj/zxzx/2026-03-22-tong-ji.md": text, "content/lyj/zxzx/2026-03-22-deng-ji.md": guide})
    heads = [th.text for th in soup(site["lyj/zxzx/2026-03-22-tong-ji.html"]).select("thead th")]
    assert heads == ["指标", "数值", "单位"]
    page = soup(site["lyj/zxzx/2026-03-22-deng-ji.html"])
    assert [th.text for th in page.select("thead th")] == ["序号", "材料名称", "份数"]
    assert [h2.text for h2 in page.select("h2")].count("办理材料") == 1

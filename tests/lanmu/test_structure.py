"""What a portal's table means once its names are resolved, shown on a small file with three levels of site."""

from pathlib import Path

import pytest

from lanmu.model import AccountKey, CoBuilding, Contact, Due, Forge, Founding, Governed, Source, Target
from lanmu.structure import load, read

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PORTALS = (ROOT, *sorted((ROOT / "tests" / "portals").glob("*/")))


@pytest.fixture(scope="module")
def portal():
    loaded = read(HERE.joinpath("columns_small.yaml").read_bytes())
    assert loaded.findings == ()
    return loaded.portal


def test_groups_expand_to_every_member(portal):
    assert portal.groups["各局"].members == ("kjj", "czj", "lyj")
    assert portal.columns["zcjd"].departments == ("kjj", "czj", "lyj", "bgs")
    assert portal.columns["zcjd"].written == ("各局", "市府办")


def test_the_forge_publishes_from_main_where_no_branch_is_named(portal):
    assert portal.forge == Forge("forgejo", "https://code.ybs.gov.cn/bgs/portal", "main")


def test_a_member_named_twice_counts_once(portal):
    assert portal.columns["rdzt"].departments == ("bgs", "kjj", "czj", "lyj")


def test_aliases_resolve(portal):
    assert portal.columns["wszx"].departments == ("kjj", "lyj")
    assert portal.columns["czxx"].harvest == (Source("http://www.oldczj.com/list/", "czj", "6小时", "ul a"),)


def test_lead_is_the_named_or_the_first(portal):
    assert portal.columns["zcjd"].lead == "kjj"
    assert portal.columns["rdzt"].lead == "bgs"


def test_modes_are_several_and_the_older_wording_is_read(portal):
    assert portal.columns["wszx"].modes == ("网站链接", "栏目共建")


def test_links_take_the_address_of_the_sub_site_or_of_its_column(portal):
    assert portal.columns["wszx"].links == (
        Target("市科技局", "http://www.ybkj.gov.cn/", "主页链接", "kjj", ""),
        Target("科技局咨询", "http://www.ybkj.gov.cn/zx/", "栏目链接", "kjj", "科技咨询"),
    )


def test_a_sub_sites_column_feeds_the_portals(portal):
    fed = Target("科技政策", "http://www.ybkj.gov.cn/zc/", "栏目链接", "kjj", "科技政策")
    assert portal.columns["zcjd"].links == (fed,)
    assert portal.departments["kjj"].site.links[0] == fed._replace(column="zcjd")


def test_column_details(portal):
    column = portal.columns["rdzt"]
    assert column.section == "fuwu/qiye"
    assert column.category == "在线服务"  # of its top section, where it gives none
    assert column.providers == ("开发区管委会",)
    assert column.co_building == CoBuilding("共建方案", "2026-01-05", "合作")
    assert column.governed_by == (Governed("专题管理办法", "样政办〔2005〕6号"),)
    assert column.due == Due(0, 0, 14)
    assert column.types == ("新闻",)
    assert (column.review, column.weight, column.public, column.site) == ("一般", 50, True, "")
    assert portal.columns["zcjd"].due == Due(3, 5, 0)
    assert portal.columns["zcjd"].weight == 80


def test_what_stays_off_the_site_is_no_public_column(portal):
    assert "neican" in portal.columns
    assert "neican" not in [column.id for column in portal.public_columns()]


def test_sites_stand_in_three_levels(portal):
    assert [site.id for site in portal.site.walk()] == ["yang", "kjj", "kjj-yq", "czj", "lyj"]
    third = portal.site.sites[0].sites[0]
    assert (third.name, third.kind, third.services, third.department) == ("科技园区网站", "协办", ("网站托管",), "kjj")


def test_main_site(portal):
    site = portal.site
    assert (site.url, site.type, site.kind, site.short_name) == (
        "https://www.ybs.gov.cn/",
        "政府",
        "独立",
        "样本市政府",
    )
    assert site.founding == Founding("样本省政府", "样政函〔2001〕3号", "2001-06-01")
    assert site.settings.contact == Contact("信息处", ("0000-0000001", "0000-0000002"), "web@ybs.gov.cn")
    assert site.columns == ("zcjd", "czxx", "rdzt", "wszx", "neican")
    assert portal.categories == ("公开", "互动")


def test_a_sub_site_inherits_all_but_what_is_local(portal):
    main, branch = portal.site.settings, portal.departments["lyj"].site.settings
    assert branch == main._replace(organiser="市旅游局")
    assert portal.departments["kjj"].site.settings == main


def test_a_setting_that_is_not_local_is_not_taken():
    data = HERE.joinpath("columns_small.yaml").read_text(encoding="utf-8").replace("local: [organiser, ", "local: [")
    loaded = read(data.encode())
    assert [finding.rule for finding in loaded.findings] == ["C757"]
    assert loaded.portal.departments["lyj"].site.settings == loaded.portal.site.settings


def test_a_sub_site_inherits_the_roles_it_does_not_name(portal):
    main, branch = portal.site.roles, portal.departments["lyj"].site.roles
    assert branch == main._replace(publisher="lyj", editor="lyj-liaison")
    assert (main.collectors, main.support) == (("xxzx-cb",), "gs")


def test_special_columns_live_with_all_others(portal):
    special = portal.columns["lyxl"]
    assert (special.site, special.departments, special.lead) == ("lyj", ("lyj",), "lyj")
    assert (special.modes, special.types, special.section) == (("信息报送",), ("资料",), "")
    assert portal.departments["lyj"].site.columns == ("zcjd", "rdzt", "wszx", "lyxl")


def test_departments(portal):
    kjj = portal.departments["kjj"]
    assert (kjj.responsible, kjj.leader, kjj.liaisons) == ("kjj-head", "kjj-leader", ("kjj-liaison", "kjj-second"))
    assert (kjj.full_name, kjj.group, kjj.external) == ("样本市科学技术局", "各局", False)
    assert portal.departments["czj"].liaisons == ("czj-liaison",)  # one alone needs no list
    assert portal.departments["bgs"].group == ""
    assert portal.departments["gs"].external
    assert portal.office == "bgs"


def test_accounts_speak_by_their_post(portal):
    assert portal.accounts["kjj-head"].title == "市科技局办公室主任"
    assert portal.accounts["kjj-head"].contact.phones == ("0000-0000003",)
    assert portal.accounts["lyj-liaison"].title == "市旅游局信息员"
    admin = portal.accounts["xxzx-admin"]
    assert admin.emails == ("admin@ybs.gov.cn",)
    assert admin.keys == (AccountKey("ssh-ed25519 AAAA", "2026-01-01", "2026-12-31"),)


def test_sections_and_types(portal):
    assert portal.section("fuwu/qiye").name == "企业"
    assert portal.section("gongkai").show == "宫格"
    assert portal.types["快讯"].fields["place"].required


@pytest.mark.parametrize("root", PORTALS, ids=lambda root: root.name)
def test_every_portal_here_is_clean(root):
    loaded = load(root)
    assert [(finding.line, finding.message) for finding in loaded.findings] == []
    assert loaded.portal.columns


def test_the_first_portal_keeps_the_twelve_columns_of_its_notice():
    """Modes and departments as the notice's table gives them (山西通知（三）、（四）、四)."""
    columns = load(ROOT).portal.columns
    cities_and_bureaus = (("各市政府", "各厅局"),)
    expected = {
        "tzxm": (("网站链接",), ("省科技厅", "省经委", "省商务厅")),
        "tzzn": (("栏目共建",), ("省科技厅", "省经委", "省商务厅")),
        "tzhj": (("栏目共建",), ("省交通厅", "省环保局", "省经委", "省商务厅")),
        "kfq": (("栏目共建",), ("各市政府", "省商务厅")),
        "lyz": (("网站链接",), ("省旅游局",)),
        "szxx": (("栏目共建",), *cities_and_bureaus),
        "zcjd": (("信息报送",), *cities_and_bureaus),
        "zxft": (("信息报送",), *cities_and_bureaus),
        "jdts": (("栏目共建",), *cities_and_bureaus),
        "zxzx": (("网站链接", "栏目共建"), *cities_and_bureaus),
        "jyxc": (("栏目共建",), *cities_and_bureaus),
        "zxdc": (("栏目共建",), *cities_and_bureaus),
    }
    assert {id: (columns[id].modes, columns[id].written) for id in expected} == expected

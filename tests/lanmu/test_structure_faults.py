"""A table of faults in ``columns.yaml``: one change to a small valid file, one finding on the expected line."""

from pathlib import Path

import pytest

from lanmu.rules.table.columns import RULES
from lanmu.structure import read

SMALL = Path(__file__).with_name("columns_small.yaml").read_text(encoding="utf-8")
KJJ_DOMAIN = "      domain: www.ybkj.gov.cn\n"
LYJ_KIND = "      kind: 分站\n"
LAST = "    public: false\n"
BIG_NUMBER = "weight: 99999999999999999999"

# (what, old text, new text, code, mark, further codes): the finding stands on the first line that holds ``mark``;
# the further codes are all that follows from the change besides.
CASES = [
    ("tab", "    name: 市旅游局", "\tname: 市旅游局", "C703", "\tname: 市旅游局"),
    ("anchor", "aliases: [市府办]", "aliases: &a [市府办]", "C702", "&a"),
    ("alias", "aliases: [市府办]", "aliases: *a", "C702", "*a"),
    ("tag", "name: 市旅游局", "name: !!python/name:os.system 市旅游局", "C702", "!!python"),
    ("unclosed bracket", "lead: 科技局", "lead: [科技局", "C702", "lead: [科技局"),
    ("colon in text", "basis: 共建方案,", "basis: 方案: 共建,", "C702", "方案: 共建"),
    ("unclosed quote", "name: 市信息中心", 'name: "市信息中心', "C702", 'name: "市信息中心'),
    ("second document", "types:\n  快讯", "---\ntypes:\n  快讯", "C702", "---"),
    ("key is a list", "  fuwu:\n", "  ? [fuwu]\n  :\n", "C702", "? [fuwu]"),
    ("duplicate key", "    lead: 科技局\n", "    lead: 科技局\n    lead: lyj\n", "C704", "lead: lyj"),
    ("duplicate section", "  hudong: {", "  gongkai: {name: 公开}\n  hudong: {", "C704", "gongkai: {name: 公开}"),
    ("unknown top key", "office: bgs\nroles", "offices: x\noffice: bgs\nroles", "C705", "offices: x"),
    ("misspelt column key", "    lead: 科技局", "    laed: 科技局\n    lead: kjj", "C705", "laed"),
    ("unknown contact key", "{office: 信息处, ", "{office: 信息处, fax: 1, ", "C705", "fax"),
    ("site missing id", "  id: yang\n", "", "C706", "site:\n"),
    ("no organiser", "  organiser: 样本市人民政府\n", "", "C706", "site:\n"),
    ("no sections at all", "\nsections:\n", "\nsection:\n", "C705", "section:\n  gongkai", ("C706",)),
    ("column without name", "    name: 热点专题\n", "", "C706", "  rdzt:"),
    ("column without section", "    section: fuwu/qiye\n", "", "C706", "  rdzt:"),
    ("column without mode", "    modes: [栏目共建, 信息报送]\n", "    modes: []\n", "C706", "modes: []"),
    ("due by half", "due: {at_least: 3, workdays: 5}", "due: {at_least: 3}", "C706", "due: {at_least: 3}"),
    ("due empty", "due: {days: 14}", "due: {}", "C706", "due: {}"),
    ("link without address", "{name: 市科技局, department: 科技局}", "{name: 市科技局}", "C706", "{name: 市科技局}"),
    ("harvest without url", "url: http://www.oldczj.com/list/, ", "", "C706", "harvest: ["),
    ("due twice", "due: {days: 14}", "due: {days: 14, at_least: 1}", "C707", "at_least: 1"),
    ("name is a list", "name: 市旅游局\n", "name: [市旅游局]\n", "C707", "[市旅游局]"),
    ("two responsible", "responsible: bgs-head", "responsible: [a, b]", "C707", "[a, b]", ("C730",)),
    (
        "alias not in a list",
        "aliases: [财政局]",
        "aliases: {财政局: 1}",
        "C707",
        "{财政局: 1}",
        ("C713", "C713", "C731"),
    ),
    ("value empty", "    name: 市旅游局\n", '    name: 市旅游局\n    full_name: ""\n', "C707", 'full_name: ""'),
    (
        "sections empty",
        "    sections:\n      qiye: {name: 企业}",
        "    sections:\n    show: 服务",
        "C707",
        "sections:\n    show",
        ("C714",),
    ),
    ("list empty", "types: [资料]", "types: []", "C707", "types: []"),
    ("list blank", "types: [资料]", "types: ", "C707", "types: }"),
    ("text for a list", "types: [资料]", "types: 资料", "C707", "types: 资料}"),
    ("level empty", "review: 重要", "review:", "C707", "review:"),
    ("weight empty", "weight: 80", "weight:", "C707", "weight:"),
    ("flag empty", LAST, "    public:\n", "C707", "public:"),
    ("date empty", "from: 2026-01-01", 'from: ""', "C707", 'from: ""'),
    ("date is a list", "from: 2026-01-01", "from: [2026]", "C707", "from: [2026]"),
    ("pattern empty", r"www\.yb[a-z]+\.gov\.cn", '""', "C707", 'domain_pattern: ""'),
    ("contact is a text", "{office: 信息处,", "信息处 #", "C707", "contact: 信息处"),
    ("list too long", "types: [资料]", f"types: [{'资料, ' * 1001}]", "C707", "types: [资料, 资料"),
    ("two ways to be due begun", "due: {days: 14}", "due: {workdays: 5}", "C706", "due: {workdays: 5}"),
    ("an address no parser shares", "http://www.ybyq.gov.cn/\n", "http://[www.ybyq.gov.cn/\n", "C711", "http://[www"),
    ("a look-alike host", "http://www.ybyq.gov.cn/\n", "http://www.ybyq\uff0egov.cn/\n", "C711", "\uff0e"),
    ("bad level", "review: 重要", "review: 极重要", "C707", "极重要"),
    ("bad kind of site", LYJ_KIND, "      kind: 子站\n", "C707", "子站"),
    ("bad type of site", "  id: yang\n", "  id: yang\n  type: 公司\n", "C707", "type: 公司"),
    ("bad show", "show: 宫格", "show: 瀑布", "C707", "瀑布"),
    ("flag in Chinese", LAST, "    public: 否\n", "C707", "public: 否"),
    ("short identifier", '"1234567890"', '"123456789"', "C707", "123456789"),
    ("zero-width character", "name: 市旅游局\n", "name: 市旅\u200b游局\n", "C707", "\u200b"),
    ("bidi override", "name: 热点专题", "name: \u202e热点专题", "C707", "\u202e"),
    ("very long name", "name: 市旅游局\n", f"name: {'长' * 201}\n", "C707", "长长"),
    ("bad mail", "email: web@ybs.gov.cn", "email: web.ybs.gov.cn", "C707", "web.ybs"),
    ("phone in words", "phone: 0000-0000003", "phone: 总机转科技局", "C707", "总机"),
    ("interval", "every: 6小时", "every: 常常", "C707", "常常"),
    ("pattern with groups", r"www\.yb[a-z]+\.gov\.cn", r"(a+)+$", "C707", "(a+)+"),
    ("pattern that is none", r"www\.yb[a-z]+\.gov\.cn", r"www\.yb[z-a]+\.gov\.cn", "C707", "[z-a]"),
    ("pattern of many repeats", r"www\.yb[a-z]+\.gov\.cn", r"w*[a-z]*[a-z]*\.gov\.cn", "C707", "[a-z]*[a-z]*"),
    ("emblem outside", "  id: yang\n", "  id: yang\n  emblem: ../../etc/passwd.png\n", "C707", "emblem"),
    ("field kind", "kind: line", "kind: lines", "C707", "lines"),
    ("capital id", "  rdzt:\n", "  Rdzt:\n", "C708", "Rdzt"),
    ("Chinese section id", "  fuwu:\n", "  服务:\n", "C708", "服务:", ("C714",)),
    ("reserved department", "  xxzx:\n    name", "  archive:\n    name", "C708", "archive:", ("C743",) * 3),
    ("reserved column", "  czxx:\n", "  archive:\n", "C708", "archive:"),
    ("path as id", "  czxx:\n", "  ../czxx:\n", "C708", "../czxx"),
    ("no such day", "date: 2026-01-05", "date: 2026-13-05", "C709", "2026-13-05"),
    ("day in Chinese", "date: 2001-06-01", "date: 2001年6月1日", "C709", "2001年"),
    ("day before the republic", "date: 2001-06-01", "date: 1901-06-01", "C709", "1901"),
    ("no date", "date: 2001-06-01", "date: 去年", "C709", "去年"),
    ("key ends before it begins", "until: 2026-12-31", "until: 2025-12-31", "C709", "until"),
    ("weight over 100", "weight: 80", "weight: 101", "C710", "weight: 101"),
    ("weight below 0", "weight: 80", "weight: -1", "C710", "weight: -1"),
    ("weight with a point", "weight: 80", "weight: 8.5", "C710", "weight: 8.5"),
    ("weight with a leading zero", "weight: 80", "weight: 080", "C710", "weight: 080"),
    ("weight beyond reason", "weight: 80", BIG_NUMBER, "C710", BIG_NUMBER),
    ("days zero", "due: {days: 14}", "due: {days: 0}", "C710", "days: 0"),
    ("script as url", "http://www.oldczj.com/list/", "javascript:alert(1)", "C711", "javascript"),
    ("url without scheme", "url: http://www.ybkj.gov.cn/\n", "url: www.ybkj.gov.cn\n", "C711", "url: www", ("C706",)),
    ("url with another's name", "http://www.oldczj.com/list/", "http://gov.cn@evil.example/", "C711", "evil"),
    ("alias taken", "aliases: [财政局]", "aliases: [财政局, 科技局]", "C712", "财政局, 科技局"),
    (
        "name taken",
        "name: 市旅游局\n",
        "name: 市财政局\n    full_name: 旅游局\n",
        "C712",
        "name: 市财政局\n    full",
        ("C756",),
    ),
    ("group named like a department", "groups:\n", "groups:\n  市府办: [bgs]\n", "C712", "市府办: ["),
    ("unknown department", "departments: [科学技术局, lyj]", "departments: [科学局, lyj]", "C713", "科学局"),
    ("unknown member", "[kjj, 财政局, lyj]", "[kjj, 财政局, lyj, 统计]", "C713", "统计"),
    ("unknown lead", "lead: 科技局", "lead: 科技", "C713", "lead: 科技\n"),
    ("group as lead", "lead: 科技局", "lead: 各局", "C713", "lead: 各局"),
    ("unknown office", "office: bgs\nroles", "office: bgt\nroles", "C713", "office: bgt"),
    (
        "unknown link department",
        "name: 市科技局, department: 科技局}",
        "name: 科, url: http://a.cn/, department: 司}",
        "C713",
        "司}",
    ),
    ("unknown harvest department", "{department: 市财政局,", "{department: 财政,", "C713", "财政,"),
    ("unknown section", "section: fuwu/qiye", "section: fuwu/qiyes", "C714", "qiyes"),
    ("section by last id", "section: fuwu/qiye", "section: qiye", "C714", "section: qiye"),
    ("unknown mode", "modes: [网上抓取]", "modes: [网络抓取]", "C715", "网络抓取"),
    ("unknown type", "types: [解读, 快讯]", "types: [解毒, 快讯]", "C716", "解毒"),
    ("extends nothing", "extends: 新闻", "extends: 新文", "C716", "新文"),
    ("unknown sub-site column", "column: 科技咨询", "column: 咨询科技", "C717", "咨询科技"),
    ("feeds nothing", "column: wszx}", "column: 网上咨询}", "C717", "column: 网上咨询"),
    ("type taken", "  快讯:\n    extends: 新闻", "  新闻: {}\n  快讯:\n    extends: 新闻", "C718", "新闻: {}"),
    ("types in a circle", "extends: 新闻", "extends: 快讯", "C718", "extends: 快讯"),
    ("no such template", "extends: 新闻", "template: news", "C718", "template: news"),
    ("no department", "departments: [财政局]", "departments: []", "C720", "departments: []"),
    ("departments left out", "    departments: [bgs, 各局]\n", "", "C720", "  rdzt:"),
    (
        "column named twice",
        "name: 财政信息",
        "name: 政策解读",
        "C721",
        "name: 政策解读\n    section: gongkai\n    modes: [网上抓取]",
    ),
    ("special column's id taken", "        lyxl: {", "        rdzt: {", "C722", "        rdzt: {"),
    ("no lead", "    lead: 科技局\n", "", "C723", "[各局, 市府办]"),
    (
        "lead from outside",
        "departments: [各局, 市府办]\n    lead: 科技局",
        "departments: [kjj, lyj]\n    lead: bgs",
        "C723",
        "lead: bgs",
    ),
    ("harvest without source", "    harvest: [", "    note: 无\n    links: []\n    #[", "C725", "modes: [网上抓取]"),
    ("digest with links", LAST, LAST + "    links: [{name: 外, url: http://a.gov.cn/}]\n", "C726", "public: false"),
    ("digest that is fed", "column: wszx}", "column: neican}", "C726", "public: false"),
    ("no liaison", "    liaisons: [lyj-liaison]\n", "", "C730", "  lyj:"),
    ("no leader", "    leader: bgs-leader\n", "", "C730", "  bgs:"),
    ("no responsible person", "    responsible: czj-head\n", "", "C730", "  czj:"),
    (
        "idle department",
        "departments:\n  bgs:",
        "departments:\n  tjj: {name: 统计局, responsible: bgs-head, leader: bgs-leader, liaisons: [bgs-liaison]}\n  bgs:",
        "C731",
        "tjj:",
    ),
    ("external guarantor", "departments: [bgs, 各局]", "departments: [bgs, 各局, gs]", "C732", "[bgs, 各局, gs]"),
    ("role blank", "  publisher: xxzx\n", "  publisher:\n", "C740", "publisher:"),
    ("role left out", "  rechecker: bgs-fc\n", "", "C740", "roles:"),
    ("office inspects and edits", "  editor: xxzx\n", "  editor: bgs\n", "C741", "inspector: bgs"),
    ("its liaison edits", "  editor: xxzx\n", "  editor: bgs-liaison\n", "C741", "inspector: bgs"),
    (
        "sub-site's inspector edits",
        "editor: lyj-liaison}",
        "editor: lyj-liaison, inspector: lyj}",
        "C741",
        "inspector: lyj",
    ),
    ("support approves", "approvers: [bgs-leader]", "approvers: [bgs-leader, gs-head]", "C742", "gs-head]"),
    ("support publishes", "  publisher: xxzx\n", "  publisher: gs\n", "C742", "publisher: gs"),
    (
        "support responsible",
        "responsible: lyj-head",
        "responsible: gs-head",
        "C742",
        "responsible: gs-head\n    leader: lyj",
    ),
    ("support publishes on a sub-site", "{publisher: lyj,", "{publisher: gs,", "C742", "{publisher: gs,"),
    (
        "one mail address for two",
        "  bgs-head: {title: 市政府办公室负责人}",
        "  bgs-head: {title: 市政府办公室负责人, emails: [Admin@ybs.gov.cn]}",
        "C744",
        "Admin@ybs.gov.cn",
    ),
    (
        "one key for two",
        "  bgs-head: {title: 市政府办公室负责人}",
        "  bgs-head: {title: 市政府办公室负责人, keys: [{key: ssh-ed25519 AAAA head}]}",
        "C744",
        "AAAA head",
    ),
    (
        "somebody unknown publishes",
        "    lead: 科技局\n",
        "    lead: 科技局\n    publishes: {who: kjj-liason, by: 办公室, date: 2026-01-05}\n",
        "C743",
        "kjj-liason",
    ),
    ("role mistyped", "secrecy_reviewer: bgs-bm\n", "secrecy_reviewer: bgs-mb\n", "C743", "bgs-mb"),
    ("role that is no one's", "  leading_group: ldxz\n", "  leading_group: wu\n", "C743", "leading_group: wu"),
    ("collector mistyped", "[xxzx-cb]", "[xxzx-bc]", "C743", "xxzx-bc"),
    ("role of a sub-site mistyped", "editor: lyj-liaison}", "editor: lyj-liason}", "C743", "lyj-liason}"),
    ("responsible person mistyped", "responsible: bgs-head", "responsible: bgs-haed", "C743", "bgs-haed"),
    ("leader mistyped", "leader: lyj-leader", "leader: lyj-laeder", "C743", "lyj-laeder"),
    ("liaison mistyped", "[kjj-liaison, kjj-second]", "[kjj-liaison, kjj-secnod]", "C743", "[kjj-liaison, kjj-secnod]"),
    ("required column absent", "name: 政策解读, category: 公开", "name: 解读, category: 公开", "C750", "kjj-yq:"),
    ("category absent", "category: 互动, url", "category: 其他, url", "C751", "kjj-yq:"),
    (
        "category absent on the main site",
        "categories: [公开, 互动]",
        "categories: [公开, 互动交流, 民生]",
        "C751",
        "民生",
        ("C751", "C751", "C751"),
    ),
    ("domain off the pattern", KJJ_DOMAIN, "      domain: www.kjj.gov.cn\n", "C752", "www.kjj"),
    ("domain not .gov.cn", KJJ_DOMAIN, "      domain: www.ybkj.com\n", "C752", "www.ybkj.com"),
    ("no longer legacy", "      legacy: true\n", "", "C752", "www.oldczj.com\n"),
    ("main domain", "domain: www.ybs.gov.cn", "domain: www.ybs.com", "C752", "www.ybs.com"),
    (
        "address off the pattern",
        "url: http://www.ybyq.gov.cn/\n",
        "url: http://yq.gov.cn/\n",
        "C752",
        "url: http://yq.gov.cn/",
    ),
    ("Chinese domain", "chinese_domain: 市科技局.政务", "chinese_domain: 科技在线", "C753", "科技在线"),
    ("no founding approval", LYJ_KIND + "      founding", LYJ_KIND + "      #", "C754", "site:\n" + LYJ_KIND),
    ("no filing", "  filing: {icp: 样ICP备1号, police: 样公网安备 2号}\n", "", "C755", "site:\n"),
    ("filing in words", "icp: 样ICP备1号", "icp: 备案号", "C755", "icp: 备案号"),
    ("site name twice", "name: 科技园区网站", "name: 市科技局网站", "C756", "name: 市科技局网站\n          kind"),
    ("domain twice", KJJ_DOMAIN, "      domain: www.ybs.gov.cn\n", "C756", "domain: www.ybs.gov.cn\n      chinese"),
    ("sub-site id twice", "        kjj-yq:\n", "        lyj:\n", "C756", "    site:\n" + LYJ_KIND),
    (
        "setting not local",
        "settings: {organiser: 市旅游局}",
        "settings: {operator: 市旅游局}",
        "C757",
        "settings: {operator",
    ),
    ("assisted without services", "          services: [网站托管]\n", "", "C758", "kjj-yq:"),
    (
        "services for an independent site",
        KJJ_DOMAIN,
        KJJ_DOMAIN + "      services: [托管]\n",
        "C758",
        "services: [托管]",
    ),
    ("special columns elsewhere", LYJ_KIND, "      kind: 独立\n", "C758", "columns:\n        lyxl"),
]


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, f"{old!r} stands {SMALL.count(old)} times in the small file"
    return SMALL.replace(old, new)


def line_of(text: str, mark: str) -> int:
    return text.count("\n", 0, text.index(mark)) + 1


def found(text: str) -> list[tuple[str, int | None]]:
    return [(finding.rule, finding.line) for finding in read(text.encode()).findings]


def test_the_small_file_has_no_fault():
    assert found(SMALL) == []


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_fault(case):
    _, old, new, code, mark, *also = case
    text = changed(old, new)
    assert (code, line_of(text, mark)) in found(text)
    assert sorted(rule for rule, _ in found(text)) == sorted([code, *(also[0] if also else ())])


def test_every_rule_about_the_file_has_a_case():
    reading = {"C701", "C719", "C724"}  # told in other tests: no change of one text makes them
    assert {case[3] for case in CASES} | reading == {rule.code for rule in RULES}


LINK_COLUMN = (
    "    links:\n      - {name: 市科技局, department: 科技局}\n      - {name: 科技局咨询, department: kjj, column: 科技咨询}\n",
    "column: wszx}",
)


def test_a_link_column_needs_links_of_its_own_or_a_sub_sites():
    own, feed = LINK_COLUMN
    fed = changed(own, "")
    assert found(fed) == []
    bare = fed.replace(feed, "column: zcjd}")
    assert found(bare) == [("C724", line_of(bare, "modes: [网上链接"))]


def test_all_faults_are_told_at_once():
    """One file with faults of every part; none hides another."""
    changes = [
        ("office: bgs\nroles", "office: bgs\ncolour: 红\nroles"),
        ("date: 2001-06-01", "date: 2001-06-31"),
        ("  publisher: xxzx\n", "  publisher:\n"),
        ("aliases: [财政局]", "aliases: [财政局, 科技局]"),
        ("    leader: lyj-leader\n", ""),
        (KJJ_DOMAIN, "      domain: www.kjj.gov.cn\n"),
        ("settings: {organiser: 市旅游局}", "settings: {operator: 市旅游局}"),
        ("section: fuwu/qiye", "section: fuwu/qiyes"),
        ("modes: [网上抓取]", "modes: [网络抓取]"),
        ("types: [解读, 快讯]", "types: [解读, 快报]"),
        ("departments: [科学技术局, lyj]", "departments: [科学局, lyj]"),
        ("due: {days: 14}", "due: {days: 0}"),
        ("http://www.ybkj.gov.cn/zc/", "ftp://www.ybkj.gov.cn/zc/"),
        ("extends: 新闻", "extends: 快讯"),
    ]
    text = SMALL
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    marks = {
        "C705": "colour",
        "C709": "2001-06-31",
        "C740": "publisher:\n",
        "C712": "财政局, 科技局",
        "C730": "  lyj:",
        "C752": "www.kjj",
        "C757": "settings: {operator",
        "C714": "qiyes",
        "C715": "网络抓取",
        "C716": "快报",
        "C713": "科学局",
        "C710": "days: 0",
        "C711": "ftp:",
        "C718": "extends: 快讯",
    }
    assert set(found(text)) == {(code, line_of(text, mark)) for code, mark in marks.items()}


def test_what_cannot_be_seen_is_spelt_out():
    finding = read(changed("name: 热点专题", "name: \u202e热点专题").encode()).findings[0]
    assert finding.message == r"columns.rdzt.name：“\u202e热点专题”不合要求"


def test_a_message_says_where_what_why_and_how():
    finding = next(f for f in read(changed("[科学技术局, lyj]", "[科技, lyj]").encode()).findings)
    assert finding.message == "columns.wszx.departments：没有叫“科技”的部门"
    assert (
        finding.cure
        == "是不是“科技局”？可用的名字：市政府办公室、市信息中心、技术支持单位、市科技局、市财政局、市旅游局、各局"
    )
    assert (finding.rule, finding.name, finding.path) == ("C713", "unknown-department", "columns.yaml")
    assert finding.column == 19
    assert "山西" in finding.basis

"""C7xx: the rules about ``columns.yaml``. Here those about columns, departments and roles; the others beside it."""

from lanmu.rules.rule import Basis, Rule
from lanmu.rules.table import columns_file, columns_sites
from lanmu.rules.table.columns_base import TABLE, broken, rule, with_site

_LINK_MODE = Basis("衢州通知三（三）", "R054")
_PEOPLE = (
    Basis("衢州通知二（二）", "R048"),
    Basis("山西办法第六条", "R015"),
    Basis("山西办法第十一条", "R028"),
)
_ROLES = (Basis("湘潭办法第八条", "R181"), Basis("山西办法第四条", "R012"))
_SUPPORT_AT, _SUPPORT = "departments:\n  bgt:", "departments:\n  jszc: {name: 技术支持单位, external: true}\n  bgt:"
_DIGEST = ("    lead: kjt\n", "    lead: kjt\n    public: false\n")


def _mailed(account: str, department: str) -> tuple[str, str]:
    """The edit that gives a responsible person a mail address."""
    line = f"{account}: {{title: {department}负责人"
    return line, f"{line}, emails: [ke@shifan.gov.cn]"


_COLUMNS: tuple[Rule, ...] = (
    rule(
        "C720",
        "column-without-department",
        "每个栏目至少有一个保障部门。",
        (Basis("山西通知（三）表", "R001"),),
        broken("C720", "departments: []", ("departments: [lyj]", "departments: []")),
    ),
    rule(
        "C721",
        "column-name-twice",
        "同一个区里的栏目名称各不相同。",
        (TABLE,),
        broken(
            "C721",
            "name: 部门动态\n    section: gongkai\n    category: 公开\n    modes: [栏目共建]",
            ("    name: 政策文件\n", "    name: 部门动态\n"),
            ("    section: xinwen\n", "    section: gongkai\n"),
        ),
    ),
    rule(
        "C722",
        "column-id-twice",
        "栏目编号在整个门户里只用一次，分站的专业栏目也在内。",
        (Basis("湘潭办法第九条", "R183"),),
        broken("C722", "columns: {zcwj", with_site("{kind: 分站, columns: {zcwj: {name: 旅游线路}}}")),
        with_site("{kind: 分站, columns: {lyxl: {name: 旅游线路}}}"),
    ),
    rule(
        "C723",
        "column-without-lead",
        "保障部门第一项是组的栏目要写牵头部门；牵头部门是保障部门之一。",
        (Basis("陕西工信厅办法第十四条", "R134"),),
        broken("C723", "departments: [各厅局]", ("    lead: kjt\n", "")),
    ),
    rule(
        "C724",
        "link-column-without-links",
        "网站链接方式的栏目要有链接，或有子网站栏目与它对应。",
        (_LINK_MODE,),
        broken(
            "C724",
            "modes: [网站链接]",
            ("    modes: [信息报送]\n    departments: [lyj]", "    modes: [网站链接]\n    departments: [lyj]"),
        ),
        (
            "    modes: [信息报送]\n    departments: [lyj]",
            "    modes: [网站链接]\n    departments: [lyj]\n    links: [{name: 旅游咨询, url: 'https://lyj.shifan.gov.cn/zx/'}]",
        ),
    ),
    rule(
        "C725",
        "harvest-without-source",
        "网上抓取方式的栏目要写明从哪里抓取。",
        (Basis("衢州通知三（一）", "R051"),),
        broken("C725", "modes: [网上抓取]", ("modes: [信息报送]", "modes: [网上抓取]")),
        (
            "modes: [信息报送]",
            "modes: [网上抓取]\n    harvest: [{department: kjt, url: 'https://kjt.shifan.gov.cn/dt/', every: 1天}]",
        ),
    ),
    rule(
        "C726",
        "exposed-digest",
        "不上网的栏目不用链接和抓取方式，也不被子网站栏目对应。",
        (Basis("山西通知五（二）", "R006"),),
        broken(
            "C726",
            "public: false",
            _DIGEST,
            (
                "modes: [信息报送]",
                "modes: [网上抓取]\n    harvest: [{department: kjt, url: 'https://kjt.shifan.gov.cn/dt/'}]",
            ),
        ),
        _DIGEST,
    ),
)

_DEPARTMENTS: tuple[Rule, ...] = (
    rule(
        "C730",
        "unattended-department",
        "每个保障部门有一名负责人、一名分管领导和至少一名信息员。",
        _PEOPLE,
        broken("C730", "  lyj:", ("    liaisons: [lyj-liaison]\n", "")),
    ),
    rule(
        "C731",
        "idle-department",
        "列出的部门至少保障一个栏目；不承担保障的写 external: true。",
        (Basis("辽宁办法第四条", "R070"),),
        broken("C731", "  bgt:\n    name", ("departments: [bgt, kjt]", "departments: [kjt]")),
    ),
    rule(
        "C732",
        "external-guarantor",
        "写了 external: true 的部门不是任何栏目的保障部门。",
        (Basis("陕西工信厅办法第四条", "R115"),),
        broken(
            "C732",
            "departments: [jszc, bgt",
            (_SUPPORT_AT, _SUPPORT),
            ("departments: [bgt, kjt]", "departments: [jszc, bgt, kjt]\n    lead: kjt"),
        ),
        (_SUPPORT_AT, _SUPPORT),
    ),
)

_PARTIES: tuple[Rule, ...] = (
    rule(
        "C740",
        "empty-role",
        "主管、运行、发布等职责都要落实到部门或账号。",
        _ROLES,
        broken("C740", "publisher:", ("publisher: bgt", "publisher:")),
    ),
    rule(
        "C741",
        "inspector-who-edits",
        "督查与编辑发布分开，不由同一单位承担。",
        (Basis("衢州通知二（一）", "R045"),),
        broken("C741", "inspector: bgt", ("inspector: shifan-dcs", "inspector: bgt")),
    ),
    rule(
        "C742",
        "supporter-who-approves",
        "技术支持单位只管技术，不主管、不编辑、不审核、不发布。",
        (Basis("陕西工信厅办法第四条", "R115"),),
        broken(
            "C742", "publisher: jszc", ("publisher: bgt", "publisher: jszc\n  support: jszc"), (_SUPPORT_AT, _SUPPORT)
        ),
        ("publisher: bgt", "publisher: bgt\n  support: jszc"),
        (_SUPPORT_AT, _SUPPORT),
    ),
    rule(
        "C743",
        "unknown-account",
        "职责写部门编号或账号，账号在 accounts 里或是某个部门的；有 accounts 的，部门的账号也在里面，或写明岗位名称。",
        (*_ROLES, *_PEOPLE),
        broken("C743", "webmaster: bgt-webmastre", ("webmaster: bgt-webmaster", "webmaster: bgt-webmastre")),
    ),
    rule(
        "C744",
        "identity-shared",
        "一个邮箱、一把签名公钥只属于一个账号，否则一人可以两次签批，或审批自己写的。",
        (Basis("陕西工信厅办法第十四条（信息员采编、负责人审批）", "R131"),),
        broken("C744", "lyj-head: {title", _mailed("kjt-head", "省科技厅"), _mailed("lyj-head", "省旅游局")),
        _mailed("kjt-head", "省科技厅"),
    ),
)

RULES: tuple[Rule, ...] = (*columns_file.RULES, *_COLUMNS, *_DEPARTMENTS, *_PARTIES, *columns_sites.RULES)
BY_NAME = {item.name: item for item in RULES}

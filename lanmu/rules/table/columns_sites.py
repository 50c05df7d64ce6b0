"""C750–C758: sub-sites and what a portal asks of them."""

from lanmu.rules.rule import Basis, Rule
from lanmu.rules.table.columns_base import broken, rule, with_site

_ID = "  id: shifan\n"
_APPROVED = "founding: {authority: 国务院办公厅, number: 国办函〔2001〕1号, date: 2001-01-01}"
_OWN = "founding: {authority: 省政府办公厅, number: 示政办函〔2006〕7号, date: 2006-05-08}"
_DOMAIN_RULE = (Basis("湘潭办法第六条（三）", "R177"), Basis("湘潭办法第六条（二）", "R176"))
_PATTERN = (_ID, f"{_ID}  domain_pattern: 'www\\.sf[a-z]+\\.gov\\.cn'\n")

RULES: tuple[Rule, ...] = (
    rule(
        "C750",
        "required-column-absent",
        "主网站要求的栏目，每个子网站都要有：自己开设，或由该部门在主网站保障。",
        (Basis("山西办法第十二条", "R032"),),
        broken(
            "C750", "site: {kind", (_ID, f"{_ID}  require_columns: [部门动态, 在线访谈]\n"), with_site("{kind: 分站}")
        ),
        (_ID, f"{_ID}  require_columns: [部门动态, 在线咨询]\n"),
        with_site("{kind: 分站}"),
    ),
    rule(
        "C751",
        "basic-category-absent",
        "每个网站都要有规定的基本栏目类别，各至少一个栏目。",
        (Basis("湘潭办法第九条", "R182"),),
        broken("C751", "categories: [", (_ID, f"{_ID}  categories: [公开, 办事]\n")),
        (_ID, f"{_ID}  categories: [公开, 互动]\n"),
    ),
    rule(
        "C752",
        "foreign-domain",
        "政府和部门网站的域名以 .gov.cn 结尾，子网站的域名合乎统一格式；沿用原有域名的写 legacy: true。",
        _DOMAIN_RULE,
        broken("C752", "domain: lyj", _PATTERN, with_site("{kind: 独立, domain: lyj.example.gov.cn}")),
        _PATTERN,
        with_site("{kind: 独立, domain: lyj.example.gov.cn, legacy: true}"),
    ),
    rule(
        "C753",
        "foreign-chinese-domain",
        "域名有统一格式的，子网站的中文域名用单位的中文全称或规范简称。",
        _DOMAIN_RULE,
        broken("C753", "chinese_domain: 旅游在线", _PATTERN, with_site("{kind: 独立, chinese_domain: 旅游在线}")),
        _PATTERN,
        with_site("{kind: 独立, chinese_domain: 省旅游局.政务}"),
    ),
    rule(
        "C754",
        "unfounded-site",
        "门户记录设立批准的，独立建设的子网站和分站也要记录批准机关、文号和日期。",
        (Basis("湘潭办法第十七条", "R198"),),
        broken("C754", "site: {kind", (_ID, f"{_ID}  {_APPROVED}\n"), with_site("{kind: 独立}")),
        (_ID, f"{_ID}  {_APPROVED}\n"),
        with_site(f"{{kind: 独立, {_OWN}}}"),
    ),
    rule(
        "C755",
        "unfiled-site",
        "主网站要写ICP备案号和公安备案号，备案号里有数字。",
        (Basis("湘潭办法第六条（四）", "R178"),),
        broken("C755", "filing:", (", police: 示公网安备 14000000000001号", "")),
    ),
    rule(
        "C756",
        "site-name-twice",
        "一个网站只有一个名称和一个网址，两个网站不用同一个名称、编号或域名。",
        (Basis("湘潭办法第十八条", "R201"), Basis("湘潭办法第十六条", "R196")),
        broken("C756", "name: 示范省人民政府门户网站, ", with_site("{name: 示范省人民政府门户网站, kind: 独立}")),
        with_site("{name: 省旅游局网站, kind: 独立}"),
    ),
    rule(
        "C757",
        "setting-not-local",
        "子网站只能自定 site.local 列出的设置，其余的随主网站。",
        (Basis("山西办法第五条", "R013"),),
        broken(
            "C757",
            "organiser: 省旅游局",
            (_ID, f"{_ID}  local: [contact]\n"),
            with_site("{kind: 分站, settings: {organiser: 省旅游局}}"),
        ),
        (_ID, f"{_ID}  local: [contact, organiser]\n"),
        with_site("{kind: 分站, settings: {organiser: 省旅游局}}"),
    ),
    rule(
        "C758",
        "site-kind-mismatch",
        "协办网站写明得到的技术服务；专业栏目只有设在主网站的分站才能有。",
        (Basis("辽宁办法第九条", "R076"), Basis("辽宁办法第九条", "R075")),
        broken("C758", "site: {kind", with_site("{kind: 协办}")),
        with_site("{kind: 协办, services: [网站托管]}"),
    ),
)

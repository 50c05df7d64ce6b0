"""Every key of ``columns.yaml``, declared once: the check, the editors' JSON Schema and the docs read this."""

from collections.abc import Mapping

from lanmu.marked import UNSEEN
from lanmu.model import EVIDENCE, FIELD_KINDS, FORGE_KINDS, LEVELS, MODES, SECTION_SHOWS, SITE_KINDS, SITE_TYPES
from lanmu.schema.kind import Choice, Day, Expression, Flag, Key, Kind, Many, Record, Ref, Table, Whole, Words

# Output paths of the portal's own pages (docs/house.md); a department of that name would overwrite them.
RESERVED = (
    *("sections", "columns", "sites", "departments", "duties", "archive"),
    *("feeds", "sitemap", "map", "theme", "admin", "search"),
)

TEXT = Words()
LONG = Words(
    r"(?:[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff])+", "文字", 2000
)
ID = Words(r"[a-z][a-z0-9-]{0,30}", "小写字母开头，只有小写字母、数字和连字符，最多31个字符，如 kjt", 31, "bad-id")
DEPARTMENT_ID = ID._replace(reserved=RESERVED)
COLUMN_ID = ID._replace(reserved=("archive",))
ACCOUNT = Words(r"[a-z][a-z0-9._-]{0,60}", "小写字母开头的账号，如 kjt-liaison", 61, "bad-id")
SECTION_PATH = Words(r"[a-z][a-z0-9/-]{0,200}", "区的编号，下级用斜线，如 fuwu/touzizhe", 201, "unknown-section")
HOST = Words(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}", "小写的域名，不带 http://，如 www.shanxi.gov.cn", 100
)
URL = Words(
    # A host that every URL parser takes the same way: no user name, no brackets, no look-alike characters.
    rf"https?://[A-Za-z0-9.\u4e00-\u9fff-]+(?::[0-9]{{1,5}})?(?:[/?#][^\s<>\u0022\u0027\\{UNSEEN}]*)?",
    "以 http:// 或 https:// 开头的完整网址",
    500,
    "bad-url",
)
REPOSITORY = Words(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9_][A-Za-z0-9._-]*){2,}",
    "仓库在代码托管平台上的网址，如 https://code.shanxi.gov.cn/bgt/portal，末尾不带斜线",
    300,
    "bad-url",
)
BRANCH = Words(r"[A-Za-z0-9_][A-Za-z0-9_-]*(?:[./][A-Za-z0-9_-]+)*", "分支名称，如 main", 100)
PICTURE = Words(
    r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]*\.(?:png|jpg|jpeg|svg|gif|webp)",
    "仓库内图片的相对路径，如 emblem/guohui.png",
)
EMAIL = Words(r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}", "电子邮箱，如 webmaster@shanxi.gov.cn")
PHONE = Words(r"[0-9+()（） 转-]{3,40}", "办公电话，如 0351-3046778，多个电话写成列表", 40)
IDENTIFIER = Words(r"[0-9A-Z]{10}", '10位网站标识码，写在引号里，如 "1400000001"', 10)
EVERY = Words(r"[1-9][0-9]{0,2}(?:分钟|小时|天)", "间隔，如 30分钟、6小时、1天", 10)
DAY = Day()
COMMIT = Words(r"[0-9a-f]{40}|[0-9a-f]{64}", "完整的提交号，git rev-parse HEAD 会显示", 64)
PUBLIC_KEY = Words(r"[A-Za-z0-9+/=@:._ -]+", "公钥或指纹", 1000)

CONTACT = Record(
    {
        "office": Key(TEXT, "联系的机构，不写个人姓名"),
        "phone": Key(Many(PHONE, single=True), "办公电话，可以多个"),
        "email": Key(EMAIL, "电子邮箱"),
        "address": Key(TEXT, "地址"),
        "hours": Key(TEXT, "办公时间"),
    }
)
PERSON = Record(
    {
        "account": Key(ACCOUNT, "账号", required=True),
        "title": Key(TEXT, "岗位名称，如 省科技厅信息员"),
        "contact": Key(CONTACT, "联系方式"),
    },
    short="account",
)
FOUNDING = Record(
    {
        "authority": Key(TEXT, "批准设立的机关", required=True),
        "number": Key(TEXT, "批准文号", required=True),
        "date": Key(DAY, "批准日期", required=True),
    }
)
SETTINGS = Record(
    {
        "organiser": Key(TEXT, "主办单位"),
        "operator": Key(TEXT, "承办单位"),
        "contact": Key(CONTACT, "联系方式"),
        "filing": Key(Record({"icp": Key(TEXT, "ICP备案号"), "police": Key(TEXT, "公安备案号")}), "备案号，显示在页脚"),
        "description": Key(TEXT, "网站简介，一句话"),
        "keywords": Key(Many(TEXT), "关键词"),
        "emblem": Key(PICTURE, "国徽或标志图片，由运营单位提供"),
        "party_mark": Key(URL, "党政机关标识的网址"),
        "find_error": Key(URL, "政府网站找错的网址"),
        "search": Key(URL, "检索服务的网址，表单以 GET 提交 q"),
    }
)
ROLE = Words(r"[a-z][a-z0-9._-]{0,60}", "保障部门编号或账号，如 bgt、bgt-head", 61)


def _role(about: str, required: bool = True) -> Key:
    return Key(ROLE, about, required, "empty-role")


ROLES = Record(
    {
        "leading_group": _role("领导小组"),
        "office": _role("领导小组办公室"),
        "supervisor": _role("主管单位：谁主管谁负责"),
        "operator": _role("运行单位：谁运行谁负责"),
        "publisher": _role("发布单位：谁发布谁负责"),
        "editor": _role("编辑发布机构"),
        "inspector": _role("督查单位，不得与编辑发布机构是同一单位"),
        "webmaster": _role("网站管理员"),
        "secrecy_reviewer": _role("保密审查人"),
        "rechecker": _role("复查人"),
        "collectors": Key(Many(ROLE), "采编人员"),
        "support": _role("技术支持单位，不参加审核发布", required=False),
        "approvers": Key(Many(ROLE), "另外可以审批的账号"),
    }
)
# A sub-site names only the roles that differ; the others are inherited.
OWN_ROLES = Record({name: key._replace(required=False) for name, key in ROLES.keys.items()})

LINK = Record(
    {
        "name": Key(TEXT, "链接文字", required=True),
        "url": Key(URL, "网址；写了部门或子网站栏目的可以不写，取它们的网址"),
        "kind": Key(Choice(("主页链接", "栏目链接")), "链接方式；写了 column 的是栏目链接，否则是主页链接"),
        "department": Key(TEXT, "子网站所属的保障部门"),
        "column": Key(TEXT, "栏目链接通向的子网站栏目名称"),
    }
)
HARVEST = Record(
    {
        "department": Key(TEXT, "信息来自哪个保障部门", required=True),
        "url": Key(URL, "抓取的列表页网址", required=True),
        "every": Key(EVERY, "抓取间隔，如 6小时、1天"),
        "list": Key(TEXT, "列表中链接的 CSS 选择器，如 ul.list a"),
    }
)
DUE = Record(
    {
        "at_least": Key(Whole(1, 1000, 3), "至少更新的条数"),
        "workdays": Key(Whole(1, 366, 5), "工作日数"),
        "days": Key(Whole(1, 3660, 14), "每多少天至少更新一次"),
    },
    either=(("at_least", "workdays"), ("days",)),
)
COLUMN = Record(
    {
        "name": Key(TEXT, "栏目名称", required=True),
        "section": Key(SECTION_PATH, "所在的区，如 fuwu/touzizhe", required=True),
        "category": Key(TEXT, "栏目类别，如 信息公开、网上办事、公共服务、互动交流"),
        "description": Key(TEXT, "栏目简介"),
        "content_source": Key(LONG, "内容来源"),
        "keywords": Key(Many(TEXT), "关键词"),
        "modes": Key(
            Many(Choice(MODES, "unknown-mode", (("网上链接", "网站链接"),)), least=1),
            "保障方式，可以多种",
            required=True,
        ),
        "departments": Key(
            Many(TEXT, least=1), "保障部门：编号、名称、别名或组名", required=True, missing="column-without-department"
        ),
        "lead": Key(TEXT, "牵头部门；保障部门第一项是组时必填"),
        "providers": Key(Many(TEXT), "只提供资料、不承担保障的单位"),
        "types": Key(Many(TEXT, least=1), "可以发布的文章类型，第一种是默认类型"),
        "review": Key(Choice(LEVELS), "审批级别"),
        "two_stage": Key(Flag(), "是否初审、复审两级审核"),
        "due": Key(DUE, "更新要求"),
        "links": Key(Many(LINK), "网站链接方式的链接"),
        "harvest": Key(Many(HARVEST), "网上抓取方式的来源"),
        "co_building": Key(
            Record(
                {
                    "basis": Key(TEXT, "共建的依据", required=True),
                    "date": Key(DAY, "共建开始的日期"),
                    "kind": Key(Choice(("单独", "合作")), "单独维护或合作共建"),
                }
            ),
            "栏目共建的依据",
        ),
        "publishes": Key(
            Record(
                {
                    "who": Key(Many(ROLE, single=True, least=1), "部门编号或账号", required=True),
                    "by": Key(TEXT, "谁授权的", required=True),
                    "date": Key(DAY, "授权的日期", required=True),
                }
            ),
            "除编辑发布机构以外，谁可以把本栏目的信息发布上网",
        ),
        "governed_by": Key(
            Many(Record({"title": Key(TEXT, "文件标题", required=True), "number": Key(TEXT, "文号")})), "另有规定的文件"
        ),
        "public": Key(Flag(), "false 表示不上网，只出现在工作表中"),
        "weight": Key(Whole(0, 100), "考核权重，0至100，不写为50"),
        "note": Key(LONG, "备注，只给工作人员看"),
    }
)
# A special column belongs to its sub-site: department and section need no naming.
_FREE = {"section", "departments", "modes"}
SPECIAL = Record({name: key._replace(required=key.required and name not in _FREE) for name, key in COLUMN.keys.items()})

SITE_LINK = Record(
    {
        "name": Key(TEXT, "子网站栏目名称", required=True),
        "category": Key(TEXT, "栏目类别"),
        "url": Key(URL, "子网站栏目的网址", required=True),
        "column": Key(TEXT, "对应的主网站栏目编号"),
    }
)
_ANY_SITE = {
    "type": Key(Choice(SITE_TYPES), "网站类型"),
    "domain": Key(HOST, "域名"),
    "chinese_domain": Key(TEXT, "中文域名"),
    "own_domains": Key(Many(HOST), "网站的其他域名"),
    "legacy": Key(Flag(), "true 表示沿用原有域名"),
    "founding": Key(FOUNDING, "设立批准"),
    "identifier": Key(IDENTIFIER, "网站标识码，10位"),
}
_SUB_SITE = {
    "short_name": Key(TEXT, "规范简称"),
    "kind": Key(Choice(SITE_KINDS), "独立、协办或分站", required=True),
    **_ANY_SITE,
    "url": Key(URL, "网址"),
    "services": Key(Many(TEXT), "协办网站得到的技术服务"),
    "settings": Key(SETTINGS, "与主网站不同的设置，限 site.local 列出的"),
    "roles": Key(OWN_ROLES, "与主网站不同的职责分工"),
    "links": Key(Many(SITE_LINK), "子网站自己的栏目"),
    "sites": Key(Table(DEPARTMENT_ID, Ref("sub_site")), "下级网站"),
}
DEPARTMENT_SITE = Record(
    {
        "name": Key(TEXT, "网站名称，不写时用部门名称"),
        **_SUB_SITE,
        "columns": Key(Table(COLUMN_ID, SPECIAL), "分站的专业栏目"),
    }
)
DEPARTMENT = Record(
    {
        "name": Key(TEXT, "名称", required=True),
        "full_name": Key(TEXT, "全称"),
        "aliases": Key(Many(TEXT), "别名"),
        "responsible": Key(PERSON, "负责人的账号，只有一名"),
        "leader": Key(PERSON, "分管领导的账号，只有一名"),
        "liaisons": Key(Many(PERSON, single=True), "信息员的账号，至少一名"),
        "contact": Key(CONTACT, "联系方式"),
        "external": Key(Flag(), "true 表示不承担栏目保障，如技术支持单位"),
        "site": Key(DEPARTMENT_SITE, "子网站"),
    }
)
FIELD_NAME = Words(r"[a-z][a-z0-9_]{0,40}", "小写字母、数字和下划线，如 doc_number", 41, "bad-id")
FIELDS = Table(FIELD_NAME, Ref("field"), most=100)
FIELD = Record(
    {
        "label": Key(TEXT, "名称，给公众和工作人员看", required=True),
        "kind": Key(Choice(FIELD_KINDS), "检查方式", required=True),
        "required": Key(Flag(), "是否必填"),
        "hint": Key(TEXT, "填写提示"),
        "choices": Key(Many(TEXT, least=1), "可选的值"),
        "fields": Key(FIELDS, "每行的各项"),
        "show": Key(Flag(), "false 表示不列在页面的信息表里"),
    }
)
ARTICLE_TYPE = Record(
    {
        "extends": Key(TEXT, "沿用哪种类型的各项"),
        "template": Key(Words(r"[a-z][a-z-]{0,40}", "模板名称，如 article", 41), "显示用的模板"),
        "schema": Key(Words(r"[A-Za-z]{1,60}", "schema.org 类型，如 NewsArticle", 60), "schema.org 类型"),
        "description": Key(TEXT, "说明"),
        "fields": Key(FIELDS, "前置信息的各项"),
    }
)
TYPE_NAME = Words(r"[^\s/<>&\u0022\u0027]{1,20}", "类型名称，如 招商项目", 20)
TYPES = Table(TYPE_NAME, ARTICLE_TYPE, most=60)
TYPES_FILE = Record({"common": Key(FIELDS, "每种类型都有的各项"), "types": Key(TYPES, "文章类型", required=True)})

ARCHIVE = Record(
    {
        "until": Key(DAY, "到这一天为止入库的是从旧网站迁来的，发布日期可以早于入库日期", required=True),
        "note": Key(TEXT, "说明：从哪里迁来，依据什么", required=True),
    }
)
FORGE = Record(
    {
        "kind": Key(Choice(FORGE_KINDS), "平台的种类", required=True),
        "url": Key(REPOSITORY, "仓库的网址", required=True),
        "branch": Key(BRANCH, "发布所用的分支，不写为 main"),
    }
)
SITE = Record(
    {
        "id": Key(ID, "网站编号", required=True),
        "name": Key(TEXT, "网站名称", required=True),
        "short_name": Key(TEXT, "规范简称"),
        **_ANY_SITE,
        "domain": Key(HOST, "域名", required=True),
        "identifier": Key(IDENTIFIER, "网站标识码，10位", required=True),
        "domain_pattern": Key(Expression(), r"子网站域名的统一格式，如 www\.xt[a-z]+\.gov\.cn"),
        **SETTINGS.keys,
        "organiser": Key(TEXT, "主办单位", required=True),
        "operator": Key(TEXT, "承办单位", required=True),
        "contact": Key(CONTACT, "联系方式", required=True),
        "categories": Key(Many(TEXT, least=1, most=20), "每个网站都要有的基本栏目类别"),
        "require_columns": Key(Many(TEXT, least=1, most=20), "每个子网站都要有的栏目名称"),
        "local": Key(Many(Choice(tuple(SETTINGS.keys))), "子网站可以自定的设置"),
        "archive": Key(ARCHIVE, "从旧网站迁移"),
        "forge": Key(FORGE, "代码托管平台，工作人员从网页通向那里修改"),
    }
)
SECTION = Record(
    {
        "name": Key(TEXT, "区的名称", required=True),
        "show": Key(Choice(SECTION_SHOWS), "首页上的显示方式"),
        "description": Key(TEXT, "简介"),
        "sections": Key(Table(ID, Ref("section")), "下级区"),
    }
)
KEYS = Many(
    Record(
        {
            "key": Key(PUBLIC_KEY, "公钥或指纹", required=True),
            "from": Key(DAY, "生效日期"),
            "until": Key(DAY, "失效日期"),
        }
    )
)
REVIEW = Record(
    {
        "evidence": Key(Choice(EVIDENCE), "凭什么认定已经审批，不写为签批记录"),
        "every_level": Key(Flag(), "false 表示高一级签批了，下级不必再签"),
        "keys": Key(KEYS, "git 服务器的签名公钥"),
        "since": Key(COMMIT, "从哪个提交以后要求审批；以前的内容由办公室确认过"),
    }
)
ACCOUNTS = Table(
    ACCOUNT,
    Record(
        {
            "title": Key(TEXT, "岗位名称，不写个人姓名"),
            "emails": Key(Many(EMAIL), "提交使用的邮箱"),
            "keys": Key(KEYS, "签名公钥"),
        }
    ),
)
COLUMNS_YAML = Record(
    {
        "site": Key(SITE, "主网站", required=True),
        "office": Key(TEXT, "负责本文件的部门，写 departments 里的编号，如 bgt", required=True),
        "roles": Key(ROLES, "职责分工", required=True),
        "accounts": Key(ACCOUNTS, "账号"),
        "review": Key(REVIEW, "审批的方式"),
        "groups": Key(Table(TEXT, Many(TEXT, least=1)), "部门组，如 各厅局"),
        "departments": Key(Table(DEPARTMENT_ID, DEPARTMENT), "保障部门", required=True),
        "sections": Key(Table(ID, SECTION), "区", required=True),
        "columns": Key(Table(COLUMN_ID, COLUMN), "栏目", required=True),
        "types": Key(TYPES, "本门户自己的文章类型"),
    }
)
DEFINITIONS: Mapping[str, Kind] = {
    "section": SECTION,
    "field": FIELD,
    "sub_site": Record({"name": Key(TEXT, "网站名称", required=True), **_SUB_SITE}),
}

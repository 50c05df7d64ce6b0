"""The portal as immutable facts: what ``columns.yaml`` says once it has been understood.

Names are resolved here: a ``Column`` holds department ids, never aliases or groups; the way it
was written is kept only where a page shows it (``providers``, ``content_source``).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

MODES = ("网上抓取", "信息报送", "网站链接", "栏目共建")  # 衢州三；辽宁第十五条
LEVELS = ("一般", "重要", "特殊", "重大")  # 陕西工信厅第十四条
EVIDENCE = ("签批记录", "GitLab", "Gitea")  # what shows that somebody approved
SITE_KINDS = ("独立", "协办", "分站")  # 辽宁第九条
SITE_TYPES = ("政府", "部门", "授权组织", "公用事业")  # 湘潭第三十六、三十七条
SECTION_SHOWS = ("列表", "宫格", "服务", "互动", "数据", "专题", "不显示")  # on the home page
FORGE_KINDS = ("gitlab", "gitea", "forgejo")
# How a front-matter field is checked; lanmu/fields.py holds the check of each.
FIELD_KINDS = (
    *("line", "text", "list", "date", "datetime", "day", "flag", "choice", "number", "url", "email", "phone"),
    *("doc_number", "index_number", "article", "file", "picture", "columns", "rows", "steps"),
)


class Contact(NamedTuple):
    """How an office is reached. Offices speak: no field for a person's name."""

    office: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    address: str = ""
    hours: str = ""


class Filing(NamedTuple):
    """Filing numbers shown in the footer (湘潭第六条四)."""

    icp: str = ""
    police: str = ""


class Founding(NamedTuple):
    """Who allowed the site to be set up (湘潭第十七条)."""

    authority: str
    number: str
    date: str


class Settings(NamedTuple):
    """What a site tells about itself; sub-sites inherit it and override what is marked local."""

    organiser: str = ""
    operator: str = ""
    contact: Contact = Contact()
    filing: Filing = Filing()
    description: str = ""
    keywords: tuple[str, ...] = ()
    emblem: str = ""
    party_mark: str = ""
    find_error: str = ""
    search: str = ""


class Parties(NamedTuple):
    """谁主管、谁运行、谁发布谁负责 (湘潭第八条), and the offices of the chain.

    Values are department ids or account names, as written under ``roles:``.
    """

    leading_group: str = ""  # 领导小组
    office: str = ""  # 办公室
    supervisor: str = ""  # 主管
    operator: str = ""  # 运行
    publisher: str = ""  # 发布
    editor: str = ""  # 编辑发布机构
    inspector: str = ""  # 督查
    webmaster: str = ""  # 网站管理员
    secrecy_reviewer: str = ""  # 保密审查人
    rechecker: str = ""  # 复查人
    collectors: tuple[str, ...] = ()  # 采编
    support: str = ""  # 技术支持单位
    approvers: tuple[str, ...] = ()  # further accounts that may approve


class Site(NamedTuple):
    """The main site or a sub-site.

    ``department`` is empty for the main site; a site further down has that of the sub-site above it.
    """

    id: str
    name: str
    short_name: str
    department: str
    kind: str  # one of SITE_KINDS; the main site is 独立
    type: str  # one of SITE_TYPES
    url: str
    domain: str
    chinese_domain: str
    own_domains: tuple[str, ...]
    identifier: str
    legacy: bool
    services: tuple[str, ...]  # what 协办 is given
    founding: Founding | None
    settings: Settings
    roles: Parties
    links: tuple["Target", ...]  # 栏目链接: its own columns that the portal links to
    columns: tuple[str, ...]  # ids of the columns it holds or maintains, special ones included
    sites: tuple["Site", ...]  # its own sub-sites

    def walk(self) -> Iterator["Site"]:
        """This site and everything below it, top down."""
        yield self
        for site in self.sites:
            yield from site.walk()


class AccountKey(NamedTuple):
    """A signing key and the days (YYYY-MM-DD, "" for open) from and until which it counts."""

    key: str
    since: str
    until: str


class Reviewing(NamedTuple):
    """How approvals are given on this portal (陕西工信厅第十四条)."""

    evidence: str = "签批记录"  # one of EVIDENCE
    every_level: bool = True  # whether the lower levels sign where a higher one must
    keys: tuple[AccountKey, ...] = ()  # of the git server, which writes down who landed what
    since: str = ""  # commit from which on approvals are asked for; what was there before the office answers for


class Account(NamedTuple):
    """Somebody who acts: an account name, never a person's name."""

    id: str
    title: str = ""  # e.g. 省科技厅信息员
    emails: tuple[str, ...] = ()
    keys: tuple[AccountKey, ...] = ()
    contact: Contact = Contact()


class Department(NamedTuple):
    """保障部门."""

    id: str
    name: str
    full_name: str
    aliases: tuple[str, ...]
    responsible: str  # account of 负责人
    leader: str  # account of 分管领导
    liaisons: tuple[str, ...]  # accounts of 信息员
    contact: Contact
    group: str  # first group that names it: its heading in lists
    site: Site | None
    external: bool  # guarantees no column by design (the support unit, a superior)


class Group(NamedTuple):
    """A name for many departments (各厅局)."""

    name: str
    members: tuple[str, ...]


class Section(NamedTuple):
    """A group of columns. ``id`` is the path of ids: ``fuwu/touzizhe``."""

    id: str
    name: str
    show: str  # how the home page shows it: 列表 宫格 服务 互动 数据 专题 不显示
    description: str
    sections: tuple["Section", ...]

    def walk(self) -> Iterator["Section"]:
        """This section and everything below it, top down."""
        yield self
        for section in self.sections:
            yield from section.walk()


class Due(NamedTuple):
    """更新要求: at least N items in so many workdays, or one in so many days."""

    at_least: int
    workdays: int
    days: int

    @property
    def text(self) -> str:
        """As the column page says it."""
        if self.days:
            return f"每{self.days}天至少更新1次"
        return f"每{self.workdays}个工作日至少更新{self.at_least}次"


class Target(NamedTuple):
    """A link of a link column: 主页链接 or 栏目链接 (衢州三之三)."""

    text: str
    url: str
    kind: str
    department: str
    column: str  # the sub-site column a 栏目链接 names; in ``Site.links`` the portal column it feeds, or ""


class Source(NamedTuple):
    """One place the harvest may fetch from (衢州三之一)."""

    url: str
    department: str
    every: str
    list: str  # CSS selector of the links


class CoBuilding(NamedTuple):
    """Basis of a co-built column (辽宁第十五条四)."""

    basis: str
    date: str
    kind: str  # 单独 or 合作


class Publishing(NamedTuple):
    """Who besides the 编辑发布机构 may land a column's items on the site, and who allowed it (辽宁第十七条)."""

    who: tuple[str, ...]  # departments and accounts
    by: str
    date: str


class Governed(NamedTuple):
    """Another rule that governs the column (山西五之一)."""

    title: str
    number: str


class Column(NamedTuple):
    """栏目."""

    id: str
    name: str
    section: str  # id of its section
    category: str
    description: str
    content_source: str
    keywords: tuple[str, ...]
    modes: tuple[str, ...]
    written: tuple[str, ...]  # departments and groups as columns.yaml names them
    departments: tuple[str, ...]  # every member, resolved, in order
    lead: str
    providers: tuple[str, ...]
    types: tuple[str, ...]
    review: str
    two_stage: bool
    due: Due | None
    links: tuple[Target, ...]
    harvest: tuple[Source, ...]
    co_building: CoBuilding | None
    publishes: Publishing | None
    governed_by: tuple[Governed, ...]
    public: bool
    weight: int  # 0 to 100; 50 where the table gives none
    site: str  # id of the department whose special column it is; empty for the portal's
    note: str


class Field(NamedTuple):
    """One front-matter key of an article type. Source of scaffold, check, page and form."""

    name: str
    label: str
    kind: str
    required: bool
    hint: str
    choices: tuple[str, ...]
    fields: tuple["Field", ...]  # of each row, where kind is ``rows``
    show: bool  # whether the page's fact table shows it


class ArticleType(NamedTuple):
    """A content type: data, declared in ``lanmu/types.yaml`` or under ``types:`` of a portal."""

    name: str
    template: str
    schema: str  # schema.org type
    description: str
    fields: Mapping[str, Field]


class Archive(NamedTuple):
    """What came over from an older site: files first committed until a day keep the dates they had there."""

    until: date
    note: str


class Forge(NamedTuple):
    """The code host where the portal's repository lies and proposals are reviewed."""

    kind: str  # one of FORGE_KINDS
    url: str  # of the repository, without a slash at the end: https://code.example.gov.cn/group/repository
    branch: str


class Portal(NamedTuple):
    """Everything ``columns.yaml`` says."""

    site: Site
    office: str
    groups: Mapping[str, Group]
    departments: Mapping[str, Department]
    sections: tuple[Section, ...]
    columns: Mapping[str, Column]
    types: Mapping[str, ArticleType]
    accounts: Mapping[str, Account]
    categories: tuple[str, ...]  # basic categories every site must have
    archive: Archive | None
    reviewing: Reviewing
    forge: Forge | None

    def section(self, id: str) -> Section:
        """The section with this path of ids."""
        return next(s for top in self.sections for s in top.walk() if s.id == id)

    def department(self, name: str) -> Department:
        """The department called ``name``: its id, name, full name or an alias."""
        return next(d for d in self.departments.values() if name in (d.id, d.name, d.full_name) or name in d.aliases)

    def public_columns(self) -> tuple[Column, ...]:
        """Columns the public may see, in the order of the file."""
        return tuple(column for column in self.columns.values() if column.public)

"""What a template may read. Every page is a value made of these; nothing else reaches a template.

All paths are relative to the output root (``columns/tzxm/index.html``) or absolute URLs of other
sites; templates turn them into links with the ``href`` filter: ``{{ row.path | href(root) }}``.
"""

from typing import Any, NamedTuple


class Link(NamedTuple):
    """A text that leads somewhere. ``path`` is empty where nothing is linked (yet)."""

    text: str
    path: str


class Footer(NamedTuple):
    """The nine items (网站发展指引: 党政机关标识、找错、标识码、主办、承办、联系方式、ICP、公安备案、站点地图)."""

    party_mark: str
    find_error: str
    identifier: str
    organiser: str
    operator: str
    phones: tuple[str, ...]
    email: str
    icp: str
    police: str


class Frame(NamedTuple):
    """Header, navigation and footer of a site; the same value on every page of it."""

    name: str
    organiser: str
    domain: str
    emblem: str  # path of the picture the operator supplies, or ""
    search: str  # address of a search service, or ""
    nav: tuple[Link, ...]
    top: tuple[Link, ...]
    footer: Footer
    band: Link | None  # the sub-site's name, under the portal's


class Meta(NamedTuple):
    """One ``<meta name content>`` of the official tag set."""

    name: str
    content: str


class Picture(NamedTuple):
    """``width``/``height`` in pixels, 0 where unknown."""

    path: str
    alt: str
    caption: str
    width: int
    height: int


class Row(NamedTuple):
    """An article in a list."""

    title: str
    path: str
    date: str  # YYYY-MM-DD
    external: bool  # leads to another site
    pinned: bool
    type: str
    template: str  # of its type: document letter topic …, also for types that extend those
    department: str  # display name
    summary: str
    number: str  # 发文字号
    validity: str
    state: str  # of a letter or survey, as of the day
    reply: str  # 答复日期 of a letter, else its due day
    children: tuple[Link, ...]  # interpretations of a document


class Pager(NamedTuple):
    """Numbered from the oldest, shown newest first. ``pages`` holds (label, path, is_here); path "" is a gap."""

    pages: tuple[tuple[str, str, bool], ...]
    newer: str
    older: str


class ColumnCard(NamedTuple):
    """A column in a section, on the home page, in a sub-site or in a side list."""

    id: str
    name: str
    path: str
    description: str
    modes: tuple[str, ...]
    rows: tuple[Row, ...]
    links: tuple[Link, ...]
    style: str  # list table letters links guides surveys (from its first type and mode)
    here: bool


class SectionCard(NamedTuple):
    """A section on the home page, on a section page or on the site map."""

    id: str
    name: str
    path: str
    show: str
    description: str
    columns: tuple[ColumnCard, ...]
    sections: tuple["SectionCard", ...]


class ColumnFacts(NamedTuple):
    """The line under a column's name: who answers, how, how often."""

    description: str
    modes: tuple[str, ...]
    departments: tuple[Link, ...]  # as written: a group stays one name
    lead: str
    providers: tuple[str, ...]
    due: str
    review: str
    basis: str  # 共建依据
    governed_by: tuple[str, ...]
    types: tuple[str, ...]


class SiteCard(NamedTuple):
    """A sub-site in the grid and on the link page."""

    name: str
    path: str  # "" where its link is missing
    kind: str
    note: str
    column_links: tuple[Link, ...]  # 栏目链接
    sites: tuple["SiteCard", ...]


class SiteGroup(NamedTuple):
    """Sub-sites under one heading (各厅局)."""

    name: str
    sites: tuple[SiteCard, ...]


class DepartmentCard(NamedTuple):
    """A department in the directory."""

    id: str
    name: str
    full_name: str
    path: str
    site: Link | None
    kind: str
    contact: tuple[tuple[str, str], ...]  # (label, text)
    columns: tuple[Link, ...]


class Duty(NamedTuple):
    """One row of 责任分解表."""

    section: str
    column: Link
    content_source: str
    modes: tuple[str, ...]
    departments: tuple[Link, ...]
    lead: str
    providers: tuple[str, ...]
    due: str
    review: str
    first: int  # rows of its section, on the section's first row; else 0


class Attachment(NamedTuple):
    """A file beside an article."""

    title: str
    path: str
    type: str  # PDF, XLSX …
    size: str  # 42 KB


class Part(NamedTuple):
    """A field of an article's type that is too long for its facts; one of ``html``, ``steps``, ``rows`` is filled."""

    name: str  # its key
    label: str
    html: str  # sanitised HTML of a text
    steps: tuple[str, ...]
    heads: tuple[str, ...]  # labels of the sub-fields that some row fills
    rows: tuple[tuple[str | Link, ...], ...]  # cells under the heads; a text's cell is sanitised HTML


class ArticleView(NamedTuple):
    """An article's page. ``fields`` holds the type's own keys, formatted for reading (see lanmu/fields.py)."""

    title: str
    type: str
    date: str  # YYYY-MM-DD HH:MM or YYYY-MM-DD
    iso_date: str
    source: str
    author: str
    department: Link
    column: Link
    also: tuple[Link, ...]
    body: str  # sanitised HTML
    summary: str
    keywords: tuple[str, ...]
    picture: Picture | None
    map_number: str
    facts: tuple[tuple[str, str | Link], ...]  # (label, value) of every filled field that fits a line
    parts: tuple[Part, ...]  # every filled field that does not
    fields: dict[str, Any]
    attachments: tuple[Attachment, ...]
    related: tuple[Link, ...]  # interpretations of a document, the document of an interpretation
    state: str  # 进行中, 已结束, 已归档, 即将开始 as of the day
    newer: Link | None  # only inside a topic
    older: Link | None
    items: tuple[Row, ...]  # the articles of a topic

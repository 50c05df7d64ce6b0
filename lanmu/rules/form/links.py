"""Where an article leads: L501 broken-link, L502 missing-attachment, files of a kind A601 refuses; 待填 in the body."""

import posixpath
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lanmu import fields, repair, urls
from lanmu.article import PLACEHOLDER
from lanmu.attachments import allowed
from lanmu.fields import RELATIVE
from lanmu.finding import Finding
from lanmu.marked import Text, visible
from lanmu.near import near
from lanmu.place import CONTENT
from lanmu.rules.attached.folder import A601, CURE
from lanmu.rules.files import MAX_PATH
from lanmu.rules.form.body import Body
from lanmu.rules.form.values import F112
from lanmu.rules.rule import Basis, Example, Rule, error
from lanmu.rules.sample import ATTACHMENT, DOCUMENT, NEWS, edited
from lanmu.rules.subject import Subject

_VISITORS = Basis("衢州通知三（三）（方便用户访问）", "R055")
_ALWAYS = Basis("山西办法第十八条（正常链接）", "R039")
_ANNEX = Basis("衢州通知附件（所附文件必须在）", "R069")

L501 = error(
    "L501",
    "broken-link",
    "正文和开头指向的文章、网页必须存在。本站的用相对路径，不离开 content/："
    "栏目页写 ../../columns/<栏目编号>/index.html，部门页写 ../../<部门编号>/index.html；"
    "外部网址要写完整，以 https:// 或 http:// 开头。",
    (_VISITORS, _ALWAYS),
    Example(edited(NEWS, ("-ban-fa.md)", "-ban-fa-2.md)")), (("L501", NEWS, 11),)),
    Example({}),
)

L502 = error(
    "L502",
    "missing-attachment",
    "附件和图片必须放在与文章同名的文件夹里，写相对路径，文件名一字不差；正文也可以链接上网栏目里别的文章的附件。",
    (_ANNEX,),
    Example({ATTACHMENT: None}, (("L502", DOCUMENT, 13), ("L502", DOCUMENT, 21))),
    Example({}),
)

RULES = (L501, L502)

_PUT_BESIDE = "把文件放进与文章同名的文件夹，写“文件夹/文件名”"
_MAYBE_PROSE = "不是链接的话，在方括号前加反斜线：\\[1]；是链接就写网址或相对路径"
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_SINGLE = (urls.HOME, urls.SITES, urls.DEPARTMENTS, urls.DUTIES, urls.DUTIES_BY_DEPARTMENT, urls.ARCHIVE, urls.MAP)


class _Target(NamedTuple):
    """Something an article leads to, from its body or its front matter."""

    written: str
    line: int
    column: int
    picture: bool
    tag: bool  # whether it stands in an HTML tag
    article: bool  # whether it must be an article
    front: bool  # whether it stands in the front matter


def check(subject: Subject) -> Iterator[Finding]:
    """Every relative link, picture and attachment of the article."""
    article = subject.source.article
    if article is None:
        return
    body = Body(article)
    for kind, text in _written(subject):
        named = _Target(text, text.line, text.column, kind == "picture", False, kind == "article", True)
        yield from _judge(subject, named)
    for link in body.links():
        yield from _judge(subject, _Target(*link, article=False, front=False))
    position = fields.placeholder_at(body.prose)
    if position >= 0:
        cure = f"把正文里的“{PLACEHOLDER}”换成真实内容"
        yield F112.at(subject.spot(*body.place(position)), "正文里有没填写的地方", cure)


def _written(subject: Subject) -> Iterator[tuple[str, Text]]:
    """Kind and text of every front-matter field that names a file; badly formed ones are F110's."""
    article, kind = subject.source.article, subject.type
    if article is None or kind is None:
        return
    for field, text in fields.leaves(kind.fields, article.fields):
        if field.kind in RELATIVE and text.strip() and not any(fields.KINDS[field.kind](field, text)):
            yield field.kind, text


def _judge(subject: Subject, target: _Target) -> Iterator[Finding]:
    written = target.written
    if not written:
        yield _say(subject, target, "链接没有写通向哪里", "在括号里写上网址或相对路径；不需要链接就只留文字")
        return
    if written.startswith(("#", "?", "//")) or written == PLACEHOLDER:
        return
    scheme = _SCHEME.match(written)
    if scheme and len(scheme.group(1)) > 1 and scheme.group(1).lower() != "file":
        yield from _abroad(subject, target, scheme.group(1).lower())
        return
    if len(written) > MAX_PATH:
        yield L502.at(subject.spot(target.line, target.column), f"路径超过 {MAX_PATH} 个字符", _PUT_BESIDE)
        return
    if fault := fields.relative(written):
        page = _page_meant(subject, written)
        yield _say(subject, target, fault[0], f"写成 {page}") if page else _say(subject, target, *fault)
        return
    path = _path(target)
    resolved = subject.resolve(path)
    if resolved == "":
        yield _say(subject, target, f"“{_short(path)}”离开了 {CONTENT}/", _PUT_BESIDE)
    elif _is_text(target, resolved):
        yield from _text(subject, target, path, resolved)
    else:
        yield from _file(subject, target, path, resolved)


def _is_text(target: _Target, resolved: str) -> bool:
    """Whether it leads to an article, which has a page of its own, and not to a file as it is."""
    return target.article or (resolved.endswith(".md") and not target.front and not target.picture)


def _text(subject: Subject, target: _Target, path: str, resolved: str) -> Iterator[Finding]:
    if not subject.files.has(resolved) or subject.is_hidden(resolved):
        yield _missing(subject, target, path, resolved)
        return
    plain, mark, place = target.written.partition("#")
    if plain != path:
        message = f"“{_short(target.written)}”不是文章的路径：不带问号，不用百分号编码"
        yield _say(subject, target, message, f"写成 {_short(path + mark + place)}")


def _file(subject: Subject, target: _Target, path: str, resolved: str) -> Iterator[Finding]:
    """A file that goes to the site as it is: it must lie where it is published, and be of a kind that is."""
    there = subject.files.has(resolved)
    if not there and _is_page(subject, resolved):
        return
    own = resolved.startswith(f"{subject.folder}/") if subject.folder else False
    shown = own or (not target.front and _published(subject, resolved))
    if not shown and (there or subject.is_hidden(resolved)):
        cure = f"把文件放到 {subject.folder or '与文章同名的文件夹'}/ 里，写成 {_beside(subject, resolved)}"
        message = f"“{_short(path)}”不在这篇文章的文件夹里"
        yield L502.at(subject.spot(target.line, target.column), message, cure)
    elif not there:
        yield _missing(subject, target, path, resolved)
    elif not allowed(resolved):
        yield A601.at(subject.spot(target.line, target.column), f"“{_short(path)}”是不能发布的文件", CURE)


def _published(subject: Subject, resolved: str) -> bool:
    """Whether a file lies in the folder of an article on the site."""
    steps = resolved.split("/")
    return len(steps) > 4 and subject.is_public(resolved) and subject.files.has(f"{'/'.join(steps[:4])}.md")


def _beside(subject: Subject, resolved: str) -> str:
    name = _short(resolved.rpartition("/")[2])
    return f"{subject.folder.rpartition('/')[2] or '文件夹'}/{name}"


def _abroad(subject: Subject, target: _Target, scheme: str) -> Iterator[Finding]:
    """A link with a scheme of its own: an address of the web must be whole. What runs a script is F114's."""
    written = target.written
    if scheme in ("http", "https") and not (_WEB.match(written) and _is_possible(written)):
        cure = _web_meant(written) or "写完整的网址，如 https://www.gov.cn"
        spot = subject.spot(target.line, target.column)
        yield L501.at(spot, f"“{_short(written)}”不是完整的网址", cure)


def _is_possible(written: str) -> bool:
    """Whether a browser could go there: a host of proper parts, a port that exists."""
    try:
        parts = urlsplit(written)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    labels = host.removesuffix(".").split(".")
    return port != 0 and not re.search(r"[\s\\]", parts.netloc) and all(0 < len(label) < 64 for label in labels)


def _web_meant(written: str) -> str:
    """The cure for a web address without its scheme or with a damaged one; "" where it is none."""
    whole = repair.url(written) if "." in written else ""
    return f"外部网址要写全：{whole}" if whole else ""


def _page_meant(subject: Subject, written: str) -> str:
    """The relative way to the page or article that an absolute path names, "" where none is there."""
    path = posixpath.normpath(written.partition("#")[0].partition("?")[0].lstrip("/")).removesuffix("/index.html")
    source = f"{CONTENT}/{path}"
    up = "../" * (subject.path.count("/") - 1)
    if not written.startswith("/") or path.startswith(".."):
        return ""
    if path in (".", urls.HOME):
        return up + urls.HOME
    if subject.files.has(source) and not subject.is_hidden(source):
        return up + path
    page = path if path.endswith((".html", ".xml", ".txt")) else f"{path}/index.html"
    return up + page if _is_page(subject, f"{CONTENT}/{page}") else _nearest_page(subject, up, page)


def _nearest_page(subject: Subject, up: str, page: str) -> str:
    """The page of the column, section or department whose id comes nearest to that in ``page``."""
    portal, (first, *rest) = subject.portal, page.split("/")
    if first == "columns" and len(rest) == 2:
        found = near(rest[0], (column.id for column in portal.public_columns()))
        return f"{up}{urls.column(found[0])}" if found else ""
    if first == "sections" and rest:
        found = near("/".join(rest[:-1]), _sections(subject))
        return f"{up}{urls.section(found[0])}" if found else ""
    found = near(first, portal.departments) if rest == ["index.html"] else ()
    return f"{up}{urls.department(found[0])}" if found else ""


def _sections(subject: Subject) -> tuple[str, ...]:
    return tuple(section.id for top in subject.portal.sections for section in top.walk())


def _path(target: _Target) -> str:
    """The path alone; in a body it is an address, so that %20 is a blank there."""
    if target.front:
        return target.written
    return unquote(target.written.partition("#")[0].partition("?")[0])


def _is_page(subject: Subject, resolved: str) -> bool:
    """Whether a page is generated there that no source file stands for (see docs/house.md)."""
    page = resolved.partition("/")[2]
    page = page if page.endswith((".html", ".xml", ".json", ".txt")) else f"{page}/index.html".lstrip("/")
    first, *rest = page.split("/")
    if page in _SINGLE:
        return True
    if first == "feeds":
        return page in _feeds(subject)
    if first == "columns":
        return len(rest) == 2 and rest[1] == "index.html" and _is_column(subject, rest[0])
    if first == "sections":
        return rest[-1:] == ["index.html"] and "/".join(rest[:-1]) in _sections(subject)
    if first in subject.portal.departments and page in (urls.department(first), urls.department_archive(first)):
        return True
    source = f"{resolved.removesuffix('.html')}.md"
    return resolved.endswith(".html") and subject.files.has(source) and not subject.is_hidden(source)


def _is_column(subject: Subject, id: str) -> bool:
    column = subject.portal.columns.get(id)
    return column is not None and column.public


def _feeds(subject: Subject) -> frozenset[str]:
    """Every feed of the portal, of its columns and of its departments."""
    named = [("columns", column.id) for column in subject.portal.public_columns()]
    named += [("departments", id) for id in subject.portal.departments]
    return frozenset(
        urls.feed(kind, id, ending=ending) for kind, id in [("", ""), *named] for ending in ("xml", "json")
    )


def _missing(subject: Subject, target: _Target, path: str, resolved: str) -> Finding:
    if web := "" if target.front or path.startswith(".") else _web_meant(target.written):
        spot = subject.spot(target.line, target.column)
        return L501.at(spot, f"“{_short(target.written)}”不是完整的网址", web)
    folder, _, name = resolved.rpartition("/")
    before = path[: path.rfind("/") + 1]
    if _rule(target) is L501:
        prose = not target.tag and not {".", "/"} & set(path)
        known = frozenset() if subject.is_hidden(resolved) else subject.files.names(folder)
        close = [f"{before}{found}" for found in _articles_like(name, known)]
        up = "../" * (subject.path.count("/") - 1)
        page = _nearest_page(subject, up, resolved.removeprefix(f"{CONTENT}/")) if not close else ""
        close += [page] if page else []
        cure = _offer(close, _MAYBE_PROSE if prose else "核对路径；文章可能已改名、移走或撤下")
        return _say(subject, target, f"没有“{_short(path)}”这篇文章或网页", cure)
    own = subject.path.removesuffix(".md")
    beside = own.rpartition("/")[2]
    close = [f"{beside}/{name}"] if name in subject.files.names(own) else []
    close += [f"{before}{found}" for found in near(name, sorted(subject.files.names(folder)))]
    close += [f"{beside}/{found}" for found in near(name, sorted(subject.files.names(own)))]
    what = "图片" if target.picture else "附件"
    put = f"把文件放到 {own}/ 里，写成 {beside}/{_short(name)}"
    return _say(subject, target, f"没有“{_short(path)}”这个{what}", _offer(list(dict.fromkeys(close)), put))


def _articles_like(name: str, names: Collection[str]) -> list[str]:
    """Articles of the same slug on another day, or of the same day under another slug."""
    same_slug = sorted(found for found in names if found[11:] == name[11:] and name[11:])
    slugs = {found[11:]: found for found in sorted(names) if found[:10] == name[:10]}
    return (same_slug + [slugs[slug] for slug in near(name[11:], slugs)])[:3]


def _offer(close: list[str], otherwise: str) -> str:
    return f"是不是 {'、'.join(close[:3])}？" if close else otherwise


def _short(text: str) -> str:
    return visible(text if len(text) <= 80 else f"{text[:80]}…")


def _rule(target: _Target) -> Rule:
    """What leads to a text is a link; what leads to any other file is an attachment."""
    if target.front:
        return L501 if target.article else L502
    name = target.written.partition("#")[0].partition("?")[0].rpartition("/")[2]
    text = target.article or "." not in name.strip(".") or name.endswith((".md", ".html", ".htm"))
    return L501 if text and not target.picture else L502


def _say(subject: Subject, target: _Target, message: str, cure: str) -> Finding:
    return _rule(target).at(subject.spot(target.line, target.column), message, cure)

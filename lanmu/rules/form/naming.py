"""Where an article lies and what its file is called: F103 bad-filename, O401 not-your-column."""

import re
from collections.abc import Iterable, Iterator

from lanmu import repair
from lanmu.finding import Finding, Spot
from lanmu.model import Column, Department, Portal
from lanmu.near import near
from lanmu.place import CONTENT, locate
from lanmu.repair import later
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import NEWS, edited
from lanmu.rules.subject import Subject

_TIDY = Basis("陕西工信厅办法第十五条（格式标准规范）", "R135")
_OWN = Basis("陕西工信厅办法第九条三（承担本部门责任栏目）", "R121")
_DATE = later(r"\d{4}[-._年 ]?\d{1,2}[-._月 ]?\d{1,2}日?(?=\D|$)")
_TEXT = edited(NEWS)[NEWS]
_CHINESE = "content/kjt/bmdt/2026-03-20-工作推进会.md"
_PINYIN = "content/kjt/bmdt/2026-03-20-ji-hua-gong-zuo-tui-jin-hui.md"
_ALIEN = "content/bgt/bmdt/2026-03-20-gong-zuo-tui-jin-hui.md"
_OWNED = "content/lyj/bmdt/2026-03-20-gong-zuo-tui-jin-hui.md"
_LINK = ("../zcwj/", "../../kjt/zcwj/")

F103 = error(
    "F103",
    "bad-filename",
    "文章必须放在 content/<部门>/<栏目>/ 里，文件名是“日期-拼音或英文.md”，只用小写字母、数字和连字符；不用符号链接。",
    (_TIDY,),
    Example({NEWS: None, _CHINESE: _TEXT}, (("F103", _CHINESE, None),)),
    Example({NEWS: None, _PINYIN: _TEXT}),
)

O401 = error(
    "O401",
    "not-your-column",
    "文章所在的文件夹必须是保障这个栏目的部门：部门和栏目在 columns.yaml 里，部门在栏目的保障部门里。",
    (_OWN,),
    Example({NEWS: None, _ALIEN: edited(NEWS, _LINK)[NEWS]}, (("O401", _ALIEN, None),)),
    Example({NEWS: None, _OWNED: edited(NEWS, _LINK)[NEWS]}),
)

RULES = (F103, O401)


def check(subject: Subject) -> Iterator[Finding]:
    """Whether the file lies where its department and column say, under a proper name."""
    if len(subject.parts) != 3:
        cure = f"移到 {CONTENT}/<部门>/<栏目>/ 里；部门和栏目的编号见 lanmu columns"
        yield F103.at(subject.spot(), "文章没有放在部门的栏目文件夹里", cure)
        return
    yield from _owner(subject)
    article = subject.source.article
    place = article.place if article else locate(subject.path)
    if place is None:
        cure = f"改名为 {_proper(subject)}"
        yield F103.at(subject.spot(), "文件名不是“日期-拼音或英文.md”的样子", cure)
    elif repair.real_day(place.day) is None:
        cure = f"改名为 {_proper(subject)}"
        yield F103.at(subject.spot(), f"文件名里的日期 {place.day} 不存在", cure)


def not_plain(path: str) -> Finding:
    """What is said of a link or a device at ``path``, and of a content/ that is no folder."""
    if path == CONTENT:
        return F103.at(Spot(path), f"{CONTENT} 不是普通文件夹", f"把文章放进真正的文件夹 {CONTENT}，不用符号链接")
    return F103.at(Spot(path), "不是普通的文件或文件夹", "符号链接和设备不能放在 content/ 里；换成文件本身")


def _proper(subject: Subject) -> str:
    """The name the file should have, one that is still free."""
    from lanmu.slug import slug  # few names are wrong

    stem = re.sub(r"\.[A-Za-z]+$", "", subject.parts[2])
    article = subject.source.article
    dated = _DATE().match(stem)
    written = article.text("date") if article else ""
    day = repair.day(dated.group()) if dated else ""
    day = day or repair.moment(written)[:10] or "YYYY-MM-DD"
    rest = slug(stem[dated.end() :] if dated else stem) or slug(article.text("title") if article else "")
    return _free(subject, f"{day}-{rest or 'wen-zhang'}")


def _free(subject: Subject, stem: str) -> str:
    taken = subject.files.names(subject.path.rpartition("/")[0])
    names = (f"{stem}.md", *(f"{stem[:68]}-{number}.md" for number in range(2, 100)))
    return next((name for name in names if name not in taken), names[0])


def _owner(subject: Subject) -> Iterator[Finding]:
    portal, (folder, name) = subject.portal, subject.parts[:2]
    department, column = portal.departments.get(folder), portal.columns.get(name)
    if department is None:
        known = (f"{CONTENT}/{id}/" for id in _departments_like(portal, folder))
        yield O401.at(subject.spot(), f"没有编号为“{folder}”的部门", _offer(known, "部门的编号见 lanmu columns"))
    if column is None:
        known = (f"{id}（{portal.columns[id].name}）" for id in _columns_like(portal, name, department))
        yield O401.at(subject.spot(), f"没有编号为“{name}”的栏目", _offer(known, "栏目的编号见 lanmu columns"))
    if department and column and department.id not in column.departments:
        message = f"{department.name}不是栏目“{column.name}”的保障部门"
        yield O401.at(subject.spot(), message, _where_else(portal, department, column))


def _departments_like(portal: Portal, folder: str) -> tuple[str, ...]:
    names = {
        name: department.id
        for department in portal.departments.values()
        for name in (department.id, department.name, department.full_name, *department.aliases)
        if name
    }
    return tuple(dict.fromkeys(names[name] for name in near(folder, names)))


def _columns_like(portal: Portal, name: str, department: Department | None) -> tuple[str, ...]:
    """Columns that resemble ``name``, those of the department before others."""
    ids = {text: column.id for column in portal.columns.values() for text in (column.id, column.name)}
    found = dict.fromkeys(ids[text] for text in near(name, ids))
    own = department.id if department else ""
    return tuple(sorted(found, key=lambda id: own not in portal.columns[id].departments))


def _offer(found: Iterable[str], otherwise: str) -> str:
    listed = "、".join(found)
    return f"是不是 {listed}？" if listed else otherwise


def _where_else(portal: Portal, department: Department, column: Column) -> str:
    """Columns the department does answer for, the likest first, and who answers for this one."""
    own = [item for item in portal.columns.values() if department.id in item.departments]
    own.sort(key=lambda item: (item.section != column.section, not set(item.types) & set(column.types)))
    columns = "、".join(f"{item.id}（{item.name}）" for item in own[:3])
    owners = "、".join(portal.departments[id].name for id in column.departments[:3])
    more = "等" if len(column.departments) > 3 else ""
    cure = f"移到本部门保障的栏目：{columns}；" if columns else ""
    return f"{cure}或交给保障部门（{owners}{more}）发布"

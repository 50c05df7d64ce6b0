"""Steps that change articles and what lies beside them."""

from typing import Any

from tests.truth.portal import entry, is_row, outside, png, relative
from tests.truth.step import ANY, kind, pick, set_or_drop
from tests.truth.world import World

DAYS = ("2026-11-05", "2026-11-19", "2026-11-25", "2025-12-31", "2026-03-08")
SLUGS = ("a", "b", "c")
TITLES = ("新的标题", "另一标题", "更正后的标题", "标题&<b>", "标题")
HOURS = ("08:00", "10:00", "23:59")
# What a field may be changed to; None takes it away.
WORDS: dict[str, tuple[Any, ...]] = {
    "summary": (None, "新的摘要。", "摘要之二。"),
    "source": ("省旅游局", "省政府办公厅"),
    "author": (None, "省科技厅信息员"),
    "keywords": (None, ["春耕", "农机"]),
    "image_alt": (None, "会场外景"),
    "map_number": (None, "示S（2026）001号"),
    "link": (None, "https://www.gov.cn/b.html"),
    "disclosure": (None, "不予公开", "依申请公开", "主动公开"),
    "type": (None, "新闻", "文件", "解读", "通知公告", "调查", "信件", "专题", "办事指南", "资料", "快讯", "访谈"),
    "validity": (None, "失效", "废止", "有效"),
    "doc_number": (None, "示科发〔2026〕9号"),
    "state": (None, "办理中", "已答复"),
    "office": (None, "省旅游局"),
    "question": (None, "何时开放？", "见[办法](../../kjt/zcwj/2026-03-01-ban-fa.md)。"),
    "place": (None, "示范市"),
    "order": (None, "3"),
}
FIELDS = tuple(WORDS)
FILES = ("biao.csv", "tu.png", "er.txt", "no.exe")
FORMS = 9  # of a body


@kind(ANY, ANY, len(DAYS), len(SLUGS), FORMS, ANY)
def add(world: World, department: int, column: int, day: int, slug: int, form: int, other: int) -> None:
    """An article; one that is there already is written anew."""
    table = world.portal.table
    place = f"{pick([*table['departments']], department)}/{pick(columns(world), column)}"
    stem = f"{place}/{pick(DAYS, day)}-{pick(SLUGS, slug)}"
    world.portal.articles[stem] = entry("新文章", stem, text(world, stem, form, other))


@kind(ANY, ANY, 25, len(DAYS), 2)
def batch(world: World, department: int, column: int, count: int, day: int, paged: int) -> None:
    """1 to 25 articles at once, so that lists turn a page."""
    place = pick([*world.portal.table["departments"]], department), pick(columns(world), column)
    first = len(world.portal.articles)
    for number in range(first, first + count + 1):
        stem, made = outside(*place, pick(DAYS, day), number)
        if paged and number % 5 == 0:
            made = entry(f"文章{number}", stem, "正文。")
        world.portal.articles[stem] = made


def columns(world: World) -> list[str]:
    """Ids of all columns, special ones last."""
    table = world.portal.table
    own = [id for found in table["departments"].values() for id in found.get("site", {}).get("columns", {})]
    return [*table["columns"], *own]


def text(world: World, stem: str, form: int, other: int) -> str:
    """A body, for an article that may refer to another."""
    target = pick(world.stems, other) if world.stems else stem
    beside = pick(sorted(world.portal.files) or ["x/y/z"], other)
    coming = f"{pick([*world.portal.table['departments']], other)}/bmdt/{pick(DAYS, other)}-{pick(SLUGS, other)}"
    pages = ("columns/zcjd/index.html", "lyj/index.html", "sections/hudong/index.html", "sites/index.html")
    return (
        f"正文之{other}。",
        f"见[另一篇]({relative(stem, target)}.md)。",
        f"见[将有的]({relative(stem, coming)}.md)和[另一篇]({relative(stem, target)}.md)。",
        f"![图]({relative(stem, f'{stem}/tu.png')})\n\n正文。",
        f"![图]({relative(stem, beside)})\n\n[文件]({relative(stem, beside)})",
        f"见[页面]({relative(stem, pick(pages, other))})。",
        f"## 标题\n\n| 甲 | 乙 |\n|---|---|\n| 1 | {other} |\n\n- 项",
        f"见[节]({relative(stem, target)}.md#jie)和[页]({relative(stem, target)}.html)。",
        "",
    )[form]


def _article(world: World, number: int) -> str:
    """The stem that a number names; where no article is left there is one again.

    Items that are a row and no more fill lists; of four changes one at most is theirs.
    """
    if not world.stems:
        add(world, 0, 0, 0, 0, 0, 0)
    pages = [stem for stem in world.stems if not is_row(stem)]
    return pick(pages if pages and number < ANY * 3 // 4 else world.stems, number)


@kind(ANY, len(TITLES))
def title(world: World, article: int, number: int) -> None:
    world.portal.articles[_article(world, article)].fields["title"] = TITLES[number]


@kind(ANY, FORMS, ANY)
def body(world: World, article: int, form: int, other: int) -> None:
    stem = _article(world, article)
    world.portal.articles[stem] = world.portal.articles[stem]._replace(body=text(world, stem, form, other))


@kind(ANY, len(DAYS), len(HOURS), 3)
def date(world: World, article: int, day: int, hour: int, along: int) -> None:
    """Another date; the day is in the file's name, so that it moves as well."""
    stem = _article(world, article)
    place, _, name = stem.rpartition("/")
    if along == 2:  # the date alone
        day_name = name[:10]
    else:
        day_name = DAYS[day]
        stem = _relocate(world, stem, f"{place}/{day_name}{name[10:]}", bool(along))
    world.portal.articles[stem].fields["date"] = f"{DAYS[day] if along == 2 else day_name} {HOURS[hour]}"


@kind(ANY, ANY, ANY, 2)
def move(world: World, article: int, department: int, column: int, along: int) -> None:
    """To another department, another column or both; what lies beside it goes along, or stays."""
    stem = _article(world, article)
    place = f"{pick([*world.portal.table['departments']], department)}/{pick(columns(world), column)}"
    _relocate(world, stem, f"{place}/{stem.rpartition('/')[2]}", bool(along))


def _relocate(world: World, stem: str, target: str, along: bool) -> str:
    """The stem afterwards; the old one where something is in the way."""
    portal = world.portal
    if target in portal.articles:
        return stem
    found = portal.articles.pop(stem)
    name, new = stem.rpartition("/")[2], target.rpartition("/")[2]
    if along:
        for path in [path for path in portal.files if path.startswith(f"{stem}/")]:
            portal.files[target + path.removeprefix(stem)] = portal.files.pop(path)
        found = found._replace(body=found.body.replace(f"]({name}/", f"]({new}/"))
        if str(found.fields.get("image", "")).startswith(f"{name}/"):
            found.fields["image"] = found.fields["image"].replace(f"{name}/", f"{new}/")
    portal.articles[target] = found
    return target


@kind(ANY, 2)
def delete(world: World, article: int, along: int) -> None:
    """The article, and what lies beside it or not."""
    stem = _article(world, article)
    del world.portal.articles[stem]
    if along:
        for path in [path for path in world.portal.files if path.startswith(f"{stem}/")]:
            del world.portal.files[path]


@kind(ANY, 3, ANY, 2)
def refer(world: World, article: int, name: int, other: int, drop: int) -> None:
    """To a document, a topic or a successor."""
    stem = _article(world, article)
    value = None if drop else f"{relative(stem, pick(world.stems, other))}.md"
    set_or_drop(world.portal.articles[stem].fields, ("interprets", "topic", "replaced_by")[name], value)


@kind(ANY, 5, 8)
def until(world: World, article: int, name: int, day: int) -> None:
    """A day on which something begins or ends."""
    days = (*DAYS, "2026-11-20", "2026-11-21", None)
    field = ("pinned", "ends", "archived", "expires", "starts")[name]
    set_or_drop(world.portal.articles[_article(world, article)].fields, field, days[day])


@kind(ANY, len(FIELDS), ANY)
def word(world: World, article: int, name: int, number: int) -> None:
    """Another field of the article or of its type."""
    field = FIELDS[name]
    set_or_drop(world.portal.articles[_article(world, article)].fields, field, pick(WORDS[field], number))


@kind(ANY, ANY, ANY, 3)
def also(world: World, article: int, one: int, other: int, count: int) -> None:
    """Shown in further columns."""
    found = [pick(columns(world), one), pick(columns(world), other)][:count]
    set_or_drop(world.portal.articles[_article(world, article)].fields, "columns", found or None)


@kind(ANY, ANY, 2)
def image(world: World, article: int, other: int, missing: int) -> None:
    """Its own picture, or that of another."""
    stem = _article(world, article)
    target = f"{stem}/tu.png" if missing else pick(sorted(world.portal.files) or [f"{stem}/tu.png"], other)
    world.portal.articles[stem].fields["image"] = relative(stem, target)


@kind(ANY, 4)
def attachments(world: World, article: int, number: int) -> None:
    """Which files the article lists; whether they are there is another matter."""
    stem = _article(world, article)
    listed = [{"file": relative(stem, f"{stem}/{name}"), "title": f"附件{name}"} for name in FILES[:number]]
    set_or_drop(world.portal.articles[stem].fields, "attachments", listed or None)


@kind(ANY, len(FILES), 4)
def file(world: World, article: int, name: int, form: int) -> None:
    """A file beside an article: added, swapped for another, removed."""
    path = f"{_article(world, article)}/{FILES[name]}"
    pictures = (png(4, 3), png(6, 2), png(4, 3) + b"\n", None)
    texts = (b"1\n", b"2\n", b"0\n" * 2000, None)
    set_or_drop(world.portal.files, path, (pictures if path.endswith(".png") else texts)[form])


@kind(ANY, 3)
def swap(world: World, number: int, form: int) -> None:
    """A file that is there, by another; or gone."""
    paths = sorted(world.portal.files)
    if paths:
        path = pick(paths, number)
        new = (png(5, 5) if path.endswith(".png") else b"9\n" * 3, b"0\n", None)[form]
        set_or_drop(world.portal.files, path, new)


@kind()
def first(world: World) -> None:
    """The oldest row of all is withdrawn."""
    rows = [stem for stem in world.stems if is_row(stem)]
    if rows:
        del world.portal.articles[min(rows, key=lambda stem: stem.rpartition("/")[2])]

"""Steps that change columns.yaml and what must move with it."""

from typing import Any

from tests.truth.article_steps import columns
from tests.truth.portal import column, department
from tests.truth.step import ANY, kind, pick, set_or_drop
from tests.truth.world import World

NAMES = ("新名称", "另一名称", "第三名称")
_COLUMN: dict[str, tuple[Any, ...]] = {
    "due": (None, {"days": 7}, {"at_least": 3, "workdays": 5}),
    "review": (None, "重要", "重大"),
    "description": (None, "栏目的新简介"),
    "keywords": (None, ["甲", "乙"]),
    "category": (None, "公开"),
    "providers": (None, ["开发区管委会"]),
    "weight": (None, 80),
    "note": (None, "给工作人员看的话"),
    "governed_by": (None, [{"title": "管理办法", "number": "示政办〔2005〕6号"}]),
}
_SITE: dict[str, tuple[Any, ...]] = {
    "name": ("示范省人民政府门户网站", "示范省政府网"),
    "organiser": ("省政府办公厅", "省人民政府"),
    "domain": ("www.shifan.gov.cn", "new.shifan.gov.cn"),
    "description": (None, "门户的新简介"),
    "identifier": ("1400000001", "1400000002"),
    "contact": ({"phone": "0351-0000001"}, {"phone": "0351-0000009", "email": "a@shifan.gov.cn"}),
    "party_mark": (None, "https://bszs.conac.cn/"),
    "search": (None, "https://so.shifan.gov.cn/"),
    "emblem": (None, "emblem.png"),
}


def _renamed(value: Any, old: str, new: str) -> Any:
    """A part of the table with an id replaced wherever it stands alone."""
    if isinstance(value, dict):
        return {(new if key == old else key): _renamed(below, old, new) for key, below in value.items()}
    if isinstance(value, list):
        return [_renamed(below, old, new) for below in value]
    return new if value == old else value


def _folders(world: World, step: int, old: str, new: str) -> None:
    """Every article and file whose path has ``old`` as that step, under the new name."""
    for held in (world.portal.articles, world.portal.files):
        for path in [*held]:
            steps = path.split("/")
            if steps[step] == old:
                found = held.pop(path)  # type: ignore[attr-defined]
                held["/".join([*steps[:step], new, *steps[step + 1 :]])] = found  # type: ignore[index]


def _departments(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world.portal.table["departments"]
    return found


def _column(world: World, number: int) -> dict[str, Any]:
    """A column as written, a special one included."""
    id = pick(columns(world), number)
    own = [found.get("site", {}).get("columns", {}) for found in _departments(world).values()]
    found: dict[str, Any] = next(place[id] for place in (world.portal.table["columns"], *own) if id in place)
    return found


@kind(ANY, len(NAMES))
def department_name(world: World, which: int, number: int) -> None:
    id = pick([*_departments(world)], which)
    _departments(world)[id]["name"] = f"{NAMES[number]}{id}"


@kind(ANY)
def department_id(world: World, which: int) -> None:
    """Another id for a department, wherever it stands, and its folder moved; bodies keep what they say."""
    old = pick([*_departments(world)], which)
    new = old.removesuffix("-x") if old.endswith("-x") else f"{old}-x"
    table = world.portal.table
    for key in ("departments", "groups", "columns", "roles", "office"):
        table[key] = _renamed(table[key], old, new)
    _folders(world, 0, old, new)


@kind(ANY, 4, 2)
def department_more(world: World, which: int, name: int, number: int) -> None:
    """What pages show of a department besides its name."""
    found = _departments(world)[pick([*_departments(world)], which)]
    field = ("full_name", "contact", "aliases", "site")[name]
    site = found.get("site") if field == "site" else None
    if site:
        site["settings"] = {"organiser": NAMES[number], "description": NAMES[number]}
        site["name"] = f"{NAMES[number]}网站"
    elif field != "site":
        options: dict[str, Any] = {
            "full_name": (None, f"示范省{found['name']}"),
            "contact": ({"office": "新办公室"}, {"phone": "0351-0000003"}),
            "aliases": (None, [f"别名{found['name']}"]),
        }
        set_or_drop(found, field, options[field][number])


@kind()
def another_department(world: World) -> None:
    """A fourth department comes, or goes with all it has published."""
    table = world.portal.table
    members = table["groups"][next(iter(table["groups"]))]
    old = next((id for id in ("jtt", "jtt-x") if id in table["departments"]), "")
    if not old:
        table["departments"]["jtt"] = department("jtt", "省交通厅")
        members.append("jtt")
        return
    del table["departments"][old]
    members.remove(old)
    _without(world, 0, old)


def _without(world: World, step: int, name: str) -> None:
    for held in (world.portal.articles, world.portal.files):
        for path in [path for path in held if path.split("/")[step] == name]:
            del held[path]  # type: ignore[attr-defined]


@kind(ANY, len(NAMES))
def column_name(world: World, which: int, number: int) -> None:
    id = pick(columns(world), which)
    _column(world, which)["name"] = f"{NAMES[number]}{id}"


@kind(ANY)
def column_id(world: World, which: int) -> None:
    """Another id for a column of the portal, and its folders moved."""
    table = world.portal.table
    old = pick([*table["columns"]], which)
    new = old.removesuffix("-x") if old.endswith("-x") else f"{old}-x"
    table["columns"] = {(new if id == old else id): found for id, found in table["columns"].items()}
    _folders(world, 1, old, new)


@kind(ANY, len(_COLUMN), 3)
def column_more(world: World, which: int, name: int, number: int) -> None:
    field = [*_COLUMN][name]
    set_or_drop(_column(world, which), field, pick(_COLUMN[field], number))


@kind(ANY)
def column_type(world: World, which: int) -> None:
    """Its next type becomes the default, which articles without a type of their own then have."""
    types = _column(world, which)["types"]
    types.append(types.pop(0))
    if len(types) == 1:
        types.insert(0, "文件" if types != ["文件"] else "通知公告")


@kind(ANY, 3)
def column_mode(world: World, which: int, number: int) -> None:
    """How a column is kept filled; one that lives of links keeps that mode, first or last."""
    found = _column(world, which)
    more = ([], ["栏目共建"], ["信息报送"])[number]
    links = ["网站链接"] if "links" in found else []
    found["modes"] = [*links, *more] or ["信息报送"]
    set_or_drop(
        found, "co_building", {"basis": "共建方案", "date": "2026-01-05", "kind": "合作"} if number == 1 else None
    )


@kind(4)
def links(world: World, number: int) -> None:
    """What a link column leads to."""
    found = next(found for found in world.portal.table["columns"].values() if "links" in found)
    gov, other = {"name": "国务院", "url": "https://www.gov.cn/"}, {"name": "邻省", "url": "https://www.lin.gov.cn/"}
    found["links"] = ([gov], [other], [gov, other], [gov | {"url": "https://www.gov.cn/a/"}])[number]


@kind(ANY, 3)
def column_departments(world: World, which: int, number: int) -> None:
    """Who answers for a column of the portal."""
    found = pick([*world.portal.table["columns"].values()], which)
    group = next(iter(world.portal.table["groups"]))
    ids = [*_departments(world)]
    found["departments"] = ([group], ids[:2], [ids[0], group])[number]
    found["lead"] = ids[0 if number != 1 else 1]


@kind(ANY)
def public(world: World, which: int) -> None:
    """A column withdrawn from the site, or shown on it."""
    found = _column(world, which)
    if "links" not in found:
        found["public"] = not found.get("public", True)


@kind(ANY, 4)
def column_section(world: World, which: int, number: int) -> None:
    """A column of the portal in another section."""
    sections = ("xinwen", "gongkai", "gongkai/jiedu", "hudong")
    pick([*world.portal.table["columns"].values()], which)["section"] = sections[number]


@kind(2)
def another_column(world: World, special: int) -> None:
    """A column of the portal or of a sub-site comes, or goes with all that is in it."""
    table = world.portal.table
    if special:
        held, id = next(found["site"]["columns"] for found in table["departments"].values() if "site" in found), "lyms"
        made: dict[str, Any] = {"name": "旅游民俗", "types": ["资料"]}
    else:
        held, id = table["columns"], "xlm"
        group = next(iter(table["groups"]))
        made = column("新栏目", "xinwen", ["新闻"], departments=[group], lead=next(iter(table["departments"])))
    old = next((known for known in (id, f"{id}-x") if known in held), "")
    if old:
        del held[old]
        _without(world, 1, old)
    else:
        held[id] = made


@kind(ANY)
def column_order(world: World, count: int) -> None:
    """Another order of the columns."""
    found = [*world.portal.table["columns"].items()]
    place = count % len(found)
    world.portal.table["columns"] = dict(found[place:] + found[:place])


@kind(3, 6)
def section(world: World, which: int, number: int) -> None:
    """A section's name, or how the home page shows it."""
    found = pick([*world.portal.table["sections"].values()], which)
    options = (("name", "新的区"), ("name", "旧的区"), *(("show", show) for show in ("列表", "服务", "不显示", "数据")))
    name, value = options[number]
    found[name] = f"{value}{which}" if name == "name" else value


@kind(len(_SITE), 2)
def site(world: World, name: int, number: int) -> None:
    """What every page shows of the portal."""
    field = [*_SITE][name]
    set_or_drop(world.portal.table["site"], field, _SITE[field][number])


@kind(2)
def group(world: World, number: int) -> None:
    """The group of all departments under another name; or one more group."""
    table = world.portal.table
    old = next(iter(table["groups"]))
    if number:
        table["groups"]["综合部门"] = [next(iter(table["departments"]))]
        return
    new = "各部门" if old == "各厅局" else "各厅局"
    table["groups"] = {(new if name == old else name): members for name, members in table["groups"].items()}
    table["columns"] = _renamed(table["columns"], old, new)


@kind(3)
def own_type(world: World, number: int) -> None:
    """The portal's own type: what its field is called, and which type it extends."""
    extends, label = (("新闻", "发生地"), ("通知公告", "地点"), ("新闻", "地点"))[number]
    found = {"extends": extends, "fields": {"place": {"label": label, "kind": "line"}}}
    world.portal.table["types"] = {"快讯": found}

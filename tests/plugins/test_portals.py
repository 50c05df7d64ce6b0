"""Five portals, built and read: what ``columns.yaml`` says is found where it belongs, what it hides nowhere.

The expectations are worked out here, from YAML and names alone, so that a fault in ``lanmu`` cannot hide itself.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

HOME = Path(__file__).parents[2]
PORTALS = {"shanxi": HOME, **{path.name: path for path in sorted((HOME / "tests/portals").iterdir()) if path.is_dir()}}
DAY = "2026-11-20"
MODES = ("网上抓取", "信息报送", "网站链接", "栏目共建")
BASE = "https://portal.invalid/"  # relative links are resolved against this; it is never asked


class Entry(NamedTuple):
    """A column as written; ``owner`` is the department whose special column it is, or ""."""

    id: str
    body: dict[str, Any]
    owner: str


class Item(NamedTuple):
    """An article as written: where it lies and what it is called."""

    stem: str
    column: str
    front: dict[str, Any]
    body: str


class Portal(NamedTuple):
    """A root, the table in it, and the site built from it."""

    root: Path
    output: Path
    table: dict[str, Any]

    @property
    def departments(self) -> dict[str, dict[str, Any]]:
        return dict(self.table["departments"])

    def columns(self, public: bool = True) -> list[Entry]:
        found = [Entry(id, body, "") for id, body in self.table["columns"].items()]
        for owner, department in self.departments.items():
            special = department.get("site", {}).get("columns", {})
            found += [Entry(id, body, owner) for id, body in special.items()]
        return [entry for entry in found if entry.body.get("public", True) is public]

    def ids(self, names: list[str]) -> list[str]:
        """Departments by id, name, full name or alias; a group gives every member."""
        known: dict[str, list[str]] = {}
        for id, body in self.departments.items():
            names_of = (id, body["name"], body.get("full_name", id), *body.get("aliases", ()))
            known |= {name: [id] for name in names_of}
        for group, members in self.table.get("groups", {}).items():
            known[group] = [id for member in members for id in known[member]]
        return list(dict.fromkeys(id for name in names for id in known[name]))

    def members(self, entry: Entry) -> list[str]:
        """Every department that answers for a column."""
        return self.ids(entry.body.get("departments", [entry.owner]))

    def named(self, entry: Entry) -> list[str]:
        """The departments of a column as its page names them: a group keeps its name."""
        groups = self.table.get("groups", {})
        written = entry.body.get("departments", [entry.owner])
        return [name if name in groups else self.department(name)["name"] for name in written]

    def department(self, name: str) -> dict[str, Any]:
        """The one department of this name."""
        (id,) = self.ids([name])
        return self.departments[id]

    def answers(self) -> dict[str, set[str]]:
        """Department -> public columns for which it answers."""
        answers = {id: set() for id, body in self.departments.items() if not body.get("external")}
        for entry in self.columns():
            for id in self.members(entry):
                answers[id].add(entry.id)
        return answers

    def articles(self) -> Iterator[Item]:
        for path in sorted((self.root / "content").rglob("*.md")):
            front, _, body = path.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
            stem = path.relative_to(self.root / "content").as_posix().removesuffix(".md")
            yield Item(stem, path.parent.name, yaml.load(front, yaml.BaseLoader), body)

    def page(self, path: str) -> Tag:
        return _page(self.output / path)

    def links(self, path: str, within: Tag | None = None) -> set[tuple[str, str]]:
        """(text, target) of the links on a page or a part of it; targets within the site are output paths."""
        found = (within or self.page(path)).find_all("a", href=True)
        return {(link.get_text(strip=True), _target(path, str(link["href"]))) for link in found}


@cache
def _page(path: Path) -> Tag:
    return BeautifulSoup(path.read_bytes(), "lxml")


def _target(path: str, href: str) -> str:
    parts = urlsplit(urljoin(BASE + path, href))
    return parts.path.lstrip("/") if parts.netloc == urlsplit(BASE).netloc else href


@pytest.fixture(scope="session", params=PORTALS)
def portal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Portal:
    root = PORTALS[request.param]
    output = tmp_path_factory.mktemp(request.param) / "site"
    command = [sys.executable, "-m", "tools", "--root", str(root), "build", "--output", str(output), "--on", DAY]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return Portal(root, output, yaml.safe_load((root / "columns.yaml").read_text("utf-8")))


def facts(page: Tag) -> dict[str, Tag]:
    """Labels and values of the definition list of a page."""
    return {term.get_text(): term.find_next("dd") for term in page.select("main dt")}


def modes(entry: Entry) -> list[str]:
    """The modes of a column; the old wording 网上链接 is read as 网站链接."""
    written = {mode.replace("网上链接", "网站链接") for mode in entry.body.get("modes", ["信息报送"])}
    return [mode for mode in MODES if mode in written]


def modes_in(text: str) -> list[str]:
    """The modes that a text names."""
    return [mode for mode in MODES if mode in text]


def column_page(entry: Entry) -> str:
    return f"columns/{entry.id}/index.html"


def due(entry: Entry) -> str:
    written = entry.body.get("due")
    if not written:
        return ""
    if "days" in written:
        return f"每{written['days']}天至少更新1次"
    return f"每{written['workdays']}个工作日至少更新{written['at_least']}次"


def test_there_are_five_portals() -> None:
    assert list(PORTALS) == ["shanxi", "liaoning", "quzhou", "shaanxi", "xiangtan"]


def test_a_column_page_says_who_answers_and_how(portal: Portal) -> None:
    for entry in portal.columns():
        page, body = portal.page(column_page(entry)), entry.body
        said = {label: value.get_text() for label, value in facts(page).items()}
        assert page.h1.get_text() == body["name"]
        assert modes_in(said["保障方式"]) == modes(entry), entry.id
        assert said.get("提供单位", "") == "、".join(body.get("providers", ())), entry.id
        assert said.get("更新要求", "") == due(entry), entry.id
        assert said["审核级别"] == body.get("review", "一般"), entry.id
        basis = body.get("co_building", {})
        assert all(str(basis.get(key, "")) in said.get("共建依据", "") for key in ("kind", "basis", "date")), entry.id
        assert all(rule["title"] in said["适用规定"] for rule in body.get("governed_by", ())), entry.id


def test_a_column_page_leads_to_its_departments(portal: Portal) -> None:
    directory = portal.page("departments/index.html")
    for entry in portal.columns():
        value = facts(portal.page(column_page(entry)))["保障部门"]
        links = value.find_all("a")
        assert [link.get_text() for link in links] == portal.named(entry), entry.id
        for link in links:
            path, _, place = str(link["href"]).removeprefix("../../").partition("#")
            if place:
                assert directory.find(id=place).get_text() == link.get_text(), entry.id
            else:
                assert portal.departments[path.removesuffix("/index.html")]["name"] == link.get_text(), entry.id
        if "lead" in entry.body:
            lead = portal.department(entry.body["lead"])["name"]
            assert value.get_text().endswith(f"（{lead}牵头）"), entry.id


def test_a_column_page_carries_its_links(portal: Portal) -> None:
    sites = {id: body.get("site", {}) for id, body in portal.departments.items()}
    for entry in portal.columns():
        found = portal.links(column_page(entry), portal.page(column_page(entry)).main)
        for link in entry.body.get("links", ()):
            url = link.get("url")
            if url is None:
                site = portal.department(link["department"])["site"]
                below = {part["name"]: part["url"] for part in site.get("links", ())}
                url = below[link["column"]] if "column" in link else site["url"]
            assert (link["name"], url) in found, entry.id
    fed = [link for site in sites.values() for link in site.get("links", ()) if "column" in link]
    for link in fed:
        page = f"columns/{link['column']}/index.html"
        assert link["url"] in {target for _, target in portal.links(page, portal.page(page).main)}, link["name"]


def test_no_public_column_is_empty_and_every_article_is_listed(portal: Portal) -> None:
    public = {entry.id for entry in portal.columns()}
    listed = {}
    for id in public:
        pages = sorted((portal.output / "columns" / id).glob("*.html"))
        paths = [page.relative_to(portal.output).as_posix() for page in pages]
        listed[id] = {target for path in paths for _, target in portal.links(path, portal.page(path).main)}
        outward = {target for target in listed[id] if "://" in target or re.search(r"/\d{4}-\d\d-\d\d-", target)}
        assert outward, f"{id} shows neither an article nor a link"
    for item in portal.articles():
        if item.column not in public:
            continue
        target = item.front.get("link") or f"{item.stem}.html"
        for id in (item.column, *item.front.get("columns", ())):
            assert target in listed[id], f"{item.stem} is not in {id}"
        if "link" not in item.front:
            assert portal.page(target).h1.get_text(strip=True) == item.front["title"]


def test_types_of_its_own_are_used_and_show_their_fields(portal: Portal) -> None:
    own = portal.table.get("types", {})
    first = {entry.id: entry.body.get("types", ["新闻"])[0] for entry in portal.columns()}
    used = set()
    for item in portal.articles():
        type = item.front.get("type", first.get(item.column))
        if type in own and "link" not in item.front:
            used.add(type)
            text = portal.page(f"{item.stem}.html").main.get_text()
            fields = own[type].get("fields", {})
            assert all(fields[key]["label"] in text for key in fields if key in item.front), item.stem
    assert used == set(own)


def test_the_directory_has_every_department(portal: Portal) -> None:
    path = "departments/index.html"
    for id, columns in portal.answers().items():
        body = portal.departments[id]
        name = body.get("full_name", body["name"])
        heading = next(a for a in portal.page(path).select("main a") if str(a["href"]) == f"../{id}/index.html")
        assert heading.get_text() == name
        block = heading.find_parent("section")
        targets = {target for _, target in portal.links(path, block)}
        assert {target.split("/")[1] for target in targets if target.startswith("columns/")} == columns, id
        phone = body["contact"]["phone"]
        for number in [phone] if isinstance(phone, str) else phone:
            assert number in block.get_text(), id


def test_a_department_page_names_its_columns(portal: Portal) -> None:
    for id, columns in portal.answers().items():
        path = f"{id}/index.html"
        body = portal.departments[id]
        site = body.get("site", {})
        hosted = site.get("kind") == "分站"
        name = site.get("name") if hosted else None
        assert portal.page(path).h1.get_text() in {name, body.get("full_name", body["name"])}, id
        targets = {target for _, target in portal.links(path, portal.page(path).main)}
        assert {f"columns/{column}/index.html" for column in columns} <= targets, id


def _duty_rows(portal: Portal, path: str) -> Iterator[tuple[str, Tag]]:
    """(column, row) of every row of the responsibility table on a page."""
    for row in portal.page(path).select("main tbody tr"):
        column = next(t for _, t in portal.links(path, row) if t.startswith("columns/"))
        yield column.split("/")[1], row


def test_the_responsibility_table_has_every_column(portal: Portal) -> None:
    path = "duties/index.html"
    rows = list(_duty_rows(portal, path))
    assert sorted(id for id, _ in rows) == sorted(entry.id for entry in portal.columns())
    heads = [head.get_text() for head in portal.page(path).select("main thead th")]
    cells = {}
    for id, row in rows:
        texts = [cell.get_text() for cell in row.find_all("td")]
        cells[id] = dict(zip(heads[-len(texts) :], texts, strict=True))
    for entry in portal.columns():
        said, body = cells[entry.id], entry.body
        assert said["栏目"] == body["name"]
        assert said["内容来源"] == (body.get("content_source") or body.get("description", "")), entry.id
        assert modes_in(said["保障方式"]) == modes(entry), entry.id
        assert all(name in said["保障部门"] for name in (*portal.named(entry), *body.get("providers", ()))), entry.id
        assert said["更新要求"] == due(entry), entry.id
        assert said["审核"] == body.get("review", "一般"), entry.id


def test_the_responsibility_table_counts_every_member(portal: Portal) -> None:
    path = "duties/departments.html"
    found: dict[str, set[str]] = {}
    for heading in portal.page(path).select("main h2"):
        found[next(t for _, t in portal.links(path, heading)).split("/")[0]] = set()
    for column, row in _duty_rows(portal, path):
        department = next(t for _, t in portal.links(path, row.find_previous("h2"))).split("/")[0]
        assert column not in found[department], f"{column} twice under {department}"
        found[department].add(column)
    assert found == portal.answers()


def _sites(portal: Portal) -> Iterator[tuple[str, dict[str, Any], str]]:
    """(short name, sub-site as written, its address or "") of every sub-site on every level."""

    def below(sites: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
        for site in sites.values():
            yield site.get("short_name", site["name"]), site, site.get("url", "")
            yield from below(site.get("sites", {}))

    for id, body in portal.departments.items():
        if site := body.get("site"):
            hosted = f"{id}/index.html" if site["kind"] == "分站" else ""
            yield site.get("short_name", body["name"]), site, hosted or site.get("url", "")
            yield from below(site.get("sites", {}))


def test_the_link_page_has_every_sub_site(portal: Portal) -> None:
    path = "sites/index.html"
    entries = {item.find(["a", "span"]).get_text(strip=True): item for item in portal.page(path).select("main li")}
    wanted = list(_sites(portal))
    assert sorted(entries) == sorted(name for name, _, _ in wanted)
    for name, site, url in wanted:
        links = portal.links(path, entries[name])
        assert not url or (name, url) in links, name
        for link in site.get("links", ()):
            assert (link["name"], link["url"]) in links, name
        for lower in site.get("sites", {}).values():
            assert entries[lower.get("short_name", lower["name"])] in entries[name].find_all("li"), name


def test_the_link_page_names_the_missing(portal: Portal) -> None:
    missing = {name for name, _, url in _sites(portal) if not url}
    notice = portal.page("sites/index.html").find("strong", string="尚缺链接：")
    named = notice.find_parent("p").get_text().removeprefix("尚缺链接：").rstrip("。").split("、") if notice else []
    assert set(named) == missing


def _sections(portal: Portal) -> Iterator[tuple[str, dict[str, Any], list[Entry], list[str]]]:
    """(path of ids, section, its own public columns, ids of the shown sections below) of each shown section."""

    def walk(sections: dict[str, Any], above: str) -> Iterator[tuple[str, dict[str, Any], list[Entry], list[str]]]:
        for id, body in sections.items():
            path = f"{above}{id}"
            inner = list(walk(body.get("sections", {}), f"{path}/"))
            own = [entry for entry in portal.columns() if not entry.owner and entry.body["section"] == path]
            if own or inner:
                yield path, body, own, [p for p, *_ in inner if p.count("/") == path.count("/") + 1]
                yield from inner

    return walk(portal.table["sections"], "")


def test_sections_lead_to_their_columns(portal: Portal) -> None:
    found = list(_sections(portal))
    own = {entry.id for _, _, columns, _ in found for entry in columns}
    assert own == {entry.id for entry in portal.columns() if not entry.owner}
    chart = portal.links("map/index.html")
    for id, section, columns, inner in found:
        path = f"sections/{id}/index.html"
        assert portal.page(path).h1.get_text() == section["name"]
        main = portal.links(path, portal.page(path).main)
        assert {(entry.body["name"], column_page(entry)) for entry in columns} <= main & chart, id
        assert {f"sections/{part}/index.html" for part in inner} <= {target for _, target in main & chart}, id
        assert (section["name"], path) in chart


def test_the_navigation_shows_every_section(portal: Portal) -> None:
    shown = [(id, body) for id, body, *_ in _sections(portal) if "/" not in id and body.get("show") != "不显示"]
    top = [(body["name"], f"sections/{id}/index.html") for id, body in shown]
    for path in ("index.html", "sites/index.html", column_page(portal.columns()[0])):
        links = portal.page(path).select("nav[aria-label=主导航] a")
        found = [(link.get_text(strip=True), _target(path, str(link["href"]))) for link in links]
        assert found == [("首页", "index.html"), *top]


def _traces(portal: Portal) -> Iterator[str]:
    """Every word that would betray a hidden column: its id, name and description, and whatever its articles say."""
    hidden = {entry.id: entry.body for entry in portal.columns(public=False)}
    for id, body in hidden.items():
        yield from (id, body["name"])
        yield from (body[key] for key in ("description", "content_source", "note") if key in body)
    for item in portal.articles():
        if item.column in hidden:
            yield from (item.stem.rpartition("/")[2], item.front["title"])
            yield from (line for line in item.body.splitlines() if len(line) > 8)


def test_a_hidden_column_leaves_no_trace(portal: Portal) -> None:
    traces = list(_traces(portal))
    assert traces, "each portal has a hidden column"
    # An id counts as a word of its own: a longer one may contain it.
    pattern = re.compile("|".join(rf"(?<![a-z0-9-]){re.escape(trace)}(?![a-z0-9-])" for trace in traces))
    files = [path for path in portal.output.rglob("*") if path.is_file()]
    assert len(files) > 100
    for path in files:
        name = path.relative_to(portal.output).as_posix()
        assert not (match := pattern.search(name)), f"{name}: {match}"
        assert not (match := pattern.search(path.read_text("utf-8", "ignore"))), f"{name}: {match}"

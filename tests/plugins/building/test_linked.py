"""Where pages lead, and what of it is not there."""

import pytest

from lanmu.urls import href, root
from plugins.building.linked import Target, Targets, findings, missing

PAGE = "kjt/bmdt/2026-03-20-a.html"


def targets(html: str, page: str = PAGE) -> set[Target]:
    found = Targets()
    found.collect(page, html)
    return set(found.found)


def link(written: str) -> str:
    return f'<p><a class="x" href="{written}">x</a></p>'


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("b.html", ("kjt/bmdt/b.html", "")),
        ("./b.html", ("kjt/bmdt/b.html", "")),
        ("../zcwj/b.html", ("kjt/zcwj/b.html", "")),
        ("../../index.html", ("index.html", "")),
        ("../../", ("index.html", "")),
        ("/", ("index.html", "")),
        ("/index.html", ("index.html", "")),
        ("/columns/bmdt/", ("columns/bmdt/index.html", "")),
        ("../../columns/bmdt/", ("columns/bmdt/index.html", "")),
        ("../", ("kjt/index.html", "")),
        ("./", ("kjt/bmdt/index.html", "")),
        ("2026-03-20-a/表.csv", ("kjt/bmdt/2026-03-20-a/表.csv", "")),
        ("2026-03-20-a/%E8%A1%A8.csv", ("kjt/bmdt/2026-03-20-a/表.csv", "")),
        ("2026-03-20-a/a%20b%25.csv", ("kjt/bmdt/2026-03-20-a/a b%.csv", "")),
        ("a&amp;b.csv", ("kjt/bmdt/a&b.csv", "")),
        ("b.html#yi", ("kjt/bmdt/b.html", "yi")),
        ("b.html#%E4%B8%80", ("kjt/bmdt/b.html", "一")),
        ("b.html?x=1#yi", ("kjt/bmdt/b.html", "yi")),
        ("#yi", (PAGE, "yi")),
        ("#", (PAGE, "")),
        ("../departments/index.html#group-1", ("kjt/departments/index.html", "group-1")),
    ],
)
def test_what_a_link_means(written: str, target: Target) -> None:
    assert targets(link(written)) == {target}


@pytest.mark.parametrize(
    "written",
    [
        "https://www.a.cn/",
        "HTTP://a.cn",
        "//a.cn/b",
        "mailto:a@b.cn",
        "tel:0351-1",
        "data:image/png;base64,x",
        "",
        "?x=1",
    ],
)
def test_what_leads_elsewhere_or_nowhere(written: str) -> None:
    assert targets(link(written)) == set()


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="a" src="a.png">',
        '<link rel="stylesheet" href="a.png">',
        '<script src="a.png"></script>',
        '<a\nhref="a.png">',
        '<p title="x > y"><a title="一" href="a.png">',
    ],
)
def test_elements_that_lead_somewhere(html: str) -> None:
    assert ("kjt/bmdt/a.png", "") in targets(html.replace("\n", " "))


def test_text_that_only_looks_like_a_link() -> None:
    assert targets('<p>&lt;a href="a.html"&gt; href="b.html"</p>') == set()


def test_the_root_of_the_page_that_has_no_place() -> None:
    assert targets(link("/theme/css/main.css"), "404.html") == {("theme/css/main.css", "")}


@pytest.mark.parametrize("path", ["index.html", "a b/表 格%.csv", "kjt/x#y.html".replace("#", "=")])
@pytest.mark.parametrize("page", ["index.html", PAGE])
def test_links_that_templates_write_are_understood(path: str, page: str) -> None:
    assert targets(link(href(path, root(page))), page) == {(path, "")}


def test_a_target_is_kept_once_with_the_first_page_that_leads_there() -> None:
    found = Targets()
    for page in ("a/1.html", "a/2.html", "b/1.html"):
        found.collect(page, link("../index.html") + link("../index.html") + link("#yi"))
    assert found.found == {
        ("index.html", ""): "a/1.html",
        ("a/1.html", "yi"): "a/1.html",
        ("a/2.html", "yi"): "a/2.html",
        ("b/1.html", "yi"): "b/1.html",
    }


def test_what_is_not_there() -> None:
    site = {"a.html": b'<h2 id="yi">', "b.html": b""}
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return site[path]

    wanted = [("c.html", "yi"), ("a.html", "yi"), ("a.html", "er"), ("b.html", ""), ("a.html", ""), ("c.html", "")]
    assert missing(wanted, site.__contains__, read) == [("a.html", "er"), ("c.html", ""), ("c.html", "yi")]
    assert set(asked) == {"a.html"}  # no page is read whose places nobody names


def test_a_finding_says_where_and_whose_it_is() -> None:
    article, table = findings(
        {("a.html", ""): PAGE, ("b.html", "yi"): "index.html"},
        lambda page: "content/kjt/bmdt/2026-03-20-a.md" if page == PAGE else "",
    )
    assert (article.rule, article.path) == ("L501", "content/kjt/bmdt/2026-03-20-a.md")
    assert "a.html" in article.message
    assert PAGE in article.message
    assert (table.rule, table.path) == ("L501", "columns.yaml")
    assert "b.html 里的“yi”" in table.message
    assert findings({}, str) == ()


def page(head: str, main: str) -> str:
    return f"<header>{head}</header><main>{main}</main><footer>{head}</footer>"


def test_a_header_that_many_pages_have_leads_somewhere_on_each() -> None:
    found = Targets()
    found.collect("a/b/1.html", page(link("../../x.html"), ""))
    found.collect("a/c/2.html", page(link("../../x.html"), link("y.html")))  # so deep, the same header
    found.collect("a/3.html", page(link("../../x.html"), ""))
    assert found.found.keys() == {("x.html", ""), ("a/c/y.html", ""), ("../x.html", "")}


def test_what_a_header_says_of_the_page_itself_is_asked_of_each() -> None:
    found = Targets()
    found.collect("a/b/1.html", page(link("#search"), '<p id="search">x</p>'))
    found.collect("a/b/2.html", page(link("#search"), ""))
    found.collect("a/b/3.html", page(link("beside.html"), ""))
    found.collect("a/c/4.html", page(link("beside.html"), ""))
    assert found.found.keys() == {("a/b/2.html", "search"), ("a/b/beside.html", ""), ("a/c/beside.html", "")}

"""From a path to the place it names and those who answer there."""

import pytest

from lanmu import structure, urls
from lanmu.place import Place, locate, resolve, who_answers
from lanmu.rules.sample import COLUMNS, FILES


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("content/kjt/tzzn/2026-03-21-a.md", Place("kjt", "tzzn", "2026-03-21", "a")),
        ("content/kjt/tzzn/2026-03-21-a-2-b.md", Place("kjt", "tzzn", "2026-03-21", "a-2-b")),
        ("content/kjt/tzzn/2026-03-21.md", None),
        ("content/kjt/tzzn/2026-03-21-投资.md", None),
        ("content/kjt/tzzn/2026-03-21-A.md", None),
        ("content/kjt/tzzn/x/2026-03-21-a.md", None),
        ("content/kjt/2026-03-21-a.md", None),
        ("other/kjt/tzzn/2026-03-21-a.md", None),
        (f"content/kjt/tzzn/2026-03-21-{'a' * 61}.md", None),
    ],
)
def test_locate(path: str, place: Place | None) -> None:
    assert locate(path) == place


def test_stem_is_the_address_without_its_ending() -> None:
    place = locate("content/kjt/tzzn/2026-03-21-a.md")
    assert place is not None
    assert urls.article(place.stem) == "kjt/tzzn/2026-03-21-a.html"


@pytest.mark.parametrize(
    ("relative", "found"),
    [
        ("2026-03-20-b.md", "content/kjt/tzzn/2026-03-20-b.md"),
        ("../../jmw/x/2026-03-20-b.md#c", "content/jmw/x/2026-03-20-b.md"),
        ("./2026-03-21-a/x.pdf", "content/kjt/tzzn/2026-03-21-a/x.pdf"),
        ("../../../columns.yaml", ""),
        ("../../../../../../etc/passwd", ""),
    ],
)
def test_relative_paths_stay_in_content(relative: str, found: str) -> None:
    assert resolve("content/kjt/tzzn/2026-03-21-a.md", relative) == found


@pytest.mark.parametrize(
    ("path", "root", "href"),
    [
        ("kjt/index.html", "../../", "../../kjt/index.html"),
        ("index.html", "", "index.html"),
        ("https://www.example.gov.cn/", "../", "https://www.example.gov.cn/"),
        ("#main", "../", "#main"),
        ("", "../", ""),
    ],
)
def test_href(path: str, root: str, href: str) -> None:
    assert urls.href(path, root) == href


def test_root_and_absolute() -> None:
    assert urls.root("index.html") == ""
    assert urls.root("archive/2026/03/index.html") == "../../../"
    assert urls.absolute("www.example.gov.cn", "sites/index.html") == "https://www.example.gov.cn/sites/"
    assert urls.absolute("www.example.gov.cn", "https://a.gov.cn/x") == "https://a.gov.cn/x"
    assert urls.column("tzzn") == "columns/tzzn/index.html"
    assert urls.column("tzzn", 3) == "columns/tzzn/3.html"


def test_who_answers() -> None:
    portal = structure.read(FILES[COLUMNS].encode()).portal
    assert portal is not None
    answer = who_answers(portal, "content/kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui.md")
    assert answer is not None
    assert answer.responsible == "kjt-head"
    assert answer.leader == "kjt-leader"
    assert answer.liaisons == ("kjt-liaison",)
    assert answer.lead == "kjt"
    assert who_answers(portal, "content/kjt/bmdt/2026-03-20-x/a.pdf") == answer
    for path in ("content/lyj/zcwj/a.md", "content/nobody/bmdt/a.md", "content/kjt/nothing/a.md", "themes/a/b/c.html"):
        assert who_answers(portal, path) is None

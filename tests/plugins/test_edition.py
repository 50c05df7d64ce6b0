"""What pages ask an edition, what they are answered, and what is noted."""

from collections.abc import Callable, Iterator

import pytest
from pelican.readers import Readers
from pelican.settings import read_settings

from lanmu import structure, urls
from lanmu.index import Index
from lanmu.refusal import Unable
from lanmu.rules.sample import ATTACHMENT, COLUMNS, DOCUMENT, FILES, NEWS
from lanmu.sources import WorkingTree
from plugins import frame
from plugins.edition import Edition, Site
from plugins.family import Draft, Family, no_keys, page_families
from plugins.reader import ArticleReader
from tests.plugins.conftest import ON, REPOSITORY, Files, Published, write

AWAY = "content/kjt/bmdt/2026-03-21-away.md"
LATER = "content/kjt/bmdt/2026-04-01-later.md"
PICTURE = NEWS.removesuffix(".md") + "/a.png"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (30).to_bytes(4, "big") + (20).to_bytes(4, "big") + bytes(9)
FOLDER = DOCUMENT.removesuffix(".md")
MORE: Files = {
    PICTURE: PNG,
    f"{FOLDER}/broken.png": b"x",
    f"{FOLDER}/empty.txt": b"",
    f"{FOLDER}/script.svg": "<svg/>",
    f"{FOLDER}/b/c.pdf": b"x",
    AWAY: FILES[NEWS].replace("03-20", "03-21").replace("title:", "link: https://www.a.cn/\ntitle:"),
    LATER: FILES[NEWS].replace("03-20", "04-01"),
}


@pytest.fixture
def edition(portal: Published) -> Iterator[Edition]:
    """An edition of the sample with a few files more."""
    portal.build(MORE)
    found = structure.read(FILES[COLUMNS].encode()).portal
    assert found is not None
    index = Index(portal.index)
    reader = Readers(read_settings(str(REPOSITORY / "pelicanconf.py"))).readers["md"]
    assert isinstance(reader, ArticleReader)
    site = Site(found, ON, frame.frame(found, ""), frozenset(frame.fixed_pages(found)))
    yield Edition(site, index, WorkingTree(portal.root), reader)
    index.close()


def facts(edition: Edition) -> set[str]:
    """What was noted since it was last asked."""
    found = set(edition.noted()[0])
    edition.begin()
    return found


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("content/index.html", True),
        ("content/columns/bmdt/index.html", True),
        ("content/columns/none/index.html", False),
        (f"{FOLDER}.html", True),
        (ATTACHMENT, True),
        (f"{FOLDER}/b/c.pdf", True),
        (f"{FOLDER}/empty.txt", True),
        (f"{FOLDER}/script.svg", False),
        (f"{FOLDER}/none.pdf", False),
        (f"{FOLDER}-2.html", False),
        (AWAY.replace(".md", ".html"), False),
        (LATER.replace(".md", ".html"), False),
        ("content/kjt", False),
    ],
)
def test_what_is_on_the_site(path: str, there: bool, edition: Edition) -> None:
    assert edition.on_site(path) is there
    noted, parts, doubtful = edition.noted()
    assert f"page/{path.removeprefix('content/')}" in noted
    assert parts == ("*",)
    assert doubtful is not there


def test_whether_something_is_there_is_a_fact_of_its_parts(edition: Edition) -> None:
    edition.on_site(ATTACHMENT)
    assert facts(edition) == {f"page/{ATTACHMENT.removeprefix('content/')}", f"card/{DOCUMENT}", f"file/{ATTACHMENT}"}


def test_doubt_is_of_one_page(edition: Edition) -> None:
    edition.on_site("content/none.html")
    edition.on_site("content/index.html")
    assert edition.noted()[2]
    edition.begin()
    assert edition.noted() == ((), ("*",), False)


def test_files_by_bytes_size_and_picture(edition: Edition) -> None:
    ask: list[tuple[str, Callable[[str], object], object]] = [
        (ATTACHMENT, lambda path: edition.beginning(path, 6), FILES[ATTACHMENT].encode()[:6]),
        (ATTACHMENT, edition.size, len(FILES[ATTACHMENT].encode())),
        ("content/none", edition.size, 0),
        (PICTURE, edition.picture_size, (30, 20)),
        (f"{FOLDER}/broken.png", edition.picture_size, (0, 0)),
        ("content/none.png", edition.picture_size, (0, 0)),
    ]
    for path, question, answer in ask:
        assert question(path) == answer
        assert facts(edition) == {f"file/{path}"}
    copy = edition.copy(ATTACHMENT)
    assert (copy.path, facts(edition)) == (ATTACHMENT.removeprefix("content/"), {f"file/{ATTACHMENT}"})
    with pytest.raises(FileNotFoundError):
        edition.beginning("content/none", 1)


def test_what_goes_on_the_site_with_an_article(edition: Edition) -> None:
    names = [path.removeprefix(f"{FOLDER}/") for path in edition.beside(FOLDER.removeprefix("content/"))]
    assert names == ["b/c.pdf", "broken.png", "empty.txt", "shen-bao-biao.csv"]


def test_columns_and_departments_with_pages(edition: Edition) -> None:
    assert [edition.has_column(id) for id in ("bmdt", "none")] == [True, False]
    assert [edition.has_department(id) for id in ("kjt", "lyj", "none")] == [True, True, False]
    assert facts(edition) == set()


def test_an_article_is_read_once_for_a_page_and_noted(edition: Edition, portal: Published) -> None:
    assert edition.article(NEWS).text("title") == "省科技厅召开科技计划工作推进会"
    assert facts(edition) == {f"file/{NEWS}"}
    for data in ("没有开头", None):
        write(portal.root, {DOCUMENT: data})
        with pytest.raises(Unable, match=f"{DOCUMENT} 在生成的时候被改动了"):
            edition.article(DOCUMENT)


def test_the_table_is_noted(edition: Edition) -> None:
    assert edition.portal.columns["bmdt"].name == "部门动态"
    assert edition.noted()[1] == ("*", "columns/bmdt")


def claiming(path: str, made: str) -> Callable[[object], tuple[Family, ...]]:
    """A plugin's answer: a family whose only draft is at ``path``, and makes the output ``made``."""

    def drafts(edition: Edition, _: str) -> Iterator[Draft]:
        copy = edition.copy(ATTACHMENT)
        yield Draft(path, lambda: copy._replace(path=made))

    family = Family("claim", lambda _: ("one",), no_keys, drafts)
    return lambda _: (family,)


@pytest.mark.parametrize(
    ("path", "made", "said"),
    [
        (urls.HOME, urls.HOME, "two pages claim index.html"),
        ("a.csv", "b.csv", "the draft of a.csv made b.csv"),
        ("../a.csv", "../a.csv", "outside the output folder"),
    ],
)
def test_what_a_plugin_may_not_do(path: str, made: str, said: str, portal: Published) -> None:
    portal.build()
    site, records = portal.site(), portal.records()
    answer = claiming(path, made)
    with page_families.connected_to(answer), pytest.raises(ValueError, match=said):
        portal.build(LANMU_FULL=True)
    assert (portal.site(), portal.records()) == (site, records)
    assert portal.build().reason == ""

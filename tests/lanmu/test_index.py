"""The index gives back what it was given, by every question that a build asks."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from lanmu import facts
from lanmu.card import Card
from lanmu.index import VERSION, Index, Made, Source
from tests.cards import card, cards

FULL = Card(
    date="2026-03-20 09:30",
    path="content/kjt/bmdt/2026-03-20-a.md",
    stem="kjt/bmdt/2026-03-20-a",
    department="kjt",
    columns=("bmdt", "zcwj"),
    type="信件",
    title="标题“一”\n𠮷",
    summary="摘要",
    pinned="2026-04-01",
    link="https://www.a.cn/?a=1&b=2",
    image="kjt/bmdt/2026-03-20-a/a.png",
    image_alt="图",
    number="示科发〔2026〕8号",
    validity="有效",
    office="省科技厅",
    state="办结",
    replied="2026-03-22",
    due="2026-04-02",
    starts="2026-03-21",
    ends="2026-05-01",
    interprets="content/kjt/zcwj/2026-03-01-b.md",
    topic="content/kjt/zt/2026-03-01-c.md",
    order="3",
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index.sqlite", fresh=True)
    yield made
    made.close()


def output(path: str, *asked: str, **more: object) -> Made:
    made = Made(path, "columns", "bmdt", "column.html", "f1", ("*",), asked, False)
    return made._replace(**more)  # type: ignore[arg-type]  (fields by name)


def who(index: Index, *names: str) -> set[str]:
    return {path for _, _, path in index.who_asked(names)}


def stored(index: Index, table: str) -> int:
    found: int = next(index.rows(f"SELECT count(*) FROM {table}"))[0]
    return found


def test_a_fresh_one_is_empty_and_knows_its_version(index: Index, tmp_path: Path) -> None:
    assert (index["version"], index["commit"]) == (VERSION, "")
    index.put_card(FULL)
    index.commit()
    index.close()
    again = Index(tmp_path / "index.sqlite", fresh=True)
    assert again.card(FULL.path) is None
    again.close()


def test_what_is_not_committed_is_forgotten(index: Index, tmp_path: Path) -> None:
    index["commit"] = "a"
    index.commit()
    index["commit"] = "b"
    other = Index(tmp_path / "index.sqlite")
    assert other["commit"] == "a"
    other.close()
    index.close()
    index.close()  # a second time does no harm
    again = Index(tmp_path / "index.sqlite")
    assert again["commit"] == "a"
    again.close()


@pytest.mark.parametrize("data", [b"rubbish " * 4096, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_index_says_so(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").write_bytes(data)
    with pytest.raises(sqlite3.Error):
        Index(tmp_path / "index.sqlite")["commit"]


def test_an_empty_file_has_no_rows_to_believe(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").touch()
    found = Index(tmp_path / "index.sqlite")
    with pytest.raises(sqlite3.Error):
        found["commit"]
    found.close()


def test_sources_are_kept_replaced_and_forgotten(index: Index) -> None:
    one = Source("content/a.md", "b1", 3, "1 2 3", "columns/bmdt\ntypes/新闻")
    index.put_sources([one, Source("content/b.png", "b2", 1 << 40, "", "")])
    assert index.source("content/a.md") == one
    assert index.source("content/b.png") == ("content/b.png", "b2", 1 << 40, "", "")
    index.put_sources([one._replace(blob="b3")])
    assert index.source("content/a.md") == one._replace(blob="b3")
    index.drop_sources(["content/a.md", "content/none"])
    assert index.source("content/a.md") is None
    assert stored(index, "sources") == 1


def test_sources_below_a_folder(index: Index) -> None:
    paths = ["a/b", "a/b!c", "a/b/", "a/b/c", "a/b/d/e", "a/b/é", "a/b/表", "a/b0", "a/b0/c", "a/bc"]
    index.put_sources(Source(path, "", 0, "", "") for path in paths)
    assert index.below("a/b/") == ["a/b/c", "a/b/d/e", "a/b/é", "a/b/表"]
    assert index.below("none/") == []


def test_sources_by_the_parts_their_cards_were_made_from(index: Index) -> None:
    index.put_sources(
        Source(path, "", 0, "", written)
        for path, written in [("1", "columns/a\ntypes/t"), ("2", "columns/a"), ("3", "columns/ab"), ("4", "")]
    )
    assert sorted(index.made_from(["columns/a", "none"])) == ["1", "2"]
    assert index.made_from(["types/t"]) == ["1"]
    assert index.made_from(["columns/*"]) == index.made_from([]) == []


def test_a_card_comes_back_as_it_was(index: Index) -> None:
    assert all(FULL)
    for one in (FULL, card(3)):
        index.put_card(one)
        found = index.card(one.path)
        assert found == one
        assert isinstance(found, Card)
        assert isinstance(found.columns, tuple)
    assert index.card("content/none.md") is None


def test_a_card_stands_in_all_of_its_lists_and_goes_from_all(index: Index) -> None:
    index.put_card(FULL)
    found = set(index.rows("SELECT kind, key, date, path, pinned FROM lists"))
    assert found == {(*key, FULL.date, FULL.path, FULL.pinned) for key in facts.lists(FULL)}
    index.drop_card(FULL)
    assert [stored(index, table) for table in ("cards", "lists", "days")] == [0, 0, 0]


def test_a_column_named_twice_is_one_row(index: Index) -> None:
    twice = FULL._replace(columns=("bmdt", "bmdt"))
    index.put_card(twice)
    assert next(index.rows("SELECT count(*) FROM lists WHERE kind = 'column'"))[0] == 1
    index.drop_card(twice)
    assert stored(index, "lists") == 0


def test_how_a_text_begins(index: Index) -> None:
    index.put_card(FULL)
    assert index.opening(FULL.path) is None
    index.put_openings([(FULL.path, "开头"), ("content/none.md", "不在")])
    assert index.opening(FULL.path) == "开头"
    assert index.opening("content/none.md") is None
    index.drop_card(FULL)
    index.put_card(FULL)
    assert index.opening(FULL.path) is None  # the text may be another


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("2026-03-19", "2026-03-20", True),  # published
        ("2026-03-20", "2026-03-21", True),
        ("2026-03-22", "2026-03-31", False),
        ("2026-03-31", "2026-04-01", True),  # pinned until
        ("2026-04-02", "2026-04-30", False),
        ("2026-04-30", "2026-05-02", True),  # ends
        ("2026-05-02", "2027-01-01", False),
        ("2025-01-01", "2026-03-18", False),
    ],
)
def test_days_on_which_an_article_looks_otherwise(index: Index, one: str, other: str, found: bool) -> None:
    index.put_card(FULL)
    index.put_card(card(1, date="2020-01-01 10:00"))
    assert index.between(one, other) == index.between(other, one) == [FULL.path] * found


def test_a_moment_of_the_last_day_counts(index: Index) -> None:
    index.put_card(card(1, ends="2026-05-01 17:00", path="", date="2026-01-01 00:00"))
    assert len(index.between("2026-04-30", "2026-05-01")) == 1


def test_outputs_are_kept_and_replaced(index: Index) -> None:
    index.put_outputs([output("a.html", "card/1", "card/2"), output("b.html", "card/2", key="zcwj")])
    assert (index.fingerprint("a.html"), index.fingerprint("none.html")) == ("f1", "")
    assert (index.has_output("a.html"), index.has_output("none.html")) == (True, False)
    assert index.outputs_of("columns", "bmdt") == {"a.html"}
    assert who(index, "card/2") == {"a.html", "b.html"}
    index.put_outputs([output("a.html", "card/1", "card/3", fingerprint="f2")])
    assert index.fingerprint("a.html") == "f2"
    assert [who(index, f"card/{number}") for number in (1, 2, 3)] == [{"a.html"}, {"b.html"}, {"a.html"}]
    index.drop_output("a.html")
    index.drop_output("none.html")
    assert who(index, "card/1", "card/2", "card/3") == {"b.html"}
    assert (stored(index, "outputs"), stored(index, "asked")) == (1, 1)


def test_an_output_that_changes_hands(index: Index) -> None:
    index.put_outputs([output("a.html")])
    index.put_outputs([output("a.html", family="articles", key="content/a.md")])
    assert index.outputs_of("columns", "bmdt") == set()
    assert index.article_of("a.html") == "content/a.md"


def test_the_article_of_a_page(index: Index) -> None:
    index.put_outputs([output("a.html", family="articles", key="content/a.md"), output("b.html")])
    assert [index.article_of(path) for path in ("a.html", "b.html", "none.html")] == ["content/a.md", "", ""]


def test_who_asked_for_a_fact_a_template_or_a_part(index: Index) -> None:
    index.put_outputs(
        [
            output("a.html", "card/1", parts=("*", "columns/bmdt"), template="column.html"),
            output("b.html", "card/1", parts=("*", "columns/bmdt", "columns/zcwj"), template="base.html"),
            output("c.png", "file/c", parts=(), template=""),
        ]
    )
    assert set(index.who_asked(["card/1"])) == {("columns", "bmdt", "a.html"), ("columns", "bmdt", "b.html")}
    assert who(index, "table/*") == {"a.html", "b.html"}
    assert who(index, "table/columns/zcwj") == {"b.html"}
    assert who(index, "table/columns/b", "table/columns/*", "template/column", "card/", "card/2") == set()
    assert who(index, "template/base.html") == {"b.html"}
    assert who(index, "template/base.html", "file/c") == {"b.html", "c.png"}
    assert who(index) == set()


def test_any_number_of_facts_may_be_asked_about(index: Index) -> None:
    index.put_outputs([output(f"{one.path}.html", facts.card(one.path)) for one in cards(1200)])
    assert len(who(index, *(facts.card(one.path) for one in cards(1200)))) == 1200


def test_facts_are_known_again_when_the_index_is_opened_again(index: Index, tmp_path: Path) -> None:
    index.put_outputs([output("a.html", "card/1", "card/1")])
    index.commit()
    index.close()
    again = Index(tmp_path / "index.sqlite")
    again.put_outputs([output("b.html", "card/1")])
    assert who(again, "card/1") == {"a.html", "b.html"}
    assert stored(again, "facts") == 1
    again.close()

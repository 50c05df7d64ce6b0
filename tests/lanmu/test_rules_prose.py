"""What the text rules read, where a hit lies, and which of several hits speaks."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanmu import article, structure
from lanmu.rules import examples, prose
from lanmu.rules.files import Files
from lanmu.rules.prose import Hit, Prose
from lanmu.rules.registry import RULES
from lanmu.rules.rule import Example, Rule
from lanmu.rules.sample import ATTACHMENT, FILES, NEWS
from lanmu.rules.subject import Source, Subject
from lanmu.tree import Disk
from tests.hang import no_hang

BY_FAMILY: dict[str, Rule] = {rule.code[0]: rule for rule in RULES}
BY_FAMILY["H"] = next(rule for rule in RULES if rule.code.startswith("H"))


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    root = tmp_path_factory.mktemp("portal")
    examples.write(root, Example({}))
    portal = structure.of(Disk(root)).portal
    assert portal is not None
    data = FILES[NEWS].encode()
    return Subject(portal, Files(Disk(root)), Source(NEWS, data, *article.read(NEWS, data)))


def of(subject: Subject, data: bytes) -> Prose:
    return prose.of_article(Subject(subject.portal, subject.files, Source(NEWS, data, *article.read(NEWS, data))))


def test_an_article_is_read_with_its_front_matter(subject: Subject) -> None:
    text = prose.of_article(subject)
    assert (text.text, text.path, text.attached) == (FILES[NEWS], NEWS, False)
    assert text.text[text.body :].startswith("\n3月19日")
    assert text.title == "省科技厅召开科技计划工作推进会"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("密级：机密\n".encode("gb18030"), "密级：机密\n"),
        (b"\xff\xfe\x00\n", None),
        ("\ufeff---\r\ntitle: 甲\r\n---\r\n\r\n乙\r".encode(), "---\ntitle: 甲\n---\n\n乙\n"),
        (b"", ""),
        ("没有开头\n".encode(), "没有开头\n"),
        ("---\ntitle: 甲\n没有结束\n".encode(), "---\ntitle: 甲\n没有结束\n"),
    ],
)
def test_what_is_refused_for_its_form_is_read_all_the_same(data: bytes, text: str | None, subject: Subject) -> None:
    found = of(subject, data)
    assert found.text == text if text is not None else found.text
    assert 0 <= found.body <= len(found.text)
    found.folded.text.encode("utf-8")


@pytest.mark.parametrize(
    ("position", "place", "line"),
    [
        (0, (1, 1), "甲乙"),
        (1, (1, 2), "甲乙"),
        (2, (1, 3), "甲乙"),
        (3, (2, 1), ""),
        (4, (3, 1), "丙"),
        (5, (3, 2), "丙"),
        (6, (4, 1), ""),
    ],
)
def test_a_place_in_an_article(position: int, place: tuple[int, int], line: str, subject: Subject) -> None:
    text = Prose(subject, NEWS, "甲乙\n\n丙\n")
    spot = text.spot(position)
    assert ((spot.line, spot.column), spot.where, text.line(position)) == (place, None, line)


@pytest.mark.parametrize(("position", "where"), [(0, None), (1, "第1页"), (4, "第1页"), (5, "第3页"), (99, "第3页")])
def test_a_place_in_an_attachment(position: int, where: str | None, subject: Subject) -> None:
    text = Prose(subject, ATTACHMENT, "甲乙丙丁戊己", attached=True, places=((1, "第1页"), (5, "第3页")))
    assert text.spot(position) == (ATTACHMENT, None, None, where)


def test_the_title_of_an_attachment_is_its_first_line(subject: Subject) -> None:
    for text, title in (("\n \n  关于甲的函 \n乙", "关于甲的函"), ("", ""), (" \n\t", ""), ("甲" * 999, "甲" * 200)):
        assert Prose(subject, ATTACHMENT, text, attached=True).title == title


def speak(
    subject: Subject, text: str, *hits: tuple[str, int, int], attached: bool = False
) -> list[tuple[str, int | None]]:
    """Families and columns that speak of hits ``(family, start, end)`` in one line."""

    def check(found: Prose) -> Iterator[Hit]:
        for family, start, end in hits:
            yield Hit(BY_FAMILY[family], start, end, "甲", "乙", "丙")

    place = ATTACHMENT if attached else NEWS
    found = prose.findings(Prose(subject, place, text, attached=attached), (check,))
    return [(finding.rule[0], finding.column) for finding in found]


@pytest.mark.parametrize(
    ("hits", "expected"),
    [
        ((("W", 0, 3), ("B", 2, 4)), [("B", 3)]),
        ((("F", 0, 3), ("W", 2, 4)), [("F", 1)]),
        ((("F", 0, 3), ("B", 2, 4)), [("B", 3)]),
        ((("W", 0, 2), ("B", 2, 4)), [("W", 1), ("B", 3)]),
        ((("W", 4, 6), ("B", 2, 4)), [("B", 3), ("W", 5)]),
        ((("W", 0, 9), ("B", 2, 4)), [("B", 3)]),
        ((("W", 3, 3), ("B", 2, 4)), [("B", 3)]),
        ((("W", 0, 3), ("W", 1, 4)), [("W", 1), ("W", 2)]),
        ((("B", 0, 3), ("B", 1, 4)), [("B", 1), ("B", 2)]),
        # What is itself silenced silences nobody.
        ((("B", 0, 2), ("F", 1, 5), ("W", 4, 6)), [("B", 1), ("W", 5)]),
        ((("B", 0, 2), ("B", 6, 8), ("W", 1, 7), ("W", 3, 5)), [("B", 1), ("W", 4), ("B", 7)]),
        ((("H", 0, 3), ("W", 2, 4)), [("H", 1)]),
        ((), []),
    ],
)
def test_on_one_span_the_higher_rank_speaks(
    hits: Sequence[tuple[str, int, int]], expected: list[tuple[str, int | None]], subject: Subject
) -> None:
    assert speak(subject, "一二三四五六七八九", *hits) == expected
    assert speak(subject, "一二三四五六七八九", *reversed(hits)) == expected


SPANS = st.tuples(st.sampled_from("BFHW"), st.integers(0, 30), st.integers(1, 6)).map(
    lambda hit: (hit[0], hit[1], hit[1] + hit[2])
)


@given(st.lists(SPANS, max_size=12, unique=True))
@settings(max_examples=300, deadline=None)
def test_who_speaks_is_as_by_definition(hits: list[tuple[str, int, int]]) -> None:
    found = prose._ranked([Hit(BY_FAMILY[family], start, end, "甲", "乙") for family, start, end in hits])

    def overlaps(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
        return one[1] < other[2] and other[1] < one[2]

    speaking: list[tuple[str, int, int]] = []
    for family in "BFHW":
        higher = tuple(speaking)
        speaking += [one for one in hits if one[0] == family and not any(overlaps(one, other) for other in higher)]
    assert sorted((hit.rule.code[0], hit.start, hit.end) for hit in found) == sorted(speaking)
    assert [hit.start for hit in found] == sorted(hit.start for hit in found)


def test_many_hits_are_ranked_in_linear_time() -> None:
    hits = [Hit(BY_FAMILY["BFHW"[at % 4]], at, at + 3, "甲", "乙") for at in range(200_000)]
    with no_hang():
        assert prose._ranked(hits)


def test_a_fix_changes_what_was_written(subject: Subject) -> None:
    """Also where what is mended was written as an entity or in pieces."""
    for written, left in (("前 截&#33267; 后", "前 截止 后"), ("截**至**止", "截止**止"), ("截\u200b至", "截止")):
        text = Prose(subject, NEWS, written)
        start = text.folded.text.index("截至")
        found = prose.hit(text, BY_FAMILY["W"], start, start + 2, "甲", "乙", "截止")
        assert written[: found.start] + str(found.new) + written[found.end :] == left
    (finding,) = prose.findings(
        Prose(subject, NEWS, "截至"), (lambda seen: iter([Hit(BY_FAMILY["W"], 0, 2, "甲", "乙", "丙")]),)
    )
    assert finding.fix == (0, 2, "丙")


def test_an_attachment_is_never_mended(subject: Subject) -> None:
    text = Prose(subject, ATTACHMENT, "截至", attached=True)
    (finding,) = prose.findings(text, (lambda seen: iter([Hit(BY_FAMILY["W"], 0, 2, "甲", "乙", "丙")]),))
    assert finding.fix is None


def test_what_comments_part_is_read_both_ways(subject: Subject, tmp_path: Path) -> None:
    """A comment may hold a leak, and may cut one in two."""
    for text, found in (("机<!-- 注 -->密", "机密"), ("<!-- 机密 -->", "机密"), ("一", None)):
        views = [view.folded.text for view in prose._views(Prose(subject, NEWS, text))]
        assert any(found in view for view in views) if found else views == ["一"]

"""In which order findings are told."""

from lanmu.finding import ERROR, Finding


def at(where: str | None, rule: str = "B204", message: str = "", line: int | None = None) -> Finding:
    return Finding(rule, "", ERROR, "content/kjt/a.md", line, None, where, message, "", "")


def places(*found: Finding) -> list[tuple[int | None, str | None, str]]:
    return [(finding.line, finding.where, finding.rule) for finding in sorted(found, key=lambda finding: finding.place)]


def test_inside_an_attachment_by_place_and_not_by_message() -> None:
    cells = ("名单!C3", "报名表!C4", "名单!B1", "名单!C20", "名单!C2")
    found = [at(where, message=f"号码 {9 - index}") for index, where in enumerate(cells)]
    assert [where for _, where, _ in places(*found)] == ["名单!B1", "名单!C2", "名单!C3", "名单!C20", "报名表!C4"]
    assert [where for _, where, _ in places(at("第10页"), at("第2页"), at("第2页 脚注"))] == [
        "第2页",
        "第2页 脚注",
        "第10页",
    ]


def test_one_place_by_rule_and_lines_before_all() -> None:
    assert places(at("第2页", "B205"), at("第2页", "B204"), at("第1页", "B209")) == [
        (None, "第1页", "B209"),
        (None, "第2页", "B204"),
        (None, "第2页", "B205"),
    ]
    assert [line for line, _, _ in places(at(None, line=10), at(None, line=9), at(None))] == [None, 9, 10]


def test_any_name_of_a_place_can_be_sorted() -> None:
    odd = ("", "1", "a", "1a", "a1", "9" * 5000, "٣", "第" * 5000)
    assert len(places(*(at(where) for where in odd))) == len(odd)

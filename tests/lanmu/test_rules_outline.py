"""F106 heading-order, F111 missing-alt, F118 map-without-number."""

import pytest

from lanmu.rules.form import outline
from tests.hang import no_hang
from tests.lanmu.judged import attached, body

# Text → code, line of the body and the text that would mend it (None: no program can).
HEADINGS = {
    "### 甲": [(1, "##")],
    "# 甲": [(1, "##")],
    "#话题#": [(1, "##")],
    "# 甲\n\n## 乙": [(1, None)],
    "## 甲\n\n#### 乙\n\n##### 丙": [(3, "###"), (5, "####")],
    "甲\n===": [(1, None)],
    "甲\n---\n\n#### 乙": [(4, "###")],
    "<h4>甲</h4>": [(1, None)],
    "## 甲\n\n<h4>乙</h4>": [(3, None)],
    "## 甲\n\n### 乙\n\n## 丙\n\n### 丁": [],
    "甲\n---\n\n### 乙": [],
    "甲\n乙\n---": [],
    "| 甲 |\n|---|\n| 乙 |\n\n---": [],
    "`# 甲`\n\n```\n# 甲\n```": [],
    "第 # 号，\\# 甲": [],
}


@pytest.mark.parametrize("text", HEADINGS)
def test_headings(text: str) -> None:
    found = body(text, outline.check)
    assert [(finding.line - 5, finding.fix.new if finding.fix else None) for finding in found] == HEADINGS[text]
    assert {finding.rule for finding in found} <= {"F106"}


WITHOUT = ("![](a.png)", "![ ](a.png)", "甲![][1]", "<img src=a.png>", '<img src="a.png" title="甲">')
SILENT = (
    "图片",
    "图",
    "图1",
    "图片 2",
    "照片（1）",
    "1",
    "image",
    "IMG_2026",
    "a.PNG",
    "微信图片_20260320",
    "DSC0001",
    "hui-chang",
)


@pytest.mark.parametrize("text", WITHOUT)
def test_a_picture_without_words(text: str) -> None:
    [finding] = body(text, outline.check)
    assert (finding.rule, finding.line, finding.column) == ("F111", 6, 2 if text[0] == "甲" else 1)


@pytest.mark.parametrize("alt", SILENT)
def test_words_that_say_nothing(alt: str) -> None:
    for text in (f"![{alt}](b/hui-chang.png)", f'<img alt="{alt}" src="b/hui-chang.png">'):
        [finding] = body(text, outline.check)
        assert (finding.rule, finding.line) == ("F111", 6)
        assert alt in finding.message


DESCRIBED = (
    "![推进会会场](a.png)",
    "![图1 推进会会场](a.png)",
    "![二维码](a.png)",
    '<img src="a.png" alt="">',
    '<img src="a.png" alt="推进会会场">',
    "`![](a.png)`",
    "太好了！[甲](a.pdf)",
)


@pytest.mark.parametrize("text", DESCRIBED)
def test_a_picture_with_words(text: str) -> None:
    assert body(text, outline.check) == []


@pytest.mark.parametrize(
    ("front", "place"),
    [
        ("image: a/b.png\n", (5, 8)),
        ('image: a/b.png\nimage_alt: ""\n', (5, 8)),
        ("image: a/b.png\nimage_alt: 图片\n", (6, 12)),
        ("image: a/b.png\nimage_alt: b\n", (6, 12)),
        ("image: a/b.png\nimage_alt: 推进会会场\n", None),
        ("image: a/b.png\nimage_alt: 待填\n", None),
        ("image: 待填\n", None),
    ],
)
def test_the_picture_of_the_front_matter(front: str, place: tuple[int, int] | None) -> None:
    found = body("甲", outline.check, front=front)
    assert [(finding.rule, finding.line, finding.column) for finding in found] == ([("F111", *place)] if place else [])


MAPS = (
    "![全省高新区地图](a.png)",
    "![园区区位图](a.png)",
    "![展馆位置示意图](a.png)",
    "![太原市行政区划](a.png)",
    "![交通指引](a/di-tu.png)",
    '<img src="a/map-1.png" alt="交通指引">',
)
NO_MAPS = (
    "![网站地图](a.png)",
    "![办理流程示意图](a.png)",
    "![组织结构示意图](a.png)",
    "![全省地图](a.png)\n\n审图号：晋S（2026）001号",
    "审图号：GS(2019)1822号\n\n![全国地图](a.png)",
    "![全省地图，晋S（2026）001号](a.png)",
    "![路由器](a/mapper.png)",
)


@pytest.mark.parametrize("text", MAPS)
def test_a_map_without_number(text: str) -> None:
    [finding] = body(text, outline.check)
    assert (finding.rule, finding.line, finding.column) == ("F118", 6, 1)
    assert body(text, outline.check, front="map_number: 晋S（2026）001号\n") == []
    assert [finding.rule for finding in body(text, outline.check, front="map_number: 待填\n")] == ["F118"]


@pytest.mark.parametrize("text", NO_MAPS)
def test_no_map_or_a_numbered_one(text: str) -> None:
    assert body(text, outline.check) == []


def test_a_map_of_the_front_matter() -> None:
    front = "image: a/b.png\nimage_alt: 全省地图\n"
    assert [(found.rule, found.line) for found in body("甲", outline.check, front=front)] == [("F118", 5)]
    assert body("甲", outline.check, front=f"{front}map_number: 晋S（2026）001号\n") == []


def test_an_attachment_has_no_outline() -> None:
    assert attached("# 甲 ![](a.png)", outline.check) == []


@pytest.mark.parametrize(
    "unit", ["![", "![](", "# ", "#\n", "甲\n--\n", "<img alt=地图>", "![地图](a)", "--\n", "<h4>"]
)
def test_no_hang(unit: str) -> None:
    with no_hang():
        body(unit * (300_000 // len(unit)), outline.check)

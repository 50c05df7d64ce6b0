"""Every kind of attachment and every place in it, each built with a leak of some lines."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from tests.leaks import legacy, ooxml

Lines = Sequence[str]


class Recipe(NamedTuple):
    """How to make an attachment. ``where`` is what the finding's place must contain.

    ``exact``: only the leak itself may stand there, in characters that the place takes.
    """

    name: str
    ending: str
    where: str
    build: Callable[[Lines, Lines], bytes]
    exact: str = ""  # "", "ascii" or "digits" or "name"


def _office() -> Iterator[Recipe]:
    for place in ooxml.DOCX_ALL:
        yield Recipe(f"docx-{place}", "docx", "", partial(ooxml.docx, place))
    for place in ooxml.XLSX:
        where = "" if place == "sheet-name" else "C7"
        exact = {"number": "digits", "sheet-name": "name"}.get(place, "")
        yield Recipe(
            f"xlsx-{place}",
            "xlsx",
            where,
            partial(ooxml.xlsx, place),
            exact,
        )
    for place in ooxml.PPTX:
        yield Recipe(f"pptx-{place}", "pptx", "2", partial(ooxml.pptx, place))
    yield Recipe("odt", "odt", "", ooxml.odt)
    yield Recipe("ods", "ods", "汇总表", ooxml.ods)


def _old() -> Iterator[Recipe]:
    for place in legacy.PDF:
        where = {"last-page": "第3页", "title": ""}.get(place, "第1页")
        yield Recipe(f"pdf-{place}", "pdf", where, partial(legacy.pdf, place))
    for ending in ("doc", "wps"):
        yield Recipe(ending, ending, "", legacy.doc)
    yield Recipe("doc-pieces", "doc", "", partial(legacy.doc, pieces=True))
    for ending in ("xls", "et"):
        yield Recipe(ending, ending, "", legacy.xls)


def _flat() -> Iterator[Recipe]:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        yield Recipe(f"txt-{encoding}", "txt", "", partial(legacy.plain, encoding=encoding))
    for encoding in ("utf-8", "gb18030"):
        yield Recipe(f"csv-{encoding}", "csv", "", partial(legacy.table, encoding=encoding))


def _archives() -> Iterator[Recipe]:
    def member(name: str, data: bytes) -> bytes:
        return legacy.zipped({"shuo-ming.txt": "见附表。\r\n".encode(), name: data})

    yield Recipe(
        "zip-txt", "zip", "b.txt", lambda carriers, lines: member("b.txt", legacy.plain(carriers, lines, "utf-8"))
    )
    yield Recipe(
        "zip-docx", "zip", "a/b.docx", lambda carriers, lines: member("a/b.docx", ooxml.docx("body", carriers, lines))
    )
    yield Recipe(
        "zip-pdf", "zip", "b.pdf", lambda carriers, lines: member("b.pdf", legacy.pdf("last-page", carriers, lines))
    )
    yield Recipe(
        "zip-zip",
        "zip",
        "b.xlsx",
        lambda carriers, lines: member("nei.zip", member("b.xlsx", ooxml.xlsx("cell", carriers, lines))),
    )
    yield Recipe(
        "zip-name", "zip", "", lambda carriers, lines: member(f"{lines[0]}.txt", "见附表。".encode()), exact="name"
    )


def _picture(place: str, _: Lines, lines: Lines) -> bytes:
    return legacy.picture(place, " ".join(lines))


def _pictures() -> Iterator[Recipe]:
    for place in legacy.PICTURES:
        yield Recipe(
            f"picture-{place}",
            place[:3],
            "",
            partial(_picture, place),
            "ascii" if place in ("jpg-description", "png-exif") else "",
        )


RECIPES = (*_office(), *_old(), *_flat(), *_archives(), *_pictures())
TYPES = frozenset(recipe.ending for recipe in RECIPES)

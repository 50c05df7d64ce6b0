"""Letters that PDFium drops, read again with pypdf.

PDFium passes over a piece of text without width, which is what a single letter is in a Chinese font that neither
the file nor the machine has. pypdf reads codes without looking at fonts' outlines, forty times as slow: it is asked
only about such pages, and about so many as fit into the time of a file.
"""

import ctypes
import io
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium

from lanmu.extract import words

_NO_WIDTH = 0.01  # points; what PDFium takes for none
_DEPTH = 4  # of forms within forms
_BUDGET = 40_000  # pieces of text that pypdf reads in about two seconds
_FONTS = 300  # pieces that the reading of a page's fonts counts for
_PLAUSIBLE = 0.7  # part of the letters in daily use


class Shown(NamedTuple):
    """How many pieces of text a page shows; how many without width, in fonts that are not embedded and in all."""

    pieces: int
    bare: int
    thin: int


def shown(page: pypdfium2.PdfPage) -> Shown:
    """Count the pieces of text on a page, those in forms too."""
    counts = [0, 0, 0]
    _count(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, counts, 0)
    return Shown(*counts)


def _count(
    holder: Any, number: Callable[[Any], int], member: Callable[[Any, int], Any], counts: list[int], depth: int
) -> None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(number(holder)):
        item = member(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            _count(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, counts, depth + 1)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            counts[0] += 1
            if pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top) and right.value - left.value < _NO_WIDTH:
                counts[2] += 1
                counts[1] += pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(item)) == 0


class Again:
    """A second reading of the pages of one document, which ``borrows`` Chinese fonts or brings them all."""

    def __init__(self, data: bytes, borrows: bool) -> None:
        self._data = data
        self._borrows = borrows
        self._left = _BUDGET
        self._reader: pypdf.PdfReader | None = None

    def needed(self, shown: Shown) -> bool:
        """Whether PDFium has dropped letters; blanks, too, have no width, but do not make up half of a page."""
        return (self._borrows and shown.bare > 0) or shown.thin * 2 > shown.pieces

    def text(self, index: int, shown: Shown) -> str:
        """The text of a page; "" where it cannot be read, or there is no time left."""
        self._left -= shown.pieces + _FONTS
        if self._left < 0:
            return ""
        try:
            if self._reader is None:
                self._reader = pypdf.PdfReader(io.BytesIO(self._data))
            return self._reader.pages[index].extract_text()
        except MemoryError:
            raise
        except Exception:  # pypdf fails in every way on damaged files; the page is told as one that nobody can read
            return ""


def joined(first: str, second: str) -> str:
    """Both readings, one where it holds all of the other."""
    if not _letters(first) - _letters(second):
        return second
    return f"{first}\n{second}"


def plausible(text: str) -> bool:
    """Whether a reading gave words rather than codes of glyphs; blanks alone are what an empty page shows."""
    return bool(text) and (not text.strip() or words.share("".join(text.split())) >= _PLAUSIBLE)


def _letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))

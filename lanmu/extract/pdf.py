"""PDF: text of pages through PDFium, everything written beside it through qpdf.

PDFium knows the Chinese character maps and reads 10,000 pages in about a second; qpdf walks over every object,
so that no note, form field, script or embedded file is missed, wherever a page or the catalogue hangs it.
"""

import re
from contextlib import suppress

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from lanmu.extract import behind, letters, objects
from lanmu.extract.gather import Cannot, Exhausted, Gather

_MAX_PAGES = 20_000
_EARLIER_PAGES = 3000
_END = re.compile(rb"%%EOF[\r\n]{0,2}")
_FEW = 20  # visible characters: a page number or a scanner's stamp
_LARGE = 0.6  # of a page's area
_MANY_PATHS = 100
_BROKEN = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08]")  # characters of a font without a map to Unicode
_NOISE = str.maketrans({"\ufffe": "", "\x02": "", "\r": ""})


def read(data: bytes, gather: Gather) -> None:
    """All text; scripts, embedded files, pages that are only scanned."""
    told: set[str] = set()
    borrows: bool | None = None
    try:
        borrows = objects.read(data, gather, told)
    except Exhausted:
        raise
    except Cannot as error:
        if error.kind == "encrypted":
            raise
        gather.trouble(error.kind, error.detail)
    except pikepdf.PdfError:
        pass  # PDFium opens more
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if borrows is None:
            raise Cannot("unreadable", "内容有损坏，打不开") from error
        gather.trouble("unreadable", "内容有损坏，打不开")
        return
    with document:
        shown = _pages(document, letters.Again(data, borrows is not False), gather)
    ends = [found.end() for found in _END.finditer(data)]
    with gather.aside():
        _earlier(data, ends[:-1], shown, told, gather)
    if ends:
        behind.read(data[ends[-1] :], gather, "PDF ")


def _earlier(data: bytes, ends: list[int], shown: set[str], told: set[str], gather: Gather) -> None:
    """What was in the file before it was last changed: PDF is changed by adding, and keeps what it was."""
    left = _EARLIER_PAGES
    for end in ends:
        try:
            document = pypdfium2.PdfDocument(data[:end])
        except pypdfium2.PdfiumError:
            continue  # the first part of a file laid out for the web is no file
        with document, suppress(pypdfium2.PdfiumError):
            left -= len(document)
            if left < 0:
                raise Cannot("unreadable", "改过太多次，留在里面的早先版本没有全部检查")
            try:
                objects.read(data[:end], gather, told)
            except Exhausted:
                raise
            except (Cannot, pikepdf.PdfError):
                pass  # the file as it is now is whole
            for index in range(len(document)):
                text = _text(document[index])
                if text not in shown:
                    shown.add(text)
                    gather.add(f"早先版本的第{index + 1}页", text)


def _pages(document: pypdfium2.PdfDocument, again: letters.Again, gather: Gather) -> set[str]:
    """Tell the pages; what PDFium reads on them."""
    scanned, number, read = [], len(document), set()
    if number > _MAX_PAGES:
        raise Exhausted("long", f"{_MAX_PAGES} 页")
    if number == 0:
        raise Cannot("unreadable", "没有页面")
    for index in range(number):
        try:
            page = _page(document, index)
        except pypdfium2.PdfiumError:
            gather.trouble("unreadable", "这一页有损坏", f"第{index + 1}页")
            continue
        text, shown = _text(page), letters.shown(page)
        read.add(text)
        lost = again.needed(shown)
        if lost:
            second = again.text(index, shown)
            text = letters.joined(text, second)
        gather.add(f"第{index + 1}页", text)
        if (lost and not letters.plausible(second)) or _is_scan(page, text, shown.pieces):
            scanned.append(f"第{index + 1}页")
        page.close()
    if scanned:
        more = f"等 {len(scanned)} 页" if len(scanned) > 10 else ""
        gather.trouble("scan", "、".join(scanned[:10]) + more)
    return read


def _page(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    """A page with its stamps and fields as they are shown: made part of it, which is seen once it is opened anew."""
    page = document[index]
    if pdfium.FPDFPage_GetAnnotCount(page) == 0:
        return page
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    return document[index]


def _text(page: pypdfium2.PdfPage) -> str:
    """The page's text, also what lies outside the visible area."""
    lines = page.get_textpage()
    try:
        return str(lines.get_text_range()).translate(_NOISE)
    finally:
        lines.close()


def _is_scan(page: pypdfium2.PdfPage, text: str, pieces: int) -> bool:
    """Whether the page shows what its text does not tell: a picture, outlines of letters, a font without a map."""
    visible = len("".join(text.split()))
    if pieces and not text:
        return True
    if visible > _FEW:
        return len(_BROKEN.findall(text)) * 3 > visible
    paths, area = 0, max(page.get_width() * page.get_height(), 1.0)
    for item in page.get_objects(max_depth=3):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            if visible == 0 or (right - left) * (top - bottom) > _LARGE * area:
                return True
        paths += item.type == pdfium.FPDF_PAGEOBJ_PATH
        if paths > _MANY_PATHS:
            return visible == 0
    return False

"""PDF: text of pages through PDFium, everything written beside it through qpdf.

PDFium knows the Chinese character maps and reads 10,000 pages in about a second; qpdf walks over every object,
so that no note, form field, script or embedded file is missed, wherever a page or the catalogue hangs it.
"""

import io
import re
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from lanmu.extract import letters, markup
from lanmu.extract.gather import Cannot, Exhausted, Gather
from lanmu.extract.reading import nested

_MAX_OBJECTS = 400_000
_MAX_DEPTH = 30
_MAX_PAGES = 20_000
_FEW = 20  # visible characters: a page number or a scanner's stamp
_LARGE = 0.6  # of a page's area
_MANY_PATHS = 100
_BROKEN = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08]")  # characters of a font without a map to Unicode
_NOISE = str.maketrans({"\ufffe": "", "\x02": "", "\r": ""})
# Keys whose strings are words for readers: notes, fields, bookmarks, document properties, alternative text, links.
_WORDS = frozenset(
    (
        *("/Contents", "/RC", "/V", "/DV", "/Opt", "/TU", "/Title", "/Subject", "/Subj", "/Keywords", "/Author"),
        *("/Alt", "/ActualText", "/E", "/URI", "/Desc", "/F", "/UF", "/CA", "/AC", "/P", "/Company", "/Comments"),
    )
)
_COMPOSITE = ("/CIDFontType0", "/CIDFontType2")
_OUTLINES = ("/FontFile", "/FontFile2", "/FontFile3")
_SCRIPTS = ("/JavaScript", "/Launch", "/Rendition", "/RichMediaExecute")


def read(data: bytes, gather: Gather) -> None:
    """All text; scripts, embedded files, pages that are only scanned."""
    objects = _structure(data, gather)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if objects is None:
            raise Cannot("unreadable", "内容有损坏，打不开") from error
        gather.trouble("unreadable", "内容有损坏，打不开")
        return
    with document:
        _pages(document, letters.Again(data, objects is None or objects.borrows), gather)


def _pages(document: pypdfium2.PdfDocument, again: letters.Again, gather: Gather) -> None:
    scanned, number = [], len(document)
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


def _structure(data: bytes, gather: Gather) -> "_Objects | None":
    """Tell what stands beside the pages; None where the file cannot be opened."""
    try:
        document = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Cannot("encrypted", "") from error
    except pikepdf.PdfError:
        return None
    with document:
        objects = _Objects(document, gather)
        try:
            objects.read()
        except pikepdf.PdfError:
            gather.trouble("unreadable", "内容有损坏")
    return objects


class _Objects:
    """Every object of a document; ``borrows`` says whether it counts on Chinese fonts of the reader's machine."""

    def __init__(self, document: pikepdf.Pdf, gather: Gather) -> None:
        self.borrows = False
        self._document = document
        self._gather = gather
        self._pages: dict[tuple[int, int], int] = {}  # of annotations, from 1

    def read(self) -> None:
        """Go over all of them once."""
        for number, page in enumerate(self._document.pages, 1):
            self._pages[page.obj.objgen] = number
            annotations = page.obj.get("/Annots")
            if isinstance(annotations, pikepdf.Array):
                for annotation in annotations:
                    self._pages[annotation.objgen] = number
        self._pages.pop((0, 0), None)
        for number, item in enumerate(self._document.objects):
            if number > _MAX_OBJECTS:
                raise Exhausted("long", f"{_MAX_OBJECTS // 10_000} 万个对象")
            page_number = self._pages.get(item.objgen)
            self._object(item, f"第{page_number}页的批注或表单" if page_number else "文档属性、书签或表单", 0)

    def _object(self, item: pikepdf.Object, place: str, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise Cannot("deep", "对象嵌套得太深")
        if isinstance(item, pikepdf.Array):
            for member in item:
                if _is_direct(member):
                    self._object(member, place, depth + 1)
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            self._dictionary(item, place, depth)

    def _dictionary(self, item: pikepdf.Object, place: str, depth: int) -> None:
        self._judge(item)
        self.borrows = self.borrows or _is_borrowed(item)
        if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/Metadata":
            self._metadata(item)
        signature = "/ByteRange" in item  # its contents are a cipher
        for key, value in item.items():
            if key in _WORDS and not signature:
                for text in _strings(value):
                    self._gather.add(place, text)
            if _is_direct(value):
                self._object(value, place, depth + 1)

    def _judge(self, item: pikepdf.Object) -> None:
        """Scripts and embedded files."""
        if item.get("/S") in _SCRIPTS or "/JS" in item or item.get("/Subtype") == "/RichMedia":
            self._gather.trouble("macro", "脚本或启动程序的动作")
        files = item.get("/EF")
        if isinstance(files, pikepdf.Dictionary):
            name = next((str(item[key]) for key in ("/UF", "/F") if isinstance(item.get(key), pikepdf.String)), "附件")
            self._gather.trouble("embedded", name)
            stream = files.get("/UF", files.get("/F"))
            if isinstance(stream, pikepdf.Stream):
                self._embedded(name, stream)

    def _embedded(self, name: str, stream: pikepdf.Stream) -> None:
        try:
            content = stream.read_bytes()
        except pikepdf.PdfError:
            self._gather.trouble("unreadable", "嵌入的文件有损坏", name)
            return
        self._gather.unpacked(len(content))
        nested(name, content, self._gather)

    def _metadata(self, stream: pikepdf.Stream) -> None:
        def emit(text: str, *_: object) -> None:
            self._gather.add("文档属性", text)

        try:
            markup.parse(stream.read_bytes(), markup.Blocks(emit))
        except Exhausted:
            raise
        except (Cannot, pikepdf.PdfError):
            return  # viewers pass over damaged metadata, too


def _is_borrowed(item: pikepdf.Object) -> bool:
    """Whether this is a composite font of which the file holds no outlines."""
    if item.get("/Subtype") not in _COMPOSITE:
        return False
    descriptor = item.get("/FontDescriptor")
    return not isinstance(descriptor, pikepdf.Dictionary) or not any(key in descriptor for key in _OUTLINES)


def _is_direct(item: object) -> bool:
    """Whether an object is written in place; those referred to are met by themselves."""
    return isinstance(item, pikepdf.Array | pikepdf.Dictionary) and not item.is_indirect


def _strings(value: object) -> Iterator[str]:
    """The strings of a value: itself, or the members of an array."""
    members = value if isinstance(value, pikepdf.Array) else (value,)
    for member in members:
        if isinstance(member, pikepdf.String):
            yield _decoded(member)


def _decoded(string: pikepdf.String) -> str:
    """A string as its author wrote it: Chinese programs put GBK where PDF wants its own encoding."""
    raw = bytes(string)
    if not raw.startswith((b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")) and any(byte > 0x7F for byte in raw):
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return str(string)
    return str(string)

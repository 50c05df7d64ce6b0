"""All objects of a PDF: notes, fields, scripts, embedded files, wherever a page or the catalogue hangs them."""

import io
import re
from collections.abc import Iterator

import pikepdf

from lanmu.extract import kinds, markup, words
from lanmu.extract.gather import Cannot, Exhausted, Gather
from lanmu.extract.reading import nested

_MAX_OBJECTS = 400_000
_MAX_DEPTH = 30
_MAX_STREAMS = 64 * 1024 * 1024  # bytes of streams, unpacked, that are searched for words
# Keys whose strings are words for readers: notes, fields, bookmarks, document properties, alternative text, links.
_WORDS = frozenset(
    (
        *("/Contents", "/RC", "/V", "/DV", "/Opt", "/TU", "/Title", "/Subject", "/Subj", "/Keywords", "/Author"),
        *(
            "/Alt",
            "/ActualText",
            "/E",
            "/URI",
            "/Desc",
            "/F",
            "/UF",
            "/CA",
            "/AC",
            "/P",
            "/Company",
            "/Comments",
            "/T",
            "/Name",
            "/Creator",
            "/Producer",
        ),
    )
)
# Strings under other keys are told where they hold Chinese or a long number; these are ciphers, tables and codes.
_CODES = frozenset(("/ID", "/CheckSum", "/Lookup", "/Panose", "/O", "/U", "/OE", "/UE", "/Perms", "/Registry", "/Cert"))
_TELLING = re.compile("[\u3400-\u9fff]|[0-9]{11}")
_PLAUSIBLE = 0.9  # part of the characters in daily use
_NO_WORDS = frozenset(
    ("/Image", "/CIDFontType0C", "/Type1C", "/OpenType", "/ObjStm", "/XRef", "/EmbeddedFile", "/CMap")
)
_OF_FONTS = ("/Length1", "/Length2", "/Length3", "/FunctionType", "/ShadingType")
_COMPOSITE = ("/CIDFontType0", "/CIDFontType2")
_BESIDE = "文档属性、书签或表单"
_OUTLINES = ("/FontFile", "/FontFile2", "/FontFile3")
_SCRIPTS = ("/JavaScript", "/Launch", "/Rendition", "/RichMediaExecute")


def read(data: bytes, gather: Gather, told: set[str]) -> bool:
    """Tell all that stands beside the pages save what was ``told``; whether it counts on fonts of the machine.

    Raises ``pikepdf.PdfError`` where the file cannot be opened, Cannot where it has a password or is damaged.
    """
    try:
        document = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Cannot("encrypted", "") from error
    with document, gather.aside():
        objects = _Objects(document, gather, told)
        try:
            objects.read()
        except pikepdf.PdfError as error:
            raise Cannot("unreadable", "内容有损坏") from error
    return objects.borrows


class _Objects:
    """Every object of a document; ``borrows`` says whether it counts on Chinese fonts of the reader's machine."""

    def __init__(self, document: pikepdf.Pdf, gather: Gather, told: set[str]) -> None:
        self.borrows = False
        self._told = told
        self._left = _MAX_STREAMS
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
            self._object(item, f"第{page_number}页的批注或表单" if page_number else _BESIDE, 0)
        info = self._document.trailer.get("/Info")
        if info is not None and _is_direct(info):
            self._object(info, _BESIDE, 0)

    def _object(self, item: pikepdf.Object, place: str, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise Cannot("deep", "对象嵌套得太深")
        if isinstance(item, pikepdf.Array):
            for member in item:
                if isinstance(member, pikepdf.Array):
                    self._words("", member, place)
                if _is_direct(member):
                    self._object(member, place, depth + 1)
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            self._dictionary(item, place, depth)

    def _dictionary(self, item: pikepdf.Object, place: str, depth: int) -> None:
        self._judge(item)
        self.borrows = self.borrows or _is_borrowed(item)
        if isinstance(item, pikepdf.Stream):
            self._stream(item, place)
        signature = "/ByteRange" in item  # its contents are a cipher
        for key, value in item.items():
            if not signature:
                self._words(key, value, place)
            if _is_direct(value):
                self._object(value, place, depth + 1)

    def _words(self, key: str, value: object, place: str) -> None:
        """Strings for readers; of others those that say something."""
        if key in _CODES:
            return
        for text in _strings(value):
            if key in _WORDS or (_TELLING.search(text) and words.share(text) > _PLAUSIBLE):
                self._add(place, text)

    def _add(self, place: str, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self._gather.add(place, text)

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

    def _stream(self, stream: pikepdf.Stream, place: str) -> None:
        """Words in streams: forms in XML, properties, text put behind what is drawn, data that nothing refers to."""
        if {str(stream.get("/Type")), str(stream.get("/Subtype"))} & _NO_WORDS or any(
            key in stream for key in _OF_FONTS
        ):
            return
        try:
            content = stream.read_bytes() if self._left > 0 else b""
        except pikepdf.PdfError:
            return  # a picture's coding, or damage that viewers pass over
        self._left -= len(content)
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            self._markup(content, "文档属性" if stream.get("/Type") == "/Metadata" else place)
        elif b"/ActualText" in content:
            for instruction in pikepdf.parse_content_stream(stream, "BDC DP"):
                for operand in instruction.operands:
                    if isinstance(operand, pikepdf.Dictionary):
                        self._object(operand, "页面上的替代文字", 0)
        elif not content.isascii() and (text := kinds.decoded(content)) and words.share(text) > _PLAUSIBLE:
            self._add(place, text)

    def _markup(self, content: bytes, place: str) -> None:
        def emit(text: str, *_: object) -> None:
            self._add(place, text)

        try:
            markup.parse(content, markup.Blocks(emit), emit)
        except Exhausted:
            raise
        except Cannot:
            return  # viewers pass over what is damaged, too


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

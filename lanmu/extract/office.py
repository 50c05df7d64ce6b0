"""docx, pptx and xlsx: every part of the package is read, so that no text of it is missed.

Read part by part with lxml and not through python-docx, openpyxl or python-pptx: those give the body, but not
text boxes, tracked deletions, comments, chart and diagram text, watermarks, document properties all together.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext

from lanmu.extract import behind, kinds, markup
from lanmu.extract.gather import Cannot, Exhausted, Gather
from lanmu.extract.package import Package
from lanmu.extract.reading import nested
from lanmu.extract.relations import Order, Relation, Relations
from lanmu.extract.sheet import Cells, Comments, Shared, lean

# What a part is, by the relation that leads to it: its name is free.
_MACROS = frozenset(("vbaProject", "wordVbaData", "xlMacrosheet", "xlIntlMacrosheet"))
_CONTROLS = frozenset(("control", "activeXControlBinary"))
_EMBEDDED = frozenset(("oleObject", "package", "aFChunk", "subDocument"))
_SPECIAL = _MACROS | _CONTROLS | _EMBEDDED
_CHARTED = "package of a chart"
_DRAWN = frozenset(("image", "font", "printerSettings", "thumbnail", "hdphoto"))  # no words in those nobody reads
_MACRO_NAMES = ("vbaproject.bin", "vbadata.xml")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".emf", ".wmf", ".bmp")
_BLANKS = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"  # before the first bracket: blanks and byte order marks, UTF-16 too
_LOOKED_AT = ("png", "jpg", "gif", "webp")
_SEEN = ("image", "mp3", "program")  # kinds that two bytes tell, which other data may begin with
_MOST_RAW = 4 * 1024 * 1024  # bytes of a part of no known kind that are searched for words
_REMOTE = re.compile(r"(?!file:/{2,3}[A-Za-z]:)(?:[A-Za-z]{2,20}:|[\\/]{2})")  # a template on a drive is one's own
# Names of parts as staff know them; the first that the part's path contains.
_LABELS = (
    *(("/header", "页眉"), ("/footer", "页脚"), ("/footnotes", "脚注"), ("/endnotes", "尾注")),
    *(("omments", "批注"), ("notesslides/", "备注"), ("charts/", "图表"), ("chartex", "图表"), ("diagrams/", "图示")),
    *(("docprops/", "文档属性"), ("customxml/", "附带数据"), ("/settings", "文档设置"), ("glossary/", "构建基块")),
    *(("vmldrawing", "图形"), ("drawings/", "图形"), ("slidelayouts/", "版式"), ("slidemasters/", "母版")),
    *(("notesmasters/", "备注母版"), ("handoutmasters/", "讲义母版"), ("pivot", "数据透视表"), ("tables/", "表")),
    *(("externallinks/", "外部链接"), ("workbook.xml", "工作簿"), ("/styles", "样式"), ("/numbering", "编号")),
)
_UNOWNED = ("slidelayout", "slidemaster", "theme", "notesmaster")  # shared by many slides


class _Document:
    """A package under reading: its parts, who refers to whom, what each part is called."""

    def __init__(self, data: bytes, gather: Gather) -> None:
        self.gather = gather
        self.package = Package(data, gather)
        self.relations: dict[str, list[Relation]] = {}
        self.owners: dict[str, str] = {}
        self.words = False
        self._expected: dict[str, str] = {}
        for name, part in self.package.parts(".rels"):
            source = name.replace("_rels/", "").removesuffix(".rels")
            found = Relations(source)
            self.parsed(part, found)
            self.relations[source] = found.found

    def parsed(self, part: bytes, target: markup.Target, place: str = "") -> None:
        """Read a part; a damaged one is told, and the rest is read. What its XML comments say stands at ``place``."""

        def aside(text: str) -> None:
            with self.gather.aside():
                self.gather.add(f"{place}的内部注释", text)

        try:
            markup.parse(part, target, aside if place else None)
        except Exhausted:
            raise
        except Cannot as error:
            self.gather.trouble(error.kind, error.detail)

    def parts(self) -> Iterator[tuple[str, bytes, bool]]:
        """Every part save relations, and whether it is XML, whatever its name ends with.

        First those that readers see, in their order; then, which were expected in vain.
        """
        order = {name: index for index, name in enumerate(self._expected)}
        self.package.infos.sort(key=lambda info: order.get(info.filename, len(order)))
        for name, data in self.package.parts():
            if not name.endswith(".rels"):
                written = data[:200].lstrip(_BLANKS).startswith(b"<")
                if written:
                    self._expected.pop(name, None)
                yield name, data, written
        for name in self._expected.values():
            self.gather.trouble("unreadable", f"内容不完整：{name}是空的")

    def read(self, target: Callable[[str], markup.Target | None]) -> None:
        """Tell what readers see, then, behind it, everything else: properties, links, what is embedded.

        ``target`` gives the one to parse a part with; None where it has been read.
        """
        shown, led = frozenset(self._expected), self._led()
        for name, data, written in self.parts():
            with nullcontext() if name in shown else self.gather.aside():
                if not _special(self, name, data, led.get(name.lower(), "")):
                    parser = target(name) if written else None
                    if parser is not None:
                        self.parsed(lean(data) if isinstance(parser, Cells) else data, parser, self.label(name))
                    elif not written:
                        _raw(self, name, data, led.get(name.lower(), ""))
        with self.gather.aside():
            _links(self)
        behind.around(self.package, self.gather)
        _scanned(self)

    def _led(self) -> dict[str, str]:
        """As what parts are referred to, by their names in lower case."""
        led: dict[str, str] = {}
        for source, found in self.relations.items():
            for item in found:
                if not item.external and led.get(item.target.lower()) not in _SPECIAL:
                    charted = item.kind == "package" and "charts/" in source
                    led[item.target.lower()] = _CHARTED if charted else item.kind
        return led

    def expect(self, part: str, name: str) -> None:
        """Readers see this part, called ``name``: where it is missing, empty or no XML, that is told."""
        self._expected[part] = name

    def own(self, part: str, label: str) -> None:
        """Call ``part`` and all that only it leads to by ``label``."""
        pending = [part]
        while pending:
            part = pending.pop()
            if part in self.owners or any(word in part.lower() for word in _UNOWNED):
                continue
            self.owners[part] = label
            pending += [item.target for item in self.relations.get(part, ()) if not item.external]

    def ordered(self, part: str, element: str) -> list[tuple[dict[str, str], str]]:
        """The ``element``s of ``part`` in order, each with the part it refers to."""
        data = self.package.part(part)
        order = Order(element)
        if data is not None:
            self.parsed(data, order)
        targets = {item.id: item.target for item in self.relations.get(part, ())}
        return [(attributes, targets.get(attributes.get("id", ""), "")) for attributes in order.found]

    def label(self, part: str) -> str:
        """What staff call a part: ``第2张幻灯片的备注``, ``页眉``."""
        owner, lower = self.owners.get(part, ""), f"/{part.lower()}"
        kind = next((name for word, name in _LABELS if word in lower), "")
        if owner:
            return f"{owner}的{kind}" if kind else owner
        return kind or f"内部文件 {posixpath.basename(part)}"

    def add(self, place: str, text: str, body: bool = False) -> None:
        """A piece of text; ``body`` where readers see it."""
        self.words = self.words or (body and bool(text.strip()))
        self.gather.add(place, text)


def docx(data: bytes, gather: Gather) -> None:
    """A text document: paragraphs are counted as they stand, those of tables among them."""
    document = _Document(data, gather)
    main = _main(document, "word/document.xml")
    document.expect(main, "正文")
    document.read(lambda name: markup.Blocks(_paragraphs(document) if name == main else _plain(document, name)))


def pptx(data: bytes, gather: Gather) -> None:
    """A presentation: slides are counted as they are shown."""
    document = _Document(data, gather)
    main = _main(document, "ppt/presentation.xml")
    for number, (_, target) in enumerate(document.ordered(main, "sldId"), 1):
        document.own(target, f"第{number}张幻灯片")
        document.expect(target, f"第{number}张幻灯片")
    document.expect(main, "演示文稿")
    document.read(lambda name: markup.Blocks(_plain(document, name)))


def xlsx(data: bytes, gather: Gather) -> None:
    """A workbook: cells by sheet and reference, hidden ones too."""
    document = _Document(data, gather)
    main = _main(document, "xl/workbook.xml")
    sheets = {}
    for attributes, target in document.ordered(main, "sheet"):
        hidden = "" if attributes.get("state", "visible") == "visible" else "（隐藏的工作表）"
        sheets[target] = f"{attributes.get('name', '')}{hidden}"
        document.own(target, sheets[target])
        document.expect(target, f"工作表“{sheets[target]}”")
    document.expect(main, "工作簿")
    shared = Shared()
    named = (item.target for item in document.relations.get(main, ()) if item.kind == "sharedStrings")
    strings = next(named, "xl/sharedStrings.xml")
    if (listed := document.package.part(strings)) is not None:
        document.parsed(listed, shared, "单元格的文字")

    def parser(name: str) -> markup.Target | None:
        if name in sheets:
            return Cells(sheets[name], shared, document.add)
        if "omments" in name:
            return Comments(document.label(name), document.add)
        return None if name == strings or name.endswith("calcChain.xml") else markup.Blocks(_plain(document, name))

    document.read(parser)
    with gather.aside():
        for text in shared.unused():
            document.add("没有单元格用到的文字", text)


def _main(document: _Document, usual: str) -> str:
    """The part that the package names as its main one."""
    for relation in document.relations.get("", ()):
        if relation.kind == "officeDocument":
            return relation.target
    return usual


def _paragraphs(document: _Document) -> markup.Emit:
    number = 0

    def emit(text: str, blocks: Sequence[str], hidden: bool) -> None:
        nonlocal number
        plain = blocks[-1] == "p" and "txbxContent" not in blocks
        if plain and not hidden and text.strip():
            number += 1
        place = f"第{number or 1}段"
        if "txbxContent" in blocks or blocks[-1].startswith("@"):
            place += "附近的文本框或图形"
        if blocks[-1] in ("instrText", "delInstrText"):
            place += "的域代码"
        with document.gather.aside() if blocks[-1].startswith("@") else nullcontext():
            document.add(f"{place}（含隐藏或已删除的文字）" if hidden else place, text, body=True)

    return emit


def _plain(document: _Document, name: str) -> markup.Emit:
    label = document.label(name)
    body = name in document.owners  # slides, with what belongs to them

    def emit(text: str, blocks: Sequence[str], hidden: bool) -> None:
        with document.gather.aside() if blocks[-1].startswith("@") else nullcontext():
            document.add(f"{label}（含隐藏或已删除的文字）" if hidden else label, text, body)

    return emit


def _special(document: _Document, name: str, data: bytes, kind: str) -> bool:
    """Tell macros and embedded files, by the relation to a part or by its usual name; whether it is one."""
    lower = name.lower()
    if kind in _MACROS or posixpath.basename(lower) in _MACRO_NAMES or "/macrosheets/" in lower:
        document.gather.trouble("macro", "宏（VBA）")
    elif kind in _CONTROLS or "/activex/" in lower:
        document.gather.trouble("macro", "ActiveX 控件")
    elif kind in _EMBEDDED or kind == _CHARTED or "/embeddings/" in lower:
        _embedded(document, name, data, told=kind != _CHARTED)
        return True
    return False


def _raw(document: _Document, name: str, data: bytes, relation: str) -> None:
    """A part that is no XML: a picture, a document that nothing leads to, or bytes that may hold words."""
    kind, base = kinds.sniff(data), posixpath.basename(name)
    if kind in _LOOKED_AT:
        from lanmu.extract import picture

        with document.gather.inside(f"图片 {base}"):
            picture.read(data, document.gather)
    elif kind == "txt":
        nested(base, data, document.gather)
    elif kind and kind not in _SEEN:
        _embedded(document, name, data, told=True)
    elif relation not in _DRAWN and len(data) <= _MOST_RAW:
        from lanmu.extract import compound

        for text in compound.runs(data):
            document.add(document.label(name), text)


def _links(document: _Document) -> None:
    """A link is text; a template from elsewhere runs macros."""
    for source, found in document.relations.items():
        for relation in found:
            if relation.external:
                document.add(f"{document.label(source)}的链接", relation.target)
                if relation.kind == "attachedTemplate" and _REMOTE.match(relation.target):
                    document.gather.trouble("macro", "打开时从别处取的模板")


def _embedded(document: _Document, name: str, data: bytes, told: bool) -> None:
    """A file within the document. The workbook behind a chart belongs to it: read, but no fault by itself."""
    base = posixpath.basename(name)
    if told:
        document.gather.trouble("embedded", base)
    if data:
        nested(base, data, document.gather)


def _scanned(document: _Document) -> None:
    """A document of pictures alone cannot be judged."""
    names = [info.filename.lower() for info in document.package.infos]
    pictures = any(name.endswith(_PICTURES) and not name.startswith("docprops/") for name in names)
    if pictures and not document.words:
        document.gather.trouble("scan", "全文是图片")

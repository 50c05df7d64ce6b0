"""docx, pptx and xlsx: every part of the package is read, so that no text of it is missed.

Read part by part with lxml and not through python-docx, openpyxl or python-pptx: those give the body, but not
text boxes, tracked deletions, comments, chart and diagram text, watermarks, document properties all together.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lanmu.extract import markup
from lanmu.extract.gather import Cannot, Exhausted, Gather
from lanmu.extract.package import Package
from lanmu.extract.reading import nested
from lanmu.extract.sheet import Cells, Comments, Shared

_MACROS = ("vbaproject.bin", "vbadata.xml")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".emf", ".wmf", ".bmp")
_BLANKS = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"  # before the first bracket: blanks and byte order marks, UTF-16 too
_LOOKED_AT = (".jpg", ".jpeg", ".png", ".webp")  # those that can say where they were taken
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


class Relation(NamedTuple):
    """What one part says of another: id, last word of the type, target (a part's path unless external)."""

    id: str
    kind: str
    target: str
    external: bool


class _Relations:
    """Parser target: the relations of one part."""

    def __init__(self, source: str) -> None:
        self._folder = posixpath.dirname(source)
        self.found: list[Relation] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != "Relationship":
            return
        target, external = attributes.get("Target", ""), attributes.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found.append(Relation(attributes.get("Id", ""), kind, target, external))

    def end(self, name: str) -> None:
        """Nothing to do."""

    def data(self, text: str) -> None:
        """Nothing to do."""


class _Order:
    """Parser target: the elements called ``wanted``, with their attributes by local name, in order."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self.found: list[dict[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == self._wanted:
            # r:id and id have one local name; the one in a namespace comes last and counts
            pairs = sorted(attributes.items(), key=lambda pair: "}" in pair[0])
            self.found.append({markup.local(key): value for key, value in pairs})

    def end(self, name: str) -> None:
        """Nothing to do."""

    def data(self, text: str) -> None:
        """Nothing to do."""


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
            found = _Relations(source)
            self.parsed(part, found)
            self.relations[source] = found.found

    def parsed(self, part: bytes, target: markup.Target) -> None:
        """Read a part; a damaged one is told, and the rest is read."""
        try:
            markup.parse(part, target)
        except Exhausted:
            raise
        except Cannot as error:
            self.gather.trouble(error.kind, error.detail)

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """Every part that is XML, whatever its name ends with, save relations; then, which were expected in vain."""
        for name, data in self.package.parts():
            if not name.endswith(".rels") and data[:200].lstrip(_BLANKS).startswith(b"<"):
                self._expected.pop(name, None)
                yield name, data
        for name in self._expected.values():
            self.gather.trouble("unreadable", f"内容不完整：{name}是空的")

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
        order = _Order(element)
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
    _surroundings(document)
    for name, part in document.texts():
        document.parsed(part, markup.Blocks(_paragraphs(document) if name == main else _plain(document, name)))
    _scanned(document)


def pptx(data: bytes, gather: Gather) -> None:
    """A presentation: slides are counted as they are shown."""
    document = _Document(data, gather)
    main = _main(document, "ppt/presentation.xml")
    document.expect(main, "演示文稿")
    for number, (_, target) in enumerate(document.ordered(main, "sldId"), 1):
        document.own(target, f"第{number}张幻灯片")
        document.expect(target, f"第{number}张幻灯片")
    _surroundings(document)
    for name, part in document.texts():
        document.parsed(part, markup.Blocks(_plain(document, name)))
    _scanned(document)


def xlsx(data: bytes, gather: Gather) -> None:
    """A workbook: cells by sheet and reference, hidden ones too."""
    document = _Document(data, gather)
    main = _main(document, "xl/workbook.xml")
    document.expect(main, "工作簿")
    sheets = {}
    for attributes, target in document.ordered(main, "sheet"):
        hidden = "" if attributes.get("state", "visible") == "visible" else "（隐藏的工作表）"
        sheets[target] = f"{attributes.get('name', '')}{hidden}"
        document.own(target, sheets[target])
        document.expect(target, f"工作表“{sheets[target]}”")
    _surroundings(document)
    shared = Shared()
    named = (item.target for item in document.relations.get(main, ()) if item.kind == "sharedStrings")
    strings = next(named, "xl/sharedStrings.xml")
    if (listed := document.package.part(strings)) is not None:
        document.parsed(listed, shared)
    for name, part in document.texts():
        if name in sheets:
            document.parsed(part, Cells(sheets[name], shared, document.add))
        elif "omments" in name:
            document.parsed(part, Comments(document.label(name), document.add))
        elif name != strings and not name.endswith("calcChain.xml"):
            document.parsed(part, markup.Blocks(_plain(document, name)))
    for text in shared.unused():
        document.add("没有单元格用到的文字", text)
    _scanned(document)


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
        document.add(f"{place}（含隐藏或已删除的文字）" if hidden else place, text, body=True)

    return emit


def _plain(document: _Document, name: str) -> markup.Emit:
    label = document.label(name)
    body = name in document.owners  # slides, with what belongs to them

    def emit(text: str, blocks: Sequence[str], hidden: bool) -> None:
        document.add(f"{label}（含隐藏或已删除的文字）" if hidden else label, text, body)

    return emit


def _surroundings(document: _Document) -> None:
    """What lies beside the text: links, macros, embedded files, pictures."""
    charted = set()
    for source, found in document.relations.items():
        for relation in found:
            if "charts/" in source and relation.kind == "package":
                charted.add(relation.target)
            _related(document, source, relation)
    for info in document.package.infos:
        name, lower = info.filename, info.filename.lower()
        if posixpath.basename(lower) in _MACROS or "/macrosheets/" in lower:
            document.gather.trouble("macro", "宏（VBA）")
        elif "/activex/" in lower:
            document.gather.trouble("macro", "ActiveX 控件")
        elif "/embeddings/" in lower:
            _embedded(document, name, told=name not in charted)
        elif lower.endswith(_LOOKED_AT) and (part := document.package.part(name)):
            _pictured(part, f"图片 {posixpath.basename(name)}", document.gather)


def _related(document: _Document, source: str, relation: Relation) -> None:
    """A link is text; a template from elsewhere runs macros; a page that Word shows as text is a file of its own."""
    if relation.external:
        document.add(f"{document.label(source)}的链接", relation.target)
        if relation.kind == "attachedTemplate" and "://" in relation.target:
            document.gather.trouble("macro", "打开时从别处取的模板")
    elif relation.kind == "aFChunk":
        _embedded(document, relation.target, told=True)


def _embedded(document: _Document, name: str, told: bool) -> None:
    """A file within the document. The workbook behind a chart belongs to it: read, but no fault by itself."""
    base = posixpath.basename(name)
    if told:
        document.gather.trouble("embedded", base)
    part = document.package.part(name)
    if part:
        nested(base, part, document.gather)


def _pictured(data: bytes, place: str, gather: Gather) -> None:
    from lanmu.extract import picture

    with gather.inside(place):
        picture.embedded(data, gather)


def _scanned(document: _Document) -> None:
    """A document of pictures alone cannot be judged."""
    names = [info.filename.lower() for info in document.package.infos]
    pictures = any(name.endswith(_PICTURES) and not name.startswith("docprops/") for name in names)
    if pictures and not document.words:
        document.gather.trouble("scan", "全文是图片")

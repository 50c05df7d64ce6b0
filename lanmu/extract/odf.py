"""odt, ods and odp (ISO/IEC 26300): text with headers, notes, tracked deletions and document properties."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext

from lanmu.extract import behind, markup
from lanmu.extract.gather import Cannot, Exhausted, Gather
from lanmu.extract.package import Package
from lanmu.extract.reading import nested
from lanmu.extract.sheet import number

_EMPTY_LIBRARY = ("script-lc.xml", "script-lb.xml")  # written even where there is no macro
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_OTHERS = {"styles.xml": "页眉页脚或样式", "meta.xml": "文档属性", "settings.xml": "文档设置"}


class _Content:
    """Parser target: ``content.xml``, with pages, tables and cells counted."""

    def __init__(self, gather: Gather) -> None:
        self.words = False
        self._gather = gather
        self._blocks = markup.Blocks(self._tell)
        self._paragraph = self._page = self._row = self._column = 0
        self._table = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        named = {markup.local(key): value for key, value in attributes.items()}
        if name == "table":
            self._table, self._row = named.get("name", ""), 0
            with self._gather.aside():
                self._gather.add("表名", self._table)
        elif name == "table-row":
            self._row, self._column = self._row + _count(named, "number-rows-repeated"), 0
        elif name in ("table-cell", "covered-table-cell"):
            self._column += _count(named, "number-columns-repeated")
            if "E" in named.get("value", "") or len(named.get("value", "")) > 10:  # shown as 1.4E+17
                self._gather.add(self._place(()), number(named["value"]))
            attributes = {key: value for key, value in attributes.items() if markup.local(key) != "value"}
        elif name == "page":
            self._page += 1
        elif name == "encryption-data":
            raise Cannot("encrypted", "")
        self._blocks.start(name, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        self._blocks.end(name)
        if name == "table":
            self._table = ""

    def data(self, text: str) -> None:
        """Text."""
        self._blocks.data(text)

    def _tell(self, text: str, blocks: Sequence[str], hidden: bool) -> None:
        if blocks[-1] in ("p", "h") and text.strip():
            self._paragraph += 1
            self.words = True
        with self._gather.aside() if blocks[-1:] and blocks[-1].startswith("@") else nullcontext():
            self._gather.add(self._place(blocks), text)

    def _place(self, blocks: Sequence[str]) -> str:
        if self._page:
            place = f"第{self._page}张幻灯片"
        elif self._table:
            place = f"{self._table}!{_letters(self._column)}{self._row}"
        else:
            place = f"第{self._paragraph or 1}段"
        for element, label in (("annotation", "批注"), ("notes", "备注"), ("deletion", "已删除的文字")):
            if element in blocks:
                return f"{place}的{label}"
        return place


def read(data: bytes, gather: Gather) -> None:
    """Every part of the package, then what lies beside the text."""
    package = Package(data, gather)
    manifest = package.part("META-INF/manifest.xml")
    if manifest is not None:
        _parsed(manifest, _Content(gather), gather)
    words = found = False
    for name, part in package.parts(".xml"):
        if name.startswith(("META-INF/", "Basic/", "Dialogs/", "Configurations2/")):
            continue
        if name == "content.xml" or name.endswith("/content.xml"):
            found = True
            content = _Content(gather)
            with nullcontext() if name == "content.xml" else gather.aside():
                _parsed(part, content, gather)
            words = words or content.words
        else:
            with gather.aside():
                _parsed(part, markup.Blocks(_emit(gather, _OTHERS.get(name, f"内部文件 {name}"))), gather)
    if not found:
        gather.trouble("unreadable", "内容不完整：没有正文")
    with gather.aside():
        pictures = _surroundings(package, gather)
    behind.around(package, gather)
    if pictures and not words:
        gather.trouble("scan", "全文是图片")


def _parsed(part: bytes, target: markup.Target, gather: Gather) -> None:
    """Read a part; a damaged one is told and the rest is read, an encrypted document is not read on."""

    def aside(text: str) -> None:
        with gather.aside():
            gather.add("内部注释", text)

    try:
        markup.parse(part, target, aside)
    except Exhausted:
        raise
    except Cannot as error:
        if error.kind == "encrypted":
            raise
        gather.trouble(error.kind, error.detail)


def _emit(gather: Gather, place: str) -> markup.Emit:
    def emit(text: str, blocks: Sequence[str], hidden: bool) -> None:
        gather.add(place, text)

    return emit


def _surroundings(package: Package, gather: Gather) -> bool:
    """Macros, embedded files, pictures; whether there are pictures."""
    pictures = False
    for info in package.infos:
        folder, _, base = info.filename.rpartition("/")
        if folder.startswith(("Basic", "Scripts")) and base not in _EMPTY_LIBRARY:
            gather.trouble("macro", "宏")
        elif base.startswith("Object ") or folder == "EmbeddedObjects":
            gather.trouble("embedded", base)
            if part := package.part(info.filename):
                nested(base, part, gather)
        elif folder == "Pictures":
            pictures = True
            if base.lower().endswith(_PICTURES) and (part := package.part(info.filename)):
                from lanmu.extract import picture

                with gather.inside(f"图片 {base}"):
                    picture.read(part, gather)
    return pictures


def _count(named: Mapping[str, str], key: str) -> int:
    written = named.get(key, "1")
    return int(written) if written.isdecimal() and len(written) < 8 else 1


def _letters(column: int) -> str:
    """``C`` for 3, as spreadsheets name columns."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

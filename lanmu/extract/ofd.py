"""OFD (GB/T 33190-2016): a ZIP of XML; a page's text lies in TextCode elements, placed by their boundaries."""

import re
from collections.abc import Mapping, Sequence
from contextlib import nullcontext

from lanmu.extract import behind, markup
from lanmu.extract.gather import Cannot, Exhausted, Gather
from lanmu.extract.package import Package
from lanmu.extract.reading import nested

_PAGE = re.compile(r"/Page_([0-9]{1,6})/[^/]{1,100}\.xml$", re.I)


class _Page:
    """Parser target: one page; text objects on one line are joined, for producers write one for each run or glyph."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.comments: list[str] = []
        self.pictures = False
        self._line: tuple[float, float] | None = None  # top and height of the last text object
        self._in_code = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "TextObject":
            self._begin(attributes.get("Boundary", ""))
        elif name == "ImageObject":
            self.pictures = True
        self._in_code = name == "TextCode"

    def end(self, name: str) -> None:
        """An element ends."""
        self._in_code = False

    def data(self, text: str) -> None:
        """Text, where it is shown."""
        if self._in_code:
            self.pieces.append(text)

    def _begin(self, boundary: str) -> None:
        """Where the object stands: a new line, unless it overlaps the one before by half its height."""
        try:
            _, top, _, height = (float(number) for number in boundary.split())
        except ValueError:
            self.pieces.append("\n")
            return
        if self._line is not None and abs(top - self._line[0]) > max(height, self._line[1]) / 2:
            self.pieces.append("\n")
        self._line = (top, height)


def read(data: bytes, gather: Gather) -> None:
    """Every page, then all other XML of the package: properties, annotations, templates, tags."""
    package = Package(data, gather)
    scanned = []
    for name, part in package.parts(".xml"):
        numbered = _PAGE.search(f"/{name}")
        place = f"第{int(numbered.group(1)) + 1}页" if numbered else "文档属性、注释或模板"
        page = _Page()
        blocks = markup.Blocks(_emit(gather, place))
        try:
            markup.parse(part, page, page.comments.append)
            if not numbered and not page.pieces:
                with gather.aside():
                    markup.parse(part, blocks)
        except Exhausted:
            raise
        except Cannot as error:
            gather.trouble(error.kind, error.detail)
        text = "".join(page.pieces)
        with nullcontext() if numbered else gather.aside():
            gather.add(place, text)
        with gather.aside():
            gather.add(f"{place}的内部注释", "\n".join(page.comments))
        if numbered and page.pictures and not text.strip():
            scanned.append(place)
    if scanned:
        gather.trouble("scan", "、".join(scanned[:10]))
    with gather.aside():
        _attached(package, gather)
    behind.around(package, gather)


def _emit(gather: Gather, place: str) -> markup.Emit:
    def emit(text: str, blocks: Sequence[str], hidden: bool) -> None:
        gather.add(place, text)

    return emit


def _attached(package: Package, gather: Gather) -> None:
    """Files attached to the document, and script."""
    for info in package.infos:
        folder, _, base = info.filename.rpartition("/")
        lower = base.lower()
        if folder.lower().endswith(("attachs", "attachments")) and not lower.endswith(".xml"):
            gather.trouble("embedded", base)
            if part := package.part(info.filename):
                nested(base, part, gather)
        elif lower.endswith(".js"):
            gather.trouble("macro", "脚本")

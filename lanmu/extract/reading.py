"""Reads a file by what it is: sniffs, hands it to the reader of its kind, tells every trouble. Runs in the child."""

from collections.abc import Callable, Mapping

from lanmu.extract import kinds
from lanmu.extract.gather import Cannot, Exhausted, Gather

MAX_DEPTH = 3  # archives within archives
_LEGACY = frozenset(("doc", "xls", "ppt"))
_LEGACY_NAMES = frozenset(("doc", "xls", "ppt", "wps", "et", "dps"))


def read(name: str, data: bytes, gather: Gather) -> str:
    """Tell ``gather`` what a file called ``name`` holds; its kind, "" where unknown. Never raises over content."""
    try:
        return _one(name, data, gather)
    except Exhausted as error:
        gather.trouble(error.kind, error.detail)
    return ""


def nested(name: str, data: bytes, gather: Gather) -> str:
    """The same for a file within the one being read; only the bounds of the whole file are raised."""
    named(name, gather)
    if gather.depth >= MAX_DEPTH:
        gather.trouble("deep", f"文件套文件超过 {MAX_DEPTH} 层", name)
        return ""
    with gather.inside(name):
        return _one(name, data, gather)


def named(name: str, gather: Gather) -> None:
    """The name of a file within the one being read is text like any other: whoever opens this one reads it."""
    with gather.inside(name), gather.aside():
        gather.add("文件名", name)


def _one(name: str, data: bytes, gather: Gather) -> str:
    if not data:
        gather.trouble("unreadable", "文件是空的")
        return ""
    kind = kinds.sniff(data)
    try:
        kind = _looked_into(kind, data, gather)
        _judge(name, kind, gather)
        _read(kind, data, gather)
    except (Exhausted, ImportError):
        raise
    except Cannot as error:
        gather.trouble(error.kind, error.detail)
    except MemoryError:
        gather.trouble("memory")
    except RecursionError:
        gather.trouble("deep", "内容嵌套得太深")
    except Exception:  # parsers fail in every way on hostile bytes; the file is what is wrong
        gather.trouble("unreadable", "内容有损坏")
    return kind


def _looked_into(kind: str, data: bytes, gather: Gather) -> str:
    """The kind, where a container's first bytes do not tell it."""
    if kind == "zip":
        from lanmu.extract import package

        opened = package.Package(data, Gather())  # counted where it is read
        if mimetype := opened.names.get("mimetype"):
            return kinds.of_odf(opened.read(mimetype)) or "zip"
        return kinds.of_zip(opened.names)
    if kind == "ole":
        from lanmu.extract import compound

        return kinds.of_ole(compound.streams(data))
    return kind


def _judge(name: str, kind: str, gather: Gather) -> None:
    """What name and kind tell without reading further."""
    if kind and not kinds.expects(name, kind):
        gather.trouble("mismatch", f"扩展名是 {kinds.ending(name)}，内容是{kinds.NAMES[kind]}")
    if kind in _LEGACY or (kind != "locked" and kinds.ending(name) in _LEGACY_NAMES):
        gather.trouble("legacy", kinds.NAMES.get(kind, kinds.ending(name)))


def _read(kind: str, data: bytes, gather: Gather) -> None:
    if kind == "locked":
        raise Cannot("encrypted", "")
    reader = _READERS.get(kind)
    if reader is None:
        known = kinds.NAMES.get(kind)
        raise Cannot("unreadable", f"这是{known}，看不到里面的文字" if known else "认不出是什么文件")
    reader(data, gather)


def _docx(data: bytes, gather: Gather) -> None:
    from lanmu.extract import office

    office.docx(data, gather)


def _xlsx(data: bytes, gather: Gather) -> None:
    from lanmu.extract import office

    office.xlsx(data, gather)


def _pptx(data: bytes, gather: Gather) -> None:
    from lanmu.extract import office

    office.pptx(data, gather)


def _odf(data: bytes, gather: Gather) -> None:
    from lanmu.extract import odf

    odf.read(data, gather)


def _ofd(data: bytes, gather: Gather) -> None:
    from lanmu.extract import ofd

    ofd.read(data, gather)


def _pdf(data: bytes, gather: Gather) -> None:
    from lanmu.extract import pdf

    pdf.read(data, gather)


def _doc(data: bytes, gather: Gather) -> None:
    from lanmu.extract import compound

    compound.read(data, gather)


def _xls(data: bytes, gather: Gather) -> None:
    from lanmu.extract import workbook

    workbook.read(data, gather)


def _txt(data: bytes, gather: Gather) -> None:
    from lanmu.extract import plain

    plain.read(data, gather)


def _zip(data: bytes, gather: Gather) -> None:
    from lanmu.extract import archive

    archive.read(data, gather)


def _picture(data: bytes, gather: Gather) -> None:
    from lanmu.extract import picture

    picture.read(data, gather)


def _film(data: bytes, gather: Gather) -> None:
    from lanmu.extract import media

    media.film(data, gather)


def _sound(data: bytes, gather: Gather) -> None:
    from lanmu.extract import media

    media.sound(data, gather)


# Each imports its parser when a file of the kind comes, so that a commit with a picture loads no PDF parser.
_READERS: Mapping[str, Callable[[bytes, Gather], None]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "pptx": _pptx,
    "odt": _odf,
    "ods": _odf,
    "odp": _odf,
    "odf": _odf,
    "ofd": _ofd,
    "pdf": _pdf,
    "doc": _doc,
    "ppt": _doc,
    "ole": _doc,
    "xls": _xls,
    "txt": _txt,
    "zip": _zip,
    "png": _picture,
    "jpg": _picture,
    "gif": _picture,
    "webp": _picture,
    "mp3": _sound,
    "mp4": _film,
}

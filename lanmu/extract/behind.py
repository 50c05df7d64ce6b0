"""What lies in a file behind its end or before its beginning: no program shows it, everyone receives it."""

from lanmu.extract import compound, kinds
from lanmu.extract.gather import Gather
from lanmu.extract.package import Package
from lanmu.extract.reading import nested

_FILLING = b"\x00 \t\r\n"  # what programs fill up with
_ARCHIVES = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_PICTURES = ("png", "jpg", "gif", "webp", "image")
_NOTHING = 64  # bytes that may be a program's mark


def read(rest: bytes, gather: Gather, what: str, common: bool = False) -> None:
    """Tell what ``rest`` holds; ``what`` is the file it hangs on.

    ``common``: devices write data of their own there (telephones behind a photo), which is no fault where it
    neither is a file nor holds words.
    """
    rest = rest.lstrip(_FILLING)  # not at the end: an archive's own bytes may be noughts there
    if not rest:
        return
    place = f"{what}末尾之外"
    found = min((start for start in map(rest.find, _ARCHIVES) if start >= 0), default=-1)
    kind = kinds.sniff(rest) if found != 0 else ""
    with gather.aside():
        if found >= 0 or (kind and kind not in (*_PICTURES, "txt")):
            gather.trouble("embedded", f"{place}的{kinds.NAMES.get(kind, '压缩包')}")
            nested(f"{place}的文件", rest[max(found, 0) :], gather)
            rest = rest[: max(found, 0)]
        elif kind in _PICTURES and common:
            nested(f"{place}的图片", rest, gather)
            return
        rest = rest.rstrip(_FILLING)
        text = kinds.decoded(rest)
        if text is None and not common and len(rest) > _NOTHING:
            gather.trouble("embedded", f"{place}的数据")
        for piece in [text] if text is not None else compound.runs(rest):
            gather.add(place, piece)


def around(package: Package, gather: Gather) -> None:
    """Tell what an archive carries besides its entries: comments, folders, bytes before and behind it."""
    with gather.aside():
        for place, words in package.beside():
            gather.add(place, words)
    for rest in package.outside():
        read(rest, gather, "压缩包")

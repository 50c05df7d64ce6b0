"""ZIP archives as attachments: every entry is read as a file of its own, in memory."""

from lanmu.extract import behind
from lanmu.extract.gather import Cannot, Exhausted, Gather
from lanmu.extract.package import Package, unsafe, written
from lanmu.extract.reading import named, nested


def read(data: bytes, gather: Gather) -> None:
    """All entries; one that cannot be read is told, and the rest is read."""
    package = Package(data, gather)
    if not package.infos:
        raise Cannot("unreadable", "压缩包里没有文件")
    behind.around(package, gather)
    for info in package.infos:
        name = written(info)
        if unsafe(info):
            gather.trouble("unsafe-name", name, name)
        try:
            entry = package.read(info)
        except Exhausted:
            raise
        except Cannot as error:
            named(name, gather)
            gather.trouble(error.kind, error.detail, name)
            continue
        nested(name, entry, gather)

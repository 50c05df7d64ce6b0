"""What a file is, by its content, and what its name says it should be."""

import codecs
import re
from collections.abc import Collection, Mapping

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Kinds as a clerk would call them.
NAMES: Mapping[str, str] = {
    "docx": "Word 文档（docx）",
    "xlsx": "Excel 工作簿（xlsx）",
    "xlsb": "Excel 二进制工作簿（xlsb）",
    "pptx": "演示文稿（pptx）",
    "doc": "旧版 Word 或 WPS 文字（doc、wps）",
    "xls": "旧版 Excel 或 WPS 表格（xls、et）",
    "ppt": "旧版演示文稿（ppt、dps）",
    "locked": "加了密码的 Office 文档",
    "ole": "复合文档",
    "odt": "ODF 文本（odt）",
    "ods": "ODF 表格（ods）",
    "odp": "ODF 演示文稿（odp）",
    "odf": "ODF 的其他文档",
    "ofd": "OFD 版式文件",
    "pdf": "PDF 文件",
    "txt": "纯文本",
    "html": "网页（HTML）",
    "xml": "XML 或 SVG",
    "rtf": "RTF 文档",
    "zip": "ZIP 压缩包",
    "rar": "RAR 压缩包",
    "7z": "7z 压缩包",
    "archive": "其他压缩包",
    "png": "PNG 图片",
    "jpg": "JPEG 图片",
    "gif": "GIF 图片",
    "webp": "WebP 图片",
    "image": "其他图片",
    "mp3": "MP3 音频",
    "mp4": "MP4 视频",
    "program": "可执行程序",
}

_EXPECTED: Mapping[str, Collection[str]] = {
    **{kind: (kind, "locked") for kind in ("docx", "xlsx", "pptx")},
    **{kind: (kind, "locked") for kind in ("doc", "xls", "ppt")},
    **{kind: (kind,) for kind in ("pdf", "ofd", "odt", "ods", "odp", "zip", "rar", "7z", "png", "gif", "webp")},
    **{kind: (kind,) for kind in ("txt", "jpg", "mp3", "mp4")},
    "wps": ("doc", "docx", "locked"),
    "et": ("xls", "xlsx", "locked"),
    "dps": ("ppt", "pptx", "locked"),
    "csv": ("txt",),
    "json": ("txt",),
    "jpeg": ("jpg",),
}

_STARTS: tuple[tuple[bytes, str], ...] = (
    (OLE, "ole"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"ID3", "mp3"),
    (b"{\\rtf", "rtf"),
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}<(?:(!doctype html|html|head|body|script|table)|(\?xml|svg))", re.I)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOMS = (
    *((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")),
    *((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")),
)
_SAMPLE = 4096


def ending(name: str) -> str:
    """The extension of a file's name in lower case, without the dot; "" where it has none."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last else ""


def expects(name: str, kind: str) -> bool:
    """Whether a file of this name may be of this kind; names that nobody knows promise nothing."""
    return kind in _EXPECTED.get(ending(name), (kind,))


def sniff(data: bytes) -> str:
    """Kind by the first bytes; ``zip`` and ``ole`` are containers, looked into later; "" unknown."""
    for start, kind in _STARTS:
        if data.startswith(start) and not (len(start) == 2 and decoded(data[:_SAMPLE], whole=False)):
            return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return "image" if data[8:12] in (b"heic", b"mif1", b"avif") else "mp4"
    if markup := _MARKUP.match(data[:2000]):
        return "html" if markup.group(1) else "xml"
    if decoded(data[:_SAMPLE], whole=False) is not None:
        return "txt"
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2:  # frame of MPEG audio layer III
        return "mp3"
    return ""


def decoded(data: bytes, whole: bool = True) -> str | None:
    """``data`` as text: with its byte order mark, UTF-8, UTF-16 or GB18030; None where it is no text."""
    if any(data.startswith(mark) for mark, _ in _BOMS):
        encodings = [next(name for mark, name in _BOMS if data.startswith(mark))]
    elif data.count(b"\x00") * 5 > len(data):  # UTF-16 with ASCII in it or UTF-32, unmarked
        first, second, third, fourth = (data[place::4].count(0) * 5 > len(data) for place in range(4))
        if (first and second) or (third and fourth):
            encodings = ["utf-32-be" if first and second else "utf-32-le"]
        else:
            encodings = ["utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(data, final=whole)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    return None


def of_zip(names: Collection[str]) -> str:
    """Which format the entries of an archive make up, ODF apart; ``zip`` where none."""
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        if "xl/workbook.bin" in names:
            return "xlsb"
        for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in names):
                return kind
    return "zip"


def of_odf(mimetype: bytes) -> str:
    """Which ODF format an entry called ``mimetype`` declares; "" where none."""
    prefix = b"application/vnd.oasis.opendocument."
    if not mimetype.startswith(prefix):
        return ""
    for word, kind in ((b"text", "odt"), (b"spreadsheet", "ods"), (b"presentation", "odp")):
        if mimetype.strip() == prefix + word:
            return kind
    return "odf"


def of_ole(streams: Collection[str]) -> str:
    """Which format the streams of a compound file make up."""
    if "EncryptedPackage" in streams:
        return "locked"
    for name, kind in (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt")):
        if name in streams:
            return kind
    return "ole"

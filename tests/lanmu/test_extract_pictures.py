"""Words in pictures' metadata, in every character set in which cameras and programs write them."""

import io
from collections.abc import Iterator

import pytest
from PIL import ExifTags, Image

from lanmu.extract import Extracted, Extractor
from tests.lanmu.test_extract import PHONE, kinds, places, saved

WORDS = f"绝密★启用前 {PHONE}"
JAPANESE = str.maketrans("绝启", "機使")  # the Japanese sets lack simplified characters


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor


def photograph(exif: Image.Exif, format: str = "JPEG", **more: object) -> bytes:
    return saved(lambda file: Image.new("RGB", (4, 4)).save(file, format, exif=exif, **more))


def commented(comment: bytes) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = comment
    return photograph(exif)


def told(read: Extracted) -> None:
    assert (kinds(read), places(read, WORDS)) == ([], ["图片信息"])


@pytest.mark.parametrize(
    "comment",
    [
        b"UNICODE\0" + WORDS.encode("utf-16-le"),
        b"UNICODE\0" + WORDS.encode("utf-16-be"),
        b"UNICODE\0" + WORDS.encode("utf-16"),
        b"UNICODE\0" + WORDS.encode(),
        b"ASCII\0\0\0" + WORDS.encode(),
        b"ASCII\0\0\0" + WORDS.encode("gb18030"),
        b"JIS\0\0\0\0\0" + WORDS.translate(JAPANESE).encode("iso2022_jp"),
        b"JIS\0\0\0\0\0" + WORDS.translate(JAPANESE).encode("cp932"),
        bytes(8) + WORDS.encode("gb18030"),
        bytes(8) + WORDS.encode("utf-16-le"),
        WORDS.encode(),
    ],
)
def test_comments_in_exif(extractor: Extractor, comment: bytes) -> None:
    read = extractor.read("照.jpg", commented(comment))
    assert kinds(read) == []
    assert places(read, "密★") == ["图片信息"]
    assert PHONE in read.text


def test_other_words_in_exif(extractor: Extractor) -> None:
    for encoding in ("utf-8", "gb18030"):
        words = WORDS.encode(encoding)
        exif = Image.Exif()
        exif[ExifTags.Base.ImageDescription] = "x" * len(words)  # Pillow writes ASCII, programs write what they like
        told(extractor.read("照.jpg", photograph(exif).replace(b"x" * len(words), words)))
    for tag in (ExifTags.Base.XPComment, ExifTags.Base.XPTitle):
        exif = Image.Exif()
        exif[tag] = WORDS.encode("utf-16-le")
        told(extractor.read("照.jpg", photograph(exif)))
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = b"UNICODE\0" + WORDS.encode("utf-16-le")
    told(extractor.read("照.jpg", photograph(exif)))


def test_comments_and_xmp_in_jpg(extractor: Extractor) -> None:
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>'
        f"{WORDS}</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    told(extractor.read("照.jpg", photograph(Image.Exif(), xmp=xmp.encode())))
    for encoding in ("utf-8", "gb18030"):
        told(extractor.read("照.jpg", photograph(Image.Exif(), comment=WORDS.encode(encoding))))


def captioned(caption: bytes) -> bytes:
    """A JPEG with an IPTC caption (record 2, data set 120) in Photoshop's block."""
    record = b"\x1c\x02\x78" + len(caption).to_bytes(2, "big") + caption
    resource = b"8BIM\x04\x04\x00\x00" + len(record).to_bytes(4, "big") + record + b"\x00" * (len(record) % 2)
    block = b"Photoshop 3.0\x00" + resource
    plain = photograph(Image.Exif())
    return plain[:2] + b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block + plain[2:]


def test_captions_of_iptc(extractor: Extractor) -> None:
    for encoding in ("utf-8", "gb18030"):
        told(extractor.read("照.jpg", captioned(WORDS.encode(encoding))))


def test_words_in_pictures_of_a_document(extractor: Extractor) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("现场照片")
    document.add_picture(io.BytesIO(commented(b"UNICODE\0" + WORDS.encode("utf-16-le"))))
    read = extractor.read("照.docx", saved(document.save))
    assert [place.rpartition(" › ")[2] for place in places(read, WORDS)] == ["图片信息"]

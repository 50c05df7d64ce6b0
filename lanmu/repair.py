"""Written forms and the form they should have: dates, document numbers, telephones, addresses.

Every function returns the proper form of what was written, or "" where no honest guess is
possible. A text that is proper already comes back unchanged.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

YEARS = range(1900, 2100)  # a year outside is a slip of the hand


def later(text: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A regular expression compiled when first asked: a hook needs few of these, and must start fast."""
    return cache(lambda: re.compile(text, flags))


_LOOSE_DAY = later(r"(\d{4})[-年./_](\d{1,2})[-月./_](\d{1,2})[日号]?|(\d{4})(\d{2})(\d{2})")
_LOOSE_TIME = later(r"(\d{1,2})(?:[:时点](\d{1,2})分?|[时点])(?:[:]?\d{1,2}(?:\.\d{1,6})?秒?)?(?:Z|[+-]\d{2}:?\d{2})?")
_SPLIT = later(r"(?<=[\d日号])[ T](?=\d)|(?<=[日号])(?=\d)")
_HAN_NUMBER = later("[〇○零一二三四五六七八九十]{1,8}")
_HAN_DIGITS = {char: digit for digit, chars in enumerate(("〇○零", *"一二三四五六七八九")) for char in chars}
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "─": "-"})
_INVISIBLE = later("[\\s\u200b-\u200f\u2060\ufeff]+")

_HAN = "\u3400-\u9fff"
_NUMBER_IN_YEAR = later(rf"[{_HAN}A-Za-z（）、·]{{1,30}}〔([0-9]{{4}})〕[1-9][0-9]{{0,5}}号")
_SERIAL = "第[1-9一二三四五六七八九十百][0-9一二三四五六七八九十百]{0,5}号"
_ORDER = later(rf"[{_HAN}（）、 ]{{0,40}}(?:令|公告|通告)(?:[0-9]{{4}}年)?(?:{_SERIAL}|（{_SERIAL}）)")
_LABEL = later("(?:发文字号|发文号|文件编号|文号)[:：]?")
_LOOSE_NUMBER = later(
    rf"([{_HAN}A-Za-z()（）、·]{{1,30}}?)[\[(（【〔﹝〈<{{]([0-9]{{4}})年?[\])）】〕﹞〉>}}](?:第?0*([1-9][0-9]{{0,5}})号?|号([1-9][0-9]{{0,5}}))"
)
_LOOSE_ORDER = later(rf"([{_HAN}()（）]{{0,40}}(?:令|公告|通告)(?:[0-9]{{4}}年)?)第?0*([1-9][0-9]{{0,5}})号")

_NUMBER = later(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?")
_EMAIL = later(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_LABEL_OF_HOST = r"[^\x00-\x20\x7f-\x9f\s/?#@:\\<>\"'.%|{}^`]{1,63}"
_URL = later(
    rf"https?://{_LABEL_OF_HOST}(?:\.{_LABEL_OF_HOST}){{0,20}}(?::[0-9]{{1,5}})?"
    r"(?:[/?#](?:%[0-9A-Fa-f]{2}|[^\x00-\x20\x7f-\x9f\s<>\"'\\%|{}^`])*)?",
    re.IGNORECASE,
)
_HOST = later(r"(?:[a-z0-9-]{1,63}\.){1,6}(?:cn|com|net|org|政务|公益|中国)(?:[/?#:]\S*)?", re.IGNORECASE)
_SCHEME = later(r"(https?):?/{1,3}(?=\w)", re.IGNORECASE)
# Behind an area code of three digits come 8, behind one of four 7 or 8; some hotlines take one, too.
_LOCAL = "[0-9]{3,4}-?[0-9]{4}"
_ALONE = f"(?!0){_LOCAL}"
_HOTLINE = "1[0-9]{2,5}|9[0-9]{4,5}"
_LONG = "10|2[0-9]"
_SHORT = "[3-9][0-9]{2}"
_PHONE = later(
    rf"(?:(?:\(0(?:{_LONG})\)|0(?:{_LONG})-?|\+?86-?0?(?:{_LONG})-)(?:[0-9]{{4}}-?[0-9]{{4}}|{_HOTLINE})"
    rf"|(?:\(0{_SHORT}\)|0{_SHORT}-?|\+?86-?0?{_SHORT}-)(?:{_LOCAL}|{_HOTLINE})"
    rf"|{_ALONE}|{_HOTLINE}|[48]00-?[0-9]{{3,4}}-?[0-9]{{3,4}}|(?:\+?86-?)?1[3-9][0-9]{{9}})"
    r"(?:[-转]{1,2}[0-9]{1,6})?(?:[/~][0-9]{1,4}){0,4}"
)
_BARE_PHONE = later(rf"{_ALONE}(?:[-转/~][-转/~0-9]{{1,30}})?")
_PHONE_NOTE = later(rf"\([^()]{{0,40}}[{_HAN}][^()]{{0,40}}\)")
_PHONE_LABEL = later(rf"^[{_HAN}]{{1,20}}:?")
_PHONE_GAP = later(r"[、,;]|/(?=[0-9]{5}|0[0-9])| {2,}|(?<=[0-9]) (?=0[0-9]{2,3})|[或和]")
_PHONE_MARKS = str.maketrans("０１２３４５６７８９－", "0123456789-")


def halfwidth(text: str) -> str:
    """Full-width letters, digits and marks as half-width ones; every dash as a hyphen."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def _arabic(match: re.Match[str]) -> str:
    text = match.group()
    if "十" not in text:
        return "".join(str(_HAN_DIGITS[char]) for char in text)
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return text
    return str((_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0))


def _plain(text: str) -> str:
    return _HAN_NUMBER().sub(_arabic, halfwidth(text[:60]))


def encoding(data: bytes) -> str:
    """What bytes that are no UTF-8 seem to be: ``UTF-16``, ``GBK``, or "" where nothing fits."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GBK"


def real_day(text: str) -> date | None:
    """The day that a ``YYYY-MM-DD`` names, None where it is not written so or does not exist."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def impossible(text: str) -> str:
    """Why a date in proper form does not exist, as a cure; "" where it does, or where its form is not proper."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?: [0-9]{2}:[0-9]{2})?", text)
    if match is None:
        return ""
    year, month, number = map(int, match.groups())
    if year not in YEARS:
        return f"年份写在 {YEARS[0]} 到 {YEARS[-1]} 之间"
    if not 1 <= month <= 12:
        return "月份写 01 到 12"
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    if not 1 <= number <= last:
        return f"核对日历：{year}年{month}月有{last}天"
    return "" if real_moment(text) else "小时写 00 到 23，分钟写 00 到 59"


def day(text: str) -> str:
    """``YYYY-MM-DD`` of a date in any common writing."""
    written = _tidy_day(_plain(text))
    return "" if impossible(written) else written


def moment(text: str) -> str:
    """``YYYY-MM-DD HH:MM`` (or the day alone) of a date and time in any common writing."""
    written = tidy(text)
    return "" if impossible(written) else written


def tidy(text: str) -> str:
    """A date, or a date and time, in the form of ``moment``, whether it exists or not."""
    head, *rest = _SPLIT().split(_plain(text), maxsplit=1)
    found = _tidy_day(head)
    if not found or not rest:
        return found
    match = _LOOSE_TIME().fullmatch(rest[0].replace(" ", ""))
    return f"{found} {int(match.group(1)):02}:{int(match.group(2) or 0):02}" if match else ""


def _tidy_day(plain: str) -> str:
    match = _LOOSE_DAY().fullmatch(plain.replace(" ", ""))
    if match is None:
        return ""
    year, month, number = (int(part) for part in match.groups() if part)
    return f"{year:04}-{month:02}-{number:02}"


def real_moment(text: str) -> datetime | None:
    """The time that a ``YYYY-MM-DD HH:MM`` or ``YYYY-MM-DD`` names, None where it is none."""
    day_only = len(text) == 10
    # Python's own form is wider: a T between them, an offset instead of minutes, in newer versions 24:00.
    if not day_only and (len(text) != 16 or text[10] != " " or text[11:13] > "23" or text[13] != ":"):
        return None
    if text[4] != "-" or text[7] != "-":
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def doc_number(text: str) -> str:
    """发文字号: ``晋政发〔2026〕8号``, or an order's or announcement's (``令第256号``, ``公告2026年第3号``)."""
    text = text[:80]
    if _NUMBER_IN_YEAR().fullmatch(text) or _ORDER().fullmatch(text):
        return text
    bare = _INVISIBLE().sub("", _LABEL().sub("", text.strip(), count=1))
    loose = _LOOSE_NUMBER().fullmatch(unicodedata.normalize("NFKC", bare))
    if loose:
        organ, year, number, late = loose.groups()
        return f"{organ.replace('(', '（').replace(')', '）')}〔{year}〕{number or late}号"
    order = _LOOSE_ORDER().fullmatch(unicodedata.normalize("NFKC", bare))
    if order:
        return f"{order.group(1)}第{order.group(2)}号"
    return bare if _ORDER().fullmatch(bare) or _NUMBER_IN_YEAR().fullmatch(bare) else ""


def index_number(text: str) -> str:
    """索引号: half-width and without blanks; its inner order differs from place to place."""
    bare = _INVISIBLE().sub("", unicodedata.normalize("NFKC", text[:80])).translate(_DASHES)
    return bare if re.fullmatch(rf"[0-9A-Za-z{_HAN}〔〕()./_-]{{4,60}}", bare) and re.search(r"\d", bare) else ""


def number(text: str) -> str:
    """A decimal number: ``1,234.5`` and ``１２３`` lose what is too much."""
    bare = halfwidth(text[:60]).replace(",", "").replace(" ", "").removeprefix("+")
    return bare if _NUMBER().fullmatch(bare) else ""


def email(text: str) -> str:
    """A mail address."""
    bare = halfwidth(text[:300]).replace(" ", "").replace("。", ".").removeprefix("mailto:")
    return bare if _EMAIL().fullmatch(bare) else ""


def url(text: str) -> str:
    """An absolute http or https address."""
    text = text[:2001]
    if _URL().fullmatch(text):
        return text if len(text) <= 2000 else ""
    plain = halfwidth(text).replace("。", ".")
    bare = _SCHEME().sub(lambda match: f"{match.group(1).lower()}://", plain, count=1)
    if _HOST().fullmatch(bare):
        bare = f"https://{bare}"
    return bare.replace(" ", "%20") if _URL().fullmatch(bare.replace(" ", "%20")) else ""


def _pieces(text: str) -> list[str]:
    """The numbers of a text of numbers, without labels, notes and blanks."""
    pieces = _PHONE_GAP().split(_PHONE_NOTE().sub("", halfwidth(text[:300])))
    bare = (_PHONE_LABEL().sub("", piece.strip()) for piece in pieces if piece.strip())
    return [piece.replace(" ", "").replace("--", "-") for piece in bare]


def phone(text: str) -> str:
    """One or several telephone numbers; labels and notes in Chinese may stand beside them."""
    pieces = _pieces(text)
    if not pieces or not all(_PHONE().fullmatch(piece) for piece in pieces):
        return ""
    return text[:300].translate(_PHONE_MARKS).translate(_DASHES)


def lacks_area_code(text: str) -> bool:
    """Whether telephone numbers in proper form begin with one that reaches nobody from elsewhere."""
    pieces = _pieces(text)
    return bool(pieces) and _BARE_PHONE().fullmatch(pieces[0]) is not None

"""Citizens' identity numbers (GB 11643-1999) in a text: valid ones, and what is called one and looks like it."""

from collections.abc import Iterator
from datetime import date

from lanmu import clock
from lanmu.repair import later
from lanmu.rules.banned import digits
from lanmu.rules.banned.digits import BETWEEN, Number
from lanmu.rules.prose import Prose

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"
_FIRST_YEAR = 1850
_CHECK_LETTER = later(rf"[{BETWEEN}\n]{{0,2}}[Xx×Хх](?![A-Za-z0-9])")
_IDENTITY = later("身份|证件|公民|(?<![书认格可])证号")
_ID_CARD = later("身份证|身份号码")
_PROVINCE_CODES = frozenset(
    (
        *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43"),
        *("44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"),
    )
)
_ROUNDED = later(r"(?<![0-9.])([1-9])\.([0-9]{13,17})(?:[Ee]\+|E)17(?![0-9])")
_CREDIT = later("信用代码|机构代码|税号|识别号|索引号|index_number")


def numbers(prose: Prose) -> Iterator[Number]:
    """Identity numbers; the check letter X belongs to the last of 18."""
    for number in digits.numbers(prose, 15, 17, 18):
        if len(number.digits) == 15:
            if _is_old(prose, number):
                yield number
            continue
        whole = _lettered(prose, number) if len(number.digits) == 17 else number
        if whole is None:
            continue
        if _is_persons(prose, whole) if is_valid(whole.digits) else _is_mistyped(prose, whole):
            yield whole
    yield from _rounded(prose)


def _lettered(prose: Prose, number: Number) -> Number | None:
    letter = _CHECK_LETTER().match(prose.folded.text, number.end)
    return number._replace(digits=f"{number.digits}X", end=letter.end()) if letter else None


def is_valid(number: str) -> bool:
    """Whether 18 characters have the check character and a birthday that has been.

    No list of places decides: real numbers hold codes of counties that are long gone.
    """
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[0] != "0" and _CHECKS[total % 11] == number[17] and _is_birthday(number[6:14])


def _is_birthday(written: str) -> bool:
    try:
        born = date(int(written[:4]), int(written[4:6]), int(written[6:8]))
    except ValueError:
        return False
    return born.year > _FIRST_YEAR and born <= clock.today()


def _is_persons(prose: Prose, number: Number) -> bool:
    """Whether it is no code of an organisation (GB 32100), and no column of short numbers that are not called so."""
    text, called = prose.folded.text, digits.label(prose, number.start)
    named = _IDENTITY().search(called) is not None
    if (_CREDIT().search(called) and not named) or text[number.end : number.end + 3] == "/20":
        return False
    return number.gaps.count("\n") < 2 or named


def _is_mistyped(prose: Prose, number: Number) -> bool:
    """Whether 18 characters with a wrong check character are called an identity card's number and look like one."""
    sample = number.digits.startswith("123456")
    looks = not sample and number.digits[:2] in _PROVINCE_CODES and _is_birthday(number.digits[6:14])
    return looks and _is_called_card(prose, number.start) and not digits.is_other(prose, number)


def _is_called_card(prose: Prose, start: int) -> bool:
    return _ID_CARD().search(digits.label(prose, start)) is not None


def _rounded(prose: Prose) -> Iterator[Number]:
    """Identity numbers that a spreadsheet took for an amount: 15 digits or more are still to be read."""
    if b"+17" not in prose.signs and b"E17" not in prose.signs:
        return
    for match in _ROUNDED().finditer(prose.folded.text):
        written = match.group(1) + match.group(2)
        if written[:2] in _PROVINCE_CODES and _is_birthday(written[6:14]) and _is_called_card(prose, match.start()):
            yield Number(written, *match.span(), (len(written),), "", True, "")


def _is_old(prose: Prose, number: Number) -> bool:
    """Whether 15 digits, which hold no check digit, are called an identity number."""
    written = number.digits
    return (
        "1" <= written[0] <= "9"
        and _is_birthday(f"19{written[6:12]}")
        and bool(_IDENTITY().search(digits.label(prose, number.start)))
    )

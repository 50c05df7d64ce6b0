"""How a leak is dressed so that a program overlooks what a reader still sees."""

import re
import unicodedata
from collections.abc import Callable
from random import Random
from typing import NamedTuple

# How much of Markdown a place renders; a disguise works where at least its own level is rendered.
PLAIN, ENTITIES, MARKDOWN, LINES = range(4)

_TRADITIONAL = str.maketrans("绝机秘业长启内资开请级号发关于报省复", "絕機祕業長啟內資開請級號發關於報省復")
_NAMED = {"★": "&starf;", "☆": "&star;", "(": "&lpar;", "+": "&plus;", "·": "&middot;", "　": "&emsp;"}
_RANGES = ((0x2460, 0x24FF), (0x2F00, 0x2FDF), (0x3200, 0x33FF), (0xF900, 0xFAFF), (0x1D400, 0x1D7FF), (0x2070, 0x209F))
_DIGITS = re.compile(r"[0-9]{9,}[0-9Xx]?")


def _alike() -> dict[str, str]:
    """Character → the compatibility characters that NFKC turns into it."""
    found: dict[str, str] = {}
    for first, last in _RANGES:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code) and (plain.isalnum()):
                found[plain] = found.get(plain, "") + chr(code)
    return found


_ALIKE = _alike()


class Disguise(NamedTuple):
    """``dress`` gives the text back unchanged where it has nothing to take hold of."""

    name: str
    level: int
    dress: Callable[[str, Random], str]


def _between(text: str, sign: str, rng: Random) -> str:
    """``sign`` after one or more inner characters."""
    inner = range(1, len(text))
    cuts = set(rng.sample(inner, rng.randint(1, len(inner)))) if len(text) > 1 else set()
    return "".join(sign + char if index in cuts else char for index, char in enumerate(text))


def _full_width(text: str, _: Random) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _grouped(digits: str, sign: str) -> str:
    """As people write long numbers: 138 0351 0042, 140105 19800101 1234, 6222 0200 …"""
    sizes = {11: (3, 4, 4), 18: (6, 8, 4), 15: (6, 6, 3)}.get(len(digits), (4, 4, 4, 4, 4))
    parts, start = [], 0
    for size in sizes:
        parts.append(digits[start : start + size])
        start += size
    return sign.join(part for part in parts if part)


def _blanks(text: str, rng: Random) -> str:
    blank = rng.choice((" ", "\u3000", "\u00a0", "\u2002"))
    if found := _DIGITS.search(text):
        spaced = rng.choice((_grouped(found.group(), blank), blank.join(found.group())))
        return text[: found.start()] + spaced + text[found.end() :]
    return blank.join(text.replace("\u3000", ""))


def _hyphens(text: str, rng: Random) -> str:
    return _DIGITS.sub(lambda found: _grouped(found.group(), rng.choice("-－‐–.")), text)


def _zero_width(text: str, rng: Random) -> str:
    return _between(text, rng.choice("\u200b\u200c\u200d\u2060\ufeff"), rng)


def _combining(text: str, rng: Random) -> str:
    return _between(text, rng.choice("\u0332\u0301\ufe0e\u20dd"), rng)


def _compatible(text: str, rng: Random) -> str:
    return "".join(rng.choice(_ALIKE.get(char, char)) for char in text)


def _named(text: str, rng: Random) -> str:
    dressed = "".join(_NAMED.get(char, char) for char in text)
    return dressed if dressed != text else _between(text, rng.choice(("&zwnj;", "&shy;", "&ZeroWidthSpace;")), rng)


def _tags(text: str, rng: Random) -> str:
    index, name = rng.randrange(len(text)), rng.choice(("b", "span", "em", "u", "SPAN"))
    return f"{text[:index]}<{name}>{text[index]}</{name}>{text[index + 1 :]}"


def _comments(text: str, rng: Random) -> str:
    return _between(text, rng.choice(("<!-- -->", "<!---->", "<!-- 校对 -->")), rng)


def _emphasis(text: str, rng: Random) -> str:
    if len(text) < 3 or not text[1:3].isalnum():
        return text
    sign = rng.choice(("**", "*"))
    return f"{text[:1]}{sign}{text[1:3]}{sign}{text[3:]}"


def _escaped(text: str, rng: Random) -> str:
    text = _DIGITS.sub(lambda found: _grouped(found.group(), "-"), text)
    text = text.replace("【", "[").replace("】", "]").replace("［", "[").replace("］", "]").replace("（", "(")
    return re.sub(r"([\[\]()+-])", r"\\\1", text.replace("）", ")"))


def _broken(text: str, rng: Random) -> str:
    found = _DIGITS.search(text)
    at = rng.randrange(found.start() + 1, found.end()) if found else rng.randrange(1, len(text))
    return text[:at].rstrip() + "\n" + text[at:].lstrip()


def _other_marks(text: str, rng: Random) -> str:
    return _between(text, rng.choice("\u1ab0\u302a\u0483\U0001d173\U0001bca0"), rng)


def _other_digits(text: str, rng: Random) -> str:
    zero = ord(rng.choice("\u0660\u0966\u0e50"))
    return _DIGITS.sub(lambda found: "".join(chr(zero + int(d)) if d.isdecimal() else d for d in found.group()), text)


def _linked(text: str, rng: Random) -> str:
    found = _DIGITS.search(text)
    if not found:
        return text
    at = rng.randrange(found.start() + 1, found.start() + 7)
    return f"{text[:at]}[{text[at]}](https://www.shifan.gov.cn/a){text[at + 1 :]}"


ALL = (
    Disguise("none", PLAIN, lambda text, _: text),
    Disguise("full-width", PLAIN, _full_width),
    Disguise("blanks", PLAIN, _blanks),
    Disguise("hyphens", PLAIN, _hyphens),
    Disguise("zero-width", PLAIN, _zero_width),
    Disguise("traditional", PLAIN, lambda text, _: text.translate(_TRADITIONAL)),
    Disguise("soft-hyphen", PLAIN, lambda text, rng: _between(text, "\u00ad", rng)),
    Disguise("combining", PLAIN, _combining),
    Disguise("other-marks", PLAIN, _other_marks),
    Disguise("other-digits", PLAIN, _other_digits),
    Disguise("compatibility", PLAIN, _compatible),
    Disguise("entity-decimal", ENTITIES, lambda text, _: "".join(f"&#{ord(char)};" for char in text)),
    Disguise("entity-zeros", ENTITIES, lambda text, _: "".join(f"&#00000000{ord(char)};" for char in text)),
    Disguise("entity-hex", ENTITIES, lambda text, rng: "".join(f"&#{rng.choice('xX')}{ord(char):x};" for char in text)),
    Disguise("entity-named", ENTITIES, _named),
    Disguise("linked", MARKDOWN, _linked),
    Disguise("tags", MARKDOWN, _tags),
    Disguise("comments", MARKDOWN, _comments),
    Disguise("emphasis", MARKDOWN, _emphasis),
    Disguise("escapes", MARKDOWN, _escaped),
    Disguise("line-break", LINES, _broken),
)

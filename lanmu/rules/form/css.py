"""What an author's ``style`` does: hide text, load something, or only dress it up."""

import re
from collections.abc import Mapping

from lanmu.repair import later

_ESCAPE = later(r"\\([0-9a-f]{1,6})\s?|\\(.)", re.DOTALL)
_LENGTH = later(
    r"([+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}))(px|pt|pc|em|rem|ex|ch|%|cm|mm|in|q|v[whi]n?|vmax)?"
)
_FONT_SIZE = later(r"(?:^|\s)([0-9.]{1,12}(?:px|pt|em|rem|%)?)(?:/|\s)")
_PX = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
    "%": 0.16,
    "in": 96.0,
}
_PX |= {"cm": 37.8, "mm": 3.78, "q": 0.95}
_HEX = later("#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_NAMED = {
    "white": "#ffffff",
    "snow": "#fffafa",
    "ivory": "#fffff0",
    "black": "#000000",
    "red": "#ff0000",
    "yellow": "#ffff00",
}
_NAMED |= {"blue": "#0000ff", "green": "#008000", "lime": "#00ff00", "gray": "#808080", "silver": "#c0c0c0"}
_NAMED |= {"ghostwhite": "#f8f8ff", "floralwhite": "#fffaf0", "whitesmoke": "#f5f5f5", "mintcream": "#f5fffa"}
_LOADS = (
    "url(",
    "expression(",
    "@import",
    "behavior:",
    "-moz-binding",
    "javascript:",
    "vbscript:",
    "image-set(",
    "src(",
)
_FIXED = (
    ("display", "none"),
    ("visibility", "hidden"),
    ("visibility", "collapse"),
    ("content-visibility", "hidden"),
    ("mso-hide", "all"),
    ("color", "transparent"),
    ("-webkit-text-fill-color", "transparent"),
)
_SMALLEST = 2.0  # px: no eye reads smaller type
_FAR = 100.0  # px off the page
_LIKE = 8  # of 255: two colours so near are one
Colour = tuple[int, int, int]


def plain(text: str) -> str:
    """CSS without comments and escapes, in lower case and without control characters."""
    parts, at = [], 0
    while (start := text.find("/*", at)) >= 0:
        parts.append(text[at:start])
        end = text.find("*/", start + 2)
        at = end + 2 if end >= 0 else len(text)
    text = "".join([*parts, text[at:]]).lower()
    text = _ESCAPE().sub(lambda match: _character(match.group(1)) if match.group(1) else match.group(2), text)
    return "".join(char for char in text.lower() if char >= " ").replace("!important", "")


def _character(code: str) -> str:
    number = int(code, 16)
    return chr(number) if 0 < number < 0xD800 or 0xDFFF < number < 0x110000 else ""


def loads(style: str) -> bool:
    """Whether it fetches something or runs it."""
    text = re.sub(r"\s", "", plain(style))
    return any(word in text for word in _LOADS)


def hides(style: str, page: Colour | None = (255, 255, 255)) -> str:
    """How a ``style`` hides its text, in a few Chinese words; "" where it does not.

    ``page`` is the colour behind it where the style names none, None where that is not known.
    """
    rules = _declared(plain(style))
    if any(rules.get(name) == value for name, value in _FIXED):
        return "不显示"
    if _small(rules):
        return "字号小到看不见"
    if _faint(rules):
        return "透明"
    if _away(rules):
        return "移出了页面或没有大小"
    behind = colour(rules.get("background-color") or rules.get("background", "")) or page
    front = colour(rules.get("color", ""))
    return "与背景同色" if front and behind and alike(front, behind) else ""


def _declared(text: str) -> Mapping[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _small(rules: Mapping[str, str]) -> bool:
    sizes = [rules.get("font-size", "")]
    if match := _FONT_SIZE().search(rules.get("font", "")):
        sizes.append(match.group(1))
    return any(size is not None and 0 <= size <= _SMALLEST for size in map(_length, sizes))


def _faint(rules: Mapping[str, str]) -> bool:
    opacity = _length(rules.get("opacity", ""))
    if opacity is not None and opacity <= (16.0 if "%" in rules["opacity"] else 1.0) * 0.1:
        return True
    words = re.sub(r"\s", "", rules.get("color", ""))
    return words.startswith(("rgba(", "hsla(")) and words.endswith((",0)", ",0.0)", ",.0)", "/0)", "/0%)"))


def _away(rules: Mapping[str, str]) -> bool:
    moved = ["text-indent", "margin-left", "margin-top", "margin-right"]
    if rules.get("position") in ("absolute", "fixed", "relative"):
        moved += ["left", "top", "right", "bottom"]
    lengths = (_length(rules[name]) for name in moved if name in rules)
    if any(length is not None and length <= -_FAR for length in lengths):
        return True
    if rules.get("overflow") in ("hidden", "clip"):
        sizes = (_length(rules[name]) for name in ("width", "height", "max-width", "max-height") if name in rules)
        if any(size is not None and size <= 1 for size in sizes):
            return True
    shrunk = re.sub(r"\s", "", rules.get("transform", "")) in ("scale(0)", "scale(0,0)")
    return shrunk or rules.get("clip", "").startswith(("rect(0", "rect(1px"))


def _length(written: str) -> float | None:
    """A length as px; None where it is none."""
    match = _LENGTH().fullmatch(written)
    return float(match.group(1)) * _PX.get(match.group(2) or "", 16.0) if match else None


def colour(written: str) -> Colour | None:
    """Red, green and blue from 0 to 255 of a colour, the first of a ``background``; None where none is understood."""
    words = written.lower().strip()
    if words.startswith(("rgb(", "rgba(")):
        parts = re.findall(r"[0-9]{1,3}(?:\.[0-9]{1,9})?%?", words[:60])[:3]
        values = [round(float(part[:-1]) * 2.55) if part.endswith("%") else round(float(part)) for part in parts]
        return (values[0], values[1], values[2]) if len(values) == 3 else None
    if words.startswith(("hsl(", "hsla(")):
        return (255, 255, 255) if re.search(r",\s?(?:9[89]|100)%", words[:60]) else None
    word = words.split()[0] if words else ""
    digits = _NAMED.get(word, word if word.startswith("#") else f"#{word}")
    if not _HEX().fullmatch(digits):
        return None
    short = digits[1:]
    full = "".join(char * 2 for char in short) if len(short) < 6 else short
    return int(full[:2], 16), int(full[2:4], 16), int(full[4:6], 16)


def alike(one: Colour, other: Colour) -> bool:
    """Whether no eye tells them apart."""
    return all(abs(first - second) <= _LIKE for first, second in zip(one, other, strict=True))

"""What an answer of the web means: good, broken, or not for a program to know."""

import re
from typing import NamedTuple

from lanmu.links import Answer

GOOD, BROKEN, UNKNOWN = "good", "broken", "unknown"

_STATUS = re.compile(r"([1-5][0-9][0-9])\b")
# Given to programs by sites that serve readers: no sign that the page is gone.
_SHY = frozenset((401, 403, 407, 412, 418, 429, 451))
_NOTES = {
    "private": (UNKNOWN, "在本机或内部网络里，不去访问"),
    "robots": (UNKNOWN, "对方的 robots.txt 不让程序访问"),
    "nohost": (BROKEN, "域名解析不了"),
}
# What LinkChecker 10.6 says of http://[2001:db8::1]/, whatever is there: it quotes the brackets first.
_NUMBERED = re.compile("URL host '%5B.*invalid port")
_CAUSES = (
    ("timed out", "对方很久没有回答"),
    ("Timeout", "对方很久没有回答"),
    ("SSLError", "证书有问题，浏览器会警告"),
    ("certificate", "证书有问题，浏览器会警告"),
    ("TooManyRedirects", "转来转去，到不了网页"),
    ("Connection", "连接不上"),
)


class Meaning(NamedTuple):
    """``kind`` is GOOD, BROKEN or UNKNOWN; ``reason`` why, in Chinese."""

    kind: str
    reason: str


def meaning(answer: Answer) -> Meaning:
    """What to make of an answer."""
    if answer.note in _NOTES:
        return Meaning(*_NOTES[answer.note])
    status = int(found[1]) if (found := _STATUS.match(answer.result)) else 0
    if status in _SHY:
        return Meaning(UNKNOWN, f"对方回答 {status}，不让程序看")
    if _NUMBERED.match(answer.result):
        return Meaning(UNKNOWN, "LinkChecker 查不了写成 IPv6 地址的网址")
    if answer.valid:
        return Meaning(GOOD, "")
    if status:
        return Meaning(BROKEN, f"对方回答 {status}")
    cause = next((said for sign, said in _CAUSES if sign in answer.result), "网址打不开")
    return Meaning(BROKEN, cause)

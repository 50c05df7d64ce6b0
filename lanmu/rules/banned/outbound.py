"""Links that lead out of the portal: B208 denied-link."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

import yaml

from lanmu.fold import unescaped
from lanmu.marked import Loader, visible
from lanmu.refusal import Unable
from lanmu.repair import later
from lanmu.rules.prose import Hit, Prose
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import NEWS, edited
from lanmu.rules.words import LISTS

_BODY = "会议印发的办法见"

B208 = error(
    "B208",
    "denied-link",
    "不链接名单（lists/links.yaml）里禁止的网站，不用短链接、IP 地址、冒充 .gov.cn 的域名和 @ 前带假域名的网址。",
    (
        Basis("湘潭办法第二十八条（不得与任何非法网站相链接）", "R210"),
        Basis("山西办法第八条（不准公开的内容不得登载）", "R020"),
    ),
    Example(
        edited(NEWS, (_BODY, f"[申报入口](https://www.gov.cn.shenbao.example/)。\n\n{_BODY}")), (("B208", NEWS, 11),)
    ),
    Example(edited(NEWS, (_BODY, f"[申报入口](https://kjt.shifan.gov.cn/shenbao)。\n\n{_BODY}"))),
)

RULES = (B208,)

_MOST = 100  # hits in one text
_LISTS = ("禁止", "禁止字样", "短链接", "允许")
_FILE = "lists/links.yaml"
# Up to where the host ends. Letters that look like Latin ones belong to it, Chinese ones follow it in a sentence.
_URL = later(
    r"(?:(?:https?|ftp|wss?):[\\/]{1,4}|(?<=[(\"'=<\s])[\\/]{2}|(?<![\w.@/%-])(?=www\.))"
    r"([A-Za-z0-9._~%@:\[\]&#;$!+,=\-\u00a1-\u024f\u0370-\u058f\u3002\uff0e\uff61\uff41-\uff5a\uff10-\uff19]{1,300})",
    re.IGNORECASE,
)
_ENTITY = later(r"&(?:#[0-9]++|#[xX][0-9a-fA-F]++|[A-Za-z]{2,31});?")
_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
_ADDRESS = later(r"(?:0x[0-9a-f]{0,16}|[0-9]{1,16})(?:\.(?:0x[0-9a-f]{0,16}|[0-9]{1,16})){0,3}")
_FAKE_GOV = later(r"(?:^|[.-])gov[.-]?cn[.-]|(?:^|[.-])gov[.-]com[.-]cn$|(?:^|[.-])gov-?cn(?=\.)")
# Letters that an eye takes for those of “gov.cn”.
_LOOKS = str.maketrans("0оοөqցνѵυсςᴄոп", "ooooggvvvcccnn")
_CURE = "删去这个链接，或换成主办单位官方网站的网址"


class _Lists(NamedTuple):
    denied: frozenset[str]
    words: frozenset[str]
    short: frozenset[str]
    allowed: frozenset[str]


def check(prose: Prose) -> Iterator[Hit]:
    """Every address in the text, linked or not: as written, and as its reader takes it."""
    text, folded = prose.text, prose.folded.text
    found: list[Hit] = []
    if "//" in text or "www." in text or "\\\\" in text:
        found += islice(_denied(prose), _MOST)
    if folded != text and ("//" in folded or "www." in folded):
        written = {hit.start for hit in found}
        found += islice((hit for hit in _disguised(prose) if hit.start not in written), _MOST)
    yield from found


def _denied(prose: Prose) -> Iterator[Hit]:
    own = _own(prose)
    for match in _URL().finditer(prose.text):
        if fault := judge(_resolved(match.group(1)), own):
            yield Hit(B208, match.start(), match.end(1), *fault)


def _disguised(prose: Prose) -> Iterator[Hit]:
    own = _own(prose)
    for match in _URL().finditer(prose.folded.text):
        if fault := judge(match.group(1), own):
            yield Hit(B208, *prose.folded.origin(match.start(), match.end(1)), *fault)


def _resolved(written: str) -> str:
    return _ENTITY().sub(lambda match: unescaped(match.group()), written) if "&" in written else written


def _own(prose: Prose) -> frozenset[str]:
    """Hosts of the portal and its sub-sites."""
    portal = prose.subject.portal
    tops = [portal.site, *(department.site for department in portal.departments.values() if department.site)]
    sites = [site for top in tops for site in top.walk()]
    return frozenset(host for site in sites for host in (site.domain, *site.own_domains) if host)


def judge(authority: str, own: frozenset[str] = frozenset()) -> tuple[str, str] | None:
    """Why an address with this authority (``user@host:port``) may not be linked, and the cure; None where it may."""
    user, at, rest = authority.rpartition("@")
    host = _host(rest)
    if not host:
        return None
    shown = visible(host[:60])
    if at and "." in user:
        return f"网址里 @ 前面的 {visible(user[:40])} 是假的，真正通向 {shown}", _CURE
    lists, above = load(), tuple(_above(host))
    if lists.denied.intersection(above):
        return f"{shown} 在禁止链接的名单里", _CURE
    if own.intersection(above) or lists.allowed.intersection(above):
        return None
    if _is_address(host):
        return f"{shown} 是 IP 地址，看不出是哪个单位的网站", "换成域名；单位内部的地址不写到网上"
    if _is_like_gov(host):
        return f"{shown} 冒充 .gov.cn 的域名", _CURE
    if lists.short.intersection(above):
        return f"{shown} 是短链接，看不出通向哪里", "换成要去的网页的完整网址"
    if word := next((part for part in re.split(r"[.-]", host) if part in lists.words), ""):
        return f"{shown} 含有禁止的字样“{word}”", _CURE
    if _is_mixed(host):
        return f"{shown} 用形似的外文字母拼成", _CURE
    return None


def _host(rest: str) -> str:
    if rest.startswith("["):
        return rest.partition("]")[0][1:]
    host = normalize("NFKC", unquote(rest.translate(_DOTS).partition(":")[0])).lower()
    host = re.split(r"[^\w.-]", host, maxsplit=1)[0].strip(".")
    return ".".join(map(_decoded, host.split(".")[:40]))


def _decoded(part: str) -> str:
    """A part of a host name as a browser may show it."""
    if not part.startswith("xn--") or len(part) > 63:
        return part
    try:
        return part[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return part


def _above(host: str) -> Iterator[str]:
    """The host and every domain above it."""
    parts = host.split(".")
    yield from (".".join(parts[index:]) for index in range(len(parts)))


def _is_address(host: str) -> bool:
    return ":" in host or _ADDRESS().fullmatch(host) is not None


def _is_like_gov(host: str) -> bool:
    """Whether an eye may take it for an address below gov.cn, which it is not."""
    plain = host.translate(_LOOKS)
    return (plain != host and plain.endswith((".gov.cn", "gov.cn"))) or _FAKE_GOV().search(plain) is not None


def _is_mixed(host: str) -> bool:
    """Whether one part mixes Latin letters with those of another alphabet that look like them."""
    return any(
        any("\u0370" <= char <= "\u058f" for char in part) and any("a" <= char <= "z" for char in part)
        for part in host.split(".")
    )


@cache
def load() -> _Lists:
    """The operator's lists; raises Unable where the file is not as it should be."""
    return parse((LISTS / "links.yaml").read_text("utf-8"))


def parse(text: str) -> _Lists:
    """The lists in a YAML text; raises Unable where it is not as it should be."""
    try:
        read = yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        raise Unable(f"读不懂 {_FILE}：{str(error)[:200]}", "每行写成“  - 域名”") from error
    if not isinstance(read, Mapping) or set(read) - set(_LISTS):
        raise Unable(f"{_FILE} 只能有这几组：{'、'.join(_LISTS)}", "照原来的样子改写")
    return _Lists(*(_names(read, name) for name in _LISTS))


def _names(read: Mapping[str, object], name: str) -> frozenset[str]:
    found = read.get(name) or []
    if not isinstance(found, list) or not all(
        isinstance(item, str) and re.fullmatch(r"[\w.-]+", item) for item in found
    ):
        raise Unable(f"{_FILE} 里“{name}”应当是域名的列表", "每行写成“  - 域名”，不写 http:// 和斜线")
    return frozenset(item.lower().strip(".") for item in found)

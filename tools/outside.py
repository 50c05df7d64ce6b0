"""External links of a site: which are asked, what is remembered, and what is said about the answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from lanmu import clock
from lanmu.links import Answer, Broken
from lanmu.links.answers import BROKEN, GOOD, UNKNOWN, meaning
from lanmu.links.known import DAYS, Known
from lanmu.refusal import Unable
from lanmu.report.terminal import seen
from tools import crawl

_PROBES = 3  # addresses that were good lately, asked again where nothing answers
_NAMED = 5  # addresses that a remark names

Away = Mapping[str, Mapping[str, str]]


class Outside(NamedTuple):
    """What came of it; ``trouble`` where not all could be asked."""

    broken: tuple[Broken, ...]
    remarks: tuple[str, ...]
    trouble: Unable | None = None


def check(root: Path, away: Away, network: crawl.Network) -> Outside:
    """Ask the addresses that pages lead to, but those that were good within a week."""
    known = Known(root, clock.now())
    fresh = [address for address in away if address in known]
    asked = by_turns(address for address in sorted(away) if address not in known)
    answers, late = crawl.web(asked, network) if asked else ({}, False)
    if answers and not late and _is_cut_off(answers, fresh, network):
        return Outside(
            (), (), Unable("没有网络：一个网站的域名也解析不了", "接通网络再运行；不查外部链接就去掉 --external")
        )
    meanings = {address: meaning(answer) for address, answer in answers.items()}
    kinds = {kind: [a for a in asked if a in meanings and meanings[a].kind == kind] for kind in (GOOD, BROKEN, UNKNOWN)}
    known.keep(kinds[GOOD], kinds[BROKEN])
    broken = tuple(Broken(address, "", meanings[address].reason, away[address]) for address in kinds[BROKEN])
    silent = [address for address in asked if address not in answers]
    remarks = (_summary(len(away), len(fresh), len(answers)),) if away else ()
    unknown = {address: meanings[address].reason for address in kinds[UNKNOWN]}
    if late:
        trouble = Unable(f"时间到了，还有 {len(silent)} 个外部链接没有查", "再运行一次：查过没有问题的不再查")
        return Outside(broken, (*remarks, *_named(unknown)), trouble)
    unknown |= dict.fromkeys(silent, "LinkChecker 没有给出结果")
    return Outside(broken, (*remarks, *_named(unknown)))


def by_turns(addresses: Iterable[str]) -> list[str]:
    """The same, one of each host by turns: while one host is left in peace, LinkChecker lets all others wait, too."""
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(_host(address), []).append(address)
    return [address for turn in zip_longest(*hosts.values()) for address in turn if address]


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _is_cut_off(answers: Mapping[str, Answer], fresh: Sequence[str], network: crawl.Network) -> bool:
    """Whether no name at all has an address: not those asked, and none that was good lately."""
    if any(answer.note != "nohost" for answer in answers.values()):
        return False
    probes = by_turns(fresh)[:_PROBES]
    return all(answer.note == "nohost" for answer in crawl.web(probes, network)[0].values()) if probes else True


def _summary(all: int, fresh: int, answered: int) -> str:
    return f"外部链接 {all} 个：查了 {answered} 个" + (f"，{fresh} 个在 {DAYS} 天内查过，没有问题" if fresh else "")


def _named(unknown: Mapping[str, str]) -> Iterator[str]:
    """A remark for each reason why nobody can tell, with some of the addresses."""
    reasons: dict[str, list[str]] = {}
    for address, reason in unknown.items():
        reasons.setdefault(reason, []).append(address)
    for reason, addresses in sorted(reasons.items()):
        some = "、".join(seen(address) for address in addresses[:_NAMED])
        more = f" 等 {len(addresses)} 个" if len(addresses) > _NAMED else ""
        yield f"没有结论（{reason}）：{some}{more}"

"""公开方式: F119 disclosure-without-basis."""

from collections.abc import Iterator

from lanmu.article import PLACEHOLDER, Article
from lanmu.disclosure import KEY, OPEN
from lanmu.finding import Finding
from lanmu.marked import Text, visible
from lanmu.repair import later
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import NEWS, edited
from lanmu.rules.subject import Subject

_SOURCE = "source: 省科技厅\n"
_WITHHELD = f"{_SOURCE}disclosure: 依申请公开\n"
_GROUNDS = "disclosure_basis: 政府信息公开条例第十六条\ndisclosure_reason: 属于过程性信息\n"

F119 = error(
    "F119",
    "disclosure-without-basis",
    "不主动公开的信息不上网，只进登记册；为什么不公开，要写明法律法规的条款和理由。",
    (Basis("辽宁办法第十六条（六）（法律、法规规定不予公开的信息）", "R101"),),
    Example(edited(NEWS, (_SOURCE, _WITHHELD)), (("F119", NEWS, 5),)),
    Example(edited(NEWS, (_SOURCE, _WITHHELD + _GROUNDS))),
)

RULES = (F119,)

# What the articles of 政府信息公开条例 (2019) are about; shown where a basis is missing.
_KNOWN = {
    "依申请公开": "政府信息公开条例第二十七条（依申请获取）、第十六条（内部事务、过程性信息、行政执法案卷）",
    "不予公开": "政府信息公开条例第十四条（国家秘密，法律、行政法规禁止公开，危及国家安全、社会稳定等）、"
    "第十五条（商业秘密、个人隐私）、第十六条（内部事务、过程性信息、行政执法案卷）",
}
_NUMBER = "[0-9０-９零〇一二三四五六七八九十百]{1,8}"
_PROVISION = later(f"(?:法|条例|规定|办法|细则|规则|决定)[》〉]?[^第]{{0,20}}第{_NUMBER}条")


def check(subject: Subject) -> Iterator[Finding]:
    """Whether an item that is withheld says by what law, and why."""
    article = subject.source.article
    written = article.fields.find(KEY) if article is not None else None
    if article is None or not isinstance(written, Text) or written.strip() in ("", OPEN, PLACEHOLDER):
        return
    if written not in _KNOWN:
        return  # no way of disclosure: said where choices are judged
    missing = [name for name in ("disclosure_basis", "disclosure_reason") if not article.text(name)]
    if missing:
        cure = "、".join(_wanted(name, str(written)) for name in missing)
        message = f"公开方式写了“{written}”，却没有写{'和'.join(map(_label, missing))}"
        yield F119.at(subject.spot(written.line, written.column), message, f"写上 {cure}；可以公开的，改成{OPEN}")
    yield from _provision(subject, article, str(written))


def _label(name: str) -> str:
    return {"disclosure_basis": "依据", "disclosure_reason": "理由"}[name]


def _wanted(name: str, way: str) -> str:
    return f"disclosure_basis: {_KNOWN[way]}" if name == "disclosure_basis" else "disclosure_reason: 一句话的理由"


def _provision(subject: Subject, article: Article, way: str) -> Iterator[Finding]:
    """A basis is an article of a law: “领导要求” is none."""
    basis = article.fields.find("disclosure_basis")
    if not isinstance(basis, Text) or not article.text("disclosure_basis") or _PROVISION().search(basis[:200]):
        return
    message = f"不公开的依据“{visible(basis[:40])}”没有写到法律法规的哪一条"
    yield F119.at(subject.spot(basis.line, basis.column), message, f"写法律法规的名称和条款，如 {_KNOWN[way]}")

"""What only a person can judge: H201 to H209. A word with its context asks a question; a reviewer answers it."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from lanmu.article import Article
from lanmu.disclosure import on_site
from lanmu.fold import fold
from lanmu.near import did_you_mean
from lanmu.refusal import Unable
from lanmu.repair import later
from lanmu.rules import words
from lanmu.rules.prose import Hit, Prose, hit
from lanmu.rules.rule import Basis, Example, Rule, warning
from lanmu.rules.sample import NEWS, edited
from lanmu.rules.words import Match

LIST = "flags"
_NEXT = "会议印发"
_BY_PERSON = "，由审核人判断。"
_LINE = 11  # of NEWS, on which an example's sentence stands


def _news(sentence: str, key: str = "") -> dict[str, str]:
    return edited(
        NEWS, ("author: 省科技厅信息员\n", f"author: 省科技厅信息员\n{key}"), (_NEXT, f"{sentence}\n\n{_NEXT}")
    )


def _rule(code: str, name: str, what: str, basis: tuple[Basis, ...], bad: str, good: str, key: str = "") -> Rule:
    """``bad`` and ``good`` are sentences of a piece of news; ``key`` is front matter of the good one."""
    found = Example(_news(bad), ((code, NEWS, _LINE),))
    return warning(code, name, f"{what}{_BY_PERSON}", basis, found, Example(_news(good, key)))


H201 = _rule(
    "H201",
    "sensitive",
    "政治、外事活动方面的敏感信息",
    (Basis("辽宁办法第十六条（二）（政治、外事敏感信息）", "R096"),),
    "会前印发了代表团名单。",
    "代表团一行参观了科技馆。",
)
H202 = _rule(
    "H202",
    "unsuitable",
    "不宜公开的经济、科技、社会等信息",
    (Basis("辽宁办法第十六条（三）（不宜公开的经济、科技、社会信息）", "R097"),),
    "设备采购项目的招标底价已经测算完毕。",
    "设备采购项目的招标底价应当保密。",
)
H203 = _rule(
    "H203",
    "undecided",
    "未经议决的行政管理事项；公开征求意见的和写明议决依据的除外",
    (
        Basis("辽宁办法第十六条（四）（未经议决的行政管理事项）", "R098"),
        Basis("辽宁办法第十六条（四）（公开征集意见的除外）", "R099"),
    ),
    "会上分发了《全省科技创新规划（讨论稿）》。",
    "会上分发了《全省科技创新规划（讨论稿）》。",
    "decision: 省政府第12次常务会议\n",
)
H204 = _rule(
    "H204",
    "internal-affairs",
    "政府的内部事务或非重要的日常性活动",
    (
        Basis("辽宁办法第十六条（五）（内部事务、日常性活动）", "R100"),
        Basis("陕西工信厅办法第十六条（内部信息和事项）", "R148"),
    ),
    "会后公布了四月份值班安排。",
    "会后公布了服务窗口值班安排和咨询电话。",
)
H205 = _rule(
    "H205",
    "harmful-interest",
    "危害国家利益、集体利益和公民合法权益的信息",
    (Basis("陕西工信厅办法第十六条（危害国家、集体、公民利益的信息）", "R143"),),
    "会议通报了受助学校的贫困学生名单。",
    "学校要对贫困学生名单严格保密。",
)
H206 = _rule(
    "H206",
    "untrue",
    "违反政策规定或者虚假的信息",
    (Basis("陕西工信厅办法第十六条（违反政策规定、虚假的信息）", "R144"),),
    "项目申报仅限本地企业参加。",
    "项目申报不得写“仅限本地企业”。",
)
H207 = _rule(
    "H207",
    "damaging-image",
    "有损政府部门形象的信息",
    (Basis("陕西工信厅办法第十六条（有损政府部门形象的信息）", "R147"),),
    "参会人员称，设备故障是临时工所为。",
    "会议强调，严禁吃拿卡要。",
)
H208 = _rule(
    "H208",
    "national-security",
    "危害国家安全和社会稳定的信息",
    (Basis("湘潭办法第二十八条（国家安全和社会稳定）", "R232"), Basis("陕西工信厅办法第十六条", "R143")),
    "会后印发了信息系统的网络拓扑图。",
    "网络拓扑图不得在网上发布。",
)
H209 = _rule(
    "H209",
    "violence-obscenity",
    "宣扬暴力、淫秽的内容",
    (Basis("湘潭办法第二十八条（不得宣扬暴力、淫秽）", "R212"),),
    "展播短片中有血腥画面。",
    "有关部门查处了传播血腥画面的账号。",
)

RULES = (H201, H202, H203, H204, H205, H206, H207, H208, H209)
_DECIDED = "已经议决的，在开头写 decision: 哪次会议或哪份文件；正在公开征求意见的，写 consultation: true；"
# Keys in which office tells office why an article may go as it is.
_ASIDE = frozenset(("confirm", "waive", "decision", "archive_note", "disclosure_basis", "disclosure_reason"))
_OF_MEETING = later(r"会议|[务公委组题员体长]会|纪要|文件|批复|〔|[0-9]|[一二三四五六七八九十]次")
_HEARD = later(r"(?:审议|讨论|听取|研究|审定|评审|通过)[^。;!?\n]{0,60}《[^》\n]{0,60}$")
_ITEM = later(r"[ \t\u3000>]{0,12}(?:[-*+•]|[(（]?[0-9一二三四五六七八九十]{1,3}[)）.、．]|[①-⑳])")
_MOST_ITEMS = 60  # of a list, up from the one that is looked at
_KEY = later(r"^([a-z_]+):", re.MULTILINE)


def check(prose: Prose) -> Iterator[Hit]:
    """Each word of the list once, where it first stands in a context that does not excuse it."""
    article = prose.subject.source.article
    if article is not None and not on_site(article):
        return
    settled = article is not None and _is_settled(article)
    seen: set[str] = set()
    end = 0
    for match in words.of_list(prose, LIST):
        word = prose.folded.text[match.start : match.end]
        rule = _by_group()[match.entry.group]
        if word in seen or match.start < end or (rule is H203 and settled) or _excused(prose, match, rule):
            continue
        seen.add(word)
        end = match.end
        note = f"（{match.entry.note}）" if match.entry.note else ""
        message = f"“{word}”：是不是{_question(rule)}？{note}"
        yield hit(prose, rule, match.start, match.end, message, _cure(rule, article))


def _is_settled(article: Article) -> bool:
    """Whether what it says has been decided, or is put before the public to be decided."""
    asked = article.text("consultation") == "true" or article.text("method") == "意见征集"
    return asked or bool(_OF_MEETING().search(article.text("decision")))


def _question(rule: Rule) -> str:
    return rule.what.removesuffix(_BY_PERSON).partition("；")[0]


def _cure(rule: Rule, article: Article | None) -> str:
    settled = _DECIDED if rule is H203 else ""
    if settled and article is not None and (written := article.text("decision")):
        settled = f"decision 里的“{written[:20]}”看不出是哪次会议或哪份文件；{settled}"
    return f"{settled}不该公开的，删去；可以公开的，由审核人在 confirm 里写上 {rule.code}、账号和理由"


def _excused(prose: Prose, match: Match, rule: Rule) -> bool:
    """Whether more than its own sentence says that a word is only spoken about."""
    text = prose.folded.text
    if rule is H203 and _HEARD().search(text, max(0, match.start - 130), match.start):
        return True  # 会议审议了《…（送审稿）》
    if _aside(prose, match):
        return True
    above = _above(prose, match) if match.entry.not_near else ""
    return any(word in above for word in match.entry.not_near)


def _above(prose: Prose, match: Match) -> str:
    """The line that announces the list in which a word stands, up to its colon; "" where there is none."""
    start = prose.folded.origin(match.start, match.end)[0]
    lines = prose.text[max(0, start - 4000) : start].split("\n")
    if not _ITEM().match(lines[-1]):
        return ""
    for line in lines[-2 : -2 - _MOST_ITEMS : -1]:
        if line.rstrip().endswith(("：", ":")):
            return fold(line)
        if line.strip() and not _ITEM().match(line):
            return ""
    return ""


def _aside(prose: Prose, match: Match) -> bool:
    """Whether a word stands in a key of the front matter that no reader sees."""
    start = prose.folded.origin(match.start, match.end)[0]
    if start >= prose.body:
        return False
    keys = _KEY().findall(prose.text, 0, start)
    return bool(keys) and keys[-1] in _ASIDE


@cache
def _by_group() -> Mapping[str, Rule]:
    """The rule of each group of the list, which the group's name begins with; raises ``Unable``."""
    rules = {rule.code: rule for rule in RULES}
    groups = dict.fromkeys(entry.group for entry in words.entries() if entry.list == LIST)
    for group in groups:
        if group[:4] not in rules:
            where = f"词表 lanmu/rules/lists/{LIST}.yaml 的组“{group[:20]}”没有以规则编号开头"
            raise Unable(
                where, f"{did_you_mean(group[:4], rules)}组名写成“H203 未经议决的事项”这样，编号是 H201 到 H209"
            )
    return {group: rules[group[:4]] for group in groups}

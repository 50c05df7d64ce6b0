"""What belongs to a person: B205 identity-number, B206 personal-phone, B207 bank-card, B213 passport-number,
B214 licence-plate.

No message repeats the number: findings are read in logs that more people see than the article.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice

from lanmu.model import Portal
from lanmu.repair import later
from lanmu.rules.banned import digits, identity
from lanmu.rules.banned.digits import BETWEEN, Number
from lanmu.rules.pattern import holds
from lanmu.rules.prose import Hit, Prose, hit
from lanmu.rules.rule import Basis, Example, Rule, error
from lanmu.rules.sample import NEWS, edited

_PRIVATE = Basis("辽宁办法第十六条（涉及个人隐私的信息不上网）", "R095")
_CITIZENS = Basis("湘潭办法第二十八条（不得泄露公民个人隐私）", "R211")
_LAW = Basis("《个人信息保护法》第二十五条（未取得单独同意，不得公开个人信息）")
_BODY = "会议印发的办法见"


def _with(text: str) -> dict[str, str]:
    return edited(NEWS, (_BODY, f"{text}\n\n{_BODY}"))


B205 = error(
    "B205",
    "identity-number",
    "公民身份号码（18 位校验码和出生日期都对的；标明是身份证号的，校验码不对也算；标明是证件号的 15 位旧号）不上网；"
    "遮去中间几位的可以。",
    (_PRIVATE, _CITIZENS, _LAW),
    Example(_with("获奖人员证件号：990000198001010012。"), (("B205", NEWS, 11),)),
    Example(_with("获奖人员证件号：990000********0012。")),
)

B206 = error(
    "B206",
    "personal-phone",
    "个人手机号码不上网；办公电话、400 和 12345 一类的服务电话、栏目表（columns.yaml）里登记的联系电话可以。",
    (_PRIVATE, _CITIZENS, _LAW),
    Example(_with("项目负责人手机：138-0013-8000。"), (("B206", NEWS, 11),)),
    Example(_with("项目负责人电话：0351-0000002。")),
)

B207 = error(
    "B207",
    "bank-card",
    "个人银行卡号不上网：16 到 19 位、校验位对、开头是发卡机构的号段。写明户名是机关、单位的收款账户不算；"
    "写明是编号、代码的不算；以 3、4、5 和其他 6、9 开头的号码，旁边有卡号、账号、银行等字样才算。",
    (_PRIVATE, _CITIZENS, _LAW),
    Example(_with("补贴发放卡号：6222 0000 0000 0000 004。"), (("B207", NEWS, 11),)),
    Example(_with("缴费账户户名：省科技厅，账号：6222 0000 0000 0000 004。")),
)

B213 = error(
    "B213",
    "passport-number",
    "护照、往来港澳和台湾通行证的号码不上网。",
    (_PRIVATE, _CITIZENS, _LAW),
    Example(_with("领队的护照号码：E00000000。"), (("B213", NEWS, 11),)),
    Example(_with("领队的护照号码：E0*****00。")),
)

B214 = error(
    "B214",
    "licence-plate",
    "车牌号和车主、驾驶人、当事人写在一起的不上网；单位处置公务用车时列出的车牌可以。",
    (_PRIVATE, _CITIZENS, _LAW),
    Example(_with("车主：省科技厅驾驶员，车牌号：晋A·0D000。"), (("B214", NEWS, 11),)),
    Example(_with("公开拍卖公务用车一辆，车牌号：晋A·0D000。")),
)

RULES = (B205, B206, B207, B213, B214)

_PHONE = later("手机|电话|联系|致电|拨打|来电|号码|微信|tel|phone|mobile", re.IGNORECASE)
_SPLIT = later(r"[)/、](?<=1[3-9][0-9].)[ -]?[0-9]{4}[/、 -]?[0-9]{4}(?![0-9]|[/、,-][0-9])")
_LONGER = "0123456789/.,、-"  # before a number: there is more of it
_CARD = later("卡|银行|账户|账号|帐号|帐户|户名|开户|汇款|转账|收款|支付", re.IGNORECASE)
_STRONG = ("62", "9558")  # issuers that hardly any other number begins like
_HOLDER = later(
    r"(?:户名|收款单位|收款人|账户名称?|开户名称?|单位名称|开户单位)[: |\"]{0,4}"
    r"((?:(?!开户|账|帐|银行)[一-鿿A-Za-z()〇]){2,40})"
)
_ORGANS = (
    *(
        "局",
        "厅",
        "部",
        "委",
        "处",
        "所",
        "院",
        "校",
        "站",
        "馆",
        "办",
        "办公室",
        "中心",
        "公司",
        "国库",
        "专户",
        "大队",
        "支队",
    ),
    *(
        "委员会",
        "协会",
        "学会",
        "总会",
        "工会",
        "基金会",
        "红十字会",
        "慈善会",
        "政府",
        "大学",
        "中学",
        "小学",
        "银行",
        "合作社",
    ),
)
_GAP = rf"[{BETWEEN}\n]{{0,3}}"
_DOCUMENTS = {"护": ("护照",), "行证": ("通行证", "旅行证")}
_PASSPORT = later(
    rf"(?<![A-Za-z0-9])(?:[EGDSPHMCWLTKedgsphmcwltk]{_GAP}[A-Za-z]?(?:{_GAP}[0-9]){{7,8}}|[DSP]{_GAP}E(?:{_GAP}[0-9]){{7}})"
    r"(?![A-Za-z0-9])"
)
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_SIGN = "[A-HJ-NP-Za-hj-np-z0-9]"
_PLATE = later(
    rf"[{_PROVINCES}]{_GAP}[A-HJ-NP-Za-hj-np-z](?:{_GAP}{_SIGN}){{4}}"
    rf"(?:{_GAP}{_SIGN}(?:[{BETWEEN}]{{0,3}}{_SIGN})?|{_GAP}[挂学警港澳])(?![A-Za-z0-9])"
)
_OWNERS = "车主|驾驶|司机|当事人|所有人|持证人|违法人|行为人|被处罚人|使用人|保管员|姓名|机主"
_OWNER = later(_OWNERS)
_SAMPLE = later('(?:如|样例|示例|例)[:,]?[“"「]?$')
# A taxi or bus and who drives it: the plate is painted on its door, and thanks go to it by that.
_SERVES = later("号?的?(?:[一-鿿]{0,4})(?:出租|公交|巡游|的士|巴士|网约|客运)[^,。;!?\n|]{0,8}(?:司机|驾驶员|师傅)")
_SERVING = later("(?:出租|公交|巡游|的士|巴士|网约|客运)车?(?:司机|驾驶员|师傅)[^,。;!?\n|]{0,12}$")
# Where a paragraph, row, item or key begins: not where a line is only wrapped.
_END = later("[。;!?]")
_ROW = later(r"\n(?=[ \t]*(?:\n|[|>#]|[-*+][ \t]|[0-9]{1,3}[.)][ \t])|[a-z_]{2,30}:)")
_OWNED = 40  # characters between a plate and its owner's label, at most


def check(prose: Prose) -> Iterator[Hit]:
    """Numbers that belong to a person."""
    yield from _identities(prose)
    yield from _phones(prose)
    yield from _cards(prose)
    yield from _passports(prose)
    yield from _plates(prose)


def _say(prose: Prose, rule: Rule, number: Number, what: str, cure: str) -> Hit:
    return hit(prose, rule, number.start, number.end, f"{what} {digits.masked(number.digits)}", cure)


def _identities(prose: Prose) -> Iterator[Hit]:
    cure = "删去，或遮去中间几位：保留前 6 位和后 4 位，其余写成 *；要核对身份的，改在办理时当面核对"
    for number in digits.distinct(identity.numbers(prose)):
        yield _say(prose, B205, number, "公民身份号码", cure)


def _phones(prose: Prose) -> Iterator[Hit]:
    cure = "换成办公电话，或把中间四位写成 ****；确是对外公布的联系电话，请办公室登记到 columns.yaml 的 contact"
    for number in digits.distinct(_private(prose)):
        yield _say(prose, B206, number, "个人手机号码", cure)


def _private(prose: Prose) -> Iterator[Number]:
    """Mobiles that columns.yaml does not make public."""
    known = None
    for number in chain(_mobiles(prose), _split(prose)):
        known = _registry(prose.subject.portal) if known is None else known
        if number.digits not in known:
            yield number


def _mobiles(prose: Prose) -> Iterator[Number]:
    for number in digits.numbers(prose, 11, 12, 13, 15):
        written = number.digits
        if len(written) == 12:  # with the 0 of a trunk call
            if not (len(number.sizes) == 1 and written[0] == "0" and _is_called(prose, number)):
                continue
            written = written[1:]
        if len(written) > 11:  # with the code of the country
            if not (len(number.sizes) == 1 and written[:-11] in ("86", "0086")):
                continue
            written = written[-11:]
        begins = written[0] == "1" and "3" <= written[1] <= "9"
        if begins and _is_grouped(prose, number) and not digits.is_other(prose, number):
            yield number._replace(digits=written)


def _split(prose: Prose) -> Iterator[Number]:
    """Mobiles parted by signs that part other numbers, too: where they are called so."""
    text = prose.folded.text
    for match in _SPLIT().finditer(text):
        start = match.start() - 3
        written = "".join(char for char in text[start : match.end()] if char.isdecimal())
        number = Number(written, start, match.end(), (11,), "", True, "")
        longer = text[start - 1 : start] in _LONGER if start else False
        if not longer and _is_called(prose, number) and not digits.is_other(prose, number):
            yield number


def _is_called(prose: Prose, number: Number) -> bool:
    return _PHONE().search(digits.label(prose, number.start)) is not None


def _is_grouped(prose: Prose, number: Number) -> bool:
    """Whether the groups are one number and not neighbours in a table or an office's number with its code."""
    if len(number.sizes) == 1:
        return True
    if number.before.startswith("0") and number.before not in ("0086",):
        return False
    called = _is_called(prose, number)
    if "\n" in number.gaps:
        return called
    whole = number.alone or number.before in ("86", "0086")
    return called or (whole and (number.sizes == (3, 4, 4) or set(number.sizes) == {1}))


@lru_cache(maxsize=1)
def _registry_of(phones: tuple[str, ...]) -> frozenset[str]:
    """Digits of every telephone, the country's code apart."""
    return frozenset(re.sub(r"\D", "", phone)[-11:] for phone in phones)


def _registry(portal: Portal) -> frozenset[str]:
    """Telephones that columns.yaml makes public."""
    departments = portal.departments.values()
    tops = [portal.site, *(department.site for department in departments if department.site)]
    contacts = [site.settings.contact for top in tops for site in top.walk()]
    contacts += [department.contact for department in departments]
    contacts += [account.contact for account in portal.accounts.values()]
    return _registry_of(tuple(phone for contact in contacts for phone in contact.phones))


def _cards(prose: Prose) -> Iterator[Hit]:
    cure = "删去；发放补贴只公示姓名和金额，缴费只写单位的收款账户（户名写全单位名称）"
    for number in digits.distinct(_personal_cards(prose)):
        yield _say(prose, B207, number, "银行卡号", cure)


def _personal_cards(prose: Prose) -> Iterator[Number]:
    for number in digits.numbers(prose, 16, 17, 18, 19):
        if not _is_luhn(number.digits) or number.digits[0] not in "34569":
            continue
        if len(number.digits) == 18 and identity.is_valid(number.digits):
            continue
        called = _CARD().search(digits.label(prose, number.start)) is not None
        strong = number.digits.startswith(_STRONG) and _is_usual(number)
        if (called or strong) and not digits.is_other(prose, number) and not _is_public(prose, number):
            yield number


def _is_luhn(number: str) -> bool:
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (doubled + sum(map(int, number[::-2]))) % 10 == 0


def _is_usual(number: Number) -> bool:
    """Whether it is grouped as cards are: not at all, by fours, or six and the rest."""
    if "\n" in number.gaps:
        return number.alone and len(number.sizes) == 2
    fours = number.alone and set(number.sizes[:-1]) == {4} and number.sizes[-1] <= 4
    return number.plain or fours or (number.alone and len(number.sizes) == 2 and number.sizes[0] == 6)


def _is_public(prose: Prose, number: Number) -> bool:
    """Whether the account's holder is named beside it and is an organisation."""
    around = prose.folded.text[max(0, number.start - 120) : number.end + 120]
    holders = [match.group(1) for match in _HOLDER().finditer(around)]
    return bool(holders) and all(len(holder) > 3 and holder.endswith(_ORGANS) for holder in holders)


def _passports(prose: Prose) -> Iterator[Hit]:
    text = prose.folded.text
    if not holds(text, _DOCUMENTS):
        return
    found = (match for match in _PASSPORT().finditer(text) if _is_document(prose, match.start()))
    for match in islice(found, digits.MOST):
        number = re.sub("[^A-Za-z0-9]", "", match.group())
        cure = "删去，或只留前两位和后两位，其余写成 *"
        yield hit(prose, B213, match.start(), match.end(), f"护照或通行证号码 {digits.masked(number)}", cure)


def _is_document(prose: Prose, start: int) -> bool:
    called = digits.label(prose, start)
    return holds(called, _DOCUMENTS)


def _plates(prose: Prose) -> Iterator[Hit]:
    text = prose.folded.text
    if not _OWNER().search(text):
        return
    found = (match for match in _PLATE().finditer(text) if _is_owned(prose, match))
    for match in islice(found, digits.MOST):
        plate = re.sub(rf"[{BETWEEN}\s]", "", match.group())
        if any(char.isdecimal() for char in plate):
            cure = "删去车牌号，或遮去中间几位，如 晋A·1**45；也可以只写车型"
            message = f"车牌号 {plate[:2]}***{plate[-1]} 和车主或驾驶人写在一起"
            yield hit(prose, B214, match.start(), match.end(), message, cure)


def _is_owned(prose: Prose, match: re.Match[str]) -> bool:
    """Whether a person's part stands in the same sentence or row, and no more than an example is given."""
    text, (start, end) = prose.folded.text, match.span()
    if _SAMPLE().search(text[max(0, start - 6) : start]) or _SERVES().match(text, end):
        return False
    if _SERVING().search(text[max(0, start - _OWNED) : start]):
        return False
    for owner in _OWNER().finditer(text, max(0, start - _OWNED), min(len(text), end + _OWNED)):
        first, last = min(start, owner.start()), max(end, owner.end())
        written = prose.text[slice(*prose.folded.origin(first, last))]
        if not _END().search(text, first, last) and not _ROW().search(written):
            return True
    return False

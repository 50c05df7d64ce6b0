"""What must not reach the site, as plain text: one kind of leak a rule. Numbers are computed, nobody's."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"
_AREAS = ("140105", "330802", "210102", "610113", "430304", "140602")
_PREFIXES = ("130", "138", "139", "151", "159", "166", "176", "182", "186", "189", "191", "199")
_BINS = ("622202", "621700", "622848", "625912", "621661")


class Leak(NamedTuple):
    """``text`` is what gets disguised; ``before`` and ``after`` stand around it as they are.

    ``alone``: a mark only where it has a line, a cell or a field to itself; in a sentence it is a word.
    """

    rule: str
    text: str
    before: str = ""
    after: str = ""
    alone: bool = False


def identity(rng: Random) -> str:
    """An identity number of 18 characters with a real date and its check character."""
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(18_000))
    first = f"{rng.choice(_AREAS)}{born:%Y%m%d}{rng.randrange(1, 999):03d}"
    return first + _CHECKS[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def old_identity(rng: Random) -> str:
    """One of 15 digits, as issued until 1999."""
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(14_000))
    return f"{rng.choice(_AREAS)}{born:%y%m%d}{rng.randrange(1, 999):03d}"


def mobile(rng: Random) -> str:
    """A mobile number of an allotted prefix."""
    return f"{rng.choice(_PREFIXES)}{rng.randrange(10_000_000, 99_999_999)}"


def luhn(first: str) -> str:
    """``first`` with its Luhn digit."""
    total = 0
    for index, digit in enumerate(reversed(first)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return first + str(-total % 10)


def card(rng: Random, length: int) -> str:
    """A bank card's number."""
    start = rng.choice(_BINS)
    return luhn(start + "".join(str(rng.randrange(10)) for _ in range(length - 1 - len(start))))


def _secrecy(rng: Random) -> Leak:
    level = rng.choice(("绝密", "机密", "秘密"))
    years = rng.choice(("1年", "5年", "10年", "20年", "长期"))
    star = rng.choice("★☆")
    return rng.choice(
        (
            Leak("B201", f"{level}{star}{years}"),
            Leak("B201", f"{level}{star}"),
            Leak("B201", f"{level}★启用前"),
            Leak("B201", f"{level}启用前", alone=True),
            Leak("B201", f"【{level}】"),
            Leak("B201", f"［{level}］", alone=True),
            Leak("B201", f"密级：{level}"),
            Leak("B201", f"商业秘密{star}{years}"),
            Leak("B201", "【商业秘密】"),
            Leak("B201", f"密级：{level}　保密期限：{years}"),
        )
    )


def _internal(rng: Random) -> Leak:
    alone = ("内部资料　注意保存", "内部资料，请勿外传", "内部使用　不得翻印", "内部资料")
    marks = (
        "【内部资料】",
        "（此件不予公开）",
        "（此件依申请公开）",
        "公开属性：依申请公开",
        "公开方式：不予公开",
        "【内部使用】",
    )
    return rng.choice((Leak("B202", rng.choice(alone), alone=True), Leak("B202", rng.choice(marks))))


def _identity(rng: Random) -> Leak:
    number = identity(rng)
    return rng.choice(
        (
            Leak("B205", number, "获奖人员身份证号", "，名单如下"),
            Leak("B205", number, "公民身份号码："),
            Leak("B205", number.replace("X", "x"), "承办人证件号："),
            Leak("B205", number),
            Leak("B205", old_identity(rng), "身份证号码："),
        )
    )


def _passport(rng: Random) -> Leak:
    letter = rng.choice("ABCDEFGH")
    number = rng.choice((f"E{rng.randrange(10**7, 10**8)}", f"E{letter}{rng.randrange(10**6, 10**7)}"))
    return Leak("B213", number, rng.choice(("领队的护照号码：", "护照号")))


def _plate(rng: Random) -> Leak:
    number = f"晋{rng.choice('ABCDEF')}·{rng.randrange(1, 10)}{rng.choice('KMNPQ')}{rng.randrange(100, 1000)}"
    owner = rng.choice(("车主：省科技厅驾驶员，车牌号：", "持证人：下属单位保管员，号牌号码"))
    return Leak("B214", rng.choice((number, number.replace("·", ""))), owner)


def _mobile(rng: Random) -> Leak:
    number = mobile(rng)
    return rng.choice(
        (
            Leak("B206", number, "项目负责人手机：", "，可随时联系"),
            Leak("B206", number, "手机号码"),
            Leak("B206", f"+86 {number}", "联系电话："),
            Leak("B206", number, "经办人电话"),
        )
    )


def _card(rng: Random) -> Leak:
    label = rng.choice(("银行卡号：", "补贴发放卡号", "收款人账号（个人）：", "工资卡卡号："))
    return Leak("B207", card(rng, rng.choice((16, 19, 19, 17, 18))), label)


TEXTS: Mapping[str, Callable[[Random], Leak]] = {
    "B201": _secrecy,
    "B202": _internal,
    "B205": _identity,
    "B206": _mobile,
    "B207": _card,
    "B213": _passport,
    "B214": _plate,
}
"""Leaks that are a piece of text; letters, links and hidden text have shapes of their own."""


class Letter(NamedTuple):
    """A piece of correspondence that stays inside government."""

    rule: str
    title: str
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    signature: tuple[str, str]


_UPWARD = (
    ("关于增加科研仪器运行经费的请示", "省人民政府：", "妥否，请批示。"),
    ("关于设立成果转化中心的请示", "省政府：", "以上请示当否，请批复。"),
    ("关于汛期值守情况的报告", "省人民政府：", "特此报告，请审阅。"),
    ("关于落实督查意见情况的报告", "省政府办公厅：", "以上报告，如有不妥，请指示。"),
    ("省科技厅关于申请调整年度预算的请示", "省人民政府：", "以上意见妥否，请予审批。"),
)
_PEERS = (
    ("关于商请支持平台建设用地的函", "省自然资源厅：", "请予支持为盼，并请函复。"),
    ("关于征求《省级平台管理办法》修改意见的函", "省财政厅：", "请于月底前将书面意见函复我厅。"),
    ("关于请派员参加联合检查的函", "省市场监管局：", "特此函达，请予复函。"),
    ("省科技厅关于借用会议场地的函", "省旅游局：", "可否，盼复。"),
)


def letter(rule: str, rng: Random) -> Letter:
    """A request or report upward (B203), or a letter between peers (B204)."""
    title, salutation, closing = rng.choice(_UPWARD if rule == "B203" else _PEERS)
    paragraphs = rng.sample(
        (
            "现有经费编列于三年前，已不能覆盖新增设备的维护支出。",
            "我厅会同有关处室作了测算，所需资金从结余中统筹解决。",
            "前期已完成选址和论证，具体方案附后。",
            "为保证工作按期推进，现将有关事项说明如下。",
        ),
        2,
    )
    return Letter(rule, title, salutation, tuple(paragraphs), closing, ("省科技厅", "2026年3月18日"))

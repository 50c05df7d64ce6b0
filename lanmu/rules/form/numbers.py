"""Numbers that tell a document, and how an office is reached: W304 document-number-form, W305 index-number-form,
W306 incomplete-contact."""

from collections.abc import Iterator

from lanmu import fields, repair
from lanmu.article import Article
from lanmu.finding import Finding
from lanmu.fold import HAN
from lanmu.marked import Text, visible
from lanmu.model import ArticleType, Field
from lanmu.repair import later
from lanmu.rules.prose import Hit, Prose, hit
from lanmu.rules.rule import Basis, Example, warning
from lanmu.rules.sample import DOCUMENT, NEWS, edited
from lanmu.rules.subject import Subject

_NEWS_BODY = "3月19日，省科技厅召开"

W304 = warning(
    "W304",
    "document-number-form",
    "正文里写到的发文字号也用六角括号，序号前不加“第”和零。",
    (Basis("党政机关公文格式 GB/T 9704-2012（发文字号）"), Basis("陕西工信厅办法第十六条（表述规范、准确）", "R141")),
    Example(edited(NEWS, (_NEWS_BODY, f"根据晋政发[2026]第08号，{_NEWS_BODY}")), (("W304", NEWS, 9),)),
    Example(edited(NEWS, (_NEWS_BODY, f"根据晋政发〔2026〕8号，{_NEWS_BODY}"))),
)

W305 = warning(
    "W305",
    "index-number-form",
    "索引号写成“机构代码/年份-5位序号”：机构代码是 9 位组织机构代码或 18 位统一社会信用代码。",
    (Basis("政府信息公开目录系统实施指引（试行）（索引号）"),),
    Example(edited(DOCUMENT, ("0X/2026-00001", "0X/2026-001")), (("W305", DOCUMENT, 5),)),
    Example({}),
)

_GUIDE = """\
---
title: 旅行社设立审批
date: 2026-03-10
source: 省旅游局
type: 办事指南
item_kind: 行政许可事项
basis: 《旅行社条例》第七条
conditions: 有固定的营业场所和必要的营业设施。
materials: [{{name: 设立申请书}}]
procedure: [提交申请, 受理, 审查, 领取证书]
{contact}---

在政务大厅旅游窗口办理。
"""
_GUIDE_PATH = "content/lyj/zxzx/2026-03-10-lv-xing-she.md"
_PHONE = "phone: 0351-0000003\n"

W306 = warning(
    "W306",
    "incomplete-contact",
    "联系方式要写全：有电话就写明是哪个单位的，电话带区号，联系的是单位而不是个人。",
    (Basis("陕西工信厅办法第十九条（联系方式准确）", "R153"),),
    Example({_GUIDE_PATH: _GUIDE.format(contact=_PHONE)}, (("W306", _GUIDE_PATH, 11),)),
    Example({_GUIDE_PATH: _GUIDE.format(contact=f"office: 省旅游局窗口\n{_PHONE}")}),
)

RULES = (W304, W305, W306)

# ── document numbers in running text ─────────────────────────────────────────────────────────────────────

# Organ codes end so, or begin with a province. Certificates and permits (国用、证字、准字), maps (S) and cases (民初)
# end otherwise, and have forms of their own; before 2000 square brackets were right, and years had two digits.
_END = "号(?![楼院线文令井船车机栋门厅台店馆])"
_NUMBER = later(
    rf"[\[(【〔﹝{{<](?:(?<=[{HAN}].)|(?<=[{HAN}] .))"
    rf"(20[0-9]{{2}}|[0-3][0-9])年?[\])】〕﹞}}>] ?第?0{{0,4}}([1-9][0-9]{{0,4}}) ?{_END}"
)
_BARE = later(
    rf"2(?<=[政办委科教财人民建交农商文卫国环水部厅局联改府][发函规]2)(0[0-9]{{2}})年?第?0{{0,4}}([1-9][0-9]{{0,4}}){_END}"
)
_ORDER = later(rf"令(?<=[院席府部委局署会]令)0{{0,4}}([1-9][0-9]{{0,3}}){_END}")
_BEFORE = later(f"[{HAN}]{{1,16}}$")
_VERB = later(
    "(?:根据|依据|按照|依照|参照|遵照|贯彻|落实|执行|转发|印发|下发|颁发|出台|发布|公布|制定|关于|文件|通知|[以由和与及或对将即见如为是的了至从按据照])"
)
_ISSUES = later(
    rf"[发函政办规令电]$|^(?:[财京津沪渝冀豫辽湘皖鲁苏浙赣鄂桂晋蒙陕闽贵粤川琼]|国(?![家内际有企]))[{HAN}]{{1,6}}$"
    "(?<![目题心用证准字初终执号第备告示鉴案次版图家])"
)
_OFFICE = later("(?:国务院|主席|政府|[部委局署]|委员会)令$")
_LONGEST = 60  # characters of a number that a message quotes


def check(prose: Prose) -> Iterator[Hit]:
    """Document numbers in the body that are not written as they should be."""
    text = "" if prose.attached or "号" not in prose.folded.text else prose.folded.text
    for match in _NUMBER().finditer(text):
        start = match.start() - (text[match.start() - 1] == " ")
        good = f"〔20{match.group(1)[-2:]}〕{match.group(2)}号"
        organ = "" if text[start : match.end()] == good else _organ(text, start)
        if len(organ) > 1 and _ISSUES().search(organ):
            yield from _hit(prose, organ, start, match.end(), good)
    for match in _BARE().finditer(text):
        good = f"〔2{match.group(1)}〕{match.group(2)}号"
        yield from _hit(prose, _organ(text, match.start()), *match.span(), good)
    for match in _ORDER().finditer(text):
        organ = _organ(text, match.start() + 1)
        if _OFFICE().search(organ):
            yield from _hit(prose, organ, match.start() + 1, match.end(), f"第{match.group(1)}号")


def _organ(text: str, end: int) -> str:
    """The organ's code or name that stands before a number, without what leads to it."""
    before = _BEFORE().search(text, max(0, end - 16), end)
    return _VERB().split(before.group())[-1] if before else ""


def _hit(prose: Prose, organ: str, start: int, end: int, good: str) -> Iterator[Hit]:
    first, last = prose.folded.origin(start - len(organ), end)
    if organ and first >= prose.body:
        written = visible(" ".join(prose.text[first:last].split())[:_LONGEST])
        yield hit(prose, W304, start, end, f"发文字号“{written}”写法不规范", f"改成 {organ}{good}", good)


# ── the front matter ─────────────────────────────────────────────────────────────────────────────────────

_INDEX = later(r"(?:[0-9A-Z]{8}[0-9X]|[0-9A-HJ-NPQRTUWXY]{18})/[0-9]{4}-[0-9]{5}")
_ORGAN_ENDS = tuple("部委办厅局处科室股所站队院会社团行署府台馆校园心口线司构位门区市县镇乡村道")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_PERSON = later(
    f"[{_SURNAMES}](?:[\u4e00-\u9fff]{{2}}|某{{1,2}}|[\u4e00-\u9fff]{{0,2}}(?:先生|女士|同志|老师|科长|处长|主任|局长))"
)


def front(subject: Subject) -> Iterator[Finding]:
    """Index numbers, and how an office is reached."""
    article, kind = subject.source.article, subject.type
    if article is None or kind is None:
        return
    for field, text in subject.leaves:
        if field.kind == "index_number" and repair.index_number(text) == text and not _INDEX().fullmatch(text):
            cure = "核对机构代码、年份和序号，如 11140000000000000X/2026-00001；本地另有编号规则的不用改"
            yield W305.at(subject.spot(text.line, text.column), f"{fields.titled(field)}“{text}”不是通行的写法", cure)
        elif field.kind == "phone" and repair.phone(text) == text and repair.lacks_area_code(text):
            message = f"{fields.titled(field)}“{text[:40]}”没有区号"
            yield W306.at(subject.spot(text.line, text.column), message, "在号码前写区号，如 0351-3046778")
    yield from _office(subject, article, kind)


def _office(subject: Subject, article: Article, kind: ArticleType) -> Iterator[Finding]:
    """Whose telephone it is: an office's, by name."""
    office, phone = kind.fields.get("office"), kind.fields.get("phone")
    if office is None:
        return
    written = article.fields.find("office")
    if isinstance(written, Text) and _PERSON().fullmatch(written) and not written.endswith(_ORGAN_ENDS):
        message = f"{fields.titled(office)}写的像是人名：“{written}”"
        yield W306.at(subject.spot(written.line, written.column), message, "写单位名称，如 省旅游局政务大厅窗口")
    elif phone is not None:
        yield from _halves(subject, article, office, phone)


def _halves(subject: Subject, article: Article, office: Field, phone: Field) -> Iterator[Finding]:
    """A telephone without an office, an office without a telephone."""
    given = [field for field in (office, phone) if article.fields.find(field.name) is not None]
    if len(given) != 1 or not article.text(given[0].name):
        return
    (has,) = given
    lacks = phone if has is office else office
    at = article.fields[Text(has.name)]
    message = f"写了{fields.titled(has)}，没有写{fields.titled(lacks)}"
    yield W306.at(subject.spot(at.line, at.column), message, f"补上 {lacks.name}: …，让公众知道找谁、怎样联系")

"""Bytes and front matter: F113 not-plain-utf8, F115 bad-front-matter."""

from collections.abc import Iterator

from lanmu import repair
from lanmu.finding import Finding, Spot
from lanmu.marked import Fault
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import NEWS, edited
from lanmu.rules.subject import Source

_FORMAT = Basis("辽宁办法第九条（可兼容、可交换的数据格式）", "R074")
_TIDY = Basis("陕西工信厅办法第十五条（格式标准规范）", "R135")
_NEWS_TEXT = edited(NEWS)[NEWS]

F113 = error(
    "F113",
    "not-plain-utf8",
    "文章必须是 UTF-8 纯文本：没有字节序标记（BOM）、控制字符，不大于 1 MB。",
    (_FORMAT,),
    Example({NEWS: _NEWS_TEXT.encode("gb18030")}, (("F113", NEWS, 2),)),
    Example({}),
)

F115 = error(
    "F115",
    "bad-front-matter",
    "文章开头两行“---”之间必须是能读懂的键和值，键不重复，不用 YAML 的锚点和标签。",
    (_TIDY,),
    Example(edited(NEWS, ("title: 省科技厅召开", "title: 省科技厅: 召开")), (("F115", NEWS, 2),)),
    Example(edited(NEWS, ("title: 省科技厅召开科技计划工作推进会", 'title: "省科技厅: 召开科技计划工作推进会"'))),
)

RULES = (F113, F115)

_CURE = "每行写成“键: 值”，冒号用半角，后面空一格；值里有冒号、引号、括号的，整个加引号"


def check(source: Source) -> Iterator[Finding]:
    """What is wrong with a file before its content can be judged."""
    for fault in source.faults:
        plain = _bytes(fault, source.data)
        if plain:
            yield F113.at(Spot(source.path, fault.line, fault.column), *plain)
        else:
            yield F115.at(Spot(source.path, fault.line, fault.column), *_front_matter(fault))


def _bytes(fault: Fault, data: bytes) -> tuple[str, str] | None:
    match fault.kind:
        case "bytes":
            return _not_utf8(fault, data)
        case "bom":
            return "文件开头有字节序标记（BOM）", "另存为“UTF-8（无 BOM）”"
        case "control" if data.count(b"\x00") > len(data) // 4:
            return "文件是 UTF-16 编码，不是 UTF-8", "用编辑器另存为“UTF-8（无 BOM）”"
        case "control":
            return f"有看不见的控制字符 {fault.detail}", "删去这个字符：多半是从别的软件粘贴时带来的"
        case "large" if fault.line == 1:
            return f"文件大于 {fault.detail}", "大段内容和图片改作附件，正文只留文字"
    return None


def _not_utf8(fault: Fault, data: bytes) -> tuple[str, str]:
    cure = "用编辑器另存为“UTF-8（无 BOM）”"
    likely = repair.encoding(data)
    if likely == "UTF-16":
        return "文件是 UTF-16 编码，不是 UTF-8", cure
    start = _first_broken(data)
    where = f"第{start + 1}个字节 {fault.detail} 起不是 UTF-8"
    if likely:
        return f"{where}，像是 GBK 编码", f"{cure}；打开时编码选“GB18030（简体中文）”"
    return where, f"删去损坏的字符，{cure}"


def _first_broken(data: bytes) -> int:
    """Position of the first byte that is no UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


_FAULTS = {
    "front-matter": (
        "文件开头没有键和值",
        "第一行写“---”，接着每行一个“键: 值”，再写一行“---”，下面才是正文",
    ),
    "colon": ("“{}”后面的冒号是全角的", "改用半角冒号，后面空一格"),
    "space": ("“{}”的冒号后面没有空格", "冒号后面空一格"),
    "unclosed": ("开头的“---”没有结束", "在键和值之后另起一行，只写“---”"),
    "duplicate": ("键重复：{}", "两行留一行"),
    "anchor": ("用了锚点或引用（& 或 *）", "把内容直接写出来；值以 & 或 * 开头的，整个加引号"),
    "tag": ("用了标签 {}", "删去标签；值以 ! 开头的，整个加引号"),
    "tab": ("用了制表符（Tab）", "缩进改用空格"),
    "deep": ("嵌套超过 {} 层", "照 lanmu new 写出的样子改写"),
    "large": ("键和值超过 {}", "大段内容移到正文或附件"),
}


def _front_matter(fault: Fault) -> tuple[str, str]:
    if fault.kind in _FAULTS:
        what, cure = _FAULTS[fault.kind]
        return what.format(fault.detail[:80]), cure
    return f"读不懂：{fault.detail[:80]}", _CURE

"""What a document is and hides: A602 type-mismatch, A603 too-large, A604 unreadable, A605 macro,
A606 scan-without-text, A607 legacy-format, A608 embedded-object, A609 photo-location."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lanmu.attachments import MAX_BYTES
from lanmu.extract import Extracted, specimens
from lanmu.finding import Finding, Spot
from lanmu.rules.rule import Basis, Example, Rule, error, warning
from lanmu.rules.sample import ATTACHMENT

_EXCHANGE = Basis("辽宁办法第九条（可兼容、可交换的数据格式）", "R074")
_SECRETS = Basis("衢州通知四（二）（严格防止涉密信息上网）", "R062")
_PRIVACY = Basis("湘潭办法第二十八条（不得泄露国家秘密、商业秘密和公民个人隐私）", "R211")
_VIRUSES = Basis("陕西工信厅办法第二十条（防病毒安全措施）", "R155")
_FOLDER = ATTACHMENT.rpartition("/")[0]
_PDF = f"{_FOLDER}/shen-bao-biao.pdf"
_DOCX = f"{_FOLDER}/shen-bao-biao.docx"
_DOC = f"{_FOLDER}/shen-bao-biao.doc"
_PICTURE = f"{_FOLDER}/xian-chang.png"
_LIMIT = f"{MAX_BYTES // 1024 // 1024} MB"
_GOOD_PDF = Example(specimens.Made({_PDF: specimens.pdf}))
_GOOD_DOCX = Example(specimens.Made({_DOCX: lambda: specimens.word("项目申报表")}))

A602 = error(
    "A602",
    "type-mismatch",
    "附件的内容要与扩展名一致：改了扩展名的文件，读者打不开，检查也会看错。",
    (_EXCHANGE,),
    Example(specimens.Made({_DOCX: specimens.pdf}), (("A602", _DOCX, None),)),
    _GOOD_PDF,
)

A603 = error(
    "A603",
    "too-large",
    f"一个附件不大于 {_LIMIT}。",
    (_EXCHANGE,),
    Example(specimens.Made({_PDF: specimens.large}), (("A603", _PDF, None),)),
    _GOOD_PDF,
)

A604 = error(
    "A604",
    "unreadable",
    "附件里的文字必须能读出来检查：损坏的、加密码的、层层压缩的、RAR 和 7z 都看不到里面写了什么。",
    (_SECRETS, _EXCHANGE),
    Example(specimens.Made({_DOCX: specimens.cut}), (("A604", _DOCX, None),)),
    _GOOD_DOCX,
)

A605 = error(
    "A605",
    "macro",
    "附件里不能有宏、脚本和一打开就运行的东西。",
    (_VIRUSES,),
    Example(specimens.Made({_PDF: specimens.scripted}), (("A605", _PDF, None),)),
    _GOOD_PDF,
)

A606 = error(
    "A606",
    "scan-without-text",
    "程序读不到文字的页面（只有图片，或字体没有嵌入），看不出有没有密级标志和个人信息，必须有人看过。",
    (_SECRETS, _PRIVACY),
    Example(specimens.Made({_PDF: specimens.scan}), (("A606", _PDF, None),)),
    _GOOD_PDF,
)

A607 = warning(
    "A607",
    "legacy-format",
    "旧格式（doc、xls、ppt、wps、et、dps）的文字只能大致检查，也不是各种软件都能打开，宜换成新格式。",
    (_EXCHANGE,),
    Example(specimens.Made({_DOC: lambda: specimens.old_word("项目申报表")}), (("A607", _DOC, None),)),
    _GOOD_DOCX,
)

A608 = error(
    "A608",
    "embedded-object",
    "文档里不能再藏着别的文件：读者看不见，随手就带出去了。",
    (_SECRETS, _PRIVACY),
    Example(specimens.Made({_PDF: specimens.packed}), (("A608", _PDF, None),)),
    _GOOD_PDF,
)

A609 = error(
    "A609",
    "photo-location",
    "照片里不能带拍摄地点的经纬度。",
    (_PRIVACY, _SECRETS),
    Example(specimens.Made({_PICTURE: lambda: specimens.photograph(True)}), (("A609", _PICTURE, None),)),
    Example(specimens.Made({_PICTURE: lambda: specimens.photograph(False)})),
)

RULES = (A602, A603, A604, A605, A606, A607, A608, A609)


class _Said(NamedTuple):
    """What is said of a kind of trouble; ``{}`` stands for its detail."""

    rule: Rule
    message: str
    cure: str


_REPACK = "删去里面看不了的文件，或者把要发布的文件直接作附件"
_SPLIT = "分成几个文件，或者只留要发布的部分"
_SAID: Mapping[str, _Said] = {
    "mismatch": _Said(
        A602, "{}", "只是名字起错的，把扩展名改回内容所说的类型；要换格式的，用原来的软件打开，另存为新格式"
    ),
    "large": _Said(A603, "附件大于 {}", "压缩图片后重新导出，或者分成几个文件"),
    "unreadable": _Said(A604, "{}", "用原来的软件打开，重新导出为 PDF 或 DOCX；压缩包换成 ZIP"),
    "encrypted": _Said(A604, "加了密码，检查不了里面的文字", "取消密码后重新保存；不能公开的内容不要上网"),
    "timeout": _Said(A604, "读了 {} 还没读完", _SPLIT),
    "memory": _Said(A604, "内容展开后太大，读不完", _SPLIT),
    "long": _Said(A604, "内容太多，超过 {}，后面的没有检查", _SPLIT),
    "deep": _Said(A604, "{}", "减少层数：把里面的文件取出来直接作附件"),
    "ratio": _Said(A604, "{}", _REPACK),
    "unsafe-name": _Said(A604, "压缩包里的文件名不安全：{}", "只选中要发布的文件重新压缩，文件名不带盘符、斜杠和“..”"),
    "macro": _Said(A605, "文档里有{}", "删去它再保存：Office 文档另存为 DOCX、XLSX 或 PPTX，PDF 用“打印”重新生成"),
    "scan": _Said(
        A606,
        "有程序读不到文字的页面：{}",
        "最好换成带文字的 PDF（由原文件导出，或做文字识别）；字体没有嵌入的，导出时选“嵌入字体”；"
        "只有扫描件的，请保密审查人看过，确认没有涉密内容和个人信息，"
        "再在文章开头写 waive: [{rule: A606, by: 保密审查人的账号, reason: 扫描件已逐页看过}]",
    ),
    "legacy": _Said(A607, "旧格式：{}", "用 Office 或 WPS 打开，另存为 DOCX、XLSX、PPTX 或 PDF"),
    "embedded": _Said(A608, "文档里藏着别的文件：{}", "删去它；确要公开的，取出来单独作附件"),
    "gps": _Said(A609, "{}", "去掉位置信息：Windows 里右键“属性”→“详细信息”→“删除属性和个人信息”；或者截图后用截图"),
}


def check(path: str, extracted: Extracted) -> Iterator[Finding]:
    """Findings about the attachment at ``path``, one for each trouble that reading it met."""
    for trouble in extracted.troubles:
        said = _SAID[trouble.kind]
        message = said.message.format(trouble.detail)
        yield said.rule.at(Spot(path, where=trouble.where), message, said.cure)

"""From the bytes of the file to a tree of marked values, refusing early what would cost time."""

import re

from lanmu import marked, repair
from lanmu.marked import MAX_BYTES, MAX_DEPTH, Fault, Map
from lanmu.near import did_you_mean
from lanmu.schema import Report
from lanmu.schema.kind import shown
from lanmu.tree import Tree

NAME = "columns.yaml"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_SIZE = f"{MAX_BYTES // 1024 // 1024} MB"


def fetch(tree: Tree, report: Report) -> bytes | None:
    """The bytes of ``columns.yaml``, of one that is too large one too many; None where there is none."""
    try:
        if NAME in tree.list("").files:
            return tree.read(NAME, MAX_BYTES + 1)
    except OSError as error:
        report.at("unreadable-table", None, None, f"{NAME} 打不开：{error.strerror}", "检查文件的读取权限")
        return None
    if tree.link(NAME):
        cure = "把文件本身放进仓库，不用符号链接"
        report.at("unreadable-table", None, None, f"{NAME} 是符号链接", cure)
        return None
    near = did_you_mean(
        NAME, (name for name in sorted(tree.list("").files) if name.lower().endswith((".yaml", ".yml")))
    )
    cure = f"{near}在门户的根目录运行，或用 --root 指明根目录"
    report.at("unreadable-table", None, None, f"没有 {NAME}", cure)
    return None


def _too_large(report: Report) -> None:
    report.at("unreadable-table", None, None, f"{NAME} 超过{_SIZE}", "责任表只写网站、部门和栏目，文章放在 content/")


def decode(data: bytes, report: Report) -> str | None:
    """``data`` as text with ``\\n`` line ends. A byte order mark is harmless here and dropped."""
    if len(data) > MAX_BYTES:
        _too_large(report)
        return None
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        likely = repair.encoding(data)
        message = f"第{error.start + 1}个字节（0x{data[error.start]:02X}）不是 UTF-8"
        message += f"，像是 {likely} 编码" if likely else ""
        reopen = "；打开时编码选“GB18030（简体中文）”" if likely == "GBK" else ""
        report.at("unreadable-table", line, column, message, f"用编辑器另存为 UTF-8 编码{reopen}")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        message = f"有看不见的控制字符 U+{ord(control.group()):04X}"
        report.at("unreadable-table", line, column, message, "删去这个字符")
        return None
    return text


_FAULTS = {
    "syntax": ("broken-yaml", "不合 YAML 写法：{}", "检查这一行和上一行的冒号、引号、括号和缩进"),
    "colon": ("broken-yaml", "“{}”后面的冒号是全角的", "改用半角冒号，后面空一格"),
    "space": ("broken-yaml", "“{}”的冒号后面没有空格", "冒号后面空一格"),
    "tab": ("tab", "缩进里有制表符", "把制表符换成空格，每级两个"),
    "duplicate": ("duplicate-key", "键写了两次：{}", "两处合成一处，或删去一处"),
    "anchor": ("broken-yaml", "不能用锚点（&）和别名（*）", "把内容在这里写全；以 & 或 * 开头的文字加引号"),
    "tag": ("broken-yaml", "不能用标签 {}", "删去标签；以 ! 开头的文字加引号"),
    "deep": ("broken-yaml", f"嵌套超过{MAX_DEPTH}层", "减少层次"),
    "large": ("unreadable-table", "内容太多，超过{}", "责任表只写网站、部门和栏目，文章放在 content/"),
}


def tree(text: str, report: Report) -> Map | None:
    """The mapping that ``text`` holds, None where there is none."""
    read = marked.read(text)
    for fault in read.faults:
        _say(fault, report)
    if isinstance(read.root, Map):
        return read.root
    if not read.faults:
        report.say("broken-yaml", read.root, f"{NAME} 里没有键和值", "从 site: 写起，写法见手册")
    return None


def _say(fault: Fault, report: Report) -> None:
    rule, message, cure = _FAULTS[fault.kind]
    report.at(rule, fault.line, fault.column, message.format(shown(fault.detail)), cure)

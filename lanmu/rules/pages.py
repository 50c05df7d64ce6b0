"""Pages of docs/rules: each rule explained by its own value, its examples run for real."""

from collections.abc import Iterable
from difflib import unified_diff

from lanmu import report
from lanmu.finding import ERROR
from lanmu.rules import examples, sample
from lanmu.rules.rule import Example, Rule

INDEX = "README.md"
_FAMILIES = {
    "F": "格式",
    "B": "不得发布",
    "W": "用语",
    "O": "归属",
    "L": "链接",
    "A": "附件",
    "C": "栏目表",
    "T": "时效",
    "R": "审核",
    "H": "由人判断",
}
_SEVERITIES = {True: "错误，改正后才能发布", False: "提醒，不妨碍检查通过"}
_SHOWN = 64  # bytes of a file that is no text


def filename(rule: Rule) -> str:
    """Name of the rule's page."""
    return f"{rule.code}-{rule.name}.md"


def render(rule: Rule) -> str:
    """The rule's page as Markdown, in Chinese: what, why, a bad example with what the check says, a good one."""
    parts = [
        f"# {rule.code} {rule.name}",
        rule.what,
        f"- 级别：{_SEVERITIES[rule.severity == ERROR]}\n- 依据：{'；'.join(_basis(rule))}",
        "## 这样不行",
        _portal(rule.bad),
        "检查的结果：",
        _fenced(report.human(examples.run(rule.bad)), "text"),
        "## 这样可以",
        _portal(rule.good),
    ]
    return "\n\n".join(parts) + "\n"


def index(rules: Iterable[Rule]) -> str:
    """The list of all rules as Markdown, by family."""
    lines = ["# 规则", "", "每条规则一页，由规则本身生成。例子写成对一个小门户的改动：“-”是原来的行，“+”是改后的行。"]
    family = ""
    for rule in rules:
        if _FAMILIES[rule.code[0]] != family:
            family = _FAMILIES[rule.code[0]]
            lines += ["", f"## {family}", "", "| 编号 | 名称 | 级别 | 说明 |", "|---|---|---|---|"]
        severity = "错误" if rule.severity == ERROR else "提醒"
        lines.append(f"| [{rule.code}]({filename(rule)}) | {rule.name} | {severity} | {rule.what} |")
    return "\n".join(lines) + "\n"


def pages(rules: Iterable[Rule]) -> dict[str, str]:
    """Every file of docs/rules by its name."""
    rules = tuple(rules)
    return {INDEX: index(rules), **{filename(rule): render(rule) for rule in rules}}


def _basis(rule: Rule) -> list[str]:
    return [item.text for item in rule.basis]


def _portal(example: Example) -> str:
    """What the example changes in the sample. A file removed and one added are a file renamed."""
    gone = [path for path, content in example.files.items() if content is None]
    shown = []
    for path, content in example.files.items():
        if content is not None and path not in sample.FILES and gone:
            old = gone.pop()
            shown += [f"`{old}` 改名为 `{path}`。", _file(path, content, sample.FILES[old])]
        elif content is not None:
            shown.append(_file(path, content, sample.FILES.get(path)))
    shown += [f"删去 `{path}`。" for path in gone]
    return "\n\n".join(part for part in shown if part) or "示范门户的原样。"


def _file(path: str, content: str | bytes, before: str | None) -> str:
    if isinstance(content, bytes):
        return _bytes(path, content, before)
    if before is None:
        return f"新增 `{path}`：\n\n{_fenced(content, 'text')}"
    lines = unified_diff(before.splitlines(), content.splitlines(), lineterm="", n=2)
    changes = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return f"`{path}`：\n\n{_fenced(chr(10).join(changes), 'diff')}" if changes else ""


def _bytes(path: str, content: bytes, before: str | None) -> str:
    try:
        return _file(path, content.decode("utf-8"), before)
    except UnicodeDecodeError:
        start = " ".join(f"{byte:02x}" for byte in content[:_SHOWN])
        return f"`{path}`，开头的字节：\n\n{_fenced(start, 'text')}"


def _fenced(text: str, language: str) -> str:
    """A fenced block, its fence longer than any in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"

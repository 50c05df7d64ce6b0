"""Pages of docs/rules: each rule explained by its own value, its examples run for real."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff

from lanmu import report
from lanmu.finding import ERROR
from lanmu.rules import examples, sample
from lanmu.rules.rule import Example, Push, Rule

Portal = Mapping[str, str | bytes]  # files by path

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
_INTRODUCTION = (
    "每条规则一页，由规则本身生成。“这样不行”写成对一个小门户的改动，“这样可以”写成对“这样不行”的改正："
    "“-”是原来的行，“+”是改后的行。"
    "依据后面的［R140］是各规定要求的编号，见[要求对照](../requirements.md)。"
)
_MOST, _FEW = 12, 2  # files whose changes are shown; of more than those only these
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
        _changes(sample.FILES, examples.files(rule.bad)),
        *(f"`{path}` 第一次提交是在 {day}。" for path, day in rule.bad.history.items()),
        *_pushed(rule.bad),
        "检查的结果：" if rule.bad.push is None else "服务器的答复：",
        _fenced(report.human(examples.run(rule.bad)), "text"),
        "## 这样可以",
        _changes(examples.files(rule.bad), examples.files(rule.good)),
        *_pushed(rule.good),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _pushed(example: Example) -> Iterator[str]:
    """Who pushes an example where, and who has approved it."""
    push = example.push
    if push is None:
        return
    yield f"由 `{push.author}` 提交，账号 `{push.actor}` 推送到 `{push.ref}`。"
    if push.message != Push._field_defaults["message"]:
        yield f"提交的说明：\n\n{_fenced(push.message, 'text')}"
    for one in push.approvals:
        yield f"`{one.account}` 签批过{'这些内容' if one.files is None else '另一个内容'}。"


def index(rules: Iterable[Rule]) -> str:
    """The list of all rules as Markdown, by family."""
    lines = ["# 规则", "", _INTRODUCTION]
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
    return [f"{item.text}［{item.requirement}］" if item.requirement else item.text for item in rule.basis]


def _changes(before: Portal, after: Portal) -> str:
    """What leads from one portal to the other. A file removed and one added are a file renamed."""
    gone = [path for path in before if path not in after]
    shown = []
    for path, content in after.items():
        if path in before:
            shown.append(_file(path, content, before[path]))
        elif gone:
            old = gone.pop()
            shown += [f"`{old}` 改名为 `{path}`。", _file(path, content, before[old])]
        else:
            shown.append(f"新增 `{path}`：\n\n{_fenced(_text(content) or _start(content), 'text')}")
    shown += [f"删去 `{path}`。" for path in gone]
    shown = [part for part in shown if part]
    rest = len(shown) - _MOST
    return "\n\n".join([*shown[:_FEW], f"……还有 {len(shown) - _FEW} 个这样的文件。"] if rest > 0 else shown)


def _file(path: str, content: str | bytes, before: str | bytes) -> str:
    old, new = _text(before), _text(content)
    if new is None:
        return f"`{path}`，开头的字节：\n\n{_fenced(_start(content), 'text')}" if content != before else ""
    if old is None:
        return f"`{path}` 另存为 UTF-8 编码。"
    lines = unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2)
    changes = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return f"`{path}`：\n\n{_fenced(chr(10).join(changes), 'diff')}" if changes else ""


def _text(content: str | bytes) -> str | None:
    """``content`` as text, None where it is not UTF-8 or holds what no text does."""
    if isinstance(content, bytes) and b"\0" in content:
        return None
    try:
        return content if isinstance(content, str) else content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _start(content: str | bytes) -> str:
    data = content if isinstance(content, bytes) else content.encode()
    return " ".join(f"{byte:02x}" for byte in data[:_SHOWN])


def _fenced(text: str, language: str) -> str:
    """A fenced block, its fence longer than any in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"

"""How much Markdown an article may pile up: F116 too-complex."""

from collections.abc import Iterator

from lanmu import complexity, fields
from lanmu.finding import Finding
from lanmu.rules.rule import Basis, Example, error
from lanmu.rules.sample import NEWS, edited
from lanmu.rules.subject import Subject

_MARKERS = "- " * (complexity.MAX_LEVELS + 1)
_BEGINNING = "3月19日，省科技厅"

F116 = error(
    "F116",
    "too-complex",
    "正文和成段的文字不堆叠标记：列表层数、括号、标题等的多少都有上限，真实的文章远远用不到。",
    (Basis("陕西工信厅办法第十五条（格式标准规范）", "R135"),),
    Example(edited(NEWS, (_BEGINNING, f"{_MARKERS}{_BEGINNING}")), (("F116", NEWS, 9),)),
    Example(edited(NEWS, (_BEGINNING, f"- - {_BEGINNING}"))),
)

RULES = (F116,)
_CURE = "拆成几篇，或者检查是不是粘贴出错"


def check(subject: Subject) -> Iterator[Finding]:
    """The first excess of the body and of every field that is written as Markdown."""
    article = subject.source.article
    if article is None:
        return
    if found := complexity.excess(article.body):
        yield F116.at(subject.spot(article.body_line + found.line - 1), _said(found), _CURE)
    for field, text in subject.leaves:
        if field.kind == "text" and (found := complexity.excess(text)):
            yield F116.at(subject.spot(text.line, text.column), f"{fields.titled(field)}：{_said(found)}", _CURE)


def _said(found: complexity.Excess) -> str:
    return f"{found.what}超过 {found.most}"

"""Findings of every sort that a report may have to show; their rules are nobody's, so that no rule's text is held here."""

from lanmu.finding import ERROR, WARNING, Finding, Fix

STYLE = ("X105", "style", ERROR, "content/kjt/a.md")
FINDINGS = (
    Finding("X101", "missing-field", ERROR, "content/kjt/a.md", 1, 1, None, "缺少“标题”", "写上标题", "甲办法第一条"),
    Finding(*STYLE, 7, 3, None, "写了颜色", "删去", "乙办法第二条"),
    Finding(*STYLE, 9, 3, None, "写了颜色", "删去", "乙办法第二条"),
    Finding(*STYLE, 10, 5, None, "写了字号", "照样式表写", "乙办法第二条"),
    Finding(
        "X301", "wrong-term", WARNING, "content/kjt/a.md", 112, 23, None, "“截止”应为“截至”", "改为“截至”", "丙", Fix(40, 42, "截至")
    ),
    Finding("X201", "secrecy-mark", ERROR, "content/kjt/a/5%, b:c.pdf", None, None, "第3页", "有密级标志", "撤下", "丁"),
    Finding(
        "X401", "place", ERROR, "content/\udcff\u202e\n<表>.docx", None, None, None, "不是\u202e栏\n目\ufffe & 9%: <b>", "移走", "戊"
    ),
    Finding("X113", "bytes", WARNING, "content/Ａ.md", 2, None, None, "有字节序标记", "去掉", "己", Fix(0, 0, "")),
)  # fmt: skip

"""Leaks that are no piece of text to disguise: hidden text and links, each with its own shapes."""

HIDDEN = {
    "display-none": '办理结果<span style="display:none">另行通知</span>已公布。',
    "display-none-blanks": '办理结果<span style="color:#333; DISPLAY : none">另行通知</span>已公布。',
    "display-none-entity": '办理结果<span style="displ&#97;y:none">另行通知</span>已公布。',
    "display-none-css-comment": '办理结果<span style="display:/* */none">另行通知</span>已公布。',
    "display-none-css-escape": '办理结果<span style="d\\69splay:none">另行通知</span>已公布。',
    "display-none-single-quotes": "办理结果<span style='display:none'>另行通知</span>已公布。",
    "display-none-unquoted": "办理结果<span style=display:none>另行通知</span>已公布。",
    "display-none-two-lines": '办理结果<span\nstyle="display:none">另行通知</span>已公布。',
    "visibility": '办理结果<b style="visibility:hidden">另行通知</b>已公布。',
    "opacity": '办理结果<b style="opacity:0">另行通知</b>已公布。',
    "font-0": '办理结果<span style="font-size:0">另行通知</span>已公布。',
    "font-0px": '办理结果<span style="font-size: 0px">另行通知</span>已公布。',
    "white": '办理结果<span style="color:#fff">另行通知</span>已公布。',
    "white-long": '办理结果<span style="color: #FFFFFF">另行通知</span>已公布。',
    "white-name": '办理结果<span style="color:white">另行通知</span>已公布。',
    "white-rgb": '办理结果<span style="color:rgb(255, 255, 255)">另行通知</span>已公布。',
    "white-font": '办理结果<font color="white">另行通知</font>已公布。',
    "white-font-number": '办理结果<font color="#ffffff">另行通知</font>已公布。',
    "transparent": '办理结果<span style="color:transparent">另行通知</span>已公布。',
    "hidden-attribute": "<p hidden>另行通知</p>",
    "hidden-value": '<p hidden="hidden">另行通知</p>',
    "off-screen": '<p style="position:absolute;left:-9999px">另行通知</p>',
    "indent": '<p style="text-indent:-9999px">另行通知</p>',
    "comment": "办理结果<!-- 另行通知各有关单位 -->已公布。",
    "comment-lines": "<!--\n另行通知各有关单位\n-->",
    "zero-width-space": "办理结\u200b果已公布。",
    "zero-width-joiner": "办理结\u200d果已公布。",
    "word-joiner": "办理结\u2060果已公布。",
    "no-break-mark": "办理结\ufeff果已公布。",
    "zero-width-entity": "办理结&#8203;果已公布。",
    "zero-width-entity-hex": "办理结&#x200B;果已公布。",
    "bidi-override": "办理结\u202e果已公布\u202c。",
    "bidi-isolate": "办理结\u2067果已公布\u2069。",
    "tag-characters": "办理结\U000e0041\U000e0042果已公布。",
}
"""Name → a paragraph that holds what a reader does not see (B212)."""

LINKS = {
    "inline": "详见[说明]({})。",
    "titled": '详见[说明]({} "说明")。',
    "pointed": "详见[说明](<{}>)。",
    "reference": "详见[说明][乙]。\n\n[乙]: {}",
    "autolink": "详见<{}>。",
    "bare": "详见 {} 的说明。",
    "html": '详见<a href="{}">说明</a>。',
    "html-single-quotes": "详见<a class='x' href='{}'>说明</a>。",
    "html-unquoted": "详见<a href={}>说明</a>。",
    "image": "![说明]({})",
    "html-image": '<img alt="说明" src="{}">',
    "in-list": "- 说明\n- 详见[说明]({})",
    "in-table": "| 事项 | 说明 |\n|---|---|\n| 材料 | [说明]({}) |",
}
"""Name → a paragraph that leads to an address."""


def addresses(host: str) -> dict[str, str]:
    """Ways to write an address of ``host`` that a browser takes for the same host."""
    return {
        "plain": f"https://{host}/a.html",
        "http": f"http://{host}/a.html",
        "upper-case": f"HTTPS://{host.upper()}/a.html",
        "sub-domain": f"https://m.{host}/a.html",
        "no-scheme": f"//{host}/a.html",
        "port": f"https://{host}:8443/a.html",
        "user": f"https://www.shifan.gov.cn@{host}/a.html",
        "trailing-dot": f"https://{host}./a.html",
        "entity": f"https://&#{ord(host[0])};{host[1:]}/a.html",
        "percent": f"https://%{ord(host[0]):02x}{host[1:]}/a.html",
        "full-width": "https://"
        + "".join(chr(ord(char) + 0xFEE0) if char.isalpha() else char for char in host)
        + "/a.html",
        "full-width-dot": f"https://{host.replace('.', '。')}/a.html",
    }

"""The text of a new merge request: what whoever proposes and whoever approves answer for."""

from lanmu.model import Portal
from lanmu.review.record import DUTIES, QUESTIONS

GITLAB_PATH = ".gitlab/merge_request_templates/Default.md"
GITEA_PATH = ".gitea/pull_request_template.md"

_TEXT = """\
<!-- 由 lanmu owners --write 生成，不要手工修改。把“待填”改成实际内容。 -->

## 报送内容

- 栏目和文章：待填
- 信息来源：待填

## 审查四问

{questions}

## 四项责任

{duties}

保密审查人：{reviewer}

勾选只供核对；算数的是签批：lanmu approve，或本服务器上的批准。
"""
_DUTIES = {
    "真实": "内容与事实、原件一致",
    "合法": "依法可以公开",
    "时效": "仍然有效，没有过时",
    "准确": "文字、数据、附件无误",
}


def text(portal: Portal) -> str:
    """The template, the same for every server; the secrecy reviewer by office and account, never by a mention."""
    questions = [f"- [ ] {name}：{question}（{answer}）" for name, question, answer in QUESTIONS]
    duties = [f"- [ ] {name}：{_DUTIES[name]}" for name in DUTIES]
    reviewer = _named(portal, portal.site.roles.secrecy_reviewer)
    return _TEXT.format(questions="\n".join(questions), duties="\n".join(duties), reviewer=reviewer)


def _named(portal: Portal, party: str) -> str:
    """A role names a department or a listed account; a table without it has an error (C740, C743)."""
    if party in portal.departments:
        return portal.departments[party].name
    return f"{portal.accounts[party].title}（{party}）"

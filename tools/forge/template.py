"""The text of a new merge request: what whoever proposes and whoever approves answer for."""

from lanmu.model import Portal

GITLAB_PATH = ".gitlab/merge_request_templates/Default.md"
GITEA_PATH = ".gitea/pull_request_template.md"

# The four answers are the questions of 湘潭第二十三条 and 陕西工信厅第十四条, the four words those of 谁发布谁负责.
_TEXT = """\
<!-- 由 lanmu owners --write 生成，不要手工修改。把“待填”改成实际内容；有“待填”的不予批准。 -->

## 报送内容

- 栏目和文章：待填
- 信息来源：待填

## 审核时答复

- [ ] 是否符合法律、法规和政策：待填
- [ ] 是否涉及国家秘密、工作秘密：待填
- [ ] 是否及时：待填
- [ ] 格式和表述是否规范：待填

## 责任

- [ ] 真实：内容与事实、原件一致
- [ ] 合法：依法可以公开
- [ ] 时效：仍然有效，没有过时
- [ ] 准确：文字、数据、附件无误

保密审查人：{reviewer}
"""


def text(portal: Portal) -> str:
    """The template, the same for every server; the secrecy reviewer by office and account, never by a mention."""
    return _TEXT.format(reviewer=_named(portal, portal.site.roles.secrecy_reviewer))


def _named(portal: Portal, party: str) -> str:
    """A role names a department or a listed account; a table without it has an error (C740, C743)."""
    if party in portal.departments:
        return portal.departments[party].name
    return f"{portal.accounts[party].title}（{party}）"

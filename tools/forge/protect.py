"""``lanmu server protect``: the branch that is published, protected as the regulations want it."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from lanmu.model import Portal
from lanmu.refusal import Unable
from lanmu.review import people
from tools import console, find, forge, table
from tools.forge import Forge, Setting, Wanted
from tools.help import Command

BRANCH = "main"
# What the servers' names of settings mean.
LABELS = {
    "merge_method": "合并时留下合并提交",
    "merge_commit_template": "合并提交写明谁审批了",
    "squash_commit_template": "压缩合并的提交写明谁审批了",
    "only_allow_merge_if_pipeline_succeeds": "检查通过才能合并",
    "reset_approvals_on_push": "推送后撤销审批",
    "merge_requests_author_approval": "可以审批自己的合并请求",
    "merge_requests_disable_committers_approval": "提交过的人不能审批",
    "disable_overriding_approvers_per_merge_request": "不能改动单个合并请求的审批人",
    "push": "谁可以直接推送",
    "merge": "谁可以合并",
    "allow_force_push": "可以强制推送",
    "code_owner_approval_required": "栏目的负责人审批后才能合并",
    "enable_push": "可以直接推送",
    "enable_push_whitelist": "只有指定的账号可以推送",
    "push_whitelist_usernames": "谁可以直接推送",
    "push_whitelist_teams": "哪些团队可以直接推送",
    "push_whitelist_deploy_keys": "部署密钥可以推送",
    "enable_force_push": "可以强制推送",
    "enable_merge_whitelist": "只有指定的账号可以合并",
    "merge_whitelist_usernames": "谁可以合并",
    "merge_whitelist_teams": "哪些团队可以合并",
    "enable_status_check": "检查通过才能合并",
    "status_check_contexts": "哪些检查要通过",
    "required_approvals": "至少几个审批",
    "dismiss_stale_approvals": "推送后撤销审批",
    "block_on_rejected_reviews": "有人不同意就不能合并",
    "block_admin_merge_override": "管理员也要守规则",
    "apply_to_admins": "管理员也要守规则",
}


def wanted(portal: Portal) -> Wanted:
    """Who may land: the 编辑发布机构, the office its table, the webmaster a takedown, others what columns.yaml allows.

    A server's rule is about all of main; which of them may land what the gate decides (R906).
    Raises ``Unable`` where the table names no 编辑发布机构.
    """
    if not people.editors(portal):
        raise Unable("columns.yaml 没有写编辑发布机构（roles.editor）的账号", "先写明由谁发布，再设置 git 服务器")
    named = [party for column in portal.columns.values() if column.publishes for party in column.publishes.who]
    may = people.editors(portal) | people.office(portal) | people.webmasters(portal) | people.members(portal, *named)
    return Wanted(BRANCH, tuple(sorted(may - people.support(portal))))


def plan(server: Forge, portal: Portal) -> tuple[Setting, ...]:
    """Every setting, as it is and as it should be; nothing is changed."""
    return server.settings(wanted(portal))


def apply(server: Forge, portal: Portal) -> tuple[Setting, ...]:
    """Change what differs; the settings that were changed. Raises ``Unable`` where the server kept its own."""
    changed = tuple(setting for setting in plan(server, portal) if setting.differs)
    if changed:
        server.protect(wanted(portal))
        if kept := [setting.name for setting in plan(server, portal) if setting.differs]:
            raise Unable(f"git 服务器没有采纳：{'、'.join(kept)}", "请网站管理员在服务器的页面上改，再运行一次核对")
    return changed


@click.command("protect", cls=Command)
@click.option("--forge", "kind", type=click.Choice(list(forge.KINDS)), required=True, help="git 服务器的种类")
@click.option("--server", required=True, metavar="URL", help="服务器地址，如 https://git.shifan.gov.cn")
@click.option("--project", required=True, metavar="组/项目", help="项目路径")
@click.option("--apply", "really", is_flag=True, help="真的修改；不写则只显示")
@click.pass_obj
def command(root: Path, kind: str, server: str, project: str, really: bool) -> int:
    """按 columns.yaml 保护 git 服务器上的 main 分支
    Protect the main branch on GitLab, Gitea or Forgejo.

    令牌放在环境变量 LANMU_TOKEN 里，账号要能管理项目。不写 --apply 时什么也不改，有差异则退出码为 1。
    """
    portal = find.portal(root)
    project_there = forge.open(kind, server, project, os.environ.get("LANMU_TOKEN", ""))
    settings = plan(project_there, portal)
    click.echo("\n".join(_table(settings)))
    differing = [setting for setting in settings if setting.differs]
    if not differing:
        console.note("都已经这样设置，没有要改的。")
    elif really:
        console.note(f"已修改 {len(apply(project_there, portal))} 项。")
    else:
        console.note(f"{len(differing)} 项要改；核对后加上 --apply 再运行。")
    return console.FOUND if differing and not really else console.CLEAN


def _table(settings: Sequence[Setting]) -> list[str]:
    rows = [("", "设置", "现在", "应当", "服务器上的名称")]
    rows += [
        ("改" if setting.differs else "", _label(setting), setting.now, setting.wanted, setting.name)
        for setting in settings
    ]
    return table.rows(rows)


def _label(setting: Setting) -> str:
    return LABELS[setting.name.rpartition(" ")[2]]

"""``lanmu owners``: what a git server and an editor must know of ``columns.yaml``, as files for them."""

from pathlib import Path

import click

from lanmu import codeowners, editor, whole
from lanmu.model import Portal
from lanmu.review import signed
from tools import console, find
from tools.forge import template
from tools.help import Command

_FORMS = {"gitlab": codeowners.gitlab, "gitea": codeowners.gitea, "signers": signed.allowed_signers}


@click.command(cls=Command)
@click.option("--write", is_flag=True, help="写入各自的文件，而不是显示")
@click.option("--format", "form", type=click.Choice(list(_FORMS)), default="gitlab", help="显示哪一种，默认 gitlab")
@click.pass_obj
def command(root: Path, write: bool, form: str) -> int:
    """按 columns.yaml 生成 CODEOWNERS 和合并请求的模板
    Generate CODEOWNERS and the merge request template from columns.yaml.

    GitLab 用的在 .gitlab，Gitea 和 Forgejo 用的在 .gitea；columns.yaml 改了就重新生成。
    --format signers 显示谁的签名公钥何时有效（OpenSSH 的 allowed signers），供审计核对签批。
    """
    portal = find.portal(root)
    if not write:
        click.echo(_FORMS[form](portal), nl=False)
        return console.CLEAN
    for path, text in files(portal).items():
        if _holds(root / path, text):
            console.note(f"没有变化 {path}")
        else:
            whole.replace(root / path, text)
            console.note(f"已写入 {path}")
    for path in codeowners.FIRST:
        if (root / path).exists():
            console.note(f"注意：{path} 会盖过上面的文件，git 服务器只读先找到的一个；请删去它")
    return console.CLEAN


def files(portal: Portal) -> dict[str, str]:
    """Every file that is made, by its path; what else is made from the table is added here."""
    text = template.text(portal)
    return {
        codeowners.GITLAB_PATH: codeowners.gitlab(portal),
        template.GITLAB_PATH: text,
        codeowners.GITEA_PATH: codeowners.gitea(portal),
        template.GITEA_PATH: text,
        **editor.files(portal),
    }


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()

"""``lanmu server``: the gate on a git server."""

import click

from tools.forge import protect
from tools.help import Group
from tools.server import install


@click.group(cls=Group)
def command() -> None:
    """git 服务器上的闸门：安装，保护分支
    The gate on a git server: install it, protect branches.
    """


command.add_command(install.command)
command.add_command(protect.command)

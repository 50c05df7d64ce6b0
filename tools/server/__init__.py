"""``lanmu server``: the gate on a git server."""

import click

from tools.help import Command
from tools.server import install


class _Group(Command, click.Group):
    """A group whose help is Chinese."""


@click.group(cls=_Group)
def command() -> None:
    """git 服务器上的闸门：安装，保护分支
    The gate on a git server: install it, protect branches.
    """


command.add_command(install.command)

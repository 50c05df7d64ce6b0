"""The ``lanmu`` command: finds its subcommands, and turns every ending into an exit status."""

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from lanmu.refusal import Refused, Unable
from tools import console, help

# In the order of a liaison's day. The module of a command is loaded when it is called.
COMMANDS = (
    *("new", "check", "approve", "review", "explain", "rules", "columns", "register"),
    *("build", "links", "serve", "editor", "schema", "owners", "comment", "server"),
)


class Commands(help.Group):
    """A group that imports ``tools.<name>`` only for the command that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command called ``name``, None where there is none."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"tools.{name}").command
        return command

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run, and exit with the status that the ending has."""
        sys.exit(self.status(*args, **extra))

    def status(self, args: Sequence[str] | None = None, **extra: Any) -> int:
        """Run ``args``; the exit status (0 clean, 1 refused, 2 could not run, 130 interrupted)."""
        extra |= {"prog_name": "lanmu", "standalone_mode": False}
        try:
            return super().main(args, **extra) or console.CLEAN
        except click.exceptions.NoArgsIsHelpError as error:
            console.note(error.format_message().rstrip("\n"))
            return console.UNABLE
        except click.UsageError as error:
            return console.unable(*help.usage_error(error))
        except click.Abort:
            return console.INTERRUPTED
        except Refused as refused:
            console.show(refused.findings)
            return console.FOUND
        except Unable as error:
            return console.unable(error.message, error.cure)
        except OSError as error:
            return console.system_error(error)
        except Exception as error:
            return console.bug(error)


@click.command(cls=Commands, no_args_is_help=True)
@click.option(
    "--root", type=click.Path(path_type=Path), default=".", metavar="DIR", help="门户的根文件夹，默认为当前文件夹"
)
@click.pass_context
def cli(ctx: click.Context, root: Path) -> None:
    """栏目：每个栏目都有人负责的政府门户网站
    Lanmu: a government portal whose every column has an owner.
    """
    ctx.obj = Path(os.path.abspath(root))


def main() -> None:
    """Entry of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # What is piped is UTF-8 whatever the locale; a character that a terminal lacks is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    cli()

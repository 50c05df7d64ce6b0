"""Help and usage errors in Chinese: click's own texts are English."""

import inspect
from collections.abc import Iterable

import click

from lanmu.near import did_you_mean
from tools import table


def quoted(names: Iterable[str]) -> str:
    """Names as a Chinese sentence lists them."""
    return "、".join(names)


class Command(click.Command):
    """A command whose docstring is its help: a Chinese line, an English line, then details."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help: what it does, how it is called, its options."""
        formatter.write(page(self, ctx))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option


class Group(Command, click.Group):
    """A command that holds others."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The group's help and a line for each command."""
        formatter.write(page(self, ctx))
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        lines = [(name, summary(command)) for name, command in commands if command]
        formatter.write("\n命令：\n" + "\n".join(table.rows(lines, indent="  ")) + "\n")


def summary(command: click.Command) -> str:
    """The Chinese line that says what a command does."""
    return _text(command).partition("\n")[0]


def page(command: click.Command, ctx: click.Context) -> str:
    """The whole help of a command."""
    first, _, rest = _text(command).partition("\n\n")
    blocks = [first, f"用法：{_usage(command, ctx)}", *([rest] if rest else [])]
    blocks.append("选项：\n" + "\n".join(_options(command, ctx)))
    return "\n\n".join(blocks) + "\n"


def _text(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "")


def _usage(command: click.Command, ctx: click.Context) -> str:
    params = command.get_params(ctx)
    needed = [" ".join(_option(param, ctx)) for param in params if isinstance(param, click.Option) and param.required]
    arguments = [param.make_metavar(ctx) for param in params if isinstance(param, click.Argument)]
    verb = ["命令 …"] if isinstance(command, click.Group) else []
    return " ".join([ctx.command_path, *arguments, *needed, "[选项]", *verb])


def _options(command: click.Command, ctx: click.Context) -> list[str]:
    options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    return table.rows([(" ".join(_option(param, ctx)), param.help or "") for param in options], indent="  ")


def _option(option: click.Option, ctx: click.Context) -> list[str]:
    name = max(option.opts, key=len)
    return [name] if option.is_flag else [name, option.make_metavar(ctx)]


def usage_error(error: click.UsageError) -> tuple[str, str]:
    """What was wrong with the command line, and what to do about it."""
    path = error.ctx.command_path if error.ctx else "lanmu"
    see = f"用法见 {path} --help"
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}", _other_option(error) + see
    if isinstance(error, click.NoSuchCommand):
        group = error.ctx.command if error.ctx else None
        names = group.list_commands(error.ctx) if isinstance(group, click.Group) and error.ctx else []
        return f"没有命令 {error.command_name}", did_you_mean(error.command_name, names) + see
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name(error)}", see
    if isinstance(error, click.BadParameter):
        return _bad(error), see
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面缺少值，或不该有值", see
    return "命令后面的内容太多或写法不对", see


def _other_option(error: click.NoSuchOption) -> str:
    if error.option_name == "--root":
        return "--root 写在命令前面：lanmu --root DIR 命令。"
    return f"是不是 {quoted(error.possibilities)}？" if error.possibilities else ""


def _name(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.make_metavar(error.ctx) if param and error.ctx else "参数"


def _bad(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"{_name(error)} 只能是 {quoted(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        return f"{_name(error)} 应当是 {kind.min} 到 {kind.max} 的整数"
    return f"{_name(error)} 的值不对"

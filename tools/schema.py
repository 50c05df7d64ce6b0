"""``lanmu schema``: the JSON Schema of columns.yaml, for editors."""

import json
from pathlib import Path

import click

from lanmu import whole
from tools import console
from tools.help import Command

PATH = "schema/columns.schema.json"


@click.command(cls=Command)
@click.option("--write", is_flag=True, help=f"写入 {PATH}，而不是显示")
@click.pass_obj
def command(root: Path, write: bool) -> int:
    """输出 columns.yaml 的 JSON Schema，供编辑器提示和查错
    Print the JSON Schema of columns.yaml.
    """
    from lanmu import schema

    text = json.dumps(schema.json_schema(), ensure_ascii=False, indent=1) + "\n"
    if not write:
        click.echo(text, nl=False)
        return console.CLEAN
    whole.replace(console.require(root) / PATH, text)
    console.note(f"已写入 {PATH}")
    return console.CLEAN

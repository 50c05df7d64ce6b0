"""Page values as bytes."""

from functools import cache
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lanmu.page import Page
from lanmu.urls import href


@cache
def environment(theme: Path, overrides: tuple[str, ...]) -> Environment:
    """Jinja for a theme: nothing undefined passes, everything is escaped. Compiled once a process."""
    env = Environment(
        loader=FileSystemLoader([*overrides, str(theme / "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["href"] = href
    return env


@cache
def _maker(name: str) -> Any:
    return resolve_name(name)


def render(env: Environment, page: Page) -> bytes:
    """The bytes of a page: of a template of the theme, or of a function named ``module:name``."""
    if ":" in page.template:
        text = _maker(page.template)(**page.context)
    else:
        text = env.get_template(page.template).render(page.context)
    return str(text).encode("utf-8")

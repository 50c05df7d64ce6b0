"""Page values as bytes, and as fingerprints."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from lanmu.page import Page
from lanmu.refusal import Unable
from lanmu.urls import href

_DIGEST = 16  # bytes
_ALIKE = 512  # parts of pages that are kept
_KEPT = 4  # environments that are kept
# Tags that name another template, and the one way of naming it that is understood. Parsing takes fifty times as long.
_REFERENCE = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b(.*?)%\}", re.DOTALL)
_PLAIN = re.compile(
    r"""\s+(?:"([\w./-]+)"|'([\w./-]+)')(?:\s*(?:ignore|with|without|as|import)\b.*)?\s*[-+]?""", re.DOTALL
)


class NotUnderstood(Exception):
    """Something of which nobody can tell what depends on it; carries the reason, in Chinese."""


class _Template(Template):
    """Imported without asking each time whether its importer has globals of its own: none here has.

    The name is a private one of Jinja's; without it pages are the same.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def environment(folders: tuple[str, ...], compiled: str) -> Environment:
    """Jinja for the template folders as they are: nothing undefined passes, everything is escaped.

    ``compiled`` is a folder of the user's own for compiled templates, "" for none.
    """
    env = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,  # a plain mapping: no theme has many templates
        bytecode_cache=FileSystemBytecodeCache(compiled) if compiled else None,
    )
    env.template_class = _Template
    env.filters["href"] = href
    env.filters["once"] = lru_cache(_ALIKE)(_drawn)
    return env


@lru_cache(_KEPT)
def known_environment(folders: tuple[str, ...], compiled: str, closures: frozenset[tuple[str, str]]) -> Environment:
    """As ``environment``, for templates with these ``closures``: made once a process, as long as none changes."""
    return environment(folders, compiled)


def _drawn(macro: Callable[..., str], *values: Any) -> str:
    return macro(*values)


def closures(folders: tuple[str, ...]) -> dict[str, str]:
    """A digest of each template with all that it includes, extends and imports."""
    texts = {name: _text(folders, name) for name in _names(folders)}
    direct = {
        name: {one for one in _referenced(text) if _is_known(folders, one, texts)} for name, text in texts.items()
    }
    found = {}
    for name in texts:
        reached, pending = {name}, [name]
        while pending:
            more = direct[pending.pop()] - reached
            reached |= more
            pending += more
        state = blake2b(digest_size=_DIGEST)
        for one in sorted(reached):
            state.update(f"{one}\n{len(texts[one])}\n{texts[one]}".encode())
        found[name] = state.hexdigest()
    return found


def _names(folders: tuple[str, ...]) -> Iterator[str]:
    """Names of all templates, those that override others once."""
    paths = {
        path.relative_to(folder).as_posix(): None
        for folder in map(Path, folders)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    yield from sorted(paths)


def _text(folders: tuple[str, ...], name: str) -> str:
    path = next(path for folder in folders if (path := Path(folder, name)).is_file())
    return path.read_text("utf-8", errors="replace")


def _referenced(text: str) -> Iterator[str]:
    for match in _REFERENCE.finditer(text):
        plain = _PLAIN.fullmatch(match[1])
        if plain is None:
            raise NotUnderstood("模板用算出来的名字，或者用不常见的写法，引用别的模板")
        yield plain[1] or plain[2]


def _is_known(folders: tuple[str, ...], name: str, texts: Mapping[str, str]) -> bool:
    """Whether a template of this name was read; there may be none yet."""
    if name not in texts and any(Path(folder, name).is_file() for folder in folders):
        raise NotUnderstood(f"模板 {name} 的名字有别的写法，或者在符号链接后面")
    return name in texts


@cache
def _maker(name: str) -> Any:
    return resolve_name(name)


def fingerprint(page: Page, closure: str) -> str:
    """A digest of all that the bytes of a page depend on: its value, and its template with the digest ``closure``."""
    value = json.dumps([page.path, page.template, closure, page.context], ensure_ascii=False)
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).hexdigest()


def render(env: Environment, page: Page) -> bytes:
    """The bytes of a page: of a template of the theme, or of a function named ``module:name``."""
    text = _maker(page.template)(**page.context) if ":" in page.template else _rendered(env, page)
    return str(text).encode("utf-8")


def _rendered(env: Environment, page: Page) -> str:
    try:
        return env.get_template(page.template).render(page.context)
    except TemplateSyntaxError as error:
        where = f"{error.name or page.template} 第{error.lineno}行"
        raise Unable(f"模板 {where}写错了：{error.message}", "改好模板再生成") from None
    except (TemplateNotFound, UndefinedError) as error:
        cure = "核对模板里的名字；每个模板能用什么，见 docs/house.md"
        raise Unable(f"模板 {page.template} 用了没有的东西：{error.message}", cure) from None

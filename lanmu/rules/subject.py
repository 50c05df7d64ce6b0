"""What a rule looks at: one article as read, the portal it belongs to, and the files around it."""

from functools import cached_property
from typing import NamedTuple

from lanmu import fields
from lanmu.article import Article
from lanmu.finding import Spot
from lanmu.marked import Fault, Text
from lanmu.model import ArticleType, Column, Field, Portal
from lanmu.place import CONTENT
from lanmu.rules.files import Files


class Source(NamedTuple):
    """A file as found on disk: its path, its bytes, and what reading it gave."""

    path: str
    data: bytes
    article: Article | None
    faults: tuple[Fault, ...]


class Subject:
    """An article under check."""

    def __init__(self, portal: Portal, files: Files, source: Source) -> None:
        self.portal = portal
        self.files = files
        self.source = source
        self.path = source.path

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Steps of the path below content/: department, column, name where it lies right."""
        return tuple(self.path.split("/")[1:])

    @cached_property
    def folder(self) -> str:
        """The folder of its attachments, which has its name; "" where it is not named like an article."""
        return self.path.removesuffix(".md") if self.path.endswith(".md") else ""

    @cached_property
    def column(self) -> Column | None:
        """The column whose folder it lies in."""
        return self.portal.columns.get(self.parts[1]) if len(self.parts) == 3 else None

    @cached_property
    def type(self) -> ArticleType | None:
        """The type it says it is, else the column's first; None where that is unknown."""
        article = self.source.article
        written = article.text("type") if article else ""
        first = self.column.types[0] if self.column and self.column.types else ""
        return self.portal.types.get(written or first)

    @cached_property
    def leaves(self) -> tuple[tuple[Field, Text], ...]:
        """Every piece of text given for a field of its type; none where the type is unknown."""
        article = self.source.article
        return tuple(fields.leaves(self.type.fields, article.fields)) if article and self.type else ()

    def type_of(self, path: str) -> ArticleType | None:
        """The type of another article, None where that cannot be told."""
        written = self.files.type_of(path)
        column = self.portal.columns.get(path.split("/")[-2])
        first = column.types[0] if column and column.types else ""
        return self.portal.types.get(written or first) if written is not None else None

    def is_public(self, path: str) -> bool:
        """Whether what lies at ``path`` belongs to an article that is on the site."""
        column = self._column_of(path)
        return column is not None and column.public and self._is_on_site(path)

    def is_hidden(self, path: str) -> bool:
        """Whether ``path`` leads to another article that is not on the site: nobody is told what lies there."""
        column = self._column_of(path)
        closed = column is not None and not column.public and column is not self.column
        return closed or not self._is_on_site(path)

    def _column_of(self, path: str) -> Column | None:
        steps = path.split("/")
        return self.portal.columns.get(steps[2]) if len(steps) > 3 else None

    def _is_on_site(self, path: str) -> bool:
        """Whether the article at ``path``, or that whose attachment lies there, does not say otherwise."""
        owner = f"{'/'.join(path.split('/')[:4]).removesuffix('.md')}.md"
        return owner == self.path or self.files.is_on_site(owner)

    def spot(self, line: int | None = None, column: int | None = None) -> Spot:
        """A place in this file."""
        return Spot(self.path, line, column)

    def resolve(self, relative: str) -> str:
        """The path that ``relative`` means in this file; "" where it leaves content/."""
        parts = self.path.split("/")[:-1]
        for step in relative.split("/"):
            if step == "..":
                parts.pop()
                if not parts:
                    return ""
            elif step not in ("", "."):
                parts.append(step)
        return "/".join(parts) if parts[0] == CONTENT else ""

"""The text of a new article: what is known is filled in, the rest says 待填."""

import json
import re
from collections.abc import Iterator, Mapping

from lanmu.article import PLACEHOLDER
from lanmu.model import ArticleType, Field

# What YAML reads back unchanged without quotes, as far as a title or date needs it.
_PLAIN = re.compile(r"[\w（《“〔「](?!.*(: | #))(.*[^\s:])?")
_LATER = (
    *("disclosure", "disclosure_basis", "disclosure_reason", "decision", "consultation"),
    *("archive_note", "confirm", "waive"),
)


def article(kind: ArticleType, known: Mapping[str, str]) -> str:
    """Front matter with every required field of ``kind``, and a body to be written.

    ``known`` holds values by field name; they come first, as given.
    """
    lines = [f"{name}: {scalar(value)}" for name, value in known.items()]
    for field in kind.fields.values():
        if field.required and field.name not in known:
            lines.extend(_open(field))
    return "\n".join(["---", *lines, "---", "", PLACEHOLDER, ""])


def optional(kind: ArticleType, known: Mapping[str, str]) -> tuple[Field, ...]:
    """What the author may add on the first day; the rest is written when the check asks for it."""
    hidden = {*known, *_LATER}
    return tuple(field for field in kind.fields.values() if not field.required and field.name not in hidden)


def scalar(value: str) -> str:
    """``value`` as YAML: plain where that is safe, else quoted."""
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _open(field: Field) -> Iterator[str]:
    """Lines of a required field that only its author can fill in."""
    remark = f"  # {_remark(field)}"
    if field.kind == "rows":
        yield f"{field.name}:{remark}"
        lead = "  - "
        for inner in field.fields:
            if inner.required:
                yield f"{lead}{inner.name}: {PLACEHOLDER}  # {_remark(inner)}"
                lead = "    "
    elif field.kind in ("list", "steps", "columns"):
        yield f"{field.name}:{remark}"
        yield f"  - {PLACEHOLDER}"
    else:
        yield f"{field.name}: {PLACEHOLDER}{remark}"


def _remark(field: Field) -> str:
    parts = [field.label, field.hint or "、".join(field.choices)]
    return "：".join(part.replace("\n", " ") for part in parts if part)

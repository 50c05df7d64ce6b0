"""The handbook tells the truth: its keys exist, its example portal is sound, its sample finding is real."""

import re
from pathlib import Path

from lanmu import types
from lanmu.rules import engine

HANDBOOK = Path(__file__).parents[1] / "docs" / "handbook"
_FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def fenced(page: str, kind: str) -> list[str]:
    """The fenced blocks of a page."""
    text = (HANDBOOK / page).read_text("utf-8")
    return [body for name, body in _FENCE.findall(text) if name == kind]


def test_the_table_of_types_names_every_field_of_every_type() -> None:
    text = (HANDBOOK / "index.md").read_text("utf-8")
    rows = {
        cells[1].strip(): cells for cells in (line.split("|") for line in text.splitlines() if line.startswith("|"))
    }
    for name, kind in types.builtin().items():
        own = [field for key, field in kind.fields.items() if key not in types.common()]
        for cell, required in ((2, True), (3, False)):
            wanted = {f"`{field.name}` {field.label}" for field in own if field.required is required}
            said = {re.sub(r"（.*", "", part.strip()) for part in rows[name][cell].split("，") if part.strip()}
            assert said == wanted, name


def test_the_example_portal_is_clean(tmp_path: Path) -> None:
    portal, own_type = fenced("columns.md", "yaml")
    (tmp_path / "columns.yaml").write_text(portal, "utf-8")
    assert engine.check(tmp_path) == ()
    (tmp_path / "columns.yaml").write_text(portal + own_type, "utf-8")
    assert engine.check(tmp_path) == ()


def test_the_sample_article_gives_the_finding_shown(tmp_path: Path) -> None:
    from lanmu import report

    (portal, _), (article,), (shown,) = (
        fenced("columns.md", "yaml"),
        fenced("index.md", "markdown"),
        fenced("index.md", "text"),
    )
    (tmp_path / "columns.yaml").write_text(portal, "utf-8")
    folder = tmp_path / "content" / "sfb" / "zwdt"
    (folder / "2026-03-21-touzi-keji").mkdir(parents=True)
    for name in ("shenbaobiao.docx", "liucheng.png"):
        (folder / "2026-03-21-touzi-keji" / name).write_bytes(b"x")
    path = folder / "2026-03-21-touzi-keji.md"
    path.write_text(article, "utf-8")
    assert engine.check(tmp_path) == ()
    path.write_text(article.replace("2026-03-21 09:00", "2026-02-30"), "utf-8")
    said = report.human(engine.check(tmp_path), colour=False).replace("sfb/zwdt", "kjt/tzzn")
    assert shown.strip() in said

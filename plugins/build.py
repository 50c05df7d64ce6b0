"""The Pelican class: gathers every page value, then writes."""

import sys
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from pelican import Pelican
from pelican.readers import Readers

from lanmu import article, card, clock, complexity, fields, library, structure
from lanmu.article import Article
from lanmu.card import Card
from lanmu.disclosure import on_site
from lanmu.finding import ERROR
from lanmu.model import ArticleType, Portal
from lanmu.page import Copy, Page
from lanmu.place import CONTENT
from lanmu.refusal import Refused, Unable
from lanmu.rules import engine
from lanmu.shelf import Shelf
from plugins import frame
from plugins.family import Edition, Family, Output, page_families
from plugins.output import Outputs
from plugins.reader import ArticleReader
from plugins.render import environment, render


class Built(NamedTuple):
    """What a build did. ``pages`` counts all outputs, ``changed`` those whose bytes changed."""

    articles: int
    pages: int
    changed: int
    removed: int


class LanmuPelican(Pelican):
    """Pelican with page families instead of generators (docs/decisions/0002-pages-are-values.md)."""

    def run(self) -> None:
        """What ``python -m pelican`` calls: as ``publish``, with a kind end where it cannot."""
        from lanmu.report import human

        try:
            self.publish()
        except Refused as refused:
            sys.stderr.write(human(refused.findings))
            sys.exit(1)
        except Unable as unable:
            sys.stderr.write(f"{unable.message}\n  {unable.cure}\n")
            sys.exit(2)

    def publish(self) -> Built:
        """Build the site. Whatever is raised, the output folder is then as it was."""
        root = Path(self.settings["LANMU_ROOT"]).resolve()
        edition = self.edition(root)
        env = environment(Path(self.theme), tuple(self.settings["THEME_TEMPLATES_OVERRIDES"]))
        with Outputs(Path(self.output_path), root) as outputs:
            for output in chain(self.outputs(edition), self.static(edition)):
                if isinstance(output, Page):
                    outputs.write(output.path, render(env, output))
                else:
                    outputs.copy(output.path, Path(output.source))
            removed = outputs.commit()
        return Built(len(edition.shelf.cards), len(outputs.written), len(outputs.staged), removed)

    def edition(self, root: Path) -> Edition:
        """Everything the pages are made from, read once."""
        portal = read_portal(root)
        articles, cards = read_articles(root, portal)
        reader = Readers(self.settings).readers["md"]
        assert isinstance(reader, ArticleReader)
        emblem = _emblem(root, portal)
        return Edition(
            root,
            portal,
            articles,
            Shelf(portal, cards, self.day()),
            reader,
            frame.frame(portal, emblem.path if emblem else ""),
            emblem,
            frozenset(frame.fixed_pages(portal)),
        )

    def day(self) -> str:
        """The day of the edition: ``LANMU_ON``, else today in Shanghai."""
        on = self.settings.get("LANMU_ON") or clock.today()
        return on.isoformat() if isinstance(on, date) else str(on)

    def families(self) -> tuple[Family, ...]:
        """Every family of every registered plugin."""
        return tuple(family for _, families in page_families.send(self) for family in families)

    def outputs(self, edition: Edition) -> Iterator[Output]:
        """Every output of every family, each key once."""
        for family in self.families():
            keys = dict.fromkeys(family.fixed(edition.portal))
            for found in edition.shelf.cards:
                keys.update(dict.fromkeys(family.touched(edition.portal, found)))
            for key in keys:
                yield from family.pages(edition, key)

    def static(self, edition: Edition) -> Iterator[Copy]:
        """The theme's static files, and the emblem that the operator supplies."""
        if edition.emblem:
            yield edition.emblem
        folder = Path(self.theme, "static")
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield Copy(f"theme/{path.relative_to(folder).as_posix()}", str(path))


def read_portal(root: Path) -> Portal:
    """The portal of a root; C7xx errors refuse the build."""
    loaded = structure.load(root)
    errors = [finding for finding in loaded.findings if finding.severity == ERROR]
    if errors or loaded.portal is None:
        raise Refused(errors)
    return loaded.portal


def read_articles(root: Path, portal: Portal) -> tuple[dict[str, Article], list[Card]]:
    """Every article that goes to the site and its card; articles that cannot be placed or read refuse the build."""
    content = root / CONTENT
    if content.is_symlink() or (content.exists() and not content.is_dir()):
        raise Unable(f"{CONTENT} 不是普通文件夹", f"把文章放进真正的文件夹 {CONTENT}，不用符号链接")
    articles: dict[str, Article] = {}
    cards: list[Card] = []
    unreadable: list[str] = []
    for path in library.scan(root):
        found, _ = article.read(path, article.fetch(root / path))
        made = card.card(portal, found) if found else None
        if found is None or made is None or not _convertible(portal.types.get(made.type), found):
            unreadable.append(path)
        elif on_site(found):
            articles[path] = found
            cards.append(made)
    if unreadable:
        raise Refused(engine.check(root, unreadable))
    return articles, cards


def _convertible(kind: ArticleType | None, found: Article) -> bool:
    """Whether the type is known, and the converter will come to an end with every text (F116)."""
    if kind is None:
        return False
    texts = (text for field, text in fields.leaves(kind.fields, found.fields) if field.kind == "text")
    return not any(complexity.excess(text) for text in (found.body, *texts))


def _emblem(root: Path, portal: Portal) -> Copy | None:
    """The picture that ``site.emblem`` names, relative to the root (C719 has seen it); None where none is given."""
    written = portal.site.settings.emblem
    if not written:
        return None
    return Copy(f"theme/emblem{Path(written).suffix.lower()}", str(root / written))

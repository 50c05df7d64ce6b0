"""Article pages, and the attachments that lie beside them."""

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from typing import Any

from lanmu import types, urls
from lanmu.article import Article
from lanmu.attachments import owner
from lanmu.card import Card
from lanmu.model import Field, Portal
from lanmu.page import Page
from lanmu.place import CONTENT
from lanmu.views import ArticleView, Attachment, Link, Meta, Picture
from plugins import frame, listing
from plugins.article_fields import RELATED, Formatter, article_link, output_path, public, size_text
from plugins.edition import Edition
from plugins.family import Draft, Family, no_keys, page_families

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"</(?:p|li|h[2-6]|t[dhr]|d[dt]|div|pre|caption|figcaption|blockquote)>|<[bh]r>")
_SPACE = re.compile(r"\s+")
_DESCRIPTION = 120  # characters of the body, where there is no summary
_HEAD = 1000  # characters of HTML in which that many of text mostly stand
_OFFSET = "+08:00"


def picture(edition: Edition, card: Card) -> Picture | None:
    """The picture of an article, with its size; None where it has none that exists."""
    source = f"content/{card.image}"
    if not card.image or not edition.on_site(source):
        return None
    width, height = edition.picture_size(source)
    return Picture(card.image, card.image_alt or card.title, "", width, height)


def _attachments(edition: Edition, article: Article, formatter: Formatter, field: Field) -> Iterator[Attachment]:
    for entry in formatter.value(field, article.fields.find("attachments")):
        path = entry["file"]
        if path:
            name = path.rpartition("/")[2]
            ending = name.rpartition(".")[2].upper()
            size = size_text(edition.size(f"{CONTENT}/{path}"))
            yield Attachment(entry["title"] or name, path, ending, size)


def _related(edition: Edition, card: Card, article: Article) -> tuple[Link, ...]:
    """The other half of a pair: interpretations of a document, the document of an interpretation."""
    found = [Link(c.title, c.url) for c in edition.shelf.all("interprets", card.path)]
    for name in RELATED:
        target = article_link(edition, article, article.text(name)) if article.text(name) else None
        if target:
            found.append(target)
    return tuple(found)


def _neighbours(edition: Edition, card: Card) -> tuple[Link | None, Link | None]:
    """The newer and the older item of the same topic."""
    newer, older = edition.shelf.neighbours("topic", card.topic, card) if card.topic else (None, None)
    return (
        Link(newer.title, newer.url) if newer else None,
        Link(older.title, older.url) if older else None,
    )


def view(edition: Edition, card: Card, article: Article) -> ArticleView:
    """Everything an article's page shows."""
    portal = edition.portal
    kind = portal.types[card.type]
    formatter = Formatter(edition, article)
    department = portal.departments[card.department]
    columns = [portal.columns[id] for id in card.columns]
    newer, older = _neighbours(edition, card)
    items = edition.shelf.all("topic", card.path)
    written = article.text("date")
    return ArticleView(
        title=card.title,
        type=card.type,
        date=written,
        iso_date=f"{card.date.replace(' ', 'T')}{_OFFSET}" if len(written) > 10 else card.day,
        source=article.text("source"),
        author=article.text("author"),
        department=Link(department.name, urls.department(department.id)),
        column=Link(columns[0].name, urls.column(columns[0].id)),
        also=tuple(Link(column.name, urls.column(column.id)) for column in columns[1:]),
        body=formatter.html(article.body),
        summary=card.summary,
        keywords=article.list("keywords"),
        picture=picture(edition, card),
        map_number=article.text("map_number"),
        facts=tuple(formatter.facts(kind)),
        parts=tuple(formatter.parts(kind)),
        fields={
            name: formatter.value(field, article.fields.find(name))
            for name, field in kind.fields.items()
            if name not in types.common()
        },
        attachments=tuple(_attachments(edition, article, formatter, kind.fields["attachments"])),
        related=_related(edition, card, article),
        state=listing.state(portal, card, edition.on),
        newer=newer,
        older=older,
        items=listing.rows(portal, edition.shelf, reversed(items)),
    )


def _beginning(html: str) -> str:
    head = html[: html.rfind("<", 0, _HEAD)]  # up to a tag, or all but the end, where there is none
    plain = _plain(head)
    return (plain if len(plain) > _DESCRIPTION else _plain(html))[:_DESCRIPTION].rstrip()


def _plain(html: str) -> str:
    return _SPACE.sub(" ", unescape(_TAG.sub("", _BREAK.sub(" ", html)))).strip()


def excerpt(edition: Edition, card: Card) -> str:
    """The summary, else how the text begins; "" where there is neither. The text of a letter is its question."""
    return card.summary or _opening(edition, card)


def _opening(edition: Edition, card: Card) -> str:
    """How an article's text begins, from the memory of the index where it has it: feeds show many articles."""
    known = edition.openings.get(card.path)
    if known is None:
        known = edition.index.opening(card.path)
    if known is None:
        known = edition.openings[card.path] = _beginning(edition.reader.html(_text(edition, card)))
    return known


def _text(edition: Edition, card: Card) -> str:
    article = edition.article(card.path)
    fields = edition.portal.types[card.type].fields.values()
    texts = (article.text(field.name) for field in fields if field.kind == "text" and public(field))
    return article.body.strip() or next(filter(None, texts), "")


def _meta(portal: Portal, card: Card, article: ArticleView, description: str, url: str) -> tuple[Meta, ...]:
    """The article tags (政府网站标签规范), after those of its column."""
    column = portal.columns[card.columns[0]]
    tags = [
        Meta("ArticleTitle", card.title),
        Meta("PubDate", card.date),
        Meta("ContentSource", article.source or article.department.text),
        Meta("Keywords", "，".join(article.keywords or column.keywords) or column.name),
        Meta("Description", description),
        Meta("Url", url),
    ]
    if article.author:
        tags.append(Meta("Author", article.author))
    if article.picture:
        tags.append(Meta("Image", urls.absolute(portal.site.domain, article.picture.path)))
    return frame.meta_of(portal, column) + tuple(tags)


def _data(portal: Portal, card: Card, article: ArticleView, description: str, crumbs: tuple[Link, ...]) -> Any:
    """An article as schema.org data; a question with its answer where it is a letter."""
    domain = portal.site.domain
    data: dict[str, Any] = {
        "@type": portal.types[card.type].schema,
        "name": card.title,
        "description": description,
        "inLanguage": "zh-CN",
        "breadcrumb": frame.breadcrumbs(domain, crumbs),
    }
    if article.picture:
        data["image"] = urls.absolute(domain, article.picture.path)
    if data["@type"] in ("NewsArticle", "Article"):
        organisation = {"@type": "GovernmentOrganization", "name": portal.departments[card.department].full_name}
        data |= {"headline": card.title, "datePublished": article.iso_date, "author": organisation}
        data["publisher"] = {"@type": "GovernmentOrganization", "name": portal.site.settings.organiser}
    if data["@type"] == "Legislation":
        data |= {"legislationIdentifier": card.number, "datePublished": article.iso_date}
    return data


def _article(edition: Edition, path: str) -> Iterator[Draft]:
    card = edition.shelf.card(path)
    if card is None or card.link:
        return
    yield Draft(urls.article(card.stem), partial(_page, edition, card), path)
    for name in edition.beside(card.stem):
        yield Draft(output_path(name), partial(edition.copy, name))


def _page(edition: Edition, card: Card) -> Page:
    portal = edition.portal
    article = view(edition, card, edition.article(card.path))
    column = portal.columns[card.columns[0]]
    address = urls.article(card.stem)
    beginning = _beginning(article.body)
    if beginning:
        edition.openings[card.path] = beginning  # for the feeds, which else would convert the text again
    description = card.summary or beginning or excerpt(edition, card) or card.title
    crumbs = frame.trail(portal, "" if column.site else column.section)
    owner = frame.owner(portal, column)
    crumbs = (*crumbs, *((frame.band(owner),) if owner else ()), article.column, Link("正文", ""))
    return frame.make(
        edition,
        address,
        f"{portal.types[card.type].template}.html",
        title=card.title,
        crumbs=crumbs,
        meta=_meta(portal, card, article, description, urls.absolute(portal.site.domain, address)),
        description=description,
        here=column.section.split("/")[0],
        sub_site=owner,
        data=_data(portal, card, article, description, crumbs),
        staff=frame.editing(edition, card.path),
        article=article,
    )


def _touched(portal: Portal, card: Card) -> Iterator[str]:
    yield card.path


def _beside(path: str) -> Iterator[str]:
    """The article in whose folder a file lies."""
    if owner(path):
        yield owner(path)


ARTICLES = Family("articles", no_keys, _touched, _article, _beside)


def _families(_: object) -> tuple[Family, ...]:
    return (ARTICLES,)


def register() -> None:
    """Pelican calls this once."""
    page_families.connect(_families)

"""What a list needs to know of an article."""

from typing import NamedTuple

from lanmu import urls
from lanmu.article import Article
from lanmu.model import Portal
from lanmu.place import CONTENT, resolve
from lanmu.repair import YEARS, real_moment


class Card(NamedTuple):
    """An article's facts as lists show them; sorts by date, then by path."""

    date: str  # YYYY-MM-DD HH:MM
    path: str  # of the source
    stem: str
    department: str
    columns: tuple[str, ...]  # its home first, then the public columns that show it too
    type: str
    title: str
    summary: str
    pinned: str  # last day at the top, or ""
    link: str  # address of an external item, or ""
    image: str  # path relative to the output root, or ""
    image_alt: str
    number: str
    validity: str
    office: str  # 答复单位 of a letter
    state: str
    replied: str
    due: str
    starts: str
    ends: str
    interprets: str  # source path of the document
    topic: str  # source path of the topic
    order: str

    @property
    def day(self) -> str:
        """Day of publication."""
        return self.date[:10]

    @property
    def month(self) -> str:
        """Month of publication, ``2026-03``."""
        return self.date[:7]

    @property
    def url(self) -> str:
        """Where its title leads."""
        return self.link or urls.article(self.stem)


def _date(text: str) -> str:
    """A valid ``YYYY-MM-DD HH:MM`` for a written date, "" where there is none."""
    moment = real_moment(text)
    return f"{moment:%Y-%m-%d %H:%M}" if moment and moment.year in YEARS else ""


def card(portal: Portal, article: Article) -> Card | None:
    """The card of an article, None where it lacks what a list cannot do without."""
    place, title, date = article.place, article.text("title"), _date(article.text("date"))
    if place is None or not title or not date:
        return None
    home = portal.columns.get(place.column)
    if home is None or place.department not in portal.departments:
        return None
    shown = [portal.columns[id] for id in article.list("columns") if id in portal.columns]
    image, link = article.text("image"), article.text("link")
    return Card(
        date=date,
        path=article.path,
        stem=place.stem,
        department=place.department,
        columns=tuple(dict.fromkeys([home.id, *(column.id for column in shown if column.public)])),
        type=article.text("type") or home.types[0],
        title=title,
        summary=article.text("summary"),
        pinned=article.text("pinned"),
        link=link if urls.is_web(link) else "",
        image=resolve(article.path, image).removeprefix(f"{CONTENT}/") if image else "",
        image_alt=article.text("image_alt"),
        number=article.text("doc_number"),
        validity=article.text("validity"),
        office=article.text("office"),
        state=article.text("state"),
        replied=article.text("replied"),
        due=article.text("due"),
        starts=article.text("starts"),
        ends=article.text("ends") or article.text("archived") or article.text("expires"),
        interprets=_source(article, "interprets"),
        topic=_source(article, "topic"),
        order=article.text("order"),
    )


def _source(article: Article, name: str) -> str:
    written = article.text(name)
    return resolve(article.path, written) if written else ""

"""Atom, loaded when a feed is rendered: its library takes longer to load than most builds have to do."""

from datetime import UTC, datetime
from html import escape

from feedgenerator import Atom1Feed

from lanmu import clock


class _Feed(Atom1Feed):
    """Atom whose date comes from its entries alone; feedgenerator would ask the clock for an empty feed."""

    def latest_post_date(self) -> datetime:
        dates = [item["pubdate"] for item in self.items]
        return max(dates, default=datetime.fromtimestamp(0, UTC))


def atom(title: str, home: str, address: str, author: str, entries: tuple[dict[str, str], ...]) -> str:
    """An Atom feed."""
    feed = _Feed(title=title, link=home, description=title, feed_url=address, language="zh-CN", author_name=author)
    for entry in entries:
        feed.add_item(
            title=entry["title"],
            link=entry["url"],
            unique_id=entry["id"],
            description=escape(entry["summary"], quote=False),  # feedgenerator calls a summary HTML
            author_name=entry["department"],
            categories=(entry["column"],),
            pubdate=clock.moment(entry["date"]),
            updateddate=clock.moment(entry["date"]),
        )
    return str(feed.writeString("utf-8"))

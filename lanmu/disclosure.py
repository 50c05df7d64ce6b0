"""公开方式: whether an item is for the site. What is withheld is registered, never shown."""

from lanmu.article import Article
from lanmu.marked import Text

KEY = "disclosure"
OPEN = "主动公开"


def on_site(article: Article) -> bool:
    """Whether an item goes to the site: it does where nothing else is written.

    Whatever is not plainly 主动公开, a slip of the pen included, stays away: showing what was to be
    withheld cannot be undone.
    """
    written = article.fields.find(KEY)
    return written is None or (isinstance(written, Text) and written.strip() in ("", OPEN))

"""The peer's settings: Pelican's own generators and readers, and a minimal theme."""

from pathlib import Path

_HERE = Path(__file__).parent

SITENAME = "样本省人民政府门户网站"
SITEURL = FEED_DOMAIN = "https://www.yangben.gov.cn"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-cn"
THEME = str(_HERE)
PATH = str(_HERE / "content")
OUTPUT_PATH = str(_HERE / "output")
STATIC_PATHS = ["files"]
ARTICLE_EXCLUDES = ["files"]

ARTICLE_URL = ARTICLE_SAVE_AS = "{author}/{category}/{slug}.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "columns/{slug}.html"
AUTHOR_URL = AUTHOR_SAVE_AS = "departments/{slug}.html"
MONTH_ARCHIVE_URL = MONTH_ARCHIVE_SAVE_AS = "archive/{date:%Y}/{date:%m}/index.html"
DIRECT_TEMPLATES = ["index", "archives", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"category": 20, "author": 20}
DEFAULT_PAGINATION = 20

FEED_MAX_ITEMS = 20
FEED_ALL_ATOM = "feeds/index.xml"
CATEGORY_FEED_ATOM = "feeds/columns/{slug}.xml"
AUTHOR_FEED_ATOM = "feeds/departments/{slug}.xml"
AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None

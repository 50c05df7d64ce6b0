"""Pelican's settings for a portal. ``lanmu build`` and ``python -m pelican`` both read them.

What the portal is stands in columns.yaml; here stands only how Pelican is run.
"""

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
if str(_HERE) not in sys.path:
    sys.path.insert(0, str(_HERE))

from plugins.build import LanmuPelican  # noqa: E402  (needs the path above)

LANMU_ROOT = str(_HERE)
PELICAN_CLASS = LanmuPelican
PATH = str(_HERE / "content")
OUTPUT_PATH = str(_HERE / "output")
THEME = str(_HERE / "themes" / "lanmu")
PLUGINS = [
    "plugins.reader",
    "plugins.home",
    "plugins.columns",
    "plugins.articles",
    "plugins.subsites",
    "plugins.directory",
    "plugins.archives",
    "plugins.feeds",
    "plugins.sitemap",
]

# True on a preview for staff: pages lead to the forge of columns.yaml. `lanmu build --staff` says so for one build.
LANMU_STAFF = False

SITENAME = "栏目"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-cn"
ARTICLE_PATHS = [""]
ARTICLE_TRANSLATION_ID = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
LOG_HANDLER = "plain"

"""The project's own settings with a minimal theme, and without the pages that the peers do not have."""

import runpy
from pathlib import Path

import plugins

_OURS = Path(plugins.__file__).parents[1] / "pelicanconf.py"
globals().update({name: value for name, value in runpy.run_path(str(_OURS)).items() if name.isupper()})

THEME = str(Path(__file__).parent / "theme")
PLUGINS = [
    "plugins.reader",
    "plugins.home",
    "plugins.columns",
    "plugins.articles",
    "plugins.archives",
    "plugins.feeds",
    "plugins.sitemap",
]
